/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a row whose figures have their columns. Out: statements in the drafts,
 * or why a cell gives none. table.c calls it.
 */
#include "reading/table_fact.h"

#include "reading/table_change.h"

#include <string.h>

#define TABLE_WEEK 8 /* days between the ends of years of weeks */

bool
table_is_remark(const struct row_cell *cell)
{
	bool proportion = cell->amount.first.unit == AMOUNT_PERCENT ||
			  cell->amount.first.unit == AMOUNT_TIMES;

	return !cell->blank && proportion &&
	       (cell->compared || cell->change != CHANGE_NONE);
}

size_t
table_count_figures(const struct row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < row->count; i++)
		n += !table_is_remark(&row->list[i]);
	return n;
}

/*
 * Results per share are printed in whole units in any table, or in cents where
 * their row says so.
 */
static int
table_scale(const struct table_row *t, const struct mark_unit *unit)
{
	bool eps = t->row.measure.metric == METRIC_EPS;

	if (unit == NULL)
		return 0;
	return eps && !(t->row.has_unit && unit->scale < 0) ? 0 : unit->scale;
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
	else
		unit = figures_unit(table->figures);
	*ret_where = NULL;
	if (amount->first.unit != AMOUNT_BARE) {
		if (unit != NULL && !eps)
			amount_add_scale(amount, unit->scale);
		return true;
	}
	*ret_where = t->row.has_unit		? "in the row's label"
		     : table->head.has_unit	? "in the table's heading"
		     : table->figures->has_unit ? "declared above the table"
		     : unit != NULL		? "declared below the table"
						: "units of a share";
	if (unit == NULL && !eps)
		return false;
	amount_set_unit(
	    amount, table_scale(t, unit), unit != NULL ? unit->currency : NULL);
	return true;
}

static bool
table_is_near(struct period a, struct period b)
{
	return period_is_known(b) && a.start >= b.start - TABLE_WEEK &&
	       a.start <= b.start + TABLE_WEEK && a.end >= b.end - TABLE_WEEK &&
	       a.end <= b.end + TABLE_WEEK;
}

/* Years of whole weeks: the document's period, or its last year's. */
static struct period
table_snap(const struct outline *outline, struct period period)
{
	struct period prior = period_prior_year(outline->period);

	if (table_is_near(period, outline->period))
		return outline->period;
	return table_is_near(period, prior) ? prior : period;
}

static bool
table_has_period(const struct table_row *t, struct period period)
{
	const struct head *head = &t->table->head;

	for (size_t i = 0; i < head->count; i++)
		if (period_is_known(head->columns[i].period) &&
		    period_equal(table_snap(t->table->figures->outline,
				     head->columns[i].period),
			period))
			return true;
	return false;
}

/*
 * A report tells of a year beside its quarter, or looks ahead to one: a table
 * that has none of its own period has results up to it, beside last year's.
 */
static enum role
table_role_in_report(const struct table_row *t, struct period period)
{
	const struct outline *outline = t->table->figures->outline;
	struct period own = outline->period;
	struct period after = {DATE_NONE, DATE_NONE};
	bool report =
	    outline->form == FORM_RESULTS || outline->form == FORM_FLASH;

	if (!report || !outline->by_issuer || !period_is_known(period) ||
	    table_has_period(t, own) ||
	    table_has_period(t, period_prior_year(own)))
		return ROLE_NONE;
	if (period.end <= own.end &&
	    table_has_period(t, period_prior_year(period)))
		return ROLE_ACTUAL;
	for (size_t i = 0; i < t->table->head.count; i++) {
		const struct column *column = &t->table->head.columns[i];
		after = table_snap(outline, column->period);
		if (period_is_known(after) && after.end <= own.end &&
		    period_equal(period_prior_year(after), period))
			return ROLE_PRIOR_YEAR;
	}
	return ROLE_NONE;
}

