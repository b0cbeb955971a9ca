/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One good message, not forty: groups, caps, quiet hours, digests, escalations,
 * silences and updates, in held time over real sockets with the real reader.
 */
#include "alerts/event_rows.h"
#include "daemon/api_acks.h"
#include "daemon/api_silences.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "tests/scenario/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* What a configuration begins with; channels and rules follow. */
#define HEAD                                                                   \
	"instance: test\n"                                                     \
	"state: %DIR%/state\n"                                                 \
	"socket: %DIR%/sock\n"                                                 \
	"definitions: %DIR%/sources\n"                                         \
	"reader: { program: %READER%, lexicon: %SRC%/reading/lexicon }\n"      \
	"sources:\n"                                                           \
	"  cninfo: { catch-up: all, allow: 127.0.0.0/8 }\n"                    \
	"operator: desk\n"                                                     \
	"channels:\n"                                                          \
	"  hook: { webhook: \"%HOOK%\", allow-insecure: yes,\n"                \
	"    allow: 127.0.0.0/8, secret: { file: %DIR%/secret } }\n"

#define MAIL(name) "  " name ": { mail: " name "@localhost, smtp: \"%SMTP%\""

static const char loss[] =
    "<html><body><h1>2025年年度业绩预亏公告</h1>"
    "<p>预计2025年年度实现归属于上市公司股东的净利润为"
    "-9,000万元到-7,500万元，与上年同期相比，将出现亏损。</p>"
    "<p>上年同期归属于上市公司股东的净利润：3,000万元。</p></body></html>";

static const char better[] =
    "<html><body><h1>2025年年度业绩预告更正公告</h1>"
    "<p>预计2025年年度实现归属于上市公司股东的净利润为"
    "3,900万元到4,100万元，同比增加30%到37%。</p>"
    "<p>上年同期归属于上市公司股东的净利润：3,000万元。</p></body></html>";

/* Starts, and sees the exchange once: what comes from now on is no backlog. */
static void
start(struct world *world, const char *config)
{
	world_start(world, config);
	world_after(world, MINUTES(1));
}

/* A warning of the n-th issuer. */
static void
warn(struct world *world, int n)
{
	char id[16], code[8];

	(void)snprintf(id, sizeof(id), "12250%05d", n); /* fits */
	(void)snprintf(code, sizeof(code), "60%04d", n); /* fits */
	world_publish(world, id, code, "2025年年度业绩预亏公告", loss);
}

static void
warn_many(struct world *world, int from, int count)
{
	for (int n = from; n < from + count; n++)
		warn(world, n);
}

/* Mails to name@localhost. */
static size_t
mails_to(struct world *world, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < receiver_mails(world->receiver); i++) {
		const char *to = receiver_mail(world->receiver, i)->to;
		count += strncmp(to, name, strlen(name)) == 0 &&
			 to[strlen(name)] == '@';
	}
	return count;
}

static int64_t
count(struct world *world, const char *sql)
{
	struct db_stmt *stmt = db_prepare(service_db(world->service), sql);
	int64_t n;

	assert_int_equal(db_first_int(stmt, &n, NULL), 0);
	return n;
}

/* Fails unless a delivery to the channel in this state says text. */
static void
expect_delivery(struct world *world, const char *channel, const char *state,
    const char *text)
{
	struct db_stmt *stmt = db_prepare(service_db(world->service),
	    "SELECT note, last_error FROM delivery"
	    " WHERE channel = ? AND state = ?");
	char *seen = mem_strdup("");
	bool found = false;

	db_bind_text(stmt, 1, channel);
	db_bind_text(stmt, 2, state);
	while (db_step(stmt, NULL) == 1) {
		mem_replace(&seen, mem_printf("%s\n%s | %s", seen,
				       db_text(stmt, 0), db_text(stmt, 1)));
		found |= strstr(db_text(stmt, 0), text) != NULL ||
			 strstr(db_text(stmt, 1), text) != NULL;
	}
	if (!found)
		fail_msg("no %s delivery to '%s' says '%s', but:%s", state,
		    channel, text, seen);
	mem_free(seen);
}

