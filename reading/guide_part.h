/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of a sentence seen so far, and what they may say together: the
 * inside of guide.c, which hands results and comparisons to guide_result.c.
 */
#ifndef READING_GUIDE_PART_H
#define READING_GUIDE_PART_H

#include "reading/guide.h"

/* Distances in half words: a space ends a word, a Han character half of one. */
#define GUIDE_REACH  18 /* from an act to what it governs */
#define GUIDE_BACK   12 /* from an aim to the act after it */
#define GUIDE_KEPT   20 /* the same, for "is reaffirmed", "is withdrawn" */
#define GUIDE_NEAR   6 /* from a modifier to what it modifies */
#define GUIDE_NEXT   2 /* the same without a word between */
#define GUIDE_DENY   14 /* from "no longer" to what is denied */
#define GUIDE_HEAD   32768 /* bytes of a text in which an issuer says so */
#define GUIDE_ABBREV 5 /* letters of "Corp." and shorter ones */

/* A part that was seen: what, and at which words of the sentence. */
struct guide_part {
	enum entry_guide says; /* GUIDE_NONE: not yet */
	const struct entry *entry;
	int first, last; /* half words */
	size_t from; /* byte of the piece */
};

struct guide {
	const struct signal_source *source;
	struct signals *signals;
	size_t at, end; /* of the part at hand, bytes of the piece */
	int word; /* number of the half word at hand */
	enum guidance news, kept; /* the first of each kind */
	enum verdict_class class;
	enum words words;
	bool boilerplate; /* the rest of the line says nothing */
	/* Of the sentence: the last part of each kind. */
	struct guide_part seen[GUIDE_COUNT];
	struct guide_part act, place;
	struct guide_part loss; /* the first of the sentence */
};

/* says stood in this sentence. */
bool guide_has(const struct guide *guide, enum entry_guide says);
/* says stood at most reach half words before the one at hand. */
bool guide_is_near(const struct guide *guide, enum entry_guide says, int reach);
bool guide_reaches(
    const struct guide *guide, const struct guide_part *part, int n);
/* A word of denial stands so near before part. */
bool guide_is_denied(
    const struct guide *guide, const struct guide_part *part, int reach);
/* The issuer expects something of its results, without doubt. */
bool guide_is_coming(const struct guide *guide);
/* Notes the words of a claim, from the part that began it. */
void guide_note(const struct guide *guide, const struct guide_part *part);
/* Words without figures: the strongest of a text counts. */
void guide_set_words(struct guide *guide, enum entry_guide says);

/* What stands in place of one, "no longer expects", is a cut. */
void guide_claim_miss(struct guide *guide);

/* What a part of its kind says with those before it. */
void guide_on_base(struct guide *guide);
void guide_on_loss(struct guide *guide, const struct guide_part *part);
void guide_on_profit(struct guide *guide, const struct guide_part *part);
void guide_on_result(struct guide *guide);
void guide_on_us(struct guide *guide, const struct guide_part *part);

#endif
