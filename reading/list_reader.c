/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: rows that find their own names. Out: items of those that meet the
 * conditions of the spec. Called by the list engines.
 */
#include "reading/list_reader.h"

#include "lib/base/mem.h"
#include "reading/list_pattern.h"

#include <string.h>

#define READER_VALUE_LIMIT (64 * KIB)

/* A row with the names of the matrix and of patterns before its own. */
struct reader_row {
	struct list_row row;
	const struct list_row *own;
	const struct list_spec *spec;
	size_t count;
	struct list_pair *found; /* names are the patterns' */
};

int
list_reader_init(struct list_reader *reader, const struct list_spec *spec,
    struct list_answer *answer)
{
	struct err err = ERR_NONE;
	int r = 0;

	*reader = (struct list_reader){.spec = spec};
	list_rows_init(&reader->rows, answer, spec->max_rows);
	reader->extract =
	    mem_array(spec->extract_count + 1, sizeof(*reader->extract));
	reader->where =
	    mem_array(spec->where_count + 1, sizeof(*reader->where));
	for (size_t i = 0; i < spec->extract_count && r == 0; i++)
		r = list_pattern_new(
		    spec->extract[i].regex, &reader->extract[i], &err);
	for (size_t i = 0; i < spec->where_count && r == 0; i++)
		if (spec->where[i].regex != NULL)
			r = list_pattern_new(
			    spec->where[i].regex, &reader->where[i], &err);
	if (r < 0)
		list_answer_fail(answer, OUTCOME_DRIFT, "%s", err.text);
	return r;
}

void
list_reader_done(struct list_reader *reader)
{
	for (size_t i = 0; i < reader->spec->extract_count; i++)
		list_pattern_free(reader->extract[i]);
	for (size_t i = 0; i < reader->spec->where_count; i++)
		list_pattern_free(reader->where[i]);
	mem_free(reader->extract);
	mem_free(reader->where);
	list_rows_done(&reader->rows);
}

/* The value of the first pair of that name; NULL: none. */
static const char *
reader_pair(const struct list_pair *pairs, size_t count, struct span name)
{
	for (size_t i = 0; i < count; i++)
		if (span_is(name, pairs[i].name))
			return pairs[i].value;
	return NULL;
}

static int
reader_row_find(const struct list_row *row, struct span name, struct buf *out)
{
	const struct reader_row *reader = (const struct reader_row *)row;
	const struct list_spec *spec = reader->spec;
	const char *value = reader_pair(spec->names, spec->name_count, name);

	if (value == NULL)
		value = reader_pair(reader->found, reader->count, name);
	if (value != NULL)
		return buf_add_str(out, value);
	return reader->own->find(reader->own, name, out);
}

/* A template filled in, "" where the row lacks a name of it. */
static struct span
reader_fill(const char *template, const struct list_row *row, struct buf *out)
{
	buf_clear(out);
	if (list_value_fill(template, row, out) < 0)
		buf_clear(out);
	return (struct span){out->len > 0 ? out->data : "", out->len};
}

/* Keeps what a pattern names; of two with one name the first that is filled. */
static void
reader_row_keep(struct reader_row *row, const struct list_pair *pair)
{
	for (size_t i = 0; i < row->count; i++) {
		if (strcmp(row->found[i].name, pair->name) != 0)
			continue;
		if (*row->found[i].value == '\0')
			mem_set(&row->found[i].value, pair->value);
		mem_free(pair->value);
		return;
	}
	row->found =
	    mem_resize(row->found, row->count + 1, sizeof(*row->found));
	row->found[row->count++] = *pair;
}

static int
reader_row_extract(struct reader_row *row, struct list_reader *reader,
    struct buf *value, struct err *err)
{
	for (size_t i = 0; i < row->spec->extract_count; i++) {
		struct list_pattern *pattern = reader->extract[i];
		struct span text = reader_fill(
		    row->spec->extract[i].template, &row->row, value);
		int r = list_pattern_match(pattern, text);
		if (r < 0)
			return err_set(err, ERR_INVALID,
			    "the pattern '%.60s' takes too long",
			    row->spec->extract[i].regex);
		for (size_t k = 0; k < list_pattern_names(pattern); k++) {
			struct list_pair pair;
			list_pattern_group(pattern, k, text, &pair);
			reader_row_keep(row, &pair);
		}
	}
	return 0;
}

static void
reader_row_done(struct reader_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		mem_free(row->found[i].value);
	mem_free(row->found);
}

/* 1: one of the words is text, or the pattern matches it; 0; ERR_TOOBIG. */
static int
reader_test(const struct list_where *where, struct list_pattern *pattern,
    struct span text)
{
	if (pattern != NULL)
		return list_pattern_match(pattern, text);
	for (size_t i = 0; i < where->word_count; i++)
		if (span_is(text, where->words[i]))
			return 1;
	return 0;
}

/* 1: one of the values in text passes, 0: none; ERR_TOOBIG. */
static int
reader_test_any(const struct list_where *where, struct list_pattern *pattern,
    struct span text)
{
	int r = 0;

	for (;;) {
		const char *end =
		    memchr(text.p, LIST_VALUE_SEPARATOR, text.len);
		size_t n = end != NULL ? (size_t)(end - text.p) : text.len;
		r = reader_test(where, pattern, (struct span){text.p, n});
		if (r != 0 || end == NULL)
			return r;
		text = (struct span){end + 1, text.len - n - 1};
	}
}

/* *ret_out: the row misses a condition. */
static int
reader_judge(const struct reader_row *row, struct list_reader *reader,
    struct buf *value, bool *ret_out, struct err *err)
{
	*ret_out = false;
	for (size_t i = 0; i < row->spec->where_count && !*ret_out; i++) {
		const struct list_where *where = &row->spec->where[i];
		struct span text =
		    reader_fill(where->template, &row->row, value);
		int r = reader_test_any(where, reader->where[i], text);
		if (r < 0)
			return err_set(err, ERR_INVALID,
			    "the pattern '%.60s' takes too long", where->regex);
		*ret_out = (r > 0) == where->negated;
	}
	return 0;
}

int
list_reader_item(struct list_reader *reader, const struct list_row *row,
    struct item *item, bool *ret_out, struct err *err)
{
	struct reader_row named = {
	    .row = {reader_row_find}, .own = row, .spec = reader->spec};
	struct buf value;

	buf_init(&value, READER_VALUE_LIMIT);
	int r = reader_row_extract(&named, reader, &value, err);
	if (r == 0)
		r = reader_judge(&named, reader, &value, ret_out, err);
	if (r == 0 && !*ret_out)
		r = list_value_item(reader->spec, &named.row, item, err);
	buf_done(&value);
	reader_row_done(&named);
	return r;
}

void
list_reader_add(struct list_reader *reader, const struct list_row *row)
{
	struct err err = ERR_NONE;
	struct item item;
	bool out = false;
	int r = list_reader_item(reader, row, &item, &out, &err);

	if (r < 0)
		list_rows_add_fault(&reader->rows, err.text);
	else if (out)
		list_rows_leave_out(&reader->rows);
	else
		list_rows_add(&reader->rows, &item);
}
