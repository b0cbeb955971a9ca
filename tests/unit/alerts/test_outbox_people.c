/* SPDX-License-Identifier: BSD-2-Clause */
/* What people and configs decide of channels, and what is kept of attempts. */
#include "alerts/attempt_rows.h"
#include "alerts/channel_rows.h"
#include "alerts/outbox.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/rig.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct rig *rig;
static struct rig_receiver *hook;

static int
set_up(void **state)
{
	(void)state;
	rig = rig_new(NULL);
	hook = rig_receiver_new(rig, PEER_HTTP);
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	rig_receiver_free(hook);
	rig_free(rig);
	return 0;
}

static void
disable(const char *by)
{
	struct err err = ERR_NONE;

	if (outbox_disable(rig->outbox, "ops", by, "moving house", &err) != 0)
		fail_msg("%s", err.text);
}

static void
enable(void)
{
	struct err err = ERR_NONE;

	if (outbox_enable(rig->outbox, "ops", &err) != 0)
		fail_msg("%s", err.text);
}

static void
what_a_person_disabled_no_config_enables(void **state)
{
	(void)state;
	disable("anna");
	rig_send(rig, 1, "ops");
	rig_run(rig, H);
	rig_use_channels(rig);
	rig_run(rig, H);
	assert_int_equal(hook->count, 0);
	enable();
	rig_run(rig, S);
	assert_int_equal(hook->count, 1);
	assert_string_equal(rig_header(hook, 0, "filingd-late"), "true");
}

static void
a_channel_is_disabled_and_enabled_once(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(outbox_enable(rig->outbox, "ops", &err), ERR_EXISTS);
	disable("anna");
	assert_int_equal(
	    outbox_disable(rig->outbox, "ops", "bob", "", &err), ERR_EXISTS);
	assert_int_equal(
	    outbox_enable(rig->outbox, "opps", &err), ERR_NOTFOUND);
}

/* A person's word over filingd's own: a reload no longer undoes it. */
static void
a_person_may_confirm_what_filingd_disabled(void **state)
{
	struct channel_state now;

	(void)state;
	hook->status = 410;
	rig_send(rig, 1, "ops");
	rig_run(rig, S);
	disable("anna");
	rig_use_channels(rig);
	rig_run(rig, H);
	assert_int_equal(hook->count, 1);
	assert_int_equal(channel_rows_load(rig->db, "ops", &now, NULL), 0);
	assert_string_equal(now.disabled_by, "anna");
	assert_string_equal(now.disabled_why, "moving house");
	channel_state_done(&now);
}

/* A backlog of forty: one is tried, and only when it is taken the others. */
static void
a_replay_begins_with_a_probe(void **state)
{
	(void)state;
	disable("anna");
	for (int i = 0; i < 40; i++)
		rig_send(rig, i, "ops");
	rig_run(rig, H);
	hook->status = 500;
	enable();
	rig_run(rig, 30 * S);
	assert_int_equal(hook->count, 1);
	rig_run(rig, M);
	assert_int_equal(hook->count, 2);
	hook->status = 200;
	rig_run(rig, 2 * M);
	assert_int_equal(hook->count, 42);
	for (size_t i = 3; i < 42; i++)
		assert_true(rig_sequence(hook, i) != rig_sequence(hook, i - 1));
}

