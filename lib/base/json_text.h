/* SPDX-License-Identifier: BSD-2-Clause */
/* Our own JSON values as text. */
#ifndef LIB_BASE_JSON_TEXT_H
#define LIB_BASE_JSON_TEXT_H

#include <jansson.h>

/*
 * The value as compact text, keys in the order of their making. Takes json,
 * gives the text. Aborts when the value cannot be written, which only text
 * that is no UTF-8 brings about: json_string was given it unchecked.
 */
char *json_text(json_t *json) __attribute__((returns_nonnull));
/* The same for people to read: indented, a newline at the end. */
char *json_text_indented(json_t *json) __attribute__((returns_nonnull));

#endif
