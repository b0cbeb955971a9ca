/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: marks at what may be a table's heading. Out: its columns. table.c calls
 * it.
 */
#include "reading/head.h"

#include "reading/head_column.h"
#include "reading/head_settle.h"
#include "reading/head_year.h"

#include <string.h>

#define HEAD_MARKS 80 /* no heading is longer */
#define HEAD_LINES 2 /* rows of a nested heading */
#define HEAD_ROWS  4 /* the same, when they have cells */

size_t
head_count(const struct head *head, enum column_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < head->count; i++)
		n += head->columns[i].kind == kind;
	return n;
}

const struct column *
head_find(const struct head *head, enum entry_role tells)
{
	for (size_t i = 0; i < head->count; i++)
		if (head->columns[i].tells == tells)
			return &head->columns[i];
	return NULL;
}

bool
head_is_prior(const struct column *column)
{
	return column != NULL && (column->tells == TELLS_PRIOR ||
				     column->tells == TELLS_RESTATED ||
				     column->tells == TELLS_ORIGINAL);
}

/* "전망치" in a cell of its own heads this period's forecasts. */
static void
head_take_expected(struct head_reader *reader)
{
	const struct mark *after = &reader->marks->list[reader->at + 1];

	reader->blank = false;
	reader->expected = true;
	if (reader->cell > 0 && reader->fresh && reader->lines == 0 &&
	    (after->kind == MARK_CELL || after->kind == MARK_LINE ||
		after->kind == MARK_UNIT))
		head_add(reader, COLUMN_VALUE)->tells = TELLS_CURRENT;
}

static void
head_take_role(struct head_reader *reader, enum entry_role tells)
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

	if (mark->unit.percent || mark->unit.scale < 0)
		return;
	head->unit = mark->unit;
	head->has_unit = true;
	if (reader->cell > 0 && reader->blank && mark[1].kind == MARK_CELL)
		head_add(reader, COLUMN_VALUE)->tells = TELLS_CURRENT;
}

static void
head_end_cell(struct head_reader *reader)
{
	head_settle_cell(reader);
	if (reader->blank && reader->alien)
		head_add(reader, COLUMN_SKIP);
	reader->cell++;
	reader->fresh = true;
	reader->blank = true;
	reader->alien = false;
}

/* A second row of the heading begins, or the heading is over. */
static bool
head_end_line(struct head_reader *reader, const struct mark *line)
{
	struct head *head = reader->head;

	head_settle_cell(reader);
	/* "(1 January to 30 June)" stands above a heading of cells. */
	if (reader->lines == 0 && reader->cell == 0 &&
	    line[1].kind == MARK_CELL) {
		reader->full = true;
		return false;
	}
	if (reader->cell > 0 && head->cells == 0)
		head->cells = reader->cell + 1;
	reader->lines++;
	reader->cell = 0;
	reader->fresh = true;
	reader->first = *head;
	reader->blank = true;
	reader->alien = false;
	return reader->lines < (head->cells > 0 ? HEAD_ROWS : HEAD_LINES);
}

/* "-매출액": the dash of a list before the label of a row. */
static bool
head_is_bullet(const struct mark *mark)
{
	return mark->kind == MARK_GLUE && mark->value == '-' && mark->space &&
	       mark[1].kind == MARK_MEASURE;
}

/*
 * On one line without cells, columns are told from the words of a sentence by
 * the space between them.
 */
static bool
head_is_prose(const struct head_reader *reader, const struct mark *mark)
{
	if (mark->kind == MARK_END || reader->cell > 0 || reader->lines > 0 ||
	    reader->brackets || mark[1].kind == MARK_CELL)
		return false;
	if (mark->kind == MARK_GLUE)
		return !head_is_bullet(mark);
	if (mark > reader->marks->list && head_is_bullet(mark - 1))
		return false;
	return reader->head->count > 0 && !mark->space &&
	       (mark->kind == MARK_ROLE || mark->kind == MARK_TIME ||
		   mark->kind == MARK_MEASURE);
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
	head_take_role(reader, tells[mark->value]);
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
	return reader->cell > 0 || mark[1].kind == MARK_CELL;
}

