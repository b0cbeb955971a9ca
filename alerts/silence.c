/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: silences of the store and an event. Out: the one that covers it. The
 * alerts driver asks before it plans; the API previews with the same code.
 */
#include "alerts/silence.h"

#include "alerts/rule_sql.h"
#include "alerts/view.h"
#include "lib/base/date.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <string.h>

#define SILENCE_ALWAYS SIZE_MAX

struct silences_item {
	int64_t id;
	size_t condition; /* of sql; SILENCE_ALWAYS */
	char *channel;
	char *rule;
	char *author;
	char *reason;
	int64_t until;
};

struct silences {
	struct db *db;
	struct rule_sql *sql;
	const struct event *event;
	int64_t now;
	bool set; /* sql knows the event */
	bool stale; /* the store is to be asked */
	char *why;
	size_t count;
	size_t cap;
	struct silences_item *items;
};

struct silences *
silences_new(struct db *db)
{
	struct silences *silences = mem_new(sizeof(*silences));

	silences->db = db;
	silences->stale = db != NULL;
	silences->sql = rule_sql_new();
	return silences;
}

static void
silences_clear(struct silences *silences)
{
	for (size_t i = 0; i < silences->count; i++) {
		mem_free(silences->items[i].channel);
		mem_free(silences->items[i].rule);
		mem_free(silences->items[i].author);
		mem_free(silences->items[i].reason);
	}
	silences->count = 0;
	rule_sql_free(silences->sql);
	silences->sql = NULL;
}

void
silences_free(struct silences *silences)
{
	if (silences == NULL)
		return;
	silences_clear(silences);
	mem_free(silences->items);
	mem_free(silences->why);
	mem_free(silences);
}

int
silences_put(struct silences *silences, const struct silence *silence,
    struct rule_fault *fault)
{
	struct silences_item item = {
	    .id = silence->id,
	    .condition = SILENCE_ALWAYS,
	    .until = silence->until,
	};
	int r = 0;

	if (*silence->condition != '\0')
		r = rule_sql_compile(
		    silences->sql, silence->condition, &item.condition, fault);
	if (r < 0)
		return r;
	item.channel = mem_strdup(silence->channel);
	item.rule = mem_strdup(silence->rule);
	item.author = mem_strdup(silence->author);
	item.reason = mem_strdup(silence->reason);
	silences->items = mem_grow(silences->items, silences->count,
	    &silences->cap, sizeof(silences->items[0]));
	silences->items[silences->count++] = item;
	return 0;
}

void
silences_forget(struct silences *silences)
{
	silences->stale = silences->db != NULL;
}

static void
silences_on_row(const struct silence *silence, void *arg)
{
	struct rule_fault fault;

	if (silence->ended == 0 && silences_put(arg, silence, &fault) < 0)
		log_error("silence %lld: %s, it hides nothing; see filingctl "
			  "silence list",
		    (long long)silence->id, fault.err.text);
}

/* Without the store all is told. */
static void
silences_load(struct silences *silences)
{
	struct err err = ERR_NONE;

	if (!silences->stale)
		return;
	silences_clear(silences);
	silences->sql = rule_sql_new();
	silences->set = false;
	if (silence_rows_each(silences->db, silences->now, silences_on_row,
		silences, &err) < 0)
		log_error("silences: %s, all is told", err.text);
	else
		silences->stale = false;
}

void
silences_set_event(
    struct silences *silences, const struct event *event, int64_t now)
{
	silences->event = event;
	silences->now = now;
	silences->set = false;
	silences_load(silences);
}

static void
silences_on_read(const char *name, const char *value, void *arg)
{
	bool *reads_type = arg;

	(void)value;
	*reads_type |= strcmp(name, "type") == 0;
}

/* What filingd says of itself has to be meant. */
static bool
silences_may_cover(struct silences *silences, size_t condition)
{
	bool reads_type = view_is_about_filing(silences->event->type);

	if (!reads_type && condition != SILENCE_ALWAYS)
		rule_sql_each_read(
		    silences->sql, condition, silences_on_read, &reads_type);
	return reads_type;
}

static bool
silences_holds(struct silences *silences, const struct silences_item *item)
{
	struct rule_outcome outcome;

	if (item->until <= silences->now)
		return false;
	if (item->condition != SILENCE_ALWAYS && !silences->set) {
		rule_sql_set_event(silences->sql, silences->event);
		silences->set = true;
	}
	if (!silences_may_cover(silences, item->condition))
		return false;
	if (item->condition == SILENCE_ALWAYS)
		return true;
	rule_sql_eval(silences->sql, item->condition, &outcome);
	return outcome.truth == RULE_TRUE;
}

const char *
silences_cover(struct silences *silences, const char *channel, const char *rule)
{
	char until[DATE_STR_MAX];

	for (size_t i = 0; i < silences->count; i++) {
		const struct silences_item *item = &silences->items[i];
		if ((*item->channel != '\0' &&
			strcmp(item->channel, channel) != 0) ||
		    (*item->rule != '\0' && strcmp(item->rule, rule) != 0) ||
		    !silences_holds(silences, item))
			continue;
		mem_replace(&silences->why,
		    mem_printf("silence %lld of %s until %s: %s",
			(long long)item->id, item->author,
			datetime_print_utc(item->until, until), item->reason));
		return silences->why;
	}
	return NULL;
}
