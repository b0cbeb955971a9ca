/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes mails apart, for the tests of mails. */
#include "tests/unit/alerts/mail_parts.h"

#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

char *
mail_header(const char *mail, const char *name)
{
	char *start = mem_printf("\r\n%s: ", name);
	const char *end = strstr(mail, "\r\n\r\n");
	const char *found = strncmp(mail, start + 2, strlen(start + 2)) == 0
				? mail - 2
				: strstr(mail, start);

	assert_non_null(end);
	if (found == NULL || found > end) {
		mem_free(start);
		return NULL;
	}
	const char *value = found + strlen(start);
	const char *stop = strstr(value, "\r\n");
	while (stop[2] == ' ')
		stop = strstr(stop + 2, "\r\n");
	mem_free(start);
	return mem_strndup(value, (size_t)(stop - value));
}

static int
hex_digit(char c)
{
	const char *digits = "0123456789ABCDEF";
	const char *found = strchr(digits, c);

	assert_non_null(found);
	return (int)(found - digits);
}

char *
mail_part(const char *mail, const char *kind)
{
	char *head = mem_printf("Content-Type: text/%s; charset=utf-8\r\n"
				"Content-Transfer-Encoding: quoted-printable"
				"\r\n\r\n",
	    kind);
	const char *p = strstr(mail, head);
	char *text = mem_new(strlen(mail) + 1);
	size_t n = 0;

	assert_non_null(p);
	p += strlen(head);
	const char *end = strstr(p, "\r\n--=_");
	assert_non_null(end);
	for (; p < end; p++) {
		if (*p == '\r')
			continue;
		if (*p != '=') {
			text[n++] = *p;
		} else if (p[1] == '\r') {
			p += 2;
		} else {
			text[n++] =
			    (char)(hex_digit(p[1]) * 16 + hex_digit(p[2]));
			p += 2;
		}
	}
	mem_free(head);
	return text;
}

char *
mail_first_word(const char *subject)
{
	char base64[80];
	uint8_t bytes[80] = {0};
	size_t len;

	assert_int_equal(strncmp(subject, "=?UTF-8?B?", 10), 0);
	size_t n = strcspn(subject + 10, "?");
	assert_in_range(n, 4, 60);
	memcpy(base64, subject + 10, n);
	base64[n] = '\0';
	assert_int_equal(base64_decode(base64, bytes, sizeof(bytes), &len), 0);
	return mem_strndup((const char *)bytes, len);
}
