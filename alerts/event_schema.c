/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a type of event. Out: the schema that its bodies follow. `filingctl
 * schema` prints it, doc/Makefile.inc installs them all.
 */
#include "alerts/event_schema.h"

#include "alerts/view.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"

#include <jansson.h>
#include <string.h>

#define SCHEMA_DRAFT "https://json-schema.org/draft/2020-12/schema"
#define SCHEMA_ID    "urn:filingd:schema:1:"

enum schema_kind {
	SCHEMA_TEXT,
	SCHEMA_TIME, /* RFC 3339 in UTC */
	SCHEMA_DAY,
	SCHEMA_INT,
	SCHEMA_BOOL,
	SCHEMA_AMOUNT, /* an exact decimal in a string */
	SCHEMA_PERCENT, /* two decimals in a string */
	SCHEMA_WORD, /* of the vocabulary */
	SCHEMA_FLAGS, /* a list of words */
	SCHEMA_TEXTS, /* a list of texts */
	SCHEMA_OBJECT,
	SCHEMA_OBJECTS /* a list of them */
};

enum schema_use {
	ALWAYS,
	NULLABLE, /* always there, perhaps null */
	SELDOM, /* only where it says something */
	SELDOM_NULLABLE,
	JUDGED /* only where a filing was judged: warnings and distress */
};

struct schema_member {
	const char *object; /* that it belongs to */
	const char *name;
	enum schema_kind kind;
	enum schema_use use;
	const char *holds; /* OBJECT, OBJECTS: the name of theirs */
	enum vocab words; /* WORD */
	const char *help;
};

