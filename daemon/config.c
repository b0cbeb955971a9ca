/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads one generation of the configuration: the file and its includes as
 * YAML trees, then section by section into records. Called by the service at
 * start and reload, and by `filingctl check` and `backtest`.
 */
#include "daemon/config.h"

#include "daemon/config_parse.h"
#include "daemon/config_tests.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/base/place.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONFIG_FILES_MAX 64

static const struct yaml *
config_doc(const struct config *config, struct yaml_mark mark)
{
	for (size_t i = 0; i < config->doc_count; i++) {
		const struct yaml_node *root = yaml_root(config->docs[i]);

		if (root != NULL && root->mark.file == mark.file)
			return config->docs[i];
	}
	return NULL;
}

/* A flood of complaints is cut at the buffer's cap. */
void
config_point(const struct config *config, struct yaml_mark mark,
    const char *text, struct buf *out)
{
	const struct yaml *doc = config_doc(config, mark);

	if (doc != NULL)
		err_drop(yaml_complain(out, doc, mark, "%s", text));
	else if (!config_point_list(config, mark, text, out))
		err_drop(buf_addf(out, "%s: %s\n", config->path, text));
}

void
config_complain_file(struct config_parse *parse, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX * 2];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	parse->errors++;
	err_drop(buf_addf(parse->complaints, "%s\n", text));
}

void
config_complain(
    struct config_parse *parse, struct yaml_mark mark, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	parse->errors++;
	config_point(parse->config, mark, text, parse->complaints);
}

void
config_warn(
    struct config_parse *parse, struct yaml_mark mark, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	int n = snprintf(text, sizeof(text), "warning: ");
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text + n, sizeof(text) - (size_t)n, fmt, ap);
	va_end(ap);
	config_point(parse->config, mark, text, parse->complaints);
}

const char *
config_text(
    struct config_parse *parse, const struct yaml_node *node, const char *what)
{
	if (node->kind == YAML_SCALAR)
		return node->text;
	config_complain(parse, node->mark, "%s must be plain text", what);
	return NULL;
}

static void
config_read_key(struct config_parse *parse, enum section section,
    const struct yaml_node *key, const struct yaml_node *value, void *target)
{
	const struct setting *setting = settings_find(section, key->text);
	struct err err = ERR_NONE;

	if (setting == NULL) {
		const char *near = settings_nearest(section, key->text);

		config_complain(parse, key->mark,
		    "unknown key '%s' in %s%s%s%s", key->text,
		    settings_section_name(section),
		    near != NULL ? ", did you mean '" : "",
		    near != NULL ? near : "", near != NULL ? "'?" : "");
		return;
	}
	if (setting->type == SETTING_LATER) {
		config_complain(parse, key->mark,
		    "'%s' (%s) is not in this version of filingd", key->text,
		    setting->help);
		return;
	}
	if (setting->type == SETTING_OTHER || target == NULL)
		return;
	if (value->kind != YAML_SCALAR)
		config_complain(parse, value->mark,
		    "'%s' must be a plain value", key->text);
	else if (settings_read(setting, value->text, target, &err) != 0)
		config_complain(parse, value->mark, "%s", err.text);
}

bool
config_read_map(struct config_parse *parse, enum section section,
    const struct yaml_node *node, void *target)
{
	if (node->kind == YAML_SCALAR && node->text[0] == '\0' && !node->quoted)
		return true; /* `name:` alone is an empty map */
	if (node->kind != YAML_MAP) {
		config_complain(parse, node->mark, "%s must be a map",
		    settings_section_name(section));
		return false;
	}
	for (size_t i = 0; i < node->count; i++)
		config_read_key(
		    parse, section, node->keys[i], node->items[i], target);
	return true;
}

bool
config_read_new(struct config_parse *parse, enum section section,
    const struct yaml_node *node, void *target)
{
	settings_defaults(section, target);
	return config_read_map(parse, section, node, target);
}

