/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What becomes of warnings whose receiver is away: hours and days of it, in
 * held time over real sockets. Each story reads as it would be told.
 */
#include "alerts/delivery_rows.h"
#include "alerts/outbox.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/rig.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct rig *rig;
static struct rig_receiver *receiver;
static int told; /* warnings so far */
static char *retry_after;

static int
set_up(void **state)
{
	(void)state;
	told = 0;
	retry_after = NULL;
	rig = rig_new(NULL);
	receiver = rig_receiver_new(rig, PEER_HTTP);
	rig_add_hook(rig, "ops", peer_port(receiver->peer));
	rig_use_channels(rig);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	rig_receiver_free(receiver);
	rig_free(rig);
	mem_free(retry_after);
	return 0;
}

static void
the_receiver_answers(int status)
{
	receiver->status = status;
	receiver->headers = "";
}

static void
and_wants_a_pause_of(int64_t seconds)
{
	mem_free(retry_after);
	retry_after = mem_printf("Retry-After: %lld\r\n", (long long)seconds);
	receiver->headers = retry_after;
}

static void
warnings_come(int count)
{
	for (int i = 0; i < count; i++)
		rig_send(rig, ++told, "ops");
}

static void
time_passes(int64_t ms)
{
	rig_run(rig, ms);
}

static void
the_configuration_is_loaded_again(void)
{
	rig_use_channels(rig);
}

static void
a_person_disables_the_channel(void)
{
	assert_int_equal(
	    outbox_disable(rig->outbox, "ops", "anna", "", NULL), 0);
}

static void
a_person_enables_the_channel(void)
{
	assert_int_equal(outbox_enable(rig->outbox, "ops", NULL), 0);
}

static void
there_were_requests(size_t count)
{
	assert_int_equal(receiver->count, count);
}

/* How many of the deliveries are so by now. */
static void
are_in_state(const char *state, int64_t count)
{
	struct db_stmt *stmt = db_prepare(
	    rig->db, "SELECT count(*) FROM delivery WHERE state = ?");
	int64_t found = -1;

	db_bind_text(stmt, 1, state);
	assert_int_equal(db_first_int(stmt, &found, NULL), 0);
	assert_int_equal(found, count);
}

static size_t
heard(enum event_type type)
{
	size_t count = 0;

	for (size_t i = 0; i < rig->trouble_count; i++)
		count += rig->troubles[i].type == type;
	return count;
}

static void
the_operator_hears(enum event_type type, size_t times, const char *words)
{
	assert_int_equal(heard(type), times);
	for (size_t i = 0; i < rig->trouble_count; i++) {
		if (rig->troubles[i].type == type &&
		    strstr(rig->troubles[i].text, words) != NULL)
			return;
	}
	fail_msg("nobody said '%s'", words);
}

static void
the_operator_hears_nothing(void)
{
	assert_int_equal(rig->trouble_count, 0);
}

/* Requests from the given one on: one for each warning, oldest first, late. */
static void
all_warnings_come_in_order_from(size_t first)
{
	assert_int_equal(receiver->count, first + (size_t)told);
	for (int i = 0; i < told; i++) {
		char id[32];
		size_t at = first + (size_t)i;
		(void)snprintf(id, sizeof(id), "evt_%d", i + 1);
		assert_string_equal(rig_header(receiver, at, "webhook-id"), id);
		assert_int_equal(rig_sequence(receiver, at), i + 1);
		assert_string_equal(
		    rig_header(receiver, at, "filingd-late"), "true");
	}
}

static void
every_request_has_the_same_bytes(void)
{
	char *body = mem_strdup(rig_body(receiver, 0));

	for (size_t i = 0; i < receiver->count; i++) {
		assert_string_equal(rig_body(receiver, i), body);
		assert_int_equal(rig_attempt(receiver, i), i + 1);
	}
	mem_free(body);
}

static void
no_two_requests_are_nearer_than(int64_t ms, size_t from)
{
	for (size_t i = from + 1; i < receiver->count; i++)
		assert_true(
		    receiver->requests[i].at - receiver->requests[i - 1].at >=
		    ms);
}

static void
down_over_the_weekend(void **state)
{
	(void)state;
	the_receiver_answers(500);
	warnings_come(1);
	time_passes(60 * H);
	are_in_state("retry", 1);
	the_receiver_answers(200);
	time_passes(30 * H);
	are_in_state("sent", 1);
	every_request_has_the_same_bytes();
	the_operator_hears_nothing();
}

/* 75 h 42 min 35 s, give or take a fifth. */
static void
down_for_good(void **state)
{
	(void)state;
	the_receiver_answers(500);
	warnings_come(1);
	time_passes(60 * H);
	are_in_state("retry", 1);
	time_passes(32 * H);
	there_were_requests(12);
	every_request_has_the_same_bytes();
	are_in_state("dead", 1);
	the_operator_hears(EVENT_SYSTEM_TROUBLE, 1, "given up at attempt 12");
	int64_t whole = receiver->requests[11].at - receiver->requests[0].at;
	assert_in_range(whole, 60 * H, 92 * H);
	time_passes(1000 * H);
	there_were_requests(12);
}

static void
given_up_and_sent_by_hand(void **state)
{
	(void)state;
	the_receiver_answers(500);
	warnings_come(1);
	time_passes(100 * H);
	are_in_state("dead", 1);
	assert_int_equal(
	    delivery_rows_retry(rig->db, 1, loop_now(rig->loop), NULL), 0);
	outbox_wake_after(rig->outbox);
	time_passes(S);
	there_were_requests(13);
	are_in_state("retry", 1); /* with its whole schedule before it */
	the_receiver_answers(200);
	time_passes(M);
	are_in_state("sent", 1);
	every_request_has_the_same_bytes();
}

