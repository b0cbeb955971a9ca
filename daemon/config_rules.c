/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The section `rules`: read with marks, compiled by alerts/rule.c, and each
 * fault mapped back to its place in the file.
 */
#include "daemon/config_parse.h"
#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>

/* Messages and deliveries call a rule by its name alone. */
static void
config_check_rule_name(
    struct config_parse *parse, const struct config_rule *rule)
{
	for (const struct config_rule *other = parse->config->rules;
	     other < rule; other++) {
		if (other->name == NULL || strcmp(other->name, rule->name) != 0)
			continue;
		config_complain(parse, rule->mark,
		    "rule '%s' is defined twice, first at %s:%d", rule->name,
		    other->mark.file, other->mark.line);
		return;
	}
}

static void
config_read_rule(struct config_parse *parse, const struct yaml_node *node)
{
	struct config *config = parse->config;
	struct config_rule *rule;

	config->rules = mem_resize(
	    config->rules, config->rule_count + 1, sizeof(*config->rules));
	rule = &config->rules[config->rule_count++];
	*rule = (struct config_rule){.mark = node->mark};
	if (!config_read_new(parse, SECTION_RULE, node, rule))
		return;
	config_read_words(parse, yaml_get(node, "on"), "on", &rule->on);
	config_read_words(
	    parse, yaml_get(node, "watch"), "watch", &rule->watch);
	config_read_words(parse, yaml_get(node, "when"), "when", &rule->when);
	config_read_words(parse, yaml_get(node, "to"), "to", &rule->to);
	config_read_rule_plan(parse, node, rule);
	if (rule->name == NULL)
		config_complain(parse, node->mark, "a rule needs a name");
	else
		config_check_rule_name(parse, rule);
	if (rule->to.count == 0)
		config_complain(parse, node->mark,
		    "rule '%s' needs 'to': a channel to tell",
		    rule->name != NULL ? rule->name : "?");
}

struct yaml_mark
config_when_mark(
    const struct config_words *when, const struct rule_fault *fault)
{
	struct yaml_mark mark = when->marks[fault->when];
	const char *text = when->texts[fault->when];
	int column = when->quoted[fault->when] ? 1 : 0;

	if (fault->offset < 0 || strchr(text, '\n') != NULL)
		return mark;
	for (int i = 0; i < fault->offset && text[i] != '\0'; i++)
		column += ((unsigned char)text[i] & 0xc0) != 0x80;
	mark.column += column;
	return mark;
}

static void
config_compile_rule(struct config_parse *parse, const struct config_rule *rule)
{
	struct rule_spec spec = {
	    .name = rule->name,
	    .on_count = rule->on.count,
	    .on = (const char *const *)rule->on.texts,
	    .watch_count = rule->watch.count,
	    .watch = (const char *const *)rule->watch.texts,
	    .when_count = rule->when.count,
	    .when = (const char *const *)rule->when.texts,
	    .unknown_skip = strcmp(rule->unknown, "skip") == 0,
	    .to_count = rule->to.count,
	    .to = (const char *const *)rule->to.texts,
	    .plan = &rule->plan,
	};
	struct rule_fault fault = {.when = -1, .offset = -1};
	struct yaml_mark mark = rule->mark;

	if (rule->name == NULL)
		return;
	int rc = rules_add(parse->config->compiled, &spec, &fault);
	if (rc == 0 ||
	    (rc == ERR_NOTFOUND && !config_check_watches(parse, &rule->watch)))
		return;
	if (fault.when >= 0)
		mark = config_when_mark(&rule->when, &fault);
	config_complain(parse, mark, "rule '%s': %s%s%s%s", rule->name,
	    fault.err.text, fault.nearest != NULL ? ", did you mean '" : "",
	    fault.nearest != NULL ? fault.nearest : "",
	    fault.nearest != NULL ? "'?" : "");
}

/*
 * Without a rules section a new user still hears of what matters: severity 3
 * and above, of watched issuers or of all, on every channel.
 */
static void
config_default_rule(struct config_parse *parse)
{
	struct config *config = parse->config;
	const char **watch = mem_array(config->watch_count + 1, sizeof(*watch));
	const char **to = mem_array(config->channel_count + 1, sizeof(*to));
	static const char *const on[] = {"warning.*"};
	static const char *const when[] = {"severity >= 3"};
	struct rule_fault fault;

	for (size_t i = 0; i < config->watch_count; i++)
		watch[i] = config->watches[i].name;
	for (size_t i = 0; i < config->channel_count; i++)
		to[i] = config->channels[i].name;
	if (rules_add(config->compiled,
		&(struct rule_spec){.name = "default",
		    .on_count = 1,
		    .on = on,
		    .watch_count = config->watch_count,
		    .watch = watch,
		    .when_count = 1,
		    .when = when,
		    .to_count = config->channel_count,
		    .to = to},
		&fault) != 0)
		config_complain_file(parse, "%s: default rule: %s",
		    config->path, fault.err.text);
	mem_free(watch);
	mem_free(to);
}

static void
config_collect_rules(struct config_parse *parse, const struct yaml_node *list)
{
	if (list->kind == YAML_SCALAR && list->text[0] == '\0')
		return;
	if (list->kind != YAML_LIST) {
		config_complain(
		    parse, list->mark, "'rules' must be a list of rules");
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		config_read_rule(parse, list->items[i]);
}

void
config_read_rules(struct config_parse *parse)
{
	struct config *config = parse->config;
	bool any = false;

	for (size_t i = 0; i < config->doc_count; i++) {
		const struct yaml_node *list =
		    yaml_get(yaml_root(config->docs[i]), "rules");

		any = any || list != NULL;
		if (list != NULL)
			config_collect_rules(parse, list);
	}
	config->compiled = rules_new(config->watches, config->watch_count);
	for (size_t i = 0; i < config->rule_count; i++)
		config_compile_rule(parse, &config->rules[i]);
	if (!any && config->channel_count > 0)
		config_default_rule(parse);
	rules_seal(config->compiled);
}

void
config_rule_done(struct config_rule *rule)
{
	mem_free(rule->name);
	mem_free(rule->unknown);
	config_words_done(&rule->on);
	config_words_done(&rule->watch);
	config_words_done(&rule->when);
	config_words_done(&rule->to);
	config_words_done(&rule->escalate);
	mem_free(rule->late);
}
