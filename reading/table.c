/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: headings and rows. Out: statements in the drafts. read_text.c offers it
 * every mark before the sentences get it.
 */
#include "reading/table.h"

#include "reading/row.h"

#include <string.h>

/* One row with the columns that its figures belong to. */
struct table_row {
	struct table *table;
	struct row row;
	const struct column *of[ROW_CELLS]; /* NULL: to none */
	bool cut; /* the text ends in it */
};

void
table_init(struct table *table, struct figures *figures)
{
	*table = (struct table){.figures = figures};
}

/* A change in words, "比上年同期增长:5%", is no column's figure. */
static bool
table_is_remark(const struct row_cell *cell)
{
	bool proportion = cell->amount.first.unit == AMOUNT_PERCENT ||
			  cell->amount.first.unit == AMOUNT_TIMES;

	return !cell->blank && proportion &&
	       (cell->compared || cell->change != CHANGE_NONE);
}

static size_t
table_count_figures(const struct row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < row->count; i++)
		n += !table_is_remark(&row->list[i]);
	return n;
}

/* Columns by the places of the cells. */
static bool
table_match_cells(struct table_row *t)
{
	const struct head *head = &t->table->head;

	bool short_row = head->tabs && head->count > 0 &&
			 head->columns[0].cell > 0 && t->row.cells > 1 &&
			 t->row.cells < head->cells;

	if (head->cells == 0 || (t->row.cells != head->cells && !short_row))
		return false;
	for (size_t i = 0; i < t->row.count; i++)
		for (size_t k = 0; k < head->count; k++)
			if (head->columns[k].cell == t->row.list[i].cell)
				t->of[i] = &head->columns[k];
	return true;
}

/* Columns by order: of figures, and of changes when they are all there. */
static bool
table_match_order(struct table_row *t)
{
	const struct head *head = &t->table->head;
	size_t figures = table_count_figures(&t->row);
	size_t values = head_count(head, COLUMN_VALUE);
	size_t all = values + head_count(head, COLUMN_CHANGE);
	bool changes = figures == all;

	if (figures != all && figures != values &&
	    !(t->cut && figures < values))
		return false;
	for (size_t i = 0, k = 0; i < t->row.count; i++) {
		if (table_is_remark(&t->row.list[i]))
			continue;
		while (
		    k < head->count &&
		    (head->columns[k].kind == COLUMN_SKIP ||
			(head->columns[k].kind == COLUMN_CHANGE && !changes)))
			k++;
		if (k < head->count)
			t->of[i] = &head->columns[k++];
	}
	return true;
}

static bool
table_is_prior(const struct column *column)
{
	return column != NULL && (column->tells == TELLS_PRIOR ||
				     column->tells == TELLS_RESTATED ||
				     column->tells == TELLS_ORIGINAL);
}

/* The figures of a row with two columns; false for any other row. */
static bool
table_two(const struct table_row *t, size_t places[2])
{
	size_t n = 0;

	if (head_count(&t->table->head, COLUMN_VALUE) != 2)
		return false;
	for (size_t i = 0; i < t->row.count; i++) {
		if (t->of[i] == NULL || t->of[i]->kind != COLUMN_VALUE)
			continue;
		if (n == 2)
			return false;
		places[n++] = i;
	}
	return n == 2;
}

/* Last year is a fact: a range stands in its column only out of order. */
static int
table_check_range(const struct table_row *t, const size_t places[2])
{
	bool a = t->row.list[places[0]].amount.range;
	bool b = t->row.list[places[1]].amount.range;

	if (a == b)
		return 0;
	return table_is_prior(t->of[places[a ? 1 : 0]]) ? 1 : -1;
}

/* The change that the row prints fits "a against b". */
static bool
table_fits(const struct row_cell *a, const struct row_cell *b,
    const struct row_cell *remark)
{
	struct value va, vb, change;
	struct decimal pct, distance;

	if (value_of_level(&a->amount, false, &va) < 0 ||
	    value_of_level(&b->amount, false, &vb) < 0 ||
	    value_of_change(&remark->amount, remark->change, &change) < 0 ||
	    decimal_change_pct(va.low, vb.low, &pct) < 0 ||
	    decimal_sub(pct, change.low, &distance) < 0)
		return false;
	return decimal_cmp(decimal_abs(distance), decimal_from_int(1)) <= 0;
}

