/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of a batch: read, or refused with the reason. */
#include "reading/batch.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static void
a_line_gives_its_text_and_what_is_known_of_it(void **state)
{
	struct batch_row row;
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    batch_row_parse(span_of("{\"id\":\"a\",\"market\":\"XSHE\","
				    "\"issuer\":\"000001\",\"title\":\"t\","
				    "\"text\":\"x\\u0000y\",\"name\":null,"
				    "\"published\":\"2026-01-30 18:00\","
				    "\"gold\":{\"figures\":[1]}}"),
		&row, &err),
	    0);
	assert_string_equal(row.id, "a");
	assert_string_equal(row.hint.title, "t");
	assert_string_equal(row.hint.listing, "XSHE:000001");
	assert_null(row.hint.issuer_name);
	assert_int_not_equal(row.hint.published, DATE_NONE);
	assert_int_equal(row.text.len, 3);
	batch_row_done(&row);
}

static void
title_and_text_may_be_missing(void **state)
{
	struct batch_row row;
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    batch_row_parse(span_of("{\"id\":\"\"}"), &row, &err), 0);
	assert_int_equal(row.text.len, 0);
	batch_row_done(&row);
}

static void
wrong_lines_are_refused_with_the_reason(void **state)
{
	static const struct {
		const char *line;
		size_t n; /* 0: all of line */
		const char *says;
	} rows[] = {
	    {"", 0, "empty"},
	    {" \t\r", 0, "empty"},
	    {"{\"id\":\"a\"", 0, "column 10"},
	    {"{\"id\":\"a\"} {}", 0, "column 12"},
	    {"{\"id\":\"a\",\"id\":\"b\"}", 0, "duplicate"},
	    {"{'id':1}", 0, "column 2"},
	    {"{\"id\":\"\xff\"}", 0, "column"},
	    {"{\"id\":\"\xed\xa0\x80\"}", 0, "column"},
	    {"{\"id\":\"a\0b\"}", 12, "column"},
	    {"\0", 1, "column"},
	    {"[]", 0, "no JSON object"},
	    {"7", 0, "column"},
	    {"{}", 0, "\"id\" must be text"},
	    {"{\"id\":7}", 0, "\"id\" must be text"},
	    {"{\"id\":\"a\",\"title\":[]}", 0, "\"title\" must be text"},
	    {"{\"id\":\"a\",\"text\":null}", 0, "\"text\" must be text"},
	    {"{\"id\":\"a\",\"issuer\":600000}", 0, "\"issuer\" must be text"},
	    {"{\"id\":\"a\",\"published\":20260130}", 0, "\"published\" must"},
	    {"{\"id\":\"a\",\"lang\":true}", 0, "\"lang\" must be text"},
	    {"{\"id\":\"a\",\"lang\":\"xx\"}", 0, "\"lang\" must be zh"},
	    {"{\"id\":\"a\",\"published\":\"2025-99-99\"}", 0,
		"\"published\" must begin"},
	    {"{\"id\":\"a\",\"published\":\"2025-1\"}", 0,
		"\"published\" must begin"},
	    {"{\"id\":\"a\",\"market\":{}}", 0, "\"market\" must be text"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct batch_row row;
		struct err err = ERR_NONE;
		struct span line = {rows[i].line,
		    rows[i].n != 0 ? rows[i].n : strlen(rows[i].line)};
		assert_true(batch_row_parse(line, &row, &err) < 0);
		if (strstr(err.text, rows[i].says) == NULL)
			fail_msg("%s: said '%s'", rows[i].line, err.text);
	}
}

static void
an_id_is_not_as_long_as_a_text(void **state)
{
	struct batch_row row;
	struct err err = ERR_NONE;
	char *id = mem_new(2 * KIB + 2);

	(void)state;
	memset(id, 'x', 2 * KIB + 1);
	char *line = mem_printf("{\"id\":\"%s\"}", id);
	assert_int_equal(
	    batch_row_parse(span_of(line), &row, &err), ERR_TOOBIG);
	mem_free(line);
	mem_free(id);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_line_gives_its_text_and_what_is_known_of_it),
	    cmocka_unit_test(title_and_text_may_be_missing),
	    cmocka_unit_test(wrong_lines_are_refused_with_the_reason),
	    cmocka_unit_test(an_id_is_not_as_long_as_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