static void
busy_for_two_hours(void **state)
{
	(void)state;
	the_receiver_answers(429);
	and_wants_a_pause_of(2 * 3600);
	warnings_come(1);
	time_passes(M);
	the_receiver_answers(200);
	warnings_come(30);
	time_passes(2 * H - 2 * M);
	there_were_requests(1);
	time_passes(2 * M);
	are_in_state("sent", 31);
	there_were_requests(32);
	the_operator_hears_nothing();
}

/* A receiver may say a year; filingd looks again after a day. */
static void
busy_for_a_year(void **state)
{
	(void)state;
	the_receiver_answers(503);
	and_wants_a_pause_of(365 * 86400);
	warnings_come(1);
	time_passes(23 * H);
	there_were_requests(1);
	time_passes(2 * H);
	there_were_requests(2);
}

/* Half open: one a minute at most, however many wait. */
static void
overloaded_for_an_hour(void **state)
{
	(void)state;
	the_receiver_answers(503);
	warnings_come(40);
	time_passes(H);
	no_two_requests_are_nearer_than(M, 4);
	assert_in_range(receiver->count, 30, 64);
	the_receiver_answers(200);
	time_passes(8 * H);
	are_in_state("sent", 40);
}

static void
down_for_five_days(void **state)
{
	(void)state;
	the_receiver_answers(500);
	for (int day = 0; day < 5; day++) {
		warnings_come(1);
		time_passes(24 * H);
	}
	the_operator_hears(EVENT_SYSTEM_TROUBLE, 1, "given up");
	time_passes(12 * H);
	the_operator_hears(
	    EVENT_CHANNEL_DISABLED, 1, "only failures for 120 h");
	size_t so_far = receiver->count;
	warnings_come(2);
	time_passes(200 * H);
	there_were_requests(so_far);
	are_in_state("pending", 2);
	the_receiver_answers(200);
	the_configuration_is_loaded_again();
	time_passes(M);
	are_in_state("pending", 0);
	are_in_state("retry", 0);
	/* What was given up before is told again only when a person wants. */
	are_in_state("dead", 3);
	are_in_state("sent", told - 3);
}

static void
gone_and_at_a_new_address(void **state)
{
	struct rig_receiver *gone = receiver;

	(void)state;
	the_receiver_answers(410);
	warnings_come(1);
	time_passes(S);
	there_were_requests(1);
	the_operator_hears(EVENT_CHANNEL_DISABLED, 1, "http 410");
	warnings_come(9);
	time_passes(100 * H);
	there_were_requests(1);
	/* Loaded without a change: one look, and disabled again. */
	the_configuration_is_loaded_again();
	time_passes(H);
	there_were_requests(2);
	the_operator_hears(EVENT_CHANNEL_DISABLED, 2, "http 410");
	receiver = rig_receiver_new(rig, PEER_HTTP);
	mem_free(rig->channels[0].url);
	rig->channels[0].url =
	    mem_printf("http://127.0.0.1:%d/hook", peer_port(receiver->peer));
	rig->channels[0].concurrency = 1;
	the_configuration_is_loaded_again();
	time_passes(M);
	all_warnings_come_in_order_from(0);
	rig_receiver_free(gone);
}

static void
closed_by_a_person_for_a_move(void **state)
{
	(void)state;
	rig->channels[0].concurrency = 1;
	a_person_disables_the_channel();
	warnings_come(20);
	time_passes(50 * H);
	the_configuration_is_loaded_again();
	time_passes(50 * H);
	there_were_requests(0);
	a_person_enables_the_channel();
	time_passes(S);
	all_warnings_come_in_order_from(0);
	the_operator_hears_nothing();
}

/* Opened too early: the backlog of 100 costs the receiver one a minute. */
static void
opened_while_it_is_still_down(void **state)
{
	(void)state;
	a_person_disables_the_channel();
	warnings_come(100);
	time_passes(H);
	the_receiver_answers(500);
	a_person_enables_the_channel();
	time_passes(10 * M);
	no_two_requests_are_nearer_than(M, 0);
	assert_in_range(receiver->count, 9, 11);
	the_receiver_answers(200);
	time_passes(4 * H);
	are_in_state("sent", 100);
}

static void
strictly_in_order(void **state)
{
	(void)state;
	rig->channels[0].ordered = true;
	the_configuration_is_loaded_again();
	the_receiver_answers(500);
	warnings_come(6);
	time_passes(3 * H);
	size_t failed = receiver->count;
	for (size_t i = 0; i < failed; i++)
		assert_int_equal(rig_sequence(receiver, i), 1);
	the_receiver_answers(200);
	time_passes(10 * H);
	all_warnings_come_in_order_from(failed);
}

#define STORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(down_over_the_weekend),
	    STORY(down_for_good),
	    STORY(given_up_and_sent_by_hand),
	    STORY(busy_for_two_hours),
	    STORY(busy_for_a_year),
	    STORY(overloaded_for_an_hour),
	    STORY(down_for_five_days),
	    STORY(gone_and_at_a_new_address),
	    STORY(closed_by_a_person_for_a_move),
	    STORY(opened_while_it_is_still_down),
	    STORY(strictly_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