static void
config_add_word(struct config_words *words, const struct yaml_node *node)
{
	size_t n = words->count + 1;

	words->texts = mem_resize(words->texts, n, sizeof(*words->texts));
	words->marks = mem_resize(words->marks, n, sizeof(*words->marks));
	words->quoted = mem_resize(words->quoted, n, sizeof(*words->quoted));
	words->texts[n - 1] = mem_strdup(node->text);
	words->marks[n - 1] = node->mark;
	words->quoted[n - 1] = node->quoted;
	words->count = n;
}

void
config_read_words(struct config_parse *parse, const struct yaml_node *node,
    const char *what, struct config_words *words)
{
	if (node == NULL)
		return;
	if (node->kind == YAML_SCALAR) {
		config_add_word(words, node);
		return;
	}
	for (size_t i = 0; node->kind == YAML_LIST && i < node->count; i++) {
		if (node->items[i]->kind == YAML_SCALAR)
			config_add_word(words, node->items[i]);
		else
			config_complain(parse, node->items[i]->mark,
			    "%s must be a list of plain values", what);
	}
	if (node->kind == YAML_MAP)
		config_complain(parse, node->mark,
		    "%s must be a value or a list, not a map", what);
}

void
config_words_done(struct config_words *words)
{
	for (size_t i = 0; i < words->count; i++)
		mem_free(words->texts[i]);
	mem_free(words->texts);
	mem_free(words->marks);
	mem_free(words->quoted);
	*words = (struct config_words){0};
}

void
config_read_allow(struct config_parse *parse, const struct yaml_node *node,
    struct guard *guard)
{
	struct config_words words = {0};
	struct err err = ERR_NONE;

	config_read_words(parse, node, "allow", &words);
	if (words.count > 0)
		guard->nets = mem_array(words.count, sizeof(*guard->nets));
	for (size_t i = 0; i < words.count; i++) {
		if (guard_net_parse(
			words.texts[i], &guard->nets[guard->count], &err) == 0)
			guard->count++;
		else
			config_complain(parse, words.marks[i], "%s", err.text);
	}
	config_words_done(&words);
}

static bool
config_key_is_new(struct config_parse *parse, size_t file, const char *section,
    const struct yaml_node *key)
{
	for (size_t i = 0; i < file; i++) {
		const struct yaml_node *map =
		    yaml_get(yaml_root(parse->config->docs[i]), section);
		const struct yaml_node *other = yaml_get(map, key->text);

		if (other == NULL)
			continue;
		config_complain(parse, key->mark,
		    "'%s' is defined twice, first at %s:%d", key->text,
		    other->mark.file, other->mark.line);
		return false;
	}
	return true;
}

void
config_each_pair(
    struct config_parse *parse, const char *key, config_pair_fn *fn)
{
	for (size_t i = 0; i < parse->config->doc_count; i++) {
		const struct yaml_node *map =
		    yaml_get(yaml_root(parse->config->docs[i]), key);

		if (map == NULL)
			continue;
		if (map->kind == YAML_SCALAR && map->text[0] == '\0')
			continue;
		if (map->kind != YAML_MAP) {
			config_complain(parse, map->mark,
			    "'%s' must be a map of names", key);
			continue;
		}
		for (size_t k = 0; k < map->count; k++) {
			if (config_key_is_new(parse, i, key, map->keys[k]))
				fn(parse, map->keys[k], map->items[k]);
		}
	}
}

/* A plain setting may stand in one file only. */
static void
config_check_once(
    struct config_parse *parse, size_t file, const struct yaml_node *key)
{
	const struct setting *setting = settings_find(SECTION_TOP, key->text);

	if (setting == NULL || setting->type == SETTING_OTHER)
		return;
	for (size_t i = 0; i < file; i++) {
		if (yaml_get(yaml_root(parse->config->docs[i]), key->text) !=
		    NULL)
			config_complain(parse, key->mark,
			    "'%s' is defined twice", key->text);
	}
}

