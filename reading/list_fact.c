/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a row and what the definition says of its figures. Out: facts of the
 * row's item. Called by list_value.c.
 */
#include "reading/list_fact.h"

#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "reading/list_clean.h"

#include <string.h>

#define FACT_WORD_LIMIT	 256
#define FACT_QUOTE_LIMIT 500
#define FACT_MONTHS	 24
#define FACT_FIRST_YEAR	 1950
#define FACT_LAST_YEAR	 2150

/* The word of a value in a list of the vocabulary; 0: the value is empty. */
static int
fact_read_word(const struct list_value *value, const struct list_row *row,
    enum vocab list, int *ret, struct err *err)
{
	char *word = list_value_text(value, row, FACT_WORD_LIMIT);
	int r = 0;

	*ret = word != NULL ? vocab_value(list, word) : 0;
	if (*ret < 0)
		r = err_set(
		    err, ERR_INVALID, "'%.40s' is no word for a figure", word);
	mem_free(word);
	return r;
}

/* Digits, with or without separators of thousands: "-1,234.5". */
static int
fact_parse_number(const char *text, int scale, struct decimal *ret)
{
	char digits[FACT_WORD_LIMIT + 1];
	struct decimal number;
	size_t n = 0;

	for (; *text != '\0' && n < FACT_WORD_LIMIT; text++) {
		bool three = strspn(text + 1, "0123456789") == 3;
		if (*text == ',' && !three)
			return ERR_SYNTAX;
		if (*text != ',')
			digits[n++] = *text;
	}
	int r = decimal_parse(digits, n, &number);
	return r < 0 ? r : decimal_scale10(number, scale, ret);
}

/* *ret_open: the row does not give it. */
static int
fact_read_bound(const struct list_value *value, const struct list_row *row,
    int scale, struct decimal *ret, bool *ret_open, struct err *err)
{
	char *text = list_value_text(value, row, FACT_WORD_LIMIT);
	int r = 0;

	*ret_open = text == NULL;
	*ret = DECIMAL_ZERO;
	if (text != NULL && fact_parse_number(text, scale, ret) < 0)
		r = err_set(err, ERR_INVALID, "'%.40s' is no number", text);
	mem_free(text);
	return r;
}

/* Both bounds; a fact with one declared bound is exact. */
static int
fact_read_bounds(const struct list_fact *spec, const struct list_row *row,
    struct item_fact *fact, struct err *err)
{
	int r = fact_read_bound(
	    &spec->low, row, spec->scale, &fact->low, &fact->low_open, err);

	if (r == 0)
		r = fact_read_bound(&spec->high, row, spec->scale, &fact->high,
		    &fact->high_open, err);
	if (r < 0 || (fact->low_open && fact->high_open))
		return r;
	if (spec->high.template == NULL) {
		fact->high = fact->low;
		fact->high_open = false;
	} else if (spec->low.template == NULL) {
		fact->low = fact->high;
		fact->low_open = false;
	} else if (!fact->low_open && !fact->high_open &&
		   decimal_cmp(fact->low, fact->high) > 0) {
		struct decimal low = fact->high;
		fact->high = fact->low;
		fact->low = low;
	}
	return 0;
}

/* The first day of a period of so many months that ends in that of end. */
static int32_t
fact_period_start(int32_t end, int months)
{
	struct date d = date_from_day(end);
	int month = d.year * 12 + d.month - months;

	return date_to_day((struct date){month / 12, month % 12 + 1, 1});
}

static int
fact_read_months(const struct list_fact *spec, const struct list_row *row,
    int32_t end, int *ret, struct err *err)
{
	char *text = list_value_text(&spec->period_months, row, 8);
	int64_t months = date_from_day(end).month;
	int r = 0;

	if (text != NULL && number_parse(text, 1, FACT_MONTHS, &months) < 0)
		r = err_set(
		    err, ERR_INVALID, "'%s' is no number of months", text);
	mem_free(text);
	*ret = (int)months;
	return r;
}

/* Within the lives of those who report. */
static bool
fact_is_sane(int32_t end)
{
	int year = date_from_day(end).year;

	return year >= FACT_FIRST_YEAR && year <= FACT_LAST_YEAR;
}

