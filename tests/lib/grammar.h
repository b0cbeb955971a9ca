/* SPDX-License-Identifier: BSD-2-Clause */
/* The installed lexicon and tokens of a text, for the tests of the grammar. */
#ifndef TESTS_LIB_GRAMMAR_H
#define TESTS_LIB_GRAMMAR_H

#include "reading/job.h"
#include "reading/token.h"

struct grammar_text {
	struct normal normal;
	struct lexicon_hits hits;
	struct tokens tokens;
};

/* $FILINGD_SRCDIR/name. Gives. */
char *grammar_path(const char *name);
/*
 * The lexicon of the source tree, loaded at the first call; ends the test
 * program on a fault. Lent until grammar_teardown(), which ends a group.
 */
const struct lexicon *grammar_lexicon(void);
int grammar_teardown(void **state);
/* Tokens of a text of at most one piece. Keeps text. */
void grammar_text_init(
    struct grammar_text *text, enum entry_lang lang, const char *s);
void grammar_text_done(struct grammar_text *text);
/*
 * The facts of a text, a line each: "ni_attr forecast FY2024 -71..-55 ~",
 * with "(" and ")" at ends that are not included, "?" for derived or unknown
 * periods, the broker of an estimate last. Gives.
 */
char *grammar_facts(const struct document_hint *hint, const char *text);

/* A text and the facts it must give. */
struct grammar_row {
	const char *what; /* "" where the test's name says it */
	const char *title;
	const char *text;
	const char *facts;
};

/* Fails after the last row, having printed each that reads otherwise. */
void grammar_check(
    const struct document_hint *hint, const struct grammar_row *rows, size_t n);

/* The same of texts that nothing but a market, or "", is known of. */
struct grammar_market_row {
	const char *market;
	const char *title;
	const char *text;
	const char *facts;
};

void grammar_check_markets(const struct grammar_market_row *rows, size_t n);

#endif
