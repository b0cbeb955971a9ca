/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: marks of a title or of the first piece of a text. Out: the way results
 * go by words. read_text.c calls it where figures may be missing.
 *
 *	trend = result { word } ( change [percent] | missed | beaten )
 *
 * Subsidiaries and denials hold for the words right after them only, because
 * headlines run on without a full stop; many companies for the sentence.
 */
#include "reading/trend.h"

#include <string.h>

#define TREND_HEADLINE_MAX 600 /* bytes of a headline without a stop */
#define TREND_REACH	   24 /* bytes of unknown words under a denial */
#define TREND_LOOK	   2 /* marks after a change that take it back */
#define TREND_WORD_MAX	   12 /* bytes of one between a result and its change */

struct trend_reader {
	const struct marks *marks;
	struct trend *trend;
	struct trend found; /* in this sentence */
	size_t at;
	const struct mark *result; /* what goes up or down; NULL: nothing yet */
	int other, denied; /* bytes of unknown words they still reach over */
	int odd; /* the same of a month */
	bool many, expected, estimate;
	bool compared; /* a base or a comma stands after the result */
};

static const struct mark *
trend_mark(const struct trend_reader *reader)
{
	return &reader->marks->list[reader->at];
}

static bool
trend_is_glue(const struct mark *mark, enum entry_glue glue)
{
	return mark->entry != NULL && mark->entry->kind == KIND_GLUE &&
	       mark->entry->value == (int)glue;
}

/* A measure whose change is news of the result. */
static bool
trend_is_measure(const struct trend_reader *reader)
{
	const struct mark *mark = trend_mark(reader);
	bool first = reader->at == 0 ||
		     (mark[-1].kind != MARK_TEXT && mark[-1].kind != MARK_NOUN);

	if (mark->kind != MARK_MEASURE)
		return false;
	switch (mark->measure.metric) {
	case METRIC_NI_ATTR:
	case METRIC_NI_EXNR:
	case METRIC_NI_TOTAL:
	case METRIC_OP:
	case METRIC_ORD:
	case METRIC_PBT:
	case METRIC_EPS:
	case METRIC_CASH_FLOW:
		return !mark->measure.loss;
	case METRIC_REV:
		/* "fiscal revenue": of whom, the word before tells. */
		return first || !mark->measure.weak;
	case METRIC_NONE:
	case METRIC_EQUITY:
	case METRIC_EBITDA:
	case METRIC_COUNT:
		break;
	}
	return false;
}

static bool
trend_is_result(const struct trend_reader *reader)
{
	const struct mark *mark = trend_mark(reader);

	switch ((int)mark->kind) {
	case MARK_MEASURE:
		return trend_is_measure(reader);
	case MARK_GLUE:
		return trend_is_glue(mark, GLUE_RESULT);
	case MARK_NOUN:
		return mark->value == NOUN_RESULT;
	case MARK_SIGN:
		return mark->value == SIGN_PROFIT;
	case MARK_AMOUNT:
		/* "a profit of 5m, 20 % less" */
		return mark->amount.first.sign == SIGN_PROFIT &&
		       mark->amount.first.unit == AMOUNT_MONEY;
	}
	return false;
}

static bool
trend_is_held(const struct trend_reader *reader)
{
	return reader->many || reader->estimate || reader->odd > 0 ||
	       reader->other > 0 || reader->denied > 0;
}

/* What follows the change takes it back: "业绩下滑的风险". */
static bool
trend_is_taken_back(const struct trend_reader *reader)
{
	const struct mark *next = trend_mark(reader) + 1;

	for (int i = 0; i < TREND_LOOK && next->kind != MARK_END; i++, next++)
		if (trend_is_glue(next, GLUE_DENY) &&
		    (next->flags & ENTRY_AFTER) != 0)
			return true;
	return false;
}

