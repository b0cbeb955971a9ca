/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a JSON body in the wrappings of its source. Out: JSON in which rows can
 * be looked for. Called by items_json.c.
 */
#include "reading/json_unwrap.h"

#include "lib/base/mem.h"
#include "reading/json_guard.h"
#include "reading/json_path.h"

#include <string.h>

#define UNWRAP_NAME_MAX 256 /* bytes of a function's name */

static bool
unwrap_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct span
unwrap_trim(struct span s)
{
	while (s.len > 0 && unwrap_is_space(*s.p))
		s = (struct span){s.p + 1, s.len - 1};
	while (s.len > 0 && unwrap_is_space(s.p[s.len - 1]))
		s.len--;
	return s;
}

/* Bytes of what stands before the first bracket or quote. */
static size_t
unwrap_name(struct span body)
{
	size_t n = 0;

	while (n < body.len && n < UNWRAP_NAME_MAX &&
	       strchr("([{\"<", body.p[n]) == NULL)
		n++;
	return n;
}

/* What the brackets of a call hold. */
static struct span
unwrap_call(struct span body)
{
	struct span s = unwrap_trim(body);
	size_t n = unwrap_name(s);

	if (n >= s.len || s.p[n] != '(')
		return body;
	s = (struct span){s.p + n + 1, s.len - n - 1};
	while (s.len > 0 &&
	       (s.p[s.len - 1] == ';' || unwrap_is_space(s.p[s.len - 1])))
		s.len--;
	if (s.len > 0 && s.p[s.len - 1] == ')')
		s.len--;
	return s;
}

struct span
json_unwrap_body(const struct list_spec *spec, struct span body)
{
	for (size_t i = 0; i < spec->unwrap_count; i++)
		if (spec->unwrap[i].kind == UNWRAP_JSONP)
			body = unwrap_call(body);
	return body;
}

static int
unwrap_first(json_t **root, struct err *err)
{
	json_t *first = json_array_get(*root, 0);

	if (json_array_size(*root) != 1)
		return err_set(err, ERR_INVALID, "no list of one");
	json_incref(first);
	json_decref(*root);
	*root = first;
	return 0;
}

/* The JSON that a text holds; NULL with the reason. Gives. */
static json_t *
unwrap_text(const json_t *text, const char *pointer, struct err *err)
{
	struct span s = {json_string_value(text), json_string_length(text)};
	json_error_t error;

	if (!json_is_string(text)) {
		err_drop(err_set(err, ERR_INVALID, "no text at '%s'", pointer));
		return NULL;
	}
	if (json_guard(s, err) < 0)
		return NULL;
	json_t *value =
	    json_loadb(s.p, s.len, JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
	if (value == NULL)
		err_drop(err_set(
		    err, ERR_INVALID, "no JSON in the text at '%s'", pointer));
	return value;
}

/* The number of rows of parallel lists; -1: their lengths differ. */
static int64_t
unwrap_height(json_t *columns)
{
	int64_t height = -1;

	for (void *iter = json_object_iter(columns); iter != NULL;
	     iter = json_object_iter_next(columns, iter)) {
		const json_t *column = json_object_iter_value(iter);
		int64_t n = (int64_t)json_array_size(column);
		if (!json_is_array(column))
			continue;
		if (height >= 0 && n != height)
			return -1;
		height = n;
	}
	return height;
}

/* Row i of parallel lists. Gives. */
static json_t *
unwrap_row(json_t *columns, size_t i)
{
	json_t *row = json_object();

	for (void *iter = json_object_iter(columns); iter != NULL;
	     iter = json_object_iter_next(columns, iter)) {
		json_t *column = json_object_iter_value(iter);
		if (json_is_array(column))
			(void)json_object_set(row, json_object_iter_key(iter),
			    json_array_get(column, i));
	}
	return row;
}

/* A list of the rows; NULL with the reason. Gives. */
static json_t *
unwrap_columns(json_t *columns, const char *pointer, struct err *err)
{
	int64_t height = json_is_object(columns) ? unwrap_height(columns) : -1;

	if (height < 0) {
		err_drop(err_set(err, ERR_INVALID,
		    "no lists of one length at '%s'", pointer));
		return NULL;
	}
	json_t *rows = json_array();
	for (int64_t i = 0; i < height; i++)
		(void)json_array_append_new(
		    rows, unwrap_row(columns, (size_t)i));
	return rows;
}

/* Puts value where pointer points, *root when that is "". Takes value. */
static int
unwrap_put(json_t **root, const char *pointer, json_t *value)
{
	const char *slash = strrchr(pointer, '/');
	char *before =
	    mem_strndup(pointer, slash != NULL ? (size_t)(slash - pointer) : 0);
	const json_t *holder = json_path_at(*root, before);

	mem_free(before);
	if (slash != NULL)
		return json_path_put(holder, slash, value);
	json_decref(*root);
	*root = value;
	return 0;
}

static int
unwrap_at(const struct list_unwrap_step *step, json_t **root, struct err *err)
{
	const char *pointer = step->pointer != NULL ? step->pointer : "";
	/* The cast: what is below a root of ours is ours. */
	json_t *at = (json_t *)(uintptr_t)json_path_at(*root, pointer);
	json_t *value = step->kind == UNWRAP_TEXT
			    ? unwrap_text(at, pointer, err)
			    : unwrap_columns(at, pointer, err);

	if (value == NULL)
		return ERR_INVALID;
	if (unwrap_put(root, pointer, value) < 0)
		return err_set(
		    err, ERR_INVALID, "nothing stands at '%s'", pointer);
	return 0;
}

int
json_unwrap_root(const struct list_spec *spec, json_t **root, struct err *err)
{
	int r = 0;

	for (size_t i = 0; i < spec->unwrap_count && r == 0; i++) {
		const struct list_unwrap_step *step = &spec->unwrap[i];
		switch (step->kind) {
		case UNWRAP_FIRST:
			r = unwrap_first(root, err);
			break;
		case UNWRAP_TEXT:
		case UNWRAP_COLUMNS:
			r = unwrap_at(step, root, err);
			break;
		case UNWRAP_JSONP: /* taken off the bytes */
		case LIST_UNWRAPS:
			break;
		}
	}
	return r;
}
