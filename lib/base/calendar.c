/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the file of a calendar. Goes out: what each day is, and its hours.
 * The windows of sources and the quiet hours of channels ask.
 */
#include "lib/base/calendar.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"

#include <stdlib.h>
#include <string.h>

#define CALENDAR_DAYS_MAX 2000

struct calendar_mark {
	int32_t day;
	enum calendar_day what;
};

/* Minutes after midnight; to 0: none. */
struct calendar_span {
	int from, to;
};

struct calendar {
	char *name;
	struct zone zone;
	struct calendar_span hours, half_hours;
	int32_t until;
	size_t count;
	struct calendar_mark *marks; /* rising */
};

struct calendar_parser {
	const struct yaml *yaml;
	struct buf *complaints;
	struct calendar *calendar;
	int faults;
};

static void
calendar_complain(struct calendar_parser *parser, const struct yaml_node *node,
    const char *message)
{
	parser->faults++;
	err_drop(yaml_complain(parser->complaints, parser->yaml, node->mark,
	    "%s", message)); /* a full buffer has faults enough */
}

static void
calendar_read_days(struct calendar_parser *parser, const struct yaml_node *node,
    enum calendar_day what)
{
	struct calendar *calendar = parser->calendar;
	size_t n = calendar->count;

	if (node->kind != YAML_LIST || n + node->count > CALENDAR_DAYS_MAX) {
		calendar_complain(parser, node, "a list of days is wanted");
		return;
	}
	calendar->marks = mem_resize(
	    calendar->marks, n + node->count + 1, sizeof(*calendar->marks));
	for (size_t i = 0; i < node->count; i++) {
		const struct yaml_node *item = node->items[i];
		int32_t day;
		if (item->kind != YAML_SCALAR ||
		    date_parse(item->text, &day) < 0)
			calendar_complain(
			    parser, item, "a day is written 2026-01-31");
		else
			calendar->marks[calendar->count++] =
			    (struct calendar_mark){day, what};
	}
}

/* "09:30-15:00" */
static bool
calendar_read_span(const struct yaml_node *node, struct calendar_span *ret)
{
	const char *s = node->kind == YAML_SCALAR ? node->text : "";

	if (strlen(s) != 11 || s[5] != '-')
		return false;
	*ret = (struct calendar_span){date_minute(s), date_minute(s + 6)};
	return ret->from >= 0 && ret->from < ret->to;
}

static bool
calendar_read_zone(const struct yaml_node *node, struct zone *ret)
{
	struct err err;

	return node->kind == YAML_SCALAR &&
	       zone_load(node->text, ret, &err) == 0;
}

/* The keys that say when a trading day begins and ends. */
static bool
calendar_read_hours(struct calendar_parser *parser, const char *word,
    const struct yaml_node *value)
{
	struct calendar *calendar = parser->calendar;

	if (strcmp(word, "zone") == 0) {
		if (!calendar_read_zone(value, &calendar->zone))
			calendar_complain(
			    parser, value, "no such zone, write Asia/Shanghai");
	} else if (strcmp(word, "hours") == 0) {
		if (!calendar_read_span(value, &calendar->hours))
			calendar_complain(
			    parser, value, "hours are written 09:30-15:00");
	} else if (strcmp(word, "half-hours") == 0) {
		if (!calendar_read_span(value, &calendar->half_hours))
			calendar_complain(
			    parser, value, "hours are written 09:30-15:00");
	} else {
		return false;
	}
	return true;
}

static void
calendar_read_key(struct calendar_parser *parser, const struct yaml_node *key,
    const struct yaml_node *value)
{
	static const char *const names[] = {"format", "name", "until", "closed",
	    "half", "zone", "hours", "half-hours"};
	const size_t n = sizeof(names) / sizeof(names[0]);
	const char *word = key->text;

	if (calendar_read_hours(parser, word, value))
		return;
	if (strcmp(word, "closed") == 0)
		calendar_read_days(parser, value, CALENDAR_CLOSED);
	else if (strcmp(word, "half") == 0)
		calendar_read_days(parser, value, CALENDAR_HALF);
	else if (strcmp(word, "until") == 0 &&
		 (value->kind != YAML_SCALAR ||
		     date_parse(value->text, &parser->calendar->until) < 0))
		calendar_complain(parser, value, "a day is written 2026-01-31");
	else if (strcmp(word, "format") == 0 &&
		 (value->kind != YAML_SCALAR || strcmp(value->text, "1") != 0))
		calendar_complain(parser, value, "the format is 1");
	else if (strcmp(word, "name") == 0 && value->kind == YAML_SCALAR)
		mem_set(&parser->calendar->name, value->text);
	else if (yaml_nearest(word, names, n) == NULL ||
		 strcmp(yaml_nearest(word, names, n), word) != 0)
		calendar_complain(parser, key,
		    "unknown key (format, name, until, closed, half, zone, "
		    "hours, half-hours)");
}