/* Takes one mark; false when it is none of a heading. */
static bool
head_take(struct head_reader *reader, const struct mark *mark)
{
	if (head_is_prose(reader, mark))
		return false;
	switch ((int)mark->kind) {
	case MARK_CELL:
		reader->head->tabs = mark->value == '\t';
		head_end_cell(reader);
		return true;
	case MARK_LINE:
		return head_end_line(reader, mark);
	case MARK_OPEN:
	case MARK_CLOSE:
		reader->brackets = mark->kind == MARK_OPEN;
		return true;
	case MARK_GLUE:
	case MARK_NULL:
	case MARK_LIST:
		return true;
	case MARK_UNIT:
		head_take_unit(reader, mark);
		return true;
	case MARK_ROLE:
		reader->nested = reader->lines > 0;
		head_take_role(reader, (enum entry_role)mark->value);
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

/* "(2020 / 2019)": a year and the one before are no sentence. */
static bool
head_is_pair(const struct head *head)
{
	const struct column *columns = head->columns;

	return head->count == 2 && period_is_known(columns[0].period) &&
	       period_is_known(columns[1].period) &&
	       period_equal(
		   columns[1].period, period_prior_year(columns[0].period));
}

/* "2026年3月期(2025年4月1日~2026年3月31日)": a period said twice. */
static bool
head_is_repeated(const struct head *head)
{
	const struct column *a = &head->columns[0], *b = &head->columns[1];

	return head->count == 2 && head->cells == 0 && a->tells == TELLS_NONE &&
	       b->tells == TELLS_NONE && period_equal(a->period, b->period);
}

/* A row of figures has to follow, or the line has to end. */
static bool
head_is_sound(const struct head_reader *reader, size_t end)
{
	const struct mark *mark = &reader->marks->list[end];

	size_t values = head_count(reader->head, COLUMN_VALUE);
	bool single =
	    values == 1 && reader->head->has_unit && reader->head->cells > 0;

	if (reader->full || (values < 2 && !single) ||
	    head_is_repeated(reader->head))
		return false;
	/* "売上高 | 営業利益": a row of measures is a heading of its own. */
	if (mark->kind == MARK_MEASURE && mark[1].kind == MARK_CELL &&
	    mark[2].kind == MARK_MEASURE)
		return false;
	return mark->kind == MARK_MEASURE || mark->kind == MARK_END ||
	       ((reader->head->cells > 0 || head_is_pair(reader->head)) &&
		   end > 0 && mark[-1].kind == MARK_LINE);
}

/* "| --- |": the rule below the heading of a table in Markdown. */
static bool
head_is_rule(const struct mark *mark)
{
	return mark->kind == MARK_CELL ||
	       (mark->kind == MARK_GLUE && mark->value == '-');
}

/* What follows the rows of a heading began like one more of them. */
static bool
head_is_over(const struct head_reader *reader)
{
	const struct mark *mark = &reader->marks->list[reader->at];

	return reader->lines > 0 && reader->head->cells > 0 &&
	       mark->kind != MARK_MEASURE && mark->kind != MARK_END &&
	       mark[-1].kind != MARK_LINE;
}

/* Takes marks while they are of a heading; returns the end of the last. */
static size_t
head_take_all(struct head_reader *reader)
{
	const struct marks *marks = reader->marks;
	size_t i = reader->at, end = i, row = i;

	while (reader->at < marks->count && reader->at < i + HEAD_MARKS) {
		const struct mark *mark = &marks->list[reader->at];
		if (mark_ends_row(mark) &&
		    head_count(reader->head, COLUMN_VALUE) > 1)
			break;
		bool going = head_take(reader, mark);
		if (!going && mark->kind != MARK_LINE)
			break;
		reader->at++;
		if (mark->kind == MARK_LINE)
			row = reader->at;
		if (reader->lines == 0 || mark->kind == MARK_LINE ||
		    mark->kind == MARK_ROLE || mark->kind == MARK_TIME)
			end = reader->at;
		if (!going)
			break;
	}
	if (!head_is_over(reader))
		return end;
	*reader->head = reader->first;
	reader->at = row;
	return row;
}

size_t
head_read(struct head *head, const struct marks *marks, size_t i,
    const struct outline *outline)
{
	struct head_reader reader = {
	    .head = head,
	    .marks = marks,
	    .outline = outline,
	    .at = i,
	    .cell = mark_cell(marks, i),
	    .fresh = true,
	    .blank = true,
	    .caption = {DATE_NONE, DATE_NONE},
	};

	*head = (struct head){0};
	size_t end = head_take_all(&reader);
	while (reader.at < i + 2 * HEAD_MARKS &&
	       head_is_rule(&marks->list[reader.at]))
		reader.at++;
	if (marks->list[reader.at].kind == MARK_MEASURE)
		end = reader.at;
	reader.full |= head_is_prose(&reader, &marks->list[end]);
	if (reader.lines > 0 && !reader.nested)
		*head = reader.first;
	if (head->cells == 0 && reader.cell > 0)
		head->cells = reader.cell + 1;
	head_settle_cell(&reader);
	if (!head_is_sound(&reader, end))
		return i;
	head_settle(head);
	return end;
}
