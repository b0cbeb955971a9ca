/* SPDX-License-Identifier: BSD-2-Clause */
/* Drop a file, and the warning in it is told. */
#include "lib/base/mem.h"
#include "tests/scenario/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <sys/stat.h>

static const char config[] =
    "instance: test\n"
    "state: %DIR%/state\n"
    "socket: %DIR%/sock\n"
    "definitions: %SRC%/watchers/sources\n"
    "reader: { program: %READER%, lexicon: %SRC%/reading/lexicon }\n"
    "sources:\n"
    "  inbox: { kind: directory, path: %DIR%/inbox }\n"
    "channels:\n"
    "  hook: { webhook: \"%HOOK%\", allow-insecure: yes,\n"
    "    allow: 127.0.0.0/8, secret: { file: %DIR%/secret } }\n"
    "  desk: { mail: desk@localhost, smtp: \"%SMTP%\" }\n"
    "operator: desk\n"
    "rules:\n"
    "  - { name: all, when: severity >= 2, to: hook }\n";

static const char loss[] =
    "<html><body><p>证券代码：603138 证券简称：测试股份</p>"
    "<h1>2025年年度业绩预亏公告</h1>"
    "<p>预计2025年年度实现归属于上市公司股东的净利润为"
    "-9,000万元到-7,500万元，与上年同期相比，将出现亏损。</p>"
    "<p>上年同期归属于上市公司股东的净利润：3,000万元。</p></body></html>";

static char *
in(const struct world *world, const char *name)
{
	return mem_printf("%s/inbox/%s", world->folder, name);
}

static void
drop(const struct world *world, const char *name, const char *text)
{
	char *path = in(world, name);
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	mem_free(path);
}

static void
a_dropped_file_is_read_and_told(void **state)
{
	struct world *world = world_new();
	char *inbox = in(world, "");

	(void)state;
	assert_int_equal(mkdir(inbox, 0700), 0);
	world_start(world, config);
	world_after(world, SECONDS(5));
	/* the name says nothing of it; whose it is stands in it */
	drop(world, "scan 17.html", loss);
	world_after(world, SECONDS(10));
	assert_int_equal(world_events(world, "warning.detected"), 1);
	world_expect_hook(world, 0, "\"XSHG:603138\"");
	world_expect_hook(world, 0, "\"-90000000\"");
	world_expect_hook(world, 0, "\"source_id\":\"scan 17.html\"");
	world_after(world, HOURS(1));
	assert_int_equal(receiver_hooks(world->receiver), 1);
	/* the same bytes under another name are no second warning */
	drop(world, "copy.html", loss);
	world_after(world, MINUTES(1));
	assert_int_equal(receiver_hooks(world->receiver), 1);
	mem_free(inbox);
	world_free(world);
}

static void
a_file_dropped_while_filingd_is_down_is_told_late(void **state)
{
	struct world *world = world_new();
	char *inbox = in(world, "");

	(void)state;
	assert_int_equal(mkdir(inbox, 0700), 0);
	world_start(world, config);
	world_after(world, MINUTES(2));
	world_crash(world);
	drop(world, "scan 17.html", loss);
	world_after(world, MINUTES(30));
	world_start(world, config);
	world_after(world, MINUTES(1));
	assert_int_equal(receiver_hooks(world->receiver), 1);
	mem_free(inbox);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_dropped_file_is_read_and_told),
	    cmocka_unit_test(a_file_dropped_while_filingd_is_down_is_told_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