/* Role and period of a column that a period heads; ROLE_NONE: no use. */
static enum role
table_role_of_period(const struct table_row *t, const struct column *column)
{
	const struct outline *outline = t->table->figures->outline;
	struct period period = table_snap(outline, column->period);

	if (outline->estimates) {
		if (column->mark == 'E')
			return ROLE_ESTIMATE;
		return column->mark == 'A' ? ROLE_PRIOR_YEAR : ROLE_NONE;
	}
	if (column->expected)
		return ROLE_FORECAST;
	if (column->mark != 0 || !period_is_known(outline->period))
		return ROLE_NONE;
	if (period_equal(period, outline->period))
		return draft_role_of(outline->form);
	if (period_equal(period, period_prior_year(outline->period)))
		return ROLE_PRIOR_YEAR;
	return table_role_in_report(t, period);
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
		return column->expected ? ROLE_FORECAST
					: draft_role_of(figures->outline->form);
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
		return table_snap(outline, column->period);
	if (quarter) {
		struct date end = date_from_day(period.end);
		return period_quarter(end.year, (end.month + 2) / 3);
	}
	return head_is_prior(column) ? period_prior_year(period) : period;
}

/* That of the column, as the row's label narrows it. */
struct period
table_period(const struct table_row *t, const struct column *column)
{
	struct period period = table_column_period(t, column);

	if (period_is_known(t->row.period))
		return head_is_prior(column) ? period_prior_year(t->row.period)
					     : t->row.period;
	return t->row.tells == TELLS_TO_DATE ? table_to_date(period) : period;
}

void
table_set_place(
    struct draft *draft, const struct row_cell *cell, const struct mark *label)
{
	draft->from = label->from < cell->from && cell->to - label->from < 400
			  ? label->from
			  : cell->from;
	draft->to = cell->to;
}

void
table_note(const struct table_row *t, size_t i, enum reject_why why)
{
	const struct row_cell *cell = &t->row.list[i];

	if (!cell->blank)
		reject_note(t->table->figures->drafts.rejects, why,
		    vocab_word(VOCAB_METRICS, (int)t->row.measure.metric),
		    cell->from, cell->to);
}

void
table_note_all(const struct table_row *t)
{
	for (size_t i = 0; i < t->row.count; i++)
		table_note(t, i, REJECT_COLUMN);
}

/* It is printed in brackets. */
static bool
table_is_bracketed(const struct table_row *t, const struct row_cell *cell)
{
	const char *text = t->table->figures->normal->text.data;

	return memchr(text + cell->from, '(', cell->to - cell->from) != NULL;
}

/*
 * "Net loss (12) 5": where brackets are the minus signs of a row, the figures
 * without are above zero, whatever the label says.
 */
static bool
table_has_signs(const struct table_row *t)
{
	bool brackets = false, plain = false;

	for (size_t i = 0; i < t->row.count; i++) {
		const struct row_cell *cell = &t->row.list[i];
		const struct amount_term *term = &cell->amount.first;
		if (cell->blank || t->of[i] == NULL ||
		    t->of[i]->kind != COLUMN_VALUE)
			continue;
		if (term->sign != SIGN_NONE ||
		    (term->minuses > 0 && !table_is_bracketed(t, cell)))
			return false;
		brackets |= term->minuses > 0;
		plain |= term->minuses == 0;
	}
	return brackets && plain;
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
	bool loss = draft->measure.loss && !table_has_signs(t);
	if (value_of_level(&amount, loss, &draft->value) < 0)
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

/* A range under the table's own period, in what names no form, is expected. */
static bool
table_is_expected(const struct table_row *t, size_t i)
{
	return t->table->figures->outline->form == FORM_OTHER &&
	       t->of[i]->tells == TELLS_CURRENT && t->row.list[i].amount.range;
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
	if (draft.role == ROLE_ACTUAL && table_is_expected(t, i))
		draft.role = ROLE_FORECAST;
	if (column->basis != BASIS_UNKNOWN &&
	    draft.measure.basis == BASIS_UNKNOWN)
		draft.measure.basis = column->basis;
	draft.told_basis = column->basis == BASIS_PARENT;
	enum reject_why why = table_make_figure(t, i, &draft);

	table_set_place(&draft, &t->row.list[i], label);
	if (why == REJECT_NONE)
		drafts_add(&t->table->figures->drafts, &draft);
	else
		table_note(t, i, why);
}

void
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
			table_add_beside(t, i, label);
	}
	if (!t->row.changes)
		table_add_remarks(t, label);
}
