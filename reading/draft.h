/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Statements of figures as the sentences and tables of a text make them, and
 * the settling of them into facts: roles that only the whole document shows,
 * repetitions, and contradictions, of which at most one side is kept.
 */
#ifndef READING_DRAFT_H
#define READING_DRAFT_H

#include "reading/measure.h"
#include "reading/normal.h"
#include "reading/outline.h"
#include "reading/reject_note.h"
#include "reading/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct draft {
	struct measure measure;
	enum role role;
	bool role_sure; /* said beside the figure; else by the document */
	struct period period; /* unknown: the document's */
	struct period heading; /* that it stands under; unknown: none */
	struct value value;
	char currency[CURRENCY_MAX]; /* "": the document's, or a percentage */
	bool per_share;
	bool told_basis; /* its table is the parent's own, and says so */
	bool item; /* an item of a list, without a forecast's words */
	uint32_t group; /* drafts of one sentence or row */
	uint32_t from, to; /* bytes of the normal text */
	bool expected; /* forecast words stood beside it */
	bool prose; /* it stands in a sentence */
	bool revised; /* "更正后": it takes the place of another */
	bool compared; /* another figure was compared with it */
	const char *broker; /* lexicon's; NULL */
	const char *rule; /* how it was read; static */
	const char *unit; /* where its unit stands; static; NULL: beside it */
	bool period_sure; /* said beside the figure */
};

struct drafts {
	size_t count, cap;
	struct draft *list;
	uint32_t group;
	struct period heading; /* a part of a year, on a line of its own */
	bool headed; /* there was one */
	struct reject_notes *rejects; /* NULL: nobody asked */
	const struct lexicon *lexicon; /* that explains; NULL likewise */
	bool corrects; /* of two forecasts one is the old one */
	bool expected; /* some change or figure is a forecast by its words */
	enum guidance guidance; /* by changes against the last forecast */
	bool guided_income; /* one of them was of the result, not of sales */
	enum verdict_class class; /* of the first loss said to grow or shrink */
};

/* Adds a copy. Statements that cannot be (revenue below 0) are left out. */
void drafts_add(struct drafts *drafts, const struct draft *draft);
void drafts_done(struct drafts *drafts);
/* Takes a statement back, and notes why. */
void draft_drop(
    const struct drafts *drafts, struct draft *draft, enum reject_why why);
/* An amount or a percentage of change, not a level. */
bool draft_is_change(const struct draft *draft);
/* What a bare statement is in a document of this form. */
enum role draft_role_of(enum form form);
/* Last year's figures, restated or not. */
bool draft_role_is_prior(enum role role);
/* Settles all drafts and adds what is left to reading as facts. */
void drafts_settle(struct drafts *drafts, const struct outline *outline,
    const struct normal *normal, struct reading *reading);

#endif
