/* SPDX-License-Identifier: BSD-2-Clause */
/* daemon/pulse.h: what counts as standing still */
#include "daemon/pulse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define NOW  INT64_C(1768982400000)
#define LATE (NOW - PULSE_MS - 1)
#define SOON (NOW - PULSE_MS)

static const struct pause pause_ = {.since = 1};

static const struct {
	const char *what;
	struct watcher_stats stats;
	bool stands;
} sources[] = {
    {"a poll runs", {.next_poll = 0}, false},
    {"the next is to come", {.next_poll = NOW + 1000}, false},
    {"it is a little late", {.next_poll = SOON}, false},
    {"it never began", {.next_poll = LATE}, true},
    {"it is paused", {.next_poll = LATE, .pause = &pause_}, false},
    {"the host may not be asked", {.next_poll = LATE, .free_at = NOW + 1},
	false},
};

static void
a_poll_that_never_begins_stands_still(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		if (pulse_source_stands(&sources[i].stats, NOW) !=
		    sources[i].stands)
			fail_msg("%s", sources[i].what);
	}
}

static const struct {
	const char *what;
	struct pulse_channel channel;
	bool stands;
} channels[] = {
    {"nothing is due", {.tally = {.held = 5}}, false},
    {"due a little while", {.tally = {.pending = 1, .oldest_due = SOON}},
	false},
    {"due for long, and nobody tries",
	{.tally = {.pending = 1, .oldest_due = LATE}}, true},
    {"one is tried",
	{.tally = {.pending = 9, .oldest_due = LATE}, .lane = {.in_flight = 1}},
	false},
    {"the receiver wants a pause",
	{.tally = {.pending = 9, .oldest_due = LATE},
	    .lane = {.hold_until = NOW + 1}},
	false},
    {"the pause is over",
	{.tally = {.pending = 9, .oldest_due = LATE},
	    .lane = {.hold_until = NOW}},
	true},
    {"disabled",
	{.tally = {.pending = 9, .oldest_due = LATE}, .disabled = true}, false},
    {"in order, behind one in retry",
	{.tally = {.pending = 9, .retry = 1, .oldest_due = LATE},
	    .ordered = true},
	false},
    {"only retries wait", {.tally = {.retry = 3, .oldest = LATE}}, false},
};

static void
a_delivery_that_nobody_tries_stands_still(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(channels) / sizeof(channels[0]); i++) {
		struct pulse_channel channel = channels[i].channel;

		channel.now = NOW;
		if (pulse_channel_stands(&channel) != channels[i].stands)
			fail_msg("%s", channels[i].what);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_poll_that_never_begins_stands_still),
	    cmocka_unit_test(a_delivery_that_nobody_tries_stands_still),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
