/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an exchange changes or takes back is corrected in the ledger and in
 * what was told, in held time over real sockets with the real reader.
 */
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "tests/scenario/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#define KEY	 "1225000001"
#define PATH	 "finalpage/2026-01-22/1225000001.html"
#define TITLE	 "2025年年度业绩预亏公告"
/* 2026-01-22T00:00:00+08:00, as the list dates the evening's filings */
#define TOMORROW INT64_C(1769011200000)

#define FORECAST(amount)                                                       \
	"<html><body><p>证券代码：603138 证券简称：测试股份</p>" \
	"<h1>2025年年度业绩预亏公告</h1>"                             \
	"<p>预计2025年年度实现归属于上市公司股东的净利润为" amount             \
	"，与上年同期相比，将出现亏损。</p>"                    \
	"<p>上年同期归属于上市公司股东的净利润：3,000万元。</p></body></html>"

static const char loss[] = FORECAST("-9,000万元到-7,500万元");
static const char wider[] = FORECAST("-29,000万元到-27,500万元");

/* The row as the list shows it from now on, until hidden. */
static void
show(struct world *world, const char *title, int64_t hidden)
{
	const struct exchange_filing filing = {
	    .visible = clock_wall(world->clock),
	    .hidden = hidden,
	    .time = TOMORROW,
	    .id = KEY,
	    .code = "603138",
	    .name = "测试股份",
	    .title = title,
	    .type = "01010503",
	    .path = PATH,
	};

	exchange_add_filing(world->exchange, &filing);
}

static void
serve(struct world *world, const char *html)
{
	exchange_add_body(world->exchange, "/" PATH, "text/html; charset=utf-8",
	    clock_wall(world->clock), span_of(html));
}

/* Told of a loss, which is shown for another while; others stay. */
static struct world *
world_that_was_told(int64_t hidden_after)
{
	struct world *world = world_new();

	world_publish(world, "1225000002", "600000", "关于召开股东大会的通知",
	    "<html><body>no</body></html>");
	serve(world, loss);
	show(world, TITLE, EVENING + hidden_after);
	world_start(world, NULL);
	world_after(world, MINUTES(1));
	assert_int_equal(world_events(world, "warning.detected"), 1);
	world_expect_hook(world, 0, "\"-90000000\"");
	return world;
}

static void
a_revised_filing_is_read_again_and_what_was_told_is_updated(void **state)
{
	struct world *world = world_that_was_told(MINUTES(2));

	(void)state;
	world_after(world, MINUTES(1));
	serve(world, wider);
	show(world, TITLE "（更新）", 0);
	world_after(world, MINUTES(1));
	assert_int_equal(world_events(world, "warning.updated"), 1);
	assert_int_equal(receiver_hooks(world->receiver), 2);
	world_expect_hook(world, 1, "\"warning.updated\"");
	world_expect_hook(world, 1, "\"-290000000\"");
	world_expect_hook(world, 1, "\"version\":2");
	world_expect_hook(world, 1, "(更新)");
	world_after(world, HOURS(1));
	assert_int_equal(receiver_hooks(world->receiver), 2);
	world_free(world);
}

static void
a_new_title_for_the_same_bytes_tells_nobody(void **state)
{
	struct world *world = world_that_was_told(MINUTES(2));

	(void)state;
	world_after(world, MINUTES(1));
	show(world, TITLE "（公告）", 0);
	world_after(world, HOURS(1));
	assert_int_equal(world_events(world, "filing.revised"), 1);
	assert_int_equal(world_events(world, "warning.updated"), 0);
	assert_int_equal(receiver_hooks(world->receiver), 1);
	world_free(world);
}

static void
a_withdrawn_filing_s_warning_is_taken_back(void **state)
{
	struct world *world = world_that_was_told(MINUTES(2));

	(void)state;
	/* two sweeps, five minutes apart */
	world_after(world, MINUTES(20));
	assert_int_equal(world_events(world, "warning.retracted"), 1);
	assert_int_equal(receiver_hooks(world->receiver), 2);
	world_expect_hook(world, 1, "\"warning.retracted\"");
	world_after(world, HOURS(2));
	assert_int_equal(receiver_hooks(world->receiver), 2);
	/* the exchange puts it back */
	show(world, TITLE, 0);
	world_after(world, MINUTES(1));
	assert_int_equal(receiver_hooks(world->receiver), 3);
	world_expect_hook(world, 2, "\"warning.updated\"");
	world_free(world);
}

