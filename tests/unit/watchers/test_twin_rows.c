/* SPDX-License-Identifier: BSD-2-Clause */
/* The same filing at another source: found by id or title, never guessed. */
#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "watchers/item_rows.h"
#include "watchers/twin_rows.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#define DAY1 (20000 * DAY_MS)

static struct item
item_of(const char *key, const char *listing, const char *title, int64_t at)
{
	struct item item = {.key = mem_strdup(key),
	    .title = mem_strdup(title),
	    .url = mem_printf("https://mirror.example/%s", key),
	    .published_raw = mem_strdup(""),
	    .published = at};

	item_add_issuer(&item, listing, NULL, NULL);
	return item;
}

struct row {
	const char *key, *listing, *title;
	int64_t at;
};

/* Where the filing "7" of XSHG:603999 is found among rows; NULL: nowhere. */
static char *
find(const struct row *rows, size_t count, const char *title)
{
	struct item like = item_of("7", "XSHG:603999", title, DAY1);
	struct db *db = NULL;
	char *url = NULL;

	assert_int_equal(db_open(":memory:", &db, NULL), 0);
	for (size_t i = 0; i < count; i++) {
		struct item_times times = {.pending = true};
		struct item_added added;
		struct item item = item_of(
		    rows[i].key, rows[i].listing, rows[i].title, rows[i].at);

		assert_int_equal(
		    item_rows_add(db, "mirror", &item, &times, &added, NULL),
		    0);
		item_done(&item);
	}
	assert_int_equal(twin_rows_find(db, "mirror", &like, &url, NULL), 0);
	item_done(&like);
	db_close(db);
	return url;
}

static void
one_filing_is_found_or_none(void **state)
{
	static const char own[] = "XSHG:603999";
	static const struct {
		const char *title; /* that is looked for */
		struct row rows[2];
		const char *key; /* NULL: none */
	} cases[] = {
	    {"业绩预告", {{"1", own, "业绩预告", DAY1}}, "1"},
	    /* the name in front, brackets and blanks are the source's */
	    {"业绩预告(更正后)",
		{{"1", own, "示例材料：业绩预告（更正后）", DAY1}}, "1"},
	    {"Example: profit warning", {{"1", own, "Profit warning", DAY1}},
		NULL},
	    {"Example: profit warning", {{"1", own, "profit  warning", DAY1}},
		"1"},
	    {"业绩预告", {{"1", own, "业绩预告", DAY1 + DAY_MS}}, "1"},
	    {"业绩预告", {{"1", own, "业绩预告", DAY1 + 2 * DAY_MS}}, NULL},
	    {"业绩预告", {{"1", "XSHG:600000", "业绩预告", DAY1}}, NULL},
	    /* an id alone is anybody's, but not the issuer's other one */
	    {"a", {{"7", own, "b", DAY1}}, "7"},
	    {"a", {{"7", "XSHG:600000", "a", DAY1}}, NULL},
	    {"a", {{"1", own, "a", DAY1}, {"7", own, "b", DAY1}}, "7"},
	    /* two that could be meant */
	    {"a", {{"1", own, "a", DAY1}, {"2", own, "a", DAY1}}, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = cases[i].rows[1].key != NULL ? 2 : 1;
		char *url = find(cases[i].rows, n, cases[i].title);
		const char *key =
		    url != NULL ? strrchr(url, '/') + 1 : "(none)";

		if (strcmp(key,
			cases[i].key != NULL ? cases[i].key : "(none)") != 0)
			fail_msg("case %zu: %s", i, key);
		mem_free(url);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_filing_is_found_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