/* The same day of another year; the end of February stays its end. */
static int32_t
fact_add_years(struct date date, int years)
{
	date.year += years;
	if (date.month == 2 && date.day >= 28)
		return date_to_day((struct date){date.year, 3, 1}) - 1;
	return date_to_day(date);
}

static int
fact_read_period(const struct list_fact *spec, const struct list_row *row,
    struct item_fact *fact, struct err *err)
{
	char *text = list_value_text(&spec->period_end, row, FACT_WORD_LIMIT);
	bool has_time, has_zone;
	int64_t wall;
	int months, r = ERR_SYNTAX;

	if (text != NULL && spec->period_format != NULL)
		r = datetime_parse(
		    text, spec->period_format, 0, &wall, &has_time, &has_zone);
	if (r < 0)
		r = err_set(err, ERR_INVALID, "'%.40s' is no end of a period",
		    text != NULL ? text : "");
	mem_free(text);
	if (r < 0)
		return r;
	int32_t end =
	    fact_add_years(datetime_at(wall, 0).date, spec->period_years);
	r = fact_read_months(spec, row, end, &months, err);
	fact->period = (struct period){fact_period_start(end, months), end};
	if (r == 0 && !fact_is_sane(end))
		r = err_set(err, ERR_INVALID,
		    "a period that ends in the year "
		    "%d",
		    date_from_day(end).year);
	return r;
}

/* The words of a fact; *ret_none: it is none. */
static int
fact_read_words(const struct list_fact *spec, const struct list_row *row,
    struct item_fact *fact, bool *ret_none, struct err *err)
{
	int metric = 0, role = 0, basis = 0;
	int r = fact_read_word(&spec->metric, row, VOCAB_METRICS, &metric, err);

	if (r == 0)
		r = fact_read_word(&spec->role, row, VOCAB_ROLES, &role, err);
	if (r == 0)
		r = fact_read_word(&spec->basis, row, VOCAB_BASES, &basis, err);
	*ret_none = metric == METRIC_NONE || role == ROLE_NONE;
	if (r < 0)
		return r;
	fact->metric = (enum metric)metric;
	fact->role = (enum role)role;
	fact->basis = (enum basis)basis;
	return 0;
}

/* Percentages have none. Gives. */
static char *
fact_currency(const struct list_fact *spec, const struct list_row *row,
    const struct item *item, enum role role)
{
	const char *listing = NULL;

	if (role == ROLE_PCT_CHANGE)
		return mem_strdup("");
	char *text = list_value_text(&spec->currency, row, 8);
	if (text != NULL)
		return text;
	if (item->issuer_count > 0)
		listing = item->issuers[0].listing;
	return mem_strdup(listing != NULL ? listing_currency(listing) : "");
}

static char *
fact_quote(const struct item *item)
{
	char *quote = mem_strdup(item->text != NULL ? item->text : item->title);

	list_clean_lines(quote);
	list_clean_cut(quote, FACT_QUOTE_LIMIT);
	return quote;
}

static int
fact_read(const struct list_fact *spec, const struct list_row *row,
    struct item *item, struct err *err)
{
	struct item_fact fact = {0};
	bool none = false;
	int r = fact_read_words(spec, row, &fact, &none, err);

	if (r < 0 || none)
		return r;
	r = fact_read_bounds(spec, row, &fact, err);
	if (r < 0 || (fact.low_open && fact.high_open))
		return r;
	r = fact_read_period(spec, row, &fact, err);
	if (r < 0)
		return r;
	fact.currency = fact_currency(spec, row, item, fact.role);
	fact.broker = list_value_text(&spec->broker, row, FACT_WORD_LIMIT);
	fact.quote = fact_quote(item);
	*item_add_fact(item) = fact;
	return 0;
}

int
list_fact_read(const struct list_spec *spec, const struct list_row *row,
    struct item *item, struct err *err)
{
	int r = 0;

	for (size_t i = 0; i < spec->fact_count && r == 0; i++)
		r = fact_read(&spec->facts[i], row, item, err);
	return r;
}
