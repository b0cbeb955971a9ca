/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a list body that should be JSON, and its spec. Out: items, or why there
 * are none: what is not the declared shape is never an empty list. Called by
 * list.c.
 */
#include "reading/items_json.h"

#include "reading/json_guard.h"
#include "reading/list_rows.h"
#include "reading/list_value.h"

#include <jansson.h>
#include <string.h>

#define JSON_TOKEN_MAX	256 /* bytes of one step of a pointer */
#define JSON_BEGIN_SIZE 48 /* of the first words of a body */

typedef int json_visit_fn(const json_t *value, void *arg);

struct json_row {
	struct list_row row;
	const json_t *value;
};

/* Takes the first step off a pointer: "/a~1b/c" gives "a/b", leaves "/c". */
static int
json_step(struct span *pointer, char token[JSON_TOKEN_MAX])
{
	size_t n = 0, i = 1;

	if (pointer->len == 0 || *pointer->p != '/')
		return ERR_SYNTAX;
	for (; i < pointer->len && pointer->p[i] != '/'; i++) {
		char c = pointer->p[i];
		bool escape = c == '~' && i + 1 < pointer->len;
		if (escape)
			c = pointer->p[++i] == '1' ? '/' : '~';
		if (n + 1 >= JSON_TOKEN_MAX)
			return ERR_TOOBIG;
		token[n++] = c;
	}
	token[n] = '\0';
	pointer->p += i;
	pointer->len -= i;
	return 0;
}

/* The member of an object or an array that token names; NULL: none. */
static const json_t *
json_member(const json_t *value, const char *token)
{
	size_t index = 0, n = strspn(token, "0123456789");

	if (json_is_object(value))
		return json_object_get(value, token);
	if (!json_is_array(value) || n == 0 || n > 6 || token[n] != '\0')
		return NULL;
	for (size_t i = 0; i < n; i++)
		index = index * 10 + (size_t)(token[i] - '0');
	return json_array_get(value, index);
}

static int json_visit(
    const json_t *value, struct span pointer, json_visit_fn *fn, void *arg);

static int
json_visit_all(
    const json_t *value, struct span pointer, json_visit_fn *fn, void *arg)
{
	int r = 0;

	for (size_t i = 0; i < json_array_size(value) && r == 0; i++)
		r = json_visit(json_array_get(value, i), pointer, fn, arg);
	/* The cast: jansson's iterator takes no const. */
	json_t *object = (json_t *)(uintptr_t)value;
	void *iter = json_object_iter(object);
	for (; iter != NULL && r == 0;
	     iter = json_object_iter_next(object, iter))
		r = json_visit(json_object_iter_value(iter), pointer, fn, arg);
	return r;
}

/*
 * Calls fn for every value that the pointer names, at most as deep as the
 * pointer is long. Stops at what fn returns.
 */
static int
json_visit(
    const json_t *value, struct span pointer, json_visit_fn *fn, void *arg)
{
	char token[JSON_TOKEN_MAX] = "";

	while (value != NULL && pointer.len > 0) {
		int r = json_step(&pointer, token);
		if (r < 0)
			return r;
		if (strcmp(token, "*") == 0)
			return json_visit_all(value, pointer, fn, arg);
		value = json_member(value, token);
	}
	return value != NULL ? fn(value, arg) : 0;
}

static int
json_take_first(const json_t *value, void *arg)
{
	const json_t **ret = arg;

	*ret = value;
	return 1;
}

/* The first value that the pointer names; NULL: none, or no pointer. */
static const json_t *
json_at(const json_t *root, const char *pointer)
{
	const json_t *found = NULL;

	if (pointer != NULL)
		(void)json_visit(
		    root, span_of(pointer), json_take_first, &found);
	return found;
}

/* Appends a string without the NULs that JSON allows in it. */
static int
json_add_string(const json_t *value, struct buf *out)
{
	const char *p = json_string_value(value);
	size_t left = json_string_length(value);
	int r = 0;

	while (left > 0 && r == 0) {
		size_t n = strnlen(p, left);
		r = buf_add(out, p, n);
		n += n < left;
		p += n;
		left -= n;
	}
	return r;
}

