/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One filing of several issuers, and issuers under several codes, from the
 * list to the webhook.
 */
#include "lib/base/mem.h"
#include "tests/scenario/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#define CONFIG(aliases)                                                        \
	"instance: test\n"                                                     \
	"state: %DIR%/state\n"                                                 \
	"socket: %DIR%/sock\n"                                                 \
	"definitions: %DIR%/sources\n"                                         \
	"reader: { program: %READER%, lexicon: %SRC%/reading/lexicon }\n"      \
	"sources:\n"                                                           \
	"  cninfo: { catch-up: all, allow: 127.0.0.0/8 }\n"                    \
	"channels:\n"                                                          \
	"  hook: { webhook: \"%HOOK%\", allow-insecure: yes,\n"                \
	"    allow: 127.0.0.0/8, secret: { file: %DIR%/secret } }\n"           \
	"watch:\n"                                                             \
	"  core: [ { issuer: 200002.SZ, ref: obl-1 } ]\n"                      \
	"rules:\n"                                                             \
	"  - { name: all, watch: core, when: severity >= 2, to: hook }\n" aliases

static const char loss[] =
    "<html><body><h1>2025年年度业绩预亏公告</h1>"
    "<p>预计2025年年度实现归属于上市公司股东的净利润为"
    "-9,000万元到-7,500万元，与上年同期相比，将出现亏损。</p>"
    "<p>上年同期归属于上市公司股东的净利润：3,000万元。</p></body></html>";

/* How many webhooks say text. */
static int
told(const struct world *world, const char *text)
{
	int n = 0;

	for (size_t i = 0; i < receiver_hooks(world->receiver); i++)
		n += strstr(receiver_hook(world->receiver, i)->body, text) !=
		     NULL;
	return n;
}

/* The old code of one share and the new code of the other are one issuer. */
static void
an_issuer_has_one_warning_whatever_code_names_it(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_start(world, CONFIG("aliases: { 000002.SZ: [ 200002.SZ ] }\n"));
	world_publish(
	    world, "1225000001", "000002", "2025年年度业绩预亏公告", loss);
	world_after(world, MINUTES(1));
	assert_int_equal(receiver_hooks(world->receiver), 1);
	world_expect_hook(world, 0, "\"XSHE:000002\"");
	world_expect_hook(world, 0, "obl-1");
	/* the same said for the other share is no second warning */
	world_publish(
	    world, "1225000002", "200002", "2025年年度业绩预亏公告", loss);
	world_after(world, MINUTES(5));
	assert_int_equal(receiver_hooks(world->receiver), 1);
	assert_int_equal(world_events(world, "warning.detected"), 1);
	world_free(world);
}

static void
without_an_alias_they_are_two(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_start(world, CONFIG(""));
	world_publish(
	    world, "1225000001", "000002", "2025年年度业绩预亏公告", loss);
	world_after(world, MINUTES(1));
	assert_int_equal(receiver_hooks(world->receiver), 0);
	assert_int_equal(world_events(world, "warning.detected"), 1);
	world_free(world);
}

/* Rows with one id, each of another issuer. */
static void
a_filing_of_two_issuers_warns_of_each_once(void **state)
{
	static const char config[] =
	    "instance: test\n"
	    "state: %DIR%/state\n"
	    "socket: %DIR%/sock\n"
	    "definitions: %DIR%/sources\n"
	    "reader: { program: %READER%, lexicon: %SRC%/reading/lexicon }\n"
	    "sources:\n"
	    "  cninfo: { catch-up: all, allow: 127.0.0.0/8 }\n"
	    "channels:\n"
	    "  hook: { webhook: \"%HOOK%\", allow-insecure: yes,\n"
	    "    allow: 127.0.0.0/8, secret: { file: %DIR%/secret } }\n"
	    "rules:\n"
	    "  - { name: all, when: severity >= 2, to: hook }\n";
	struct world *world = world_new();

	(void)state;
	world_publish(
	    world, "1225000001", "603138", "2025年年度业绩预亏公告", loss);
	world_publish(
	    world, "1225000001", "600000", "2025年年度业绩预亏公告", loss);
	world_start(world, config);
	world_after(world, MINUTES(1));
	assert_int_equal(world_events(world, "warning.detected"), 2);
	assert_int_equal(receiver_hooks(world->receiver), 2);
	assert_int_equal(told(world, "\"XSHG:603138\""), 1);
	assert_int_equal(told(world, "\"XSHG:600000\""), 1);
	assert_int_equal(exchange_requests(world->exchange,
			     "/finalpage/2026-01-22/1225000001"),
	    1);
	world_after(world, HOURS(1));
	assert_int_equal(receiver_hooks(world->receiver), 2);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_issuer_has_one_warning_whatever_code_names_it),
	    cmocka_unit_test(without_an_alias_they_are_two),
	    cmocka_unit_test(a_filing_of_two_issuers_warns_of_each_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
