/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The section `tests`: filings and what the rules are to make of them. What a
 * test expects of an event becomes conditions, compiled like those of rules.
 * Called by daemon/config.c when sources and rules are known.
 */
#include "daemon/config_tests.h"

#include "daemon/config_parse.h"
#include "lib/base/date.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"

#include <string.h>

/* A day alone is the day's evening, after the session. */
#define CONFIG_EVENING INT64_C(64800000)

static void
config_read_published(struct config_parse *parse, const struct yaml_node *node,
    struct config_filing *filing)
{
	static const char *const formats[] = {"%Y-%m-%d", "%Y-%m-%d %H:%M",
	    "%Y-%m-%d %H:%M %z", "%Y-%m-%dT%H:%M:%S%z"};
	int offset =
	    filing->issuer != NULL ? listing_offset(filing->issuer) : 0;
	bool has_time = false, has_zone;
	int rc = ERR_SYNTAX;

	if (node == NULL) {
		config_complain(parse, filing->mark,
		    "a filing of a test needs 'published: YYYY-MM-DD'");
		return;
	}
	if (config_text(parse, node, "published") == NULL)
		return;
	for (size_t i = 0; rc != 0 && i < sizeof(formats) / sizeof(formats[0]);
	     i++)
		rc = datetime_parse(node->text, formats[i], offset,
		    &filing->published, &has_time, &has_zone);
	if (rc != 0)
		config_complain(parse, node->mark,
		    "'%s' is no date such as 2025-01-17 or 2025-01-17 18:30",
		    node->text);
	else if (!has_time)
		filing->published += CONFIG_EVENING;
}

static bool
config_can_show(const struct config_source *source)
{
	return source->definition != NULL && !source->definition->directory &&
	       source->definition->spec.fact_count == 0;
}

/* The source that a filing is to come from; NULL with a complaint. */
static const struct config_source *
config_find_base(struct config_parse *parse, const struct config_filing *filing)
{
	const struct config *config = parse->config;
	const struct config_source *any = NULL;

	for (size_t i = 0; i < config->source_count; i++) {
		const struct config_source *source = &config->sources[i];

		if (filing->source != NULL &&
		    strcmp(source->name, filing->source) == 0)
			return source;
		if (!config_can_show(source) || filing->source != NULL)
			continue;
		if (filing->issuer != NULL &&
		    config_source_covers(source, filing->issuer))
			return source;
		if (any == NULL)
			any = source;
	}
	if (filing->source != NULL)
		config_complain(parse, filing->mark, "no such source: '%s'",
		    filing->source);
	else if (any == NULL && parse->errors == 0)
		config_complain(parse, filing->mark,
		    "no source that could show this filing");
	return any;
}

static void
config_read_filing(struct config_parse *parse, const struct yaml_node *node,
    struct config_filing *filing)
{
	const struct yaml_node *file = yaml_get(node, "file");

	*filing = (struct config_filing){.mark = node->mark};
	if (node->kind == YAML_SCALAR) {
		config_complain(parse, node->mark,
		    "write a filing as { file: %s, issuer: LISTING, title: "
		    "TITLE, published: YYYY-MM-DD }",
		    node->text[0] != '\0' ? node->text : "PATH");
		return;
	}
	if (!config_read_new(parse, SECTION_FILING, node, filing))
		return;
	if (file != NULL && config_text(parse, file, "file") != NULL)
		filing->file = config_beside(file);
	config_read_published(parse, yaml_get(node, "published"), filing);
	if (filing->title == NULL && filing->text == NULL && file == NULL)
		config_complain(parse, node->mark,
		    "a filing of a test needs 'title', 'text' or 'file'");
	if (filing->text != NULL && file != NULL)
		config_complain(parse, file->mark,
		    "a filing has 'text' or 'file', not both");
	filing->base = config_find_base(parse, filing);
}

static void
config_read_after(struct config_parse *parse, const struct yaml_node *node,
    struct config_test *test)
{
	if (node == NULL)
		return;
	if (node->kind != YAML_LIST) {
		config_complain(
		    parse, node->mark, "'after' must be a list of filings");
		return;
	}
	test->after = mem_array(node->count, sizeof(*test->after));
	for (size_t i = 0; i < node->count; i++)
		config_read_filing(
		    parse, node->items[i], &test->after[test->after_count++]);
}

/* One condition that the test's event must meet. */
static int
config_add_expect(struct config_test *test, const char *when,
    struct yaml_mark mark, struct rule_fault *fault)
{
	const char *on[EVENT_COUNT];

	for (int i = 0; i < EVENT_COUNT; i++)
		on[i] = vocab_word(VOCAB_EVENTS, i);
	int rc = rules_add(test->expect,
	    &(struct rule_spec){.name = "expect",
		.on_count = EVENT_COUNT,
		.on = on,
		.when_count = 1,
		.when = &when,
		.unknown_skip = true},
	    fault);
	if (rc != 0)
		return rc;
	test->expect_marks = mem_resize(test->expect_marks,
	    test->expect_count + 1, sizeof(*test->expect_marks));
	test->expect_marks[test->expect_count++] = mark;
	return 0;
}

static void
config_complain_expect(struct config_parse *parse, struct yaml_mark mark,
    const struct config_test *test, const struct rule_fault *fault)
{
	const char *near = fault->nearest;

	config_complain(parse, mark, "test '%s': %s%s%s%s", test->name,
	    fault->err.text, near != NULL ? ", did you mean '" : "",
	    near != NULL ? near : "", near != NULL ? "'?" : "");
}