/* Profit goes up or down, not revenue or cash. */
static bool
trend_is_income(const struct mark *result)
{
	return result->kind != MARK_MEASURE ||
	       (result->measure.metric != METRIC_REV &&
		   result->measure.metric != METRIC_CASH_FLOW);
}

/* "fell to 5m": nothing says from where. */
static bool
trend_is_level(const struct mark *change)
{
	return (change->flags & ENTRY_TO) != 0 &&
	       change[1].kind == MARK_AMOUNT &&
	       change[1].amount.first.unit == AMOUNT_MONEY &&
	       change[1].amount.first.sign == SIGN_NONE;
}

/* Without an amount strong words tell of a big fall (domain 2.3), "变脸" not. */
static enum verdict_class
trend_class_said(const struct trend_reader *reader, enum words words)
{
	bool sized = (trend_mark(reader)->flags & ENTRY_WEAK) == 0;

	return words == WORDS_DOWN_STRONG && sized ? CLASS_DOWN_BIG
						   : CLASS_NONE;
}

/* The size of a change of the income, by the amount right after it. */
static enum verdict_class
trend_class(const struct trend_reader *reader, enum words words)
{
	bool down = words != WORDS_UP;
	const struct mark *next = trend_mark(reader) + 1;
	const struct amount_term *term = &next->amount.first;
	struct decimal half = decimal_from_int(50), size;
	bool big = false;

	if (!trend_is_income(reader->result))
		return CLASS_NONE;
	if (!trend_is_level(trend_mark(reader))) {
		if (next->kind != MARK_AMOUNT || term->unit != AMOUNT_PERCENT ||
		    next->amount.bad ||
		    amount_scale(term->value, term->scale, &size) < 0)
			return trend_class_said(reader, words);
		big = decimal_cmp(size, half) >= 0;
	}
	if (big)
		return down ? CLASS_DOWN_BIG : CLASS_UP_BIG;
	return down ? CLASS_DOWN_SMALL : CLASS_UP_SMALL;
}

static void
trend_tell(struct trend_reader *reader, enum words words)
{
	const struct mark *mark = trend_mark(reader);
	struct trend *found = &reader->found;

	found->told = true;
	if (words <= found->words || trend_is_taken_back(reader))
		return;
	found->words = words;
	found->class = trend_class(reader, words);
	if (found->class == CLASS_DOWN_BIG)
		found->words = WORDS_DOWN_STRONG;
	found->entry = mark->entry;
	found->from = reader->result->from;
	found->to = mark->to;
}

static void
trend_take_change(struct trend_reader *reader)
{
	const struct mark *mark = trend_mark(reader);
	bool strong = (mark->flags & ENTRY_STRONG) != 0;

	if (reader->result == NULL || trend_is_held(reader))
		return;
	if (mark->value == CHANGE_DOWN)
		trend_tell(reader, strong ? WORDS_DOWN_STRONG : WORDS_DOWN);
	else if (mark->value == CHANGE_UP)
		trend_tell(reader, WORDS_UP);
	reader->result = NULL;
}

/* A word unknown to the lexicon; names and verbs among them. */
static void
trend_take_text(struct trend_reader *reader)
{
	const struct mark *mark = trend_mark(reader);

	reader->other -= (int)(mark->to - mark->from);
	reader->denied -= (int)(mark->to - mark->from);
	reader->odd -= (int)(mark->to - mark->from);
	if (mark->to - mark->from > TREND_WORD_MAX || reader->compared)
		reader->result = NULL;
	reader->compared = true;
}

static void
trend_take_subject(struct trend_reader *reader, int subject)
{
	reader->result = NULL;
	reader->many |= subject == SUBJECT_MANY;
	reader->other = subject == SUBJECT_OTHER ? TREND_REACH : 0;
}

