/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables of metrics by roles (matrix.h) made into statements. */
#ifndef READING_MATRIX_FACT_H
#define READING_MATRIX_FACT_H

#include "reading/clause.h"

#include <stddef.h>

/*
 * Takes the table whose heading begins at mark i and adds its statements;
 * returns the place after it, i when there is none.
 */
size_t matrix_take(
    struct figures *figures, const struct marks *marks, size_t i);

#endif
