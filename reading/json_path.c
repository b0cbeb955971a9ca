/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a JSON value and a pointer into it. Out: what the pointer names, as
 * values or as text. Called by items_json.c and json_unwrap.c.
 */
#include "reading/json_path.h"

#include "lib/base/decimal.h"
#include "lib/base/number.h"
#include "reading/list_value.h"

#include <stdio.h>
#include <string.h>

#define JSON_PATH_TOKEN 256 /* bytes of one step of a pointer */
#define JSON_REAL_SIZE	32

/* Takes the first step off a pointer: "/a~1b/c" gives "a/b", leaves "/c". */
static int
json_path_step(struct span *pointer, char token[JSON_PATH_TOKEN])
{
	size_t n = 0, i = 1;

	if (pointer->len == 0 || *pointer->p != '/')
		return ERR_SYNTAX;
	for (; i < pointer->len && pointer->p[i] != '/'; i++) {
		char c = pointer->p[i];
		bool escape = c == '~' && i + 1 < pointer->len;
		if (escape)
			c = pointer->p[++i] == '1' ? '/' : '~';
		if (n + 1 >= JSON_PATH_TOKEN)
			return ERR_TOOBIG;
		token[n++] = c;
	}
	token[n] = '\0';
	pointer->p += i;
	pointer->len -= i;
	return 0;
}

/* A place in an array, in digits. */
static bool
json_path_index(const char *token, size_t *ret)
{
	int64_t index;

	if (number_parse(token, 0, 999999, &index) < 0)
		return false;
	*ret = (size_t)index;
	return true;
}

/* The member of an object or an array that token names; NULL: none. */
static const json_t *
json_path_member(const json_t *value, const char *token)
{
	size_t index;

	if (json_is_object(value))
		return json_object_get(value, token);
	if (!json_is_array(value) || !json_path_index(token, &index))
		return NULL;
	return json_array_get(value, index);
}

static int
json_path_visit_all(
    const json_t *value, struct span pointer, json_path_fn *fn, void *arg)
{
	int r = 0;

	for (size_t i = 0; i < json_array_size(value) && r == 0; i++)
		r = json_path_visit(json_array_get(value, i), pointer, fn, arg);
	/* The cast: jansson's iterator takes no const. */
	json_t *object = (json_t *)(uintptr_t)value;
	void *iter = json_object_iter(object);
	for (; iter != NULL && r == 0;
	     iter = json_object_iter_next(object, iter))
		r = json_path_visit(
		    json_object_iter_value(iter), pointer, fn, arg);
	return r;
}

int
json_path_visit(
    const json_t *value, struct span pointer, json_path_fn *fn, void *arg)
{
	char token[JSON_PATH_TOKEN] = "";

	while (value != NULL && pointer.len > 0) {
		int r = json_path_step(&pointer, token);
		if (r < 0)
			return r;
		if (strcmp(token, "*") == 0)
			return json_path_visit_all(value, pointer, fn, arg);
		value = json_path_member(value, token);
	}
	return value != NULL ? fn(value, arg) : 0;
}

static int
json_path_take_first(const json_t *value, void *arg)
{
	const json_t **ret = arg;

	*ret = value;
	return 1;
}

const json_t *
json_path_at(const json_t *root, const char *pointer)
{
	const json_t *found = NULL;

	if (pointer != NULL)
		(void)json_path_visit(
		    root, span_of(pointer), json_path_take_first, &found);
	return found;
}

/* Appends a string without the NULs that JSON allows in it. */
static int
json_path_add_string(const json_t *value, struct buf *out)
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

/*
 * Appends a real number in plain digits: the 15 that a double keeps of any
 * decimal (C11 5.2.4.2.2, DBL_DIG). One out of all bounds has an exponent.
 */
static int
json_path_add_real(double real, struct buf *out)
{
	char text[JSON_REAL_SIZE], plain[DECIMAL_STR_MAX];
	struct decimal number;
	int n = snprintf(text, sizeof(text), "%.14e", real);
	char *e = strchr(text, 'e');

	if (n < 0 || (size_t)n >= sizeof(text) || e == NULL)
		return 0;
	int64_t exponent;
	bool small = decimal_parse(text, (size_t)(e - text), &number) == 0 &&
		     number_parse(e + 2, 0, 18, &exponent) == 0;
	if (!small ||
	    decimal_scale10(
		number, (int)(e[1] == '-' ? -exponent : exponent), &number) < 0)
		return buf_add_str(out, text);
	return buf_add_str(out, decimal_print(number, plain));
}

/* Appends a scalar to the values before it. Null is none. */
static int
json_path_add_value(const json_t *value, void *arg)
{
	struct buf *out = arg;
	bool scalar = json_is_string(value) || json_is_number(value) ||
		      json_is_boolean(value);
	int r = 0;

	if (!scalar)
		return 0;
	if (out->len > 0)
		r = buf_add_char(out, LIST_VALUE_SEPARATOR);
	if (r < 0)
		return r;
	if (json_is_string(value))
		return json_path_add_string(value, out);
	if (json_is_real(value))
		return json_path_add_real(json_real_value(value), out);
	if (json_is_integer(value))
		return buf_addf(
		    out, "%lld", (long long)json_integer_value(value));
	return buf_add_str(out, json_is_true(value) ? "true" : "false");
}

int
json_path_text(const json_t *value, struct span pointer, struct buf *out)
{
	const json_t *single = NULL;
	struct buf values;

	(void)json_path_visit(value, pointer, json_path_take_first, &single);
	if (single == NULL)
		return ERR_NOTFOUND;
	buf_init(&values, out->limit);
	int r = json_path_visit(value, pointer, json_path_add_value, &values);
	if (r == 0 && values.len == 0 && !json_is_string(single))
		r = ERR_NOTFOUND;
	if (r == 0)
		r = buf_add(out, values.data, values.len);
	buf_done(&values);
	return r;
}

int
json_path_put(const json_t *holder, const char *step, json_t *value)
{
	/* The cast: whoever puts owns the tree. */
	json_t *to = (json_t *)(uintptr_t)holder;
	struct span pointer = span_of(step);
	char token[JSON_PATH_TOKEN] = "";
	size_t index;

	if (json_path_step(&pointer, token) < 0) {
		json_decref(value);
		return ERR_INVALID;
	}
	if (json_is_object(to))
		return json_object_set_new(to, token, value) < 0 ? ERR_INVALID
								 : 0;
	if (json_is_array(to) && json_path_index(token, &index))
		return json_array_set_new(to, index, value) < 0 ? ERR_INVALID
								: 0;
	json_decref(value);
	return ERR_INVALID;
}
