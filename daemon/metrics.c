/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what happens, told by daemon/observe.c. Out: counters and histograms as
 * text, for daemon/metrics_page.c. Each kind of owner is a table of rows
 * sorted by name.
 */
#include "daemon/metrics.h"

#include "lib/base/mem.h"

#include <stdlib.h>
#include <string.h>

struct metrics_row {
	char *name;
	int64_t *counts; /* of the owner's kind, from its first counter */
	struct histogram *times;
};

struct metrics_table {
	size_t counters, times; /* of a row */
	size_t count;
	struct metrics_row *rows;
};

struct metrics {
	struct metrics_table tables[METRICS_OWNER_COUNT];
	size_t places[COUNTER_COUNT]; /* among the counters of their owner */
	size_t time_places[TIMING_COUNT];
};

#define OWNER_ROW(name, label) label,
static const char *const metrics_labels[] = {METRICS_OWNERS(OWNER_ROW)};

#define FAMILY_ROW(name, family, help) {family, help},
static const struct {
	const char *name;
	const char *help;
} metrics_families[] = {METRICS_FAMILIES(FAMILY_ROW)};

#define COUNTER_ROW(name, owner, family, labels) {owner, family, labels},
static const struct {
	enum metrics_owner owner;
	enum counter_family family;
	const char *labels;
} metrics_counters[] = {METRICS_COUNTERS(COUNTER_ROW)};

#define TIME_ROW(name, owner, kind, family, help) {owner, kind, family, help},
static const struct {
	enum metrics_owner owner;
	enum histogram_kind kind;
	const char *family;
	const char *help;
} metrics_times[] = {METRICS_TIMES(TIME_ROW)};

static int
metrics_compare(const void *a, const void *b)
{
	const struct metrics_row *left = a, *right = b;

	return strcmp(left->name, right->name);
}

static int
metrics_compare_name(const void *name, const void *row)
{
	return strcmp(name, ((const struct metrics_row *)row)->name);
}

static struct metrics_row *
metrics_find(
    const struct metrics *metrics, enum metrics_owner owner, const char *name)
{
	const struct metrics_table *table = &metrics->tables[owner];

	if (table->count == 0)
		return NULL;
	return bsearch(name, table->rows, table->count, sizeof(*table->rows),
	    metrics_compare_name);
}

static void
metrics_row_init(struct metrics_row *row, const struct metrics_table *table,
    enum metrics_owner owner, const char *name)
{
	size_t n = 0;

	row->name = mem_strdup(name);
	row->counts = mem_array(table->counters + 1, sizeof(*row->counts));
	row->times = mem_array(table->times + 1, sizeof(*row->times));
	for (size_t i = 0; i < TIMING_COUNT; i++) {
		if (metrics_times[i].owner == owner)
			row->times[n++].kind = metrics_times[i].kind;
	}
}

static void
metrics_row_done(struct metrics_row *row)
{
	mem_free(row->name);
	mem_free(row->counts);
	mem_free(row->times);
}

static void
metrics_rows_free(struct metrics_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		metrics_row_done(&rows[i]);
	mem_free(rows);
}

struct metrics *
metrics_new(void)
{
	static const char *const self[] = {""};
	struct metrics *metrics = mem_new(sizeof(*metrics));

	for (size_t i = 0; i < COUNTER_COUNT; i++)
		metrics->places[i] =
		    metrics->tables[metrics_counters[i].owner].counters++;
	for (size_t i = 0; i < TIMING_COUNT; i++)
		metrics->time_places[i] =
		    metrics->tables[metrics_times[i].owner].times++;
	metrics_set_names(metrics, METRICS_SELF, self, 1);
	return metrics;
}

void
metrics_free(struct metrics *metrics)
{
	if (metrics == NULL)
		return;
	for (size_t i = 0; i < METRICS_OWNER_COUNT; i++)
		metrics_rows_free(
		    metrics->tables[i].rows, metrics->tables[i].count);
	mem_free(metrics);
}

/* One row for each name; names that are there twice have one. */
static size_t
metrics_make_rows(struct metrics *metrics, enum metrics_owner owner,
    const char *const names[], size_t count, struct metrics_row *rows)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		metrics_row_init(
		    &rows[i], &metrics->tables[owner], owner, names[i]);
	qsort(rows, count, sizeof(*rows), metrics_compare);
	for (size_t i = 0; i < count; i++) {
		if (n > 0 && strcmp(rows[n - 1].name, rows[i].name) == 0)
			metrics_row_done(&rows[i]);
		else
			rows[n++] = rows[i];
	}
	return n;
}

