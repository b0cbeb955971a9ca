/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a clock, descriptors, signals. Out: callbacks, one at a time. A turn is:
 * ready descriptors, due timers, deferred calls, the end-of-turn function. The
 * timers are our own heap, because libevent knows no held clocks; for real and
 * rated clocks one libevent timer stands for the top of the heap. main() makes
 * the loop, every driver uses it.
 */
#include "lib/net/loop.h"

#include "lib/base/mem.h"
#include "lib/net/timers.h"

#include <assert.h>
#include <stddef.h>
#include <sys/queue.h>
#include <sys/time.h>
#include <event2/event.h>

/* A hundred years: keeps sums of milliseconds far from overflow. */
#define LOOP_MS_MAX	    (INT64_C(100) * 366 * 86400 * 1000)
/* Turns that end together while each finds more to do: one commit for all. */
#define LOOP_TURNS_TOGETHER 100
#define LOOP_TURNS_MS	    20

struct loop_call {
	loop_fn *fn;
	void *arg;
	TAILQ_ENTRY(loop_call) entry;
};

struct loop_io {
	struct loop *loop;
	struct event *event;
	int fd;
	loop_io_fn *fn;
	void *arg;
	LIST_ENTRY(loop_io) entry;
};

struct loop_signal {
	struct loop *loop;
	struct event *event;
	loop_fn *fn;
	void *arg;
	LIST_ENTRY(loop_signal) entry;
};

struct loop {
	struct clock *clock;
	struct event_base *base;
	struct event *alarm; /* wakes the base for the next timer */
	struct timers timers;
	TAILQ_HEAD(, loop_call) calls;
	LIST_HEAD(, loop_io) ios;
	LIST_HEAD(, loop_signal) signals;
	loop_fn *turn_fn;
	void *turn_arg;
	loop_lag_fn *lag_fn;
	void *lag_arg;
	int busy;
	int unended; /* turns since turn_fn was called */
	int64_t unended_since; /* monotonic ms of the first */
	bool ran; /* a callback of ours ran in this turn */
	bool stop;
};

static void
loop_on_alarm(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)arg;
}

struct loop *
loop_new(struct clock *clock)
{
	struct loop *loop = mem_new(sizeof(*loop));

	loop->clock = clock;
	loop->base = event_base_new();
	assert(loop->base != NULL);
	loop->alarm = evtimer_new(loop->base, loop_on_alarm, NULL);
	assert(loop->alarm != NULL);
	TAILQ_INIT(&loop->calls);
	LIST_INIT(&loop->ios);
	LIST_INIT(&loop->signals);
	return loop;
}

static void
loop_drop_calls(struct loop *loop)
{
	struct loop_call *call;

	while ((call = TAILQ_FIRST(&loop->calls)) != NULL) {
		TAILQ_REMOVE(&loop->calls, call, entry);
		mem_free(call);
	}
}

void
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	loop_drop_calls(loop);
	while (!LIST_EMPTY(&loop->ios))
		loop_io_free(LIST_FIRST(&loop->ios));
	while (!LIST_EMPTY(&loop->signals))
		loop_signal_free(LIST_FIRST(&loop->signals));
	timers_done(&loop->timers);
	event_free(loop->alarm);
	event_base_free(loop->base);
	mem_free(loop);
}

const struct clock *
loop_clock(const struct loop *loop)
{
	return loop->clock;
}

int64_t
loop_now(const struct loop *loop)
{
	return clock_wall(loop->clock);
}

struct event_base *
loop_base(struct loop *loop)
{
	return loop->base;
}

struct loop_timer *
loop_after(struct loop *loop, int64_t ms, loop_fn *fn, void *arg)
{
	struct loop_timer *timer = mem_new(sizeof(*timer));

	if (ms < 0)
		ms = 0;
	if (ms > LOOP_MS_MAX)
		ms = LOOP_MS_MAX;
	timer->loop = loop;
	timer->due = clock_mono(loop->clock) + ms;
	timer->fn = fn;
	timer->arg = arg;
	timers_add(&loop->timers, timer);
	return timer;
}

void
loop_cancel(struct loop_timer *timer)
{
	if (timer == NULL)
		return;
	timers_remove(&timer->loop->timers, timer);
	mem_free(timer);
}

