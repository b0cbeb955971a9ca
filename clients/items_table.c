/* SPDX-License-Identifier: BSD-2-Clause */
/* In: an answer of the reader. Out: lines. Called by the verbs of sources. */
#include "clients/items_table.h"

#include "clients/table.h"
#include "clients/tape_json.h"
#include "clients/verb.h"
#include "lib/base/listing.h"
#include "watchers/list_answer.h"

#include <stdio.h>

#define ITEMS_SHOWN 20

/* "2026-01-21 16:05", or the day alone where the time is a label. */
static void
items_table_time(
    struct table *table, const struct item *item, const struct zone *zone)
{
	struct datetime at = zone_civil(zone, item->published);

	if (item->published == 0)
		table_cell(table, "no time");
	else if (item->precision == PRECISION_NOMINAL ||
		 item->precision == PRECISION_DAY)
		table_cellf(table, "%04d-%02d-%02d", at.date.year,
		    at.date.month, at.date.day);
	else
		table_cellf(table, "%04d-%02d-%02d %02d:%02d:%02d",
		    at.date.year, at.date.month, at.date.day, at.hour,
		    at.minute, at.second);
}

static void
items_table_issuer(struct table *table, const struct item *item)
{
	const struct item_issuer *issuer = item->issuers;
	char shown[LISTING_MAX];

	if (item->issuer_count == 0)
		table_cell(table, "-");
	else if (issuer->listing != NULL)
		table_cellf(table, "%s%s", listing_show(issuer->listing, shown),
		    item->issuer_count > 1 ? " ..." : "");
	else
		table_cell(table, issuer->code != NULL	 ? issuer->code
				  : issuer->name != NULL ? issuer->name
							 : "-");
}

static void
items_table_head(const struct list_answer *answer)
{
	printf("%s", tape_json_outcome(answer->outcome));
	if (answer->why != NULL) {
		fputs(": ", stdout);
		verb_print_clean(answer->why);
	}
	printf(", %zu item%s", answer->count, answer->count == 1 ? "" : "s");
	if (answer->total >= 0)
		printf(" of %lld rows in all", (long long)answer->total);
	if (answer->faulty > 0)
		printf(", %u rows do not fit", answer->faulty);
	if (answer->left_out > 0)
		printf(", %u left out", answer->left_out);
	putchar('\n');
}

void
items_table_print(const struct list_answer *answer, const struct zone *zone)
{
	static const char *const headings[] = {
	    "PUBLISHED", "ISSUER", "KEY", "TITLE", NULL};
	struct table *table;

	items_table_head(answer);
	if (answer->count == 0)
		return;
	table = table_new(headings);
	for (size_t i = 0; i < answer->count && i < ITEMS_SHOWN; i++) {
		const struct item *item = &answer->items[i];

		items_table_time(table, item, zone);
		items_table_issuer(table, item);
		table_cell(table, item->key != NULL ? item->key : "-");
		table_cell(table, item->title != NULL ? item->title : "-");
	}
	table_print(table);
	if (answer->count > ITEMS_SHOWN)
		printf("and %zu more\n", answer->count - ITEMS_SHOWN);
}
