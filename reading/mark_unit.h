/* SPDX-License-Identifier: BSD-2-Clause */
/* Units that stand for a table or a row: "(百万元)", "单位:万元". */
#ifndef READING_MARK_UNIT_H
#define READING_MARK_UNIT_H

#include "reading/mark.h"

#include <stddef.h>

/*
 * Reads the unit that begins at token, and at the beginning of a cell or not;
 * how many tokens it takes, or 0.
 */
size_t mark_unit_read(
    const struct token *token, bool begins_cell, struct mark_unit *ret_unit);

/*
 * The currency around a unit without one, the tokens from `at` to `end`: "RMB
 * in thousands", "in thousands of RMB". False when there are two.
 */
bool mark_unit_find_currency(
    const struct token *list, size_t at, size_t end, struct mark_unit *unit);

#endif
