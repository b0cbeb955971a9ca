/* SPDX-License-Identifier: BSD-2-Clause */
/* When a row of a list says that it was published. */
#ifndef READING_LIST_TIME_H
#define READING_LIST_TIME_H

#include "watchers/definition.h"
#include "watchers/item.h"

/*
 * The moment that text names by the spec's kind, format and zone (wall ms),
 * and how exact that is: a midnight may be a mere label. ERR_SYNTAX, or
 * ERR_RANGE outside of the years 1990 to 2199.
 */
int list_time_parse(const struct list_spec *spec, const char *text,
    int64_t *ret_wall, enum precision *ret_precision) WARN_UNUSED;

/*
 * When the list was made, as text says by the spec's kind or as milliseconds
 * or seconds since 1970; -1: it does not say.
 */
int64_t list_time_generated(const struct list_spec *spec, const char *text);

#endif
