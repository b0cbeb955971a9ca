/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a reader saw and did not take, with the reason: figures that made no
 * fact, phrases that were taken back. Kept only where somebody asked why.
 */
#ifndef READING_REJECT_H
#define READING_REJECT_H

#include "lib/base/wire.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REJECT_MAX 256 /* kept of one document, the first of its text */

/* X(name, word, text for people) */
#define REJECT_LIST(X)                                                         \
	X(REJECT_UNCLEAR, "unclear",                                           \
	    "the words around it leave open what it is")                       \
	X(REJECT_NO_METRIC, "no_metric", "no metric stands with it")           \
	X(REJECT_WORDS, "unknown_words",                                       \
	    "unknown words between it and the metric")                         \
	X(REJECT_SUBJECT, "other_subject",                                     \
	    "about a subsidiary, a peer or many companies")                    \
	X(REJECT_SHARED, "shared", "several metrics share it")                 \
	X(REJECT_TIME, "odd_time", "of a month or a time without results")     \
	X(REJECT_NOUN, "other_noun", "it counts something else")               \
	X(REJECT_NUMBER, "unsure_number", "not sure how to read the number")   \
	X(REJECT_CUT, "cut", "the text ends in it")                            \
	X(REJECT_UNIT, "no_unit", "no unit beside it, nor above the table")    \
	X(REJECT_SIGN, "unsure_sign", "its sign is not sure")                  \
	X(REJECT_ROLE, "ambiguous_role", "not clear whose figure it is")       \
	X(REJECT_BASE, "other_base", "against another base than last year")    \
	X(REJECT_CHANGE, "no_change",                                          \
	    "a proportion without a change or its base")                       \
	X(REJECT_SECTION, "other_section",                                     \
	    "under a heading of reasons, risks or the parent alone")           \
	X(REJECT_PARENT, "parent", "of the parent company alone")              \
	X(REJECT_BROKER, "no_broker",                                          \
	    "an estimate whose broker or year is not named")                   \
	X(REJECT_COLUMN, "no_column", "its row does not fit the heading")      \
	X(REJECT_CHECK, "unsound", "a printed difference does not fit it")     \
	X(REJECT_ABSURD, "absurd", "no issuer reports such a figure")          \
	X(REJECT_LIMIT, "limit", "the text has too many figures")              \
	X(REJECT_VAGUE, "vague", "a range for what has happened already")      \
	X(REJECT_STRAY, "stray", "nobody says whose it is")                    \
	X(REJECT_REPEATED, "repeated", "said elsewhere, as finely or finer")   \
	X(REJECT_CONTRADICTED, "contradicted",                                 \
	    "another figure contradicts it")                                   \
	X(REJECT_NEGATED, "negated", "taken back by the words before it")      \
	X(REJECT_BOILERPLATE, "boilerplate", "in words that say nothing")      \
	X(REJECT_UNTICKED, "unticked", "the box before it is empty")           \
	X(REJECT_CHOICE, "choice", "one of several choices of a form")         \
	X(REJECT_WEAK, "weak", "such words do not count in running text")      \
	X(REJECT_LATER, "later", "another one stands before it")

#define REJECT_ENUM(name, word, text) name,
enum reject_why { REJECT_NONE, REJECT_LIST(REJECT_ENUM) REJECT_COUNT };
#undef REJECT_ENUM

/* The word of the table, and the same for people. Borrowed. */
const char *reject_word(enum reject_why why);
const char *reject_text(enum reject_why why);

struct reject {
	enum reject_why why;
	char *what; /* metric, or id of a phrase; "" */
	char *quote; /* of a figure with the words before it */
	int64_t offset; /* of quote, code points from the start */
	int page; /* from 1; 0: not paged */
};

void reject_done(struct reject *reject);
void reject_put(struct buf *buf, const struct reject *reject);
/* reject_done is always right after reject_get, also on a fault. */
void reject_get(struct wire *wire, struct reject *reject);

#endif
