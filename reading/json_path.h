/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON pointers (RFC 6901) of which "*" as a step stands for every member. A
 * pointer that is none names nothing.
 */
#ifndef READING_JSON_PATH_H
#define READING_JSON_PATH_H

#include "lib/base/buf.h"

#include <jansson.h>

typedef int json_path_fn(const json_t *value, void *arg);

/*
 * Calls fn for every value that the pointer names, at most as deep as the
 * pointer is long. Stops at what fn returns.
 */
int json_path_visit(
    const json_t *value, struct span pointer, json_path_fn *fn, void *arg);

/* The first value that the pointer names; NULL: none, or no pointer. */
const json_t *json_path_at(const json_t *root, const char *pointer);

/*
 * Puts value in the place of the member of holder that a pointer of one step
 * names. Takes value, also on ERR_INVALID: there is no such place.
 */
int json_path_put(
    const json_t *holder, const char *step, json_t *value) WARN_UNUSED;

/*
 * Appends all scalars that the pointer names, LIST_VALUE_SEPARATOR between
 * them; real numbers in plain digits, at most 15. ERR_NOTFOUND: there is none.
 */
int json_path_text(
    const json_t *value, struct span pointer, struct buf *out) WARN_UNUSED;

#endif
