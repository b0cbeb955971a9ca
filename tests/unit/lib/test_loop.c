/* SPDX-License-Identifier: BSD-2-Clause */
/* The loop in held time: order, jumps, descriptors, signals, ends of turns. */
#include "lib/net/loop.h"
#include "lib/base/mem.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#define START INT64_C(1700000000000)

/* What happened, in order, and things the callbacks need. */
struct fixture {
	struct clock *clock;
	struct loop *loop;
	char trace[256];
	struct loop_timer *timer;
	struct loop_io *io;
	struct loop_signal *sig;
	int fds[2];
	int count;
	int64_t at;
};

static int
setup(void **state)
{
	struct fixture *f = mem_new(sizeof(*f));

	f->clock = clock_new_held(START);
	f->loop = loop_new(f->clock);
	int r = socketpair(
	    AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, f->fds);
	assert_int_equal(r, 0);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	loop_free(f->loop);
	clock_free(f->clock);
	(void)close(f->fds[0]);
	(void)close(f->fds[1]);
	mem_free(f);
	return 0;
}

static void
note(struct fixture *f, const char *word)
{
	size_t len = strlen(f->trace);

	(void)snprintf(f->trace + len, sizeof(f->trace) - len, "%s%s",
	    len > 0 ? " " : "", word);
}

static void
on_a(void *arg)
{
	note(arg, "a");
}

static void
on_b(void *arg)
{
	note(arg, "b");
}

static void
on_c(void *arg)
{
	note(arg, "c");
}

static void
on_turn(void *arg)
{
	note(arg, "turn");
}

static void
on_stop(void *arg)
{
	struct fixture *f = arg;

	note(f, "stop");
	loop_stop(f->loop);
}

static void
timers_fire_by_time_then_in_the_order_they_were_set(void **state)
{
	struct fixture *f = *state;

	(void)loop_after(f->loop, 20, on_c, f);
	(void)loop_after(f->loop, 10, on_a, f);
	(void)loop_after(f->loop, 10, on_b, f);
	loop_run_until(f->loop, START + 15);
	assert_string_equal(f->trace, "a b");
	assert_true(loop_now(f->loop) == START + 15);
	loop_run_until(f->loop, START + 20);
	assert_string_equal(f->trace, "a b c");
}

/* Draws a thousand timers by a fixed rule and cancels each third. */
struct drawn {
	struct fixture *f;
	struct loop_timer *timer;
	int64_t due;
};

static void
on_drawn(void *arg)
{
	struct drawn *drawn = arg;
	struct fixture *f = drawn->f;

	assert_true(loop_now(f->loop) == START + drawn->due);
	assert_true(drawn->due >= f->at);
	f->at = drawn->due;
	f->count++;
}

static void
many_timers_fire_at_their_time_and_canceled_ones_never(void **state)
{
	struct fixture *f = *state;
	static struct drawn drawn[1000];
	uint32_t draw = 1;

	for (int i = 0; i < 1000; i++) {
		draw = draw * 1664525 + 1013904223;
		drawn[i].f = f;
		drawn[i].due = (int64_t)(draw >> 16) * 1000;
		drawn[i].timer =
		    loop_after(f->loop, drawn[i].due, on_drawn, &drawn[i]);
	}
	for (int i = 0; i < 1000; i += 3)
		loop_cancel(drawn[i].timer);
	loop_run_until(f->loop, START + INT64_C(100000000));
	assert_int_equal(f->count, 666);
}

static void
on_again(void *arg)
{
	struct fixture *f = arg;

	if (++f->count < 75)
		(void)loop_after(f->loop, 3600000, on_again, f);
}

static void
seventy_five_hours_pass_without_waiting(void **state)
{
	struct fixture *f = *state;

	(void)loop_after(f->loop, 3600000, on_again, f);
	loop_run_until(f->loop, START + 76 * INT64_C(3600000));
	assert_int_equal(f->count, 75);
	assert_true(loop_now(f->loop) == START + 76 * INT64_C(3600000));
}

static void
on_zero(void *arg)
{
	struct fixture *f = arg;

	note(f, "zero");
	(void)loop_after(f->loop, 0, on_a, f);
	loop_defer(f->loop, on_b, f);
}

static void
timer_of_zero_waits_for_the_next_turn(void **state)
{
	struct fixture *f = *state;

	loop_on_turn(f->loop, on_turn, f);
	(void)loop_after(f->loop, 0, on_zero, f);
	assert_string_equal(f->trace, "");
	loop_run_until(f->loop, START);
	assert_string_equal(f->trace, "zero b a turn turn");
}

