/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a list body that should be JSON, and its spec. Out: items, or why there
 * are none: what is not the declared shape is never an empty list. Called by
 * list.c.
 */
#include "reading/items_json.h"

#include "lib/base/mem.h"
#include "reading/json_guard.h"
#include "reading/json_path.h"
#include "reading/json_unwrap.h"
#include "reading/list_reader.h"
#include "reading/list_rule.h"
#include "reading/list_time.h"

#include <jansson.h>
#include <string.h>

#define JSON_BEGIN_SIZE	  48 /* of the first words of a body */
#define JSON_TIME_LIMIT	  256
#define JSON_BESIDE_LIMIT 256

struct json_list {
	struct list_reader reader;
	const json_t *root; /* of the answer, unwrapped */
};

struct json_row {
	struct list_row row;
	const struct json_list *list;
	const json_t *value;
};

/* "#/name" is of the answer (RFC 6901 6), "/name" of the row. */
static int
json_row_find(const struct list_row *row, struct span name, struct buf *out)
{
	const struct json_row *json = (const struct json_row *)row;

	if (name.len > 0 && *name.p == '#')
		return json_path_text(json->list->root,
		    (struct span){name.p + 1, name.len - 1}, out);
	return json_path_text(json->value, name, out);
}

static int
json_add_row(const json_t *value, void *arg)
{
	struct json_list *list = arg;
	struct json_row row = {{json_row_find}, list, value};

	if (!json_is_object(value) && !json_is_array(value))
		list_rows_add_fault(&list->reader.rows, "no object");
	else
		list_reader_add(&list->reader, &row.row);
	return 0;
}

/* The number of rows in all, as a number or in digits; -1: unknown. */
static int64_t
json_total(const json_t *value)
{
	const char *digits = json_string_value(value);
	int64_t v = 0;

	if (json_is_integer(value) && json_integer_value(value) >= 0)
		return json_integer_value(value);
	if (digits == NULL || strlen(digits) > 9 || *digits == '\0')
		return -1;
	for (; *digits >= '0' && *digits <= '9'; digits++)
		v = v * 10 + (*digits - '0');
	return *digits == '\0' ? v : -1;
}

/* When the source made the list, if it says so in a form that is known. */
static void
json_read_generated(const struct list_spec *spec, const json_t *root,
    struct list_answer *answer)
{
	struct buf text;

	if (spec->generated == NULL)
		return;
	buf_init(&text, JSON_TIME_LIMIT);
	if (json_path_text(root, span_of(spec->generated), &text) == 0)
		answer->generated = list_time_generated(spec, text.data);
	buf_done(&text);
}

static void
json_read_paging(const struct list_spec *spec, const json_t *root,
    struct list_answer *answer)
{
	const json_t *more = json_path_at(root, spec->more);

	answer->total = json_total(json_path_at(root, spec->total));
	if (json_is_boolean(more))
		answer->more = json_is_true(more);
	json_read_generated(spec, root, answer);
}

static const char *
json_rows_pointer(const struct list_spec *spec)
{
	return spec->rows != NULL ? spec->rows : "";
}

/* No rows at all: an empty list only when nothing contradicts it. */
static void
json_read_none(const struct list_spec *spec, struct list_answer *answer)
{
	if (answer->total > 0)
		list_answer_fail(answer, OUTCOME_RETRY,
		    "no rows at '%s' though there are %lld in all",
		    json_rows_pointer(spec), (long long)answer->total);
	else if (answer->total < 0 && spec->total != NULL)
		list_answer_fail(answer, OUTCOME_DRIFT,
		    "no rows at '%s' and no number at '%s'",
		    json_rows_pointer(spec), spec->total);
	else
		answer->outcome = OUTCOME_EMPTY;
}

/* Reads the rows that the pointer names below holder, if any. */
static void
json_read_rows(const struct list_spec *spec, const json_t *root,
    const json_t *holder, const char *pointer, struct list_answer *answer)
{
	struct json_list list = {.root = root};

	if (list_reader_init(&list.reader, spec, answer) == 0) {
		(void)json_path_visit(
		    holder, span_of(pointer), json_add_row, &list);
		if (list.reader.rows.seen > 0)
			list_rows_end(&list.reader.rows);
		else if (answer->total != 0 &&
			 (json_array_size(holder) > 0 ||
			     json_object_size(holder) > 0))
			list_answer_fail(answer, OUTCOME_DRIFT,
			    "no rows at '%s'", json_rows_pointer(spec));
		else
			json_read_none(spec, answer);
	}
	list_reader_done(&list.reader);
}

/* What holds the rows: the value that the pointer names before its "*". */
static const json_t *
json_holder(const json_t *root, const char *rows, const char **ret_rest)
{
	const char *star = strstr(rows, "/*");
	size_t n = star != NULL ? (size_t)(star - rows) : strlen(rows);

	*ret_rest = star != NULL ? star : "/*";
	char *pointer = mem_strndup(rows, n);
	const json_t *found = json_path_at(root, pointer);
	mem_free(pointer);
	return found;
}

