/* SPDX-License-Identifier: BSD-2-Clause */
/* In: the columns as they were read. Out: the columns of the rows. head.c. */
#include "reading/head_settle.h"

#include "reading/head_year.h"

/*
 * "本报告期 上年同期 / 修正前 修正后": the first is the parent of the last
 * two, and the second stands after them in every row.
 */
static void
head_unnest(struct head *head)
{
	struct head flat = *head;
	const struct column *revised = head_find(head, TELLS_REVISED);

	if (revised == NULL || head_find(head, TELLS_CURRENT) == NULL)
		return;
	flat.count = 0;
	for (size_t i = 0; i < head->count; i++)
		if (head->columns[i].tells == TELLS_PREVIOUS ||
		    head->columns[i].tells == TELLS_REVISED)
			flat.columns[flat.count++] = head->columns[i];
	for (size_t i = 0; i < head->count; i++)
		if (head->columns[i].tells != TELLS_PREVIOUS &&
		    head->columns[i].tells != TELLS_REVISED &&
		    head->columns[i].tells != TELLS_CURRENT &&
		    !(i == 0 && head->columns[i].kind == COLUMN_SKIP))
			flat.columns[flat.count++] = head->columns[i];
	flat.cells = 0;
	*head = flat;
}

/*
 * "당기 전기 증감율 전년동기 증감율": the first change is against the column that
 * is of no use, and no more use than that.
 */
static void
head_skip_change(struct head *head)
{
	struct column *skipped = NULL;

	for (size_t i = 1; i < head->count; i++) {
		struct column *column = &head->columns[i];
		if (column->kind != COLUMN_CHANGE)
			continue;
		if (column[-1].kind == COLUMN_SKIP)
			skipped = column;
		else if (skipped != NULL)
			skipped->kind = COLUMN_SKIP;
	}
}

/* By cells: a second row of headings adds columns between the first's. */
static void
head_sort(struct head *head)
{
	for (size_t i = 1; i < head->count; i++) {
		struct column column = head->columns[i];
		size_t k = i;
		for (; k > 0 && head->columns[k - 1].cell > column.cell; k--)
			head->columns[k] = head->columns[k - 1];
		head->columns[k] = column;
	}
}

/*
 * "FY2031 outlook | Low | High": in the corner, above the labels of rows, it is
 * said of all columns.
 */
static void
head_take_corner(struct head *head)
{
	const struct column corner = head->columns[0];

	if (head->cells == 0 || head->count < 2 || corner.cell != 0 ||
	    head->columns[1].cell == 0 || corner.kind != COLUMN_VALUE)
		return;
	head->count--;
	for (size_t i = 0; i < head->count; i++) {
		struct column *column = &head->columns[i];
		*column = head->columns[i + 1];
		column->expected |= corner.expected;
		if (period_is_known(column->period) ||
		    !period_is_known(corner.period))
			continue;
		column->period = head_is_prior(column)
				     ? period_prior_year(corner.period)
				     : corner.period;
	}
}

/* "Guidance | Q3 2031 | FY 2031": all are, but for the year before. */
static void
head_expect(struct head *head)
{
	for (size_t i = 0; i < head->count && head->cells > 0; i++) {
		struct column *column = &head->columns[i];
		column->expected |=
		    head->expected && !head_is_last_year(head, column);
	}
}

void
head_settle(struct head *head)
{
	head_sort(head);
	head_take_corner(head);
	head_unnest(head);
	head_skip_change(head);
	head_spread(head);
	head_expect(head);
}
