/* SPDX-License-Identifier: BSD-2-Clause */
/* Pace: what each host is asked, and when, on a held clock. */
#include "lib/net/pace.h"

#include "lib/base/clock.h"
#include "lib/net/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define START INT64_C(1768549560000)
#define A     "https://a.example.org/list?page=1"
#define B     "https://b.example.org/"

struct rig {
	struct clock *clock;
	struct loop *loop;
	struct pace *pace;
	char log[400]; /* "name@ms " of each call */
};

struct asker {
	struct rig *rig;
	const char *name;
};

static int
rig_setup(void **state)
{
	static struct rig rig;

	rig = (struct rig){.clock = clock_new_held(START)};
	rig.loop = loop_new(rig.clock);
	rig.pace = pace_new(rig.loop, 0);
	*state = &rig;
	return 0;
}

static int
rig_teardown(void **state)
{
	struct rig *rig = *state;

	pace_free(rig->pace);
	loop_free(rig->loop);
	clock_free(rig->clock);
	return 0;
}

static void
on_turn(void *arg)
{
	const struct asker *asker = arg;
	struct rig *rig = asker->rig;
	size_t n = strlen(rig->log);

	(void)snprintf(rig->log + n, sizeof(rig->log) - n, "%s@%lld ",
	    asker->name, (long long)(loop_now(rig->loop) - START));
}

static void
expect(struct rig *rig, int64_t until, const char *log)
{
	loop_run_until(rig->loop, START + until);
	assert_string_equal(rig->log, log);
}

static void
a_host_without_a_limit_is_asked_at_once(void **state)
{
	struct rig *rig = *state;
	struct asker one = {rig, "one"}, two = {rig, "two"};

	(void)pace_ask(rig->pace, A, PACE_LIST, on_turn, &one);
	(void)pace_ask(rig->pace, A, PACE_LIST, on_turn, &two);
	assert_string_equal(rig->log, "");
	expect(rig, 0, "one@0 two@0 ");
}

static void
a_burst_goes_and_the_rest_waits_its_turn(void **state)
{
	struct rig *rig = *state;
	struct asker a = {rig, "a"}, b = {rig, "b"};

	pace_limit(rig->pace, A, (struct pace_rate){1000, 2});
	for (int i = 0; i < 4; i++)
		(void)pace_ask(rig->pace, A, PACE_LIST, on_turn, &a);
	(void)pace_ask(rig->pace, B, PACE_LIST, on_turn, &b);
	expect(rig, 1999, "a@0 b@0 a@0 a@1000 ");
	assert_true(pace_when(rig->pace, A) == START + 2000);
	expect(rig, 9000, "a@0 b@0 a@0 a@1000 a@2000 ");
	assert_true(pace_when(rig->pace, A) == START + 9000);
}

static void
the_slowest_limit_of_a_host_holds(void **state)
{
	struct rig *rig = *state;
	struct asker a = {rig, "a"};

	pace_limit(rig->pace, A, (struct pace_rate){1000, 5});
	pace_limit(
	    rig->pace, "HTTPS://A.example.org", (struct pace_rate){3000, 1});
	pace_limit(rig->pace, A, (struct pace_rate){100, 9});
	for (int i = 0; i < 3; i++)
		(void)pace_ask(rig->pace, A, PACE_LIST, on_turn, &a);
	expect(rig, 60000, "a@0 a@3000 a@6000 ");
}

static void
room_is_shared_by_all_hosts_in_turn(void **state)
{
	struct rig *rig = *state;
	struct pace *pace = pace_new(rig->loop, 2);
	struct asker a = {rig, "a"}, b = {rig, "b"};

	for (int i = 0; i < 3; i++)
		(void)pace_ask(pace, A, PACE_LIST, on_turn, &a);
	(void)pace_ask(pace, B, PACE_LIST, on_turn, &b);
	expect(rig, 5000, "a@0 b@0 ");
	pace_back(pace);
	expect(rig, 6000, "a@0 b@0 a@5000 ");
	pace_back(pace);
	pace_back(pace);
	expect(rig, 7000, "a@0 b@0 a@5000 a@6000 ");
	pace_free(pace);
}

static void
a_dropped_ticket_gives_its_place_to_the_next_host(void **state)
{
	struct rig *rig = *state;
	struct pace *pace = pace_new(rig->loop, 1);
	struct asker a = {rig, "a"}, b = {rig, "b"}, c = {rig, "c"};
	struct pace_ticket *dropped;

	(void)pace_ask(pace, "https://c.example.org/", PACE_LIST, on_turn, &c);
	expect(rig, 1000, "c@0 ");
	dropped = pace_ask(pace, A, PACE_LIST, on_turn, &a);
	(void)pace_ask(pace, B, PACE_LIST, on_turn, &b);
	expect(rig, 2000, "c@0 ");
	pace_cancel(dropped);
	pace_back(pace);
	expect(rig, 3000, "c@0 b@2000 ");
	pace_free(pace);
}

