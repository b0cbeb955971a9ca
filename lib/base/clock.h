/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only place that reads the machine's clock. A held clock stands still
 * until it is moved; a rated clock runs faster than the real one (./demo).
 * Times are milliseconds: `wall` since 1970-01-01T00:00:00Z, `mono` since an
 * arbitrary start, never backwards.
 */
#ifndef LIB_BASE_CLOCK_H
#define LIB_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock;

struct clock *clock_new_real(void);
/* Stands at wall until clock_advance. */
struct clock *clock_new_held(int64_t wall);
/* Starts at wall and runs rate times as fast as the real clock. */
struct clock *clock_new_rated(int64_t wall, int rate);
void clock_free(struct clock *clock);

int64_t clock_wall(const struct clock *clock);
int64_t clock_mono(const struct clock *clock);
bool clock_is_held(const struct clock *clock);
/* Real milliseconds that ms of this clock take (ms / rate). */
int64_t clock_real_ms(const struct clock *clock, int64_t ms);
/*
 * Milliseconds of this clock that go by in ms real ones (ms * rate): the
 * deadline of work that others do, who do not run any faster.
 */
int64_t clock_work_ms(const struct clock *clock, int64_t ms);
/* Real monotonic microseconds, to measure how long something took. */
int64_t clock_stamp_us(void);
/* Held clocks only: moves forward by ms >= 0. */
void clock_advance(struct clock *clock, int64_t ms);

#endif
