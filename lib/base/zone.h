/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time zones with daylight saving, as rules that hold now and from now on. The
 * rule of a name is the last line of its file in the system's zone database
 * (RFC 8536, a POSIX TZ string): what a zone did in former decades is not
 * known here. A zone is plain data; it travels to the reader by value.
 */
#ifndef LIB_BASE_ZONE_H
#define LIB_BASE_ZONE_H

#include "lib/base/date.h"
#include "lib/base/wire.h"

#include <stdbool.h>
#include <stdint.h>

#define ZONE_NAME_MAX 40

enum zone_day {
	ZONE_WEEKDAY, /* "M3.2.0": of a month, the nth or the last (5) */
	ZONE_JULIAN, /* "J60": from 1, 29 February never counted */
	ZONE_OF_YEAR /* "59": from 0, 29 February counted */
};

/* When the clock changes, every year. */
struct zone_edge {
	enum zone_day how;
	int month; /* 1..12 */
	int week; /* 1..5 */
	int day; /* 0 Sunday .. 6, or the day of the year */
	int seconds; /* after midnight by the clock that ends */
};

struct zone {
	char name[ZONE_NAME_MAX]; /* as asked for */
	int standard_min, daylight_min; /* east of UTC */
	bool daylight; /* else the next two are unused */
	struct zone_edge start, end; /* of daylight saving */
};

/*
 * "UTC", "+08:00" or a name of the zone database ("America/New_York"), whose
 * folder TZDIR names, else /usr/share/zoneinfo. ERR_INVALID: no such zone;
 * ERR_UNSUPPORTED: its rule is not of a kind this knows.
 */
int zone_load(const char *name, struct zone *ret, struct err *err) WARN_UNUSED;
/* The same from a rule, "EST5EDT,M3.2.0,M11.1.0"; the name is the rule. */
int zone_parse(const char *rule, struct zone *ret, struct err *err) WARN_UNUSED;
/* A zone that is always so many minutes east of UTC. */
struct zone zone_fixed(int offset_min);

/* Minutes east of UTC at wall (ms). */
int zone_offset(const struct zone *zone, int64_t wall);
/*
 * The moment (wall ms) of a civil time. One that a change of the clock leaves
 * out is read by the clock before the change, one that it repeats is the first.
 */
int64_t zone_wall(const struct zone *zone, struct datetime civil);
/* Civil time at wall. */
struct datetime zone_civil(const struct zone *zone, int64_t wall);

void zone_put(struct buf *buf, const struct zone *zone);
/* A rule out of range is a fault of wire. */
void zone_get(struct wire *wire, struct zone *zone);

#endif
