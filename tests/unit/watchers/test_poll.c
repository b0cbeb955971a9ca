/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/base/date.h"
#include "watchers/definition_parts.h"
#include "watchers/list_answer.h"
#include "watchers/poll.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#define KEYS_MAX 64

static const struct poll_range week = {0, 6 * DAY_MS};

static void
init(struct poll *poll, int page_cap, int page_size, bool paged)
{
	const struct poll_plan plan = {.page_cap = page_cap,
	    .page_size = page_size,
	    .paged = paged,
	    .until = UNTIL_DEFAULT,
	    .list_count = 1};

	poll_init(poll, &plan);
}

/* A page as the reader would answer it: count items from key first on. */
struct page {
	int first;
	int count;
	int64_t total;
	int more;
	uint32_t faulty;
	uint32_t collapsed;
};

static enum poll_next
good(struct poll *poll, const struct page *page)
{
	static char keys[KEYS_MAX][16];
	static struct item items[KEYS_MAX];
	struct list_answer answer = {.total = page->total,
	    .more = page->more,
	    .faulty = page->faulty,
	    .collapsed = page->collapsed,
	    .count = (size_t)page->count,
	    .items = items};
	uint8_t sha256[SHA256_LEN];
	int i;

	for (i = 0; i < page->count; i++) {
		(void)snprintf(keys[i], sizeof(keys[i]), "%d", page->first + i);
		items[i].key = keys[i];
	}
	memset(sha256, page->first, sizeof(sha256));
	poll_remember(poll, sha256, &answer);
	return poll_good_page(poll);
}

static void
pages_go_on_until_the_list_ends(void **state)
{
	static const struct {
		const char *why;
		struct page page;
		enum poll_next next;
	} cases[] = {
	    {"rows reach the total", {0, 30, 30, -1, 0, 0}, POLL_END},
	    {"rows do not reach it", {0, 30, 31, -1, 0, 0}, POLL_PAGE},
	    {"faulty rows are rows", {0, 29, 30, -1, 1, 0}, POLL_END},
	    {"collapsed rows are rows", {0, 20, 30, -1, 0, 10}, POLL_END},
	    {"there is no more", {0, 30, -1, 0, 0, 0}, POLL_END},
	    {"there is more", {0, 30, -1, 1, 0, 0}, POLL_PAGE},
	    {"nothing is said", {0, 30, -1, -1, 0, 0}, POLL_PAGE},
	    {"an empty page", {0, 0, -1, -1, 0, 0}, POLL_END},
	    {"all rows faulty", {0, 0, -1, -1, 3, 0}, POLL_PAGE},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct poll poll;

		init(&poll, 10, 30, true);
		poll_begin(&poll, &week, 1);
		if (good(&poll, &cases[i].page) != cases[i].next)
			fail_msg("%s", cases[i].why);
		assert_null(poll.gap);
		poll_done(&poll);
	}
}

static void
a_list_without_pages_has_one(void **state)
{
	struct page page = {0, 30, 90, 1, 0, 0};
	struct poll poll;

	(void)state;
	init(&poll, 1, 0, false);
	poll_begin(&poll, &week, 1);
	assert_int_equal(good(&poll, &page), POLL_END);
	assert_null(poll.gap);
	poll_done(&poll);
}

static void
a_page_without_a_new_key_ends_a_list_of_unknown_length(void **state)
{
	struct page page = {0, 30, -1, -1, 0, 0};
	struct poll poll;

	(void)state;
	init(&poll, 10, 30, true);
	poll_begin(&poll, &week, 1);
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_int_equal(good(&poll, &page), POLL_END);
	assert_null(poll.gap);
	poll_done(&poll);
}

static void
a_page_pushed_down_by_new_rows_does_not_end_the_poll(void **state)
{
	struct page first = {0, 30, 90, -1, 0, 0},
		    last = {30, 30, 120, -1, 0, 0};
	struct poll poll;

	(void)state;
	init(&poll, 10, 30, true);
	poll_begin(&poll, &week, 1);
	assert_int_equal(good(&poll, &first), POLL_PAGE);
	/* thirty rows came in front: page two is page one again */
	first.total = 120;
	assert_int_equal(good(&poll, &first), POLL_PAGE);
	assert_int_equal(good(&poll, &last), POLL_PAGE);
	last.first = 60;
	assert_int_equal(good(&poll, &last), POLL_END);
	assert_int_equal(poll.counts.rows, 120);
	assert_null(poll.gap);
	poll_done(&poll);
}

