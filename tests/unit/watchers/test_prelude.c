/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists that want a visit and its cookies first, lists by the day, and lists
 * that say when they were made.
 */
#include "lib/base/mem.h"
#include "tests/lib/rig.h"
#include "watchers/definition.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define START  INT64_C(1768896000000)

static void
visit_every_half_hour(struct definition *definition)
{
	mem_set(&definition->prelude.url, "http://127.0.0.1/");
	definition->prelude_every_ms = 30 * MINUTE;
}

/* A rig whose list wants a cookie that its home page sets. */
static struct rig *
rig_with_home(void)
{
	struct rig *rig = rig_new(&(struct rig_options){
	    .source = "cninfo", .start = START, .tune = visit_every_half_hour});
	char *home = mem_printf("%s/home", exchange_url(rig->exchange));

	mem_set(&rig->definition->prelude.url, home);
	mem_free(home);
	exchange_add_body(
	    rig->exchange, "/home", "text/html", 0, span_of("<html>"));
	exchange_want_cookie(rig->exchange, "sid=a1");
	rig_show(rig, "1225000001", START, START, NULL);
	return rig;
}

static void
the_list_is_asked_with_the_cookies_of_the_visit(void **state)
{
	struct rig *rig = rig_with_home();

	(void)state;
	watcher_start(rig->watcher);
	rig_run(rig, 10 * MINUTE);
	assert_int_equal(rig->degraded, 0);
	assert_int_equal(rig->health, HEALTH_OK);
	assert_int_equal(rig->complete, rig->polls);
	assert_int_equal(exchange_requests(rig->exchange, "/home"), 1);
	rig_run(rig, 2 * HOUR);
	assert_int_equal(rig->complete, rig->polls);
	assert_int_equal(exchange_requests(rig->exchange, "/home"), 5);
	rig_free(rig);
}

static void
a_block_begins_with_a_new_visit(void **state)
{
	struct rig *rig = rig_with_home();

	(void)state;
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	exchange_want_cookie(rig->exchange, "sid=b2");
	rig_run(rig, 12 * MINUTE); /* ten of them blocked */
	assert_int_equal(exchange_requests(rig->exchange, "/home"), 2);
	assert_int_equal(rig->complete, rig->polls - 1);
	assert_int_equal(rig->health, HEALTH_OK);
	rig_free(rig);
}

static void
a_visit_that_fails_is_a_failed_poll(void **state)
{
	struct rig *rig = rig_with_home();
	const struct exchange_fault fault = {
	    .kind = EXCHANGE_STATUS, .path = "/home", .value = 500};

	(void)state;
	exchange_add_fault(rig->exchange, &fault);
	watcher_start(rig->watcher);
	rig_run(rig, HOUR);
	assert_int_equal(rig->complete, 0);
	assert_int_equal(rig->degraded, 1);
	assert_int_equal(exchange_requests(rig->exchange, RIG_LIST), 0);
	rig_free(rig);
}

static const char day_page[] =
    "<html><body><div id='kaiji-date-1'>2026年01月%s日</div>"
    "<div class='kaijiSum'>1～1件 / 全1件</div><table id='main-list-table'>"
    "<tr><td class='a kjTime'>15:30</td><td class='a kjCode'>99010</td>"
    "<td class='a kjName'>架空</td><td class='a kjTitle'>"
    "<a href='1401202601%s500001.pdf'>業績予想の修正</a></td></tr>"
    "</table></body></html>";

static void
serve_day(struct rig *rig, const char *path, const char *day, int64_t from)
{
	char *text = mem_printf(day_page, day, day);

	exchange_add_body(
	    rig->exchange, path, "text/html", from, span_of(text));
	mem_free(text);
}

static void
every_poll(struct definition *definition)
{
	definition->sweep_back = 0;
}

static void
a_list_by_the_day_goes_back_day_by_day(void **state)
{
	/* 2026-01-20 17:00 in Tokyo */
	struct rig *rig = rig_new(&(struct rig_options){.source = "tdnet",
	    .start = START,
	    .tune = every_poll,
	    .path = "/I_list_{page:03}_{from:%Y%m%d}.html"});

	(void)state;
	serve_day(rig, "/I_list_001_20260120.html", "20", START);
	serve_day(rig, "/I_list_001_20260119.html", "19", START);
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	assert_true(rig->complete > 0);
	assert_int_equal(rig_stored(rig, NULL), 2);
	assert_true(exchange_requests(rig->exchange, "/I_list_001_20260119"));
	assert_false(exchange_requests(rig->exchange, "/I_list_001_20260118"));
	/* nothing was published yet on the day that begins */
	serve_day(rig, "/I_list_001_20260121.html", "21", START + 20 * HOUR);
	rig_run(rig, 10 * HOUR);
	assert_true(exchange_requests(rig->exchange, "/I_list_001_20260121"));
	assert_int_equal(rig->health, HEALTH_OK);
	rig_run(rig, 14 * HOUR);
	assert_int_equal(rig_told(rig, "140120260121500001"), 1);
	assert_int_equal(rig->degraded, 0);
	rig_free(rig);
}

static const char dated_list[] =
    "{\"genDate\":\"%lld\",\"newsInfoLst\":[{\"newsId\":1,\"title\":\"PROFIT "
    "WARNING\",\"t1Code\":\"10000\",\"t2Code\":\"13500\",\"relTime\":"
    "\"20/01/2026 15:59\",\"webPath\":\"/1.pdf\",\"stock\":[{\"sc\":\"08901\","
    "\"sn\":\"MARBLE\"}]}]}";

static void
serve_made(struct rig *rig, int64_t from)
{
	char *text = mem_printf(dated_list, (long long)from);

	exchange_add_body(rig->exchange, "/lcisehk1_1.json", "application/json",
	    from, span_of(text));
	mem_free(text);
}

static void
stale_after_an_hour(struct definition *definition)
{
	definition->stale_after_ms = HOUR;
}

static void
a_list_that_says_that_it_is_old_is_frozen(void **state)
{
	struct rig *rig = rig_new(&(struct rig_options){.source = "hkex",
	    .start = START,
	    .tune = stale_after_an_hour,
	    .path = "/lci{board}{days}_{page}.json"});

	(void)state;
	serve_made(rig, START);
	serve_made(rig, START + 3 * HOUR);
	watcher_start(rig->watcher);
	rig_run(rig, 50 * MINUTE);
	assert_int_equal(rig->health, HEALTH_OK);
	assert_int_equal(rig_stored(rig, NULL), 1);
	rig_run(rig, 30 * MINUTE);
	assert_int_equal(rig->health, HEALTH_FROZEN);
	assert_int_equal(rig->degraded, 1);
	assert_non_null(strstr(rig->why, "the list was made"));
	rig_run(rig, 2 * HOUR);
	assert_int_equal(rig->health, HEALTH_OK);
	assert_int_equal(rig->recovered, 1);
	rig_free(rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_list_is_asked_with_the_cookies_of_the_visit),
	    cmocka_unit_test(a_block_begins_with_a_new_visit),
	    cmocka_unit_test(a_visit_that_fails_is_a_failed_poll),
	    cmocka_unit_test(a_list_by_the_day_goes_back_day_by_day),
	    cmocka_unit_test(a_list_that_says_that_it_is_old_is_frozen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
