/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "watchers/item_rows.h"
#include "watchers/source_rows.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#define START INT64_C(1768896000000)

static struct db *
open_store(void)
{
	struct db *db = NULL;

	assert_int_equal(db_open(":memory:", &db, NULL), 0);
	return db;
}

static struct item
item_of(const char *key, const char *title, int64_t published)
{
	struct item item = {.key = mem_strdup(key),
	    .title = mem_strdup(title),
	    .url = mem_strdup("https://x.test/1.PDF"),
	    .published_raw = mem_printf("%lld", (long long)published),
	    .published = published,
	    .precision = PRECISION_NOMINAL};

	item_add_issuer(&item, "XSHG:603138", "603138", "name");
	item_add_issuer(&item, NULL, "113001", NULL);
	return item;
}

static struct item_added
add(struct db *db, const char *source, const char *key, const char *title,
    int64_t published)
{
	struct item_times times = {.first_seen = 7, .pending = true};
	struct item item = item_of(key, title, published);
	struct item_added added = {.known = ITEM_SAME};

	assert_int_equal(
	    item_rows_add(db, source, &item, &times, &added, NULL), 0);
	item_done(&item);
	return added;
}

static void
an_item_comes_back_as_it_went_in(void **state)
{
	struct db *db = open_store();
	struct item_added added = add(db, "cninfo", "1", "title", 5);
	struct item_times times;
	struct item item;

	(void)state;
	assert_int_equal(added.known, ITEM_NEW);
	assert_int_equal(item_rows_load(db, added.id, &item, NULL), 0);
	assert_string_equal(item.key, "1");
	assert_string_equal(item.title, "title");
	assert_string_equal(item.url, "https://x.test/1.PDF");
	assert_null(item.page_url);
	assert_null(item.text);
	assert_string_equal(item.published_raw, "5");
	assert_int_equal(item.published, 5);
	assert_int_equal(item.precision, PRECISION_NOMINAL);
	assert_int_equal(item.issuer_count, 2);
	assert_string_equal(item.issuers[0].listing, "XSHG:603138");
	assert_null(item.issuers[1].listing);
	assert_string_equal(item.issuers[1].code, "113001");
	item_done(&item);
	assert_int_equal(item_rows_times(db, added.id, &times, NULL), 0);
	assert_int_equal(times.first_seen, 7);
	assert_true(times.pending);
	assert_false(times.late);
	assert_int_equal(
	    item_rows_load(db, added.id + 1, &item, NULL), ERR_NOTFOUND);
	db_close(db);
}

/* A row of figures: one, of ni_attr in a year. */
static struct item
figures_of(const char *key, enum role role, int64_t low, int64_t high)
{
	struct item item = item_of(key, "figures", 5);
	struct item_fact *fact = item_add_fact(&item);

	fact->metric = METRIC_NI_ATTR;
	fact->role = role;
	fact->period = period_cumulative(2025, 12);
	fact->low = decimal_from_int(low);
	fact->high = decimal_from_int(high);
	fact->currency = mem_strdup("CNY");
	fact->quote = mem_strdup("a row");
	return item;
}

/* Takes the item. */
static struct item_added
add_figures(struct db *db, struct item item)
{
	struct item_times times = {
	    .first_seen = 7, .pending = true, .quiet = true};
	struct item_added added = {.known = ITEM_SAME};

	assert_int_equal(
	    item_rows_add(db, "f", &item, &times, &added, NULL), 0);
	item_done(&item);
	return added;
}

static void
figures_come_back_as_they_went_in(void **state)
{
	struct db *db = open_store();
	struct item_added added =
	    add_figures(db, figures_of("1", ROLE_FORECAST, -9, -7));
	struct item_times times;
	struct item item;

	(void)state;
	assert_int_equal(added.known, ITEM_NEW);
	assert_int_equal(item_rows_load(db, added.id, &item, NULL), 0);
	assert_int_equal(item.fact_count, 1);
	assert_int_equal(item.facts[0].role, ROLE_FORECAST);
	assert_int_equal(
	    decimal_cmp(item.facts[0].low, decimal_from_int(-9)), 0);
	assert_string_equal(item.facts[0].quote, "a row");
	item_done(&item);
	assert_int_equal(item_rows_times(db, added.id, &times, NULL), 0);
	assert_true(times.quiet);
	db_close(db);
}

