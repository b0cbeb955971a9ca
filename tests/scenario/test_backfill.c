/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The past of a source: it fills the ledger, is told to nobody, and makes what
 * comes later comparable.
 */
#include "daemon/generation.h"
#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "tests/scenario/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define DAYS(n) ((int64_t)(n)*DAY_MS)
/* The midnight in Shanghai before EVENING. */
#define TODAY	(EVENING - HOURS(16))

/* catch-up none: what the list shows at first is the baseline */
static const char config[] =
    "instance: test\n"
    "state: %DIR%/state\n"
    "socket: %DIR%/sock\n"
    "definitions: %DIR%/sources\n"
    "reader: { program: %READER%, lexicon: %SRC%/reading/lexicon }\n"
    "sources: { cninfo: { allow: 127.0.0.0/8 } }\n"
    "channels:\n"
    "  hook: { webhook: \"%HOOK%\", allow-insecure: yes,\n"
    "    allow: 127.0.0.0/8, secret: { file: %DIR%/secret } }\n"
    "rules: [ { name: all, when: severity >= 0, to: hook } ]\n";

static const char profit[] =
    "<html><body><h1>2025年年度业绩预增公告</h1>"
    "<p>预计2025年年度实现归属于上市公司股东的净利润为20,000万元到24,000万元，"
    "同比增加100%到140%。</p><p>上年同期归属于上市公司股东的净利润："
    "10,000万元。</p></body></html>";

static const char cut[] =
    "<html><body><h1>2025年年度业绩预告修正公告</h1>"
    "<p>修正后预计2025年年度实现归属于上市公司股东的净利润为"
    "12,000万元到13,000万元，与上年同期相比增加20%到30%。</p>"
    "<p>上年同期归属于上市公司股东的净利润：10,000万元。</p></body></html>";

/* A filing dated at a moment that the list shows from visible on. */
static void
publish(struct world *world, const char *id, int64_t time, int64_t visible,
    const char *title, const char *html)
{
	char path[64], url[80];
	struct exchange_filing filing = {
	    .visible = visible,
	    .time = time,
	    .id = id,
	    .code = "603138",
	    .name = "测试股份",
	    .org = "9900000001",
	    .title = title,
	    .type = "01010503",
	    .path = path,
	};

	(void)snprintf(path, sizeof(path), "finalpage/%s.html", id);
	(void)snprintf(url, sizeof(url), "/%s", path);
	exchange_add_body(
	    world->exchange, url, "text/html; charset=utf-8", 0, span_of(html));
	exchange_add_filing(world->exchange, &filing);
}

static int64_t
count(struct world *world, const char *sql)
{
	struct db_stmt *stmt = db_prepare(service_db(world->service), sql);
	struct err err = ERR_NONE;
	int64_t n;

	assert_int_equal(db_step(stmt, &err), 1);
	n = db_int(stmt, 0);
	db_reset(stmt);
	return n;
}

static void
backfill(struct world *world, int days)
{
	struct generation *generation = service_generation(world->service);
	struct backfill_row row = {
	    .since = (int32_t)((TODAY + HOURS(8)) / DAY_MS) - days,
	    .until = (int32_t)((TODAY + HOURS(8)) / DAY_MS) + 1,
	    .author = "ann",
	};
	struct err err = ERR_NONE;

	if (generation_backfill(generation, 0, &row, &err) != 0)
		fail_msg("%s", err.text);
}

static struct backfill_row
progress(struct world *world)
{
	struct backfill_row row;
	const char *waits_for;

	generation_backfill_row(
	    service_generation(world->service), 0, &row, &waits_for);
	return row;
}

static struct world *
world_with_past(void)
{
	struct world *world = world_new();

	publish(world, "1224000001", TODAY - DAYS(12), 0,
	    "2025年年度业绩预增公告", profit);
	world_start(world, config);
	world_after(world, MINUTES(1));
	assert_int_equal(count(world, "SELECT COUNT(*) FROM item"), 0);
	return world;
}

