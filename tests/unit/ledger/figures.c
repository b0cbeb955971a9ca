/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: short notations. Out: the records of reading/ and ledger/. Only the
 * ledger's tests use it.
 */
#include "tests/unit/ledger/figures.h"

#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

struct decimal
figure(const char *text)
{
	struct decimal d = DECIMAL_ZERO;

	assert_int_equal(decimal_parse(text, strlen(text), &d), 0);
	return d;
}

struct range
figures(const char *text)
{
	const char *dots = strstr(text, "..");
	struct range range = {0};
	char low[64];

	if (dots == NULL)
		return range_of_point(figure(text));
	(void)snprintf(low, sizeof(low), "%.*s", (int)(dots - text), text);
	range.low_open = low[0] == '\0';
	range.high_open = dots[2] == '\0';
	if (!range.low_open)
		range.low = figure(low);
	if (!range.high_open)
		range.high = figure(dots + 2);
	return range;
}

bool
figure_prints(struct decimal d, const char *text)
{
	char buf[DECIMAL_STR_MAX];

	if (strcmp(decimal_print_fixed(d, 2, buf), text) == 0)
		return true;
	print_message("%s is not %s\n", buf, text);
	return false;
}

struct period
period_named(const char *label)
{
	int year = 0;
	int n = 0;

	if (sscanf(label, "FY%d", &year) == 1)
		return period_cumulative(year, 12);
	if (sscanf(label, "H1 %d", &year) == 1)
		return period_cumulative(year, 6);
	if (sscanf(label, "9M %d", &year) == 1)
		return period_cumulative(year, 9);
	assert_int_equal(sscanf(label, "Q%d %d", &n, &year), 2);
	return period_quarter(year, n);
}

int64_t
wall_at(const char *day)
{
	int32_t n = 0;

	assert_int_equal(date_parse(day, &n), 0);
	return n * DAY_MS;
}

struct fact *
say(struct reading *reading, enum role role, enum metric metric,
    const char *period, const char *range)
{
	struct fact *fact = reading_add_fact(reading);
	struct range bounds = figures(range);

	fact->metric = metric;
	fact->role = role;
	fact->basis = BASIS_CONSOLIDATED;
	fact->period = period_named(period);
	fact->low = bounds.low;
	fact->high = bounds.high;
	fact->low_open = bounds.low_open;
	fact->high_open = bounds.high_open;
	if (role != ROLE_PCT_CHANGE)
		(void)snprintf(fact->currency, CURRENCY_MAX, "CNY");
	fact->quote = mem_printf(
	    "%s %s %s", vocab_word(VOCAB_ROLES, (int)role), period, range);
	return fact;
}

const char *
flags_text(unsigned flags)
{
	static char text[512];

	text[0] = '\0';
	for (int i = 0; i < FLAG_COUNT; i++) {
		size_t n = strlen(text);
		if ((flags & 1U << i) == 0)
			continue;
		(void)snprintf(text + n, sizeof(text) - n, "%s%s",
		    n > 0 ? "," : "", vocab_flag_word(1U << i));
	}
	return text;
}

uint32_t
dice(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) +
		 UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33);
}

struct decimal
dice_figure(uint64_t *state)
{
	int64_t whole = (int64_t)(dice(state) % 101) - 50;
	struct decimal d = decimal_from_int(whole);

	if (dice(state) % 3 == 0)
		assert_int_equal(decimal_scale10(d, -1, &d), 0);
	return d;
}

struct range
dice_range(uint64_t *state)
{
	struct range range = range_of_point(dice_figure(state));

	if (dice(state) % 4 != 0)
		range.high = dice_figure(state);
	if (decimal_cmp(range.low, range.high) > 0) {
		struct decimal swap = range.low;
		range.low = range.high;
		range.high = swap;
	}
	range.low_open = dice(state) % 12 == 0;
	range.high_open = dice(state) % 12 == 0;
	return range;
}