static void
more_figures_of_a_known_key_are_decided_with_the_rest(void **state)
{
	struct db *db = open_store();
	struct item_added first =
	    add_figures(db, figures_of("1", ROLE_FORECAST, -9, -7));
	struct item_added same, more;
	struct item item;

	(void)state;
	assert_int_equal(item_rows_decide(db, first.id, 8, NULL), 0);
	same = add_figures(db, figures_of("1", ROLE_FORECAST, -9, -7));
	assert_int_equal(same.known, ITEM_SAME);
	assert_false(same.fresh);
	more = add_figures(db, figures_of("1", ROLE_PRIOR_YEAR, 3, 3));
	assert_int_equal(more.known, ITEM_REVISED);
	assert_true(more.fresh);
	assert_int_equal(more.id, first.id);
	assert_int_equal(item_rows_load(db, first.id, &item, NULL), 0);
	assert_int_equal(item.fact_count, 2);
	item_done(&item);
	/* either half alone says nothing new from now on */
	assert_int_equal(
	    add_figures(db, figures_of("1", ROLE_FORECAST, -9, -7)).known,
	    ITEM_SAME);
	assert_int_equal(
	    add_figures(db, figures_of("1", ROLE_PRIOR_YEAR, 3, 3)).known,
	    ITEM_SAME);
	db_close(db);
}

static void
a_forecast_that_is_now_a_former_one_is_no_news(void **state)
{
	struct db *db = open_store();
	struct item_added added;

	(void)state;
	add_figures(db, figures_of("1", ROLE_FORECAST, -9, -7));
	added =
	    add_figures(db, figures_of("1", ROLE_FORECAST_PREVIOUS, -9, -7));
	assert_int_equal(added.known, ITEM_SAME);
	added =
	    add_figures(db, figures_of("1", ROLE_FORECAST_PREVIOUS, -9, -6));
	assert_int_equal(added.known, ITEM_REVISED);
	db_close(db);
}

static void
figures_that_swing_are_not_decided_for_ever(void **state)
{
	struct db *db = open_store();
	int again = 0;

	(void)state;
	for (int i = 0; i < 20; i++)
		again += add_figures(
		    db, figures_of("1", ROLE_FORECAST, -9, i % 2 ? -7 : -6))
			     .fresh;
	assert_in_range(again, 1, 2);
	db_close(db);
}

static void
a_key_is_new_once_in_its_source(void **state)
{
	struct db *db = open_store();
	struct item_added first = add(db, "cninfo", "1", "title", 5);
	struct item_added other = add(db, "page", "1", "title", 5);
	struct item_added again = add(db, "cninfo", "1", "title", 5);

	(void)state;
	assert_int_equal(other.known, ITEM_NEW);
	assert_int_not_equal(other.id, first.id);
	assert_int_equal(again.known, ITEM_SAME);
	assert_int_equal(again.id, first.id);
	db_close(db);
}

/* How often the store kept what an item said before. */
static int64_t
kept(struct db *db, const char *title)
{
	struct db_stmt *stmt = db_prepare(
	    db, "SELECT COUNT(*) FROM item_revision WHERE title = ?");
	int64_t n;

	db_bind_text(stmt, 1, title);
	assert_int_equal(db_step(stmt, NULL), 1);
	n = db_int(stmt, 0);
	db_reset(stmt);
	return n;
}

static void
a_known_item_says_what_it_says_now_and_its_old_words_are_kept(void **state)
{
	struct db *db = open_store();
	struct item_added first = add(db, "cninfo", "1", "before", 5), again;
	struct item item;

	(void)state;
	again = add(db, "cninfo", "1", "after", 5);
	assert_int_equal(again.known, ITEM_REVISED);
	assert_true(again.content);
	assert_false(again.baseline);
	assert_int_equal(add(db, "cninfo", "1", "after", 5).known, ITEM_SAME);
	assert_int_equal(kept(db, "before"), 1);
	/* a clock that moved by a second is a revision too */
	again = add(db, "cninfo", "1", "after", 6);
	assert_int_equal(again.known, ITEM_REVISED);
	assert_false(again.content);
	/* and back at once: it swings */
	assert_int_equal(add(db, "cninfo", "1", "after", 5).known, ITEM_SAME);
	assert_int_equal(item_rows_load(db, first.id, &item, NULL), 0);
	assert_string_equal(item.title, "after");
	assert_int_equal(item.published, 6);
	assert_int_equal(item.issuer_count, 2);
	item_done(&item);
	db_close(db);
}

static void
an_item_that_goes_back_for_good_is_revised(void **state)
{
	struct db *db = open_store();
	struct item_times times = {.first_seen = 7, .pending = true};
	static const struct {
		const char *title;
		int64_t now;
		enum item_known known;
	} cases[] = {
	    {"a", 0, ITEM_NEW},
	    {"b", 60000, ITEM_REVISED},
	    {"a", 120000, ITEM_SAME},
	    {"b", 180000, ITEM_SAME},
	    {"a", ITEM_SWING_MS, ITEM_SAME},
	    {"a", ITEM_SWING_MS + 60000, ITEM_REVISED},
	    {"a", ITEM_SWING_MS + 120000, ITEM_SAME},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct item item = item_of("1", cases[i].title, 5);
		struct item_added added;

		times.first_seen = START + cases[i].now;
		assert_int_equal(
		    item_rows_add(db, "feed", &item, &times, &added, NULL), 0);
		if (added.known != cases[i].known)
			fail_msg("case %zu: %d", i, (int)added.known);
		item_done(&item);
	}
	db_close(db);
}

