/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A real aggregator page of ten entries against the figures that two readers
 * took from it: what issuers forecast, what brokers estimate and last year's
 * figures must all be there, and none may be wrong. The page is not part of
 * this project; where it is not at hand the test says so.
 */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include <cmocka.h>

#define SEED_LINES   64
#define SEED_RESULTS 9 /* the half-year report: a digest of many lines */

/* The metrics of the gold file that filingd keeps. */
static const struct {
	const char *name;
	enum metric metric;
} metrics[] = {
    {"NI_ATTR", METRIC_NI_ATTR},
    {"NI_ATTR_EXNR", METRIC_NI_EXNR},
    {"NI_TOTAL", METRIC_NI_TOTAL},
    {"REV", METRIC_REV},
    {"REV_MAIN", METRIC_REV},
    {"REV_TOTAL", METRIC_REV},
    {"OPERATING_PROFIT", METRIC_OP},
    {"EPS", METRIC_EPS},
    {"EPS_BASIC", METRIC_EPS},
    {"EPS_BASIC_EXNR", METRIC_EPS},
    {"CFO", METRIC_CASH_FLOW},
};

struct seed {
	json_t *gold;
	char *page;
	char *lines[SEED_LINES];
	int exact, missing, wrong, left_out;
};

static char *
seed_path(const char *name)
{
	const char *dir = getenv("FILINGD_SHARED");
	char *fallback = grammar_path("../shared");
	char *path =
	    mem_printf("%s/seed/%s", dir != NULL ? dir : fallback, name);

	mem_free(fallback);
	return path;
}

/* The whole file; NULL when it is not there. Gives. */
static char *
seed_load(const char *name)
{
	char *path = seed_path(name);
	FILE *f = fopen(path, "rb");
	struct buf buf;
	char bytes[4096];
	size_t n;

	mem_free(path);
	if (f == NULL)
		return NULL;
	buf_init(&buf, MIB);
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		assert_int_equal(buf_add(&buf, bytes, n), 0);
	fclose(f);
	return buf_take(&buf);
}

static int
setup(void **state)
{
	struct seed *seed = mem_new(sizeof *seed);
	char *gold = seed_load("gold.json");
	int n = 0;

	seed->page = seed_load("vastdata-603138.txt");
	*state = seed;
	if (seed->page == NULL || gold == NULL)
		return 0;
	for (char *line = seed->page; line != NULL && n < SEED_LINES;) {
		seed->lines[n++] = line;
		line = strchr(line, '\n');
		if (line != NULL)
			*line++ = '\0';
	}
	seed->gold = json_loads(gold, 0, NULL);
	assert_non_null(seed->gold);
	mem_free(gold);
	return 0;
}

static int
teardown(void **state)
{
	struct seed *seed = *state;

	json_decref(seed->gold);
	mem_free(seed->page);
	mem_free(seed);
	return grammar_teardown(NULL);
}

static const char *
text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* Metric of a gold fact, and whether it is a change; false: not ours. */
static bool
gold_metric(const json_t *gold, enum metric *ret, bool *ret_change)
{
	const char *name = text_of(gold, "metric");
	size_t n = strlen(name);

	*ret_change = n > 4 && strcmp(name + n - 4, "_YOY") == 0;
	n -= *ret_change ? 4 : 0;
	for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++)
		if (strlen(metrics[i].name) == n &&
		    memcmp(metrics[i].name, name, n) == 0) {
			*ret = metrics[i].metric;
			return true;
		}
	return false;
}

static bool
gold_has_role(const json_t *gold, enum role role)
{
	const char *name = text_of(gold, "role");

	switch ((int)role) {
	case ROLE_FORECAST:
		return strcmp(name, "forecast_company") == 0;
	case ROLE_ESTIMATE:
		return strcmp(name, "estimate_broker") == 0;
	case ROLE_PRIOR_YEAR:
		return strcmp(name, "prior_year") == 0;
	case ROLE_ACTUAL:
		return strcmp(name, "actual") == 0;
	}
	return false;
}

/* One end of the range: open, or the same number. */
static bool
gold_is_end(const char *gold, bool open, struct decimal value)
{
	struct decimal want;

	if (gold == NULL || open)
		return gold == NULL && open;
	assert_int_equal(decimal_parse(gold, strlen(gold), &want), 0);
	return decimal_cmp(want, value) == 0;
}

