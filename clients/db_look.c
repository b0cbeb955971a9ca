/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl db check` and `stats`: what is in the store's file. */
#include "clients/verb_db.h"

#include "clients/table.h"
#include "lib/base/date.h"
#include "lib/store/inspect.h"

#include <inttypes.h>
#include <stdio.h>

struct look {
	const struct db_ask *ask;
	json_t *list;
	struct table *table;
};

static void
look_on_fault(const char *text, void *arg)
{
	const struct look *look = arg;

	if (look->list != NULL) {
		json_array_append_new(look->list, json_string(text));
		return;
	}
	verb_print_clean(text);
	putchar('\n');
}

static int
look_sum_up(const struct look *look, int faults)
{
	const char *store = look->ask->store;

	if (look->list != NULL)
		verb_print_json(json_pack("{s:s, s:i, s:O}", "store", store,
		    "faults", faults, "found", look->list));
	if (faults == 0) {
		if (look->list == NULL && !look->ask->context->quiet)
			printf("%s: good: every page, reference and promise\n",
			    store);
		return VERB_OK;
	}
	return verb_fail(VERB_FAILED,
	    "%s: %d fault%s; keep a copy, then put a backup back: filingctl db "
	    "restore",
	    store, faults, faults == 1 ? "" : "s");
}

int
db_check(struct db_ask *ask)
{
	struct look look = {.ask = ask};
	struct inspect *inspect = NULL;
	struct err err = ERR_NONE;
	int faults, rc;

	if (inspect_open(ask->store, &inspect, &err) != 0)
		return db_refused(&err);
	if (ask->context->json)
		look.list = json_array();
	if (inspect_check(inspect, look_on_fault, &look, &faults, &err) != 0)
		rc = db_refused(&err);
	else
		rc = look_sum_up(&look, faults);
	json_decref(look.list);
	inspect_close(inspect);
	return rc;
}

static void
look_on_table(const struct inspect_table *table, void *arg)
{
	const struct look *look = arg;

	if (look->list != NULL) {
		json_array_append_new(look->list,
		    json_pack("{s:s, s:I, s:I}", "table", table->name, "rows",
			(json_int_t)table->rows, "bytes",
			(json_int_t)table->bytes));
		return;
	}
	table_cell(look->table, table->name);
	table_cellf(look->table, "%" PRId64, table->rows);
	if (table->bytes < 0)
		table_cell(look->table, "?");
	else
		table_cellf(look->table, "%" PRId64, table->bytes / 1024);
}

static json_t *
look_time(int64_t wall)
{
	char text[DATE_STR_MAX];

	return wall == 0 ? json_null()
			 : json_string(datetime_print_utc(wall, text));
}

static void
look_print_json(
    const struct look *look, int version, const struct inspect_size *size)
{
	verb_print_json(
	    json_pack("{s:s, s:i, s:I, s:I, s:I, s:o, s:o, s:I, s:I, s:O}",
		"store", look->ask->store, "schema", version, "bytes",
		(json_int_t)(size->pages * size->page_size), "free_bytes",
		(json_int_t)(size->free_pages * size->page_size), "log_bytes",
		(json_int_t)size->log_bytes, "first_event",
		look_time(size->first_event), "last_event",
		look_time(size->last_event), "events_purged",
		(json_int_t)size->purged, "deliveries_waiting",
		(json_int_t)size->waiting, "tables", look->list));
}

static void
look_print_text(
    const struct look *look, int version, const struct inspect_size *size)
{
	char first[DATE_STR_MAX], last[DATE_STR_MAX];

	printf("\n%s: schema %d, %.1f MB, of it free %.1f MB, log %.1f MB\n",
	    look->ask->store, version,
	    (double)(size->pages * size->page_size) / 1e6,
	    (double)(size->free_pages * size->page_size) / 1e6,
	    (double)size->log_bytes / 1e6);
	if (size->first_event != 0)
		printf("events from %s to %s",
		    datetime_print_utc(size->first_event, first),
		    datetime_print_utc(size->last_event, last));
	else
		fputs("no events", stdout);
	if (size->purged > 0)
		printf(", up to %" PRId64 " let go", size->purged);
	printf("; %" PRId64 " deliveries wait\n", size->waiting);
}

int
db_stats(struct db_ask *ask)
{
	static const char *const headings[] = {"TABLE", "ROWS", "KIB", NULL};
	struct look look = {.ask = ask};
	struct inspect *inspect = NULL;
	struct inspect_size size;
	struct err err = ERR_NONE;
	int rc;

	if (inspect_open(ask->store, &inspect, &err) != 0)
		return db_refused(&err);
	if (ask->context->json)
		look.list = json_array();
	else
		look.table = table_new(headings);
	rc = inspect_tables(inspect, look_on_table, &look, &err);
	if (look.table != NULL)
		table_print(look.table); /* of a damaged one what there is */
	if (rc == 0)
		rc = inspect_size(inspect, &size, &err);
	if (rc != 0)
		rc = db_refused(&err);
	else if (look.list != NULL)
		look_print_json(&look, inspect_version(inspect), &size);
	else
		look_print_text(&look, inspect_version(inspect), &size);
	json_decref(look.list);
	inspect_close(inspect);
	return rc;
}
