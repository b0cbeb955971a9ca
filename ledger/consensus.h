/* SPDX-License-Identifier: BSD-2-Clause */
/* What brokers expect of a figure, and a range held against it. */
#ifndef LEDGER_CONSENSUS_H
#define LEDGER_CONSENSUS_H

#include "ledger/history.h"
#include "ledger/range.h"

#define CONSENSUS_MAX_AGE    (180 * DAY_MS)
/* A retold estimate this soon after the broker's own note is that note. */
#define CONSENSUS_DIGEST_AGE (7 * DAY_MS)
/* Brokers beyond these are left out; no issuer has so many. */
#define CONSENSUS_BROKERS    128

struct consensus {
	int n; /* brokers, the latest estimate of each; 0: none */
	struct decimal sum;
	struct decimal mean, median, min, max;
	bool stale; /* one is older than the issuer's last results */
};

/*
 * The estimates of like's metric for the period that stood at the moment.
 * n is 0 when the sums do not fit.
 */
void consensus_collect(const struct history *history, const struct fact *like,
    struct period period, int64_t published, struct consensus *ret);

/* The mean that a filing itself quotes. */
void consensus_quote(const struct fact *estimate, struct consensus *ret);

struct surprise {
	/* False: the mean is zero, or below a tenth of the prior year's level,
	 * where a percentage says nothing. */
	bool has_pct;
	struct decimal low_pct, high_pct, mid_pct; /* against the mean */
	bool below_all; /* the best case is worse than the lowest estimate */
	bool above_all;
	bool has_below;
	struct decimal below_pct; /* best case against the lowest */
	int sign; /* middle against the mean: -1 below, 1 above */
};

/* consensus->n > 0. prior NULL: unknown. */
void consensus_compare(const struct consensus *consensus,
    const struct range *range, const struct decimal *prior,
    struct surprise *ret);

/*
 * What identifies a broker in its name: without "Securities", "Research" and
 * company suffixes, in small letters; returns key.
 */
#define BROKER_KEY_MAX 96
char *consensus_broker_key(const char *name, char key[BROKER_KEY_MAX]);

#endif