static int
calendar_compare(const void *a, const void *b)
{
	const struct calendar_mark *x = a, *y = b;

	return x->day < y->day ? -1 : x->day > y->day;
}

int
calendar_parse(
    const struct yaml *yaml, struct calendar **ret, struct buf *complaints)
{
	const struct yaml_node *root = yaml_root(yaml);
	struct calendar *calendar = mem_new(sizeof(*calendar));
	struct calendar_parser parser = {yaml, complaints, calendar, 0};

	calendar->until = DATE_NONE;
	for (size_t i = 0;
	     root != NULL && root->kind == YAML_MAP && i < root->count; i++)
		calendar_read_key(&parser, root->keys[i], root->items[i]);
	if (calendar->until == DATE_NONE && parser.faults++ == 0)
		err_drop(buf_addf(complaints,
		    "a calendar says until when it knows its days\n"));
	if (parser.faults == 0 && calendar->zone.name[0] == '\0' &&
	    (calendar->hours.to > 0 || calendar->half_hours.to > 0) &&
	    parser.faults++ == 0)
		err_drop(buf_addf(
		    complaints, "a calendar with hours says in which zone\n"));
	if (parser.faults > 0) {
		calendar_free(calendar);
		return ERR_CONFIG;
	}
	qsort(calendar->marks, calendar->count, sizeof(*calendar->marks),
	    calendar_compare);
	*ret = calendar;
	return 0;
}

int
calendar_load(const char *name, const char *const dirs[], size_t n,
    struct calendar **ret, struct buf *complaints)
{
	int rc = ERR_NOTFOUND;

	/* the name comes from a definition: it may not climb out of dirs */
	if (!*name || *name == '.' || strchr(name, '/'))
		return ERR_NOTFOUND;
	for (size_t i = 0; i < n && rc == ERR_NOTFOUND; i++) {
		char *file = mem_printf("%s/%s.yaml", dirs[i], name);
		struct err err = ERR_NONE;
		struct yaml *yaml;
		rc = yaml_load(file, &yaml, &err);
		mem_free(file);
		if (rc == 0) {
			rc = calendar_parse(yaml, ret, complaints);
			yaml_free(yaml);
		} else if (rc != ERR_NOTFOUND) {
			err_drop(buf_addf(complaints, "%s\n", err.text));
			rc = ERR_CONFIG;
		}
	}
	return rc;
}

void
calendar_free(struct calendar *calendar)
{
	if (calendar == NULL)
		return;
	mem_free(calendar->name);
	mem_free(calendar->marks);
	mem_free(calendar);
}

enum calendar_day
calendar_day(const struct calendar *calendar, int32_t day)
{
	const struct calendar_mark key = {.day = day};
	const struct calendar_mark *mark = NULL;

	if (date_weekday(day) > 4)
		return CALENDAR_CLOSED;
	if (calendar != NULL && calendar->count > 0)
		mark = bsearch(&key, calendar->marks, calendar->count,
		    sizeof(*calendar->marks), calendar_compare);
	return mark != NULL ? mark->what : CALENDAR_OPEN;
}

bool
calendar_is_busy(const struct calendar *calendar, int32_t day)
{
	return calendar_day(calendar, day) != CALENDAR_CLOSED ||
	       calendar_day(calendar, day + 1) != CALENDAR_CLOSED;
}

int32_t
calendar_until(const struct calendar *calendar)
{
	return calendar != NULL ? calendar->until : DATE_NONE;
}

const char *
calendar_name(const struct calendar *calendar)
{
	return calendar->name != NULL ? calendar->name : "";
}

const struct zone *
calendar_zone(const struct calendar *calendar)
{
	return calendar->hours.to > 0 ? &calendar->zone : NULL;
}

static int64_t
calendar_wall(const struct calendar *calendar, int32_t day, int minute)
{
	return zone_wall(
	    &calendar->zone, (struct datetime){.date = date_from_day(day),
				 .hour = minute / 60,
				 .minute = minute % 60});
}

bool
calendar_hours(const struct calendar *calendar, int32_t day, int64_t *ret_from,
    int64_t *ret_to)
{
	enum calendar_day what = calendar_day(calendar, day);
	const struct calendar_span *span = &calendar->hours;

	if (what == CALENDAR_HALF && calendar->half_hours.to > 0)
		span = &calendar->half_hours;
	if (what == CALENDAR_CLOSED || span->to == 0)
		return false;
	*ret_from = calendar_wall(calendar, day, span->from);
	*ret_to = calendar_wall(calendar, day, span->to);
	return true;
}
