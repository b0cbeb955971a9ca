/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who is told, and who no more: escalations and acknowledgements, silences, and
 * updates of what was told, in held time over real sockets with the real
 * reader.
 */
#include "alerts/event_rows.h"
#include "daemon/api_acks.h"
#include "daemon/api_silences.h"
#include "lib/base/mem.h"
#include "tests/scenario/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static const char better[] =
    "<html><body><h1>2025年年度业绩预告更正公告</h1>"
    "<p>预计2025年年度实现归属于上市公司股东的净利润为"
    "3,900万元到4,100万元，同比增加30%到37%。</p>"
    "<p>上年同期归属于上市公司股东的净利润：3,000万元。</p></body></html>";

#define ESCALATING                                                             \
	PEOPLE_HEAD PEOPLE_MAIL("desk") " }\n" PEOPLE_MAIL(                    \
	    "boss") " }\n"                                                     \
		    "rules:\n"                                                 \
		    "  - { name: all, when: severity >= 2, to: desk,\n"        \
		    "      escalate: { to: boss, after: 10m } }\n"

static void
what_nobody_acknowledges_goes_to_the_boss(void **state)
{
	struct world *world = world_new();

	(void)state;
	people_start(world, ESCALATING);
	people_warn(world, 100);
	world_after(world, MINUTES(9));
	assert_int_equal(people_mails(world, "desk"), 1);
	assert_int_equal(people_mails(world, "boss"), 0);
	world_after(world, MINUTES(3));
	assert_int_equal(people_mails(world, "boss"), 1);
	people_expect_delivery(
	    world, "boss", "sent", "nobody acknowledged it within 10 m");
	world_free(world);
}

static bool
on_event(const struct event_row *row, void *arg)
{
	char **id = arg;

	if (strncmp(row->type, "warning.", 8) == 0)
		mem_set(id, row->id);
	return true;
}

/* "ID/ack" of the newest warning. Gives. */
static char *
ack_path(struct world *world)
{
	char *id = NULL, *path;

	assert_int_equal(event_rows_after(service_db(world->service), 0, 1000,
			     on_event, &id, NULL),
	    0);
	path = mem_printf("%s/ack", id);
	mem_free(id);
	return path;
}

static void
what_somebody_acknowledges_goes_no_further(void **state)
{
	static const char *const note[] = {"note", "called them", NULL};
	struct world *world = world_new();
	char *path;

	(void)state;
	people_start(world, ESCALATING);
	people_warn(world, 100);
	world_after(world, MINUTES(5));
	path = ack_path(world);
	mem_free(people_ask(world, api_acks_do, path, note, 200));
	mem_free(people_ask(world, api_acks_do, path, note, 409));
	mem_free(people_ask(world, api_acks_do, "evt_none/ack", note, 404));
	mem_free(path);
	world_after(world, HOURS(1));
	assert_int_equal(people_mails(world, "desk"), 1);
	assert_int_equal(people_mails(world, "boss"), 0);
	people_expect_delivery(
	    world, "boss", "canceled", "acknowledged by alice");
	world_free(world);
}

static const char *
no_query(const void *query, const char *name)
{
	(void)query;
	(void)name;
	return NULL;
}

static bool
in_group(const void *peer, const char *group)
{
	return strcmp(peer, group) == 0;
}

/* Not an operator, but of the group that sees the alerts. */
static void
those_who_are_shown_alerts_may_acknowledge_them(void **state)
{
	struct world *world = world_new();
	struct api_ask ask = {.author = "bob", .in_group = in_group};
	char *path, *answer;
	int status;

	(void)state;
	people_start(world, PEOPLE_HEAD PEOPLE_MAIL(
				"desk") " }\n"
					"  screens: { desktop: { group: "
					"root } }\n"
					"rules: [ { name: all, to: screens, "
					"when: severity >= 2 } ]\n");
	people_warn(world, 100);
	world_after(world, MINUTES(5));
	path = ack_path(world);
	ask.service = world->service;
	ask.rest = path;
	ask.get = no_query;
	ask.peer = "others";
	answer = api_acks_do(&ask, &status);
	assert_int_equal(status, 403);
	mem_free(answer);
	ask.peer = "root";
	answer = api_acks_do(&ask, &status);
	assert_int_equal(status, 200);
	assert_non_null(strstr(answer, "\"author\":\"bob\""));
	mem_free(answer);
	mem_free(path);
	world_free(world);
}