/* A request of the API by alice. */
static const char *
query_get(const void *query, const char *name)
{
	const char *const *pairs = query;

	for (; pairs != NULL && *pairs != NULL; pairs += 2) {
		if (strcmp(pairs[0], name) == 0)
			return pairs[1];
	}
	return NULL;
}

static char *
ask(struct world *world, api_ask_fn *fn, const char *rest,
    const char *const *query, int status)
{
	struct api_ask request = {
	    .service = world->service,
	    .rest = rest,
	    .author = "alice",
	    .may_operate = true,
	    .get = query_get,
	    .query = query,
	};
	int got;
	char *answer = fn(&request, &got);

	if (got != status)
		fail_msg("%d: %s", got, answer);
	return answer;
}

/* The same, whose answer holds text. */
static void
expect_answer(struct world *world, api_ask_fn *fn, const char *const *query,
    int status, const char *text)
{
	char *answer = ask(world, fn, "", query, status);

	if (strstr(answer, text) == NULL)
		fail_msg("'%s' is not in %s", text, answer);
	mem_free(answer);
}

static void
forty_warnings_of_an_evening_are_one_mail_and_forty_webhooks(void **state)
{
	struct world *world = world_new();
	const char *mail;

	(void)state;
	start(world,
	    HEAD MAIL("desk") " }\n"
			      "rules:\n"
			      "  - { name: all, when: severity >= 2,\n"
			      "      to: [ hook, desk ],\n"
			      "      group: { by: [ class ], wait: 30s } }\n");
	warn_many(world, 100, 40);
	world_after(world, MINUTES(5));
	assert_int_equal(world_events(world, "warning.detected"), 40);
	assert_int_equal(receiver_hooks(world->receiver), 40);
	assert_int_equal(mails_to(world, "desk"), 1);
	mail = receiver_mail(world->receiver, 0)->message;
	if (strstr(mail, "Subject: 40 alerts, worst severity 4") == NULL)
		fail_msg("%s", mail);
	world_after(world, HOURS(3));
	assert_int_equal(receiver_hooks(world->receiver), 40);
	assert_int_equal(mails_to(world, "desk"), 1);
	world_free(world);
}

static void
over_the_cap_the_rest_of_the_hour_is_one_mail_that_says_so(void **state)
{
	struct world *world = world_new();

	(void)state;
	start(world, HEAD MAIL("desk") ", cap: { events: 3, per: 1h } }\n"
				       "rules:\n"
				       "  - { name: all, when: severity >= 2,\n"
				       "      to: [ hook, desk ] }\n");
	warn_many(world, 100, 8);
	world_after(world, MINUTES(10));
	warn_many(world, 108, 2);
	world_after(world, MINUTES(10));
	assert_int_equal(receiver_hooks(world->receiver), 10);
	assert_int_equal(mails_to(world, "desk"), 3);
	expect_delivery(world, "desk", "pending", "more than 3 in 1 h");
	world_after(world, HOURS(1));
	assert_int_equal(mails_to(world, "desk"), 4);
	assert_int_equal(
	    count(world, "SELECT count(*) FROM delivery_event"), 20);
	world_free(world);
}

