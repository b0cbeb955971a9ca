/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: JSON that holds a list somewhere. Out: where its rows are, and which of
 * their members are key, title, address and time. Called by reading/sketch.c.
 */
#include "lib/base/mem.h"
#include "reading/json_guard.h"
#include "reading/sketch.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

#define SKETCH_DEPTH   5
#define SKETCH_POINTER 256
#define SKETCH_COLUMNS 96

enum sketch_role {
	SKETCH_KEY,
	SKETCH_TITLE,
	SKETCH_URL,
	SKETCH_TIME,
	SKETCH_ROLES
};

/* The best list so far. */
struct sketch_list {
	json_t *rows;
	char pointer[SKETCH_POINTER];
	json_t *parent; /* the object that holds it; NULL */
	char parent_pointer[SKETCH_POINTER];
};

struct sketch_member {
	char pointer[SKETCH_POINTER];
	struct sketch_column column;
};

struct sketch_table {
	size_t count;
	struct sketch_member members[SKETCH_COLUMNS];
	int best[SKETCH_ROLES]; /* points, 0: none */
	const struct sketch_member *chosen[SKETCH_ROLES];
};

/* A name that can stand in a pointer and a template as it is. */
static bool
sketch_is_plain(const char *name)
{
	if (*name == '\0')
		return false;
	for (; *name != '\0'; name++) {
		unsigned char c = (unsigned char)*name;

		if (c <= ' ' || c == 0x7f ||
		    strchr("{}\"\\/~%*:#'`", c) != NULL)
			return false;
	}
	return true;
}

static bool
sketch_join(const char *pointer, const char *name, char ret[SKETCH_POINTER])
{
	size_t n = strlen(pointer), m = strlen(name);

	if (!sketch_is_plain(name) || n + m + 2 > SKETCH_POINTER)
		return false;
	memcpy(ret, pointer, n);
	ret[n] = '/';
	memcpy(ret + n + 1, name, m + 1);
	return true;
}

static bool
sketch_is_rows(const json_t *json)
{
	size_t n = json_array_size(json), objects = 0;

	for (size_t i = 0; i < n && i < SKETCH_SAMPLES; i++)
		objects += json_object_size(json_array_get(json, i)) > 1;
	return objects > 0 &&
	       objects * 2 >= (n < SKETCH_SAMPLES ? n : SKETCH_SAMPLES);
}

/* The longest list of objects that is not inside another one. */
static void
sketch_search(json_t *json, const char *pointer, int depth,
    const struct sketch_list *holder, struct sketch_list *best)
{
	char inner[SKETCH_POINTER];
	struct sketch_list here = {.parent = json};
	const char *name;
	json_t *value;

	if (sketch_is_rows(json) &&
	    json_array_size(json) > json_array_size(best->rows)) {
		*best = *holder;
		best->rows = json;
		memcpy(best->pointer, pointer, strlen(pointer) + 1);
	}
	if (!json_is_object(json) || depth == 0)
		return;
	memcpy(here.parent_pointer, pointer, strlen(pointer) + 1);
	json_object_foreach(json, name, value)
	{
		if (sketch_join(pointer, name, inner))
			sketch_search(value, inner, depth - 1, &here, best);
	}
}

static char *
sketch_text(const json_t *value)
{
	if (json_is_string(value))
		return mem_strdup(json_string_value(value));
	if (json_is_integer(value))
		return mem_printf("%lld", (long long)json_integer_value(value));
	return NULL;
}

static struct sketch_member *
sketch_member(struct sketch_table *table, const char *pointer)
{
	struct sketch_member *member;

	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->members[i].pointer, pointer) == 0)
			return &table->members[i];
	if (table->count == SKETCH_COLUMNS)
		return NULL;
	member = &table->members[table->count++];
	memcpy(member->pointer, pointer, strlen(pointer) + 1);
	return member;
}

/* The members of a row, and those of the objects in it. */
static void
sketch_take_row(
    struct sketch_table *table, json_t *row, const char *pointer, int depth)
{
	char inner[SKETCH_POINTER];
	const char *name;
	json_t *value;

