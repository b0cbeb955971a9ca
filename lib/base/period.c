/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: years, months and quarters as documents name them. Out: periods that can
 * be compared, and their labels. The grammar and the ledger call it.
 */
#include "lib/base/period.h"

#include <assert.h>
#include <stdio.h>

/* The period of months that ends with month (1..12) of year. */
static struct period
period_ending(int year, int month, int months)
{
	struct date start = {year, month - months + 1, 1};
	struct date end = {year, month, date_month_days(year, month)};

	return (struct period){date_to_day(start), date_to_day(end)};
}

struct period
period_cumulative(int year, int months)
{
	assert(months >= 1 && months <= 12);
	return period_ending(year, months, months);
}

struct period
period_quarter(int year, int quarter)
{
	assert(quarter >= 1 && quarter <= 4);
	return period_ending(year, quarter * 3, 3);
}

/* The same day one year earlier; no 29 February where there is none. */
static int32_t
period_day_prior(int32_t day)
{
	if (day == DATE_NONE)
		return DATE_NONE;
	struct date d = date_from_day(day);
	if (--d.year < 1)
		return DATE_NONE;
	int last = date_month_days(d.year, d.month);
	d.day = d.day > last ? last : d.day;
	return date_to_day(d);
}

struct period
period_prior_year(struct period p)
{
	struct period prior = {
	    period_day_prior(p.start), period_day_prior(p.end)};

	if (prior.end == DATE_NONE)
		return prior;
	/* What ended with February still does. */
	struct date end = date_from_day(p.end);
	if (end.month == 2 && end.day == date_month_days(end.year, 2))
		prior.end = period_ending(end.year - 1, 2, 1).end;
	return prior;
}

bool
period_is_known(struct period p)
{
	return p.start != DATE_NONE && p.end != DATE_NONE;
}

bool
period_equal(struct period a, struct period b)
{
	return a.start == b.start && a.end == b.end;
}

int
period_months(struct period p)
{
	if (!period_is_known(p) || p.end < p.start)
		return 0;
	struct date start = date_from_day(p.start);
	struct date end = date_from_day(p.end);
	if (start.day != 1 || end.day != date_month_days(end.year, end.month))
		return 0;
	return (end.year - start.year) * 12 + end.month - start.month + 1;
}

char *
period_label(struct period p, char buf[PERIOD_LABEL_MAX])
{
	char start[DATE_STR_MAX], end[DATE_STR_MAX];
	int months = period_months(p);
	struct date last = date_from_day(p.end);
	bool from_january = months == last.month;

	if (months == 12 && from_january)
		(void)snprintf(buf, PERIOD_LABEL_MAX, "FY%d", last.year);
	else if (months == 12)
		(void)snprintf(
		    buf, PERIOD_LABEL_MAX, "FY%d/%d", last.month, last.year);
	else if (months == 6 && from_january)
		(void)snprintf(buf, PERIOD_LABEL_MAX, "H1 %d", last.year);
	else if (months == 9 && from_january)
		(void)snprintf(buf, PERIOD_LABEL_MAX, "9M %d", last.year);
	else if (months == 3 && last.month % 3 == 0)
		(void)snprintf(
		    buf, PERIOD_LABEL_MAX, "Q%d %d", last.month / 3, last.year);
	else if (p.start == DATE_NONE && p.end == DATE_NONE)
		buf[0] = '\0';
	else
		(void)snprintf(buf, PERIOD_LABEL_MAX, "%.10s..%.10s",
		    date_print(p.start, start), date_print(p.end, end));
	return buf;
}
