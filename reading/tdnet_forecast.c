/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a revision of a forecast in inline XBRL, and its text. Out: its figures to
 * the digit. read_document.c calls it; what it refuses the grammar has read.
 */
#include "reading/tdnet_forecast.h"

#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "reading/inline_xbrl.h"
#include "reading/list_clean.h"

#include <stdio.h>
#include <string.h>

#define TDNET_QUOTE  500
#define TDNET_TEXT   (256 * KIB) /* that is looked through for quotes */
#define TDNET_FACTS  512
#define TDNET_DIGITS 64
#define TDNET_LOOK   (256 * KIB) /* how far its mark may stand */

static const char tdnet_prefix[] = "tse-ed-t:";

/* What its names mean; accounting standards and trades end them otherwise. */
static const struct {
	const char *name;
	enum metric metric;
} tdnet_names[] = {
    {"NetSales", METRIC_REV},
    {"Sales", METRIC_REV},
    {"Revenue", METRIC_REV},
    {"Revenues", METRIC_REV},
    {"TotalRevenues", METRIC_REV},
    {"OperatingRevenues", METRIC_REV},
    {"GrossOperatingRevenues", METRIC_REV},
    {"OrdinaryRevenues", METRIC_REV},
    {"NetSalesAndOperatingRevenues", METRIC_REV},
    {"NetSalesOfCompletedConstructionContracts", METRIC_REV},
    {"OperatingIncome", METRIC_OP},
    {"OperatingProfit", METRIC_OP},
    {"OrdinaryIncome", METRIC_ORD},
    {"ProfitBeforeTax", METRIC_PBT},
    {"ProfitBeforeIncomeTaxes", METRIC_PBT},
    {"IncomeBeforeIncomeTaxes", METRIC_PBT},
    {"IncomeFromContinuingOperationsBeforeIncomeTaxes", METRIC_PBT},
    {"ProfitAttributableToOwnersOfParent", METRIC_NI_ATTR},
    {"NetIncome", METRIC_NI_ATTR},
    {"Profit", METRIC_NI_TOTAL},
    {"NetIncomePerShare", METRIC_EPS},
    {"BasicEarningsPerShare", METRIC_EPS},
    {"BasicNetIncomePerShare", METRIC_EPS},
    {"EarningsPerShare", METRIC_EPS},
};

static const char *const tdnet_endings[] = {
    "", "IFRS", "US", "BK", "IN", "SE", "Specific"};

/* One figure on its way: a fact, and the row of the table that it stands in. */
struct tdnet_fact {
	struct fact fact;
	int row;
};

struct tdnet_facts {
	size_t count;
	struct tdnet_fact *items;
};

/* What the name of a context says. */
struct tdnet_place {
	enum basis basis;
	enum role role;
	bool upper, lower; /* a bound only */
};

bool
tdnet_forecast_is(struct span bytes)
{
	size_t n = bytes.len < TDNET_LOOK ? bytes.len : TDNET_LOOK;

	return memmem(bytes.p, n, tdnet_prefix, strlen(tdnet_prefix)) != NULL &&
	       memmem(bytes.p, bytes.len, "nonFraction",
		   strlen("nonFraction")) != NULL;
}

static enum metric
tdnet_metric(const char *name)
{
	size_t names = sizeof(tdnet_names) / sizeof(tdnet_names[0]);
	size_t endings = sizeof(tdnet_endings) / sizeof(tdnet_endings[0]);

	if (strncmp(name, tdnet_prefix, strlen(tdnet_prefix)) != 0)
		return METRIC_NONE;
	name += strlen(tdnet_prefix);
	for (size_t i = 0; i < names; i++) {
		size_t n = strlen(tdnet_names[i].name);
		if (strncmp(name, tdnet_names[i].name, n) != 0)
			continue;
		for (size_t k = 0; k < endings; k++)
			if (strcmp(name + n, tdnet_endings[k]) == 0)
				return tdnet_names[i].metric;
	}
	return METRIC_NONE;
}

