/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * "2024年亏损5亿元": a word for loss or profit that stands for the result,
 * without the name of a measure. Chinese headlines and news write so.
 */
#ifndef READING_BARE_H
#define READING_BARE_H

#include "reading/clause.h"

/*
 * The amount at i, with its own word for loss or profit, or the word at i
 * before a change, is the result's: sets the clause's measure. False: it is
 * part of something else, and nothing was changed.
 */
bool bare_take_amount(
    struct clause *clause, const struct marks *marks, size_t i);
bool bare_take_word(struct clause *clause, const struct marks *marks, size_t i);
/*
 * "亏损将较上年同期增加": the change, at the mark, of a loss that is given
 * without a figure is worth a class.
 */
void bare_take_change(struct clause *clause, const struct mark *change);

#endif
