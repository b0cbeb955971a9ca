/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A heap of timers ordered by (due, order of adding). Only lib/net/loop.c uses
 * it: the loop knows the clock, the heap only numbers.
 */
#ifndef LIB_NET_TIMERS_H
#define LIB_NET_TIMERS_H

#include <stddef.h>
#include <stdint.h>

struct loop;

struct loop_timer {
	struct loop *loop; /* for loop_cancel */
	int64_t due; /* monotonic milliseconds of the loop's clock */
	uint64_t seq;
	size_t at; /* index in the heap */
	void (*fn)(void *arg);
	void *arg;
};

struct timers {
	struct loop_timer **heap;
	size_t count;
	size_t size; /* allocated */
	uint64_t next_seq; /* of the next timer that is added */
};

/* An all-zero struct timers is empty. Frees the timers that are left. */
void timers_done(struct timers *timers);
/* Takes timer, whose due, fn and arg are set; numbers it. O(log n). */
void timers_add(struct timers *timers, struct loop_timer *timer);
/* Gives timer back, out of the heap. O(log n). */
void timers_remove(struct timers *timers, struct loop_timer *timer);
/* The first one due; NULL when there is none. Borrowed. */
struct loop_timer *timers_first(const struct timers *timers);

#endif