/* The value at a pointer of the answer, on one line; "": none. Gives. */
static char *
json_beside(const json_t *root, const char *pointer)
{
	struct buf out;

	buf_init(&out, JSON_BESIDE_LIMIT);
	if (json_path_text(root, span_of(pointer), &out) < 0)
		buf_clear(&out);
	if (out.len == 0) {
		buf_done(&out);
		return mem_strdup("");
	}
	return buf_take(&out);
}

/* Names of the matrix, and those that the answer gives beside its rows. */
static struct list_pair *
json_names(const struct list_spec *spec, const json_t *root)
{
	size_t n = spec->name_count;
	struct list_pair *names =
	    mem_array(n + spec->beside_count + 1, sizeof(*names));

	for (size_t i = 0; i < n; i++)
		names[i] = spec->names[i];
	for (size_t i = 0; i < spec->beside_count; i++) {
		names[n + i].name = spec->beside[i].name;
		names[n + i].value = json_beside(root, spec->beside[i].pointer);
	}
	return names;
}

static void
json_read(const struct list_spec *spec, const json_t *root,
    struct list_answer *answer)
{
	const char *rest, *rows = json_rows_pointer(spec);
	const json_t *holder = json_holder(root, rows, &rest);
	bool starred = strchr(rows, '*') != NULL;

	json_read_paging(spec, root, answer);
	if (json_is_array(holder) || (starred && json_is_object(holder)))
		json_read_rows(spec, root, holder, rest, answer);
	else if (json_is_null(holder) && spec->null_rows)
		json_read_none(spec, answer);
	else
		list_answer_fail(answer, OUTCOME_DRIFT, "%s at '%s'",
		    holder == NULL ? "nothing" : "no array of rows", rows);
}

static void
json_read_named(const struct list_spec *spec, const json_t *root,
    struct list_answer *answer)
{
	struct list_spec named = *spec;

	named.names = json_names(spec, root);
	named.name_count += spec->beside_count;
	json_read(&named, root, answer);
	for (size_t i = spec->name_count; i < named.name_count; i++)
		mem_free(named.names[i].value);
	mem_free(named.names);
}

/* The first words of a body, for people. */
static void
json_begin(struct span body, char *text, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < body.len && n + 1 < size; i++) {
		char c = body.p[i];
		if (c > ' ' && c < 0x7f)
			text[n++] = c;
		else if (n > 0 && text[n - 1] != ' ')
			text[n++] = ' ';
	}
	text[n] = '\0';
}

static bool
json_is_page(struct span body)
{
	size_t i = 0;

	while (i < body.len &&
	       (body.p[i] == ' ' || (body.p[i] >= '\t' && body.p[i] <= '\r')))
		i++;
	return i < body.len && body.p[i] == '<';
}

static void
json_explain(
    struct span body, const json_error_t *error, struct list_answer *answer)
{
	char begin[JSON_BEGIN_SIZE];
	bool cut = json_error_code(error) == json_error_premature_end_of_input;

	json_begin(body, begin, sizeof(begin));
	list_answer_fail(answer, cut ? OUTCOME_TORN : OUTCOME_DRIFT,
	    "%s at %d:%d: %s", cut ? "JSON cut short" : "no JSON", error->line,
	    error->column, begin);
}

static int
json_rule_find(const void *arg, struct span pointer, struct buf *out)
{
	return json_path_text(arg, pointer, out);
}

/* Parses body; NULL: it is none, or a page, and the answer says so. Gives. */
static json_t *
json_parse(
    const struct list_spec *spec, struct span body, struct list_answer *answer)
{
	struct span text = json_unwrap_body(spec, body);
	struct err err = ERR_NONE;
	json_error_t error;
	char begin[JSON_BEGIN_SIZE];

	if (json_is_page(text)) {
		json_begin(text, begin, sizeof(begin));
		list_answer_fail(answer, OUTCOME_PAGE,
		    "a page where JSON was expected: %s", begin);
		return NULL;
	}
	if (json_guard(text, &err) < 0) {
		list_answer_fail(answer, OUTCOME_DRIFT, "%s", err.text);
		return NULL;
	}
	json_t *root = json_loadb(text.p, text.len, JSON_ALLOW_NUL, &error);
	if (root == NULL)
		json_explain(text, &error, answer);
	return root;
}

void
items_json_read(
    const struct list_spec *spec, struct span body, struct list_answer *answer)
{
	struct err err = ERR_NONE;

	if (body.len >= 3 && memcmp(body.p, "\xef\xbb\xbf", 3) == 0)
		body = (struct span){body.p + 3, body.len - 3};
	json_t *root = json_parse(spec, body, answer);
	bool judged = list_rule_judge(
	    spec, body, root != NULL ? json_rule_find : NULL, root, answer);
	if (judged || root == NULL) {
		json_decref(root);
		return;
	}
	if (json_unwrap_root(spec, &root, &err) < 0)
		list_answer_fail(answer, OUTCOME_DRIFT, "%s", err.text);
	else
		json_read_named(spec, root, answer);
	json_decref(root);
	list_answer_check(spec, answer);
}
