/* SPDX-License-Identifier: BSD-2-Clause */
/* Which answers of a source are none, and what they are. Plain records. */
#ifndef WATCHERS_LIST_OUTCOME_H
#define WATCHERS_LIST_OUTCOME_H

#include <stddef.h>

/* What an answer is, by its body: the first rule that matches. */
enum list_outcome {
	OUTCOME_OK,
	OUTCOME_EMPTY, /* truly no rows */
	OUTCOME_RETRY, /* trouble at the source */
	OUTCOME_BLOCKED, /* a captcha, a challenge page, a ban */
	OUTCOME_DRIFT, /* not the declared shape */
	OUTCOME_STOP, /* asking again is of no use before a person acts */
	OUTCOME_NOT_YET, /* not there yet: no failure, ask again soon */
	/* found by the engines, never by a rule */
	OUTCOME_TORN, /* it ends in the middle */
	OUTCOME_PAGE, /* a page for people where data should be */
	LIST_OUTCOMES
};

/* What a rule looks at. Status and header are judged before the reader. */
enum list_look {
	LOOK_BODY, /* literal bytes anywhere in the first 64 KiB */
	LOOK_VALUE, /* what a JSON pointer names is one of words */
	LOOK_STATUS, /* the HTTP status is one of words */
	LOOK_HEADER, /* a header holds words[0] */
	LIST_LOOKS
};

struct list_rule {
	enum list_look look;
	char *where; /* pointer, or header name; else NULL */
	size_t word_count;
	char **words;
	enum list_outcome outcome;
};

/* Frees what it holds; it is empty then. */
void list_rule_done(struct list_rule *rule);

#endif
