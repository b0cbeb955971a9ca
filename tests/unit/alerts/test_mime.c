/* SPDX-License-Identifier: BSD-2-Clause */
/* Headers and bodies that every mail server passes on unchanged. */
#include "alerts/mime.h"

#include "lib/base/mem.h"
#include "tests/unit/alerts/mail_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void
encoded_words_end_between_characters(void **state)
{
	char value[600] = "";
	struct buf out;

	(void)state;
	for (size_t lead = 0; lead < 4; lead++) {
		memset(value, 'x', lead);
		value[lead] = '\0';
		for (size_t i = 0; i < 100; i++)
			memcpy(value + lead + 3 * i, "损", 4);
		buf_init(&out, 4 * KIB);
		mime_put_header(&out, "Subject", value);
		const char *p = out.data + strlen("Subject: ");
		size_t total = 0;
		while (*p != '\0') {
			size_t line = strcspn(p, "\r");
			assert_in_range(line, 1, 75);
			char *word = mail_first_word(p);
			assert_int_equal(
			    (strlen(word) - (total == 0 ? lead : 0)) % 3, 0);
			total += strlen(word);
			mem_free(word);
			p += line + 2;
			p += *p == ' ';
		}
		assert_int_equal(total, lead + 300);
		buf_done(&out);
	}
}

static void
plain_headers_are_folded_at_spaces(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4 * KIB);
	mime_put_header(&out, "Subject",
	    "one two three four five six seven eight nine ten eleven twelve "
	    "thirteen fourteen");
	assert_string_equal(out.data,
	    "Subject: one two three four five six seven eight nine ten "
	    "eleven twelve\r\n thirteen fourteen\r\n");
	buf_clear(&out);
	mime_put_header(&out, "X-A", "=?odd?=");
	assert_string_equal(out.data, "X-A: =?UTF-8?B?PT9vZGQ/PQ==?=\r\n");
	buf_done(&out);
}

static const struct {
	const char *in;
	const char *out;
} quoted[] = {
    {"", ""},
    {"plain\n", "plain\r\n"},
    {"no end", "no end\r\n"},
    {"a=b\n", "a=3Db\r\n"},
    {"trailing \n", "trailing=20\r\n"},
    {"trailing ", "trailing=20\r\n"},
    {"\t\xE4\xBA\x8F\n", "=09=E4=BA=8F\r\n"},
    {"\r\n", "=0D\r\n"},
    {"\n\n", "\r\n\r\n"},
};

static void
text_is_quoted_printable(void **state)
{
	char line[201];
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(quoted) / sizeof(quoted[0]); i++) {
		buf_init(&out, KIB);
		mime_put_quoted(&out, span_of(quoted[i].in));
		assert_string_equal(out.data, quoted[i].out);
		buf_done(&out);
	}
	memset(line, 'y', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	buf_init(&out, KIB);
	mime_put_quoted(&out, span_of(line));
	assert_int_equal(strcspn(out.data, "\r"), 76);
	assert_int_equal(out.len, 200 + 2 * 3 + 2);
	buf_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(encoded_words_end_between_characters),
	    cmocka_unit_test(plain_headers_are_folded_at_spaces),
	    cmocka_unit_test(text_is_quoted_printable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
