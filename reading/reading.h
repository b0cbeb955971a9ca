/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A reading: all that one document says. A fact: one figure it states. Plain
 * records; the reader makes them, the ledger compares them.
 */
#ifndef READING_READING_H
#define READING_READING_H

#include "lib/base/decimal.h"
#include "lib/base/period.h"
#include "lib/base/vocab.h"
#include "lib/base/wire.h"
#include "reading/reject.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CURRENCY_MAX 4

struct fact {
	enum metric metric;
	enum basis basis;
	enum role role;
	struct period period;
	struct decimal low, high; /* low <= high, signed, in currency units;
				     for pct_change in percent */
	bool low_open, high_open; /* no bound on that side; value ignored */
	bool low_excl, high_excl; /* the bound itself is not included */
	bool approx; /* about, around */
	bool derived; /* computed from the document's figures */
	bool double_negative; /* "loss of -5": said twice, read once */
	char currency[CURRENCY_MAX]; /* ISO 4217; "" for percent */
	char *quote; /* the words, original language */
	int64_t offset; /* of quote, code points from the start */
	int page; /* from 1; 0: not paged */
	char
	    *broker; /* role estimate: who estimates; NULL: reading.publisher */
	char *why; /* the rule; explained: lines, see explain.h */
};

struct phrase {
	char *id; /* lexicon entry */
	char *quote;
	int64_t offset;
	int page; /* from 1; 0: not paged */
};

/* How strong words without figures are (domain 2.5 "words only"). */
enum words { WORDS_NONE, WORDS_UP, WORDS_DOWN, WORDS_DOWN_STRONG };

struct reading {
	enum form form;
	enum verdict_class claimed_class; /* the issuer's own word; none */
	enum guidance claimed_guidance; /* withdrawn, reiterated; none */
	enum distress distress;
	enum words words;
	bool by_issuer; /* by or for the issuer, not a broker or a paper */
	bool readable; /* false: judged by its title */
	bool truncated; /* the text is cut */
	bool correction; /* corrects an earlier document of its issuer */
	bool from_row; /* a source's row gives the figures, not a document */
	char *unreadable_why;
	char *publisher; /* broker's canonical name for estimates; NULL */
	char *lang; /* "zh", "en", "" */
	char *number; /* the document's own number, "2025-002"; NULL */
	struct period period; /* that the title or heading names */
	int pages;
	int64_t text_len; /* code points */
	size_t listing_count;
	char **listings; /* canonical codes printed in the document */
	char *issuer_name;
	size_t fact_count;
	struct fact *facts;
	size_t phrase_count;
	struct phrase *phrases;
	size_t reject_count; /* only when the hint asks for them */
	struct reject *rejects; /* in the order of the text */
};

void fact_done(struct fact *fact);
void fact_copy(struct fact *to, const struct fact *from);
/* fact_done is always right after fact_get, also on a fault. */
void fact_put(struct buf *buf, const struct fact *fact);
void fact_get(struct wire *wire, struct fact *fact);
/* A period outside the years 1 to 9999 is a fault. */
void reading_put_period(struct buf *buf, struct period period);
struct period reading_get_period(struct wire *wire);
void reading_init(struct reading *reading);
void reading_done(struct reading *reading);
/* A new fact at the end, zeroed, periods unknown. Borrowed until the next. */
struct fact *reading_add_fact(struct reading *reading);
void reading_add_phrase(
    struct reading *reading, const char *id, struct span quote, int64_t offset);
void reading_add_listing(struct reading *reading, const char *listing);

void reading_put(struct buf *buf, const struct reading *reading);
/* Fills reading; reading_done is always right after, also on a fault. */
void reading_get(struct wire *wire, struct reading *reading);

#endif