/* clang-format off */
static const struct schema_member schema_members[] = {
	{"about_filing", "warning", SCHEMA_OBJECT, JUDGED, "warning", 0, "what the filing amounts to"},
	{"about_filing", "fact", SCHEMA_OBJECT, SELDOM_NULLABLE, "fact", 0, "the figure that decided"},
	{"about_filing", "facts", SCHEMA_OBJECTS, JUDGED, "fact", 0, "other figures of the filing"},
	{"about_filing", "changes", SCHEMA_OBJECTS, JUDGED, "change", 0, "each figure against what was known"},
	{"about_filing", "evidence", SCHEMA_OBJECTS, JUDGED, "evidence", 0, "quotes with their place, five at most"},
	{"about_filing", "filing", SCHEMA_OBJECT, ALWAYS, "filing", 0, "the filing itself"},
	{"about_filing", "issuer", SCHEMA_OBJECT, ALWAYS, "issuer", 0, "whose filing it is"},
	{"about_filing", "times", SCHEMA_OBJECT, ALWAYS, "times", 0, "when it was published"},
	{"about_filing", "ledger_since", SCHEMA_TIME, NULLABLE, NULL, 0, "since when filingd knows figures"},
	{"about_filing", "truncated", SCHEMA_BOOL, ALWAYS, NULL, 0, "something was left out to keep the body small"},

	{"about_self", "subject", SCHEMA_TEXT, NULLABLE, NULL, 0, "the source or channel that it is about"},
	{"about_self", "text", SCHEMA_TEXT, NULLABLE, NULL, 0, "what happened, for people"},
	{"about_self", "instance", SCHEMA_TEXT, NULLABLE, NULL, 0, "the filingd that says so"},
	{"about_self", "moment", SCHEMA_TIME, NULLABLE, NULL, 0, "when it happened"},

	{"warning", "id", SCHEMA_TEXT, ALWAYS, NULL, 0, "the same for each version of a warning"},
	{"warning", "version", SCHEMA_INT, ALWAYS, NULL, 0, "the highest is the newest; order of arrival is not"},
	{"warning", "class", SCHEMA_WORD, ALWAYS, NULL, VOCAB_CLASSES, "what kind of change"},
	{"warning", "direction", SCHEMA_WORD, ALWAYS, NULL, VOCAB_DIRECTIONS, "whether it is bad news"},
	{"warning", "severity", SCHEMA_INT, ALWAYS, NULL, 0, "0 none to 5 critical"},
	{"warning", "good", SCHEMA_INT, ALWAYS, NULL, 0, "the same scale for good news"},
	{"warning", "grade", SCHEMA_WORD, ALWAYS, NULL, VOCAB_GRADES, "how sure it is"},
	{"warning", "guidance", SCHEMA_WORD, ALWAYS, NULL, VOCAB_GUIDANCES, "against the issuer's own earlier word"},
	{"warning", "distress", SCHEMA_WORD, ALWAYS, NULL, VOCAB_DISTRESSES, "trouble that is no forecast"},
	{"warning", "period", SCHEMA_OBJECT, NULLABLE, "period", 0, "of the figures"},
	{"warning", "flags", SCHEMA_FLAGS, ALWAYS, NULL, 0, "what is special about it"},
	{"warning", "reasons", SCHEMA_OBJECTS, ALWAYS, "reason", 0, "the rules that led to it"},
	{"warning", "closes", SCHEMA_BOOL, ALWAYS, NULL, 0, "the result is out: the last version"},
	{"warning", "data_gap", SCHEMA_BOOL, ALWAYS, NULL, 0, "figures to compare with are unknown"},

	{"period", "start", SCHEMA_DAY, NULLABLE, NULL, 0, "first day"},
	{"period", "end", SCHEMA_DAY, NULLABLE, NULL, 0, "last day"},
	{"period", "label", SCHEMA_TEXT, ALWAYS, NULL, 0, "FY2025, 2025H1"},

	{"reason", "id", SCHEMA_TEXT, NULLABLE, NULL, 0, "the rule's name"},
	{"reason", "axis", SCHEMA_WORD, ALWAYS, NULL, VOCAB_AXES, "what was compared with"},
	{"reason", "severity", SCHEMA_INT, ALWAYS, NULL, 0, "what it adds up to alone"},
	{"reason", "text", SCHEMA_TEXT, NULLABLE, NULL, 0, "for people"},

	{"fact", "metric", SCHEMA_WORD, ALWAYS, NULL, VOCAB_METRICS, "what is measured"},
	{"fact", "basis", SCHEMA_WORD, ALWAYS, NULL, VOCAB_BASES, "how it is measured"},
	{"fact", "role", SCHEMA_WORD, ALWAYS, NULL, VOCAB_ROLES, "forecast, actual, prior year ..."},
	{"fact", "period", SCHEMA_OBJECT, NULLABLE, "period", 0, "that it is about"},
	{"fact", "low", SCHEMA_AMOUNT, NULLABLE, NULL, 0, "lower bound in currency units; null: open"},
	{"fact", "high", SCHEMA_AMOUNT, NULLABLE, NULL, 0, "upper bound; null: open"},
	{"fact", "currency", SCHEMA_TEXT, NULLABLE, NULL, 0, "ISO 4217"},
	{"fact", "quote", SCHEMA_TEXT, NULLABLE, NULL, 0, "the words of the document"},
	{"fact", "offset", SCHEMA_INT, ALWAYS, NULL, 0, "where they stand in its text"},
	{"fact", "page", SCHEMA_INT, SELDOM, NULL, 0, "from 1"},
	{"fact", "approx", SCHEMA_BOOL, SELDOM, NULL, 0, "about so much"},
	{"fact", "derived", SCHEMA_BOOL, SELDOM, NULL, 0, "computed from others"},
	{"fact", "broker", SCHEMA_TEXT, SELDOM, NULL, 0, "whose estimate it is"},

	{"change", "axis", SCHEMA_WORD, ALWAYS, NULL, VOCAB_AXES, "what it is compared with"},
	{"change", "metric", SCHEMA_WORD, ALWAYS, NULL, VOCAB_METRICS, "what is measured"},
	{"change", "low_pct", SCHEMA_PERCENT, NULLABLE, NULL, 0, "of the lower bound"},
	{"change", "high_pct", SCHEMA_PERCENT, NULLABLE, NULL, 0, "of the upper bound"},
	{"change", "mid_pct", SCHEMA_PERCENT, NULLABLE, NULL, 0, "of the middle"},
	{"change", "class", SCHEMA_WORD, SELDOM, NULL, VOCAB_CLASSES, "axis prior"},
	{"change", "guidance", SCHEMA_WORD, SELDOM, NULL, VOCAB_GUIDANCES, "axis guidance"},
	{"change", "consensus", SCHEMA_OBJECT, SELDOM_NULLABLE, "consensus", 0, "axis consensus"},
	{"change", "position_pct", SCHEMA_PERCENT, SELDOM_NULLABLE, NULL, 0, "axis actual: where in the forecast's range"},
	{"change", "base", SCHEMA_OBJECT, NULLABLE, "base", 0, "the figure before"},
	{"change", "flags", SCHEMA_FLAGS, ALWAYS, NULL, 0, "what is special about it"},

	{"base", "low", SCHEMA_AMOUNT, NULLABLE, NULL, 0, "lower bound; null: open"},
	{"base", "high", SCHEMA_AMOUNT, NULLABLE, NULL, 0, "upper bound; null: open"},
	{"base", "currency", SCHEMA_TEXT, NULLABLE, NULL, 0, "ISO 4217"},
	{"base", "quote", SCHEMA_TEXT, NULLABLE, NULL, 0, "the words it stood in"},
	{"base", "source_id", SCHEMA_TEXT, NULLABLE, NULL, 0, "of the filing it stood in"},
	{"base", "restated", SCHEMA_BOOL, ALWAYS, NULL, 0, "the prior year was restated"},
	{"base", "derived", SCHEMA_BOOL, ALWAYS, NULL, 0, "computed from others"},

	{"consensus", "n", SCHEMA_INT, ALWAYS, NULL, 0, "estimates"},
	{"consensus", "mean", SCHEMA_AMOUNT, ALWAYS, NULL, 0, "of them"},
	{"consensus", "median", SCHEMA_AMOUNT, ALWAYS, NULL, 0, "of them"},
	{"consensus", "min", SCHEMA_AMOUNT, ALWAYS, NULL, 0, "of them"},
	{"consensus", "max", SCHEMA_AMOUNT, ALWAYS, NULL, 0, "of them"},
	{"consensus", "below_pct", SCHEMA_PERCENT, NULLABLE, NULL, 0, "below the lowest of them"},
	{"consensus", "stale", SCHEMA_BOOL, ALWAYS, NULL, 0, "the estimates are old"},

	{"evidence", "quote", SCHEMA_TEXT, NULLABLE, NULL, 0, "the words of the document"},
	{"evidence", "page", SCHEMA_INT, NULLABLE, NULL, 0, "from 1"},
	{"evidence", "offset", SCHEMA_INT, ALWAYS, NULL, 0, "where they stand in its text"},

	{"filing", "source", SCHEMA_TEXT, NULLABLE, NULL, 0, "the source that listed it"},
	{"filing", "source_id", SCHEMA_TEXT, NULLABLE, NULL, 0, "its id there"},
	{"filing", "form", SCHEMA_WORD, ALWAYS, NULL, VOCAB_FORMS, "what kind of filing"},
	{"filing", "title", SCHEMA_TEXT, NULLABLE, NULL, 0, "as listed"},
	{"filing", "url", SCHEMA_TEXT, NULLABLE, NULL, 0, "of its document"},
	{"filing", "sha256", SCHEMA_TEXT, NULLABLE, NULL, 0, "of the document's bytes"},
	{"filing", "publisher", SCHEMA_TEXT, NULLABLE, NULL, 0, "who filed it"},
	{"filing", "supersedes", SCHEMA_TEXT, NULLABLE, NULL, 0, "the source id of the one it corrects"},
	{"filing", "readable", SCHEMA_BOOL, ALWAYS, NULL, 0, "its document was read"},
	{"filing", "unreadable_why", SCHEMA_TEXT, SELDOM_NULLABLE, NULL, 0, "why not"},

	{"issuer", "name", SCHEMA_TEXT, NULLABLE, NULL, 0, "as printed"},
	{"issuer", "listings", SCHEMA_TEXTS, ALWAYS, NULL, 0, "MIC:ticker"},
	{"issuer", "ref", SCHEMA_TEXT, NULLABLE, NULL, 0, "your own key of the watch list"},
	{"issuer", "label", SCHEMA_TEXT, NULLABLE, NULL, 0, "what the watch list calls it"},

	{"times", "published", SCHEMA_TIME, NULLABLE, NULL, 0, "as understood"},
	{"times", "printed", SCHEMA_TEXT, NULLABLE, NULL, 0, "as listed"},
	{"times", "precision", SCHEMA_WORD, ALWAYS, NULL, VOCAB_PRECISIONS, "how exact that is"},
};
/* clang-format on */

