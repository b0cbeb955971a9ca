/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a table of metrics by roles. Out: statements of the columns that its own
 * arithmetic does not refute. read_text.c offers it every mark.
 */
#include "reading/matrix_fact.h"

#include "reading/matrix.h"

#include <string.h>

#define MATRIX_LOOK  60 /* marks before a heading that speak of the table */
#define MATRIX_NEAR  31 /* days: the same period by another name */
#define MATRIX_QUOTE 400 /* bytes */

struct matrix_job {
	struct figures *figures;
	const struct marks *marks;
	size_t at; /* of the heading */
	struct matrix matrix;
	struct period period; /* of the table; unknown: the document's */
	int32_t year_end; /* of the fiscal year they name, or DATE_NONE */
	bool expected; /* words before it speak of a forecast */
	bool parent, group; /* whose figures they say it has */
};

/* The nearest time before the heading counts. */
static void
matrix_see_time(struct matrix_job *job, const struct timespan *time)
{
	const struct outline *outline = job->figures->outline;
	struct period period;

	if (job->year_end == DATE_NONE)
		job->year_end = time->year_end;
	if (period_is_known(job->period) ||
	    (time->kind != TIMESPAN_PERIOD && time->kind != TIMESPAN_PART) ||
	    outline_resolve(outline, time, &period) < 0)
		return;
	job->period = period;
	/* "(2025年4月1日~2026年3月31日)" is the year of its rows. */
	if (job->year_end == DATE_NONE && period_months(period) == 12)
		job->year_end = period.end;
}

/* What the words right before the heading say of the table. */
static void
matrix_see_before(struct matrix_job *job, const struct mark *mark)
{
	if (mark->kind == MARK_TIME)
		matrix_see_time(job, &mark->time);
	if (mark->kind == MARK_ROLE && mark->value == TELLS_EXPECTED)
		job->expected = true;
	if (mark->entry == NULL || mark->entry->kind != KIND_PART)
		return;
	bool parent = mark->entry->value == PART_PARENT;
	bool group = mark->entry->value == PART_GROUP;
	/* The nearest word counts. */
	if ((parent || group) && !job->parent && !job->group) {
		job->parent = parent;
		job->group = group;
	}
}

/* The day of the same name a year later; no 29 February. */
static int32_t
matrix_day_after(int32_t day)
{
	struct date date = date_from_day(day);

	date.year++;
	return date_to_day(date);
}

static bool
matrix_is_report(const struct matrix_job *job)
{
	enum form form = job->figures->outline->form;

	return form == FORM_RESULTS || form == FORM_FLASH;
}

/*
 * In a report the document's own period is not that of a forecast: the row of
 * last year tells, "前期実績(2025年5月期)".
 */
static void
matrix_see_rows(struct matrix_job *job)
{
	const struct matrix *matrix = &job->matrix;

	if (period_is_known(job->period) || !matrix_is_report(job))
		return;
	for (size_t i = 0; i < matrix->row_count; i++) {
		const struct matrix_row *row = &matrix->rows[i];
		struct period last = row->time.period;
		if (row->kind != MATRIX_PRIOR || !row->timed ||
		    row->time.kind != TIMESPAN_PERIOD)
			continue;
		job->period.start = matrix_day_after(last.start);
		job->period.end = matrix_day_after(last.end + 1) - 1;
	}
}

static void
matrix_look_back(struct matrix_job *job)
{
	job->period = (struct period){DATE_NONE, DATE_NONE};
	job->year_end = DATE_NONE;
	for (size_t i = job->at; i > 0 && job->at - i < MATRIX_LOOK; i--) {
		const struct mark *mark = &job->marks->list[i - 1];
		if (mark->kind == MARK_STOP || mark->kind == MARK_AMOUNT ||
		    mark->kind == MARK_NULL)
			break;
		matrix_see_before(job, mark);
	}
	matrix_see_rows(job);
}

/* A column of the parent's owners makes the table the group's. */
static bool
matrix_is_owned(const struct matrix *matrix)
{
	for (size_t i = 0; i < matrix->column_count; i++)
		if (matrix->columns[i].measure.owned)
			return true;
	return false;
}

/*
 * Whose figures: by the heading; else a table of plain results after one of
 * the owners' share is the parent's own.
 */
static void
matrix_set_basis(struct matrix_job *job)
{
	struct figures *figures = job->figures;
	bool owned = matrix_is_owned(&job->matrix);

	if (!job->parent && !job->group && figures->grouped && !owned)
		job->parent = true;
	if (owned)
		job->parent = false;
	figures->grouped |= owned || job->group;
}

