/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What belongs to a source beside its own settings: its definition, the
 * calendar that this names and the secrets that it asks for; and whether the
 * settings give what the definition needs.
 */
#include "daemon/config_parse.h"
#include "lib/base/digest.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "lib/base/place.h"
#include "watchers/template.h"

#include <glob.h>
#include <string.h>

#define CODES_MAX    4096
#define SECRET_LEAST 4 /* shorter ones could not be hidden in messages */

/* Folders of definitions, those of the user first. */
struct config_folders {
	char *installed, *calendars, *own_calendars;
	const char *definitions[2];
};

static void
config_folders_init(
    struct config_folders *folders, const struct config_parse *parse)
{
	const char *given = parse->options->definitions;

	folders->installed =
	    given != NULL ? mem_strdup(given) : place_data("sources");
	if (parse->options->calendars != NULL)
		folders->calendars = mem_strdup(parse->options->calendars);
	else
		folders->calendars = given != NULL
					 ? mem_printf("%s/../calendars", given)
					 : place_data("calendars");
	folders->own_calendars =
	    mem_printf("%s/../calendars", parse->config->top.definitions);
	folders->definitions[0] = parse->config->top.definitions;
	folders->definitions[1] = folders->installed;
}

static void
config_folders_done(struct config_folders *folders)
{
	mem_free(folders->installed);
	mem_free(folders->calendars);
	mem_free(folders->own_calendars);
}

static void
config_add_folder_names(const char *folder, struct word_list *names)
{
	char *pattern = mem_printf("%s/*/definition.yaml", folder);
	size_t start = strlen(folder) + 1;
	glob_t found;

	if (glob(pattern, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			char *name = mem_strdup(found.gl_pathv[i] + start);

			name[strcspn(name, "/")] = '\0';
			word_list_add(names, name);
			mem_free(name);
		}
		globfree(&found);
	}
	mem_free(pattern);
}

static void
config_unknown_definition(struct config_parse *parse, const char *kind,
    const struct config_folders *folders, struct yaml_mark mark)
{
	struct word_list names = {0};
	const char *near;

	for (int i = 0; i < 2; i++)
		if (folders->definitions[i] != NULL)
			config_add_folder_names(
			    folders->definitions[i], &names);
	near =
	    yaml_nearest(kind, (const char *const *)names.words, names.count);
	config_complain(parse, mark,
	    "no source definition '%s' in %s or %s%s%s%s", kind,
	    folders->definitions[0], folders->definitions[1],
	    near != NULL ? ", did you mean '" : "", near != NULL ? near : "",
	    near != NULL ? "'?" : "");
	word_list_done(&names);
}

static int
config_load_definition(struct config_parse *parse, struct config_source *source,
    const char *kind, const struct config_folders *folders,
    struct yaml_mark mark)
{
	struct buf found;
	int rc;

	buf_init(&found, MIB);
	rc = definition_load(
	    kind, folders->definitions, 2, &source->definition, &found);
	if (rc == ERR_NOTFOUND)
		config_unknown_definition(parse, kind, folders, mark);
	else if (rc != 0)
		config_complain(
		    parse, mark, "source definition '%s' is faulty:", kind);
	if (found.len > 0) /* cut at the cap */
		err_drop(buf_add(parse->complaints, found.data, found.len));
	buf_done(&found);
	return rc;
}

struct calendar *
config_load_calendar(struct config_parse *parse, const char *name,
    const char *whose, struct yaml_mark mark)
{
	struct calendar *calendar = NULL;
	struct config_folders folders;
	struct buf found;
	int rc;

	config_folders_init(&folders, parse);
	const char *dirs[] = {folders.own_calendars, folders.calendars};
	buf_init(&found, MIB);
	rc = calendar_load(name, dirs, 2, &calendar, &found);
	if (rc != 0)
		config_complain(parse, mark, "%s calendar '%s' of %s",
		    rc == ERR_NOTFOUND ? "there is no" : "faulty is the", name,
		    whose);
	if (found.len > 0) /* cut at the cap */
		err_drop(buf_add(parse->complaints, found.data, found.len));
	buf_done(&found);
	config_folders_done(&folders);
	return calendar;
}