#define SCHEMA_MEMBERS (sizeof(schema_members) / sizeof(schema_members[0]))

static json_t *
schema_ref(const char *object)
{
	char *text = mem_printf("#/$defs/%s", object);
	json_t *ref = json_pack("{s:s}", "$ref", text);

	mem_free(text);
	return ref;
}

static json_t *
schema_text(const char *pattern, const char *format)
{
	json_t *text = json_pack("{s:s}", "type", "string");

	if (pattern != NULL)
		json_object_set_new(text, "pattern", json_string(pattern));
	if (format != NULL)
		json_object_set_new(text, "format", json_string(format));
	return text;
}

static json_t *
schema_list(json_t *items)
{
	return json_pack("{s:s, s:o}", "type", "array", "items", items);
}

static json_t *
schema_words(enum vocab words)
{
	json_t *list = json_array();

	for (int i = 0; i < vocab_size(words); i++)
		json_array_append_new(list, json_string(vocab_word(words, i)));
	return json_pack("{s:o}", "enum", list);
}

static json_t *
schema_flags(void)
{
	json_t *list = json_array();

	for (int bit = 0; bit < FLAG_COUNT; bit++)
		json_array_append_new(
		    list, json_string(vocab_flag_word(1U << bit)));
	return schema_list(json_pack("{s:o}", "enum", list));
}