/* Parts of a context's name, between its '_'. */
enum tdnet_part {
	PART_CONSOLIDATED = 1 << 0,
	PART_PARENT = 1 << 1,
	PART_PREVIOUS = 1 << 2,
	PART_CURRENT = 1 << 3,
	PART_FORECAST = 1 << 4,
	PART_UPPER = 1 << 5,
	PART_LOWER = 1 << 6,
	PART_RESULT = 1 << 7,
	PART_FOREIGN = 1 << 8 /* segments, dividends and whatever else */
};

static unsigned
tdnet_part(struct span part)
{
	static const struct {
		const char *name;
		unsigned part;
	} parts[] = {{"ConsolidatedMember", PART_CONSOLIDATED},
	    {"NonConsolidatedMember", PART_PARENT},
	    {"PreviousMember", PART_PREVIOUS}, {"CurrentMember", PART_CURRENT},
	    {"ForecastMember", PART_FORECAST}, {"UpperMember", PART_UPPER},
	    {"LowerMember", PART_LOWER}, {"ResultMember", PART_RESULT}};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (span_is(part, parts[i].name))
			return parts[i].part;
	return PART_FOREIGN;
}

/* All parts behind the first, which is the period's. */
static unsigned
tdnet_parts(const char *id)
{
	const char *at = strchr(id, '_');
	unsigned parts = 0;

	while (at != NULL) {
		const char *next = strchr(at + 1, '_');
		size_t n =
		    next != NULL ? (size_t)(next - at - 1) : strlen(at + 1);
		parts |= tdnet_part((struct span){at + 1, n});
		at = next;
	}
	return parts;
}

static enum role
tdnet_role(const char *id, unsigned parts)
{
	bool forecast =
	    (parts & (PART_FORECAST | PART_UPPER | PART_LOWER)) != 0;
	bool result = (parts & PART_RESULT) != 0;

	if (forecast == result || (parts & PART_FOREIGN) != 0)
		return ROLE_NONE;
	if (strncmp(id, "Prior", strlen("Prior")) == 0)
		return result ? ROLE_PRIOR_YEAR : ROLE_NONE;
	if (forecast)
		return (parts & PART_PREVIOUS) != 0 ? ROLE_FORECAST_PREVIOUS
						    : ROLE_FORECAST;
	return (parts & PART_PREVIOUS) != 0 ? ROLE_NONE : ROLE_ACTUAL;
}

/* False: the context is of something else. */
static bool
tdnet_place(const char *id, struct tdnet_place *ret)
{
	unsigned parts = tdnet_parts(id);
	bool group = (parts & PART_CONSOLIDATED) != 0;

	*ret = (struct tdnet_place){
	    .basis = group ? BASIS_CONSOLIDATED : BASIS_PARENT,
	    .role = tdnet_role(id, parts),
	    .upper = (parts & PART_UPPER) != 0,
	    .lower = (parts & PART_LOWER) != 0};
	return ret->role != ROLE_NONE &&
	       group != ((parts & PART_PARENT) != 0) &&
	       !(ret->upper && ret->lower);
}

/* Digits, with commas of thousands, times the scale. */
static int
tdnet_number(const struct inline_value *value, struct decimal *ret)
{
	char *text = list_clean_nfkc(mem_strdup(value->text));
	char digits[TDNET_DIGITS];
	size_t n = 0;
	int r = 0;

	for (const char *p = text; *p != '\0' && r == 0; p++) {
		bool three = strspn(p + 1, "0123456789") == 3;
		if (n + 1 == sizeof(digits) ||
		    strchr("0123456789.,", *p) == NULL || (*p == ',' && !three))
			r = ERR_SYNTAX;
		else if (*p != ',')
			digits[n++] = *p;
	}
	mem_free(text);
	if (r == 0)
		r = decimal_parse(digits, n, ret);
	if (r == 0)
		r = decimal_scale10(*ret, value->scale, ret);
	if (r == 0 && value->negative)
		*ret = decimal_neg(*ret);
	return r;
}

