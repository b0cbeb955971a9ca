/* SPDX-License-Identifier: BSD-2-Clause */
/* In: the words of a heading's cells. Out: what its columns are. head.c. */
#include "reading/head_word.h"

#include "reading/head_year.h"

/* "전망치" in a cell of its own heads this period's forecasts. */
static void
head_take_expected(struct head_reader *reader)
{
	const struct mark *after = &reader->marks->list[reader->at + 1];

	reader->blank = false;
	reader->expected = true;
	if (reader->cell > 0 && reader->fresh && reader->lines == 0 &&
	    (after->kind == MARK_CELL || after->kind == MARK_LINE ||
		after->kind == MARK_UNIT || after->kind == MARK_OPEN))
		head_add(reader, COLUMN_VALUE)->tells = TELLS_CURRENT;
}

static void
head_take_role(struct head_reader *reader, enum entry_role tells, bool percent)
{
	struct column *column = head_last(reader);

	switch ((int)tells) {
	case TELLS_EXPECTED:
		head_take_expected(reader);
		return;
	case TELLS_ACTUAL:
	case TELLS_COMPARED:
	case TELLS_ESTIMATE:
		reader->blank = false;
		return;
	case TELLS_SKIP:
		head_add(reader, COLUMN_SKIP);
		return;
	case TELLS_CHANGE:
		reader->percent |= percent;
		head_add(reader, COLUMN_CHANGE);
		return;
	}
	if (!head_continues(reader) || column->kind != COLUMN_VALUE)
		column = head_add(reader, COLUMN_VALUE);
	column->tells = tells;
	reader->head->to_date |= tells == TELLS_TO_DATE;
}

/* "本报告期 2024年1-6月" is one column, "2024年 2023年" are two. */
static bool
head_is_of_role(const struct head_reader *reader, const struct column *column,
    struct period period)
{
	struct period current = reader->outline->period;

	if (column == NULL || column->kind != COLUMN_VALUE ||
	    column->tells == TELLS_NONE || period_is_known(column->period))
		return false;
	if (reader->brackets || (reader->cell > 0 && !reader->fresh))
		return true;
	if (column->tells == TELLS_PRIOR)
		current = period_prior_year(current);
	return period_equal(period, current);
}

/* "전기실적('24.4Q)": the time of a column that is of no use. */
static bool
head_is_skipped(const struct head_reader *reader, const struct column *column,
    struct period period)
{
	struct period own = reader->outline->period;

	if (column == NULL || column->kind != COLUMN_SKIP)
		return false;
	if (reader->brackets ||
	    (column->cell == reader->cell && reader->cell > 0))
		return true;
	return reader->at > 0 && reader->cell == 0 && reader->lines == 0 &&
	       reader->marks->list[reader->at - 1].kind == MARK_ROLE &&
	       period_is_known(own) && !period_equal(period, own) &&
	       !period_equal(period, period_prior_year(own));
}

/* "截至6月30日止六个月 2025年 2024年": the years are of what they follow. */
static bool
head_take_caption(struct head_reader *reader, const struct timespan *time)
{
	struct column *column = head_last(reader);

	if (!time->weak || column == NULL || reader->cell > 0 ||
	    reader->head->count != 1 || column->year != 0 ||
	    column->tells != TELLS_NONE || column->kind != COLUMN_VALUE ||
	    date_from_day(column->period.end).year != time->year)
		return false;
	column->year = time->year;
	reader->caption = column->period;
	return true;
}

static struct period
head_period_of(const struct head_reader *reader, const struct timespan *time,
    struct period period)
{
	const struct outline *outline = reader->outline;

	const struct column *above = head_over(reader);

	if (!time->weak || time->mark != 0)
		return period;
	if (above != NULL && period_is_known(above->period))
		return head_year_of(above->period, time->year, period);
	if (period_is_known(reader->caption))
		return head_year_of(reader->caption, time->year, period);
	if (!outline->period_sure || outline->estimates)
		return period;
	return head_year_of(outline->period, time->year, period);
}

static bool
head_take_time(struct head_reader *reader, const struct timespan *time)
{
	struct period period;
	struct column *column = head_last(reader);

	if (time->kind == TIMESPAN_CAPTION) {
		reader->blank = false;
		return true;
	}
	/* "Updated Outlook (as of October 29, 2025)". */
	if (time->kind == TIMESPAN_DATE &&
	    (reader->brackets || head_continues(reader)) && reader->cell > 0)
		return true;
	if (outline_resolve(reader->outline, time, &period) < 0)
		return false;
	if (head_take_caption(reader, time))
		return true;
	period = head_period_of(reader, time, period);
	if (reader->lines > 0 && head_find_above(reader) != NULL)
		column = head_last(reader);
	if (head_is_skipped(reader, column, period))
		return true;
	if (head_is_of_role(reader, column, period)) {
		column->period = period;
		return true;
	}
	column = head_add(reader, COLUMN_VALUE);
	column->period = period;
	column->mark = time->mark;
	column->year = time->weak ? time->year : 0;
	return true;
}