static void
config_load_source_calendar(struct config_parse *parse,
    struct config_source *source, struct yaml_mark mark)
{
	char *whose;

	if (source->definition->calendar == NULL)
		return;
	whose = mem_printf("source '%s'", source->name);
	source->calendar = config_load_calendar(
	    parse, source->definition->calendar, whose, mark);
	mem_free(whose);
}

static void
config_check_path(struct config_parse *parse,
    const struct config_source *source, struct yaml_mark mark)
{
	if (!source->definition->directory)
		config_complain(parse, mark,
		    "source '%s' is no directory, it has no 'path'",
		    source->name);
	else if (source->path == NULL || source->path[0] != '/')
		config_complain(parse, mark,
		    "source '%s' needs 'path', a directory from / on",
		    source->name);
	else if (source->url != NULL)
		config_complain(parse, mark,
		    "source '%s' is a directory, it has no 'url'",
		    source->name);
}

static void
config_check_url(struct config_parse *parse, const struct config_source *source,
    struct yaml_mark mark)
{
	const struct definition *definition = source->definition;
	struct template_scope scope = template_scope_of(definition);
	struct err err = ERR_NONE;
	size_t offset;

	if (definition->directory || source->path != NULL) {
		config_check_path(parse, source, mark);
		return;
	}
	if (definition->list.url == NULL && source->url == NULL)
		config_complain(
		    parse, mark, "source '%s' needs a url", source->name);
	else if (source->url != NULL &&
		 template_check(source->url, &scope, &offset, NULL, &err) != 0)
		config_complain(parse, mark, "url of source '%s': %s",
		    source->name, err.text);
}

static void
config_check_source(struct config_parse *parse,
    const struct config_source *source, struct yaml_mark mark)
{
	const struct definition *definition = source->definition;

	config_check_url(parse, source, mark);
	/* whose an entry or a file is may stand in the document alone */
	if (definition->spec.market == NULL &&
	    definition->spec.engine != ENGINE_FEED && !definition->own_codes &&
	    !definition->directory && definition->spec.listing == NULL &&
	    source->listing == NULL)
		config_complain(parse, mark,
		    "source '%s' needs an issuer: its list does not say whose "
		    "filings it holds",
		    source->name);
	if (definition->terms_must_accept && !source->accepted)
		config_complain(parse, mark,
		    "source '%s' needs 'accepted: yes': %s", source->name,
		    definition->terms != NULL
			? definition->terms
			: "its terms restrict automation");
	if (definition->needs_contact && parse->config->top.contact == NULL)
		config_complain(parse, mark,
		    "source '%s' needs 'contact' at the top: it wants to know "
		    "whom to write to",
		    source->name);
}

/* What would end a header, or cannot be hidden again, is no secret of ours. */
static bool
config_check_credential(
    struct config_parse *parse, const struct yaml_node *node, const char *text)
{
	if (strlen(text) < SECRET_LEAST) {
		config_complain(parse, node->mark,
		    "the credential has less than %d characters", SECRET_LEAST);
		return false;
	}
	for (const char *p = text; *p != '\0'; p++) {
		if ((unsigned char)*p >= ' ' && *p != 0x7f)
			continue;
		config_complain(parse, node->mark,
		    "the credential holds a control character");
		return false;
	}
	return true;
}

static void
config_add_credential(struct config_parse *parse, struct config_source *source,
    const char *name, const struct yaml_node *node)
{
	char *text = config_read_secret(parse, node, name);
	size_t n = source->credential_count;

	if (text == NULL)
		return;
	if (!config_check_credential(parse, node, text)) {
		bytes_wipe(text, strlen(text));
		mem_free(text);
		return;
	}
	source->credentials = mem_resize(
	    source->credentials, n + 1, sizeof(*source->credentials));
	source->credentials[n] = (struct list_pair){mem_strdup(name), text};
	source->credential_count = n + 1;
}

