/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of JSON: what they say, and that jansson takes and refuses the same. */
#include "reading/json_row.h"

#include "lib/base/mem.h"

#include <jansson.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static const char *const good[] = {
    "{}",
    " { } \r",
    "{\"a\":\"\"}",
    "{\"a\":\"x\\u0000y\"}",
    "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u4e8f\\uD83D\\uDE00\\u00e9\"}",
    "{\"a\":\"净亏损 \xf0\x9f\x98\x80\x7f\"}",
    "{\"\\u0061\" : \"by an escaped name\" , \"b\" : null}",
    "{\"a\":-0.5e+10,\"b\":[[],{},[{\"c\":{}},[1,2],true],false]}",
    "{\"n\":{\"a\":\"inner\"},\"a\":\"outer\"}",
    "{\"\":\"\",\"aa\":1,\"b\":\"y\"}",
};

static const char *const bad[] = {
    "",
    "[]",
    "7",
    "{",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{,}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":1}}",
    "{\"a\":1} x",
    "{a:1}",
    "{\"a\":\"x}",
    "{\"a\":\"x\\",
    "{\"a\":\"\\x\"}",
    "{\"a\":\"\\u12\"}",
    "{\"a\":\"\\u12g4\"}",
    "{\"a\":\"\\ud800\"}",
    "{\"a\":\"\\udc00\"}",
    "{\"a\":\"\\ud800\\u0041\"}",
    "{\"a\":\"\t\"}",
    "{\"a\":\"\xff\"}",
    "{\"z\":\"\xed\xa0\x80\"}",
    "{\"a\":01}",
    "{\"a\":1.}",
    "{\"a\":.5}",
    "{\"a\":-}",
    "{\"a\":1e}",
    "{\"a\":+1}",
    "{\"a\":nul}",
    "{\"a\":True}",
    "{\"a\":[1,]}",
    "{\"a\":[1}",
    "{\"a\":{\"b\":1]}",
    "{\"a\":{1:2}}",
    "{\"a\":1,\"a\":2}",
};

/* Reads line as jansson does; both agree on a and b. */
static bool
check_line(const char *p, size_t n)
{
	struct json_member members[] = {{.name = "a"}, {.name = "b"}};
	struct err err = ERR_NONE;
	struct buf text;
	/* In memory of its own, so that a byte too far is found. */
	char *line = mem_dup(p, n);

	buf_init(&text, n);
	int rc = json_row_read((struct span){line, n}, members, 2, &text, &err);
	json_t *json =
	    json_loadb(line, n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	bool theirs = json_is_object(json);
	if ((rc == 0) != theirs)
		fail_msg("'%.*s': %s", (int)n, p, err.text);
	for (size_t i = 0; rc == 0 && i < 2; i++) {
		const json_t *value = json_object_get(json, members[i].name);
		assert_int_equal(
		    members[i].kind == MEMBER_ABSENT, value == NULL);
		assert_int_equal(
		    members[i].kind == MEMBER_NULL, json_is_null(value));
		assert_int_equal(
		    members[i].kind == MEMBER_TEXT, json_is_string(value));
		if (members[i].kind != MEMBER_TEXT)
			continue;
		assert_int_equal(members[i].len, json_string_length(value));
		assert_memory_equal(text.data + members[i].at,
		    json_string_value(value), members[i].len + 1);
	}
	json_decref(json);
	buf_done(&text);
	mem_free(line);
	return rc == 0;
}

static void
good_lines_say_what_they_say_to_jansson(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(check_line(good[i], strlen(good[i])));
}

static void
bad_lines_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(check_line(bad[i], strlen(bad[i])));
}

/* The line cut at a byte, and with other bytes there. */
static void
check_near(char *line, size_t n, size_t at)
{
	static const char others[] = "{}[]\",:\\ au0-.e\t\x01\x80\xe4\xff";
	char was = line[at];

	(void)check_line(line, at);
	for (size_t k = 0; k + 1 < sizeof others; k++) {
		line[at] = others[k];
		(void)check_line(line, n);
	}
	line[at] = was;
}

static void
lines_that_are_almost_good_are_judged_as_by_jansson(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		size_t n = strlen(good[i]);
		char *line = mem_strdup(good[i]);
		for (size_t at = 0; at < n; at++)
			check_near(line, n, at);
		mem_free(line);
	}
}

static void
depth_is_bounded(void **state)
{
	struct err err = ERR_NONE;
	struct buf text, line;

	(void)state;
	for (int depth = JSON_ROW_DEPTH; depth <= JSON_ROW_DEPTH + 1; depth++) {
		buf_init(&text, KIB);
		buf_init(&line, KIB);
		assert_int_equal(buf_add_str(&line, "{\"x\":"), 0);
		for (int i = 0; i < depth; i++)
			assert_int_equal(buf_add_char(&line, '['), 0);
		for (int i = 0; i < depth; i++)
			assert_int_equal(buf_add_char(&line, ']'), 0);
		assert_int_equal(buf_add_char(&line, '}'), 0);
		int rc = json_row_read(
		    (struct span){line.data, line.len}, NULL, 0, &text, &err);
		assert_int_equal(rc, depth > JSON_ROW_DEPTH ? ERR_SYNTAX : 0);
		buf_done(&line);
		buf_done(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good_lines_say_what_they_say_to_jansson),
	    cmocka_unit_test(bad_lines_are_refused),
	    cmocka_unit_test(
		lines_that_are_almost_good_are_judged_as_by_jansson),
	    cmocka_unit_test(depth_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