/* Bare numbers take the table's unit; results per share are in whole units. */
static bool
matrix_set_unit(const struct matrix_job *job, size_t k, struct amount *amount)
{
	const struct figures *figures = job->figures;
	const struct matrix *matrix = &job->matrix;
	bool eps = matrix->columns[k].measure.metric == METRIC_EPS;
	const struct mark_unit *unit = NULL;

	if (amount->first.unit == AMOUNT_OTHER && amount->first.places > 0)
		amount->first.unit = amount->last.unit = AMOUNT_BARE;
	if (amount->first.unit != AMOUNT_BARE)
		return amount->first.unit == AMOUNT_MONEY;
	if (matrix->has_unit)
		unit = &matrix->unit;
	else
		unit = figures_unit(figures);
	if (unit == NULL && !eps)
		return false;
	amount_set_unit(amount, eps ? 0 : unit->scale,
	    unit != NULL ? unit->currency : NULL);
	return true;
}

static bool
matrix_value(const struct matrix_job *job, const struct matrix_row *row,
    size_t k, struct value *ret)
{
	const struct measure *measure = &job->matrix.columns[k].measure;
	struct amount amount = row->cells[k].amount;

	return row->cells[k].filled && !amount.bad &&
	       matrix_set_unit(job, k, &amount) &&
	       value_of_level(&amount, measure->loss, ret) == 0;
}

/* So many units of the last digit of a figure. */
static int
matrix_units(const struct value *value, int count, struct decimal *ret)
{
	return amount_scale(decimal_from_int(count), value->last_digit, ret);
}

/* |a - b| <= limit. */
static bool
matrix_is_near(struct decimal a, struct decimal b, struct decimal limit)
{
	struct decimal gap;

	return decimal_sub(a, b, &gap) == 0 &&
	       decimal_cmp(decimal_abs(gap), limit) <= 0;
}

/* The row prints the difference of the other two, each rounded. */
static bool
matrix_fits_difference(
    const struct value *before, const struct value *now, struct value *change)
{
	struct decimal gap, limit;

	return decimal_sub(now->low, before->low, &gap) == 0 &&
	       matrix_units(now, 2, &limit) == 0 &&
	       matrix_is_near(gap, change->low, limit);
}

/* The row prints the difference in percent of the first. */
static bool
matrix_fits_percent(const struct value *before, const struct value *now,
    const struct amount *change)
{
	struct amount percent = *change;
	struct decimal pct, unit, limit;
	struct value printed;

	percent.first.unit = percent.last.unit = AMOUNT_PERCENT;
	if (change->first.unit != AMOUNT_BARE &&
	    change->first.unit != AMOUNT_PERCENT)
		return false;
	/* A rounded base moves the percentage by its last digit's share. */
	if (value_of_change(&percent, CHANGE_ANY, &printed) < 0 ||
	    decimal_change_pct(now->low, before->low, &pct) < 0 ||
	    matrix_units(before, 200, &unit) < 0 ||
	    decimal_div(unit, decimal_abs(before->low), 2, &limit) < 0 ||
	    decimal_add(limit, decimal_from_int(1), &limit) < 0)
		return false;
	return matrix_is_near(pct, printed.low, limit);
}

/*
 * What a row of changes says of a column: 1 it agrees with the rows that it
 * compares, -1 it refutes them, 0 nothing.
 */
static int
matrix_prove(const struct matrix_job *job, const struct matrix_row *change,
    const struct matrix_row *rows[2], size_t k)
{
	struct value before, now, gap;
	const struct matrix_cell *cell = &change->cells[k];

	if (!cell->filled || cell->amount.bad ||
	    !matrix_value(job, rows[0], k, &before) ||
	    !matrix_value(job, rows[1], k, &now) ||
	    rows[0]->cells[k].amount.range || rows[1]->cells[k].amount.range)
		return 0;
	if (matrix_value(job, change, k, &gap) &&
	    matrix_fits_difference(&before, &now, &gap))
		return 1;
	return matrix_fits_percent(&before, &now, &cell->amount) ? 1 : -1;
}

/* The two rows that a change is printed of; false when one is missing. */
static bool
matrix_compared(const struct matrix *matrix, const struct matrix_row *rows[2])
{
	rows[0] = matrix_find(matrix, MATRIX_PREVIOUS);
	rows[1] = matrix_find(matrix, MATRIX_REVISED);
	if (rows[1] == NULL)
		rows[1] = matrix_find(matrix, MATRIX_CURRENT);
	if (rows[1] == NULL)
		rows[1] = matrix_find(matrix, MATRIX_ACTUAL);
	if (rows[0] == NULL)
		rows[0] = matrix_find(matrix, MATRIX_PRIOR);
	return rows[0] != NULL && rows[1] != NULL;
}