	json_object_foreach(row, name, value)
	{
		struct sketch_member *member;
		char *text;

		if (!sketch_join(pointer, name, inner))
			continue;
		if (json_is_object(value) && depth > 0)
			sketch_take_row(table, value, inner, depth - 1);
		text = sketch_text(value);
		member = text != NULL ? sketch_member(table, inner) : NULL;
		if (member != NULL && member->column.count < SKETCH_SAMPLES)
			member->column.texts[member->column.count++] = text;
		else
			mem_free(text);
	}
}

struct sketch_hint {
	const char *word; /* somewhere in the name */
	int points;
};

static int
sketch_hints(const char *pointer, const struct sketch_hint *hints)
{
	const char *name = strrchr(pointer, '/') + 1;

	for (; hints->word != NULL; hints++)
		if (strcasestr(name, hints->word) != NULL)
			return hints->points;
	return 0;
}

static bool
sketch_is_url(const struct sketch_column *column)
{
	for (size_t i = 0; i < column->count; i++) {
		const char *s = column->texts[i];

		if (*s != '/' && strncmp(s, "http://", 7) != 0 &&
		    strncmp(s, "https://", 8) != 0)
			return false;
	}
	return column->count > 0;
}

static int
sketch_key_points(const struct sketch_member *member, bool url, bool moment)
{
	static const struct sketch_hint keys[] = {{"guid", 9}, {"uuid", 9},
	    {"id", 6}, {"seq", 5}, {"_no", 5}, {"number", 5}, {"key", 5},
	    {"code", 1}, {NULL, 0}};

	/* long digits may pass for a time and still be an id */
	if (!sketch_is_unique(&member->column) ||
	    (moment && sketch_length(&member->column) <= 14))
		return 0;
	return 1 + sketch_hints(member->pointer, keys) - (url ? 1 : 0);
}

static int
sketch_title_points(const struct sketch_member *member)
{
	static const struct sketch_hint titles[] = {{"title", 9},
	    {"headline", 9}, {"subject", 7}, {"report_nm", 7}, {"desc", 2},
	    {"name", 1}, {NULL, 0}};
	size_t length = sketch_length(&member->column);

	if (length < 4)
		return 0;
	return sketch_hints(member->pointer, titles) + (length > 12 ? 2 : 0);
}

static int
sketch_points(const struct sketch_member *member, enum sketch_role role)
{
	static const struct sketch_hint urls[] = {{"url", 5}, {"link", 5},
	    {"href", 5}, {"pdf", 5}, {"file", 3}, {"path", 3}, {NULL, 0}};
	static const struct sketch_hint times[] = {{"publish", 6}, {"time", 5},
	    {"date", 5}, {"_dt", 5}, {"created", 4}, {NULL, 0}};
	const struct sketch_column *column = &member->column;
	struct sketch time = {.engine = "json"};
	bool url = sketch_is_url(column);
	bool moment = sketch_is_time(column, &time);

	switch (role) {
	case SKETCH_KEY:
		return sketch_key_points(member, url, moment);
	case SKETCH_TITLE:
		return url || moment ? 0 : sketch_title_points(member);
	case SKETCH_URL:
		return url ? 2 + sketch_hints(member->pointer, urls) : 0;
	case SKETCH_TIME:
		if (!moment)
			return 0;
		return 1 + sketch_hints(member->pointer, times) +
		       (sketch_length(column) > 10 ? 1 : 0);
	case SKETCH_ROLES:
		break;
	}
	return 0;
}

static void
sketch_choose(struct sketch_table *table, size_t rows)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct sketch_member *member = &table->members[i];

		for (int role = 0; role < SKETCH_ROLES; role++) {
			int points =
			    member->column.count < rows
				? 0
				: sketch_points(member, (enum sketch_role)role);

			if (points <= table->best[role])
				continue;
			table->best[role] = points;
			table->chosen[role] = member;
		}
	}
}

/* The site of an address, for paths that begin with '/'. */
static int
sketch_add_site(const char *url, struct buf *out)
{
	const char *host = strstr(url, "://");
	size_t n = host != NULL
		       ? (size_t)(host - url) + 3 + strcspn(host + 3, "/?#")
		       : 0;

	for (size_t i = 0; i < n; i++)
		if (strchr("{}\"\\", url[i]) != NULL)
			return ERR_INVALID;
	return buf_add(out, url, n);
}