static void
config_read_top_file(struct config_parse *parse, size_t file)
{
	struct config *config = parse->config;
	const struct yaml_node *root = yaml_root(config->docs[file]);
	const struct yaml_node *reader = yaml_get(root, "reader");
	const struct yaml_node *access = yaml_get(root, "access");
	const struct yaml_node *retention = yaml_get(root, "retention");

	if (root == NULL || root->kind != YAML_MAP)
		return; /* empty, or complained of already */
	for (size_t k = 0; k < root->count; k++) {
		config_check_once(parse, file, root->keys[k]);
		config_read_key(parse, SECTION_TOP, root->keys[k],
		    root->items[k], &config->top);
	}
	if (reader != NULL)
		(void)config_read_map(
		    parse, SECTION_READER, reader, &config->reader);
	if (access != NULL)
		(void)config_read_map(
		    parse, SECTION_ACCESS, access, &config->access);
	if (retention != NULL)
		(void)config_read_map(
		    parse, SECTION_RETENTION, retention, &config->retention);
	config_read_api(parse, yaml_get(root, "api"));
	config_read_heartbeat(parse, yaml_get(root, "heartbeat"));
	config_read_websub(parse, yaml_get(root, "websub"));
	config_read_words(
	    parse, yaml_get(root, "operator"), "operator", &config->operators);
}

/* The defaults of the table are those of an installed filingd. */
static void
config_place_reader(struct config_reader *reader)
{
	mem_free(reader->program);
	mem_free(reader->lexicon);
	mem_free(reader->own_lexicon);
	reader->program = place_program("filingd-reader");
	reader->lexicon = place_data("lexicon");
	reader->own_lexicon = place_own("lexicon");
}

static void
config_read_top(struct config_parse *parse)
{
	settings_defaults(SECTION_TOP, &parse->config->top);
	settings_defaults(SECTION_READER, &parse->config->reader);
	settings_defaults(SECTION_ACCESS, &parse->config->access);
	settings_defaults(SECTION_RETENTION, &parse->config->retention);
	config_place_reader(&parse->config->reader);
	for (size_t i = 0; i < parse->config->doc_count; i++)
		config_read_top_file(parse, i);
}

static void config_add_file(struct config_parse *parse, const char *path);

static bool
config_has_file(const struct config_parse *parse, const char *path)
{
	for (size_t i = 0; i < parse->config->doc_count; i++) {
		const struct yaml_node *root =
		    yaml_root(parse->config->docs[i]);

		if (root != NULL && strcmp(root->mark.file, path) == 0)
			return true;
	}
	return false;
}

/* One that a pattern finds may be there already: "*.yaml" finds itself. */
static void
config_add_included(struct config_parse *parse, const struct yaml_node *node,
    const char *path, bool pattern)
{
	if (!config_has_file(parse, path))
		config_add_file(parse, path);
	else if (!pattern)
		config_complain(parse, node->mark,
		    "include '%s': that file is being read already", path);
}

/* A relative include is relative to the file that names it. */
static void
config_include(
    struct config_parse *parse, const char *base, const struct yaml_node *node)
{
	const char *slash = strrchr(base, '/');
	int dir = slash == NULL ? 0 : (int)(slash - base + 1);
	char *pattern = node->text[0] == '/'
			    ? mem_strdup(node->text)
			    : mem_printf("%.*s%s", dir, base, node->text);
	bool globbing = strpbrk(pattern, "*?[") != NULL;
	glob_t found;

	if (glob(pattern, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			config_add_included(
			    parse, node, found.gl_pathv[i], globbing);
		globfree(&found);
	} else if (!globbing) {
		config_complain(
		    parse, node->mark, "include '%s': no such file", pattern);
	}
	mem_free(pattern);
}

static void
config_add_includes(
    struct config_parse *parse, const char *path, const struct yaml_node *root)
{
	const struct yaml_node *node = yaml_get(root, "include");

