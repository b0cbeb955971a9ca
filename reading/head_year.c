/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: years alone, as headings print them, and the periods that they are of.
 * Out: periods of columns. head.c calls it.
 */
#include "reading/head_year.h"

#define HEAD_YEARS 5 /* of a table */

struct period
head_year_of(struct period base, int year, struct period period)
{
	for (int i = 0; i < HEAD_YEARS; i++) {
		if (date_from_day(base.end).year == year)
			return base;
		base = period_prior_year(base);
	}
	return period;
}

void
head_spread(struct head *head)
{
	struct head flat = *head;
	size_t parents = 0;

	while (parents < head->count && head->columns[parents].year == 0 &&
	       period_is_known(head->columns[parents].period))
		parents++;
	size_t years = head->count - parents;
	if (head->cells > 0 || parents < 2 || years != 2 * parents)
		return;
	flat.count = 0;
	for (size_t i = 0; i < years; i++) {
		struct column column = head->columns[parents + i];
		if (column.year == 0)
			return;
		column.period = head_year_of(head->columns[i / 2].period,
		    column.year, (struct period){DATE_NONE, DATE_NONE});
		flat.columns[flat.count++] = column;
	}
	*head = flat;
}
