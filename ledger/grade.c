/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a statement and its deciding figure. Out: certain, probable or possible,
 * and whether the amounts are small. ledger/judge.c calls it.
 */
#include "ledger/grade.h"

#include <string.h>

bool
grade_is_title_only(const struct reading *reading)
{
	return !reading->readable || reading->text_len == 0;
}

/* Somebody can be told whom it is about. */
static bool
grade_has_issuer(const struct statement *statement)
{
	const char *listing = statement->filing->listing;

	return (listing != NULL && listing[0] != '\0') ||
	       statement->reading->listing_count > 0 ||
	       statement->reading->issuer_name != NULL ||
	       statement->filing->issuer_name != NULL;
}

enum grade
grade_of(const struct statement *statement, const struct comparison *deciding)
{
	if (grade_is_title_only(statement->reading))
		return GRADE_POSSIBLE;
	if (!period_is_known(statement->period) ||
	    !grade_has_issuer(statement) || deciding->prior.derived ||
	    statement->reading->from_row ||
	    (deciding->level == NULL && deciding->pct == NULL))
		return GRADE_PROBABLE;
	return GRADE_CERTAIN;
}

/* EPS within 0.05 a year (0.03 a half) is exempt from the duty to forecast. */
static bool
grade_is_small_eps(const struct statement *statement)
{
	const struct fact *eps =
	    statement_find(statement, METRIC_EPS, ROLE_PRIOR_YEAR, NULL);
	int months = period_months(statement->period);
	int cents = months == 12 ? 5 : months == 6 ? 3 : 0;

	if (eps == NULL || cents == 0 || strcmp(eps->currency, "CNY") != 0)
		return false;
	struct decimal limit = {cents, 2};
	return decimal_cmp(decimal_abs(eps->low), limit) <= 0;
}

static bool
grade_is_small_change(const struct comparison *deciding, const char *currency)
{
	struct decimal mid, change;

	return deciding->metric != METRIC_EPS && deciding->prior.known &&
	       strcmp(currency, "CNY") == 0 && deciding->has_range &&
	       range_mid(&deciding->range, &mid) == 0 &&
	       decimal_sub(mid, deciding->prior.value, &change) == 0 &&
	       decimal_cmp(decimal_abs(change), decimal_from_int(1000000)) < 0;
}

bool
grade_is_small(
    const struct statement *statement, const struct comparison *deciding)
{
	char currency[CURRENCY_MAX];

	statement_currency(statement, deciding->metric, currency);
	return grade_is_small_eps(statement) ||
	       grade_is_small_change(deciding, currency);
}