/* The definition of the world, with what replaced. */
static void
redefine(const struct world *world, const char *what, const char *with)
{
	char *path =
	    mem_printf("%s/sources/cninfo/definition.yaml", world->folder);
	FILE *file = fopen(path, "re");
	char text[16384];
	size_t n;
	char *at;

	assert_non_null(file);
	n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = '\0';
	assert_int_equal(fclose(file), 0);
	at = strstr(text, what);
	assert_non_null(at);
	file = fopen(path, "we");
	assert_non_null(file);
	assert_true(fprintf(file, "%.*s%s%s", (int)(at - text), text, with,
			at + strlen(what)) > 0);
	assert_int_equal(fclose(file), 0);
	mem_free(path);
}

static void
the_past_fills_the_ledger_and_is_told_to_nobody(void **state)
{
	struct world *world = world_with_past();

	(void)state;
	backfill(world, 20);
	world_after(world, HOURS(1));
	assert_int_equal(progress(world).state, BACKFILL_DONE);
	assert_int_equal(progress(world).items, 1);
	assert_true(count(world, "SELECT COUNT(*) FROM fact") > 0);
	assert_int_equal(
	    count(world, "SELECT COUNT(*) FROM item WHERE state = 'decided'"),
	    1);
	assert_int_equal(world_events(world, ""), 0);
	assert_int_equal(receiver_hooks(world->receiver), 0);
	publish(world, "1224000900", TODAY, EVENING,
	    "2025年年度业绩预告修正公告", cut);
	world_after(world, MINUTES(2));
	assert_int_equal(world_events(world, "warning.detected"), 1);
	world_expect_hook(world, 0, "\"guidance\":\"cut\"");
	world_free(world);
}

static void
what_the_first_poll_kept_untold_is_recalled(void **state)
{
	struct world *world = world_new();

	(void)state;
	publish(world, "1224000001", TODAY - DAYS(1), 0,
	    "2025年年度业绩预增公告", profit);
	world_start(world, config);
	world_after(world, MINUTES(1));
	assert_int_equal(
	    count(world, "SELECT COUNT(*) FROM item WHERE state = 'baseline'"),
	    1);
	backfill(world, 5);
	world_after(world, MINUTES(10));
	assert_int_equal(progress(world).items, 1);
	assert_true(count(world, "SELECT COUNT(*) FROM fact") > 0);
	assert_int_equal(world_events(world, ""), 0);
	world_free(world);
}

static void
a_filing_of_these_days_is_never_swallowed(void **state)
{
	struct world *world = world_with_past();
	int64_t moment;

	(void)state;
	/* the backfill and the polls see them first by turns */
	for (moment = 0; moment < 20; moment++) {
		char id[16];

		(void)snprintf(id, sizeof(id), "12240009%02d", (int)moment);
		publish(world, id, TODAY - DAYS(moment % 3),
		    EVENING + MINUTES(1) + SECONDS(moment),
		    "2025年年度业绩预告修正公告", cut);
	}
	backfill(world, 4);
	world_after(world, HOURS(1));
	assert_int_equal(progress(world).state, BACKFILL_DONE);
	assert_int_equal(
	    count(world, "SELECT COUNT(*) FROM item WHERE quiet = 0"), 20);
	assert_true(world_events(world, "") > 0);
	world_free(world);
}

static void
a_crash_at_any_moment_leaves_nothing_out_and_does_nothing_twice(void **state)
{
	int64_t ms;

	(void)state;
	for (ms = 100; ms < SECONDS(40); ms += 2900) {
		struct world *world = world_with_past();

		backfill(world, 20);
		world_after(world, ms);
		world_crash(world);
		world_start(world, config);
		world_after(world, HOURS(1));
		assert_int_equal(progress(world).state, BACKFILL_DONE);
		assert_int_equal(
		    count(world, "SELECT COUNT(*) FROM filing"), 1);
		assert_int_equal(
		    count(world, "SELECT COUNT(*) FROM item"
				 " WHERE state = 'decided' AND quiet = 1"),
		    1);
		assert_int_equal(world_events(world, ""), 0);
		world_free(world);
	}
}