static void
a_host_that_was_woken_in_vain_wakes_the_next(void **state)
{
	struct rig *rig = *state;
	struct pace *pace = pace_new(rig->loop, 1);
	struct asker a = {rig, "a"}, b = {rig, "b"}, c = {rig, "c"};
	struct pace_ticket *dropped;

	(void)pace_ask(pace, "https://c.example.org/", PACE_LIST, on_turn, &c);
	expect(rig, 1000, "c@0 ");
	dropped = pace_ask(pace, A, PACE_LIST, on_turn, &a);
	(void)pace_ask(pace, B, PACE_LIST, on_turn, &b);
	expect(rig, 2000, "c@0 ");
	pace_back(pace);
	pace_cancel(dropped);
	expect(rig, 3000, "c@0 b@2000 ");
	pace_free(pace);
}

static void
a_host_that_is_held_leaves_its_room_to_the_next(void **state)
{
	struct rig *rig = *state;
	struct pace *pace = pace_new(rig->loop, 1);
	struct asker a = {rig, "a"}, b = {rig, "b"}, c = {rig, "c"};

	(void)pace_ask(pace, "https://c.example.org/", PACE_LIST, on_turn, &c);
	expect(rig, 1000, "c@0 ");
	(void)pace_ask(pace, A, PACE_LIST, on_turn, &a);
	(void)pace_ask(pace, B, PACE_LIST, on_turn, &b);
	expect(rig, 2000, "c@0 ");
	pace_hold(pace, A, START + 9000);
	pace_back(pace);
	expect(rig, 3000, "c@0 b@2000 ");
	pace_back(pace);
	expect(rig, 9000, "c@0 b@2000 a@9000 ");
	pace_free(pace);
}

static void
lists_go_before_documents_and_sweeps(void **state)
{
	struct rig *rig = *state;
	struct asker list = {rig, "list"}, doc = {rig, "doc"},
		     sweep = {rig, "sweep"};

	pace_limit(rig->pace, A, (struct pace_rate){1000, 1});
	(void)pace_ask(rig->pace, A, PACE_SWEEP, on_turn, &sweep);
	(void)pace_ask(rig->pace, A, PACE_DOCUMENT, on_turn, &doc);
	(void)pace_ask(rig->pace, A, PACE_LIST, on_turn, &list);
	expect(rig, 60000, "list@0 doc@1000 sweep@2000 ");
}

static void
what_goes_without_a_turn_counts(void **state)
{
	struct rig *rig = *state;
	struct asker a = {rig, "a"};

	pace_take(rig->pace, B); /* nobody limits it */
	pace_limit(rig->pace, A, (struct pace_rate){1000, 1});
	pace_take(rig->pace, A);
	pace_take(rig->pace, A);
	assert_true(pace_when(rig->pace, A) == START + 2000);
	assert_true(pace_when(rig->pace, B) == START);
	(void)pace_ask(rig->pace, A, PACE_LIST, on_turn, &a);
	expect(rig, 60000, "a@2000 ");
}

static void
a_held_host_waits_and_a_canceled_wish_is_forgotten(void **state)
{
	struct rig *rig = *state;
	struct asker a = {rig, "a"}, b = {rig, "b"}, gone = {rig, "gone"};

	struct pace_ticket *ticket =
	    pace_ask(rig->pace, A, PACE_LIST, on_turn, &gone);
	(void)pace_ask(rig->pace, A, PACE_LIST, on_turn, &a);
	(void)pace_ask(rig->pace, B, PACE_LIST, on_turn, &b);
	pace_hold(rig->pace, A, START + 5000);
	pace_hold(rig->pace, A, START + 1000);
	pace_cancel(ticket);
	pace_cancel(NULL);
	expect(rig, 60000, "b@0 a@5000 ");
}

int
main(void)
{
#define PACE_TEST(name)                                                        \
	cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
	    PACE_TEST(a_host_without_a_limit_is_asked_at_once),
	    PACE_TEST(a_burst_goes_and_the_rest_waits_its_turn),
	    PACE_TEST(the_slowest_limit_of_a_host_holds),
	    PACE_TEST(room_is_shared_by_all_hosts_in_turn),
	    PACE_TEST(a_dropped_ticket_gives_its_place_to_the_next_host),
	    PACE_TEST(a_host_that_was_woken_in_vain_wakes_the_next),
	    PACE_TEST(a_host_that_is_held_leaves_its_room_to_the_next),
	    PACE_TEST(lists_go_before_documents_and_sweeps),
	    PACE_TEST(what_goes_without_a_turn_counts),
	    PACE_TEST(a_held_host_waits_and_a_canceled_wish_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