static const struct rule_column *
config_find_column(const char *name)
{
	size_t count;
	const struct rule_column *columns = rule_columns(&count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(columns[i].name, name) == 0)
			return &columns[i];
	}
	return NULL;
}

/* "severity: 4", "severity: '>= 3'", "period: FY2024" as a condition. Gives. */
static char *
config_column_condition(const struct rule_column *column, const char *value)
{
	struct buf text;

	if (strchr("<>=!", value[0]) != NULL && value[0] != '\0')
		return mem_printf("%s %s", column->name, value);
	if (strcmp(column->type, "text") != 0)
		return mem_printf("%s = %s", column->name, value);
	buf_init(&text, MIB); /* more than a scalar has */
	err_drop(buf_addf(&text, "%s = '", column->name));
	for (const char *p = value; *p != '\0'; p++) {
		if (*p == '\'')
			err_drop(buf_add_char(&text, '\''));
		err_drop(buf_add_char(&text, *p));
	}
	err_drop(buf_add_char(&text, '\''));
	return buf_take(&text);
}

static void
config_read_columns(struct config_parse *parse, const struct yaml_node *node,
    struct config_test *test)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct yaml_node *value = node->items[i];
		const struct rule_column *column =
		    config_find_column(node->keys[i]->text);
		struct rule_fault fault;

		if (column == NULL ||
		    config_text(parse, value, column->name) == NULL)
			continue;
		char *when = config_column_condition(column, value->text);
		if (config_add_expect(test, when, value->mark, &fault) != 0)
			config_complain_expect(
			    parse, value->mark, test, &fault);
		mem_free(when);
	}
}

static void
config_read_conditions(struct config_parse *parse, const struct yaml_node *node,
    struct config_test *test)
{
	struct config_words when = {0};

	config_read_words(parse, node, "when", &when);
	for (size_t i = 0; i < when.count; i++) {
		struct rule_fault fault;

		if (config_add_expect(
			test, when.texts[i], when.marks[i], &fault) == 0)
			continue;
		fault.when = (int)i;
		config_complain_expect(
		    parse, config_when_mark(&when, &fault), test, &fault);
	}
	config_words_done(&when);
}

static void
config_read_expected_rules(struct config_parse *parse,
    const struct yaml_node *node, struct config_test *test)
{
	const struct rules *rules = parse->config->compiled;
	size_t n = rules_count(rules);
	const char **names = mem_array(n + 1, sizeof(*names));

	test->has_rules = node != NULL;
	config_read_words(parse, node, "rules", &test->rules);
	for (size_t i = 0; i < n; i++)
		names[i] = rules_spec(rules, i).name;
	config_check_names(parse, &test->rules, "rule", names, n);
	mem_free(names);
	if (test->quiet && test->rules.count > 0)
		config_complain(parse, node->mark,
		    "'quiet' and 'rules' contradict each other");
}

static void
config_read_expect(struct config_parse *parse, const struct yaml_node *node,
    struct config_test *test)
{
	test->expect = rules_new(NULL, 0);
	if (node == NULL) {
		config_complain(parse, test->mark,
		    "a test needs 'expect': what is to come");
		return;
	}
	if (!config_read_map(parse, SECTION_EXPECT, node, test))
		return;
	config_read_expected_rules(parse, yaml_get(node, "rules"), test);
	config_read_columns(parse, node, test);
	config_read_conditions(parse, yaml_get(node, "when"), test);
	if (!test->quiet && !test->has_rules && test->expect_count == 0)
		config_complain(parse, node->mark, "this test expects nothing");
}

static void
config_read_test(struct config_parse *parse, const struct yaml_node *node)
{
	struct config *config = parse->config;
	const struct yaml_node *filing = yaml_get(node, "filing");
	struct config_test *test;

	config->tests = mem_resize(
	    config->tests, config->test_count + 1, sizeof(*config->tests));
	test = &config->tests[config->test_count++];
	*test = (struct config_test){.mark = node->mark};
	if (!config_read_new(parse, SECTION_TEST, node, test))
		return;
	if (test->name == NULL)
		test->name = mem_printf("line %d", node->mark.line);
	if (filing == NULL)
		config_complain(parse, node->mark, "a test needs 'filing'");
	else
		config_read_filing(parse, filing, &test->filing);
	config_read_after(parse, yaml_get(node, "after"), test);
	config_read_expect(parse, yaml_get(node, "expect"), test);
}

void
config_read_tests(struct config_parse *parse)
{
	for (size_t i = 0; i < parse->config->doc_count; i++) {
		const struct yaml_node *list =
		    yaml_get(yaml_root(parse->config->docs[i]), "tests");

		if (list != NULL && list->kind != YAML_LIST)
			config_complain(parse, list->mark,
			    "'tests' must be a list of tests");
		for (size_t k = 0;
		     list != NULL && list->kind == YAML_LIST && k < list->count;
		     k++)
			config_read_test(parse, list->items[k]);
	}
}

static void
config_filing_done(struct config_filing *filing)
{
	mem_free(filing->source);
	mem_free(filing->market);
	mem_free(filing->issuer);
	mem_free(filing->name);
	mem_free(filing->publisher);
	mem_free(filing->title);
	mem_free(filing->text);
	mem_free(filing->file);
}

void
config_tests_done(struct config *config)
{
	for (size_t i = 0; i < config->test_count; i++) {
		struct config_test *test = &config->tests[i];

		config_filing_done(&test->filing);
		for (size_t k = 0; k < test->after_count; k++)
			config_filing_done(&test->after[k]);
		mem_free(test->after);
		mem_free(test->name);
		config_words_done(&test->rules);
		rules_free(test->expect);
		mem_free(test->expect_marks);
	}
	mem_free(config->tests);
}