static void
a_second_one_is_refused_while_one_runs(void **state)
{
	struct world *world = world_with_past();
	struct generation *generation = service_generation(world->service);
	struct backfill_row row = {.since = 20000, .until = 20001};
	struct err err = ERR_NONE;

	(void)state;
	backfill(world, 20);
	assert_int_equal(
	    generation_backfill(generation, 0, &row, &err), ERR_BUSY);
	assert_non_null(strstr(err.text, "--stop"));
	world_after(world, SECONDS(2));
	assert_int_equal(generation_backfill_stop(generation, 0, &err), 0);
	world_after(world, HOURS(1));
	assert_int_equal(progress(world).state, BACKFILL_STOPPED);
	assert_int_equal(
	    generation_backfill_stop(generation, 0, &err), ERR_EXISTS);
	world_free(world);
}

static void
it_waits_for_a_paused_source_and_for_one_in_trouble(void **state)
{
	struct world *world = world_with_past();
	struct generation *generation = service_generation(world->service);
	struct pause pause = {.since = EVENING, .author = "ann"}, none = {0};
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(generation_pause(generation, 0, &pause, &err), 0);
	backfill(world, 20);
	world_after(world, MINUTES(30));
	assert_int_equal(progress(world).requests, 0);
	assert_int_equal(generation_pause(generation, 0, &none, &err), 0);
	world_fault(world, EXCHANGE_STATUS, 503, MINUTES(30));
	world_after(world, MINUTES(29));
	assert_true(progress(world).requests < 10);
	assert_int_equal(progress(world).state, BACKFILL_RUNNING);
	world_after(world, HOURS(1));
	assert_int_equal(progress(world).state, BACKFILL_DONE);
	assert_int_equal(progress(world).items, 1);
	assert_string_equal(progress(world).why, "");
	world_free(world);
}

static void
half_of_the_budget_is_left_to_the_polls(void **state)
{
	struct world *world = world_new();
	struct watcher_stats stats;

	(void)state;
	redefine(world, "  quiet: 5m\n", "  quiet: 5m\n  budget: 100\n");
	world_start(world, config);
	world_after(world, MINUTES(1));
	backfill(world, 200);
	world_after(world, HOURS(4));
	assert_int_equal(progress(world).state, BACKFILL_RUNNING);
	assert_in_range(progress(world).requests, 20, 50);
	service_source_stats(world->service, 0, &stats);
	assert_in_range(stats.requests, 51, 100); /* they went on */
	world_after(world, HOURS(24));
	assert_in_range(progress(world).requests, 51, 150);
	world_after(world, DAYS(8));
	assert_int_equal(progress(world).state, BACKFILL_DONE);
	world_free(world);
}

static void
a_day_that_cannot_be_read_is_left_out_and_named(void **state)
{
	struct world *world = world_new();

	(void)state;
	redefine(world, "outcome:\n",
	    "outcome:\n  - { contains: '1224000777', is: drift }\n");
	publish(world, "1224000777", TODAY - DAYS(12), 0, "公告", profit);
	publish(world, "1224000001", TODAY - DAYS(10), 0,
	    "2025年年度业绩预增公告", profit);
	world_start(world, config);
	world_after(world, MINUTES(1));
	backfill(world, 20);
	world_after(world, HOURS(2));
	assert_int_equal(progress(world).state, BACKFILL_DONE);
	assert_int_equal(progress(world).items, 1);
	if (strstr(progress(world).why, "2026-01-09: left out: ") == NULL)
		fail_msg("%s", progress(world).why);
	assert_int_equal(world_events(world, ""), 0);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_past_fills_the_ledger_and_is_told_to_nobody),
	    cmocka_unit_test(what_the_first_poll_kept_untold_is_recalled),
	    cmocka_unit_test(a_filing_of_these_days_is_never_swallowed),
	    cmocka_unit_test(
		a_crash_at_any_moment_leaves_nothing_out_and_does_nothing_twice),
	    cmocka_unit_test(a_second_one_is_refused_while_one_runs),
	    cmocka_unit_test(
		it_waits_for_a_paused_source_and_for_one_in_trouble),
	    cmocka_unit_test(half_of_the_budget_is_left_to_the_polls),
	    cmocka_unit_test(a_day_that_cannot_be_read_is_left_out_and_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
