/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A source whose rows are figures, watched: what it shows first is known and
 * not told, a revision is told against it, once.
 */
#include "lib/base/mem.h"
#include "tests/scenario/world.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

static const char config[] =
    "instance: test\n"
    "state: %DIR%/state\n"
    "socket: %DIR%/sock\n"
    "definitions: %DIR%/sources\n"
    "reader: { program: %READER%, lexicon: %SRC%/reading/lexicon }\n"
    "sources: { eastmoney-forecasts: { allow: 127.0.0.0/8 } }\n"
    "channels:\n"
    "  hook: { webhook: \"%HOOK%\", allow-insecure: yes,\n"
    "    allow: 127.0.0.0/8, secret: { file: %DIR%/secret } }\n"
    "rules:\n"
    "  - { name: all, when: severity >= 2, to: hook }\n";

#define ROW(notice, code, low, high, latest)                                     \
	"{\"SECURITY_CODE\":\"603999\",\"SECURITY_NAME_ABBR\":\"示例材料\"," \
	"\"NOTICE_DATE\":\"" notice " 00:00:00\","                               \
	"\"REPORT_DATE\":\"2025-12-31 00:00:00\","                               \
	"\"PREDICT_FINANCE_CODE\":\"" code "\",\"PREDICT_AMT_LOWER\":" low       \
	",\"PREDICT_AMT_UPPER\":" high ",\"PREDICT_CONTENT\":\"row of " notice   \
	"\",\"PREYEAR_SAME_PERIOD\":42000000,\"IS_LATEST\":\"" latest "\"}"
#define OLD(latest) ROW("2026-01-10", "004", "20000000", "30000000", latest)
#define NEW	    ROW("2026-01-21", "004", "-120000000", "-100000000", "T")
#define PAGE(count, rows)                                                      \
	"{\"result\":{\"data\":[" rows "],\"count\":" count                    \
	"},\"success\":true,\"code\":0}"

static void
show(struct world *world, const char *page)
{
	exchange_add_body(world->exchange, "/api/data/v1/get",
	    "application/json", clock_wall(world->clock), span_of(page));
}

static void
a_revision_is_told_against_what_was_known_quietly(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_add_source(world, "eastmoney-forecasts",
	    "https://datacenter-web.eastmoney.com");
	show(world, PAGE("1", OLD("T")));
	world_start(world, config);
	world_after(world, MINUTES(5));
	assert_int_equal(world_events(world, ""), 0);
	show(world, PAGE("2", NEW "," OLD("F")));
	world_after(world, MINUTES(5));
	/* of the warning that the fall would have been */
	assert_int_equal(world_events(world, "warning.updated"), 1);
	assert_int_equal(world_events(world, ""), 1);
	world_expect_hook(world, 0, "\"class\":\"first_loss\"");
	world_expect_hook(world, 0, "\"guidance\":\"cut\"");
	world_expect_hook(world, 0, "\"grade\":\"probable\"");
	world_expect_hook(world, 0, "row of 2026-01-21");
	world_expect_hook(world, 0, "row of 2026-01-10"); /* what it was */
	world_free(world);
}

static void
a_metric_that_comes_later_is_decided_after_a_crash_too(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_add_source(world, "eastmoney-forecasts",
	    "https://datacenter-web.eastmoney.com");
	show(world, PAGE("1", OLD("T")));
	world_start(world, config);
	world_after(world, MINUTES(5));
	show(world, PAGE("2", ROW("2026-01-21", "006", "900000000", "990000000",
				  "T") "," OLD("T")));
	world_after(world, MINUTES(5));
	assert_int_equal(world_events(world, "warning.updated"), 0);
	show(world, PAGE("3", NEW "," ROW("2026-01-21", "006", "900000000",
				  "990000000", "T") "," OLD("F")));
	world_after(world, SECONDS(61));
	world_crash(world);
	world_start(world, config);
	world_after(world, MINUTES(10));
	assert_int_equal(world_events(world, "warning.updated"), 1);
	world_expect_hook(world, 0, "first_loss");
	assert_int_equal(receiver_hooks(world->receiver), 1);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_revision_is_told_against_what_was_known_quietly),
	    cmocka_unit_test(
		a_metric_that_comes_later_is_decided_after_a_crash_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
