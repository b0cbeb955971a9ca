/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: headings and rows. Out: statements in the drafts. read_text.c offers it
 * every mark before the sentences get it.
 */
#include "reading/table.h"

#include "reading/table_fact.h"
#include "reading/table_match.h"

#include <string.h>

#define TABLE_LOOK  48 /* marks before a heading that speak of it */
#define TABLE_LINES 3

void
table_init(struct table *table, struct figures *figures)
{
	*table = (struct table){.figures = figures};
}

/* A number that the end of the text cut has lost its digits or its unit. */
static void
table_drop_cut(struct table_row *t, const struct mark *next)
{
	struct row *row = &t->row;
	struct row_cell *last = &row->list[row->count - 1];
	bool dots = next->kind == MARK_STOP || next->kind == MARK_GLUE;

	t->cut = last->amount.cut || next->kind == MARK_END;
	if (!last->amount.cut || last->amount.first.unit != AMOUNT_BARE)
		return;
	/* In a table of bare numbers only dots tell that it goes on. */
	bool units =
	    row->count > 1 && row->list[0].amount.first.unit != AMOUNT_BARE;
	if (dots || units)
		last->amount.bad = true;
}

/* Columns of "2023A 2024E"; 0 when there are others. */
static size_t
table_count_years(const struct head *head)
{
	size_t n = 0;

	for (size_t i = 0; i < head->count; i++)
		n += head->columns[i].mark != 0;
	return n;
}

/* A line without a label goes on with the row before it. */
static bool
table_is_more(const struct table *table, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	bool label =
	    mark->kind == MARK_ROLE && mark[1].kind == MARK_CELL &&
	    (mark->value == TELLS_CURRENT || mark->value == TELLS_TO_DATE);

	if (mark->kind == MARK_AMOUNT &&
	    mark->amount.first.unit != AMOUNT_MONEY)
		return false;
	return table->active && table->has_last && i > 1 &&
	       mark[-1].kind == MARK_CELL && mark[-2].kind == MARK_LINE &&
	       table->row_end + 2 == i && (label || mark->kind == MARK_AMOUNT);
}

/* The cells of a row that hold figures, a bit each. */
static uint32_t
table_filled(const struct row *row)
{
	uint32_t filled = 0;

	for (size_t i = 0; i < row->count; i++)
		if (!row->list[i].blank && row->list[i].cell < 32 &&
		    !table_is_remark(&row->list[i]))
			filled |= UINT32_C(1) << row->list[i].cell;
	return filled;
}

static size_t
table_read_row(struct table_row *t, const struct marks *marks, size_t i)
{
	struct table *table = t->table;
	size_t years = table_count_years(&table->head);

	if (marks->list[i].kind == MARK_MEASURE)
		return row_read(&t->row, marks, i, years);
	bool more = table_is_more(table, marks, i);
	size_t end = more ? row_read_more(&t->row, marks, i)
			  : row_read_changes(&t->row, marks, i);
	t->row.measure = table->last;
	/* Figures of one cell in two lines are not known to be one row's. */
	if (more && t->row.tells == TELLS_NONE &&
	    (table_filled(&t->row) & table->filled) != 0)
		table->has_last = false;
	return end;
}

static size_t
table_take_row(struct table *table, const struct marks *marks, size_t i)
{
	struct table_row t = {.table = table};
	const struct mark *label = &marks->list[i];
	size_t end = table_read_row(&t, marks, i);

	if (end == i)
		return i;
	table_drop_cut(&t, &marks->list[end]);
	bool known = label->kind == MARK_MEASURE || table->has_last;
	if (known && table_match(&t))
		table_add_row(&t, label);
	else
		table_note_all(&t);
	table->figures->drafts.group++;
	table->last = t.row.measure;
	table->has_last = !t.row.changes && known;
	table->filled = table_filled(&t.row);
	table->row_end = end;
	return end;
}

/*
 * A row of the forms of the mainland's exchanges whose heading is lost: this
 * period's range, or its change in words, beside last year's single figure.
 */
static bool
table_is_form_row(const struct row *row)
{
	size_t now = 0, prior = 0, remarks = 0;

	for (size_t i = 0; i < row->count; i++) {
		const struct row_cell *cell = &row->list[i];
		bool money = cell->amount.first.unit == AMOUNT_MONEY;
		if (cell->cell == 1 && table_is_remark(cell))
			remarks++;
		else if (cell->cell == 1 && money && cell->amount.range)
			now++;
		else if (cell->cell == 2 && money && !cell->amount.range)
			prior++;
		else
			return false;
	}
	return row->cells == 3 && prior == 1 && now <= 1 && now + remarks > 0;
}