static void
on_chain(void *arg)
{
	struct fixture *f = arg;

	if (++f->count < 100)
		(void)loop_after(f->loop, 0, on_chain, f);
}

static void
turns_without_a_pause_end_together_but_not_for_ever(void **state)
{
	struct fixture *f = *state;

	loop_on_turn(f->loop, on_turn, f);
	(void)loop_after(f->loop, 0, on_chain, f);
	loop_run_until(f->loop, START);
	assert_int_equal(f->count, 100);
	assert_string_equal(f->trace, "turn turn");
}

static void
on_cancel_timer(void *arg)
{
	struct fixture *f = arg;

	note(f, "cancel");
	loop_cancel(f->timer);
}

static void
timer_canceled_by_one_that_fires_with_it_is_silent(void **state)
{
	struct fixture *f = *state;

	(void)loop_after(f->loop, 5, on_cancel_timer, f);
	f->timer = loop_after(f->loop, 5, on_a, f);
	loop_run_until(f->loop, START + 10);
	assert_string_equal(f->trace, "cancel");
	loop_cancel(NULL);
}

static void
on_defer_more(void *arg)
{
	struct fixture *f = arg;

	note(f, "more");
	loop_defer(f->loop, on_c, f);
}

static void
deferred_calls_run_in_order_and_may_defer_more(void **state)
{
	struct fixture *f = *state;

	loop_on_turn(f->loop, on_turn, f);
	loop_defer(f->loop, on_defer_more, f);
	loop_defer(f->loop, on_a, f);
	assert_string_equal(f->trace, "");
	loop_run_until(f->loop, START);
	assert_string_equal(f->trace, "more a c turn turn");
}

static void
undefer_drops_the_calls_of_one_owner(void **state)
{
	struct fixture *f = *state;
	struct fixture other = {.loop = f->loop};

	loop_defer(f->loop, on_a, f);
	loop_defer(f->loop, on_b, &other);
	loop_defer(f->loop, on_c, &other);
	loop_undefer(f->loop, &other);
	loop_run_until(f->loop, START);
	assert_string_equal(f->trace, "a");
	assert_string_equal(other.trace, "");
}

static void
on_readable(int fd, int what, void *arg)
{
	struct fixture *f = arg;
	char c;

	assert_int_equal(what, LOOP_READ);
	assert_int_equal(read(fd, &c, 1), 1);
	note(f, (char[]){c, '\0'});
	loop_busy(f->loop, -1);
}

static void
held_clock_stands_while_something_is_in_flight(void **state)
{
	struct fixture *f = *state;

	f->io = loop_io_new(f->loop, f->fds[0], LOOP_READ, on_readable, f);
	loop_busy(f->loop, 1);
	(void)loop_after(f->loop, 1, on_a, f);
	assert_int_equal(write(f->fds[1], "x", 1), 1);
	loop_run_until(f->loop, START + 1);
	assert_string_equal(f->trace, "x a");
	assert_int_equal(loop_busy_count(f->loop), 0);
}

/* A peer that waits on purpose counts -1, so the waiting side's time comes. */
static void
peer_that_waits_lets_time_pass(void **state)
{
	struct fixture *f = *state;

	loop_busy(f->loop, 1);
	loop_busy(f->loop, -1);
	(void)loop_after(f->loop, 20000, on_a, f);
	loop_run_until(f->loop, START + 30000);
	assert_string_equal(f->trace, "a");
}

static void
on_writable(int fd, int what, void *arg)
{
	struct fixture *f = arg;

	(void)fd;
	assert_int_equal(what, LOOP_WRITE);
	note(f, "write");
	loop_io_set(f->io, f->count++ > 0 ? 0 : LOOP_WRITE);
}

static void
descriptor_is_level_triggered_until_it_is_set_to_none(void **state)
{
	struct fixture *f = *state;

	f->io = loop_io_new(f->loop, f->fds[0], 0, on_writable, f);
	loop_run_until(f->loop, START + 1);
	assert_string_equal(f->trace, "");
	loop_io_set(f->io, LOOP_WRITE);
	loop_run_until(f->loop, START + 2);
	assert_string_equal(f->trace, "write write");
}

static void
on_free_itself(int fd, int what, void *arg)
{
	struct fixture *f = arg;

	(void)fd;
	(void)what;
	note(f, "free");
	loop_io_free(f->io);
}