static void
a_crash_between_seeing_and_deciding_takes_it_back_all_the_same(void **state)
{
	struct world *world = world_that_was_told(MINUTES(2));

	(void)state;
	for (int i = 0; i < 40; i++) {
		world_after(world, SECONDS(29));
		world_crash(world);
		world_start(world, NULL);
	}
	world_after(world, MINUTES(10));
	assert_int_equal(world_events(world, "warning.retracted"), 1);
	world_free(world);
}

static void
an_exchange_in_trouble_takes_nothing_back(void **state)
{
	static const enum exchange_fault_kind kinds[] = {EXCHANGE_STATUS,
	    EXCHANGE_HTML, EXCHANGE_NULL, EXCHANGE_EMPTY, EXCHANGE_GARBAGE};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct world *world = world_that_was_told(HOURS(99));

		world_fault(world, kinds[i], 503, HOURS(1));
		world_after(world, HOURS(2));
		assert_int_equal(world_events(world, "warning.retracted"), 0);
		assert_int_equal(world_events(world, "filing.withdrawn"), 0);
		world_free(world);
	}
}

static const char two_sources[] =
    "instance: test\n"
    "state: %DIR%/state\n"
    "socket: %DIR%/sock\n"
    "definitions: %DIR%/sources\n"
    "reader: { program: %READER%, lexicon: %SRC%/reading/lexicon }\n"
    "sources:\n"
    "  cninfo: { catch-up: all, allow: 127.0.0.0/8 }\n"
    "  mirror: { kind: cninfo, catch-up: all, allow: 127.0.0.0/8 }\n"
    "channels:\n"
    "  hook: { webhook: \"%HOOK%\", allow-insecure: yes,\n"
    "    allow: 127.0.0.0/8, secret: { file: %DIR%/secret } }\n"
    "rules:\n"
    "  - { name: all, when: severity >= 2, to: hook }\n";

static int64_t
count(struct world *world, const char *sql)
{
	struct db_stmt *stmt = db_prepare(service_db(world->service), sql);
	int64_t n;

	assert_int_equal(db_step(stmt, NULL), 1);
	n = db_int(stmt, 0);
	db_reset(stmt);
	return n;
}

static void
a_filing_of_two_sources_is_told_and_taken_back_once(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_publish(world, "1225000002", "600000", "关于召开股东大会的通知",
	    "<html><body>no</body></html>");
	serve(world, loss);
	show(world, TITLE, EVENING + MINUTES(30));
	world_start(world, two_sources);
	world_after(world, MINUTES(10));
	assert_int_equal(world_events(world, "warning.detected"), 1);
	assert_int_equal(receiver_hooks(world->receiver), 1);
	assert_int_equal(count(world, "SELECT COUNT(*) FROM filing"), 2);
	assert_int_equal(count(world, "SELECT COUNT(*) FROM sighting"), 2);
	assert_int_equal(
	    count(world, "SELECT COUNT(*) FROM item WHERE state = 'decided'"),
	    4);
	world_after(world, HOURS(1));
	assert_int_equal(world_events(world, "warning.retracted"), 1);
	assert_int_equal(receiver_hooks(world->receiver), 2);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_revised_filing_is_read_again_and_what_was_told_is_updated),
	    cmocka_unit_test(a_new_title_for_the_same_bytes_tells_nobody),
	    cmocka_unit_test(a_withdrawn_filing_s_warning_is_taken_back),
	    cmocka_unit_test(
		a_crash_between_seeing_and_deciding_takes_it_back_all_the_same),
	    cmocka_unit_test(an_exchange_in_trouble_takes_nothing_back),
	    cmocka_unit_test(
		a_filing_of_two_sources_is_told_and_taken_back_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