/*
 * A remark on the first line of a cell pushes the other column's figure before
 * this one's: then range and arithmetic tell which is which, or nothing does.
 * 1: in order, -1: the other way round, 0: unknown.
 */
static int
table_check_order(const struct table_row *t, const size_t places[2])
{
	const struct row_cell *first = &t->row.list[places[0]];
	const struct row_cell *second = &t->row.list[places[1]];
	int order = table_check_range(t, places);

	if (order != 0)
		return order;
	if (places[0] == 0)
		return 1;
	const struct row_cell *remark = &t->row.list[0];
	bool straight = table_fits(first, second, remark);
	bool swapped = table_fits(second, first, remark);
	return straight == swapped ? 0 : straight ? 1 : -1;
}

/* Puts the figures of "current, prior" right; false when unsure. */
static bool
table_order(struct table_row *t)
{
	size_t places[2];

	if (t->table->head.cells == t->row.cells && t->row.cells > 1)
		return true;
	if (!table_two(t, places) || table_is_prior(t->of[places[0]]) ==
					 table_is_prior(t->of[places[1]]))
		return true;
	int order = table_check_order(t, places);
	if (order < 0) {
		const struct column *column = t->of[places[0]];
		t->of[places[0]] = t->of[places[1]];
		t->of[places[1]] = column;
	}
	return order != 0;
}

/*
 * Unit of a bare number: the row's, else the table's; false for none. ret_where
 * says where it stands; NULL: beside the number.
 */
static bool
table_set_unit(
    const struct table_row *t, struct amount *amount, const char **ret_where)
{
	const struct table *table = t->table;
	const struct mark_unit *unit = NULL;
	bool eps = t->row.measure.metric == METRIC_EPS;

	if (t->row.has_unit)
		unit = &t->row.unit;
	else if (table->head.has_unit)
		unit = &table->head.unit;
	else if (table->figures->has_unit)
		unit = &table->figures->unit;
	*ret_where = NULL;
	if (amount->first.unit != AMOUNT_BARE)
		return true;
	*ret_where = t->row.has_unit		? "in the row's label"
		     : table->head.has_unit	? "in the table's heading"
		     : table->figures->has_unit ? "declared above the table"
						: "units of a share";
	if (unit == NULL && !eps)
		return false;
	/* Results per share are printed in whole units in any table. */
	amount_set_unit(amount, eps || unit == NULL ? 0 : unit->scale,
	    unit != NULL ? unit->currency : NULL);
	return true;
}

/* Role and period of a column that a period heads; ROLE_NONE: no use. */
static enum role
table_role_of_period(const struct table_row *t, const struct column *column)
{
	const struct outline *outline = t->table->figures->outline;
	const struct period *period = &column->period;

	if (outline->estimates) {
		if (column->mark == 'E')
			return ROLE_ESTIMATE;
		return column->mark == 'A' ? ROLE_PRIOR_YEAR : ROLE_NONE;
	}
	if (column->mark != 0 || !period_is_known(outline->period))
		return ROLE_NONE;
	if (period_equal(*period, outline->period))
		return draft_role_of(outline->form);
	if (period_equal(*period, period_prior_year(outline->period)))
		return ROLE_PRIOR_YEAR;
	return ROLE_NONE;
}

static enum role
table_role(const struct table_row *t, const struct column *column)
{
	const struct figures *figures = t->table->figures;

	switch ((int)column->tells) {
	case TELLS_CURRENT:
	case TELLS_TO_DATE:
		if (figures->section == SECTION_PREVIOUS)
			return ROLE_FORECAST_PREVIOUS;
		if (figures->section == SECTION_REVISED)
			return ROLE_FORECAST;
		return draft_role_of(figures->outline->form);
	case TELLS_PRIOR:
	case TELLS_ORIGINAL:
		return ROLE_PRIOR_YEAR;
	case TELLS_RESTATED:
		return ROLE_PRIOR_YEAR_RESTATED;
	case TELLS_PREVIOUS:
		return outline_corrects_results(figures->outline)
			   ? ROLE_NONE
			   : ROLE_FORECAST_PREVIOUS;
	case TELLS_REVISED:
		return outline_corrects_results(figures->outline)
			   ? draft_role_of(figures->outline->form)
			   : ROLE_FORECAST;
	case TELLS_NONE:
		return table_role_of_period(t, column);
	}
	return ROLE_NONE;
}