/* Marks the columns that may be used; false when the table refutes itself. */
static bool
matrix_check(const struct matrix_job *job, bool sound[MATRIX_COLUMNS])
{
	const struct matrix *matrix = &job->matrix;
	const struct matrix_row *rows[2];
	size_t good = 0, bad = 0;

	for (size_t k = 0; k < MATRIX_COLUMNS; k++)
		sound[k] = true;
	if (!matrix_compared(matrix, rows))
		return true;
	for (size_t i = 0; i < matrix->row_count; i++) {
		const struct matrix_row *row = &matrix->rows[i];
		if (row->kind != MATRIX_CHANGE)
			continue;
		for (size_t k = 0; k < matrix->column_count; k++) {
			int proof = matrix_prove(job, row, rows, k);
			good += proof > 0;
			bad += proof < 0;
			sound[k] &= proof >= 0;
		}
	}
	return bad <= good;
}

/* The same days but for those that a name leaves open. */
static bool
matrix_is_same_period(struct period a, struct period b)
{
	int32_t start = a.start - b.start, end = a.end - b.end;

	return start <= MATRIX_NEAR && start >= -MATRIX_NEAR &&
	       end <= MATRIX_NEAR && end >= -MATRIX_NEAR;
}

static struct period
matrix_own_period(const struct matrix_job *job)
{
	return period_is_known(job->period) ? job->period
					    : job->figures->outline->period;
}

/* Last year's row: its own period, unless that is last year's by name. */
static struct period
matrix_prior_period(const struct matrix_job *job, const struct matrix_row *row)
{
	struct period prior = period_prior_year(matrix_own_period(job));
	struct period said;

	if (!row->timed ||
	    outline_resolve(job->figures->outline, &row->time, &said) < 0)
		return prior;
	if (!period_is_known(prior) || row->time.kind != TIMESPAN_PERIOD)
		return period_is_known(prior) ? prior : said;
	/* "前期第2四半期実績(2025年6月期)": the name of the year alone. */
	bool year = said.end - said.start > prior.end - prior.start + 60 &&
		    prior.start >= said.start - MATRIX_NEAR &&
		    prior.end <= said.end + MATRIX_NEAR;
	return matrix_is_same_period(said, prior) || year ? prior : said;
}

/* Role and period of a row that only a period heads. */
static enum role
matrix_period_role(const struct matrix_job *job, const struct matrix_row *row,
    struct period *ret)
{
	const struct outline *outline = job->figures->outline;

	/* Flattened, nothing proves what such a row is. */
	if (job->matrix.cells == 0 && !row->paired)
		return ROLE_NONE;
	if (row->time.kind == TIMESPAN_PART && job->year_end != DATE_NONE)
		*ret = timespan_fiscal_part(job->year_end, row->time.part);
	else if (outline_resolve(outline, &row->time, ret) < 0)
		return ROLE_NONE;
	if (job->expected || row->expected)
		return ROLE_FORECAST;
	if (!period_is_known(outline->period))
		return ROLE_NONE;
	if (matrix_is_same_period(*ret, outline->period))
		return draft_role_of(outline->form);
	return matrix_is_same_period(*ret, period_prior_year(outline->period))
		   ? ROLE_PRIOR_YEAR
		   : ROLE_NONE;
}

static enum role
matrix_role(const struct matrix_job *job, const struct matrix_row *row,
    struct period *ret)
{
	*ret = matrix_own_period(job);
	bool forecast = row->kind == MATRIX_PREVIOUS ||
			row->kind == MATRIX_REVISED ||
			row->kind == MATRIX_CURRENT;

	/* What a correction takes back. */
	if (job->figures->section == SECTION_PREVIOUS)
		return ROLE_NONE;
	if (forecast && matrix_is_report(job) && !period_is_known(job->period))
		return ROLE_NONE;
	switch (row->kind) {
	case MATRIX_PREVIOUS:
		return ROLE_FORECAST_PREVIOUS;
	case MATRIX_REVISED:
		return ROLE_FORECAST;
	case MATRIX_CURRENT:
		/* Notices of deals restate it for reference. */
		return job->figures->outline->form == FORM_OTHER
			   ? ROLE_NONE
			   : ROLE_FORECAST;
	case MATRIX_ACTUAL:
		return ROLE_ACTUAL;
	case MATRIX_PRIOR:
		*ret = matrix_prior_period(job, row);
		return ROLE_PRIOR_YEAR;
	case MATRIX_PERIOD:
		return matrix_period_role(job, row, ret);
	case MATRIX_OTHER:
	case MATRIX_CHANGE:
		break;
	}
	return ROLE_NONE;
}

static void
matrix_set_place(struct draft *draft, const struct matrix_row *row,
    const struct matrix_cell *cell)
{
	draft->from = cell->to - row->label->from < MATRIX_QUOTE
			  ? row->label->from
			  : cell->from;
	draft->to = cell->to;
}

