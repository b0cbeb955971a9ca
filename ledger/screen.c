/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a statement. Out: whether it meets a delisting condition of its market.
 * ledger/severity.c calls it.
 */
#include "ledger/screen.h"

#include "ledger/range.h"

#include <string.h>

bool
screen_negative_equity(const struct statement *statement)
{
	const struct fact *equity = NULL;

	for (size_t i = 0; i < statement->count; i++) {
		const struct fact *fact = &statement->facts[i];
		if (fact->metric != METRIC_EQUITY ||
		    fact->basis == BASIS_PARENT ||
		    !statement_has(statement, fact))
			continue;
		if (fact->role == ROLE_FORECAST || fact->role == ROLE_ACTUAL ||
		    fact->role == ROLE_ACTUAL_FLASH)
			equity = fact;
	}
	if (equity == NULL)
		return false;
	struct range range = range_of_fact(equity);
	return range_is_below_zero(&range);
}

/* Lines in yuan by the number range of the board; 0: no such rule. */
static int64_t
screen_line(const char *listing)
{
	static const struct {
		const char *prefix;
		int64_t line;
	} boards[] = {
	    {"XSHG:68", 100000000}, /* STAR */
	    {"XSHE:30", 100000000}, /* ChiNext */
	    {"XSHG:60", 300000000},
	    {"XSHE:00", 300000000},
	};

	for (size_t i = 0; i < sizeof(boards) / sizeof(boards[0]); i++) {
		if (strncmp(listing, boards[i].prefix, 7) == 0)
			return boards[i].line;
	}
	return 0;
}

/* The lowest of total profit, net profit and net profit before one-offs. */
static bool
screen_is_loss(const struct statement *statement)
{
	static const enum metric metrics[] = {
	    METRIC_NI_ATTR, METRIC_NI_EXNR, METRIC_PBT};

	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
		const struct fact *fact =
		    statement_level(statement, metrics[i]);
		if (fact == NULL)
			continue;
		struct range range = range_of_fact(fact);
		if (range_is_below_zero(&range))
			return true;
	}
	return false;
}

bool
screen_low_revenue(const struct statement *statement, int64_t *ret_line)
{
	struct date first = {2024, 12, 31};
	const char *listing = statement->filing->listing;
	const struct fact *revenue = statement_level(statement, METRIC_REV);
	int64_t line = listing != NULL ? screen_line(listing) : 0;

	if (line == 0 || revenue == NULL || revenue->high_open ||
	    strcmp(revenue->currency, "CNY") != 0 ||
	    period_months(statement->period) != 12 ||
	    statement->period.end < date_to_day(first))
		return false;
	if (decimal_cmp(revenue->high, decimal_from_int(line)) >= 0 ||
	    decimal_sign(revenue->high) <= 0 || !screen_is_loss(statement))
		return false;
	*ret_line = line;
	return true;
}
