/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the parts of a definition that say how far to ask: paging, window.
 * Goes out: those members of struct definition. Called by
 * watchers/definition.c.
 */
#include "watchers/definition_paging.h"

#include "watchers/parser.h"

#define PAGE_SIZE_MAX	10000
#define PAGE_CAP_MAX	2000
#define PAGE_GAP_MAX	60000
#define ROWS_MAX	1000000
#define WINDOW_DAYS_MAX 400
#define SWEEP_MIN	60000
#define SWEEP_MAX	(INT64_C(7 * 24) * 3600000)

static void
paging_read_first(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(parser, node, 0, 1, &parser->definition->page_first);
}

static void
paging_read_size(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 1, PAGE_SIZE_MAX, &parser->definition->page_size);
}

static void
paging_read_cap(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 1, PAGE_CAP_MAX, &parser->definition->page_cap);
}

static void
paging_read_gap(struct parser *parser, const struct yaml_node *node)
{
	parser_read_duration(
	    parser, node, 0, PAGE_GAP_MAX, &parser->definition->page_gap_ms);
}

static void
paging_read_until(struct parser *parser, const struct yaml_node *node)
{
	/* in the order of UNTIL_* */
	static const char *const words[] = {
	    "total", "more", "empty", "short", "repeat", "not-found"};

	parser->definition->until = 0;
	parser_read_bits(
	    parser, node, PARSER_KEYS(words), &parser->definition->until);
}

static void
split_read_over(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 1, ROWS_MAX, &parser->definition->split_over);
}

static void
split_read_by(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"days"};

	(void)parser_read_word(parser, node, words, 1); /* there is only one */
}

static void
paging_read_split(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"over", split_read_over, true},
	    {"by", split_read_by, true},
	};

	parser_read_map(parser, node, PARSER_KEYS(keys));
}

void
definition_paging_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"first", paging_read_first, false},
	    {"size", paging_read_size, true},
	    {"cap", paging_read_cap, true},
	    {"gap", paging_read_gap, false},
	    {"until", paging_read_until, false},
	    {"split", paging_read_split, false},
	};

	parser->paging = node;
	parser_read_map(parser, node, PARSER_KEYS(keys));
}

static void
window_read_back(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 0, WINDOW_DAYS_MAX, &parser->definition->window_back);
}

static void
window_read_ahead(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(parser, node, 0, WINDOW_DAYS_MAX,
	    &parser->definition->window_ahead);
}

static void
sweep_read_back(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 1, WINDOW_DAYS_MAX, &parser->definition->sweep_back);
}

static void
sweep_read_every(struct parser *parser, const struct yaml_node *node)
{
	parser_read_duration(parser, node, SWEEP_MIN, SWEEP_MAX,
	    &parser->definition->sweep_every_ms);
}

static void
window_read_sweep(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"back", sweep_read_back, false},
	    {"every", sweep_read_every, true},
	};

	parser_read_map(parser, node, PARSER_KEYS(keys));
}

static void
window_read_by(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"window", "day"};
	int i = parser_read_word(parser, node, words, 2);

	if (i >= 0)
		parser->definition->window_daily = i == 1;
}

/* A poll has room for so many requests by days. */
static void
window_check_days(struct parser *parser, const struct yaml_node *node)
{
	const struct definition *definition = parser->definition;
	int back = definition->sweep_back > definition->window_back
		       ? definition->sweep_back
		       : definition->window_back;

	if (definition->window_daily &&
	    back + 1 + definition->window_ahead > POLL_RANGES)
		parser_complain(parser, node,
		    "by: day has at most %d days around today", POLL_RANGES);
}

/* A list without dates has no days, but may have a sweep: by its pages. */
void
definition_window_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"back", window_read_back, false},
	    {"ahead", window_read_ahead, false},
	    {"by", window_read_by, false},
	    {"sweep", window_read_sweep, false},
	};
	const struct definition *definition = parser->definition;

	parser->has_window = yaml_get(node, "back") && yaml_get(node, "ahead");
	parser_read_map(parser, node, PARSER_KEYS(keys));
	if (!yaml_get(node, "sweep") && !parser->has_window)
		parser_complain(parser, node,
		    "a window needs 'back' and 'ahead', or 'sweep'");
	if (definition->sweep_back > 0 &&
	    definition->sweep_back <= definition->window_back)
		parser_complain(
		    parser, node, "a sweep goes further back than each poll");
	window_check_days(parser, node);
}