static void
a_list_that_repeats_before_its_total_is_a_gap(void **state)
{
	struct page page = {0, 30, 3000, -1, 0, 0};
	struct poll poll;

	(void)state;
	init(&poll, 400, 30, true);
	poll_begin(&poll, &week, 1);
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_int_equal(good(&poll, &page), POLL_END);
	assert_string_equal(poll.gap,
	    "the list repeats itself after 4 pages with 120 of 3000 rows");
	poll_done(&poll);
}

static void
the_page_cap_is_a_gap(void **state)
{
	struct page page = {0, 30, -1, 1, 0, 0};
	struct poll poll;

	(void)state;
	init(&poll, 2, 30, true);
	poll_begin(&poll, &week, 1);
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	page.first = 30;
	assert_int_equal(good(&poll, &page), POLL_END);
	assert_string_equal(
	    poll.gap, "the page cap is reached after 2 pages with 60 rows");
	/* the next poll starts afresh */
	poll_begin(&poll, &week, 2);
	assert_null(poll.gap);
	assert_int_equal(poll.index, 0);
	poll_done(&poll);
}

static void
one_bad_page_is_passed_over_when_more_is_promised(void **state)
{
	struct page page = {0, 30, 100, -1, 0, 0};
	struct judgement drift = judge_bad(HEALTH_DRIFT, "torn");
	struct judgement later = judge_bad(HEALTH_RETRYING, "later");
	struct poll poll;

	(void)state;
	init(&poll, 10, 30, true);
	poll_begin(&poll, &week, 1);
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_int_equal(poll_bad_page(&poll, &drift), POLL_PAGE);
	page.first = 60;
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	page.first = 90;
	page.count = 10;
	assert_int_equal(good(&poll, &page), POLL_END);
	assert_int_equal(poll.verdict.state, HEALTH_DRIFT);
	assert_int_equal(poll.counts.rows, 70);
	/* the first trouble is the one to tell */
	assert_int_equal(poll_bad_page(&poll, &later), POLL_END);
	assert_string_equal(poll.verdict.why, "torn");
	poll_done(&poll);
}

static void
trouble_with_the_source_itself_ends_the_poll(void **state)
{
	struct page page = {0, 30, 1000, -1, 0, 0};
	struct judgement retry = judge_bad(HEALTH_RETRYING, "x");
	struct judgement blocked = judge_bad(HEALTH_BLOCKED, "x");
	struct judgement store = judge_store(ERR_FULL, "");
	struct poll poll;

	(void)state;
	init(&poll, 10, 30, true);
	poll_begin(&poll, &week, 1);
	assert_int_equal(poll_bad_page(&poll, &retry), POLL_END);
	poll_begin(&poll, &week, 2);
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_int_equal(poll_bad_page(&poll, &blocked), POLL_END);
	poll_begin(&poll, &week, 3);
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_int_equal(poll_bad_page(&poll, &store), POLL_END);
	poll_begin(&poll, &week, 4);
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_int_equal(poll_bad_page(&poll, &retry), POLL_PAGE);
	assert_int_equal(poll_bad_page(&poll, &retry), POLL_END);
	poll_done(&poll);
}

static void
only_the_last_good_body_of_a_page_is_unchanged(void **state)
{
	struct page page = {1, 30, 60, -1, 0, 0};
	uint8_t same[SHA256_LEN], other[SHA256_LEN];
	struct poll poll;

	(void)state;
	memset(same, 1, sizeof(same));
	memset(other, 2, sizeof(other));
	init(&poll, 10, 30, true);
	poll_begin(&poll, &week, 1);
	assert_false(poll_is_unchanged(&poll, same));
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_false(poll_is_unchanged(&poll, same));
	poll_begin(&poll, &week, 2);
	assert_true(poll_is_unchanged(&poll, same));
	assert_false(poll_is_unchanged(&poll, other));
	/* without reading it, the page still counts */
	assert_int_equal(poll_good_page(&poll), POLL_PAGE);
	assert_int_equal(poll.counts.rows, 30);
	poll_begin(&poll, &week, 3);
	poll_forget(&poll);
	assert_false(poll_is_unchanged(&poll, same));
	poll_done(&poll);
}

