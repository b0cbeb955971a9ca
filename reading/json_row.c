/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a line from outside. Out: the texts of some members of the object that
 * it is. batch.c calls it for every line. No recursion: what is open stands in
 * the bits of a word.
 */
#include "reading/json_row.h"

#include "lib/base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct json_row {
	const char *p, *at, *end;
	struct json_member *members;
	size_t count;
	struct buf *text; /* of wanted texts and of the key at hand */
	struct err *err;
	int depth; /* below the row's object */
	uint64_t objects; /* bit by depth: an object, no array */
};

static int
json_row_fault(const struct json_row *row, const char *what)
{
	return err_set(row->err, ERR_SYNTAX, "column %zu: %s",
	    (size_t)(row->at - row->p) + 1, what);
}

/* The next byte behind blanks; NUL at the end. */
static char
json_row_next(struct json_row *row)
{
	while (row->at < row->end && (*row->at == ' ' || *row->at == '\t' ||
					 *row->at == '\r' || *row->at == '\n'))
		row->at++;
	return row->at < row->end ? *row->at : '\0';
}

static bool
json_row_take(struct json_row *row, char c)
{
	if (json_row_next(row) != c || row->at == row->end)
		return false;
	row->at++;
	return true;
}

static int
json_row_add(struct json_row *row, const char *p, size_t n, bool keep)
{
	if (!keep || buf_add(row->text, p, n) == 0)
		return 0;
	return err_set(row->err, ERR_TOOBIG, "the line's texts are too long");
}

/* Four hexadecimal digits, or -1. */
static int32_t
json_row_hex(struct json_row *row)
{
	int32_t value = 0;

	if (row->end - row->at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = *row->at++;
		if (c >= '0' && c <= '9')
			value = value * 16 + (c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			value = value * 16 + ((c | 0x20) - 'a' + 10);
		else
			return -1;
	}
	return value;
}

/* The character of \uXXXX, or of two of them; -1: it is none. */
static int32_t
json_row_escaped(struct json_row *row)
{
	int32_t c = json_row_hex(row);

	if (c < 0xd800 || c > 0xdfff)
		return c;
	if (c > 0xdbff || row->end - row->at < 6 || row->at[0] != '\\' ||
	    row->at[1] != 'u')
		return -1;
	row->at += 2;
	int32_t low = json_row_hex(row);
	if (low < 0xdc00 || low > 0xdfff)
		return -1;
	return 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
}

static size_t
json_row_encode(int32_t c, char bytes[4])
{
	size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const int32_t heads[] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (size_t i = len; i-- > 1; c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3f));
	bytes[0] = (char)(heads[len] | c);
	return len;
}

/* What follows a backslash. */
static int
json_row_read_escape(struct json_row *row, bool keep)
{
	static const char named[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
	char c = row->at < row->end ? *row->at++ : '\0';
	char bytes[4];

	if (c == 'u') {
		int32_t escaped = json_row_escaped(row);
		if (escaped < 0)
			return json_row_fault(row, "\\u of no character");
		return json_row_add(
		    row, bytes, json_row_encode(escaped, bytes), keep);
	}
	for (size_t i = 0; i + 1 < sizeof named; i += 2)
		if (c == named[i])
			return json_row_add(row, &named[i + 1], 1, keep);
	return json_row_fault(row, "a backslash that escapes nothing");
}

/* Bytes that stand for themselves up to a quote, a backslash or a fault. */
static size_t
json_row_plain(const struct json_row *row)
{
	const char *p = row->at;

	while (p < row->end) {
		unsigned char c = (unsigned char)*p;
		if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
			p++;
			continue;
		}
		size_t n =
		    c >= 0x80 ? utf8_length(p, (size_t)(row->end - p)) : 0;
		if (n == 0)
			break;
		p += n;
	}
	return (size_t)(p - row->at);
}

/* A string after its quote, with the closing one; kept: added to the text. */
static int
json_row_read_string(struct json_row *row, bool keep)
{
	int rc = 0;

	while (rc == 0) {
		size_t n = json_row_plain(row);
		rc = json_row_add(row, row->at, n, keep);
		row->at += n;
		if (rc != 0 || row->at == row->end)
			break;
		if (*row->at == '"') {
			row->at++;
			return 0;
		}
		if (*row->at != '\\')
			return json_row_fault(
			    row, (unsigned char)*row->at < ' '
				     ? "a control character in a text"
				     : "a byte that is no UTF-8");
		row->at++;
		rc = json_row_read_escape(row, keep);
	}
	return rc != 0 ? rc : json_row_fault(row, "a text without its end");
}

static size_t
json_row_digits(struct json_row *row)
{
	const char *from = row->at;

	while (row->at < row->end && *row->at >= '0' && *row->at <= '9')
		row->at++;
	return (size_t)(row->at - from);
}

static bool
json_row_skip_number(struct json_row *row)
{
	if (*row->at == '-')
		row->at++;
	bool zero = row->at < row->end && *row->at == '0';
	size_t whole = json_row_digits(row);
	if (whole == 0 || (zero && whole > 1))
		return false;
	if (row->at < row->end && *row->at == '.') {
		row->at++;
		if (json_row_digits(row) == 0)
			return false;
	}
	if (row->at == row->end || (*row->at | 0x20) != 'e')
		return true;
	row->at++;
	if (row->at < row->end && (*row->at == '+' || *row->at == '-'))
		row->at++;
	return json_row_digits(row) > 0;
}