static void
quiet_hours_hold_until_morning_but_for_what_is_excepted(void **state)
{
	struct world *world = world_new();

	(void)state;
	start(world,
	    HEAD MAIL("desk") ", quiet: { from: \"15:00\", to: \"07:00\",\n"
			      "      zone: Asia/Shanghai } }\n" MAIL(
				  "night") ", quiet: { from: \"15:00\",\n"
					   "      to: \"07:00\", zone: "
					   "Asia/Shanghai,\n"
					   "      except: issuer = '测试股份' "
					   "} }\n"
					   "rules:\n"
					   "  - { name: all, when: severity >= "
					   "2,\n"
					   "      to: [ hook, desk, night ] "
					   "}\n");
	warn_many(world, 100, 3);
	world_after(world, MINUTES(10));
	assert_int_equal(receiver_hooks(world->receiver), 3);
	assert_int_equal(mails_to(world, "night"), 3);
	assert_int_equal(mails_to(world, "desk"), 0);
	expect_delivery(world, "desk", "pending",
	    "held until 07:00 Asia/Shanghai (quiet hours)");
	world_crash(world);
	start(world, HEAD MAIL("desk") " }\n" MAIL("night") " }\n"
							    "rules: []\n");
	world_after(world, HOURS(14) + MINUTES(45));
	assert_int_equal(mails_to(world, "desk"), 0);
	world_after(world, MINUTES(10));
	assert_int_equal(mails_to(world, "desk"), 1);
	world_free(world);
}

static void
a_digest_comes_at_its_time_and_the_urgent_rule_at_once(void **state)
{
	struct world *world = world_new();

	(void)state;
	start(world,
	    HEAD MAIL("desk") " }\n"
			      "rules:\n"
			      "  - { name: rest, when: severity >= 2,\n"
			      "      to: desk, digest: \"08:30 Asia/Shanghai\" "
			      "}\n"
			      "  - { name: ours, to: desk,\n"
			      "      when: listing = 'XSHG:600101' }\n");
	warn_many(world, 100, 3);
	world_after(world, MINUTES(10));
	/* both rules want 600101: the one that tells soonest does */
	assert_int_equal(mails_to(world, "desk"), 1);
	world_after(world, HOURS(16));
	assert_int_equal(mails_to(world, "desk"), 1);
	world_after(world, MINUTES(25));
	assert_int_equal(mails_to(world, "desk"), 2);
	world_free(world);
}

#define ESCALATING                                                             \
	HEAD MAIL("desk") " }\n" MAIL(                                         \
	    "boss") " }\n"                                                     \
		    "rules:\n"                                                 \
		    "  - { name: all, when: severity >= 2, to: desk,\n"        \
		    "      escalate: { to: boss, after: 10m } }\n"