void
loop_defer(struct loop *loop, loop_fn *fn, void *arg)
{
	struct loop_call *call = mem_new(sizeof(*call));

	call->fn = fn;
	call->arg = arg;
	TAILQ_INSERT_TAIL(&loop->calls, call, entry);
}

void
loop_undefer(struct loop *loop, void *arg)
{
	struct loop_call *call = TAILQ_FIRST(&loop->calls);

	while (call != NULL) {
		struct loop_call *next = TAILQ_NEXT(call, entry);
		if (call->arg == arg) {
			TAILQ_REMOVE(&loop->calls, call, entry);
			mem_free(call);
		}
		call = next;
	}
}

static void
loop_on_ready(evutil_socket_t fd, short events, void *arg)
{
	struct loop_io *io = arg;
	int what = (events & EV_READ ? LOOP_READ : 0) |
		   (events & EV_WRITE ? LOOP_WRITE : 0);

	io->loop->ran = true;
	io->fn((int)fd, what, io->arg);
}

struct loop_io *
loop_io_new(struct loop *loop, int fd, int what, loop_io_fn *fn, void *arg)
{
	struct loop_io *io = mem_new(sizeof(*io));

	io->loop = loop;
	io->fd = fd;
	io->fn = fn;
	io->arg = arg;
	io->event = event_new(loop->base, fd, EV_PERSIST, loop_on_ready, io);
	assert(io->event != NULL);
	LIST_INSERT_HEAD(&loop->ios, io, entry);
	loop_io_set(io, what);
	return io;
}

void
loop_io_set(struct loop_io *io, int what)
{
	short events = EV_PERSIST;
	int r;

	if (what & LOOP_READ)
		events |= EV_READ;
	if (what & LOOP_WRITE)
		events |= EV_WRITE;
	r = event_del(io->event);
	assert(r == 0);
	if (what == 0)
		return;
	r = event_assign(
	    io->event, io->loop->base, io->fd, events, loop_on_ready, io);
	assert(r == 0);
	r = event_add(io->event, NULL);
	assert(r == 0);
}

void
loop_io_free(struct loop_io *io)
{
	if (io == NULL)
		return;
	LIST_REMOVE(io, entry);
	event_free(io->event);
	mem_free(io);
}

static void
loop_on_signal(evutil_socket_t signum, short events, void *arg)
{
	struct loop_signal *sig = arg;

	(void)signum;
	(void)events;
	sig->loop->ran = true;
	sig->fn(sig->arg);
}

struct loop_signal *
loop_signal_new(struct loop *loop, int signum, loop_fn *fn, void *arg)
{
	struct loop_signal *sig = mem_new(sizeof(*sig));

	sig->loop = loop;
	sig->fn = fn;
	sig->arg = arg;
	sig->event = evsignal_new(loop->base, signum, loop_on_signal, sig);
	assert(sig->event != NULL);
	int r = event_add(sig->event, NULL);
	assert(r == 0);
	LIST_INSERT_HEAD(&loop->signals, sig, entry);
	return sig;
}

void
loop_signal_free(struct loop_signal *sig)
{
	if (sig == NULL)
		return;
	LIST_REMOVE(sig, entry);
	event_free(sig->event);
	mem_free(sig);
}

void
loop_busy(struct loop *loop, int delta)
{
	loop->busy += delta;
}

int
loop_busy_count(const struct loop *loop)
{
	return loop->busy;
}

void
loop_on_turn(struct loop *loop, loop_fn *fn, void *arg)
{
	loop->turn_fn = fn;
	loop->turn_arg = arg;
}

void
loop_on_lag(struct loop *loop, loop_lag_fn *fn, void *arg)
{
	loop->lag_fn = fn;
	loop->lag_arg = arg;
}

const char *
loop_library(void)
{
	return event_get_version();
}

/* Fires what was due and set before this call; 0 ms timers set by it wait. */
static void
loop_fire_timers(struct loop *loop)
{
	int64_t now = clock_mono(loop->clock);
	uint64_t end = loop->timers.next_seq;
	struct loop_timer *timer;

	while ((timer = timers_first(&loop->timers)) != NULL) {
		if (timer->due > now || timer->seq >= end)
			break;
		loop_fn *fn = timer->fn;
		void *arg = timer->arg;
		int64_t late = now - timer->due;
		loop_cancel(timer);
		loop->ran = true;
		if (loop->lag_fn != NULL)
			loop->lag_fn(late, loop->lag_arg);
		fn(arg);
	}
}

