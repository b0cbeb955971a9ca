/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the manners of a definition: how often, when, how patiently. Goes
 * out: those members of struct definition. Called by watchers/definition.c.
 */
#include "watchers/definition_manners.h"

#include "lib/base/mem.h"
#include "watchers/parser.h"

#include <string.h>

#define WINDOWS_MAX 16
#define BURST_MAX   1000
#define BUDGET_MAX  10000000
#define JITTER_MAX  50
#define FILINGS_MAX 100000
#define HOUR_MS	    INT64_C(3600000)

static void
manners_read_peak(struct parser *parser, const struct yaml_node *node)
{
	parser_read_duration(
	    parser, node, 1000, 24 * HOUR_MS, &parser->definition->peak_ms);
}

static void
manners_read_quiet(struct parser *parser, const struct yaml_node *node)
{
	parser_read_duration(
	    parser, node, 1000, 24 * HOUR_MS, &parser->definition->quiet_ms);
}

static void
manners_read_deadline(struct parser *parser, const struct yaml_node *node)
{
	parser_read_duration(
	    parser, node, 1000, HOUR_MS, &parser->definition->deadline_ms);
}

static void
manners_read_zone(struct parser *parser, const struct yaml_node *node)
{
	parser_read_zone(parser, node, &parser->definition->zone);
}

static int
manners_scan_window(const char *s, struct poll_window *ret)
{
	ret->from_min = date_minute(s);
	if (ret->from_min < 0 || ret->from_min == 24 * 60 || s[5] != '-')
		return ERR_SYNTAX;
	ret->to_min = date_minute(s + 6);
	if (ret->to_min < 0 || s[11] != '\0' || ret->to_min == ret->from_min)
		return ERR_SYNTAX;
	return 0;
}

static void
manners_read_windows(struct parser *parser, const struct yaml_node *node)
{
	struct definition *definition = parser->definition;
	size_t i;

	if (!parser_is_list(parser, node, WINDOWS_MAX))
		return;
	definition->windows =
	    mem_array(node->count + 1, sizeof(*definition->windows));
	for (i = 0; i < node->count; i++) {
		const struct yaml_node *item = node->items[i];

		if (item->kind != YAML_SCALAR ||
		    manners_scan_window(item->text,
			&definition->windows[definition->window_count]) < 0)
			parser_complain(parser, item,
			    "a window is two times of day: \"15:30-22:30\"");
		else
			definition->window_count++;
	}
}

static void
rate_read_every(struct parser *parser, const struct yaml_node *node)
{
	parser_read_duration(
	    parser, node, 1, HOUR_MS, &parser->definition->rate_every_ms);
}

static void
rate_read_burst(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 1, BURST_MAX, &parser->definition->rate_burst);
}

static void
manners_read_rate(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"every", rate_read_every, true},
	    {"burst", rate_read_burst, false},
	};

	parser->definition->rate_burst = 1;
	parser_read_map(parser, node, PARSER_KEYS(keys));
}

static void
manners_read_budget(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 1, BUDGET_MAX, &parser->definition->budget);
}

static void
manners_read_jitter(struct parser *parser, const struct yaml_node *node)
{
	int *jitter = &parser->definition->jitter_percent;
	size_t digits =
	    node->kind == YAML_SCALAR ? strspn(node->text, "0123456789") : 0;
	char text[4] = "";
	struct yaml_node number = *node;

	if (digits == 0 || digits > 2 ||
	    strcmp(node->text + digits, "%") != 0) {
		parser_complain(parser, node,
		    "jitter is a part of the interval, 0%% to %d%%",
		    JITTER_MAX);
		return;
	}
	memcpy(text, node->text, digits);
	number.text = text;
	parser_read_int(parser, &number, 0, JITTER_MAX, jitter);
}

static void
manners_read_calendar(struct parser *parser, const struct yaml_node *node)
{
	parser_read_mic(parser, node, &parser->definition->calendar);
}

static void
expect_read_weekday(struct parser *parser, const struct yaml_node *node)
{
	struct expectation *expect = &parser->definition->expect;
	size_t i;

	if (node->kind != YAML_LIST || node->count != EXPECT_HOURS) {
		parser_complain(parser, node,
		    "%d numbers are wanted here, one for each hour",
		    EXPECT_HOURS);
		return;
	}
	for (i = 0; i < EXPECT_HOURS; i++)
		parser_read_int(parser, node->items[i], 0, FILINGS_MAX,
		    &expect->weekday[i]);
}

static void
expect_read_peak(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 0, FILINGS_MAX, &parser->definition->expect.peak);
}

static void
manners_read_expect(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"weekday", expect_read_weekday, true},
	    {"peak", expect_read_peak, false},
	};

	parser->definition->expect.known = true;
	parser_read_map(parser, node, PARSER_KEYS(keys));
}

void
definition_manners_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"zone", manners_read_zone, true},
	    {"peak", manners_read_peak, true},
	    {"quiet", manners_read_quiet, true},
	    {"deadline", manners_read_deadline, false},
	    {"windows", manners_read_windows, false},
	    {"rate", manners_read_rate, false},
	    {"budget", manners_read_budget, false},
	    {"jitter", manners_read_jitter, false},
	    {"calendar", manners_read_calendar, false},
	    {"expect", manners_read_expect, false},
	};

	parser_read_map(parser, node, PARSER_KEYS(keys));
}
