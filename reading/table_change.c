/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: cells of a row that hold changes. Out: statements of percentages in the
 * drafts. table_fact.c calls it.
 */
#include "reading/table_change.h"

/* The parent's own figures stand beside the group's: whose change is it? */
static bool
table_has_parent(const struct head *head)
{
	for (size_t i = 0; i < head->count; i++)
		if (head->columns[i].basis == BASIS_PARENT)
			return true;
	return false;
}

void
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

	/* "増減額", "増減率" beside two forecasts: of what one replaced. */
	if ((amount.first.unit == AMOUNT_BARE &&
		head_find(&t->table->head, TELLS_PREVIOUS) != NULL) ||
	    table_has_parent(&t->table->head)) {
		table_note(t, i, REJECT_BASE);
		return;
	}
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
void
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

/* The head has a column of the year before this one, too. */
static bool
table_has_year_before(const struct head *head, const struct column *column)
{
	struct period prior = period_prior_year(column->period);

	for (size_t i = 0; i < head->count; i++)
		if (period_is_known(column->period) &&
		    period_equal(head->columns[i].period, prior))
			return true;
	return false;
}

/*
 * The column of figures that a column of changes stands beside: one with last
 * year's beside it, rather than "Q2" of "Q3 | Q2 | Q3 of last year | YoY".
 */
static const struct column *
table_column_before(const struct table_row *t, size_t i)
{
	const struct head *head = &t->table->head;
	const struct column *column = t->of[i], *found = &head->columns[0];
	bool paired = false;

	for (size_t k = 0; k < head->count && &head->columns[k] < column; k++) {
		const struct column *before = &head->columns[k];
		bool pair = table_has_year_before(head, before);
		if (before->kind != COLUMN_VALUE ||
		    head_is_last_year(head, before) || (paired && !pair))
			continue;
		found = before;
		paired = pair;
	}
	return found;
}

/* The figure that the row has in a column; NULL for none. */
static const struct row_cell *
table_find_cell(const struct table_row *t, const struct column *column)
{
	for (size_t i = 0; i < t->row.count; i++)
		if (t->of[i] == column && !t->row.list[i].blank)
			return &t->row.list[i];
	return NULL;
}

/* Last year's figure of the row; NULL for none. */
static const struct row_cell *
table_find_prior(const struct table_row *t)
{
	const struct head *head = &t->table->head;

	for (size_t i = 0; i < head->count; i++)
		if (head->columns[i].kind == COLUMN_VALUE &&
		    head_is_last_year(head, &head->columns[i]))
			return table_find_cell(t, &head->columns[i]);
	return NULL;
}

/*
 * A bare number below "change": a percentage only when it is that of the two
 * figures, or when the heading says percent and it is not their difference.
 */
static bool
table_is_percent(const struct table_row *t, size_t i)
{
	const struct column *column = t->of[i];
	const struct row_cell *cell = &t->row.list[i];
	const struct row_cell *now =
	    table_find_cell(t, table_column_before(t, i));
	const struct row_cell *prior = table_find_prior(t);
	struct value a, b, change;
	struct decimal pct, gap;

	if (cell->amount.first.unit != AMOUNT_BARE)
		return true;
	if (now == NULL || prior == NULL || now->amount.range ||
	    value_of_level(&now->amount, false, &a) < 0 ||
	    value_of_level(&prior->amount, false, &b) < 0 ||
	    value_of_level(&cell->amount, false, &change) < 0)
		return column->percent;
	bool fits = decimal_change_pct(a.low, b.low, &pct) == 0 &&
		    decimal_sub(pct, change.low, &gap) == 0 &&
		    decimal_cmp(decimal_abs(gap), decimal_from_int(1)) <= 0;
	bool delta = decimal_sub(a.low, b.low, &gap) == 0 &&
		     decimal_cmp(gap, change.low) == 0;
	return fits || (column->percent && !delta);
}

void
table_add_beside(struct table_row *t, size_t i, const struct mark *label)
{
	if (table_is_percent(t, i))
		table_add_change(
		    t, i, table_period(t, table_column_before(t, i)), label);
	else
		table_note(t, i, REJECT_CHANGE);
}
