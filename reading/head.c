/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: marks at what may be a table's heading. Out: its columns. table.c calls
 * it.
 */
#include "reading/head.h"

#include "reading/head_column.h"
#include "reading/head_settle.h"
#include "reading/head_word.h"

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

bool
head_is_last_year(const struct head *head, const struct column *column)
{
	if (head_is_prior(column))
		return true;
	for (size_t i = 0; i < head->count; i++) {
		struct period period = head->columns[i].period;
		if (period_is_known(period) &&
		    period_equal(period_prior_year(period), column->period))
			return true;
	}
	return false;
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
	case MARK_NULL:
	case MARK_LIST:
		return true;
	}
	return head_take_word(reader, mark);
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
