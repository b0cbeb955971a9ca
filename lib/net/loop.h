/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The event loop (libevent) on a struct clock: timers, deferred calls, file
 * descriptors and signals. With a held clock the loop jumps to the next timer
 * when nothing is in flight (loop_busy), so that real sockets and 75-hour
 * schedules live in one test.
 *
 * Callbacks never run from inside the call that registers them.
 */
#ifndef LIB_NET_LOOP_H
#define LIB_NET_LOOP_H

#include "lib/base/clock.h"
#include "lib/base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct loop;
struct loop_timer;
struct loop_io;
struct loop_signal;
struct event_base;

typedef void loop_fn(void *arg);

/* Keeps clock (moves it when it is held). Aborts when the system has no more
 * descriptors. Gives. */
struct loop *loop_new(struct clock *clock);
/* Frees; timers and descriptors that are left are dropped without a call. */
void loop_free(struct loop *loop);

const struct clock *loop_clock(const struct loop *loop);
/* Wall milliseconds of the loop's clock. */
int64_t loop_now(const struct loop *loop);
/* The base, for evhttp in daemon/api alone. */
struct event_base *loop_base(struct loop *loop);

/*
 * Calls fn(arg) once after ms of the loop's clock (0: on the next turn). Gives
 * a timer that frees itself when it fires: the handle is stale once fn runs.
 * loop_cancel before that frees it. Timers fire in the order (due, set).
 */
struct loop_timer *loop_after(
    struct loop *loop, int64_t ms, loop_fn *fn, void *arg);
void loop_cancel(struct loop_timer *timer); /* NULL does nothing */

/*
 * Calls fn(arg) on this turn, after the running callback has returned, in the
 * order of the calls. A deferred call may defer more.
 */
void loop_defer(struct loop *loop, loop_fn *fn, void *arg);
/* Drops deferred calls with this arg (before their owner is freed). */
void loop_undefer(struct loop *loop, void *arg);

enum { LOOP_READ = 1, LOOP_WRITE = 2 };
typedef void loop_io_fn(int fd, int what, void *arg);
/* Calls fn while fd is ready for what (level triggered). fn may free it. Gives.
 */
struct loop_io *loop_io_new(
    struct loop *loop, int fd, int what, loop_io_fn *fn, void *arg);
void loop_io_set(struct loop_io *io, int what); /* 0: none */
void loop_io_free(struct loop_io *io);

/* Calls fn(arg) when the process gets signum. Gives. */
struct loop_signal *loop_signal_new(
    struct loop *loop, int signum, loop_fn *fn, void *arg);
void loop_signal_free(struct loop_signal *sig);

/*
 * Counts operations in flight (a transfer, a reader job, a delivery). Only
 * held clocks look at the count: they stand still while it is above zero.
 * A peer on the same loop that keeps an answer back on purpose (tests) counts
 * -1 meanwhile, so that the waiting side's deadline can come; the sum may dip
 * below zero for a moment.
 */
void loop_busy(struct loop *loop, int delta);
/* The count, for tests that look for leaks. */
int loop_busy_count(const struct loop *loop);

/*
 * The end of turns: fn runs after all ready callbacks, before the loop sleeps;
 * a few dozen turns that follow each other without a pause end together. One,
 * owned by the store's commit (daemon/service.c).
 */
void loop_on_turn(struct loop *loop, loop_fn *fn, void *arg);

/*
 * fn hears of each timer that fires, and how late: milliseconds of the loop's
 * clock, so that held clocks are never late. One, NULL: nobody.
 */
typedef void loop_lag_fn(int64_t ms, void *arg);
void loop_on_lag(struct loop *loop, loop_lag_fn *fn, void *arg);

/* Version of the library below. */
const char *loop_library(void);

/* Runs until loop_stop. */
void loop_run(struct loop *loop);
/*
 * Held clocks: runs until nothing is in flight and the next timer (if any)
 * lies past until (wall ms), then stands at until.
 */
void loop_run_until(struct loop *loop, int64_t until);
void loop_stop(struct loop *loop);

#endif
