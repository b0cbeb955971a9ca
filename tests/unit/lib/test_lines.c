/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of a descriptor. */
#include "lib/base/lines.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define LIMIT (100 * KIB)

/* A file that holds these bytes, from its start. */
static FILE *
file_of(const char *bytes, size_t n)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, n, file), n);
	rewind(file);
	return file;
}

/* The lines of bytes, each in brackets; "!" for one that is too long. */
static void
check_lines(const char *bytes, size_t n, const char *want)
{
	FILE *file = file_of(bytes, n);
	struct lines lines;
	struct span line;
	struct buf got;
	int code, count = 0;

	buf_init(&got, MIB);
	lines_init(&lines, fileno(file), LIMIT);
	while (lines_next(&lines, &line, &code)) {
		assert_int_equal(lines.number, ++count);
		for (size_t i = 0; code == 0 && i < line.len; i++)
			assert_int_equal(
			    buf_add_char(
				&got, line.p[i] != '\0' ? line.p[i] : '0'),
			    0);
		assert_int_equal(buf_add_str(&got, code != 0 ? "!;" : ";"), 0);
	}
	assert_int_equal(code, 0);
	assert_string_equal(got.len > 0 ? got.data : "", want);
	lines_done(&lines);
	buf_done(&got);
	fclose(file);
}

static void
lines_are_whatever_stands_between_newlines(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *lines;
	} rows[] = {
	    {"", 0, ""},
	    {"\n", 1, ";"},
	    {"a", 1, "a;"},
	    {"a\n", 2, "a;"},
	    {"a\nb", 3, "a;b;"},
	    {"a\n\nb\n", 5, "a;;b;"},
	    {"a\0b\n\0\nc", 7, "a0b;0;c;"},
	    {"\xff\r\n", 3, "\xff\r;"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		check_lines(rows[i].bytes, rows[i].n, rows[i].lines);
}

static void
lines_above_the_limit_are_skipped(void **state)
{
	static const size_t sizes[] = {
	    LIMIT - 1, LIMIT, LIMIT + 1, 3 * LIMIT, 64 * KIB, 64 * KIB + 1};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct buf text;
		struct span line;
		struct lines lines;
		int code;
		buf_init(&text, 4 * LIMIT);
		while (text.len < sizes[i])
			assert_int_equal(buf_add_char(&text, 'x'), 0);
		assert_int_equal(buf_add_str(&text, "\nnext"), 0);
		FILE *file = file_of(text.data, text.len);
		lines_init(&lines, fileno(file), LIMIT);
		assert_true(lines_next(&lines, &line, &code));
		assert_int_equal(code, sizes[i] > LIMIT ? ERR_TOOBIG : 0);
		assert_true(code != 0 || line.len == sizes[i]);
		assert_true(lines_next(&lines, &line, &code));
		assert_int_equal(code, 0);
		assert_true(span_is(line, "next"));
		assert_false(lines_next(&lines, &line, &code));
		lines_done(&lines);
		fclose(file);
		buf_done(&text);
	}
}

static void
a_descriptor_that_cannot_be_read_is_a_fault(void **state)
{
	struct lines lines;
	struct span line;
	int code = 0;

	(void)state;
	lines_init(&lines, -1, LIMIT);
	assert_false(lines_next(&lines, &line, &code));
	assert_int_equal(code, ERR_IO);
	lines_done(&lines);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_are_whatever_stands_between_newlines),
	    cmocka_unit_test(lines_above_the_limit_are_skipped),
	    cmocka_unit_test(a_descriptor_that_cannot_be_read_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