/* "JPY", "JPYPerShares": an ISO 4217 code in front. */
static bool
tdnet_currency(const char *unit, char ret[CURRENCY_MAX])
{
	static const char *const known[] = {"JPY", "USD", "EUR", "CNY"};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strncmp(unit, known[i], CURRENCY_MAX - 1) != 0)
			continue;
		memcpy(ret, known[i], CURRENCY_MAX);
		return true;
	}
	return false;
}

static struct fact *
tdnet_seat(struct tdnet_facts *facts, const struct fact *like, int row)
{
	size_t n = facts->count;

	for (size_t i = 0; i < n; i++) {
		struct fact *known = &facts->items[i].fact;
		if (known->metric == like->metric &&
		    known->basis == like->basis && known->role == like->role &&
		    period_equal(known->period, like->period))
			return known;
	}
	facts->items = mem_resize(facts->items, n + 1, sizeof(*facts->items));
	facts->items[n] = (struct tdnet_fact){*like, row};
	facts->count = n + 1;
	return &facts->items[n].fact;
}

/* Sets a bound, which is open or the same already. */
static int
tdnet_set(struct decimal *bound, bool *open, struct decimal number)
{
	if (!*open && decimal_cmp(*bound, number) != 0)
		return ERR_UNREADABLE;
	*bound = number;
	*open = false;
	return 0;
}

static int
tdnet_take(struct tdnet_facts *facts, const struct inline_value *value,
    const struct fact *like, const struct tdnet_place *place)
{
	struct fact *fact = tdnet_seat(facts, like, value->row);
	struct decimal number;
	int r = tdnet_number(value, &number);

	if (r == 0 && !place->upper)
		r = tdnet_set(&fact->low, &fact->low_open, number);
	if (r == 0 && !place->lower)
		r = tdnet_set(&fact->high, &fact->high_open, number);
	return r;
}

/* A digit, in half or full width (U+FF10 to U+FF19). */
static bool
tdnet_has_digit(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text >= '0' && *text <= '9')
			return true;
		if (strncmp(text, "\xef\xbc", 2) == 0 &&
		    (unsigned char)text[2] >= 0x90 &&
		    (unsigned char)text[2] <= 0x99)
			return true;
	}
	return false;
}

/* Nothing stands there: no number, or one that is not known yet. */
static bool
tdnet_is_blank(const struct inline_value *value)
{
	return value->nil || !tdnet_has_digit(value->text);
}

static int
tdnet_add(struct tdnet_facts *facts, const struct inline_xbrl *xbrl,
    const struct inline_value *value, struct err *err)
{
	const struct inline_context *context =
	    inline_xbrl_context(xbrl, value->context);
	struct fact like = {.metric = tdnet_metric(value->name),
	    .low_open = true,
	    .high_open = true};
	struct tdnet_place place;

	if (like.metric == METRIC_NONE || tdnet_is_blank(value) ||
	    !tdnet_place(value->context, &place))
		return 0;
	if (context == NULL || !period_is_known(context->period) ||
	    !tdnet_currency(value->unit, like.currency))
		return err_set(err, ERR_UNREADABLE,
		    "'%.60s' has no period or no currency", value->name);
	like.basis = place.basis;
	like.role = place.role;
	like.period = context->period;
	if (facts->count == TDNET_FACTS ||
	    tdnet_take(facts, value, &like, &place) < 0)
		return err_set(err, ERR_UNREADABLE,
		    "'%.60s' cannot be read as '%.40s'", value->name,
		    value->text);
	return 0;
}

/* Bounds in order, and a forecast or a result among them. */
static int
tdnet_check(const struct tdnet_facts *facts, struct err *err)
{
	bool news = false;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = &facts->items[i].fact;
		if (!fact->low_open && !fact->high_open &&
		    decimal_cmp(fact->low, fact->high) > 0)
			return err_set(
			    err, ERR_UNREADABLE, "a range is upside down");
		news |=
		    fact->role == ROLE_FORECAST || fact->role == ROLE_ACTUAL;
	}
	return news ? 0 : err_set(err, ERR_UNREADABLE, "no forecast is tagged");
}

/* quotes: the lines of the text that hold the values of a row. */

