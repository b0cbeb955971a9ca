/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The class of a figure against the prior year: total and deterministic. The
 * conditions are those of the mainland exchanges' forecast types (CSRC and
 * exchange listing rules, chapter 5), made total where vendors differ.
 */
#ifndef LEDGER_CLASSIFY_H
#define LEDGER_CLASSIFY_H

#include "ledger/range.h"

struct classification {
	enum verdict_class class_;
	unsigned flags; /* verdict_flag */
	bool has_pct; /* false: no prior, a prior of zero, or no fit */
	struct decimal low_pct, high_pct, mid_pct;
	bool low_open, high_open;
};

/* prior NULL: unknown, then only the sign counts. */
void classify_levels(const struct range *range, const struct decimal *prior,
    struct classification *ret);

/*
 * A change in percent, without levels. prior_sign: of the prior year's figure,
 * where +1 is right for what is not known.
 */
void classify_percent(
    const struct range *pct, int prior_sign, struct classification *ret);

/*
 * Joins what the figures say with the issuer's own word. The figures' sign
 * always wins; beyond it the figures win when prior and range stand in the
 * same document (own_prior), else the issuer's word. A contradiction sets
 * FLAG_CLASS_CONFLICT, never silently.
 */
enum verdict_class classify_settle(const struct classification *computed,
    enum verdict_class claimed, bool own_prior, unsigned *flags);

bool classify_is_loss(enum verdict_class class_);
bool classify_is_profit(enum verdict_class class_);
/* Of the prior year's figure as the class implies it; 0: it does not say. */
int classify_prior_sign(enum verdict_class class_);
enum direction classify_direction(enum verdict_class class_, unsigned flags);

#endif
