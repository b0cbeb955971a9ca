/* SPDX-License-Identifier: BSD-2-Clause */
/* What follows an attempt, over statuses, attempts and waits. */
#include "alerts/schedule.h"
#include "lib/base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define S INT64_C(1000)
#define H (3600 * S)

static void
twelve_attempts_over_75_hours(void **state)
{
	int64_t sum = 0;

	(void)state;
	for (int i = 1; i <= SCHEDULE_ATTEMPTS; i++)
		sum += schedule_wait_ms(i);
	assert_int_equal(sum, 75 * H + 42 * 60 * S + 35 * S);
	assert_int_equal(schedule_wait_ms(1), 0);
	assert_int_equal(schedule_wait_ms(2), 5 * S);
	assert_int_equal(schedule_wait_ms(12), 24 * H);
	assert_int_equal(schedule_wait_ms(13), -1);
	assert_int_equal(schedule_wait_ms(0), -1);
}

static const struct {
	const char *what;
	struct schedule_answer answer;
	enum schedule_next next;
	bool slow, stop, attention;
} rows[] = {
    {"200", {7, 1, CHANNEL_WEBHOOK, 200, 0, -1}, SCHEDULE_SENT, 0, 0, 0},
    {"204 late", {7, 12, CHANNEL_WEBHOOK, 204, 0, -1}, SCHEDULE_SENT, 0, 0, 0},
    {"101", {7, 1, CHANNEL_WEBHOOK, 101, 0, -1}, SCHEDULE_RETRY, 0, 0, 0},
    {"301", {7, 1, CHANNEL_WEBHOOK, 301, 0, -1}, SCHEDULE_RETRY, 0, 0, 0},
    {"301 again", {7, 2, CHANNEL_WEBHOOK, 301, 0, -1}, SCHEDULE_RETRY, 0, 0, 1},
    {"401 again", {7, 2, CHANNEL_WEBHOOK, 401, 0, -1}, SCHEDULE_RETRY, 0, 0, 1},
    {"408 again", {7, 2, CHANNEL_WEBHOOK, 408, 0, -1}, SCHEDULE_RETRY, 0, 0, 0},
    {"410", {7, 1, CHANNEL_WEBHOOK, 410, 0, -1}, SCHEDULE_RETRY, 0, 1, 0},
    {"429", {7, 2, CHANNEL_WEBHOOK, 429, 0, -1}, SCHEDULE_RETRY, 1, 0, 0},
    {"500", {7, 3, CHANNEL_WEBHOOK, 500, 0, -1}, SCHEDULE_RETRY, 0, 0, 0},
    {"502", {7, 1, CHANNEL_WEBHOOK, 502, 0, -1}, SCHEDULE_RETRY, 1, 0, 0},
    {"503", {7, 1, CHANNEL_WEBHOOK, 503, 0, -1}, SCHEDULE_RETRY, 1, 0, 0},
    {"504", {7, 1, CHANNEL_WEBHOOK, 504, 0, -1}, SCHEDULE_RETRY, 1, 0, 0},
    {"500 at last", {7, 12, CHANNEL_WEBHOOK, 500, 0, -1}, SCHEDULE_DEAD, 0, 0,
	0},
    {"timeout", {7, 1, CHANNEL_WEBHOOK, 0, ERR_TIMEOUT, -1}, SCHEDULE_RETRY, 1,
	0, 0},
    {"down", {7, 5, CHANNEL_WEBHOOK, 0, ERR_CONNECT, -1}, SCHEDULE_RETRY, 0, 0,
	0},
    {"tls", {7, 2, CHANNEL_WEBHOOK, 0, ERR_TLS, -1}, SCHEDULE_RETRY, 0, 0, 1},
    {"denied", {7, 2, CHANNEL_WEBHOOK, 0, ERR_DENIED, -1}, SCHEDULE_RETRY, 0, 0,
	1},
    {"program", {7, 1, CHANNEL_EXEC, 0, 0, -1}, SCHEDULE_SENT, 0, 0, 0},
    {"exit 1", {7, 1, CHANNEL_EXEC, 1, 0, -1}, SCHEDULE_RETRY, 0, 0, 0},
    {"exit 1 again", {7, 2, CHANNEL_EXEC, 1, 0, -1}, SCHEDULE_RETRY, 0, 0, 1},
    {"exit 75 again", {7, 2, CHANNEL_EXEC, 75, 0, -1}, SCHEDULE_RETRY, 0, 0, 0},
    {"exit 200", {7, 1, CHANNEL_EXEC, 200, 0, -1}, SCHEDULE_RETRY, 0, 0, 0},
    {"program killed", {7, 2, CHANNEL_EXEC, 0, ERR_CRASHED, -1}, SCHEDULE_RETRY,
	0, 0, 1},
    {"program too slow", {7, 2, CHANNEL_EXEC, 0, ERR_TIMEOUT, -1},
	SCHEDULE_RETRY, 1, 0, 0},
    {"program for the last time", {7, 12, CHANNEL_EXEC, 1, 0, -1},
	SCHEDULE_DEAD, 0, 0, 1},
    {"mail taken", {7, 1, CHANNEL_MAIL, 250, 0, -1}, SCHEDULE_SENT, 0, 0, 0},
    {"mail 421", {7, 1, CHANNEL_MAIL, 421, ERR_PROTOCOL, -1}, SCHEDULE_RETRY, 1,
	0, 0},
    {"mail 451", {7, 3, CHANNEL_MAIL, 451, ERR_PROTOCOL, -1}, SCHEDULE_RETRY, 0,
	0, 0},
    {"mail 354 then lost", {7, 3, CHANNEL_MAIL, 354, ERR_IO, -1},
	SCHEDULE_RETRY, 0, 0, 0},
    {"mail down", {7, 3, CHANNEL_MAIL, 0, ERR_CONNECT, -1}, SCHEDULE_RETRY, 0,
	0, 0},
    {"mail 550 first", {7, 1, CHANNEL_MAIL, 550, ERR_PROTOCOL, -1},
	SCHEDULE_RETRY, 0, 0, 0},
    {"mail 550 again", {7, 2, CHANNEL_MAIL, 550, ERR_PROTOCOL, -1},
	SCHEDULE_DEAD, 0, 0, 1},
    {"mail 501", {7, 1, CHANNEL_MAIL, 501, ERR_PROTOCOL, -1}, SCHEDULE_DEAD, 0,
	0, 0},
    {"mail 535", {7, 2, CHANNEL_MAIL, 535, ERR_PROTOCOL, -1}, SCHEDULE_RETRY, 0,
	0, 1},
    {"mail 554 to the session", {7, 2, CHANNEL_MAIL, 554, ERR_DENIED, -1},
	SCHEDULE_RETRY, 0, 0, 1},
    {"mail 521", {7, 2, CHANNEL_MAIL, 521, ERR_PROTOCOL, -1}, SCHEDULE_RETRY, 0,
	0, 1},
};

