/* SPDX-License-Identifier: BSD-2-Clause */
/* In: timers in any order. Out: the first one due. lib/net/loop.c calls it. */
#include "lib/net/timers.h"

#include "lib/base/mem.h"

#include <stdbool.h>

static bool
timers_before(const struct loop_timer *a, const struct loop_timer *b)
{
	if (a->due != b->due)
		return a->due < b->due;
	return a->seq < b->seq;
}

static void
timers_put(struct timers *timers, size_t at, struct loop_timer *timer)
{
	timers->heap[at] = timer;
	timer->at = at;
}

/* Finds timer's place, from the hole at `at`: towards the top, then down. */
static void
timers_settle(struct timers *timers, size_t at, struct loop_timer *timer)
{
	while (at > 0 && timers_before(timer, timers->heap[(at - 1) / 2])) {
		timers_put(timers, at, timers->heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	for (;;) {
		size_t down = 2 * at + 1;
		if (down + 1 < timers->count &&
		    timers_before(timers->heap[down + 1], timers->heap[down]))
			down++;
		if (down >= timers->count ||
		    !timers_before(timers->heap[down], timer))
			break;
		timers_put(timers, at, timers->heap[down]);
		at = down;
	}
	timers_put(timers, at, timer);
}

void
timers_done(struct timers *timers)
{
	for (size_t i = 0; i < timers->count; i++)
		mem_free(timers->heap[i]);
	mem_free(timers->heap);
	*timers = (struct timers){0};
}

void
timers_add(struct timers *timers, struct loop_timer *timer)
{
	timers->heap = mem_grow(timers->heap, timers->count, &timers->size,
	    sizeof(struct loop_timer *));
	timer->seq = timers->next_seq++;
	size_t at = timers->count++;
	timers_settle(timers, at, timer);
}

void
timers_remove(struct timers *timers, struct loop_timer *timer)
{
	struct loop_timer *last = timers->heap[--timers->count];

	if (last != timer)
		timers_settle(timers, timer->at, last);
}

struct loop_timer *
timers_first(const struct timers *timers)
{
	return timers->count > 0 ? timers->heap[0] : NULL;
}
