/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The matrix of a list request: every combination of its names' values is a
 * list of its own. Pure.
 */
#ifndef WATCHERS_MATRIX_H
#define WATCHERS_MATRIX_H

#include "watchers/definition_parts.h"
#include "watchers/list_parts.h"

/* No more lists than this make a definition. */
#define MATRIX_MAX 256

/* How many lists; 1 without a matrix, MATRIX_MAX + 1 for too many. */
int matrix_count(const struct request_spec *request);
/*
 * The names of list number list (from 0) and their values, as many as the
 * request has axes; strings borrowed from it.
 */
void matrix_names(
    const struct request_spec *request, int list, struct list_pair *ret);

#endif