static void
a_silence_hides_what_it_names_and_says_so(void **state)
{
	static const char *const hide[] = {"issuer", "600101.SH", "channel",
	    "desk", "for", "7200000", "reason", "known since noon", NULL};
	struct world *world = world_new();

	(void)state;
	people_start(world, PEOPLE_PLAIN);
	mem_free(people_ask(world, api_silences_add, "", hide, 200));
	people_warn_many(world, 100, 2);
	world_after(world, MINUTES(5));
	assert_int_equal(world_events(world, "warning.detected"), 2);
	assert_int_equal(receiver_hooks(world->receiver), 2);
	assert_int_equal(people_mails(world, "desk"), 1);
	people_expect_delivery(world, "desk", "silenced",
	    "silence 1 of alice until 2026-01-21T10:01:00Z: known since noon");
	/* it holds over a restart, and not a moment longer than it says */
	world_crash(world);
	people_start(world, PEOPLE_PLAIN);
	world_after(world, HOURS(2));
	world_publish(world, "1225000999", "600101", "2025年年度业绩预亏公告",
	    "<html><body><h1>2025年年度业绩预亏公告</h1><p>预计2025年年度归属于"
	    "上市公司股东的净利润为-19,000万元到-17,500万元。</p></body></html>");
	world_after(world, MINUTES(5));
	assert_int_equal(people_mails(world, "desk"), 2);
	world_free(world);
}

static void
a_preview_tells_what_would_have_been_hidden_and_hides_nothing(void **state)
{
	static const char *const issuer[] = {
	    "issuer", "600101.SH", "channel", "hook", NULL};
	static const char *const nobody[] = {"issuer", "600999.SH", NULL};
	struct world *world = world_new();

	(void)state;
	people_start(world, PEOPLE_PLAIN);
	people_warn_many(world, 100, 3);
	world_after(world, MINUTES(5));
	people_expect_answer(world, api_silences_preview, issuer, 200,
	    "\"events\":1,\"deliveries\":1,");
	people_expect_answer(
	    world, api_silences_preview, issuer, 200, "600101.SH");
	people_expect_answer(
	    world, api_silences_preview, nobody, 200, "\"events\":0,");
	assert_int_equal(
	    people_count(world, "SELECT count(*) FROM silence"), 0);
	world_free(world);
}

static void
a_silence_is_refused_that_nobody_could_explain_later(void **state)
{
	static const struct {
		const char *query[9];
		const char *want;
	} rows[] = {
	    {{"issuer", "600101.SH", "for", "1000"}, "needs a reason"},
	    {{"issuer", "600101.SH", "reason", "x"}, "a silence ends"},
	    {{"for", "1000", "reason", "x"}, "something to hide"},
	    {{"rule", "al", "for", "1000", "reason", "x"},
		"no rule 'al', did you mean 'all'?"},
	    {{"issuer", "600101.SH", "for", "31708800000", "reason", "x"},
		"within 366 days"},
	    {{"condition", "severty < 3", "for", "1000", "reason", "x"},
		"no such column: severty, did you mean 'severity'?\\nseverty < "
		"3\\n^"},
	};
	struct world *world = world_new();

	(void)state;
	people_start(world, PEOPLE_PLAIN);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		people_expect_answer(
		    world, api_silences_add, rows[i].query, 400, rows[i].want);
	assert_int_equal(
	    people_count(world, "SELECT count(*) FROM silence"), 0);
	world_free(world);
}

static void
what_concerns_filingd_is_only_hidden_when_it_is_named(void **state)
{
	static const char *const all[] = {"channel", "desk", "for", "86400000",
	    "reason", "moving house", NULL};
	static const char *const source[] = {"condition", "source = 'cninfo'",
	    "for", "86400000", "reason", "too much", NULL};
	static const char *const named[] = {"condition",
	    "type = 'source.recovered'", "for", "86400000", "reason", "noise",
	    NULL};
	struct world *world = world_new();

	(void)state;
	people_start(world, PEOPLE_PLAIN);
	mem_free(people_ask(world, api_silences_add, "", all, 200));
	mem_free(people_ask(world, api_silences_add, "", source, 200));
	mem_free(people_ask(world, api_silences_add, "", named, 200));
	world_after(world, MINUTES(1));
	world_fault(world, EXCHANGE_HTML, 0, HOURS(1));
	world_after(world, HOURS(2));
	assert_int_equal(world_events(world, "source.degraded"), 1);
	assert_int_equal(world_events(world, "source.recovered"), 1);
	assert_int_equal(people_mails(world, "desk"), 1);
	people_expect_delivery(world, "desk", "silenced", "silence 3 of alice");
	world_free(world);
}

static void
an_expired_silence_hides_no_more(void **state)
{
	static const char *const hide[] = {
	    "rule", "all", "for", "86400000", "reason", "x", NULL};
	struct world *world = world_new();

	(void)state;
	people_start(world, PEOPLE_PLAIN);
	mem_free(people_ask(world, api_silences_add, "", hide, 200));
	people_warn(world, 100);
	world_after(world, MINUTES(5));
	assert_int_equal(receiver_hooks(world->receiver), 0);
	mem_free(people_ask(world, api_silences_do, "1/expire", NULL, 200));
	mem_free(people_ask(world, api_silences_do, "1/expire", NULL, 409));
	mem_free(people_ask(world, api_silences_do, "2/expire", NULL, 404));
	people_warn(world, 101);
	world_after(world, MINUTES(5));
	assert_int_equal(receiver_hooks(world->receiver), 1);
	people_expect_answer(
	    world, api_silences_list, NULL, 200, "\"silences\":[]");
	world_free(world);
}

