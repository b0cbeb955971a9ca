/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When channels are told and rules tell: quiet hours, caps, digests, groups
 * and escalations. In: their maps; out: records of alerts/plan.h.
 */
#include "daemon/config_plan.h"

#include "alerts/rule_sql.h"
#include "daemon/config_parse.h"
#include "lib/base/mem.h"

#include <string.h>

static void
config_quiet_done(struct config_quiet *words)
{
	mem_free(words->from);
	mem_free(words->to);
	mem_free(words->zone);
	mem_free(words->days);
	mem_free(words->outside);
	mem_free(words->except);
}

/* Minutes of a time of day in quotes; -1 with a complaint. */
static int
config_read_minute(struct config_parse *parse, const struct yaml_node *map,
    const char *key, const char *text)
{
	int minute = date_minute(text);

	if (minute >= 0 && text[5] == '\0')
		return minute;
	config_complain(parse, yaml_get(map, key)->mark,
	    "'%s' must be a time of day such as \"22:00\"", key);
	return -1;
}

static void
config_read_zone(struct config_parse *parse, const struct yaml_node *node,
    const char *name, struct zone *ret)
{
	struct err err = ERR_NONE;

	if (zone_load(name, ret, &err) != 0)
		config_complain(parse, node->mark, "%s", err.text);
}

static void
config_read_clock(struct config_parse *parse, const struct yaml_node *node,
    const struct config_quiet *words, struct quiet *quiet)
{
	if (words->from == NULL || words->to == NULL || words->zone == NULL) {
		config_complain(parse, node->mark,
		    "quiet hours need 'from', 'to' and 'zone', or 'outside'");
		return;
	}
	quiet->from_min = config_read_minute(parse, node, "from", words->from);
	quiet->to_min = config_read_minute(parse, node, "to", words->to);
	config_read_zone(
	    parse, yaml_get(node, "zone"), words->zone, &quiet->zone);
	if (quiet->from_min >= 0 && quiet->from_min == quiet->to_min)
		config_complain(parse, yaml_get(node, "to")->mark,
		    "'to' must be another time than 'from'");
	if (quiet_parse_days(words->days, &quiet->days) != 0)
		config_complain(parse, yaml_get(node, "days")->mark,
		    "'days' must be such as mon-fri or sat,sun");
}

static void
config_read_exchange(struct config_parse *parse, const struct yaml_node *node,
    const char *name, struct quiet *quiet)
{
	const struct yaml_node *outside = yaml_get(node, "outside");

	if (yaml_get(node, "from") != NULL || yaml_get(node, "to") != NULL ||
	    yaml_get(node, "zone") != NULL || yaml_get(node, "days") != NULL)
		config_complain(parse, outside->mark,
		    "'outside' takes hours, zone and days from the exchange's "
		    "calendar: leave out 'from', 'to', 'zone' and 'days'");
	quiet->exchange =
	    config_load_calendar(parse, name, "'outside'", outside->mark);
	if (quiet->exchange != NULL && calendar_zone(quiet->exchange) == NULL)
		config_complain(parse, outside->mark,
		    "calendar '%s' does not tell the hours of its exchange",
		    name);
}

/* Compiled again by alerts; here only whether it can be. */
static void
config_check_except(
    struct config_parse *parse, const struct yaml_node *node, const char *text)
{
	struct rule_sql *sql = rule_sql_new();
	struct rule_fault fault = {.offset = -1};
	struct yaml_mark mark = node->mark;
	size_t number;

	if (rule_sql_compile(sql, text, &number, &fault) != 0) {
		if (fault.offset > 0 && strchr(text, '\n') == NULL)
			mark.column += fault.offset + (node->quoted ? 1 : 0);
		config_complain(parse, mark, "'except': %s%s%s%s",
		    fault.err.text,
		    fault.nearest != NULL ? ", did you mean '" : "",
		    fault.nearest != NULL ? fault.nearest : "",
		    fault.nearest != NULL ? "'?" : "");
	}
	rule_sql_free(sql);
}

static void
config_read_window(struct config_parse *parse, const struct yaml_node *node,
    struct plan_channel *plan)
{
	struct config_quiet words = {.from = NULL};
	struct quiet quiet = {.days = QUIET_EVERY_DAY};
	int errors = parse->errors;

	if (!config_read_new(parse, SECTION_QUIET, node, &words) ||
	    parse->errors > errors) {
		config_quiet_done(&words);
		return;
	}
	if (words.outside != NULL)
		config_read_exchange(parse, node, words.outside, &quiet);
	else
		config_read_clock(parse, node, &words, &quiet);
	if (words.except != NULL) {
		config_check_except(
		    parse, yaml_get(node, "except"), words.except);
		quiet.except = mem_strdup(words.except);
	}
	config_quiet_done(&words);
	if (parse->errors > errors || plan->quiet_count == PLAN_QUIETS) {
		if (plan->quiet_count == PLAN_QUIETS)
			config_complain(parse, node->mark,
			    "more than %d quiet windows", PLAN_QUIETS);
		quiet_done(&quiet);
		return;
	}
	plan->quiet = mem_resize(
	    plan->quiet, plan->quiet_count + 1, sizeof(*plan->quiet));
	plan->quiet[plan->quiet_count++] = quiet;
}