static void
what_nobody_acknowledges_goes_to_the_boss(void **state)
{
	struct world *world = world_new();

	(void)state;
	start(world, ESCALATING);
	warn(world, 100);
	world_after(world, MINUTES(9));
	assert_int_equal(mails_to(world, "desk"), 1);
	assert_int_equal(mails_to(world, "boss"), 0);
	world_after(world, MINUTES(3));
	assert_int_equal(mails_to(world, "boss"), 1);
	expect_delivery(
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
	start(world, ESCALATING);
	warn(world, 100);
	world_after(world, MINUTES(5));
	path = ack_path(world);
	mem_free(ask(world, api_acks_do, path, note, 200));
	mem_free(ask(world, api_acks_do, path, note, 409));
	mem_free(ask(world, api_acks_do, "evt_none/ack", note, 404));
	mem_free(path);
	world_after(world, HOURS(1));
	assert_int_equal(mails_to(world, "desk"), 1);
	assert_int_equal(mails_to(world, "boss"), 0);
	expect_delivery(world, "boss", "canceled", "acknowledged by alice");
	world_free(world);
}

#define PLAIN                                                                  \
	HEAD MAIL(                                                             \
	    "desk") " }\n"                                                     \
		    "rules:\n"                                                 \
		    "  - { name: all, when: severity >= 2, to: [ hook, desk ] }\n"

static void
a_silence_hides_what_it_names_and_says_so(void **state)
{
	static const char *const hide[] = {"issuer", "600101.SH", "channel",
	    "desk", "for", "7200000", "reason", "known since noon", NULL};
	struct world *world = world_new();

	(void)state;
	start(world, PLAIN);
	mem_free(ask(world, api_silences_add, "", hide, 200));
	warn_many(world, 100, 2);
	world_after(world, MINUTES(5));
	assert_int_equal(world_events(world, "warning.detected"), 2);
	assert_int_equal(receiver_hooks(world->receiver), 2);
	assert_int_equal(mails_to(world, "desk"), 1);
	expect_delivery(world, "desk", "silenced",
	    "silence 1 of alice until 2026-01-21T10:01:00Z: known since noon");
	/* it holds over a restart, and not a moment longer than it says */
	world_crash(world);
	start(world, PLAIN);
	world_after(world, HOURS(2));
	world_publish(world, "1225000999", "600101", "2025年年度业绩预亏公告",
	    "<html><body><h1>2025年年度业绩预亏公告</h1><p>预计2025年年度归属于"
	    "上市公司股东的净利润为-19,000万元到-17,500万元。</p></body></html>");
	world_after(world, MINUTES(5));
	assert_int_equal(mails_to(world, "desk"), 2);
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
	start(world, PLAIN);
	warn_many(world, 100, 3);
	world_after(world, MINUTES(5));
	expect_answer(world, api_silences_preview, issuer, 200,
	    "\"events\":1,\"deliveries\":1,");
	expect_answer(world, api_silences_preview, issuer, 200, "600101.SH");
	expect_answer(
	    world, api_silences_preview, nobody, 200, "\"events\":0,");
	assert_int_equal(count(world, "SELECT count(*) FROM silence"), 0);
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
	start(world, PLAIN);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_answer(
		    world, api_silences_add, rows[i].query, 400, rows[i].want);
	assert_int_equal(count(world, "SELECT count(*) FROM silence"), 0);
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
	start(world, PLAIN);
	mem_free(ask(world, api_silences_add, "", all, 200));
	mem_free(ask(world, api_silences_add, "", source, 200));
	mem_free(ask(world, api_silences_add, "", named, 200));
	world_after(world, MINUTES(1));
	world_fault(world, EXCHANGE_HTML, 0, HOURS(1));
	world_after(world, HOURS(2));
	assert_int_equal(world_events(world, "source.degraded"), 1);
	assert_int_equal(world_events(world, "source.recovered"), 1);
	assert_int_equal(mails_to(world, "desk"), 1);
	expect_delivery(world, "desk", "silenced", "silence 3 of alice");
	world_free(world);
}

static void
an_expired_silence_hides_no_more(void **state)
{
	static const char *const hide[] = {
	    "rule", "all", "for", "86400000", "reason", "x", NULL};
	struct world *world = world_new();

	(void)state;
	start(world, PLAIN);
	mem_free(ask(world, api_silences_add, "", hide, 200));
	warn(world, 100);
	world_after(world, MINUTES(5));
	assert_int_equal(receiver_hooks(world->receiver), 0);
	mem_free(ask(world, api_silences_do, "1/expire", NULL, 200));
	mem_free(ask(world, api_silences_do, "1/expire", NULL, 409));
	mem_free(ask(world, api_silences_do, "2/expire", NULL, 404));
	warn(world, 101);
	world_after(world, MINUTES(5));
	assert_int_equal(receiver_hooks(world->receiver), 1);
	expect_answer(world, api_silences_list, NULL, 200, "\"silences\":[]");
	world_free(world);
}

/* A rule that wants bad news alone; the correction is none. */
static void
a_correction_reaches_everybody_who_was_told(void **state)
{
	struct world *world = world_new();

	(void)state;
	start(world, HEAD MAIL("desk") " }\n" MAIL(
			 "other") " }\n"
				  "rules:\n"
				  "  - { name: bad, to: [ hook, desk ],\n"
				  "      when: low < 0 }\n"
				  "  - { name: else, when: listing = "
				  "'XSHG:600999',\n"
				  "      to: other }\n");
	warn(world, 100);
	world_after(world, MINUTES(5));
	assert_int_equal(receiver_hooks(world->receiver), 1);
	world_publish(world, "1225000999", "600100",
	    "2025年年度业绩预告更正公告", better);
	world_after(world, MINUTES(5));
	assert_int_equal(world_events(world, "warning.retracted") +
			     world_events(world, "warning.updated"),
	    1);
	assert_int_equal(receiver_hooks(world->receiver), 2);
	assert_int_equal(mails_to(world, "desk"), 2);
	assert_int_equal(mails_to(world, "other"), 0);
	expect_delivery(world, "desk", "sent",
	    "update of an alert told on 2026-01-21T08:0");
	assert_int_equal(
	    count(world, "SELECT count(*) FROM delivery WHERE rule = 'bad'"),
	    4);
	world_free(world);
}

/* The old version still waits: it is told together with what it became. */
static void
a_correction_of_what_is_still_held_joins_it(void **state)
{
	struct world *world = world_new();

	(void)state;
	start(world,
	    HEAD MAIL("desk") " }\n"
			      "rules:\n"
			      "  - { name: bad, to: desk, when: low < 0,\n"
			      "      digest: \"20:00 Asia/Shanghai\" }\n");
	warn(world, 100);
	world_after(world, MINUTES(5));
	world_publish(world, "1225000999", "600100",
	    "2025年年度业绩预告更正公告", better);
	world_after(world, MINUTES(5));
	assert_int_equal(mails_to(world, "desk"), 0);
	world_after(world, HOURS(5));
	assert_int_equal(mails_to(world, "desk"), 1);
	assert_int_equal(
	    count(world, "SELECT count(*) FROM delivery_event"), 2);
	world_free(world);
}

static void
what_an_outage_hid_comes_as_one_mail_and_is_marked_late(void **state)
{
	struct world *world = world_new();

	(void)state;
	start(world, PLAIN);
	world_fault(world, EXCHANGE_STATUS, 503, HOURS(2));
	world_after(world, MINUTES(5));
	warn_many(world, 100, 5);
	world_after(world, HOURS(3));
	assert_int_equal(world_events(world, "warning.detected"), 5);
	assert_int_equal(receiver_hooks(world->receiver), 5);
	assert_int_equal(count(world, "SELECT count(*) FROM delivery"
				      " WHERE channel = 'hook' AND late = 1"),
	    5);
	assert_int_equal(
	    count(world, "SELECT count(*) FROM delivery"
			 " WHERE rule = 'all' AND channel = 'desk'"),
	    1);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		forty_warnings_of_an_evening_are_one_mail_and_forty_webhooks),
	    cmocka_unit_test(
		over_the_cap_the_rest_of_the_hour_is_one_mail_that_says_so),
	    cmocka_unit_test(
		quiet_hours_hold_until_morning_but_for_what_is_excepted),
	    cmocka_unit_test(
		a_digest_comes_at_its_time_and_the_urgent_rule_at_once),
	    cmocka_unit_test(what_nobody_acknowledges_goes_to_the_boss),
	    cmocka_unit_test(what_somebody_acknowledges_goes_no_further),
	    cmocka_unit_test(a_silence_hides_what_it_names_and_says_so),
	    cmocka_unit_test(
		a_preview_tells_what_would_have_been_hidden_and_hides_nothing),
	    cmocka_unit_test(
		a_silence_is_refused_that_nobody_could_explain_later),
	    cmocka_unit_test(
		what_concerns_filingd_is_only_hidden_when_it_is_named),
	    cmocka_unit_test(an_expired_silence_hides_no_more),
	    cmocka_unit_test(a_correction_reaches_everybody_who_was_told),
	    cmocka_unit_test(a_correction_of_what_is_still_held_joins_it),
	    cmocka_unit_test(
		what_an_outage_hid_comes_as_one_mail_and_is_marked_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
