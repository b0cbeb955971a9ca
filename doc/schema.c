/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prints the JSON Schema of filingd.yaml for editors, from the table of
 * settings. What the table does not say of lists and maps stands below. Run by
 * doc/Makefile.inc.
 */
#include "daemon/settings_parts.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define SCHEMA_ID "https://json-schema.org/draft/2020-12/schema"

static json_t *
schema_type(const char *type)
{
	return json_pack("{s:s}", "type", type);
}

static json_t *
schema_list_of(json_t *items)
{
	return json_pack("{s:s, s:o}", "type", "array", "items", items);
}

static json_t *
schema_map_of(json_t *values)
{
	return json_pack(
	    "{s:s, s:o}", "type", "object", "additionalProperties", values);
}

static json_t *
schema_either(json_t *a, json_t *b)
{
	return json_pack("{s:[o, o]}", "anyOf", a, b);
}

/* To YAML a number, yes and 00700 are no text; to filingd they are. */
static json_t *
schema_text(void)
{
	return json_pack(
	    "{s:[s, s, s]}", "type", "string", "number", "boolean");
}

static json_t *
schema_section(enum section section)
{
	char text[32];

	(void)snprintf(
	    text, sizeof(text), "#/$defs/%s", settings_section_word(section));
	return json_pack("{s:s}", "$ref", text);
}

static json_t *
schema_part(const struct settings_part *part)
{
	json_t *holds = schema_section(part->holds);

	switch (part->shape) {
	case SHAPE_ONE:
		return holds;
	case SHAPE_ONE_OR_LIST:
		return schema_either(
		    holds, schema_list_of(schema_section(part->holds)));
	case SHAPE_TEXT_OR_ONE:
		return schema_either(schema_text(), holds);
	case SHAPE_NAMED:
		return schema_map_of(schema_either(holds, schema_type("null")));
	case SHAPE_LIST:
		return schema_list_of(holds);
	case SHAPE_NAMED_LISTS:
		return schema_map_of(schema_either(
		    schema_list_of(schema_either(schema_text(), holds)),
		    json_deep_copy(holds)));
	case SHAPE_WORDS:
		break;
	}
	return holds;
}

static json_t *
schema_other(const struct setting *setting)
{
	const struct settings_part *part =
	    settings_part_find(setting->section, setting->name);

	if (part != NULL)
		return schema_part(part);
	return schema_either(schema_text(), schema_list_of(schema_text()));
}

/* "a|b|c" as a list. */
static json_t *
schema_words(const char *words)
{
	json_t *list = json_array();

	while (*words != '\0') {
		size_t n = strcspn(words, "|");

		json_array_append_new(list, json_stringn(words, n));
		words += n + (words[n] == '|');
	}
	return json_pack("{s:o}", "enum", list);
}

static json_t *
schema_setting(const struct setting *setting)
{
	switch (setting->type) {
	case SETTING_TEXT:
	case SETTING_LISTING:
		return schema_text();
	case SETTING_PATH:
		return json_pack(
		    "{s:s, s:s}", "type", "string", "pattern", "^/");
	case SETTING_DURATION:
		return json_pack("{s:s, s:s}", "type", "string", "pattern",
		    "^([0-9]+(ms|s|m|h|d|y))+$");
	case SETTING_AGE:
		return json_pack("{s:s, s:s}", "type", "string", "pattern",
		    "^(never|([0-9]+(ms|s|m|h|d|y))+)$");
	case SETTING_NUMBER:
		return json_pack("{s:s, s:I, s:I}", "type", "integer",
		    "minimum", (json_int_t)setting->min, "maximum",
		    (json_int_t)setting->max);
	case SETTING_YES_NO:
		return json_pack("{s:[b, b, s, s]}", "enum", 1, 0, "yes", "no");
	case SETTING_WORD:
		return schema_words(setting->words);
	case SETTING_OTHER:
	case SETTING_LATER:
		break;
	}
	return schema_other(setting);
}

static json_t *
schema_settings(enum section section)
{
	size_t n;
	const struct setting *all = settings_all(&n);
	json_t *properties = json_object();

	for (size_t i = 0; i < n; i++) {
		json_t *value;

		if (all[i].section != section || all[i].type == SETTING_LATER)
			continue;
		value = schema_setting(&all[i]);
		json_object_set_new(
		    value, "description", json_string(all[i].help));
		if (all[i].fallback != NULL)
			json_object_set_new(
			    value, "default", json_string(all[i].fallback));
		json_object_set_new(properties, all[i].name, value);
	}
	return json_pack("{s:s, s:o, s:b}", "type", "object", "properties",
	    properties, "additionalProperties", 0);
}

int
main(void)
{
	json_t *sections = json_object();
	json_t *schema;
	int rc;

	for (int i = 0; i < SECTION_COUNT; i++)
		json_object_set_new(sections,
		    settings_section_word((enum section)i),
		    schema_settings((enum section)i));
	schema = json_pack("{s:s, s:s, s:s, s:o}", "$schema", SCHEMA_ID,
	    "title", "filingd.yaml", "$ref", "#/$defs/top", "$defs", sections);
	rc = json_dumpf(schema, stdout, JSON_INDENT(1));
	json_decref(schema);
	return rc == 0 && putchar('\n') != EOF ? 0 : 1;
}
