/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An evening at the exchange, from the list to the signed webhook and the mail,
 * in held time over real sockets with the real reader.
 */
#include "lib/base/mem.h"
#include "tests/scenario/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static const char loss[] =
    "<html><body><p>证券代码：603138 证券简称：测试股份</p>"
    "<h1>2025年年度业绩预亏公告</h1>"
    "<p>本期业绩预告适用于净利润为负值的情形。</p>"
    "<p>经财务部门初步测算，预计2025年年度实现归属于上市公司股东的净利润为"
    "-9,000万元到-7,500万元，与上年同期相比，将出现亏损。</p>"
    "<p>上年同期归属于上市公司股东的净利润：3,000万元。</p></body></html>";

static const char increase[] =
    "<html><body><h1>2025年年度业绩预增公告</h1>"
    "<p>预计2025年年度实现归属于上市公司股东的净利润为20,000万元到24,000万元，"
    "同比增加100%到140%。</p><p>上年同期归属于上市公司股东的净利润："
    "10,000万元。</p></body></html>";

static void
a_loss_forecast_reaches_both_channels_with_its_proof(void **state)
{
	struct world *world = world_new();
	char *line;

	(void)state;
	world_start(world, NULL);
	world_publish(
	    world, "1225000001", "603138", "2025年年度业绩预亏公告", loss);
	world_after(world, MINUTES(1));
	assert_int_equal(world_events(world, "warning.detected"), 1);
	world_expect_hook(world, 0, "\"class\":\"first_loss\"");
	world_expect_hook(world, 0, "\"-90000000\"");
	world_expect_hook(world, 0, "净利润为-9,000万元到-7,500万元");
	assert_int_equal(receiver_hooks(world->receiver), 1);
	assert_int_equal(receiver_mails(world->receiver), 1);
	assert_string_equal(
	    receiver_mail(world->receiver, 0)->to, "desk@localhost");
	line = world_line(world, "warning.detected");
	assert_non_null(strstr(line, "603138.SH"));
	if (strstr(line, "S4") == NULL)
		fail_msg("%s", line);
	mem_free(line);
	world_free(world);
}

static void
good_news_and_briefings_are_no_warning(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_start(world, NULL);
	world_publish(
	    world, "1225000002", "600519", "2025年年度业绩预增公告", increase);
	world_publish(world, "1225000003", "600000",
	    "关于召开2025年度业绩说明会的公告", loss);
	world_after(world, MINUTES(5));
	assert_int_equal(world_events(world, "warning.detected"), 0);
	assert_int_equal(receiver_hooks(world->receiver), 0);
	/* Nobody asks for the document of a briefing notice. */
	assert_int_equal(exchange_requests(world->exchange,
			     "/finalpage/2026-01-22/1225000003"),
	    0);
	world_free(world);
}

static void
a_filing_is_told_once_however_often_it_is_polled(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_start(world, NULL);
	world_publish(
	    world, "1225000001", "603138", "2025年年度业绩预亏公告", loss);
	world_after(world, HOURS(2));
	assert_true(exchange_requests(world->exchange, "/new/") > 100);
	assert_int_equal(world_events(world, "warning.detected"), 1);
	assert_int_equal(receiver_hooks(world->receiver), 1);
	world_free(world);
}

static void
a_crash_before_delivery_loses_nothing_and_repeats_nothing(void **state)
{
	struct world *world = world_new();
	char *id;

	(void)state;
	receiver_answer(world->receiver, 503, NULL);
	world_start(world, NULL);
	world_publish(
	    world, "1225000001", "603138", "2025年年度业绩预亏公告", loss);
	world_after(world, MINUTES(1));
	assert_true(receiver_hooks(world->receiver) >= 1);
	id = mem_strdup(receiver_hook(world->receiver, 0)->id);
	world_crash(world);
	receiver_answer(world->receiver, 200, NULL);
	world_start(world, NULL);
	world_after(world, HOURS(3));
	assert_int_equal(world_events(world, "warning.detected"), 1);
	for (size_t i = 0; i < receiver_hooks(world->receiver); i++)
		assert_string_equal(receiver_hook(world->receiver, i)->id, id);
	assert_int_equal(
	    receiver_hook(world->receiver, receiver_hooks(world->receiver) - 1)
		->answered,
	    200);
	assert_int_equal(receiver_mails(world->receiver), 1);
	mem_free(id);
	world_free(world);
}

static void
a_challenge_page_is_neither_news_nor_silence(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_start(world, NULL);
	world_after(world, MINUTES(1));
	world_fault(world, EXCHANGE_HTML, 0, HOURS(1));
	world_publish(
	    world, "1225000001", "603138", "2025年年度业绩预亏公告", loss);
	world_after(world, MINUTES(45));
	assert_int_equal(world_events(world, "warning.detected"), 0);
	assert_int_equal(world_events(world, "source.degraded"), 1);
	world_after(world, HOURS(1));
	assert_int_equal(world_events(world, "source.recovered"), 1);
	assert_int_equal(world_events(world, "warning.detected"), 1);
	world_free(world);
}

static void
an_unreadable_document_is_told_by_its_title(void **state)
{
	struct world *world = world_new();
	char *line;

	(void)state;
	world_start(world, NULL);
	world_publish(world, "1225000009", "603138", "2025年年度业绩预亏公告",
	    "%PDF-1.4\nthis is no document\n");
	world_after(world, MINUTES(5));
	line = world_line(world, "warning.detected");
	assert_non_null(strstr(line, "possible"));
	mem_free(line);
	assert_int_equal(world_events(world, "system.trouble"), 1);
	world_free(world);
}

static void
a_title_that_says_nothing_hides_no_warning_where_all_are_read(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_define(world, "    limit: 64MiB\n", "    always: yes\n");
	world_start(world, NULL);
	world_publish(world, "1225000011", "603138", "8-K 7.01,9.01", loss);
	world_after(world, MINUTES(1));
	assert_int_equal(world_events(world, "warning.detected"), 1);
	world_expect_hook(world, 0, "\"class\":\"first_loss\"");
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_loss_forecast_reaches_both_channels_with_its_proof),
	    cmocka_unit_test(good_news_and_briefings_are_no_warning),
	    cmocka_unit_test(a_filing_is_told_once_however_often_it_is_polled),
	    cmocka_unit_test(
		a_crash_before_delivery_loses_nothing_and_repeats_nothing),
	    cmocka_unit_test(a_challenge_page_is_neither_news_nor_silence),
	    cmocka_unit_test(an_unreadable_document_is_told_by_its_title),
	    cmocka_unit_test(
		a_title_that_says_nothing_hides_no_warning_where_all_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
