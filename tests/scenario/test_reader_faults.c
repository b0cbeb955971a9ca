/* SPDX-License-Identifier: BSD-2-Clause */
/* Filings that the reader fails at lose nothing that can be had otherwise. */
#include "lib/base/mem.h"
#include "tests/scenario/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static const char loss[] =
    "<html><body><h1>2025年年度业绩预亏公告</h1>"
    "<p>预计2025年年度实现归属于上市公司股东的净利润为"
    "-9,000万元到-7,500万元，与上年同期相比，将出现亏损。</p>"
    "<p>上年同期归属于上市公司股东的净利润：3,000万元。</p></body></html>";

static void
a_title_that_cannot_be_read_is_judged_by_its_document(void **state)
{
	char *reader =
	    mem_printf("%s/tests/lib/shy_reader", getenv("FILINGD_BUILDDIR"));

	(void)state;
	assert_int_equal(setenv("FILINGD_READER", reader, 1), 0);
	struct world *world = world_new();
	world_start(world, NULL);
	world_publish(
	    world, "1225000001", "603138", "2025年年度业绩预亏公告", loss);
	world_after(world, MINUTES(1));
	assert_int_equal(world_events(world, "warning.detected"), 1);
	world_expect_hook(world, 0, "\"XSHG:603138\"");
	world_free(world);
	mem_free(reader);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_title_that_cannot_be_read_is_judged_by_its_document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