static void
every_list_of_the_matrix_has_pages_of_its_own(void **state)
{
	struct page page = {0, 30, 60, -1, 0, 0};
	struct judgement retry = judge_bad(HEALTH_RETRYING, "x");
	struct poll poll;

	(void)state;
	init(&poll, 10, 30, true);
	poll.plan.list_count = 3;
	poll_begin(&poll, &week, 1);
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_int_equal(poll.index, 1);
	page.first = 30;
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	assert_int_equal(poll.list, 1);
	assert_int_equal(poll.index, 0);
	/* one that fails does not take the others with it */
	assert_int_equal(poll_bad_page(&poll, &retry), POLL_PAGE);
	assert_int_equal(poll.list, 2);
	page = (struct page){100, 10, 10, -1, 0, 0};
	assert_int_equal(good(&poll, &page), POLL_END);
	assert_int_equal(poll.verdict.state, HEALTH_RETRYING);
	assert_int_equal(poll.counts.rows, 70);
	poll_done(&poll);
}

static void
a_narrow_poll_ends_at_what_is_known(void **state)
{
	struct page page = {0, 30, 300, -1, 0, 0};
	struct poll poll;

	(void)state;
	init(&poll, 2, 30, true);
	poll.narrow = true;
	poll_begin(&poll, &week, 1);
	poll.fresh_items = 7;
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	page.first = 30;
	assert_int_equal(good(&poll, &page), POLL_END);
	assert_false(poll.behind);
	/* the cap comes first: a sweep has to follow */
	poll_begin(&poll, &week, 2);
	poll.fresh_items = 30;
	assert_int_equal(good(&poll, &page), POLL_PAGE);
	poll.fresh_items = 30;
	page.first = 60;
	assert_int_equal(good(&poll, &page), POLL_END);
	assert_true(poll.behind);
	assert_null(poll.gap);
	poll_done(&poll);
}

static void
too_many_rows_are_asked_for_in_halves(void **state)
{
	static const int64_t want[][2] = {{0, 2}, {0, 0}, {1, 2}, {3, 6}};
	struct page big = {0, 30, 5000, -1, 0, 0},
		    small = {100, 30, 30, -1, 0, 0};
	struct poll poll;

	(void)state;
	init(&poll, 100, 30, true);
	poll.plan.split_over = 3000;
	poll_begin(&poll, &week, 1);
	assert_int_equal(good(&poll, &big), POLL_PAGE);
	assert_true(poll_range(&poll).to == want[0][1] * DAY_MS);
	assert_int_equal(good(&poll, &big), POLL_PAGE);
	for (int i = 1; i < 4; i++) {
		assert_true(poll_range(&poll).from == want[i][0] * DAY_MS);
		assert_true(poll_range(&poll).to == want[i][1] * DAY_MS);
		assert_int_equal(poll.index, 0);
		assert_int_equal(
		    good(&poll, &small), i < 3 ? POLL_PAGE : POLL_END);
	}
	poll_done(&poll);
}

static void
the_definition_says_what_ends_a_list(void **state)
{
	static const struct {
		unsigned until;
		struct page page;
		enum poll_next next;
	} cases[] = {
	    {UNTIL_SHORT, {0, 29, -1, -1, 0, 0}, POLL_END},
	    {UNTIL_SHORT, {0, 30, 30, 0, 0, 0}, POLL_PAGE},
	    {UNTIL_EMPTY, {0, 29, 29, 0, 0, 0}, POLL_PAGE},
	    {UNTIL_TOTAL, {0, 30, 30, 1, 0, 0}, POLL_END},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct poll poll;
		init(&poll, 10, 30, true);
		poll.plan.until = cases[i].until;
		poll_begin(&poll, &week, 1);
		if (good(&poll, &cases[i].page) != cases[i].next)
			fail_msg("case %zu", i);
		assert_int_equal(poll_no_page(&poll), POLL_END);
		poll_done(&poll);
	}
}

