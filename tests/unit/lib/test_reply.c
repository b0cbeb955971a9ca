/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of SMTP servers, good and bad. */
#include "lib/net/reply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void
lines_are_read_or_refused(void **state)
{
	static const struct {
		const char *line;
		int result;
		int code;
		const char *text;
	} cases[] = {
	    {"250 2.1.0 ok\r\n", 1, 250, "2.1.0 ok"},
	    {"250 ok", 1, 250, "ok"},
	    {"250-SIZE 1000\r\n", 0, 250, "SIZE 1000"},
	    {"354\r\n", 1, 354, ""},
	    {"354 \n", 1, 354, ""},
	    {"550-\r\n", 0, 550, ""},
	    {"550 a\tb\x01\x7f c\r\n", 1, 550, "a?b?? c"},
	    {"599 né\r\n", 1, 599, "n??"},
	    {"", ERR_PROTOCOL, -1, "old"},
	    {"\r\n", ERR_PROTOCOL, -1, "old"},
	    {"25\r\n", ERR_PROTOCOL, -1, "old"},
	    {"25 ok\r\n", ERR_PROTOCOL, -1, "old"},
	    {"2x0 ok\r\n", ERR_PROTOCOL, -1, "old"},
	    {"2500 ok\r\n", ERR_PROTOCOL, -1, "old"},
	    {"250ok\r\n", ERR_PROTOCOL, -1, "old"},
	    {"150 ok\r\n", ERR_PROTOCOL, -1, "old"},
	    {"600 ok\r\n", ERR_PROTOCOL, -1, "old"},
	    {" 250 ok\r\n", ERR_PROTOCOL, -1, "old"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[REPLY_TEXT_MAX] = "old";
		int code = -1;
		const char *line = cases[i].line;
		int r = reply_read(line, strlen(line), &code, text);
		if (r != cases[i].result || code != cases[i].code ||
		    strcmp(text, cases[i].text) != 0)
			fail_msg("'%s': %d, %d, '%s'", line, r, code, text);
	}
}

static void
long_lines_are_cut(void **state)
{
	char line[1000] = "450 ";
	char text[REPLY_TEXT_MAX];
	int code = 0;

	(void)state;
	memset(line + 4, 'x', sizeof(line) - 4);
	assert_int_equal(reply_read(line, sizeof(line), &code, text), 1);
	assert_int_equal(strlen(text), REPLY_TEXT_MAX - 1);
	assert_int_equal(code, 450);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_are_read_or_refused),
	    cmocka_unit_test(long_lines_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
