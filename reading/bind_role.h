/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whose figure an amount is: its role and period, by the words around it.
 * Used by bind.c alone.
 */
#ifndef READING_BIND_ROLE_H
#define READING_BIND_ROLE_H

#include "reading/clause.h"

#define BIND_LOOK 4 /* marks after an amount that still speak of it */

/* One amount and what was found out about it. */
struct binding {
	struct clause *clause;
	const struct marks *marks;
	size_t at;
	struct draft draft;
	bool after_prior; /* "in the same period last year" follows it */
	bool after_opening;
	bool after_timed;
	struct period after; /* the period that follows it */
	size_t after_end; /* the place behind that period */
	bool left; /* "from A", "than A": a level that was left */
	bool revised; /* and by a revision, not by a change */
	bool unsaid; /* and surely a forecast was: "from the forecast A" */
	bool changed; /* or the other way round */
	enum entry_role tells; /* a role said behind it */
	bool bounded; /* the change is "below", "above" */
	enum entry_change change; /* a change said behind it: "5% up" */
	bool change_to; /* the amount is the level after the change */
	bool past; /* its verb says that it has happened */
	bool expected; /* the verb of its clause is one of forecast */
	bool alien; /* it belongs to a noun that is no measure */
	bool named; /* its measure follows it: "5亿元的净亏损" */
	struct measure measure;
	enum reject_why why; /* it would be no statement */
	size_t end; /* the place after what belongs to it */
};

/* The document's outline and the amount that is bound. Borrowed. */
const struct outline *bind_outline(const struct binding *binding);
const struct amount *bind_amount(const struct binding *binding);

/* A role that was said in words, or by the heading; ROLE_NONE: neither. */
enum role bind_told_role(const struct clause *clause);
/* "与上年同期的7亿元相比", "与上年同期(7亿元)相比": the base itself. */
bool bind_is_base(const struct binding *binding);
/* Sets role and period of a level; false when they are not clear. */
bool bind_set_role(struct binding *binding);
/* "$1.30 in 2025", where the sentence or the document is about 2026. */
bool bind_is_after_prior(const struct binding *binding);
/*
 * Forecasts by others than the issuer become estimates of a broker; false
 * when the broker or the period of one is not known.
 */
bool bind_set_broker(struct binding *binding);

#endif