/* Appends a scalar to the values before it. Null and real numbers are none. */
static int
json_add_value(const json_t *value, void *arg)
{
	struct buf *out = arg;
	bool scalar = json_is_string(value) || json_is_integer(value) ||
		      json_is_boolean(value);
	int r = 0;

	if (!scalar)
		return 0;
	if (out->len > 0)
		r = buf_add_char(out, LIST_VALUE_SEPARATOR);
	if (r < 0)
		return r;
	if (json_is_string(value))
		return json_add_string(value, out);
	if (json_is_integer(value))
		return buf_addf(
		    out, "%lld", (long long)json_integer_value(value));
	return buf_add_str(out, json_is_true(value) ? "true" : "false");
}

static int
json_row_find(const struct list_row *row, struct span name, struct buf *out)
{
	const struct json_row *json = (const struct json_row *)row;
	const json_t *single = NULL;
	struct buf values;

	(void)json_visit(json->value, name, json_take_first, &single);
	if (single == NULL)
		return ERR_NOTFOUND;
	buf_init(&values, out->limit);
	int r = json_visit(json->value, name, json_add_value, &values);
	if (r == 0 && values.len == 0 && !json_is_string(single))
		r = ERR_NOTFOUND;
	if (r == 0)
		r = buf_add(out, values.data, values.len);
	buf_done(&values);
	return r;
}

struct json_reading {
	const struct list_spec *spec;
	struct list_rows rows;
};

static int
json_add_row(const json_t *value, void *arg)
{
	struct json_reading *reading = arg;
	struct json_row row = {{json_row_find}, value};
	struct err err = ERR_NONE;
	struct item item;

	if (!json_is_object(value) && !json_is_array(value))
		list_rows_add_fault(&reading->rows, "no object");
	else if (list_value_item(reading->spec, &row.row, &item, &err) == 0)
		list_rows_add(&reading->rows, &item);
	else
		list_rows_add_fault(&reading->rows, err.text);
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

static void
json_read_paging(const struct list_spec *spec, const json_t *root,
    struct list_answer *answer)
{
	const json_t *more = json_at(root, spec->more);

	answer->total = json_total(json_at(root, spec->total));
	if (json_is_boolean(more))
		answer->more = json_is_true(more);
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

/* Reads the rows that the pointer names, if any. */
static void
json_read_rows(const struct list_spec *spec, const json_t *root,
    const char *pointer, struct list_answer *answer)
{
	struct json_reading reading = {.spec = spec};

	list_rows_init(&reading.rows, answer, spec->max_rows);
	(void)json_visit(root, span_of(pointer), json_add_row, &reading);
	if (reading.rows.seen > 0)
		list_rows_end(&reading.rows);
	else if (json_array_size(root) > 0 || json_object_size(root) > 0)
		list_answer_fail(answer, OUTCOME_DRIFT, "no rows at '%s'",
		    json_rows_pointer(spec));
	else
		json_read_none(spec, answer);
	list_rows_done(&reading.rows);
}

/* What holds the rows: the value that the pointer names before its "*". */
static const json_t *
json_holder(const json_t *root, const char *rows, const char **ret_rest)
{
	const char *star = strstr(rows, "/*");
	size_t n = star != NULL ? (size_t)(star - rows) : strlen(rows);
	const json_t *found = NULL;

	*ret_rest = star != NULL ? star : "/*";
	(void)json_visit(root, (struct span){rows, n}, json_take_first, &found);
	return found;
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
		json_read_rows(spec, holder, rest, answer);
	else if (json_is_null(holder) && spec->null_rows)
		json_read_none(spec, answer);
	else
		list_answer_fail(answer, OUTCOME_DRIFT, "%s at '%s'",
		    holder == NULL ? "nothing" : "no array of rows", rows);
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

void
items_json_read(
    const struct list_spec *spec, struct span body, struct list_answer *answer)
{
	struct err err = ERR_NONE;
	json_error_t error;
	char begin[JSON_BEGIN_SIZE];

	if (body.len >= 3 && memcmp(body.p, "\xef\xbb\xbf", 3) == 0)
		body = (struct span){body.p + 3, body.len - 3};
	if (json_is_page(body)) {
		json_begin(body, begin, sizeof(begin));
		list_answer_fail(answer, OUTCOME_PAGE,
		    "a page where JSON was expected: %s", begin);
		return;
	}
	if (json_guard(body, &err) < 0) {
		list_answer_fail(answer, OUTCOME_DRIFT, "%s", err.text);
		return;
	}
	json_t *root = json_loadb(body.p, body.len, JSON_ALLOW_NUL, &error);
	if (root == NULL) {
		json_explain(body, &error, answer);
		return;
	}
	json_read(spec, root, answer);
	json_decref(root);
}
