/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why a statement became the fact it is, in lines: the rule, then "unit: ",
 * "currency: ", "role: " and "period: " with where each was found, then for
 * every phrase in its quote "phrase: ID WORDS".
 */
#ifndef READING_EXPLAIN_H
#define READING_EXPLAIN_H

#include "reading/draft.h"
#include "reading/lexicon.h"

/* Sets fact->why from the draft that it was made of. */
void explain_draft(const struct lexicon *lexicon, const struct draft *draft,
    const struct outline *outline, const struct normal *normal,
    struct fact *fact);

#endif