static void
further_rows_of_an_item_add_their_issuers(void **state)
{
	struct db *db = open_store();
	struct item_added first = add(db, "edgar", "1", "8-K of A", 5), more;
	struct item item = {.key = mem_strdup("1"),
	    .title = mem_strdup("8-K of B"),
	    .published = 5};

	(void)state;
	item_add_issuer(&item, "XSHG:603138", "603138", "A");
	item_add_issuer(&item, "XSHG:600000", "600000", "B");
	assert_int_equal(
	    item_rows_join_issuers(db, "edgar", &item, &more, NULL), 0);
	assert_int_equal(more.known, ITEM_REVISED);
	assert_int_equal(more.id, first.id);
	assert_int_equal(
	    item_rows_join_issuers(db, "edgar", &item, &more, NULL), 0);
	assert_int_equal(more.known, ITEM_SAME);
	item_done(&item);
	assert_int_equal(item_rows_load(db, first.id, &item, NULL), 0);
	assert_string_equal(item.title, "8-K of A");
	assert_int_equal(item.issuer_count, 3);
	assert_string_equal(item.issuers[2].listing, "XSHG:600000");
	item_done(&item);
	db_close(db);
}

static void
other_text_or_another_time_of_change_is_a_revision(void **state)
{
	static const struct {
		const char *text;
		int64_t updated;
		enum item_known known;
		bool content;
	} cases[] = {
	    {NULL, 0, ITEM_NEW, false},
	    {NULL, 9, ITEM_REVISED, false},
	    {"words", 9, ITEM_REVISED, true},
	    {"words", 9, ITEM_SAME, false},
	    {"other words", 9, ITEM_REVISED, true},
	};
	struct db *db = open_store();
	struct item_times times = {.first_seen = 7, .pending = false};
	struct item_added added;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct item item = item_of("1", "title", 5);

		item.text = mem_strdup(cases[i].text);
		item.updated = cases[i].updated;
		assert_int_equal(
		    item_rows_add(db, "feed", &item, &times, &added, NULL), 0);
		if (added.known != cases[i].known ||
		    added.content != cases[i].content)
			fail_msg("case %zu: %d %d", i, (int)added.known,
			    added.content);
		assert_int_equal(added.baseline, i > 0);
		item_done(&item);
	}
	db_close(db);
}

static void
an_item_without_a_time_keeps_that_of_its_first_sight(void **state)
{
	struct db *db = open_store();
	struct item_times times = {.first_seen = 7, .pending = true};
	struct item item = item_of("1", "before", 7);
	struct item_added added;

	(void)state;
	item.precision = PRECISION_NONE;
	mem_set(&item.published_raw, NULL);
	assert_int_equal(
	    item_rows_add(db, "feed", &item, &times, &added, NULL), 0);
	mem_set(&item.title, "after");
	item.published = 99;
	assert_int_equal(
	    item_rows_add(db, "feed", &item, &times, &added, NULL), 0);
	assert_int_equal(added.known, ITEM_REVISED);
	assert_int_equal(added.published, 7);
	item_done(&item);
	assert_int_equal(item_rows_load(db, added.id, &item, NULL), 0);
	assert_int_equal(item.published, 7);
	assert_string_equal(item.title, "after");
	item_done(&item);
	db_close(db);
}

static void
a_withdrawn_item_is_worked_on_again_and_so_when_it_returns(void **state)
{
	struct db *db = open_store();
	struct item_added added = add(db, "cninfo", "1", "title", 5);
	struct item_times times;
	bool pending = false;

	(void)state;
	assert_int_equal(item_rows_decide(db, added.id, 8, NULL), 0);
	assert_int_equal(
	    item_rows_withdraw(db, added.id, 9, &pending, NULL), 0);
	assert_true(pending);
	assert_int_equal(item_rows_times(db, added.id, &times, NULL), 0);
	assert_int_equal(times.withdrawn, 9);
	assert_true(times.pending);
	assert_int_equal(
	    add(db, "cninfo", "1", "title", 5).known, ITEM_RETURNED);
	assert_int_equal(item_rows_times(db, added.id, &times, NULL), 0);
	assert_int_equal(times.withdrawn, 0);
	db_close(db);
}