static void
config_read_quiet(struct config_parse *parse, const struct yaml_node *node,
    struct plan_channel *plan)
{
	if (node->kind != YAML_LIST)
		config_read_window(parse, node, plan);
	for (size_t i = 0; node->kind == YAML_LIST && i < node->count; i++)
		config_read_window(parse, node->items[i], plan);
	if (quiet_until(plan->quiet, plan->quiet_count, 0, 0, NULL) >=
	    QUIET_LONGEST_MS)
		config_complain(parse, node->mark,
		    "the quiet hours leave no time at which it may be told");
}

static void
config_read_cap(struct config_parse *parse, const struct yaml_node *node,
    struct plan_channel *plan)
{
	struct config_cap cap = {0};
	int errors = parse->errors;

	if (!config_read_new(parse, SECTION_CAP, node, &cap) ||
	    parse->errors > errors)
		return;
	if (cap.events == 0 || cap.per == 0)
		config_complain(parse, node->mark,
		    "a cap needs 'events' and 'per', such as "
		    "{ events: 30, per: 1h }");
	plan->cap = cap.events;
	plan->cap_ms = cap.per;
}

void
config_read_channel_plan(struct config_parse *parse,
    const struct yaml_node *value, struct channel *channel)
{
	const struct yaml_node *quiet = yaml_get(value, "quiet");
	const struct yaml_node *cap = yaml_get(value, "cap");

	channel->plan = mem_new(sizeof(*channel->plan));
	if (quiet != NULL)
		config_read_quiet(parse, quiet, channel->plan);
	if (cap != NULL)
		config_read_cap(parse, cap, channel->plan);
}

/* "08:30 Asia/Shanghai" */
static void
config_read_digests(struct config_parse *parse, const struct yaml_node *node,
    struct plan_rule *plan)
{
	struct config_words words = {0};
	struct err err = ERR_NONE;

	config_read_words(parse, node, "digest", &words);
	for (size_t i = 0; i < words.count; i++) {
		const char *text = words.texts[i];
		struct plan_time time = {.minute = date_minute(text)};

		if (time.minute < 0 || time.minute == 24 * 60 || text[5] != ' ')
			config_complain(parse, words.marks[i],
			    "'digest' must be a time of day and its zone such "
			    "as \"08:30 Asia/Shanghai\"");
		else if (zone_load(text + 6, &time.zone, &err) != 0)
			config_complain(parse, words.marks[i], "%s", err.text);
		else if (plan->digest_count == PLAN_DIGESTS)
			config_complain(parse, words.marks[i],
			    "more than %d times a day", PLAN_DIGESTS);
		else
			plan->digests[plan->digest_count++] = time;
	}
	config_words_done(&words);
}

static void
config_read_by(struct config_parse *parse, const struct yaml_node *node,
    struct plan_rule *plan)
{
	static const char *const names[] = {
	    "issuer", "class", "source", "type"}; /* as the bits of plan_by */
	struct config_words words = {0};

	config_read_words(parse, node, "by", &words);
	for (size_t i = 0; i < words.count; i++) {
		const char *near = yaml_nearest(words.texts[i], names, 4);
		unsigned bit = 1;

		for (size_t k = 0; k < 4; k++, bit <<= 1)
			if (strcmp(words.texts[i], names[k]) == 0)
				break;
		if (bit > PLAN_BY_TYPE)
			config_complain(parse, words.marks[i],
			    "'by' takes issuer, class, source and type, not "
			    "'%s'%s%s%s",
			    words.texts[i],
			    near != NULL ? ", did you mean '" : "",
			    near != NULL ? near : "", near != NULL ? "'?" : "");
		plan->by |= bit;
	}
	config_words_done(&words);
}

static void
config_read_escalate(struct config_parse *parse, const struct yaml_node *node,
    struct config_rule *rule)
{
	struct plan_rule *plan = &rule->plan;
	int errors = parse->errors;

	if (!config_read_new(parse, SECTION_ESCALATE, node, plan))
		return;
	config_read_words(parse, yaml_get(node, "to"), "to", &rule->escalate);
	if (parse->errors == errors &&
	    (rule->escalate.count == 0 || plan->escalate_ms == 0))
		config_complain(parse, node->mark,
		    "'escalate' needs 'to' and 'after', such as "
		    "{ to: [ boss ], after: 10m }");
	plan->escalate_count = rule->escalate.count;
	plan->escalate = (const char *const *)rule->escalate.texts;
}

void
config_read_rule_plan(struct config_parse *parse, const struct yaml_node *node,
    struct config_rule *rule)
{
	const struct yaml_node *group = yaml_get(node, "group");
	const struct yaml_node *escalate = yaml_get(node, "escalate");

	if (strcmp(rule->late, "tell") == 0)
		rule->plan.late = PLAN_LATE_TELL;
	else if (strcmp(rule->late, "skip") == 0)
		rule->plan.late = PLAN_LATE_SKIP;
	config_read_digests(parse, yaml_get(node, "digest"), &rule->plan);
	if (group != NULL &&
	    config_read_new(parse, SECTION_GROUP, group, &rule->plan))
		config_read_by(parse, yaml_get(group, "by"), &rule->plan);
	if (escalate != NULL)
		config_read_escalate(parse, escalate, rule);
}
