/* SPDX-License-Identifier: BSD-2-Clause */
/* Which items of other sources are a filing that is known. */
#include "ledger/ledger_rows.h"
#include "ledger/sighting_rows.h"
#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "watchers/item_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define NOON INT64_C(1768968000000)

/* A row of a source; listings by position, NULL ends. */
static int64_t
row(struct db *db, const char *source, const char *key, int64_t published,
    const char *const *listings)
{
	struct item_times times = {.first_seen = NOON, .pending = true};
	struct item item = {.key = mem_strdup(key),
	    .title = mem_strdup("title"),
	    .published = published};
	struct item_added added;

	for (; *listings != NULL; listings++)
		item_add_issuer(&item, *listings, "600000", NULL);
	assert_int_equal(
	    item_rows_add(db, source, &item, &times, &added, NULL), 0);
	item_done(&item);
	return added.id;
}

static int64_t
filing(struct db *db, const char *source, const char *key, int64_t item,
    bool readable)
{
	struct filing filing = {.item = item,
	    .source = mem_strdup(source),
	    .source_id = mem_strdup(key),
	    .title = mem_strdup("title"),
	    .published = NOON,
	    .readable = readable};
	int64_t id;

	assert_int_equal(
	    ledger_rows_store_filing(db, &filing, 0, NOON, NULL), 0);
	id = filing.id;
	filing_done(&filing);
	return id;
}

static const char *const one[] = {"XSHG:600000", NULL};
static const char *const both[] = {"XSHG:600000", "XHKG:00001", NULL};
static const char *const other[] = {"XHKG:00001", NULL};
static const char *const none[] = {NULL};

static void
an_item_is_another_s_filing_only_without_any_doubt(void **state)
{
	static const struct {
		const char *why;
		const char *source, *key;
		int64_t published;
		const char *const *listings;
		bool same;
	} cases[] = {
	    {"one id, one issuer", "b", "1225000001", NOON, one, true},
	    {"a day's label apart", "b", "1225000001", NOON + DAY_MS, one,
		true},
	    {"another id", "b", "1225000002", NOON, one, false},
	    {"another issuer", "b", "1225000001", NOON, other, false},
	    {"one more issuer", "b", "1225000001", NOON, both, false},
	    {"no issuer", "b", "1225000001", NOON, none, false},
	    {"a month apart", "b", "1225000001", NOON + 30 * DAY_MS, one,
		false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct db *db = NULL;
		int64_t known, item, found = -1;

		assert_int_equal(db_open(":memory:", &db, NULL), 0);
		known = row(db, "a", "1225000001", NOON, one);
		known = filing(db, "a", "1225000001", known, true);
		item = row(db, cases[i].source, cases[i].key,
		    cases[i].published, cases[i].listings);
		assert_int_equal(sighting_rows_find(db, item, &found, NULL), 0);
		if (found != (cases[i].same ? known : 0))
			fail_msg("%s: %lld", cases[i].why, (long long)found);
		db_close(db);
	}
}

static void
an_unread_filing_or_a_revised_item_is_read_for_itself(void **state)
{
	struct item_times times = {.first_seen = NOON, .pending = true};
	struct item item = {.key = mem_strdup("1225000001"),
	    .title = mem_strdup("another title"),
	    .published = NOON};
	struct item_added added;
	struct db *db = NULL;
	int64_t known, second, found = -1;

	(void)state;
	assert_int_equal(db_open(":memory:", &db, NULL), 0);
	known = row(db, "a", "1225000001", NOON, one);
	(void)filing(db, "a", "1225000001", known, false);
	second = row(db, "b", "1225000001", NOON, one);
	assert_int_equal(sighting_rows_find(db, second, &found, NULL), 0);
	assert_int_equal(found, 0);
	known = filing(db, "a", "1225000001", known, true);
	assert_int_equal(sighting_rows_find(db, second, &found, NULL), 0);
	assert_int_equal(found, known);
	item_add_issuer(&item, one[0], "600000", NULL);
	assert_int_equal(
	    item_rows_add(db, "b", &item, &times, &added, NULL), 0);
	assert_int_equal(added.known, ITEM_REVISED);
	assert_int_equal(sighting_rows_find(db, second, &found, NULL), 0);
	assert_int_equal(found, 0);
	item_done(&item);
	db_close(db);
}

static void
a_filing_stands_while_a_source_shows_it(void **state)
{
	struct db *db = NULL;
	struct sighting_owner owner;
	int64_t first, second, known;
	bool pending;

	(void)state;
	assert_int_equal(db_open(":memory:", &db, NULL), 0);
	first = row(db, "a", "1225000001", NOON, one);
	known = filing(db, "a", "1225000001", first, true);
	second = row(db, "b", "1225000001", NOON, one);
	assert_int_equal(sighting_rows_owner(db, second, &owner, NULL), 0);
	assert_int_equal(owner.filing, 0);
	assert_int_equal(
	    sighting_rows_add(db, second, known, "name", NOON, NULL), 0);
	assert_int_equal(
	    sighting_rows_add(db, second, known, "name", NOON, NULL), 0);
	assert_int_equal(
	    item_rows_withdraw(db, first, NOON, &pending, NULL), 0);
	assert_int_equal(sighting_rows_owner(db, first, &owner, NULL), 0);
	assert_int_equal(owner.filing, known);
	assert_int_equal(owner.shown, 1);
	sighting_owner_done(&owner);
	assert_int_equal(
	    item_rows_withdraw(db, second, NOON, &pending, NULL), 0);
	assert_int_equal(sighting_rows_owner(db, second, &owner, NULL), 0);
	assert_int_equal(owner.shown, 0);
	assert_string_equal(owner.source, "a");
	assert_string_equal(owner.source_id, "1225000001");
	sighting_owner_done(&owner);
	db_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		an_item_is_another_s_filing_only_without_any_doubt),
	    cmocka_unit_test(
		an_unread_filing_or_a_revised_item_is_read_for_itself),
	    cmocka_unit_test(a_filing_stands_while_a_source_shows_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