/* "同比增减(%)": one column of changes, however many words. */
static void
head_take_change(struct head_reader *reader)
{
	struct column *column = head_last(reader);

	if (column != NULL && column->kind != COLUMN_VALUE && !reader->fresh)
		return;
	if (column != NULL && head_continues(reader))
		column->kind = COLUMN_CHANGE;
	else
		head_add(reader, COLUMN_CHANGE);
}

/* "전분기", "环比": of no use, whether it holds figures or changes. */
static void
head_take_base(struct head_reader *reader, const struct mark *mark)
{
	struct column *column = head_last(reader);

	reader->percent = true;
	if (mark->value == BASE_YOY)
		head_take_change(reader);
	else if (column != NULL && head_continues(reader))
		column->kind = COLUMN_SKIP;
	else
		head_add(reader, COLUMN_SKIP);
}

/* "| Indicator | CNY million |": a cell of its own heads figures in it. */
static void
head_take_unit(struct head_reader *reader, const struct mark *mark)
{
	struct head *head = reader->head;

	reader->percent |= mark->unit.percent;
	reader->money |= !mark->unit.percent;
	if (mark->unit.percent || mark->unit.scale < 0)
		return;
	head->unit = mark->unit;
	head->has_unit = true;
	if (reader->cell > 0 && reader->blank && mark[1].kind == MARK_CELL)
		head_add(reader, COLUMN_VALUE)->tells = TELLS_CURRENT;
}

/* "前次业绩预告 | 修正后业绩预告": elsewhere these head parts of a text. */
static bool
head_take_section(struct head_reader *reader, const struct mark *mark)
{
	static const enum entry_role tells[SECTION_COUNT] = {
	    [SECTION_PREVIOUS] = TELLS_PREVIOUS,
	    [SECTION_REVISED] = TELLS_REVISED,
	    [SECTION_PRIOR] = TELLS_PRIOR,
	    [SECTION_CURRENT] = TELLS_CURRENT,
	};

	if (reader->cell == 0 || tells[mark->value] == TELLS_NONE)
		return false;
	head_take_role(reader, tells[mark->value], false);
	return true;
}

/* "GAAP | Non-GAAP". */
static bool
head_take_basis(struct head_reader *reader, const struct mark *mark)
{
	if (reader->cell == 0)
		return false;
	struct column *column = head_continues(reader)
				    ? head_last(reader)
				    : head_add(reader, COLUMN_VALUE);
	column->basis = mark->measure.basis;
	reader->nested |= reader->lines > 0;
	if (column->tells == TELLS_NONE && !period_is_known(column->period))
		column->tells = TELLS_CURRENT;
	return true;
}

/* Words that the lexicon does not know, or in heads alone. */
static bool
head_take_text(struct head_reader *reader, const struct mark *mark)
{
	if (head_take_part(reader, mark))
		return true;
	reader->alien = true;
	if (mark->entry != NULL && mark->entry->kind == KIND_HEAD)
		head_take_own(reader, mark);
	return reader->brackets || reader->cell > 0 ||
	       mark[1].kind == MARK_CELL;
}

/* "$ Change", "% Change". */
static void
head_take_glue(struct head_reader *reader, const struct mark *mark)
{
	const struct entry *entry = mark->entry;

	if (entry == NULL)
		return;
	reader->money |= entry->kind == KIND_CURRENCY;
	reader->percent |=
	    entry->kind == KIND_UNIT && entry->value == UNIT_PERCENT;
}

bool
head_take_word(struct head_reader *reader, const struct mark *mark)
{
	switch ((int)mark->kind) {
	case MARK_GLUE:
		head_take_glue(reader, mark);
		return true;
	case MARK_UNIT:
		head_take_unit(reader, mark);
		return true;
	case MARK_ROLE:
		reader->nested = reader->lines > 0;
		head_take_role(reader, (enum entry_role)mark->value,
		    (mark->flags & ENTRY_PERCENT) != 0);
		return true;
	case MARK_TIME:
		reader->nested = reader->lines > 0;
		return head_take_time(reader, &mark->time);
	case MARK_BASE:
		head_take_base(reader, mark);
		return true;
	case MARK_CHANGE:
		head_take_change(reader);
		return true;
	case MARK_ITEM:
	case MARK_NOUN:
		reader->alien = true;
		return reader->lines > 0;
	case MARK_SECTION:
		return head_take_section(reader, mark);
	case MARK_BASIS:
		return head_take_basis(reader, mark);
	case MARK_TEXT:
	case MARK_SUBJECT:
	case MARK_LABEL:
		return head_take_text(reader, mark);
	}
	return false;
}
