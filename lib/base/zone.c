/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: zone names and rules. Out: offsets from UTC at any moment. Definitions,
 * settings and readers of times call it.
 */
#include "lib/base/zone.h"

#include "lib/base/mem.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZONE_DIR      "/usr/share/zoneinfo"
#define ZONE_RULE_MAX 128
#define ZONE_EDGE_MAX (167 * 3600) /* POSIX with the extension of RFC 8536 */
#define MINUTE_MS     INT64_C(60000)

struct zone_scan {
	const char *p;
	bool bad;
};

struct zone
zone_fixed(int offset_min)
{
	struct zone zone = {
	    .standard_min = offset_min, .daylight_min = offset_min};

	return zone;
}

static bool
zone_take(struct zone_scan *scan, char c)
{
	if (*scan->p != c)
		return false;
	scan->p++;
	return true;
}

static int
zone_take_number(struct zone_scan *scan, int max)
{
	int n = 0, digits = 0;

	while (isdigit((unsigned char)*scan->p) && digits < 4) {
		n = n * 10 + (*scan->p++ - '0');
		digits++;
	}
	scan->bad |= digits == 0 || n > max;
	return n;
}

/* "EST" or "<+08>". */
static void
zone_take_name(struct zone_scan *scan)
{
	const char *from = scan->p;

	if (zone_take(scan, '<')) {
		while (*scan->p != '\0' && *scan->p != '>')
			scan->p++;
		scan->bad |= !zone_take(scan, '>');
		return;
	}
	while (isalpha((unsigned char)*scan->p))
		scan->p++;
	scan->bad |= scan->p - from < 3;
}

/* [+-]hh[:mm[:ss]] as seconds. */
static int
zone_take_clock(struct zone_scan *scan, int hours)
{
	bool minus = zone_take(scan, '-');
	int seconds;

	if (!minus)
		(void)zone_take(scan, '+');
	seconds = zone_take_number(scan, hours) * 3600;
	if (zone_take(scan, ':'))
		seconds += zone_take_number(scan, 59) * 60;
	if (zone_take(scan, ':'))
		seconds += zone_take_number(scan, 59);
	return minus ? -seconds : seconds;
}

static struct zone_edge
zone_take_edge(struct zone_scan *scan)
{
	struct zone_edge edge = {.how = ZONE_OF_YEAR, .seconds = 2 * 3600};

	scan->bad |= !zone_take(scan, ',');
	if (zone_take(scan, 'M')) {
		edge.how = ZONE_WEEKDAY;
		edge.month = zone_take_number(scan, 12);
		scan->bad |= !zone_take(scan, '.');
		edge.week = zone_take_number(scan, 5);
		scan->bad |= !zone_take(scan, '.');
		edge.day = zone_take_number(scan, 6);
		scan->bad |= edge.month < 1 || edge.week < 1;
	} else if (zone_take(scan, 'J')) {
		edge.how = ZONE_JULIAN;
		edge.day = zone_take_number(scan, 365);
		scan->bad |= edge.day < 1;
	} else {
		edge.day = zone_take_number(scan, 365);
	}
	if (zone_take(scan, '/'))
		edge.seconds = zone_take_clock(scan, 167);
	return edge;
}

int
zone_parse(const char *rule, struct zone *ret, struct err *err)
{
	struct zone_scan scan = {.p = rule};

	*ret = zone_fixed(0);
	(void)snprintf(ret->name, sizeof(ret->name), "%s", rule);
	zone_take_name(&scan);
	ret->standard_min = -zone_take_clock(&scan, 24) / 60;
	ret->daylight_min = ret->standard_min;
	if (!scan.bad && *scan.p != '\0') {
		ret->daylight = true;
		ret->daylight_min = ret->standard_min + 60;
		zone_take_name(&scan);
		if (*scan.p != ',')
			ret->daylight_min = -zone_take_clock(&scan, 24) / 60;
		ret->start = zone_take_edge(&scan);
		ret->end = zone_take_edge(&scan);
	}
	if (scan.bad || *scan.p != '\0')
		return err_set(err, ERR_UNSUPPORTED,
		    "'%.80s' is no rule of a time zone", rule);
	return 0;
}