static json_t *
schema_of_kind(const struct schema_member *member)
{
	switch (member->kind) {
	case SCHEMA_TEXT:
		return schema_text(NULL, NULL);
	case SCHEMA_TIME:
		return schema_text("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:"
				   "[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$",
		    "date-time");
	case SCHEMA_DAY:
		return schema_text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "date");
	case SCHEMA_INT:
		return json_pack("{s:s}", "type", "integer");
	case SCHEMA_BOOL:
		return json_pack("{s:s}", "type", "boolean");
	case SCHEMA_AMOUNT:
		return schema_text("^-?[0-9]+(\\.[0-9]+)?$", NULL);
	case SCHEMA_PERCENT:
		return schema_text("^-?[0-9]+\\.[0-9]{2}$", NULL);
	case SCHEMA_WORD:
		return schema_words(member->words);
	case SCHEMA_FLAGS:
		return schema_flags();
	case SCHEMA_TEXTS:
		return schema_list(schema_text(NULL, NULL));
	case SCHEMA_OBJECT:
		return schema_ref(member->holds);
	case SCHEMA_OBJECTS:
		return schema_list(schema_ref(member->holds));
	}
	return json_object();
}

static json_t *
schema_member(const struct schema_member *member)
{
	json_t *value = schema_of_kind(member);

	if (member->use == NULLABLE || member->use == SELDOM_NULLABLE)
		value =
		    json_pack("{s:[o, {s:s}]}", "anyOf", value, "type", "null");
	json_object_set_new(value, "description", json_string(member->help));
	return value;
}

static bool
schema_is_required(const struct schema_member *member, bool judged)
{
	if (strcmp(member->name, "fact") == 0)
		return judged; /* null where words alone decided */
	return member->use == ALWAYS || member->use == NULLABLE ||
	       (member->use == JUDGED && judged);
}

static json_t *
schema_object(const char *name, bool judged)
{
	json_t *properties = json_object();
	json_t *required = json_array();

	for (size_t i = 0; i < SCHEMA_MEMBERS; i++) {
		const struct schema_member *member = &schema_members[i];

		if (strcmp(member->object, name) != 0)
			continue;
		json_object_set_new(
		    properties, member->name, schema_member(member));
		if (schema_is_required(member, judged))
			json_array_append_new(
			    required, json_string(member->name));
	}
	return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties",
	    properties, "required", required, "additionalProperties", 1);
}

/* The objects that an object of this name leads to, itself among them. */
static void
schema_add_objects(json_t *all, const char *name, bool judged)
{
	if (json_object_get(all, name) != NULL)
		return;
	json_object_set_new(all, name, schema_object(name, judged));
	for (size_t i = 0; i < SCHEMA_MEMBERS; i++) {
		const struct schema_member *member = &schema_members[i];

		if (member->holds != NULL && strcmp(member->object, name) == 0)
			schema_add_objects(all, member->holds, judged);
	}
}

/* Types that only a verdict brings about. */
static bool
schema_is_judged(enum event_type type)
{
	return type == EVENT_WARNING_DETECTED ||
	       type == EVENT_WARNING_UPDATED || type == EVENT_DISTRESS_DETECTED;
}

char *
event_schema_text(enum event_type type)
{
	const char *word = vocab_word(VOCAB_EVENTS, (int)type);
	bool filing = view_is_about_filing(type);
	const char *data = filing ? "about_filing" : "about_self";
	const struct schema_member time = {
	    .kind = SCHEMA_TIME,
	    .use = NULLABLE,
	    .help =
		filing ? "when the filing was published" : "when it happened",
	};
	json_t *objects = json_object();
	char *id = mem_printf(SCHEMA_ID "%s", word);
	json_t *schema;

	schema_add_objects(objects, data, schema_is_judged(type));
	schema = json_pack(
	    "{s:s, s:s, s:s, s:s, s:{s:{s:s}, s:o, s:o}, s:[s, s, s], s:b, "
	    "s:o}",
	    "$schema", SCHEMA_DRAFT, "$id", id, "title", word, "type", "object",
	    "properties", "type", "const", word, "timestamp",
	    schema_member(&time), "data", schema_ref(data), "required", "type",
	    "timestamp", "data", "additionalProperties", 1, "$defs", objects);
	mem_free(id);
	return json_text_indented(schema);
}