/* A rule that wants bad news alone; the correction is none. */
static void
a_correction_reaches_everybody_who_was_told(void **state)
{
	struct world *world = world_new();

	(void)state;
	people_start(world,
	    PEOPLE_HEAD PEOPLE_MAIL("desk") " }\n" PEOPLE_MAIL(
		"other") " }\n"
			 "  screens: { desktop: { group: root } }\n"
			 "rules:\n"
			 "  - { name: bad, to: [ hook, desk, screens ],\n"
			 "      when: low < 0 }\n"
			 "  - { name: else, when: listing = "
			 "'XSHG:600999',\n"
			 "      to: other }\n");
	people_warn(world, 100);
	world_after(world, MINUTES(5));
	assert_int_equal(receiver_hooks(world->receiver), 1);
	world_publish(world, "1225000999", "600100",
	    "2025年年度业绩预告更正公告", better);
	world_after(world, MINUTES(5));
	assert_int_equal(world_events(world, "warning.retracted") +
			     world_events(world, "warning.updated"),
	    1);
	assert_int_equal(receiver_hooks(world->receiver), 2);
	assert_int_equal(people_mails(world, "desk"), 2);
	assert_int_equal(people_mails(world, "other"), 0);
	people_expect_delivery(world, "desk", "sent",
	    "update of an alert told on 2026-01-21T08:0");
	assert_int_equal(
	    people_count(
		world, "SELECT count(*) FROM delivery WHERE rule = 'bad'"),
	    6);
	assert_int_equal(people_count(world, "SELECT count(*) FROM offer"), 2);
	world_free(world);
}

/* The rule wants new warnings alone; that one is taken back is told anyway. */
static void
a_withdrawal_reaches_everybody_who_was_told(void **state)
{
	static const char path[] = "finalpage/2026-01-22/1225000001.html";
	struct world *world = world_new();
	const struct exchange_filing filing = {
	    .visible = EVENING,
	    .hidden = EVENING + MINUTES(3),
	    .time = INT64_C(1769011200000),
	    .id = "1225000001",
	    .code = "600100",
	    .name = "测试股份",
	    .org = "9900000001",
	    .title = "2025年年度业绩预亏公告",
	    .type = "01010503",
	    .path = path,
	};

	(void)state;
	people_warn(world, 101);
	exchange_add_body(world->exchange,
	    "/finalpage/2026-01-22/1225000001.html", "text/html; charset=utf-8",
	    EVENING, span_of(people_loss));
	exchange_add_filing(world->exchange, &filing);
	people_start(world,
	    PEOPLE_HEAD PEOPLE_MAIL(
		"desk") " }\n"
			"rules:\n"
			"  - { name: new, to: [ hook, desk ], late: tell,\n"
			"      on: warning.detected }\n");
	world_after(world, MINUTES(20));
	assert_int_equal(world_events(world, "warning.retracted"), 1);
	assert_int_equal(receiver_hooks(world->receiver), 3);
	world_expect_hook(world, 2, "\"warning.retracted\"");
	assert_int_equal(people_mails(world, "desk"), 3);
	world_free(world);
}

/* The old version still waits: it is told together with what it became. */
static void
a_correction_of_what_is_still_held_joins_it(void **state)
{
	struct world *world = world_new();

	(void)state;
	people_start(world,
	    PEOPLE_HEAD PEOPLE_MAIL(
		"desk") " }\n"
			"rules:\n"
			"  - { name: bad, to: desk, when: low < 0,\n"
			"      digest: \"20:00 Asia/Shanghai\" }\n");
	people_warn(world, 100);
	world_after(world, MINUTES(5));
	world_publish(world, "1225000999", "600100",
	    "2025年年度业绩预告更正公告", better);
	world_after(world, MINUTES(5));
	assert_int_equal(people_mails(world, "desk"), 0);
	world_after(world, HOURS(5));
	assert_int_equal(people_mails(world, "desk"), 1);
	assert_int_equal(
	    people_count(world, "SELECT count(*) FROM delivery_event"), 2);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_nobody_acknowledges_goes_to_the_boss),
	    cmocka_unit_test(what_somebody_acknowledges_goes_no_further),
	    cmocka_unit_test(those_who_are_shown_alerts_may_acknowledge_them),
	    cmocka_unit_test(a_silence_hides_what_it_names_and_says_so),
	    cmocka_unit_test(
		a_preview_tells_what_would_have_been_hidden_and_hides_nothing),
	    cmocka_unit_test(
		a_silence_is_refused_that_nobody_could_explain_later),
	    cmocka_unit_test(
		what_concerns_filingd_is_only_hidden_when_it_is_named),
	    cmocka_unit_test(an_expired_silence_hides_no_more),
	    cmocka_unit_test(a_correction_reaches_everybody_who_was_told),
	    cmocka_unit_test(a_withdrawal_reaches_everybody_who_was_told),
	    cmocka_unit_test(a_correction_of_what_is_still_held_joins_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