static int
sketch_fill_fields(const struct sketch_ask *ask,
    const struct sketch_table *table, struct sketch *sketch)
{
	const struct sketch_member *const *chosen = table->chosen;
	struct buf *out = &sketch->fields;
	int rc = buf_addf(out,
	    "  key: \"{%s}\"\n  title: { from: \"{%s}\", clean: [ strip-tags, "
	    "unescape, nfkc, trim ] }\n",
	    chosen[SKETCH_KEY]->pointer, chosen[SKETCH_TITLE]->pointer);

	if (rc == 0 && chosen[SKETCH_URL] != NULL) {
		rc = buf_add_str(out, "  url: \"");
		if (rc == 0 && chosen[SKETCH_URL]->column.texts[0][0] == '/')
			rc = sketch_add_site(ask->url, out);
		if (rc == 0)
			rc = buf_addf(
			    out, "{%s}\"\n", chosen[SKETCH_URL]->pointer);
	}
	if (rc == 0)
		rc = buf_addf(
		    out, "  time: \"{%s}\"\n", chosen[SKETCH_TIME]->pointer);
	(void)sketch_is_time(&chosen[SKETCH_TIME]->column, sketch);
	return rc;
}

/* How many rows there are in all, beside the rows. */
static int
sketch_fill_items(const struct sketch_list *list, struct sketch *sketch)
{
	const char *name;
	json_t *value;
	int rc = buf_addf(&sketch->items, "  rows: \"%s\"\n", list->pointer);

	json_object_foreach(list->parent, name, value)
	{
		if (rc != 0 || !json_is_integer(value) ||
		    !sketch_is_plain(name) ||
		    (strcasestr(name, "total") == NULL &&
			strcasestr(name, "count") == NULL) ||
		    (size_t)json_integer_value(value) <
			json_array_size(list->rows))
			continue;
		rc = buf_addf(&sketch->items, "  total: \"%s/%s\"\n",
		    list->parent_pointer, name);
		break;
	}
	return rc;
}

static int
sketch_describe(const struct sketch_ask *ask, const struct sketch_list *list,
    struct sketch *sketch, struct err *err)
{
	struct sketch_table *table = mem_new(sizeof(*table));
	size_t rows = json_array_size(list->rows);
	int rc;

	if (rows > SKETCH_SAMPLES)
		rows = SKETCH_SAMPLES;
	for (size_t i = 0; i < rows; i++)
		sketch_take_row(table, json_array_get(list->rows, i), "", 1);
	sketch_choose(table, rows);
	if (table->chosen[SKETCH_KEY] == NULL ||
	    table->chosen[SKETCH_TITLE] == NULL ||
	    table->chosen[SKETCH_TIME] == NULL) {
		rc = err_set(err, ERR_NOTFOUND,
		    "the rows at '%s' have no member that looks like %s",
		    list->pointer,
		    table->chosen[SKETCH_KEY] == NULL	  ? "a key"
		    : table->chosen[SKETCH_TITLE] == NULL ? "a title"
							  : "a time");
	} else {
		rc = sketch_fill_items(list, sketch);
		if (rc == 0)
			rc = sketch_fill_fields(ask, table, sketch);
	}
	for (size_t i = 0; i < table->count; i++)
		sketch_column_done(&table->members[i].column);
	mem_free(table);
	return rc;
}

int
sketch_json(const struct sketch_ask *ask, struct span body,
    struct sketch *sketch, struct err *err)
{
	struct sketch_list best = {.rows = NULL}, none = {.rows = NULL};
	json_error_t fault;
	json_t *json;
	int rc = json_guard(body, err);

	if (rc != 0)
		return rc;
	json = json_loadb(body.p, body.len, JSON_REJECT_DUPLICATES, &fault);
	if (json == NULL)
		return err_set(err, ERR_SYNTAX, "JSON, but line %d: %s",
		    fault.line, fault.text);
	sketch->engine = "json";
	sketch_search(json, "", SKETCH_DEPTH, &none, &best);
	rc = best.rows != NULL
		 ? sketch_describe(ask, &best, sketch, err)
		 : err_set(err, ERR_NOTFOUND,
		       "there is no list of objects in this JSON");
	json_decref(json);
	return rc;
}
