/* SPDX-License-Identifier: BSD-2-Clause */
/* Errors: texts, contexts, and the cut at ERR_TEXT_MAX. */
#include "lib/base/err.h"

#include <errno.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void
every_code_has_its_text(void **state)
{
	(void)state;
	assert_string_equal(err_text(ERR_TOOBIG), "too big");
	assert_string_equal(err_text(ERR_SYSTEM), "system call failed");
	assert_string_equal(err_text(0), "unknown error");
	assert_string_equal(err_text(-999), "unknown error");
}

static void
set_formats_and_returns_the_code(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(err_set(&err, ERR_SYNTAX, "line %d", 7), ERR_SYNTAX);
	assert_int_equal(err.code, ERR_SYNTAX);
	assert_string_equal(err.text, "line 7");
}

static void
set_may_quote_the_text_it_replaces(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	err_set(&err, ERR_IO, "first");
	err_set(&err, ERR_STORE, "second after %s", err.text);
	assert_string_equal(err.text, "second after first");
}

static void
wrap_puts_context_in_front_and_keeps_the_code(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	err_set(&err, ERR_IO, "short read");
	assert_int_equal(err_wrap(&err, "source '%s'", "edgar"), ERR_IO);
	assert_string_equal(err.text, "source 'edgar': short read");
}

static void
errno_text_stands_at_the_end(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    err_set_errno(&err, ERR_SYSTEM, ENOENT, "open '%s'", "x"),
	    ERR_SYSTEM);
	assert_string_equal(err.text, "open 'x': No such file or directory");
}

static void
null_err_still_gives_a_failure(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, ERR_BUSY, "x"), ERR_BUSY);
	assert_int_equal(err_set_errno(NULL, ERR_BUSY, ENOENT, "x"), ERR_BUSY);
	assert_true(err_wrap(NULL, "x") < 0);
}

static void
text_is_one_line(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	err_set(&err, ERR_IO, "a\nb\tc\r\n");
	assert_string_equal(err.text, "a?b?c??");
}

static void
long_text_is_cut_between_characters(void **state)
{
	struct err err = ERR_NONE;
	char text[ERR_TEXT_MAX + 64];

	(void)state;
	for (size_t lead = 0; lead < 3; lead++) {
		memset(text, 'x', lead);
		for (size_t i = lead; i + 3 < sizeof(text); i += 3)
			memcpy(text + i, "亏", 4);
		err_set(&err, ERR_IO, "%s", text);
		size_t len = strlen(err.text);
		assert_in_range(len, ERR_TEXT_MAX - 3, ERR_TEXT_MAX - 1);
		assert_int_equal((len - lead) % 3, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_code_has_its_text),
	    cmocka_unit_test(set_formats_and_returns_the_code),
	    cmocka_unit_test(set_may_quote_the_text_it_replaces),
	    cmocka_unit_test(wrap_puts_context_in_front_and_keeps_the_code),
	    cmocka_unit_test(errno_text_stands_at_the_end),
	    cmocka_unit_test(null_err_still_gives_a_failure),
	    cmocka_unit_test(text_is_one_line),
	    cmocka_unit_test(long_text_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