static void
descriptor_may_free_itself_from_its_callback(void **state)
{
	struct fixture *f = *state;

	f->io = loop_io_new(f->loop, f->fds[0], LOOP_WRITE, on_free_itself, f);
	loop_run_until(f->loop, START + 1);
	assert_string_equal(f->trace, "free");
	loop_io_free(NULL);
}

static void
on_signal(void *arg)
{
	struct fixture *f = arg;

	note(f, "signal");
	loop_signal_free(f->sig);
	loop_stop(f->loop);
}

static void
signal_wakes_a_loop_that_has_nothing_else(void **state)
{
	struct fixture *f = *state;

	f->sig = loop_signal_new(f->loop, SIGUSR1, on_signal, f);
	assert_int_equal(raise(SIGUSR1), 0);
	loop_run(f->loop);
	assert_string_equal(f->trace, "signal");
	loop_signal_free(NULL);
}

static void
run_ends_only_by_stop(void **state)
{
	struct fixture *f = *state;

	(void)loop_after(f->loop, 1000, on_a, f);
	(void)loop_after(f->loop, 2000, on_stop, f);
	(void)loop_after(f->loop, 3000, on_b, f);
	loop_run(f->loop);
	assert_string_equal(f->trace, "a stop");
	assert_true(loop_now(f->loop) == START + 2000);
}

static void
stop_ends_run_until_where_it_is(void **state)
{
	struct fixture *f = *state;

	(void)loop_after(f->loop, 2000, on_stop, f);
	loop_run_until(f->loop, START + 9000);
	assert_true(loop_now(f->loop) == START + 2000);
	loop_run_until(f->loop, START);
	assert_true(loop_now(f->loop) == START + 2000);
}

static void
on_turn_defers_once(void *arg)
{
	struct fixture *f = arg;

	note(f, "turn");
	if (f->count++ == 0)
		loop_defer(f->loop, on_a, f);
}

static void
work_left_by_the_end_of_a_turn_runs_before_time_moves(void **state)
{
	struct fixture *f = *state;

	loop_on_turn(f->loop, on_turn_defers_once, f);
	(void)loop_after(f->loop, 10, on_b, f);
	loop_run_until(f->loop, START + 10);
	assert_memory_equal(f->trace, "turn a turn turn b turn", 23);
}

static void
loop_may_be_freed_with_everything_still_registered(void **state)
{
	struct fixture *f = *state;

	(void)loop_after(f->loop, 10, on_a, f);
	loop_defer(f->loop, on_a, f);
	(void)loop_io_new(f->loop, f->fds[0], LOOP_READ, on_readable, f);
	(void)loop_signal_new(f->loop, SIGUSR1, on_a, f);
	loop_free(NULL);
}

static void
rated_loop_sleeps_until_its_timers(void **state)
{
	struct fixture *f = *state;
	struct clock *clock = clock_new_rated(START, 3600000);
	struct loop *loop = loop_new(clock);
	struct fixture own = {.loop = loop};

	(void)f;
	(void)loop_after(loop, 7200000, on_stop, &own);
	(void)loop_after(loop, 3600000, on_a, &own);
	loop_run(loop);
	assert_string_equal(own.trace, "a stop");
	assert_true(loop_now(loop) >= START + 7200000);
	loop_free(loop);
	clock_free(clock);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(timers_fire_by_time_then_in_the_order_they_were_set),
	    TEST(many_timers_fire_at_their_time_and_canceled_ones_never),
	    TEST(seventy_five_hours_pass_without_waiting),
	    TEST(timer_of_zero_waits_for_the_next_turn),
	    TEST(turns_without_a_pause_end_together_but_not_for_ever),
	    TEST(timer_canceled_by_one_that_fires_with_it_is_silent),
	    TEST(deferred_calls_run_in_order_and_may_defer_more),
	    TEST(undefer_drops_the_calls_of_one_owner),
	    TEST(held_clock_stands_while_something_is_in_flight),
	    TEST(peer_that_waits_lets_time_pass),
	    TEST(descriptor_is_level_triggered_until_it_is_set_to_none),
	    TEST(descriptor_may_free_itself_from_its_callback),
	    TEST(signal_wakes_a_loop_that_has_nothing_else),
	    TEST(run_ends_only_by_stop),
	    TEST(stop_ends_run_until_where_it_is),
	    TEST(work_left_by_the_end_of_a_turn_runs_before_time_moves),
	    TEST(loop_may_be_freed_with_everything_still_registered),
	    TEST(rated_loop_sleeps_until_its_timers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
