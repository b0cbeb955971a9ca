/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the marks of a text. Out: the period that it is about, told apart from
 * those that it compares with. outline.c calls it.
 */
#include "reading/outline_period.h"

#define OUTLINE_NEAR 8 /* marks that still speak of the same thing */

/* The periods of a text that may be its own; borrowed from its marks. */
struct outline_periods {
	const struct mark *label; /* under a label */
	const struct mark *expected; /* right after a word of forecast */
	const struct mark *first; /* exact, or a year before a measure */
	const struct mark *weak; /* a year alone */
};

static bool
outline_is_labelled(const struct marks *text, size_t i)
{
	const struct mark *mark = &text->list[i];

	if (i > 1 && mark[-1].kind == MARK_COLON)
		return mark[-2].kind == MARK_LABEL;
	return i > 0 && mark[-1].kind == MARK_LABEL;
}

bool
outline_is_expected(const struct mark *mark)
{
	return mark->kind == MARK_ROLE && mark->value == TELLS_EXPECTED;
}

/* "outlook 2025", "outlook for 2025". */
static bool
outline_follows_forecast(const struct marks *text, size_t i)
{
	const struct mark *mark = &text->list[i];

	if (i > 1 && mark[-1].kind == MARK_GLUE)
		mark--;
	return i > 0 && outline_is_expected(mark - 1);
}

bool
outline_is_foreseen(const struct marks *text, size_t i)
{
	return outline_follows_forecast(text, i) ||
	       outline_is_expected(&text->list[i + 1]);
}

/* A figure stands in the sentence before mark i. */
static bool
outline_follows_amount(const struct marks *text, size_t i)
{
	for (size_t k = 1; k <= OUTLINE_NEAR && k <= i; k++) {
		const struct mark *mark = &text->list[i - k];
		if (mark->kind == MARK_AMOUNT)
			return true;
		if (mark->kind == MARK_STOP || mark->kind == MARK_LINE ||
		    mark->kind == MARK_CELL)
			break;
	}
	return false;
}

/* "(Q2 2024: 50)", "(previously 60; 2024: 50)": what is compared with. */
static bool
outline_is_aside(const struct marks *text, size_t i)
{
	const struct mark *mark = &text->list[i + 1];
	size_t open = mark_find_open(text, i);

	if (mark->kind == MARK_COLON)
		mark++;
	return open < i && mark->kind == MARK_AMOUNT &&
	       outline_follows_amount(text, open);
}

/* "compared to a net loss of 5m in the third quarter of 2024". */
static bool
outline_is_compared(const struct marks *text, size_t i)
{
	bool figure = false;

	for (size_t k = 1; k <= OUTLINE_NEAR && k <= i; k++) {
		const struct mark *mark = &text->list[i - k];
		switch ((int)mark->kind) {
		case MARK_AMOUNT:
			figure = true;
			continue;
		case MARK_GLUE:
		case MARK_MEASURE:
		case MARK_BASIS:
		case MARK_SIGN:
			continue;
		case MARK_ROLE:
			return figure && mark->value == TELLS_COMPARED &&
			       (mark->flags & ENTRY_AFTER) == 0;
		}
		return false;
	}
	return false;
}

static void
outline_see_period(
    struct outline_periods *periods, const struct marks *text, size_t i)
{
	const struct mark *mark = &text->list[i];
	bool strong = !mark->time.weak || mark[1].kind == MARK_MEASURE;

	if (outline_is_labelled(text, i) && periods->label == NULL)
		periods->label = mark;
	if (periods->expected == NULL && outline_is_foreseen(text, i))
		periods->expected = mark;
	if (strong && periods->first == NULL)
		periods->first = mark;
	if (!strong && periods->weak == NULL)
		periods->weak = mark;
}

/* A period that the text may be about: no other is compared with it. */
static bool
outline_is_period(const struct marks *text, size_t i)
{
	const struct mark *mark = &text->list[i];

	return mark->kind == MARK_TIME && mark->time.kind == TIMESPAN_PERIOD &&
	       mark->time.mark == 0 && (i == 0 || mark[-1].kind != MARK_BASE) &&
	       !outline_is_aside(text, i) && !outline_is_compared(text, i);
}

/* The period of the text: under its label, forecast, or the first. */
const struct mark *
outline_find_period(const struct marks *text)
{
	struct outline_periods periods = {NULL, NULL, NULL, NULL};
	const struct mark *expected, *first;

	for (size_t i = 0; i < text->count; i++)
		if (outline_is_period(text, i))
			outline_see_period(&periods, text, i);
	expected = periods.expected;
	first = periods.first;
	if (periods.label != NULL)
		return periods.label;
	if (expected != NULL &&
	    (!expected->time.weak || first == NULL || expected < first))
		return expected;
	return first != NULL ? first : periods.weak;
}

/* "Third-quarter sales": a part of whatever year. */
static bool
outline_names_part(const struct marks *text, enum entry_time part)
{
	for (size_t i = 0; i < text->count; i++) {
		const struct mark *mark = &text->list[i];
		if (mark->kind == MARK_TIME && !mark->time.relative &&
		    mark->time.kind == TIMESPAN_PART && mark->time.part == part)
			return true;
	}
	return false;
}

struct period
outline_find_after(const struct marks *text)
{
	static const struct period none = {DATE_NONE, DATE_NONE};

	for (size_t i = 0; i < text->count; i++) {
		const struct mark *mark = &text->list[i];
		const struct timespan *time = &mark->time;
		if (mark->kind != MARK_TIME || time->kind != TIMESPAN_PERIOD ||
		    time->part == TIME_NONE || time->year == 0 ||
		    !outline_is_compared(text, i))
			continue;
		return outline_names_part(text, time->part)
			   ? timespan_part(time->year + 1, time->part)
			   : none;
	}
	return none;
}