static void
trend_take_halt(struct trend_reader *reader)
{
	const struct mark *mark = trend_mark(reader);
	bool missed = trend_is_glue(mark, GLUE_MISSED);

	if (reader->result != NULL && !trend_is_held(reader)) {
		if (missed)
			trend_tell(reader, WORDS_DOWN);
		else if (trend_is_glue(mark, GLUE_BEATEN))
			trend_tell(reader, WORDS_UP);
	}
	reader->result = NULL;
}

/* Words and signs between a result and its change. */
static void
trend_take_other(struct trend_reader *reader)
{
	const struct mark *mark = trend_mark(reader);
	const struct mark *next = mark + 1;

	switch ((int)mark->kind) {
	case MARK_TEXT:
		if (trend_is_glue(mark, GLUE_DENY) &&
		    (mark->flags & ENTRY_AFTER) == 0)
			reader->denied = TREND_REACH;
		else
			trend_take_text(reader);
		break;
	case MARK_SUBJECT:
		trend_take_subject(reader, mark->value);
		break;
	case MARK_NOUN:
	case MARK_OPEN:
	case MARK_CELL:
		reader->result = NULL;
		break;
	case MARK_COMMA:
		reader->other = reader->denied = 0;
		if (next->kind != MARK_BASE && next->kind != MARK_CHANGE)
			reader->result = NULL;
		break;
	case MARK_AMOUNT:
	case MARK_COLON:
	case MARK_CLOSE:
		reader->other = reader->denied = 0;
		break;
	case MARK_TIME:
		reader->odd =
		    mark->time.kind == TIMESPAN_MONTH ? TREND_REACH : 0;
		break;
	}
}

static void
trend_take(struct trend_reader *reader)
{
	const struct mark *mark = trend_mark(reader);

	if (mark->kind == MARK_ROLE) {
		reader->expected |= mark->value == TELLS_EXPECTED;
		reader->estimate |= mark->value == TELLS_ESTIMATE;
	}
	if (trend_is_result(reader)) {
		reader->result = mark;
		reader->compared = false;
	} else if (mark->kind == MARK_CHANGE) {
		trend_take_change(reader);
	} else if (mark->kind == MARK_HALT) {
		trend_take_halt(reader);
	} else {
		trend_take_other(reader);
	}
}

static bool
trend_ends_sentence(const struct mark *mark)
{
	return mark->kind == MARK_STOP || mark->kind == MARK_LINE ||
	       mark->kind == MARK_ITEM || mark->kind == MARK_SECTION;
}

/* Keeps what the sentence told; a question tells nothing. */
static void
trend_end(struct trend_reader *reader, enum trend_scope scope)
{
	struct trend *trend = reader->trend, *found = &reader->found;
	const struct mark *mark = trend_mark(reader);
	bool asked = mark->kind == MARK_STOP && mark->value == '?';

	found->expected = reader->expected;
	if (!asked && (scope == TREND_HEADLINE || reader->expected)) {
		trend->told |= found->told;
		if (found->words > trend->words)
			*trend = *found;
	}
	*reader = (struct trend_reader){
	    .marks = reader->marks, .trend = trend, .at = reader->at};
}

void
trend_read(struct trend *ret, const struct marks *marks, enum trend_scope scope)
{
	struct trend_reader reader = {.marks = marks, .trend = ret};
	bool begun = false;

	*ret = (struct trend){.words = WORDS_NONE};
	for (; reader.at < marks->count; reader.at++) {
		const struct mark *mark = trend_mark(&reader);
		bool over =
		    scope == TREND_HEADLINE && mark->to > TREND_HEADLINE_MAX;
		if (!trend_ends_sentence(mark) && !over) {
			trend_take(&reader);
			begun |= mark->kind == MARK_TEXT ||
				 mark->kind == MARK_MEASURE;
			continue;
		}
		trend_end(&reader, scope);
		if (scope == TREND_HEADLINE && (begun || over))
			break;
	}
	uint32_t end = trend_mark(&reader)->to;
	trend_end(&reader, scope);
	ret->end = end;
}