/* From the beginning of the year on. */
static struct period
table_to_date(struct period period)
{
	struct date end = date_from_day(period.end);

	return period_is_known(period) ? period_cumulative(end.year, end.month)
				       : period;
}

/* The period a column is about, for figures and changes of this year. */
static struct period
table_column_period(const struct table_row *t, const struct column *column)
{
	const struct outline *outline = t->table->figures->outline;
	struct period period = outline->period;
	bool quarter = column->tells == TELLS_CURRENT &&
		       t->table->head.to_date && period_is_known(period);

	if (period_is_known(column->period))
		return column->period;
	if (quarter) {
		struct date end = date_from_day(period.end);
		return period_quarter(end.year, (end.month + 2) / 3);
	}
	return table_is_prior(column) ? period_prior_year(period) : period;
}

/* That of the column, as the row's label narrows it. */
static struct period
table_period(const struct table_row *t, const struct column *column)
{
	struct period period = table_column_period(t, column);

	if (period_is_known(t->row.period))
		return table_is_prior(column) ? period_prior_year(t->row.period)
					      : t->row.period;
	return t->row.tells == TELLS_TO_DATE ? table_to_date(period) : period;
}

static void
table_set_place(
    struct draft *draft, const struct row_cell *cell, const struct mark *label)
{
	draft->from = label->from < cell->from && cell->to - label->from < 400
			  ? label->from
			  : cell->from;
	draft->to = cell->to;
}

static void
table_note(const struct table_row *t, size_t i, enum reject_why why)
{
	const struct row_cell *cell = &t->row.list[i];

	if (!cell->blank)
		reject_note(t->table->figures->drafts.rejects, why,
		    vocab_word(VOCAB_METRICS, (int)t->row.measure.metric),
		    cell->from, cell->to);
}

static void
table_note_all(const struct table_row *t)
{
	for (size_t i = 0; i < t->row.count; i++)
		table_note(t, i, REJECT_COLUMN);
}

/* The statement of a cell, or why there is none. */
static enum reject_why
table_make_figure(const struct table_row *t, size_t i, struct draft *draft)
{
	const struct outline *outline = t->table->figures->outline;
	struct amount amount = t->row.list[i].amount;

	if (draft->role == ROLE_NONE)
		return REJECT_ROLE;
	if (amount.bad)
		return REJECT_NUMBER;
	if (!table_set_unit(t, &amount, &draft->unit))
		return REJECT_UNIT;
	if (amount.first.unit != AMOUNT_MONEY)
		return REJECT_NOUN;
	if (value_of_level(&amount, draft->measure.loss, &draft->value) < 0)
		return REJECT_SIGN;
	if (draft->role == ROLE_ESTIMATE) {
		draft->broker = outline->broker;
		if (draft->broker == NULL)
			return REJECT_BROKER;
	}
	const char *currency =
	    amount_currency(&amount.first, outline->currency);
	memcpy(draft->currency, currency, strlen(currency) + 1);
	draft->per_share = amount.first.per_share;
	return REJECT_NONE;
}

static void
table_add_figure(struct table_row *t, size_t i, const struct mark *label)
{
	const struct column *column = t->of[i];
	struct draft draft = {
	    .measure = t->row.measure,
	    .role = table_role(t, column),
	    .role_sure = true,
	    .period = table_period(t, column),
	    .rule = "table",
	};
	enum reject_why why = table_make_figure(t, i, &draft);

	table_set_place(&draft, &t->row.list[i], label);
	if (why == REJECT_NONE)
		drafts_add(&t->table->figures->drafts, &draft);
	else
		table_note(t, i, why);
}

static void
table_add_change(struct table_row *t, size_t i, struct period period,
    const struct mark *label)
{
	struct row_cell *cell = &t->row.list[i];
	struct amount amount = cell->amount;
	struct draft draft = {
	    .measure = t->row.measure,
	    .role = ROLE_PCT_CHANGE,
	    .role_sure = true,
	    .period = period,
	    .rule = "table, change",
	};

	/* A column or row of changes has its % in the heading. */
	if (amount.first.unit == AMOUNT_BARE) {
		amount.first.unit = amount.last.unit = AMOUNT_PERCENT;
		draft.unit = "in the table's heading";
	}
	enum entry_change change =
	    cell->change != CHANGE_NONE ? cell->change : t->row.change;
	if (amount.bad || cell->blank || !period_is_known(period) ||
	    value_of_change(&amount,
		change != CHANGE_NONE ? change : CHANGE_ANY,
		&draft.value) < 0) {
		table_note(t, i, amount.bad ? REJECT_NUMBER : REJECT_CHANGE);
		return;
	}
	table_set_place(&draft, cell, label);
	drafts_add(&t->table->figures->drafts, &draft);
}

