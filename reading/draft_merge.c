/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: settled statements. Out: the same without those that repeat others or
 * contradict them. draft.c calls it.
 */
#include "reading/draft_merge.h"

#include <string.h>

#define DRAFT_NEAR 4 /* no figure is rounded by more than a fourth */

static bool
draft_same_key(const struct draft *a, const struct draft *b)
{
	return a->measure.metric == b->measure.metric &&
	       a->measure.basis == b->measure.basis && a->role == b->role &&
	       period_equal(a->period, b->period) &&
	       strcmp(a->currency, b->currency) == 0 &&
	       (a->broker == b->broker ||
		   (a->broker != NULL && b->broker != NULL &&
		       strcmp(a->broker, b->broker) == 0));
}

/* "1亿" prints one digit only: what is far from it is another figure. */
static bool
draft_is_near(struct decimal distance, struct decimal rounded)
{
	struct decimal size = decimal_abs(rounded), sum = distance;

	for (int i = 1; i < DRAFT_NEAR; i++)
		if (decimal_add(sum, distance, &sum) < 0)
			return false;
	return decimal_cmp(sum, size) <= 0;
}

/* Within one unit of the last digit that the rounded one prints. */
static bool
draft_rounds_to(struct decimal exact, struct decimal rounded, int last_digit)
{
	struct decimal unit, distance;

	if (amount_scale(decimal_from_int(1), last_digit, &unit) < 0 ||
	    decimal_sub(exact, rounded, &distance) < 0)
		return false;
	distance = decimal_abs(distance);
	return decimal_cmp(distance, unit) <= 0 &&
	       draft_is_near(distance, rounded);
}

/* The same figure, printed with fewer digits. */
static bool
draft_rounds(const struct draft *exact, const struct draft *rounded)
{
	const struct value *a = &exact->value, *b = &rounded->value;

	return a->last_digit < b->last_digit && a->low_open == b->low_open &&
	       a->high_open == b->high_open &&
	       draft_rounds_to(a->low, b->low, b->last_digit) &&
	       draft_rounds_to(a->high, b->high, b->last_digit);
}

/* "More than 2": open, or without the end itself. */
static bool
draft_is_bound(const struct value *value)
{
	return value->low_open || value->high_open || value->low_excl ||
	       value->high_excl;
}

/* An exact statement lies inside another one's bound. */
static bool
draft_is_inside(const struct draft *exact, const struct draft *bound)
{
	const struct value *a = &exact->value, *b = &bound->value;

	if (!draft_is_bound(b) || draft_is_bound(a))
		return false;
	return (b->low_open || decimal_cmp(a->low, b->low) >= 0) &&
	       (b->high_open || decimal_cmp(a->high, b->high) <= 0);
}

/* All of a metric in the sentence of a statement that contradicts another. */
static void
draft_drop_group(struct drafts *drafts, const struct draft *bad)
{
	uint32_t group = bad->group;
	enum metric metric = bad->measure.metric;

	for (size_t i = 0; i < drafts->count; i++)
		if (drafts->list[i].group == group &&
		    drafts->list[i].measure.metric == metric)
			draft_drop(
			    drafts, &drafts->list[i], REJECT_CONTRADICTED);
}

/*
 * "不低于3亿元,不超过5亿元": two bounds of one sentence make a range; of a
 * size that is bounded by zero, too, the further end is the other bound.
 */
static bool
draft_join(struct draft *first, const struct draft *later)
{
	struct value *a = &first->value;
	const struct value *b = &later->value;
	bool a_low = a->low_open || decimal_is_zero(a->low);
	bool a_high = a->high_open || decimal_is_zero(a->high);
	bool b_low = b->low_open || decimal_is_zero(b->low);
	bool b_high = b->high_open || decimal_is_zero(b->high);

	if (first->group != later->group || a_low == a_high ||
	    b_low == b_high || a_low == b_low)
		return false;
	struct decimal low = a_low ? b->low : a->low;
	struct decimal high = a_low ? a->high : b->high;
	if (decimal_cmp(low, high) > 0)
		return false;
	*a = (struct value){
	    .low = low,
	    .high = high,
	    .low_excl = a_low ? b->low_excl : a->low_excl,
	    .high_excl = a_low ? a->high_excl : b->high_excl,
	    .approx = a->approx || b->approx,
	    .last_digit = a->last_digit,
	};
	first->to = later->to;
	return true;
}

/* Settles two statements of one key; the first stands earlier in the text. */
static void
draft_merge(struct drafts *drafts, struct draft *first, struct draft *later)
{
	if (value_equal(&first->value, &later->value)) {
		first->role_sure |= later->role_sure;
		draft_drop(drafts, later, REJECT_REPEATED);
	} else if (draft_join(first, later)) {
		draft_drop(drafts, later, REJECT_REPEATED);
	} else if (draft_is_inside(first, later)) {
		draft_drop(drafts, later, REJECT_REPEATED);
	} else if (draft_is_inside(later, first)) {
		draft_drop(drafts, first, REJECT_REPEATED);
	} else if (draft_rounds(first, later)) {
		draft_drop(drafts, later, REJECT_REPEATED);
	} else if (draft_rounds(later, first)) {
		draft_drop(drafts, first, REJECT_REPEATED);
	} else if (draft_is_change(later)) {
		draft_drop(drafts, later, REJECT_CONTRADICTED);
	} else if (later->role_sure && !first->role_sure) {
		draft_drop_group(drafts, first);
	} else {
		/* Which of them is the corrected one? */
		if (drafts->corrects && first->role == ROLE_FORECAST &&
		    first->prose && later->prose)
			draft_drop_group(drafts, first);
		draft_drop_group(drafts, later);
	}
}

static void
drafts_merge_keys(struct drafts *drafts)
{
	for (size_t i = 0; i < drafts->count; i++) {
		struct draft *first = &drafts->list[i];
		for (size_t j = i + 1; j < drafts->count; j++) {
			if (first->measure.metric == METRIC_NONE)
				break;
			if (draft_same_key(first, &drafts->list[j]))
				draft_merge(drafts, first, &drafts->list[j]);
		}
	}
}

/* The owners' figure says the total's more exactly. */
static bool
draft_says_more(const struct draft *attr, const struct draft *total)
{
	struct draft copy = *attr;

	if (attr->measure.metric != METRIC_NI_ATTR)
		return false;
	copy.measure.metric = METRIC_NI_TOTAL;
	return draft_same_key(total, &copy) &&
	       (value_equal(&total->value, &copy.value) ||
		   draft_is_inside(&copy, total) ||
		   draft_rounds(total, &copy) || draft_rounds(&copy, total));
}

/* A headline's "loss of 30.48m" is the owners' loss that the text gives. */
static void
drafts_merge_incomes(struct drafts *drafts)
{
	for (size_t i = 0; i < drafts->count; i++) {
		struct draft *total = &drafts->list[i];
		bool said = false;
		if (total->measure.metric != METRIC_NI_TOTAL)
			continue;
		for (size_t j = 0; j < drafts->count && !said; j++)
			said = draft_says_more(&drafts->list[j], total);
		if (said)
			draft_drop(drafts, total, REJECT_REPEATED);
	}
}

void
drafts_merge(struct drafts *drafts)
{
	drafts_merge_keys(drafts);
	drafts_merge_incomes(drafts);
}
