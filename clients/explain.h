/* SPDX-License-Identifier: BSD-2-Clause */
/* What a person asks of a verdict and its facts: why this, and why no more. */
#ifndef CLIENTS_EXPLAIN_H
#define CLIENTS_EXPLAIN_H

#include "ledger/verdict.h"

/* How the severity came of the reasons. Borrowed. */
const char *explain_severity(
    const struct reading *reading, const struct verdict *verdict);

/*
 * What the class was taken from, and what else was considered: the issuer's
 * own word, the words without figures. Gives.
 */
char *explain_class(
    const struct reading *reading, const struct verdict *verdict);

/* NULL when the change counts for the verdict, else why not. Borrowed. */
const char *explain_unused(
    const struct verdict *verdict, const struct change *change);

/* The flags of a verdict as words with a space between; "" for none. Gives. */
char *explain_flags(unsigned flags);

/* One line of fact.why: "key: value"; the first has no key, it is "rule". */
struct explain_line {
	char key[16];
	char *value; /* to be freed */
};
/* The next line from *at on, which moves; false at the end. */
bool explain_next(const char **at, struct explain_line *ret);

#endif
