/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a loaded configuration. Out: one tree of it for people. The API and
 * `filingctl config show` call it.
 */
#include "daemon/config_show.h"

#include "daemon/settings_parts.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <string.h>

#define SHOW_LIMIT (16 * MIB)
#define SHOW_GONE  "..."

/* Defaults of a channel that only one kind of it has. */
static const struct {
	const char *name;
	const char *kind;
} show_of_kind[] = {
    {"smtp", "mail"},
    {"from", "mail"},
    {"starttls", "mail"},
    {"cloudevents", "webhook"},
    {"ordered", "webhook"},
    {"allow-insecure", "webhook"},
    {"deadline", "exec"},
    {"memory", "exec"},
};

/* user:password@ of an address is a secret wherever it stands. */
static char *
show_without_login(const char *text)
{
	const char *host = strstr(text, "://");
	const char *at = NULL;

	if (host != NULL) {
		host += 3;
		at = memchr(host, '@', strcspn(host, "/?#"));
	}
	if (at == NULL)
		return mem_strdup(text);
	return mem_printf("%.*s" SHOW_GONE "%s", (int)(host - text), text, at);
}

static json_t *
show_text(const struct yaml_node *node)
{
	char *text = show_without_login(node->text);
	json_t *json = json_string(text);

	mem_free(text);
	return json != NULL ? json : json_string(SHOW_GONE);
}

static json_t *
show_node(const struct yaml_node *node)
{
	json_t *json;

	if (node->kind == YAML_SCALAR)
		return show_text(node);
	json = node->kind == YAML_LIST ? json_array() : json_object();
	for (size_t i = 0; i < node->count; i++) {
		if (node->kind == YAML_LIST)
			json_array_append_new(json, show_node(node->items[i]));
		else
			json_object_set_new(json, node->keys[i]->text,
			    show_node(node->items[i]));
	}
	return json;
}

/* What several files may say of one key goes together. */
static void
show_merge(json_t *config, const char *key, json_t *value)
{
	json_t *old = json_object_get(config, key);

	if (json_is_object(old) && json_is_object(value)) {
		json_object_update(old, value);
	} else if (json_is_array(old) && json_is_array(value)) {
		json_array_extend(old, value);
	} else {
		json_object_set(config, key, value);
	}
	json_decref(value);
}

static json_t *
show_files(const struct config *config, json_t *files)
{
	json_t *merged = json_object();

	for (size_t i = 0; i < config->doc_count; i++) {
		const struct yaml_node *root = yaml_root(config->docs[i]);

		for (size_t k = 0; root != NULL && k < root->count; k++) {
			if (strcmp(root->keys[k]->text, "include") != 0)
				show_merge(merged, root->keys[k]->text,
				    show_node(root->items[k]));
		}
		if (root != NULL)
			json_array_append_new(
			    files, json_string(root->mark.file));
	}
	return merged;
}

static bool
show_applies(enum section section, const json_t *object, const char *name)
{
	size_t n = sizeof(show_of_kind) / sizeof(show_of_kind[0]);

	for (size_t i = 0; section == SECTION_CHANNEL && i < n; i++) {
		if (strcmp(show_of_kind[i].name, name) == 0)
			return json_object_get(object, show_of_kind[i].kind) !=
			       NULL;
	}
	return true;
}

static void show_section(
    json_t *defaults, json_t *object, enum section section, const char *path);

/* The maps of one section within a value, by its shape. */
static void
show_part(json_t *defaults, json_t *value, const struct settings_part *part,
    const char *path)
{
	bool named = part->shape == SHAPE_NAMED;
	const char *key;
	json_t *inner;
	size_t i;

	if (json_is_array(value)) {
		json_array_foreach(value, i, inner)
		{
			char *below = mem_printf("%s.%zu", path, i);
			if (json_is_object(inner))
				show_section(
				    defaults, inner, part->holds, below);
			mem_free(below);
		}
	} else if (json_is_object(value) && named) {
		json_object_foreach(value, key, inner)
		{
			char *below = mem_printf("%s.%s", path, key);
			if (json_is_string(inner))
				json_object_set_new(
				    value, key, inner = json_object());
			show_section(defaults, inner, part->holds, below);
			mem_free(below);
		}
	} else if (json_is_object(value)) {
		show_section(defaults, value, part->holds, path);
	}
}

