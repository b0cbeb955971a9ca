/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the machine's clock, or a moment to stand at. Out: wall and monotonic
 * milliseconds. main() makes one; lib/net/loop and the drivers read it.
 */
#include "lib/base/clock.h"

#include "lib/base/mem.h"

#include <assert.h>
#include <time.h>

enum clock_kind { CLOCK_REAL, CLOCK_HELD, CLOCK_RATED };

/* Held: wall and mono are now. Rated: they are the start, mono in real time. */
struct clock {
	enum clock_kind kind;
	int rate;
	int64_t wall;
	int64_t mono;
};

static int64_t
clock_read_us(clockid_t id)
{
	struct timespec ts;
	int r = clock_gettime(id, &ts);

	assert(r == 0);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static int64_t
clock_read(clockid_t id)
{
	return clock_read_us(id) / 1000;
}

static struct clock *
clock_make(enum clock_kind kind, int rate, int64_t wall, int64_t mono)
{
	struct clock *clock = mem_new(sizeof(*clock));

	*clock = (struct clock){kind, rate, wall, mono};
	return clock;
}

struct clock *
clock_new_real(void)
{
	return clock_make(CLOCK_REAL, 1, 0, 0);
}

struct clock *
clock_new_held(int64_t wall)
{
	return clock_make(CLOCK_HELD, 1, wall, 0);
}

struct clock *
clock_new_rated(int64_t wall, int rate)
{
	assert(rate > 0);
	return clock_make(CLOCK_RATED, rate, wall, clock_read(CLOCK_MONOTONIC));
}

void
clock_free(struct clock *clock)
{
	mem_free(clock);
}

int64_t
clock_wall(const struct clock *clock)
{
	switch (clock->kind) {
	case CLOCK_REAL:
		return clock_read(CLOCK_REALTIME);
	case CLOCK_HELD:
		return clock->wall;
	case CLOCK_RATED:
		return clock->wall + clock_mono(clock);
	}
	assert(false);
	return 0;
}

int64_t
clock_mono(const struct clock *clock)
{
	switch (clock->kind) {
	case CLOCK_REAL:
		return clock_read(CLOCK_MONOTONIC);
	case CLOCK_HELD:
		return clock->mono;
	case CLOCK_RATED:
		return (clock_read(CLOCK_MONOTONIC) - clock->mono) *
		       clock->rate;
	}
	assert(false);
	return 0;
}

bool
clock_is_held(const struct clock *clock)
{
	return clock->kind == CLOCK_HELD;
}

int64_t
clock_real_ms(const struct clock *clock, int64_t ms)
{
	int64_t rest = ms % clock->rate > 0 ? 1 : 0;

	return ms / clock->rate + rest;
}

int64_t
clock_work_ms(const struct clock *clock, int64_t ms)
{
	return ms * clock->rate;
}

int64_t
clock_stamp_us(void)
{
	return clock_read_us(CLOCK_MONOTONIC);
}

void
clock_advance(struct clock *clock, int64_t ms)
{
	assert(clock->kind == CLOCK_HELD && ms >= 0);
	clock->wall += ms;
	clock->mono += ms;
}