static void
loop_run_calls(struct loop *loop)
{
	struct loop_call *call;

	while ((call = TAILQ_FIRST(&loop->calls)) != NULL) {
		loop_fn *fn = call->fn;
		void *arg = call->arg;
		TAILQ_REMOVE(&loop->calls, call, entry);
		mem_free(call);
		loop->ran = true;
		fn(arg);
	}
}

/* Milliseconds of the clock until the next timer; -1: there is none. */
static int64_t
loop_wait_ms(const struct loop *loop)
{
	const struct loop_timer *first = timers_first(&loop->timers);

	if (first == NULL)
		return -1;
	int64_t wait = first->due - clock_mono(loop->clock);
	return wait > 0 ? wait : 0;
}

static void
loop_arm(struct loop *loop, int64_t wait)
{
	int64_t ms = clock_real_ms(loop->clock, wait);
	struct timeval tv = {
	    .tv_sec = (time_t)(ms / 1000),
	    .tv_usec = (suseconds_t)(ms % 1000 * 1000),
	};
	int r = evtimer_add(loop->alarm, &tv);

	assert(r == 0);
}

/* Runs ready descriptors; may_sleep: waits for one, or for the next timer. */
static void
loop_poll(struct loop *loop, bool may_sleep)
{
	int flags = EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY;
	int64_t wait = loop_wait_ms(loop);

	if (wait == 0 || loop->unended > 0 || !TAILQ_EMPTY(&loop->calls))
		may_sleep = false;
	if (!may_sleep)
		flags = EVLOOP_NONBLOCK;
	else if (wait > 0 && !clock_is_held(loop->clock))
		loop_arm(loop, wait);
	int r = event_base_loop(loop->base, flags);
	assert(r >= 0);
	(void)evtimer_del(loop->alarm); /* cannot fail for a timer */
}

/* There may be more to do before the turns end. */
static bool
loop_goes_on(struct loop *loop)
{
	int64_t now = clock_mono(loop->clock);

	if (!loop->ran || loop->stop)
		return false;
	if (loop->unended++ == 0)
		loop->unended_since = now;
	return loop->unended < LOOP_TURNS_TOGETHER &&
	       now - loop->unended_since < LOOP_TURNS_MS;
}

static void
loop_end_turn(struct loop *loop)
{
	if (loop->turn_fn == NULL || loop_goes_on(loop))
		return;
	loop->ran = loop->unended > 0;
	loop->unended = 0;
	loop->turn_fn(loop->turn_arg);
}

static void
loop_turn(struct loop *loop, bool may_sleep)
{
	loop->ran = false;
	loop_poll(loop, may_sleep);
	loop_fire_timers(loop);
	loop_run_calls(loop);
	loop_end_turn(loop);
}

/* Nothing happens any more unless the held clock moves. */
static bool
loop_is_still(const struct loop *loop)
{
	return !loop->ran && loop->busy <= 0 && TAILQ_EMPTY(&loop->calls);
}

/* One turn of a held clock; moves it at most to until. True: it got there. */
static bool
loop_held_turn(struct loop *loop, int64_t until)
{
	bool endless =
	    until == INT64_MAX && timers_first(&loop->timers) == NULL;

	loop_turn(loop, loop->busy > 0 || endless);
	if (loop->stop || !loop_is_still(loop))
		return false;
	int64_t left = until - clock_wall(loop->clock);
	int64_t wait = loop_wait_ms(loop);
	if (wait >= 0 && wait <= left) {
		clock_advance(loop->clock, wait);
		return false;
	}
	if (until == INT64_MAX)
		return false;
	if (left > 0)
		clock_advance(loop->clock, left);
	return true;
}

void
loop_run(struct loop *loop)
{
	loop->stop = false;
	while (!loop->stop) {
		if (clock_is_held(loop->clock))
			(void)loop_held_turn(loop, INT64_MAX); /* never there */
		else
			loop_turn(loop, true);
	}
}

void
loop_run_until(struct loop *loop, int64_t until)
{
	assert(clock_is_held(loop->clock));
	loop->stop = false;
	while (!loop->stop) {
		if (loop_held_turn(loop, until))
			break;
	}
}

void
loop_stop(struct loop *loop)
{
	loop->stop = true;
}
