/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a row and the heading above it. Out: the column of each figure. table.c
 * calls it.
 */
#include "reading/table_match.h"

/*
 * By how many cells the row is longer before its figures: a second label that
 * the heading has no cell for. -1: it has other cells.
 */
static int
table_shift(const struct table_row *t)
{
	const struct head *head = &t->table->head;
	bool short_row = head->tabs && head->count > 0 &&
			 head->columns[0].cell > 0 && t->row.cells > 1 &&
			 t->row.cells < head->cells;
	bool label = t->row.tells != TELLS_NONE && t->row.count > 0 &&
		     t->row.list[0].cell == 2;

	if (t->row.cells == head->cells || short_row)
		return 0;
	return label && t->row.cells == head->cells + 1 ? 1 : -1;
}

/* Columns by the places of the cells. */
static bool
table_match_cells(struct table_row *t)
{
	const struct head *head = &t->table->head;
	int shift = table_shift(t);

	if (head->cells == 0 || shift < 0)
		return false;
	for (size_t i = 0; i < t->row.count; i++)
		for (size_t k = 0; k < head->count; k++)
			if (head->columns[k].cell + shift ==
			    t->row.list[i].cell)
				t->of[i] = &head->columns[k];
	return true;
}

/*
 * A flat row with a figure or a blank for every column, those of no use
 * included; a first one of these is the heading of the labels.
 */
static bool
table_match_all(struct table_row *t)
{
	const struct head *head = &t->table->head;
	size_t first = head->count > 0 && head->columns[0].kind == COLUMN_SKIP;

	if (head->cells != 0 || t->row.count != head->count - first ||
	    head_count(head, COLUMN_SKIP) == first ||
	    table_count_figures(&t->row) != t->row.count)
		return false;
	for (size_t i = 0; i < t->row.count; i++)
		t->of[i] = &head->columns[first + i];
	return true;
}

/* The last cell holds a percentage, or how the result turned. */
static bool
table_ends_so(const struct row *row)
{
	const struct row_cell *last = &row->list[row->count - 1];

	return last->blank || last->amount.first.unit == AMOUNT_PERCENT;
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

	/* "/ 33.5%" at the end of a row, without a column of its own. */
	if (all == values && figures == values + 1 && table_ends_so(&t->row))
		figures--;

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
	return head_is_prior(t->of[places[a ? 1 : 0]]) ? 1 : -1;
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
	if (!table_two(t, places) ||
	    head_is_prior(t->of[places[0]]) == head_is_prior(t->of[places[1]]))
		return true;
	int order = table_check_order(t, places);
	if (order < 0) {
		const struct column *column = t->of[places[0]];
		t->of[places[0]] = t->of[places[1]];
		t->of[places[1]] = column;
	}
	return order != 0;
}

/* Two ends of a range that stand in columns of their own. */
static bool
table_join_cells(struct row_cell *low, const struct row_cell *high)
{
	struct amount *amount = &low->amount;
	const struct amount *last = &high->amount;

	if (low->blank || high->blank || amount->range || last->range ||
	    amount->bound != BOUND_NONE || last->bound != BOUND_NONE ||
	    amount->first.unit != last->first.unit)
		return false;
	amount->last = last->last;
	amount->range = true;
	amount->bad |= last->bad;
	amount->approx |= last->approx;
	low->to = high->to;
	return true;
}

/* "下限 | 上限": one range; an end without the other gives no figure. */
static void
table_join_ends(struct table_row *t)
{
	for (size_t i = 0; i < t->row.count; i++) {
		struct row_cell *cell = &t->row.list[i];
		const struct column *column = t->of[i];
		if (column == NULL || column->end == HEAD_NONE ||
		    (cell->amount.range && column->end == HEAD_LOW))
			continue;
		bool pair = column->end == HEAD_LOW && i + 1 < t->row.count &&
			    t->of[i + 1] == column + 1 &&
			    column[1].end == HEAD_HIGH;
		if (pair && table_join_cells(cell, cell + 1))
			t->row.list[i + 1].blank = true;
		else if (!cell->blank)
			t->of[i] = NULL;
	}
}

bool
table_match(struct table_row *t)
{
	if (!table_match_cells(t) && !table_match_all(t) &&
	    !table_match_order(t))
		return false;
	if (!table_order(t))
		return false;
	table_join_ends(t);
	return true;
}