/* first: of the row's values. */
static bool
tdnet_line_has(struct span line, const struct inline_xbrl *xbrl, size_t first)
{
	int row = xbrl->values[first].row;

	for (size_t i = first;
	     i < xbrl->value_count && xbrl->values[i].row == row; i++) {
		const struct inline_value *value = &xbrl->values[i];
		if (tdnet_is_blank(value))
			continue;
		const char *at = span_find(line, span_of(value->text));
		if (at == NULL)
			return false;
		at += strlen(value->text);
		line.len -= (size_t)(at - line.p);
		line.p = at;
	}
	return true;
}

/* The line of a row at or after *from; empty: it is not found. */
static struct span
tdnet_line(
    struct span text, size_t *from, const struct inline_xbrl *xbrl, int row)
{
	size_t at = *from, first = 0;

	while (xbrl->values[first].row != row ||
	       tdnet_is_blank(&xbrl->values[first]))
		first++;
	while (at < text.len) {
		const char *end = memchr(text.p + at, '\n', text.len - at);
		size_t n =
		    end != NULL ? (size_t)(end - text.p) - at : text.len - at;
		struct span line = {text.p + at, n};
		if (tdnet_line_has(line, xbrl, first)) {
			*from = at + n;
			return line;
		}
		at += n + 1;
	}
	return (struct span){text.p, 0};
}

static void
tdnet_quote(
    struct tdnet_facts *facts, const struct inline_xbrl *xbrl, struct span text)
{
	size_t from = 0;
	int row = -1;
	struct span line = {text.p, 0};

	if (text.len > TDNET_TEXT)
		text.len = TDNET_TEXT;
	for (size_t i = 0; i < facts->count; i++) {
		struct fact *fact = &facts->items[i].fact;
		if (facts->items[i].row != row)
			line =
			    tdnet_line(text, &from, xbrl, facts->items[i].row);
		row = facts->items[i].row;
		fact->quote = mem_strndup(line.p, line.len);
		list_clean_cut(fact->quote, TDNET_QUOTE);
		fact->offset =
		    (int64_t)utf8_count(text.p, (size_t)(line.p - text.p));
	}
}

/* reading: the figures take their place. */

static bool
tdnet_keeps(const struct tdnet_facts *facts, const struct fact *fact)
{
	if (fact->role != ROLE_PRIOR_YEAR &&
	    fact->role != ROLE_PRIOR_YEAR_RESTATED)
		return false;
	for (size_t i = 0; i < facts->count; i++)
		if (facts->items[i].fact.role == ROLE_PRIOR_YEAR)
			return false;
	return true;
}

static void
tdnet_replace(struct tdnet_facts *facts, struct reading *reading)
{
	size_t kept = 0;

	for (size_t i = 0; i < reading->fact_count; i++) {
		struct fact *fact = &reading->facts[i];
		if (tdnet_keeps(facts, fact))
			reading->facts[kept++] = *fact;
		else
			fact_done(fact);
	}
	reading->fact_count = kept;
	for (size_t i = 0; i < facts->count; i++) {
		*reading_add_fact(reading) = facts->items[i].fact;
		facts->items[i].fact = (struct fact){0};
	}
}

static void
tdnet_facts_done(struct tdnet_facts *facts)
{
	for (size_t i = 0; i < facts->count; i++)
		fact_done(&facts->items[i].fact);
	mem_free(facts->items);
}

int
tdnet_forecast_read(struct span bytes, struct span text,
    struct reading *reading, struct err *err)
{
	struct tdnet_facts facts = {0};
	struct inline_xbrl xbrl;
	int r = inline_xbrl_read(bytes, &xbrl, err);

	for (size_t i = 0; i < xbrl.value_count && r == 0; i++)
		r = tdnet_add(&facts, &xbrl, &xbrl.values[i], err);
	if (r == 0)
		r = tdnet_check(&facts, err);
	if (r == 0) {
		tdnet_quote(&facts, &xbrl, text);
		tdnet_replace(&facts, reading);
		if (reading->form == FORM_OTHER)
			reading->form = FORM_FORECAST_REVISION;
	}
	tdnet_facts_done(&facts);
	inline_xbrl_done(&xbrl);
	return r;
}