static bool
json_row_skip_word(struct json_row *row)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t n = strlen(words[i]);
		if ((size_t)(row->end - row->at) < n ||
		    memcmp(row->at, words[i], n) != 0)
			continue;
		row->at += n;
		return true;
	}
	return false;
}

static int
json_row_skip_scalar(struct json_row *row)
{
	char c = json_row_next(row);

	if (json_row_take(row, '"'))
		return json_row_read_string(row, false);
	bool good = c == '-' || (c >= '0' && c <= '9')
			? json_row_skip_number(row)
			: json_row_skip_word(row);
	return good ? 0 : json_row_fault(row, "no value");
}

/* A key and its colon, where a member of an object begins. */
static int
json_row_read_key(struct json_row *row, bool keep)
{
	if (!json_row_take(row, '"'))
		return json_row_fault(row, "no name of a member");
	int rc = json_row_read_string(row, keep);
	if (rc == 0 && !json_row_take(row, ':'))
		return json_row_fault(row, "no colon behind a name");
	return rc;
}

static bool
json_row_in_object(const struct json_row *row)
{
	return (row->objects >> (row->depth - 1) & 1) != 0;
}

/* Opens arrays and objects up to the next value that is none. */
static int
json_row_open(struct json_row *row, bool *ret_empty)
{
	char c;

	*ret_empty = false;
	while ((c = json_row_next(row)) == '[' || c == '{') {
		if (row->depth == JSON_ROW_DEPTH)
			return json_row_fault(row, "nested too deep");
		row->at++;
		uint64_t bit = 1ULL << row->depth++;
		row->objects =
		    c == '{' ? row->objects | bit : row->objects & ~bit;
		*ret_empty = json_row_next(row) == (c == '{' ? '}' : ']');
		int rc =
		    *ret_empty || c == '[' ? 0 : json_row_read_key(row, false);
		if (rc != 0 || *ret_empty)
			return rc;
	}
	return 0;
}

/* Closes what ends behind a value; then a comma, or the value is over. */
static int
json_row_close(struct json_row *row)
{
	while (row->depth > 0) {
		bool object = json_row_in_object(row);
		if (json_row_take(row, ','))
			return object ? json_row_read_key(row, false) : 0;
		if (!json_row_take(row, object ? '}' : ']'))
			return json_row_fault(row, "no comma and no end");
		row->depth--;
	}
	return 0;
}

/* Any value, checked. */
static int
json_row_skip(struct json_row *row)
{
	int rc;

	do {
		bool empty;
		rc = json_row_open(row, &empty);
		if (rc == 0 && !empty)
			rc = json_row_skip_scalar(row);
		if (rc == 0)
			rc = json_row_close(row);
	} while (rc == 0 && row->depth > 0);
	return rc;
}

/* The wanted member whose name ends the text; NULL for none. */
static struct json_member *
json_row_find(const struct json_row *row, size_t name)
{
	struct span key = {row->text->data + name, row->text->len - name};

	for (size_t i = 0; i < row->count; i++)
		if (span_is(key, row->members[i].name))
			return &row->members[i];
	return NULL;
}

static int
json_row_read_value(struct json_row *row, struct json_member *member)
{
	char c = json_row_next(row);

	if (member == NULL)
		return json_row_skip(row);
	if (member->kind != MEMBER_ABSENT)
		return json_row_fault(row, "a duplicate member");
	if (c != '"') {
		member->kind = c == 'n' ? MEMBER_NULL : MEMBER_OTHER;
		return json_row_skip(row);
	}
	row->at++;
	member->kind = MEMBER_TEXT;
	member->at = row->text->len;
	int rc = json_row_read_string(row, true);
	member->len = row->text->len - member->at;
	return rc == 0 ? json_row_add(row, "", 1, true) : rc;
}

static int
json_row_read_member(struct json_row *row)
{
	size_t name = row->text->len;
	int rc = json_row_read_key(row, true);

	if (rc != 0)
		return rc;
	struct json_member *member = json_row_find(row, name);
	buf_cut(row->text, name);
	return json_row_read_value(row, member);
}

static int
json_row_read_object(struct json_row *row)
{
	int rc = 0;

	if (!json_row_take(row, '{'))
		return json_row_fault(row, "no JSON object");
	if (!json_row_take(row, '}')) {
		do
			rc = json_row_read_member(row);
		while (rc == 0 && json_row_take(row, ','));
		if (rc == 0 && !json_row_take(row, '}'))
			return json_row_fault(row, "no comma and no end");
	}
	(void)json_row_next(row); /* blanks at the end */
	if (rc == 0 && row->at < row->end)
		return json_row_fault(row, "more than one object");
	return rc;
}

int
json_row_read(struct span line, struct json_member *members, size_t n,
    struct buf *text, struct err *err)
{
	struct json_row row = {
	    .p = line.p,
	    .at = line.p,
	    .end = line.p + line.len,
	    .members = members,
	    .count = n,
	    .text = text,
	    .err = err,
	};

	buf_clear(text);
	for (size_t i = 0; i < n; i++)
		members[i].kind = MEMBER_ABSENT;
	return json_row_read_object(&row);
}
