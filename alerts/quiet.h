/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Quiet hours: when a channel is left alone. By the clock of a named zone, from
 * one time to another on some days of the week, or at all times but the hours
 * of an exchange. Pure.
 */
#ifndef ALERTS_QUIET_H
#define ALERTS_QUIET_H

#include "lib/base/calendar.h"
#include "lib/base/zone.h"

#define QUIET_EVERY_DAY 0x7fU
#define QUIET_WHEN_MAX	80

/* Members are owned. */
struct quiet {
	struct calendar *exchange; /* quiet outside its hours; NULL: by clock */
	struct zone zone;
	int from_min; /* after midnight by the zone's clock */
	int to_min; /* not after from: of the next day */
	unsigned days; /* 1 << 0 Monday ..: the days it begins on */
	char *except; /* a condition; what it wants goes through; NULL */
};

void quiet_done(struct quiet *quiet);

/* "mon-fri", "sat,sun", "fri-mon" or "mon-wed,fri" as days. ERR_SYNTAX. */
int quiet_parse_days(const char *s, unsigned *ret) WARN_UNUSED;

/*
 * When it is over: the first moment from now (wall ms) at which none of the
 * windows holds; now itself when none does. Bit i of skip leaves out window i.
 * ret_last, unless NULL: the window that ends last; untouched when none holds.
 * Windows that leave no gap within QUIET_LONGEST_MS end then.
 */
#define QUIET_LONGEST_MS (31 * DAY_MS)
int64_t quiet_until(const struct quiet *windows, size_t count, unsigned skip,
    int64_t now, const struct quiet **ret_last);

/* The zone that people of this window think in. Borrowed. */
const struct zone *quiet_zone(const struct quiet *quiet);

/*
 * "07:00 Asia/Shanghai", with "Mon 2026-01-26 " before it when that is a day
 * or more from now. Returns buf.
 */
char *quiet_print(
    const struct zone *zone, int64_t at, int64_t now, char buf[QUIET_WHEN_MAX]);

#endif
