/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Other companies that a document tells of by name, above all the one that its
 * issuer takes over: "to acquire Orvik Pumps". Their figures are not the
 * issuer's.
 */
#ifndef READING_TARGET_H
#define READING_TARGET_H

#include "lib/base/buf.h"
#include "reading/lexicon.h"
#include "reading/normal.h"

#include <stdbool.h>

#define TARGET_NAMES 4 /* further ones are not kept */

/* The first words of their names; borrowed from the normal texts. */
struct targets {
	struct span names[TARGET_NAMES];
	size_t count;
};

/* Adds those that a title, or a text from its beginning, names. */
void targets_find(struct targets *targets, const struct lexicon *lexicon,
    const struct lexicon_hits *hits, const struct normal *normal);
bool targets_have(const struct targets *targets, struct span word);

#endif