void
metrics_set_names(struct metrics *metrics, enum metrics_owner owner,
    const char *const names[], size_t count)
{
	struct metrics_table *table = &metrics->tables[owner];
	struct metrics_row *rows = mem_array(count + 1, sizeof(*rows));
	size_t n = metrics_make_rows(metrics, owner, names, count, rows);

	for (size_t i = 0; i < n; i++) {
		struct metrics_row *old =
		    metrics_find(metrics, owner, rows[i].name);
		struct metrics_row fresh = rows[i];

		if (old == NULL)
			continue;
		rows[i] = *old; /* its counts go on */
		*old = fresh;
	}
	metrics_rows_free(table->rows, table->count);
	table->rows = rows;
	table->count = n;
}

void
metrics_count(
    struct metrics *metrics, enum counter counter, const char *name, int64_t n)
{
	struct metrics_row *row =
	    metrics_find(metrics, metrics_counters[counter].owner, name);

	if (row != NULL)
		row->counts[metrics->places[counter]] += n;
}

void
metrics_time(
    struct metrics *metrics, enum timing timing, const char *name, int64_t us)
{
	struct metrics_row *row =
	    metrics_find(metrics, metrics_times[timing].owner, name);

	if (row != NULL)
		histogram_add(&row->times[metrics->time_places[timing]], us);
}

int64_t
metrics_read(
    const struct metrics *metrics, enum counter counter, const char *name)
{
	const struct metrics_row *row =
	    metrics_find(metrics, metrics_counters[counter].owner, name);

	return row != NULL ? row->counts[metrics->places[counter]] : 0;
}

int64_t
metrics_read_times(
    const struct metrics *metrics, enum timing timing, const char *name)
{
	const struct metrics_row *row =
	    metrics_find(metrics, metrics_times[timing].owner, name);

	return row != NULL ? row->times[metrics->time_places[timing]].total : 0;
}

static void
metrics_print_counter(const struct metrics *metrics, struct metrics_text *text,
    size_t counter, size_t i)
{
	enum metrics_owner owner = metrics_counters[counter].owner;
	const struct metrics_row *row = &metrics->tables[owner].rows[i];
	char *labels = metrics_text_labels(
	    metrics_labels[owner], row->name, metrics_counters[counter].labels);

	metrics_text_int(text, labels, row->counts[metrics->places[counter]]);
	mem_free(labels);
}

/* All samples of a family stand together: by row, then by counter. */
static void
metrics_print_family(const struct metrics *metrics, struct metrics_text *text,
    enum counter_family family)
{
	size_t first = 0, end;

	while (metrics_counters[first].family != family)
		first++;
	for (end = first; end < COUNTER_COUNT; end++) {
		if (metrics_counters[end].family != family)
			break;
	}
	metrics_text_begin(text, metrics_families[family].name, "counter",
	    metrics_families[family].help);
	for (size_t i = 0;
	     i < metrics->tables[metrics_counters[first].owner].count; i++) {
		for (size_t k = first; k < end; k++)
			metrics_print_counter(metrics, text, k, i);
	}
}

static void
metrics_print_time(const struct metrics *metrics, struct metrics_text *text,
    enum timing timing)
{
	enum metrics_owner owner = metrics_times[timing].owner;
	const struct metrics_table *table = &metrics->tables[owner];

	metrics_text_begin(text, metrics_times[timing].family, "histogram",
	    metrics_times[timing].help);
	for (size_t i = 0; i < table->count; i++) {
		char *labels = metrics_text_labels(
		    metrics_labels[owner], table->rows[i].name, "");

		metrics_text_histogram(text, labels,
		    &table->rows[i].times[metrics->time_places[timing]]);
		mem_free(labels);
	}
}

void
metrics_print(const struct metrics *metrics, struct metrics_text *text)
{
	for (int i = 0; i < COUNTER_FAMILY_COUNT; i++)
		metrics_print_family(metrics, text, (enum counter_family)i);
	for (int i = 0; i < TIMING_COUNT; i++)
		metrics_print_time(metrics, text, (enum timing)i);
}