	if (node == NULL)
		return;
	if (node->kind == YAML_SCALAR)
		config_include(parse, path, node);
	else if (node->kind == YAML_MAP)
		config_complain(parse, node->mark,
		    "'include' must be a file or a list of files");
	for (size_t i = 0; node->kind == YAML_LIST && i < node->count; i++) {
		if (config_text(parse, node->items[i], "include") != NULL)
			config_include(parse, path, node->items[i]);
	}
}

static void
config_add_file(struct config_parse *parse, const char *path)
{
	struct config *config = parse->config;
	struct err err = ERR_NONE;
	struct yaml *doc;
	const struct yaml_node *root;

	if (config->doc_count == CONFIG_FILES_MAX) {
		config_complain_file(parse,
		    "%s: more than %d files, does a file include itself?", path,
		    CONFIG_FILES_MAX);
		return;
	}
	if (yaml_load(path, &doc, &err) != 0) {
		config_complain_file(parse, "%s", err.text);
		return;
	}
	config->docs = mem_resize(
	    config->docs, config->doc_count + 1, sizeof(*config->docs));
	config->docs[config->doc_count++] = doc;
	root = yaml_root(doc);
	if (root != NULL && root->kind != YAML_MAP)
		config_complain(
		    parse, root->mark, "a configuration is a map of settings");
	else if (config->doc_count < CONFIG_FILES_MAX)
		config_add_includes(parse, path, root);
}

static void
config_link_alerts(struct config *config)
{
	config->alerts = (struct alerts_config){
	    .instance = config->top.instance,
	    .watch_count = config->watch_count,
	    .watches = config->watches,
	    .rules = config->compiled,
	    .channel_count = config->channel_count,
	    .channels = config->channels,
	    .operator_count = config->operators.count,
	    .operators = (const char *const *)config->operators.texts,
	};
}

int
config_load(const char *path, const struct config_options *options,
    struct config **ret, struct buf *complaints, int *ret_errors)
{
	struct config_parse parse = {
	    .config = mem_new(sizeof(struct config)),
	    .options = options,
	    .complaints = complaints,
	};

	parse.config->path = mem_strdup(path);
	config_add_file(&parse, path);
	config_read_top(&parse);
	config_read_aliases(&parse);
	config_read_sources(&parse);
	config_read_watches(&parse);
	config_read_channels(&parse);
	config_read_rules(&parse);
	config_cross_check(&parse);
	config_read_tests(&parse);
	*ret_errors = parse.errors;
	if (parse.errors > 0) {
		config_free(parse.config);
		return ERR_CONFIG;
	}
	config_link_alerts(parse.config);
	*ret = parse.config;
	return 0;
}

void
config_options_default(struct config_options *options)
{
	*options = (struct config_options){
	    .credentials = getenv("CREDENTIALS_DIRECTORY"),
	};
}

int64_t
config_hash(const struct config *config)
{
	struct digest *digest = digest_new();
	uint8_t sum[SHA256_LEN];
	int64_t hash = 0;

	for (size_t i = 0; i < config->doc_count; i++) {
		struct span source = yaml_source(config->docs[i]);

		digest_field_n(digest, source.p, source.len);
	}
	digest_finish(digest, sum);
	for (int i = 0; i < 6; i++)
		hash = hash << 8 | sum[i];
	return hash;
}

void
config_free(struct config *config)
{
	if (config == NULL)
		return;
	rules_free(config->compiled);
	config_tests_done(config);
	for (size_t i = 0; i < config->source_count; i++)
		config_source_done(&config->sources[i]);
	aliases_done(&config->aliases);
	for (size_t i = 0; i < config->watch_count; i++)
		watch_done(&config->watches[i]);
	for (size_t i = 0; i < config->channel_count; i++)
		channel_done(&config->channels[i]);
	for (size_t i = 0; i < config->rule_count; i++)
		config_rule_done(&config->rules[i]);
	for (size_t i = 0; i < config->doc_count; i++)
		yaml_free(config->docs[i]);
	config_lists_done(config);
	config_words_done(&config->operators);
	config_api_done(&config->api);
	config_heartbeat_done(&config->heartbeat);
	mem_free(config->sources);
	mem_free(config->watches);
	mem_free(config->channels);
	mem_free(config->rules);
	mem_free(config->docs);
	mem_free(config->top.instance);
	mem_free(config->top.contact);
	mem_free(config->top.state);
	mem_free(config->top.socket);
	mem_free(config->top.log_level);
	mem_free(config->top.definitions);
	mem_free(config->reader.program);
	mem_free(config->reader.lexicon);
	mem_free(config->reader.own_lexicon);
	mem_free(config->access.read);
	mem_free(config->access.operate);
	mem_free(config->websub.callback);
	mem_free(config->websub.listen);
	mem_free(config->path);
	mem_free(config);
}