static void
pending_items_come_in_the_order_of_publication(void **state)
{
	struct db *db = open_store();
	int64_t late = add(db, "cninfo", "1", "t", 30).id;
	int64_t second = add(db, "cninfo", "3", "t", 10).id;
	int64_t first = add(db, "cninfo", "2", "t", 10).id;
	int64_t gone = add(db, "cninfo", "4", "t", 1).id;
	int64_t other = add(db, "page", "5", "t", 20).id;
	int64_t *ids = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(item_rows_decide(db, gone, 99, NULL), 0);
	assert_int_equal(item_rows_decide(db, gone, 100, NULL), 0);
	assert_int_equal(item_rows_pending(db, "cninfo", &ids, &n, NULL), 0);
	assert_int_equal(n, 3);
	assert_int_equal(ids[0], first);
	assert_int_equal(ids[1], second);
	assert_int_equal(ids[2], late);
	mem_free(ids);
	assert_int_equal(item_rows_pending(db, NULL, &ids, &n, NULL), 0);
	assert_int_equal(n, 4);
	assert_int_equal(ids[2], other);
	mem_free(ids);
	db_close(db);
}

static void
items_are_counted_by_publication(void **state)
{
	struct db *db = open_store();
	struct item_added gone;
	bool pending;
	int64_t n = 0;

	(void)state;
	gone = add(db, "cninfo", "1", "t", 10);
	(void)add(db, "cninfo", "2", "t", 20);
	(void)add(db, "page", "3", "t", 15);
	assert_int_equal(item_rows_count(db, "cninfo", 10, 19, &n, NULL), 0);
	assert_int_equal(n, 1);
	assert_int_equal(
	    item_rows_count(db, "cninfo", INT64_MIN, INT64_MAX, &n, NULL), 0);
	assert_int_equal(n, 2);
	/* what was withdrawn is not expected on the list any more */
	assert_int_equal(
	    item_rows_withdraw(db, gone.id, 99, &pending, NULL), 0);
	assert_int_equal(
	    item_rows_count(db, "cninfo", INT64_MIN, INT64_MAX, &n, NULL), 0);
	assert_int_equal(n, 1);
	db_close(db);
}

static void
a_source_is_remembered_with_its_trouble(void **state)
{
	struct db *db = open_store();
	char why[] = "challenge page";
	struct source_row row = {.baseline = true,
	    .health = {HEALTH_BLOCKED, 11, 3, 12, true},
	    .why = why,
	    .last_poll = 13,
	    .last_success = 14,
	    .newest = 15};
	struct source_row got;

	(void)state;
	assert_int_equal(source_rows_load(db, "cninfo", &got, NULL), 0);
	assert_false(got.baseline);
	assert_int_equal(got.health.state, HEALTH_OK);
	assert_int_equal(source_rows_save(db, "cninfo", &row, NULL), 0);
	row.last_poll = 16;
	assert_int_equal(source_rows_save(db, "cninfo", &row, NULL), 0);
	assert_int_equal(source_rows_load(db, "cninfo", &got, NULL), 0);
	assert_true(got.baseline);
	assert_int_equal(got.health.state, HEALTH_BLOCKED);
	assert_int_equal(got.health.since, 11);
	assert_int_equal(got.health.failures, 3);
	assert_int_equal(got.health.first_failure, 12);
	assert_true(got.health.told);
	assert_string_equal(got.why, "challenge page");
	assert_int_equal(got.last_poll, 16);
	assert_int_equal(got.last_success, 14);
	assert_int_equal(got.newest, 15);
	source_row_done(&got);
	db_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_item_comes_back_as_it_went_in),
	    cmocka_unit_test(figures_come_back_as_they_went_in),
	    cmocka_unit_test(
		more_figures_of_a_known_key_are_decided_with_the_rest),
	    cmocka_unit_test(a_forecast_that_is_now_a_former_one_is_no_news),
	    cmocka_unit_test(figures_that_swing_are_not_decided_for_ever),
	    cmocka_unit_test(a_key_is_new_once_in_its_source),
	    cmocka_unit_test(
		a_known_item_says_what_it_says_now_and_its_old_words_are_kept),
	    cmocka_unit_test(an_item_that_goes_back_for_good_is_revised),
	    cmocka_unit_test(further_rows_of_an_item_add_their_issuers),
	    cmocka_unit_test(
		other_text_or_another_time_of_change_is_a_revision),
	    cmocka_unit_test(
		an_item_without_a_time_keeps_that_of_its_first_sight),
	    cmocka_unit_test(
		a_withdrawn_item_is_worked_on_again_and_so_when_it_returns),
	    cmocka_unit_test(pending_items_come_in_the_order_of_publication),
	    cmocka_unit_test(items_are_counted_by_publication),
	    cmocka_unit_test(a_source_is_remembered_with_its_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