static void
a_thousand_keys_are_told_apart(void **state)
{
	struct key_set set;
	char key[16];
	int i, again;

	(void)state;
	key_set_init(&set);
	for (again = 0; again < 2; again++) {
		for (i = 0; i < 1000; i++) {
			(void)snprintf(key, sizeof(key), "%d", i);
			assert_int_equal(
			    key_set_add(&set, key_set_hash(&set, key)),
			    again == 0);
		}
	}
	assert_int_equal(set.count, 1000);
	key_set_clear(&set);
	assert_true(key_set_add(&set, key_set_hash(&set, "1")));
	key_set_clear(&set);
}

static void
each_day_is_a_list_of_its_own_the_newest_first(void **state)
{
	const struct poll_plan plan = {.page_cap = 9,
	    .page_size = 30,
	    .paged = true,
	    .until = UNTIL_DEFAULT | UNTIL_NOT_FOUND,
	    .list_count = 1,
	    .daily = true};
	const struct poll_range days = {0, 2 * DAY_MS};
	struct page full = {0, 30, 31, -1, 0, 0}, rest = {30, 1, 31, -1, 0, 0};
	struct poll poll;

	(void)state;
	poll_init(&poll, &plan);
	poll_begin(&poll, &days, 0);
	assert_int_equal(poll_range(&poll).from, 2 * DAY_MS);
	assert_int_equal(poll_range(&poll).to, 2 * DAY_MS);
	assert_int_equal(good(&poll, &full), POLL_PAGE);
	assert_int_equal(poll_range(&poll).from, 2 * DAY_MS);
	assert_int_equal(good(&poll, &rest), POLL_PAGE);
	assert_int_equal(poll_range(&poll).from, DAY_MS);
	assert_int_equal(poll.index, 0);
	assert_int_equal(poll_no_page(&poll), POLL_PAGE);
	assert_int_equal(poll_range(&poll).from, 0);
	assert_int_equal(poll_no_page(&poll), POLL_END);
	poll_done(&poll);
}

static void
trouble_is_not_hidden_by_what_comes_later(void **state)
{
	struct judgement later = judge_bad(HEALTH_RETRYING, "soon");
	const struct judgement torn = judge_bad(HEALTH_TORN, "torn");
	const struct poll_range day = {0, 0};
	struct poll poll;

	(void)state;
	later.later = true;
	init(&poll, 9, 30, true);
	poll_begin(&poll, &day, 0);
	assert_int_equal(poll_bad_page(&poll, &later), POLL_END);
	assert_true(poll.verdict.later);
	assert_int_equal(poll_bad_page(&poll, &torn), POLL_END);
	assert_int_equal(poll.verdict.state, HEALTH_TORN);
	poll_done(&poll);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pages_go_on_until_the_list_ends),
	    cmocka_unit_test(a_list_without_pages_has_one),
	    cmocka_unit_test(
		a_page_without_a_new_key_ends_a_list_of_unknown_length),
	    cmocka_unit_test(
		a_page_pushed_down_by_new_rows_does_not_end_the_poll),
	    cmocka_unit_test(a_list_that_repeats_before_its_total_is_a_gap),
	    cmocka_unit_test(the_page_cap_is_a_gap),
	    cmocka_unit_test(one_bad_page_is_passed_over_when_more_is_promised),
	    cmocka_unit_test(trouble_with_the_source_itself_ends_the_poll),
	    cmocka_unit_test(only_the_last_good_body_of_a_page_is_unchanged),
	    cmocka_unit_test(every_list_of_the_matrix_has_pages_of_its_own),
	    cmocka_unit_test(a_narrow_poll_ends_at_what_is_known),
	    cmocka_unit_test(too_many_rows_are_asked_for_in_halves),
	    cmocka_unit_test(the_definition_says_what_ends_a_list),
	    cmocka_unit_test(a_thousand_keys_are_told_apart),
	    cmocka_unit_test(each_day_is_a_list_of_its_own_the_newest_first),
	    cmocka_unit_test(trouble_is_not_hidden_by_what_comes_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