/* Changes in words: of what is forecast now, not of what was before. */
static void
table_add_remarks(struct table_row *t, const struct mark *label)
{
	const struct head *head = &t->table->head;
	struct period period = t->table->figures->outline->period;
	bool two = head_find(head, TELLS_PREVIOUS) != NULL &&
		   head_find(head, TELLS_REVISED) != NULL;
	size_t count = t->row.count - table_count_figures(&t->row), seen = 0;

	if (t->table->figures->section == SECTION_PREVIOUS ||
	    count != (two ? 2 : 1))
		return;
	for (size_t i = 0; i < t->row.count; i++)
		if (table_is_remark(&t->row.list[i]) && ++seen == count)
			table_add_change(t, i, period, label);
}

/* It holds last year's figures, by its words or by its period. */
static bool
table_is_last_year(const struct head *head, const struct column *column)
{
	if (table_is_prior(column))
		return true;
	for (size_t i = 0; i < head->count; i++) {
		struct period period = head->columns[i].period;
		if (period_is_known(period) &&
		    period_equal(period_prior_year(period), column->period))
			return true;
	}
	return false;
}

/* The column of figures that a column of changes stands beside. */
static const struct column *
table_column_before(const struct table_row *t, size_t i)
{
	const struct head *head = &t->table->head;
	const struct column *column = t->of[i], *found = &head->columns[0];

	for (size_t k = 0; k < head->count && &head->columns[k] < column; k++)
		if (head->columns[k].kind == COLUMN_VALUE &&
		    !table_is_last_year(head, &head->columns[k]))
			found = &head->columns[k];
	return found;
}

static void
table_add_row(struct table_row *t, const struct mark *label)
{
	for (size_t i = 0; i < t->row.count; i++) {
		const struct column *column = t->of[i];
		if (column == NULL && !table_is_remark(&t->row.list[i]))
			table_note(t, i, REJECT_COLUMN);
		if (column == NULL || t->row.list[i].blank)
			continue;
		if (t->row.changes && column->kind == COLUMN_VALUE)
			table_add_change(t, i, table_period(t, column), label);
		else if (column->kind == COLUMN_VALUE)
			table_add_figure(t, i, label);
		else if (column->kind == COLUMN_CHANGE && !t->row.changes)
			table_add_change(t, i,
			    table_period(t, table_column_before(t, i)), label);
	}
	if (!t->row.changes)
		table_add_remarks(t, label);
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

static size_t
table_take_row(struct table *table, const struct marks *marks, size_t i)
{
	struct table_row t = {.table = table};
	const struct mark *label = &marks->list[i];
	bool changes = label->kind != MARK_MEASURE;
	size_t end = changes ? row_read_changes(&t.row, marks, i)
			     : row_read(&t.row, marks, i,
				   table_count_years(&table->head));

	if (end == i)
		return i;
	if (changes)
		t.row.measure = table->last;
	table_drop_cut(&t, &marks->list[end]);
	bool known = !changes || table->has_last;
	if (known && (table_match_cells(&t) || table_match_order(&t)) &&
	    table_order(&t))
		table_add_row(&t, label);
	else
		table_note_all(&t);
	table->figures->drafts.group++;
	table->last = t.row.measure;
	table->has_last = !changes;
	table->row_end = end;
	return end;
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
			return end;
		}
	}
	if (!table->active || (marks->list[i].kind != MARK_MEASURE &&
				  !table_is_changes(table, marks, i)))
		return i;
	return table_take_row(table, marks, i);
}

void
table_pass(struct table *table, const struct mark *mark)
{
	bool item = mark->kind == MARK_ITEM && mark[1].kind != MARK_MEASURE;

	if (mark->kind == MARK_SECTION || item || mark->kind == MARK_STOP)
		table->active = false;
}
