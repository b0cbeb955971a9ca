/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an amount with a word for loss or profit, or such a word before a
 * change. Out: the measure of its clause. Called by bind.c and clause.c.
 */
#include "reading/bare.h"

#define BARE_LOOK 3 /* marks between the word and its change */

/* Before the word nothing may stand that could have made the loss. */
static bool
bare_may_follow(
    const struct clause *clause, const struct marks *marks, size_t i)
{
	bool told =
	    clause->timed || clause->expected || clause->tells != TELLS_NONE;

	if (i == 0)
		return false;
	switch ((int)marks->list[i - 1].kind) {
	case MARK_TIME:
	case MARK_ROLE:
	case MARK_SUBJECT:
	case MARK_COLON:
		return true;
	case MARK_GLUE:
		return told;
	case MARK_BASE:
		return clause->base == BASE_YOY && told;
	case MARK_COMMA:
	case MARK_LIST:
		/* "revenue of 3m, a loss of 5m" */
		return clause->measured && clause->figured &&
		       clause->measure.metric == METRIC_REV;
	}
	return false;
}

/* share: a result per share is nobody's gain on a sale, whatever is said. */
static bool
bare_is_open(const struct clause *clause, bool share)
{
	bool sold = clause->measure.metric == METRIC_REV && clause->figured;
	enum entry_lang lang = clause->figures->outline->lang;

	return (!clause->measured || sold) && !clause->blocked &&
	       !(clause->wordy && !share) && !clause->odd &&
	       !clause->estimate && (lang == LANG_ZH || lang == LANG_EN);
}

static void
bare_set(struct clause *clause, bool loss)
{
	clause->measure =
	    (struct measure){.metric = METRIC_NI_TOTAL, .loss = loss};
	clause->measured = true;
	clause->broken = false;
	clause->figured = false;
	clause->carried = false;
}

/* "a loss of 5m on the sale of a plant": what made it follows. */
static bool
bare_is_of(const struct mark *after)
{
	if (after->kind == MARK_ROLE && after->value == TELLS_COMPARED)
		after++;
	if (after->kind == MARK_GLUE)
		after++;
	return after->kind == MARK_TEXT || after->kind == MARK_NOUN ||
	       after->kind == MARK_HALT;
}

/* English says "profit" of results of every kind, of losses only the last. */
static bool
bare_is_vague(const struct clause *clause, const struct amount_term *term)
{
	return clause->figures->outline->lang == LANG_EN &&
	       term->sign == SIGN_PROFIT && !term->per_share;
}

bool
bare_take_amount(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct amount_term *term = &marks->list[i].amount.first;

	if (term->sign == SIGN_NONE || term->unit != AMOUNT_MONEY ||
	    !bare_is_open(clause, term->per_share) ||
	    !bare_may_follow(clause, marks, i) ||
	    bare_is_of(&marks->list[i + 1]) || bare_is_vague(clause, term))
		return false;
	bare_set(clause, term->sign == SIGN_LOSS);
	return true;
}

/* A change or what it is against follows, words without meaning apart. */
static bool
bare_changes(const struct mark *mark)
{
	for (int k = 0; k < BARE_LOOK; k++, mark++) {
		if (mark->kind == MARK_BASE || mark->kind == MARK_CHANGE)
			return true;
		/* "亏损由5亿元修订为8亿元" */
		if (mark->kind == MARK_ROLE && mark->value == TELLS_COMPARED)
			return mark[1].kind == MARK_AMOUNT;
		if (mark->kind != MARK_GLUE && mark->kind != MARK_ROLE)
			return false;
	}
	return false;
}

bool
bare_take_word(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	bool loss = mark->kind == MARK_CHANGE || mark->value == SIGN_LOSS;

	/* "亏损收窄" says both at once. */
	if (mark->kind == MARK_CHANGE && mark->value != CHANGE_NARROWER &&
	    mark->value != CHANGE_WIDER)
		return false;
	if (mark->kind == MARK_SIGN &&
	    (mark->value == SIGN_MINUS || !bare_changes(mark + 1)))
		return false;
	if (!bare_is_open(clause, false) || !bare_may_follow(clause, marks, i))
		return false;
	bare_set(clause, loss);
	return true;
}

static enum verdict_class
bare_class(int change)
{
	switch (change) {
	case CHANGE_UP:
	case CHANGE_WIDER:
		return CLASS_LOSS_WIDER;
	case CHANGE_DOWN:
	case CHANGE_NARROWER:
		return CLASS_LOSS_NARROWER;
	}
	return CLASS_NONE;
}

void
bare_take_change(struct clause *clause, const struct mark *change)
{
	struct drafts *drafts = &clause->figures->drafts;
	const struct measure *measure = &clause->measure;
	bool income = measure->metric == METRIC_NI_TOTAL ||
		      measure->metric == METRIC_NI_ATTR;
	bool figure = (change->flags & ENTRY_TO) != 0 ||
		      change[1].kind == MARK_AMOUNT ||
		      change[1].kind == MARK_TO;

	if (!clause->measured || !measure->loss || !income || figure ||
	    clause->blocked || clause->broken || clause->levelled ||
	    clause->compared || drafts->class != CLASS_NONE ||
	    !(clause->base == BASE_YOY || clause->expected))
		return;
	drafts->class = bare_class(change->value);
}
