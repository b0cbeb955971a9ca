/* SPDX-License-Identifier: BSD-2-Clause */
/* The figures of a row put under the columns of its table's heading. */
#ifndef READING_TABLE_MATCH_H
#define READING_TABLE_MATCH_H

#include "reading/table_fact.h"

/*
 * Gives the figures their columns; two ends of a range become one figure.
 * False when the row does not fit, or in what order it is printed is unsure.
 */
bool table_match(struct table_row *t);

#endif