/* The last line of a zone file: the rule that holds from now on. */
static int
zone_read_rule(const char *path, char rule[ZONE_RULE_MAX])
{
	char tail[ZONE_RULE_MAX];
	struct stat st;
	ssize_t n = -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return ERR_NOTFOUND;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		off_t at = st.st_size > (off_t)sizeof(tail)
			       ? st.st_size - (off_t)sizeof(tail)
			       : 0;
		n = pread(fd, tail, sizeof(tail), at);
	}
	(void)close(fd);
	if (n < 2 || tail[n - 1] != '\n')
		return ERR_SYNTAX;
	ssize_t from = n - 1;
	while (from > 0 && tail[from - 1] != '\n')
		from--;
	if (from == 0 || from == n - 1)
		return ERR_SYNTAX;
	memcpy(rule, tail + from, (size_t)(n - 1 - from));
	rule[n - 1 - from] = '\0';
	return 0;
}

/* Names are those of the database: no way out of its folder. */
static bool
zone_name_is_valid(const char *name)
{
	if (!isalpha((unsigned char)*name) || strlen(name) >= ZONE_NAME_MAX)
		return false;
	return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
			    "uvwxyz0123456789_+-/") == strlen(name);
}

/* "+08:00". */
static int
zone_load_offset(const char *name, struct zone *ret)
{
	struct zone_scan scan = {.p = name + 1};
	int minutes = zone_take_number(&scan, 14) * 60;

	scan.bad |= scan.p != name + 3 || !zone_take(&scan, ':');
	minutes += zone_take_number(&scan, 59);
	if (scan.bad || scan.p != name + 6 || *scan.p != '\0')
		return ERR_INVALID;
	*ret = zone_fixed(*name == '-' ? -minutes : minutes);
	return 0;
}

int
zone_load(const char *name, struct zone *ret, struct err *err)
{
	const char *dir = getenv("TZDIR");
	char path[256], rule[ZONE_RULE_MAX];
	int rc = ERR_INVALID;

	if (strcmp(name, "UTC") == 0) {
		*ret = zone_fixed(0);
		rc = 0;
	} else if (*name == '+' || *name == '-') {
		rc = zone_load_offset(name, ret);
	} else if (zone_name_is_valid(name)) {
		(void)snprintf(path, sizeof(path), "%s/%s",
		    dir != NULL ? dir : ZONE_DIR, name);
		rc = zone_read_rule(path, rule);
		if (rc == 0)
			rc = zone_parse(rule, ret, err);
		if (rc == ERR_UNSUPPORTED)
			return err_wrap(err, "time zone '%.80s'", name);
	}
	if (rc < 0)
		return err_set(err, ERR_INVALID,
		    "'%.80s' is no time zone; write UTC, +08:00 or a name such "
		    "as Asia/Shanghai or Europe/London",
		    name);
	memset(ret->name, 0, sizeof(ret->name));
	(void)snprintf(ret->name, sizeof(ret->name), "%s", name);
	return 0;
}

/* The day of an edge in a year, days since 1970. */
static int32_t
zone_edge_day(const struct zone_edge *edge, int year)
{
	int32_t january = date_to_day((struct date){year, 1, 1});
	bool leap = date_month_days(year, 2) == 29;

	switch (edge->how) {
	case ZONE_OF_YEAR:
		return january + edge->day;
	case ZONE_JULIAN:
		return january + edge->day - 1 + (leap && edge->day > 59);
	case ZONE_WEEKDAY:
		break;
	}
	int32_t first = date_to_day((struct date){year, edge->month, 1});
	int32_t last = first + date_month_days(year, edge->month) - 1;
	/* date_weekday counts from Monday, the rule from Sunday */
	int ahead = (edge->day + 6 - date_weekday(first) + 7) % 7;
	int32_t day = first + ahead + 7 * (edge->week - 1);
	return day > last ? day - 7 : day;
}