static void
each_answer_has_its_consequence(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct schedule_decision d = schedule_decide(&rows[i].answer);
		if (d.next != rows[i].next || (d.hold_ms > 0) != rows[i].slow ||
		    d.stop != rows[i].stop || d.attention != rows[i].attention)
			fail_msg("%s: next %d hold %lld stop %d attention %d",
			    rows[i].what, (int)d.next, (long long)d.hold_ms,
			    d.stop, d.attention);
	}
}

static void
waits_are_within_a_fifth_and_repeat(void **state)
{
	bool moved = false;

	(void)state;
	for (int attempt = 1; attempt < SCHEDULE_ATTEMPTS; attempt++) {
		int64_t base = schedule_wait_ms(attempt + 1);
		for (int64_t id = 1; id <= 200; id++) {
			struct schedule_answer answer = {
			    id, attempt, false, 500, 0, SCHEDULE_NONE};
			struct schedule_decision d = schedule_decide(&answer);
			assert_in_range(
			    d.wait_ms, base - base / 5, base + base / 5);
			assert_int_equal(
			    schedule_decide(&answer).wait_ms, d.wait_ms);
			moved = moved || d.wait_ms != base;
		}
	}
	assert_true(moved);
}

/* Two neighbours that always came together would hit a receiver together. */
static void
jitter_spreads_over_its_whole_width(void **state)
{
	int early = 0;
	int late = 0;

	(void)state;
	for (int64_t id = 1; id <= 1000; id++) {
		struct schedule_answer answer = {
		    id, 6, false, 500, 0, SCHEDULE_NONE};
		int64_t wait = schedule_decide(&answer).wait_ms;
		early += wait < 2 * H - 2 * H / 10;
		late += wait > 2 * H + 2 * H / 10;
	}
	assert_in_range(early, 200, 300);
	assert_in_range(late, 200, 300);
}

static int64_t
wait_of(int attempt, int status, int64_t retry_after)
{
	struct schedule_answer answer = {
	    3, attempt, false, status, 0, retry_after};

	return schedule_decide(&answer).wait_ms;
}

static void
retry_after_is_obeyed_up_to_a_day(void **state)
{
	(void)state;
	assert_int_equal(wait_of(1, 429, 3600 * S), H);
	assert_int_equal(wait_of(1, 429, 48 * H), 24 * H);
	assert_int_equal(wait_of(1, 429, 0), 60 * S);
	assert_int_equal(wait_of(1, 429, SCHEDULE_NONE), 60 * S);
	assert_true(wait_of(6, 503, 10 * S) > H);
	assert_int_equal(wait_of(2, 500, 300 * S), 300 * S);
}

static void
a_slow_channel_is_held_no_longer_than_it_asked(void **state)
{
	struct schedule_answer answer = {
	    3, 8, CHANNEL_WEBHOOK, 503, 0, SCHEDULE_NONE};

	(void)state;
	assert_int_equal(schedule_decide(&answer).hold_ms, 60 * S);
	answer.retry_after_ms = 600 * S;
	assert_int_equal(schedule_decide(&answer).hold_ms, 600 * S);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(twelve_attempts_over_75_hours),
	    cmocka_unit_test(each_answer_has_its_consequence),
	    cmocka_unit_test(waits_are_within_a_fifth_and_repeat),
	    cmocka_unit_test(jitter_spreads_over_its_whole_width),
	    cmocka_unit_test(retry_after_is_obeyed_up_to_a_day),
	    cmocka_unit_test(a_slow_channel_is_held_no_longer_than_it_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