/* The heading that such a row would have. */
static void
table_assume_head(struct table *table, const struct marks *marks, size_t i)
{
	const struct outline *outline = table->figures->outline;
	const struct period none = {DATE_NONE, DATE_NONE};
	const struct mark *mark = &marks->list[i];
	struct row row;

	if (table->active || mark->kind != MARK_MEASURE ||
	    mark[1].kind != MARK_CELL || outline->form != FORM_FORECAST ||
	    outline->correction || !period_is_known(outline->period) ||
	    (i > 0 && mark[-1].kind != MARK_LINE) ||
	    row_read(&row, marks, i, 0) == i || !table_is_form_row(&row))
		return;
	table->head = (struct head){
	    .count = 2,
	    .columns = {{.tells = TELLS_CURRENT, .period = none, .cell = 1},
		{.tells = TELLS_PRIOR, .period = none, .cell = 2}},
	    .cells = 3,
	    .tabs = true,
	};
	table->active = true;
	table->has_last = false;
}

/* Where a heading can begin: in front of its first word. */
static bool
table_may_begin(const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];

	if (mark->kind == MARK_ROLE || mark->kind == MARK_TIME)
		return true;
	bool start = i == 0 || mark[-1].kind == MARK_LINE;
	if (!start)
		return mark->kind == MARK_CELL && mark[1].kind == MARK_TIME;
	for (size_t k = i; k < i + 6 && k < marks->count; k++)
		if (marks->list[k].kind == MARK_CELL)
			return true;
	return false;
}

/* "Fiscal 2031 Outlook" on a line above the heading; false for none. */
static bool
table_find_caption(const struct table *table, const struct marks *marks,
    size_t i, struct period *ret)
{
	bool expected = false, timed = false;
	int lines = 0;

	for (size_t k = i; k > 0 && i - k < TABLE_LOOK; k--) {
		const struct mark *mark = &marks->list[k - 1];
		if (mark->kind == MARK_AMOUNT || mark->kind == MARK_STOP ||
		    lines > TABLE_LINES || (expected && timed))
			break;
		if (mark->kind == MARK_LINE) {
			lines++;
			expected = timed = false;
		}
		expected |=
		    mark->kind == MARK_ROLE && mark->value == TELLS_EXPECTED;
		timed |= mark->kind == MARK_TIME &&
			 outline_resolve(
			     table->figures->outline, &mark->time, ret) == 0;
	}
	return expected && timed;
}

/*
 * Columns of forecasts without a period of their own: what a report says of
 * itself is not theirs.
 */
static void
table_date_forecasts(struct table *table, const struct marks *marks, size_t i)
{
	const struct outline *outline = table->figures->outline;
	bool own = outline->form == FORM_FORECAST ||
		   outline->form == FORM_FORECAST_REVISION || outline->foreseen;
	struct period period;
	bool found = table_find_caption(table, marks, i, &period);
	bool expected = false;

	for (size_t k = 0; k < table->head.count; k++)
		expected |= table->head.columns[k].expected;
	for (size_t k = 0; k < table->head.count && expected; k++) {
		struct column *column = &table->head.columns[k];
		bool forecast = column->expected ||
				column->tells == TELLS_PREVIOUS ||
				column->tells == TELLS_REVISED;
		if (!forecast || period_is_known(column->period))
			continue;
		if (found)
			column->period = period;
		else if (!own)
			column->kind = COLUMN_SKIP;
	}
}

/* A row of changes follows its row at once, or at ends of cells and lines. */
static bool
table_is_changes(struct table *table, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	size_t at = table->row_end;

	if (!table->has_last ||
	    (mark->kind != MARK_BASE && mark->kind != MARK_CHANGE))
		return false;
	while (at < i && (marks->list[at].kind == MARK_CELL ||
			     marks->list[at].kind == MARK_LINE))
		at++;
	table->row_end = at;
	return at == i;
}

size_t
table_take(struct table *table, const struct marks *marks, size_t i)
{
	if (table_may_begin(marks, i)) {
		struct head head;
		size_t end =
		    head_read(&head, marks, i, table->figures->outline);
		if (end != i) {
			table->head = head;
			table->active = true;
			table->has_last = false;
			table_date_forecasts(table, marks, i);
			return end;
		}
	}
	table_assume_head(table, marks, i);
	if (!table->active || (marks->list[i].kind != MARK_MEASURE &&
				  !table_is_more(table, marks, i) &&
				  !table_is_changes(table, marks, i)))
		return i;
	return table_take_row(table, marks, i);
}

void
table_pass(struct table *table, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	bool item = mark->kind == MARK_ITEM && mark[1].kind != MARK_MEASURE;
	/* Another table's heading, of times that are not these columns'. */
	bool other = mark->kind == MARK_TIME && i > 0 &&
		     mark[-1].kind == MARK_CELL &&
		     (mark->time.kind == TIMESPAN_DATE ||
			 mark->time.kind == TIMESPAN_MONTH ||
			 mark->time.kind == TIMESPAN_OPEN ||
			 mark->time.kind == TIMESPAN_CAPTION);

	/* "2025년 실적: 매출액 A, 영업이익 B" is no row of it. */
	bool told = mark->kind == MARK_COLON && mark[1].kind == MARK_MEASURE;

	if (mark->kind == MARK_SECTION || item || mark->kind == MARK_STOP ||
	    other || told)
		table->active = false;
}