/* The moment of an edge, by the clock that ends there. */
static int64_t
zone_edge_wall(const struct zone_edge *edge, int year, int offset_min)
{
	return zone_edge_day(edge, year) * DAY_MS +
	       edge->seconds * INT64_C(1000) - offset_min * MINUTE_MS;
}

int
zone_offset(const struct zone *zone, int64_t wall)
{
	if (!zone->daylight)
		return zone->standard_min;
	int year = datetime_at(wall, zone->standard_min).date.year;
	int64_t start = zone_edge_wall(&zone->start, year, zone->standard_min);
	int64_t end = zone_edge_wall(&zone->end, year, zone->daylight_min);
	bool inside = start < end ? wall >= start && wall < end
				  : wall >= start || wall < end;
	return inside ? zone->daylight_min : zone->standard_min;
}

int64_t
zone_wall(const struct zone *zone, struct datetime civil)
{
	int64_t early = datetime_to_wall(civil,
	    zone->daylight_min > zone->standard_min ? zone->daylight_min
						    : zone->standard_min);
	int64_t late = datetime_to_wall(civil,
	    zone->daylight_min > zone->standard_min ? zone->standard_min
						    : zone->daylight_min);

	if (!zone->daylight)
		return early;
	/* The first moment whose clock shows it; in a gap, the clock before. */
	if (datetime_to_wall(civil, zone_offset(zone, early)) == early)
		return early;
	return late;
}

struct datetime
zone_civil(const struct zone *zone, int64_t wall)
{
	return datetime_at(wall, zone_offset(zone, wall));
}

static void
zone_put_edge(struct buf *buf, const struct zone_edge *edge)
{
	wire_put_u8(buf, (uint8_t)edge->how);
	wire_put_u8(buf, (uint8_t)edge->month);
	wire_put_u8(buf, (uint8_t)edge->week);
	wire_put_i64(buf, edge->day);
	wire_put_i64(buf, edge->seconds);
}

static int
zone_get_int(struct wire *wire, int64_t min, int64_t max)
{
	int64_t n = wire_get_i64(wire);

	if (n >= min && n <= max)
		return (int)n;
	wire->bad = true;
	return (int)min;
}

static void
zone_get_edge(struct wire *wire, struct zone_edge *edge)
{
	edge->how = (enum zone_day)wire_get_choice(wire, ZONE_OF_YEAR + 1);
	edge->month = wire_get_u8(wire);
	edge->week = wire_get_u8(wire);
	edge->day = zone_get_int(wire, 0, 365);
	edge->seconds = zone_get_int(wire, -ZONE_EDGE_MAX, ZONE_EDGE_MAX);
}

static bool
zone_edge_is_sound(const struct zone_edge *edge)
{
	if (edge->week > 5 || edge->month > 12)
		return false;
	return edge->how != ZONE_WEEKDAY ||
	       (edge->month >= 1 && edge->week >= 1 && edge->day <= 6);
}

void
zone_put(struct buf *buf, const struct zone *zone)
{
	wire_put_str(buf, zone->name);
	wire_put_i64(buf, zone->standard_min);
	wire_put_i64(buf, zone->daylight_min);
	wire_put_u8(buf, zone->daylight);
	zone_put_edge(buf, &zone->start);
	zone_put_edge(buf, &zone->end);
}

void
zone_get(struct wire *wire, struct zone *zone)
{
	char *name = wire_get_str(wire);

	*zone = zone_fixed(0);
	if (name != NULL)
		(void)snprintf(zone->name, sizeof(zone->name), "%s", name);
	mem_free(name);
	zone->standard_min = zone_get_int(wire, -1500, 1500);
	zone->daylight_min = zone_get_int(wire, -1500, 1500);
	zone->daylight = wire_get_bool(wire);
	zone_get_edge(wire, &zone->start);
	zone_get_edge(wire, &zone->end);
	if (zone->daylight)
		wire->bad |= !zone_edge_is_sound(&zone->start) ||
			     !zone_edge_is_sound(&zone->end);
}
