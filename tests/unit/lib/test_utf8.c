/* SPDX-License-Identifier: BSD-2-Clause */
/* How long a character is. */
#include "lib/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>
#include <cmocka.h>

static void
every_three_bytes_are_judged_as_by_utf8proc(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 1U << 24; i++) {
		const uint8_t b[3] = {
		    (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i};
		int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate(b, 3, &c);
		if (utf8_length((const char *)b, 3) != (n > 0 ? (size_t)n : 0))
			fail_msg("%06x", (unsigned)i);
	}
}

static void
four_bytes_end_at_the_last_plane(void **state)
{
	(void)state;
	assert_int_equal(utf8_length("\xf0\x90\x80\x80", 4), 4);
	assert_int_equal(utf8_length("\xf4\x8f\xbf\xbf", 4), 4);
	assert_int_equal(utf8_length("\xf4\x90\x80\x80", 4), 0);
	assert_int_equal(utf8_length("\xf0\x8f\xbf\xbf", 4), 0);
	assert_int_equal(utf8_length("\xf5\x80\x80\x80", 4), 0);
	assert_int_equal(utf8_length("\xf0\x90\x80\x80", 3), 0);
	assert_int_equal(utf8_length("", 0), 0);
}

static void
ascii_ends_at_the_first_byte_that_is_none(void **state)
{
	char text[32];

	(void)state;
	for (size_t n = 0; n < sizeof(text); n++) {
		memset(text, 'a', sizeof(text));
		text[n] = (char)0x80;
		assert_int_equal(utf8_ascii(text, sizeof(text)), n);
		assert_int_equal(utf8_ascii(text, n), n);
	}
}

static void
characters_are_counted_by_their_first_bytes(void **state)
{
	static const char text[] = "a\u00e9\u4e1a\U0001f600";

	(void)state;
	assert_int_equal(utf8_count(text, sizeof(text) - 1), 4);
	assert_int_equal(utf8_count(text, 4), 3); /* the third is cut */
	assert_int_equal(utf8_count(text, 0), 0);
}

static void
what_is_no_text_is_mended_byte_by_byte(void **state)
{
	static const struct {
		const char *is, *becomes;
	} cases[] = {
	    {"", ""}, {"业绩 ok", "业绩 ok"}, {"\xff\xfe", "??"},
	    {"a\xe4\xb8", "a??"}, /* cut amid a character */
	    {"\xe4\xb8z", "??z"}, {"\xed\xa0\x80", "???"}, /* a surrogate */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[16];

		memcpy(text, cases[i].is, strlen(cases[i].is) + 1);
		assert_int_equal(utf8_is_text(text),
		    strcmp(cases[i].is, cases[i].becomes) == 0);
		utf8_mend(text);
		assert_string_equal(text, cases[i].becomes);
		assert_true(utf8_is_text(text));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_three_bytes_are_judged_as_by_utf8proc),
	    cmocka_unit_test(four_bytes_end_at_the_last_plane),
	    cmocka_unit_test(ascii_ends_at_the_first_byte_that_is_none),
	    cmocka_unit_test(characters_are_counted_by_their_first_bytes),
	    cmocka_unit_test(what_is_no_text_is_mended_byte_by_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