/* What no file says; sections that are off without a word stay away. */
static void
show_default(json_t *defaults, json_t *object, const struct setting *setting,
    const char *path)
{
	bool always = setting->section == SECTION_TOP &&
		      (strcmp(setting->name, "reader") == 0 ||
			  strcmp(setting->name, "access") == 0 ||
			  strcmp(setting->name, "retention") == 0);

	if (always)
		json_object_set_new(object, setting->name, json_object());
	if (setting->fallback == NULL || setting->type == SETTING_LATER ||
	    !show_applies(setting->section, object, setting->name))
		return;
	json_object_set_new(
	    object, setting->name, json_string(setting->fallback));
	json_array_append_new(defaults, json_string(path));
}

static void
show_section(
    json_t *defaults, json_t *object, enum section section, const char *path)
{
	size_t n;
	const struct setting *all = settings_all(&n);

	for (size_t i = 0; i < n; i++) {
		const struct settings_part *part =
		    settings_part_find(section, all[i].name);
		char *below = mem_printf(
		    "%s%s%s", path, *path != '\0' ? "." : "", all[i].name);

		if (all[i].section == section &&
		    json_object_get(object, all[i].name) == NULL)
			show_default(defaults, object, &all[i], below);
		if (all[i].section == section && part != NULL)
			show_part(defaults,
			    json_object_get(object, all[i].name), part, below);
		mem_free(below);
	}
}

/* The table's paths are those of an installed filingd. */
static void
show_place(json_t *config, const struct config_reader *reader)
{
	json_t *object = json_object_get(config, "reader");

	json_object_set_new(object, "program", json_string(reader->program));
	json_object_set_new(object, "lexicon", json_string(reader->lexicon));
	if (reader->own_lexicon != NULL)
		json_object_set_new(
		    object, "own-lexicon", json_string(reader->own_lexicon));
}

static int
show_add(const char *p, size_t n, void *arg)
{
	return buf_add(arg, p, n) == 0 ? 0 : -1;
}

static json_t *
show_hash(const json_t *config)
{
	char hex[SHA256_HEX_SIZE];
	struct buf text;
	int rc;

	buf_init(&text, SHOW_LIMIT);
	rc = json_dump_callback(
	    config, show_add, &text, JSON_COMPACT | JSON_SORT_KEYS);
	assert(rc == 0);
	(void)digest_sha256_hex(text.data, text.len, hex);
	buf_done(&text);
	return json_string(hex);
}

/* Of the address of a server what is before its path. */
static char *
show_server(const char *text, const char *host)
{
	size_t len = strcspn(host, "/?#");
	bool more = host[len] != '\0' && strcmp(host + len, "/") != 0;

	return mem_printf("%.*s%s", (int)(host + len - text), text,
	    more ? "/" SHOW_GONE : "");
}

/* An address without what only its owner should know. */
static json_t *
show_host(const char *text)
{
	const char *scheme = strstr(text, "://");
	const char *at = strchr(text, '@');
	char *kept;
	json_t *json;

	if (scheme != NULL)
		kept = show_server(text, scheme + 3);
	else if (at != NULL)
		kept = mem_printf(SHOW_GONE "%s", at);
	else
		kept = mem_strdup(text);
	json = json_string(kept);
	mem_free(kept);
	return json;
}

static json_t *show_redact(const char *key, json_t *value);

static json_t *
show_redact_list(const char *key, json_t *list)
{
	json_t *kept = json_array(), *inner;
	bool program = strcmp(key, "exec") == 0;
	size_t i;

	json_array_foreach(list, i, inner) json_array_append_new(
	    kept, program && i > 0 ? json_string(SHOW_GONE)
				   : show_redact(key, inner));
	return kept;
}

static json_t *
show_redact(const char *key, json_t *value)
{
	json_t *kept, *inner;
	const char *name;

	if (strcmp(key, "label") == 0 || strcmp(key, "ref") == 0)
		return json_string(SHOW_GONE);
	if (json_is_string(value))
		return show_host(json_string_value(value));
	if (json_is_array(value))
		return show_redact_list(key, value);
	kept = json_object();
	json_object_foreach(value, name, inner)
	    json_object_set_new(kept, name, show_redact(name, inner));
	return kept;
}

json_t *
config_show(const struct config *config, bool redacted)
{
	json_t *defaults = json_array();
	json_t *files = json_array();
	json_t *merged = show_files(config, files);
	json_t *hash, *shown;

	show_section(defaults, merged, SECTION_TOP, "");
	show_place(merged, &config->reader);
	hash = show_hash(merged);
	shown = redacted ? show_redact("", merged) : json_incref(merged);
	json_decref(merged);
	return json_pack("{s:s, s:o, s:o, s:b, s:o, s:o}", "path", config->path,
	    "files", files, "hash", hash, "redacted", redacted ? 1 : 0,
	    "config", shown, "defaults", defaults);
}