static void
matrix_note(const struct matrix_job *job, const struct matrix_row *row,
    size_t k, enum reject_why why)
{
	const struct matrix_cell *cell = &row->cells[k];
	enum metric metric = job->matrix.columns[k].measure.metric;

	if (cell->filled)
		reject_note(job->figures->drafts.rejects, why,
		    vocab_word(VOCAB_METRICS, (int)metric), cell->from,
		    cell->to);
}

static void
matrix_add_figure(
    struct matrix_job *job, const struct matrix_row *row, size_t k)
{
	struct figures *figures = job->figures;
	struct amount amount = row->cells[k].amount;
	struct draft draft = {
	    .measure = job->matrix.columns[k].measure,
	    .role_sure = true,
	    .rule = "table of metrics",
	};

	if (amount.first.unit == AMOUNT_BARE)
		draft.unit = "in the table's heading";
	draft.role = matrix_role(job, row, &draft.period);
	enum reject_why why = draft.role == ROLE_NONE ? REJECT_ROLE
			      : !matrix_value(job, row, k, &draft.value)
				  ? REJECT_NUMBER
			      : !matrix_set_unit(job, k, &amount) ? REJECT_UNIT
								  : REJECT_NONE;
	if (why != REJECT_NONE) {
		matrix_note(job, row, k, why);
		return;
	}
	if (job->parent)
		draft.measure.basis = BASIS_PARENT;
	draft.told_basis = true;
	memcpy(draft.currency, amount.first.currency, CURRENCY_MAX);
	matrix_set_place(&draft, row, &row->cells[k]);
	drafts_add(&figures->drafts, &draft);
}

/* The percentage beside a figure is its change against last year. */
static void
matrix_add_change(
    struct matrix_job *job, const struct matrix_row *row, size_t k)
{
	const struct matrix_cell *cell = &row->changes[k];
	struct amount amount = cell->amount;
	struct draft draft = {
	    .measure = job->matrix.columns[k].measure,
	    .role = ROLE_PCT_CHANGE,
	    .role_sure = true,
	    .rule = "table of metrics, change",
	};
	enum role role = matrix_role(job, row, &draft.period);

	if (!cell->filled || amount.bad || row->kind != MATRIX_PERIOD ||
	    role == ROLE_NONE || role == ROLE_PRIOR_YEAR)
		return;
	if (amount.first.unit == AMOUNT_BARE)
		amount.first.unit = amount.last.unit = AMOUNT_PERCENT;
	if (value_of_change(&amount, CHANGE_ANY, &draft.value) < 0)
		return;
	if (job->parent)
		draft.measure.basis = BASIS_PARENT;
	draft.told_basis = true;
	matrix_set_place(&draft, row, cell);
	drafts_add(&job->figures->drafts, &draft);
}

static void
matrix_add_cell(
    struct matrix_job *job, const struct matrix_row *row, size_t k, bool sound)
{
	if (!sound) {
		matrix_note(job, row, k, REJECT_CHECK);
		return;
	}
	matrix_add_figure(job, row, k);
	matrix_add_change(job, row, k);
}

static void
matrix_add_rows(struct matrix_job *job, const bool sound[MATRIX_COLUMNS])
{
	const struct matrix *matrix = &job->matrix;

	for (size_t i = 0; i < matrix->row_count; i++) {
		const struct matrix_row *row = &matrix->rows[i];
		for (size_t k = 0; k < matrix->column_count; k++)
			matrix_add_cell(job, row, k, sound[k]);
		job->figures->drafts.group++;
	}
}

static void
matrix_add(struct figures *figures, const struct marks *marks, size_t i,
    const struct matrix *matrix)
{
	struct matrix_job job = {
	    .figures = figures,
	    .marks = marks,
	    .at = i,
	    .matrix = *matrix,
	};
	bool sound[MATRIX_COLUMNS];

	matrix_look_back(&job);
	matrix_set_basis(&job);
	if (matrix_check(&job, sound))
		matrix_add_rows(&job, sound);
}

/* Apart from matrix_take, which every mark asks: a matrix fills pages. */
static __attribute__((noinline)) size_t
matrix_take_measure(
    struct figures *figures, const struct marks *marks, size_t i)
{
	struct matrix matrix;
	size_t end = matrix_read(&matrix, marks, i);
	if (end != i)
		matrix_add(figures, marks, i, &matrix);
	return end;
}

size_t
matrix_take(struct figures *figures, const struct marks *marks, size_t i)
{
	if (marks->list[i].kind != MARK_MEASURE)
		return i;
	return matrix_take_measure(figures, marks, i);
}
