/* SPDX-License-Identifier: BSD-2-Clause */
/* An item: one row of a source's list, as the reader understood it. */
#ifndef WATCHERS_ITEM_H
#define WATCHERS_ITEM_H

#include "lib/base/decimal.h"
#include "lib/base/period.h"
#include "lib/base/vocab.h"
#include "lib/base/wire.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct item_issuer {
	char *listing; /* canonical; NULL when the row's code has no listing */
	char *code; /* as printed */
	char *name; /* NFKC, without spaces; may be NULL */
};

/* A figure that the source states itself. */
struct item_fact {
	enum metric metric;
	enum basis basis;
	enum role role;
	struct period period;
	struct decimal low, high; /* low <= high */
	bool low_open, high_open;
	char *currency; /* ISO 4217; "" for percent */
	char *broker; /* of estimates; NULL */
	char *quote; /* the row's own words */
};

struct item {
	char *key; /* the source's own id, unique within the source */
	char *title; /* NFKC, tags and entities removed */
	char *url; /* document, absolute; NULL: none */
	char *page_url; /* page for people, absolute; NULL: none */
	char *publisher; /* who speaks when not the issuer; NULL: issuer */
	char *category; /* the source's own words; a hint only */
	char *text; /* the document itself when the list carries it */
	char *published_raw; /* as printed */
	int64_t published; /* interpreted, wall ms */
	enum precision
	    precision; /* none: published is when it was first seen */
	int64_t updated; /* changed last, by the source; wall ms; 0: unsaid */
	size_t issuer_count;
	struct item_issuer *issuers;
	size_t fact_count;
	struct item_fact *facts;
};

void item_done(struct item *item);
void item_copy(struct item *to, const struct item *from);
/* Adds an issuer. Strings are copied; NULL allowed. */
void item_add_issuer(
    struct item *item, const char *listing, const char *code, const char *name);

/* A new fact at the end, zeroed, of no period. Borrowed until the next. */
struct item_fact *item_add_fact(struct item *item);
/* Facts of one item, however many rows state them. */
#define ITEM_FACTS_MAX 256
/*
 * Copies the facts of from that to has not. Where both speak of one figure
 * (metric, basis, role, period, broker) what from says takes its place; but a
 * former forecast that is the forecast to has already is no news.
 */
void item_merge_facts(struct item *to, const struct item *from);

/* The facts alone; item_get_facts adds them to item's. */
void item_put_facts(struct buf *buf, const struct item *item);
void item_get_facts(struct wire *wire, struct item *item);
void item_put(struct buf *buf, const struct item *item);
/* Fills item (all of it, also on a fault: item_done is always right after). */
void item_get(struct wire *wire, struct item *item);

#endif