static bool
config_is_asked(const struct word_list *asked, const char *name)
{
	for (size_t i = 0; i < asked->count; i++)
		if (strcmp(asked->words[i], name) == 0)
			return true;
	return false;
}

/* Secrets that are given, but nobody asks for. */
static void
config_check_given(struct config_parse *parse,
    const struct config_source *source, const struct yaml_node *given)
{
	const struct word_list *asked = &source->definition->credentials;

	if (given->kind != YAML_MAP) {
		config_complain(
		    parse, given->mark, "'credentials' must be a map of names");
		return;
	}
	for (size_t i = 0; i < given->count; i++) {
		const char *name = given->keys[i]->text;
		const char *near = yaml_nearest(
		    name, (const char *const *)asked->words, asked->count);

		if (!config_is_asked(asked, name))
			config_complain(parse, given->keys[i]->mark,
			    "source '%s' asks for no credential '%s'%s%s%s",
			    source->name, name,
			    near != NULL ? ", did you mean '" : "",
			    near != NULL ? near : "", near != NULL ? "'?" : "");
	}
}

static void
config_read_credentials(struct config_parse *parse,
    struct config_source *source, const struct yaml_node *key,
    const struct yaml_node *value)
{
	const struct word_list *asked = &source->definition->credentials;
	const struct yaml_node *given = yaml_get(value, "credentials");

	if (given != NULL)
		config_check_given(parse, source, given);
	for (size_t i = 0; i < asked->count; i++) {
		const char *name = asked->words[i];
		const struct yaml_node *node = yaml_get(given, name);

		if (node != NULL)
			config_add_credential(parse, source, name, node);
		else
			config_complain(parse, key->mark,
			    "source '%s' needs 'credentials: { %s: "
			    "{ credential: NAME } }'",
			    source->name, name);
	}
}

static void
config_add_code(struct config_parse *parse, struct list_spec *spec,
    const struct yaml_node *key, const struct yaml_node *node)
{
	char listing[LISTING_MAX];
	struct err err = ERR_NONE;

	if (node->kind != YAML_SCALAR)
		config_complain(
		    parse, node->mark, "a code stands for one listing");
	else if (listing_parse(node->text, listing, &err) != 0)
		config_complain(parse, node->mark, "%s", err.text);
	else
		spec->codes[spec->code_count++] = (struct list_pair){
		    mem_strdup(key->text), mem_strdup(listing)};
}

/* What codes of the list stand for, beside or instead of its market's. */
static void
config_read_codes(struct config_parse *parse, struct config_source *source,
    const struct yaml_node *node)
{
	struct list_spec *spec = &source->definition->spec;

	if (node == NULL)
		return;
	if (node->kind != YAML_MAP || node->count > CODES_MAX) {
		config_complain(parse, node->mark,
		    "'codes' must be a map of at most %d codes and listings",
		    CODES_MAX);
		return;
	}
	spec->codes = mem_array(node->count + 1, sizeof(*spec->codes));
	for (size_t i = 0; i < node->count; i++)
		config_add_code(parse, spec, node->keys[i], node->items[i]);
}

void
config_read_definition(struct config_parse *parse, struct config_source *source,
    const struct yaml_node *key, const struct yaml_node *value)
{
	const struct yaml_node *kind = yaml_get(value, "kind");
	const char *name = key->text;
	struct config_folders folders;

	if (kind != NULL && (name = config_text(parse, kind, "kind")) == NULL)
		return;
	config_folders_init(&folders, parse);
	if (config_load_definition(parse, source, name, &folders,
		kind != NULL ? kind->mark : key->mark) == 0) {
		config_load_source_calendar(parse, source, key->mark);
		config_check_source(parse, source, key->mark);
		config_read_credentials(parse, source, key, value);
		config_read_codes(parse, source, yaml_get(value, "codes"));
	}
	config_folders_done(&folders);
}

void
config_credentials_done(struct config_source *source)
{
	for (size_t i = 0; i < source->credential_count; i++) {
		char *text = source->credentials[i].value;

		bytes_wipe(text, strlen(text));
		mem_free(text);
		mem_free(source->credentials[i].name);
	}
	mem_free(source->credentials);
}