static void
an_ordered_channel_waits_for_the_one_in_retry(void **state)
{
	(void)state;
	rig->channels[0].ordered = true;
	rig_use_channels(rig);
	hook->status = 500;
	for (int i = 1; i <= 3; i++)
		rig_send(rig, i, "ops");
	rig_run(rig, M);
	for (size_t i = 0; i < hook->count; i++)
		assert_int_equal(rig_sequence(hook, i), 1);
	hook->status = 200;
	size_t failed = hook->count;
	rig_run(rig, H);
	assert_int_equal(hook->count, failed + 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(rig_sequence(hook, failed + i), i + 1);
}

static int64_t
count_rows(const char *state_name)
{
	struct db_stmt *stmt = db_prepare(
	    rig->db, "SELECT count(*) FROM delivery WHERE state = ?");
	int64_t count = -1;

	db_bind_text(stmt, 1, state_name);
	assert_int_equal(db_first_int(stmt, &count, NULL), 0);
	return count;
}

static void
acknowledge(const char *subject, int version)
{
	struct db_stmt *stmt = db_prepare(rig->db,
	    "INSERT INTO ack (subject, version, event, author, note, acked)"
	    " VALUES (?, ?, '', 'anna', '', 0)");

	db_bind_text(stmt, 1, subject);
	db_bind_int(stmt, 2, version);
	assert_int_equal(db_run(rig->db, stmt, NULL), 0);
}

static void
escalate(void)
{
	struct err err = ERR_NONE;
	struct outbox_message message = {
	    .channel = "ops",
	    .event = rig_store_event(rig, 1),
	    .rule = "core",
	    .note = "",
	    .due_at = loop_now(rig->loop) + 10 * M,
	    .unless_acked = true,
	};

	if (outbox_add(rig->outbox, &message, &err) != 0)
		fail_msg("%s", err.text);
}

/* The sample's warning has the version 1. */
static void
an_escalation_is_not_sent_once_its_warning_is_acknowledged(void **state)
{
	(void)state;
	escalate();
	acknowledge("wrn_c3mzq7d2xk5wnrt4", 1);
	rig_run(rig, H);
	assert_int_equal(hook->count, 0);
	assert_int_equal(count_rows("canceled"), 1);
	/* It took no number: the next one leaves no gap. */
	rig_send(rig, 2, "ops");
	rig_run(rig, S);
	assert_int_equal(rig_sequence(hook, 0), 1);
}

static void
an_escalation_is_sent_when_only_an_earlier_version_was_seen(void **state)
{
	(void)state;
	escalate();
	acknowledge("wrn_c3mzq7d2xk5wnrt4", 0);
	acknowledge("evt_1", 7);
	rig_run(rig, 9 * M);
	assert_int_equal(hook->count, 0);
	rig_run(rig, M);
	assert_int_equal(hook->count, 1);
}

static size_t row_count;

static void
on_attempt(const struct attempt_row *row, void *arg)
{
	static const char *const whys[] = {"http 500", "http 500", ""};

	(void)arg;
	assert_in_range(row_count, 0, 2);
	assert_int_equal(row->number, row_count + 1);
	assert_string_equal(row->why, whys[row_count]);
	assert_int_equal(row->status, row_count < 2 ? 500 : 200);
	assert_int_equal(row->ended, hook->requests[row_count].at);
	/* Of a long answer the first 2 KiB. */
	assert_int_equal(row->answer.len, row_count < 2 ? 2048 : 0);
	row_count++;
}

static void
every_attempt_is_kept_with_its_answer(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	hook->status = 500;
	hook->huge = 8192;
	rig_send(rig, 1, "ops");
	rig_run(rig, 20 * S);
	hook->status = 200;
	hook->huge = 0;
	rig_run(rig, H);
	row_count = 0;
	assert_int_equal(
	    attempt_rows_each(rig->db, 1, on_attempt, NULL, &err), 0);
	assert_int_equal(row_count, 3);
}

/* A 401 for hours: one word at the second attempt, and nothing is lost. */
static void
a_lasting_refusal_asks_for_attention_once(void **state)
{
	struct channel_state now;

	(void)state;
	hook->status = 401;
	rig_send(rig, 1, "ops");
	rig_run(rig, S);
	assert_int_equal(rig->trouble_count, 0);
	rig_send(rig, 2, "ops");
	rig_run(rig, H);
	assert_int_equal(rig->trouble_count, 1);
	assert_non_null(
	    strstr(rig->troubles[0].text, "needs attention: http 401"));
	assert_int_equal(channel_rows_load(rig->db, "ops", &now, NULL), 0);
	assert_string_equal(now.attention, "http 401");
	channel_state_done(&now);
	hook->status = 200;
	rig_run(rig, 3 * H);
	assert_int_equal(count_rows("sent"), 2);
	assert_int_equal(channel_rows_load(rig->db, "ops", &now, NULL), 0);
	assert_string_equal(now.attention, "");
	channel_state_done(&now);
}

/* One failure, days of silence, one failure: that is no row of failures. */
static void
two_blips_days_apart_disable_nothing(void **state)
{
	int64_t first;

	(void)state;
	rig_send(rig, 1, "ops");
	rig_run(rig, S);
	assert_int_equal(
	    channel_rows_failed(rig->db, "ops", 10 * H, &first, NULL), 0);
	assert_int_equal(
	    channel_rows_failed(rig->db, "ops", 20 * H, &first, NULL), 0);
	assert_int_equal(first, 10 * H);
	assert_int_equal(
	    channel_rows_failed(rig->db, "ops", 140 * H, &first, NULL), 0);
	assert_int_equal(first, 140 * H);
}

/* Down for a day and a half, given up, quiet, and still down. */
static void
an_outage_goes_on_over_quiet_days(void **state)
{
	int64_t first;

	(void)state;
	rig_send(rig, 1, "ops");
	rig_run(rig, S);
	assert_int_equal(
	    channel_rows_failed(rig->db, "ops", 10 * H, &first, NULL), 0);
	assert_int_equal(
	    channel_rows_failed(rig->db, "ops", 46 * H, &first, NULL), 0);
	assert_int_equal(
	    channel_rows_failed(rig->db, "ops", 140 * H, &first, NULL), 0);
	assert_int_equal(first, 10 * H);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(what_a_person_disabled_no_config_enables),
	    CASE(a_channel_is_disabled_and_enabled_once),
	    CASE(a_person_may_confirm_what_filingd_disabled),
	    CASE(a_replay_begins_with_a_probe),
	    CASE(an_ordered_channel_waits_for_the_one_in_retry),
	    CASE(an_escalation_is_not_sent_once_its_warning_is_acknowledged),
	    CASE(an_escalation_is_sent_when_only_an_earlier_version_was_seen),
	    CASE(every_attempt_is_kept_with_its_answer),
	    CASE(a_lasting_refusal_asks_for_attention_once),
	    CASE(two_blips_days_apart_disable_nothing),
	    CASE(an_outage_goes_on_over_quiet_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