static bool
gold_is_value(const json_t *gold, const struct fact *fact)
{
	const char *point = text_of(gold, "value");
	const char *low = point != NULL ? point : text_of(gold, "lo");
	const char *high = point != NULL ? point : text_of(gold, "hi");

	return gold_is_end(low, fact->low_open, fact->low) &&
	       gold_is_end(high, fact->high_open, fact->high);
}

static bool
gold_is_period(const json_t *gold, struct period period)
{
	const json_t *want = json_object_get(gold, "period");
	const char *start = text_of(want, "start"), *end = text_of(want, "end");
	char from[DATE_STR_MAX], to[DATE_STR_MAX];

	return start != NULL && end != NULL &&
	       strcmp(date_print(period.start, from), start) == 0 &&
	       strcmp(date_print(period.end, to), end) == 0;
}

static bool
gold_is_fact(const json_t *gold, const struct fact *fact)
{
	enum metric metric;
	bool change;

	if (!gold_metric(gold, &metric, &change) || metric != fact->metric ||
	    change != (fact->role == ROLE_PCT_CHANGE) ||
	    (!change && !gold_has_role(gold, fact->role)))
		return false;
	return gold_is_value(gold, fact) && gold_is_period(gold, fact->period);
}

/* A gold fact with a figure, of a metric and role that are ours. */
static bool
gold_counts(const json_t *gold)
{
	enum metric metric;
	bool change;
	bool figure = text_of(gold, "value") != NULL ||
		      text_of(gold, "lo") != NULL ||
		      text_of(gold, "hi") != NULL;

	return figure && gold_metric(gold, &metric, &change) &&
	       (gold_has_role(gold, ROLE_FORECAST) ||
		   gold_has_role(gold, ROLE_ESTIMATE) ||
		   gold_has_role(gold, ROLE_PRIOR_YEAR) ||
		   gold_has_role(gold, ROLE_ACTUAL));
}

static void
count_gold(struct seed *seed, const json_t *entry, const struct reading *got)
{
	size_t i;
	json_t *gold;
	bool results =
	    json_integer_value(json_object_get(entry, "n")) == SEED_RESULTS;

	json_array_foreach(json_object_get(entry, "facts"), i, gold)
	{
		bool found = false;
		if (!gold_counts(gold))
			continue;
		for (size_t k = 0; k < got->fact_count; k++)
			found |= gold_is_fact(gold, &got->facts[k]);
		seed->exact += found;
		seed->left_out +=
		    !found && (results || gold_has_role(gold, ROLE_ACTUAL));
		if (found || results || gold_has_role(gold, ROLE_ACTUAL))
			continue;
		seed->missing++;
		print_error("missing: %s\n", text_of(gold, "id"));
	}
}

static void
count_wrong(struct seed *seed, const json_t *entry, const struct reading *got)
{
	for (size_t k = 0; k < got->fact_count; k++) {
		size_t i;
		json_t *gold;
		bool found = false;
		json_array_foreach(json_object_get(entry, "facts"), i, gold)
		    found |= gold_is_fact(gold, &got->facts[k]);
		if (found)
			continue;
		seed->wrong++;
		print_error("wrong: %s\n", got->facts[k].quote);
	}
}

static void
read_entry(struct seed *seed, const json_t *entry)
{
	int line = (int)json_integer_value(json_object_get(entry, "line_body"));
	struct document_hint hint = {
	    .title = text_of(entry, "title"),
	    .publisher = text_of(entry, "source"),
	    .listing = "XSHG:603138",
	    .published = DATE_NONE,
	};
	struct reading reading;

	assert_true(line > 0 && line <= SEED_LINES);
	read_text(
	    grammar_lexicon(), span_of(seed->lines[line - 1]), &hint, &reading);
	count_gold(seed, entry, &reading);
	count_wrong(seed, entry, &reading);
	reading_done(&reading);
}

static void
page_of_ten_entries_reads_as_two_readers_did(void **state)
{
	struct seed *seed = *state;
	size_t i;
	json_t *entry;

	if (seed->gold == NULL) {
		print_message("skipped: no ../shared/seed\n");
		skip();
	}
	json_array_foreach(json_object_get(seed->gold, "entries"), i, entry)
	    read_entry(seed, entry);
	print_message("seed: %d figures exact, %d missing, %d wrong, %d of "
		      "reports left out\n",
	    seed->exact, seed->missing, seed->wrong, seed->left_out);
	assert_int_equal(seed->missing, 0);
	assert_int_equal(seed->wrong, 0);
	assert_true(seed->exact >= 70);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(page_of_ten_entries_reads_as_two_readers_did),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
