/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the routes have in common: reading a request, answering with an error.
 * Called by the files daemon/api_*.c.
 */
#include "daemon/api_ask.h"

#include "daemon/api_json.h"
#include "lib/base/number.h"
#include "lib/base/utf8.h"

#include <string.h>

char *
api_ask_refuse(int status, const char *text, int *ret_status)
{
	*ret_status = status;
	return api_json_error(text);
}

static int
api_ask_status(int code)
{
	if (code == ERR_NOTFOUND)
		return 404;
	if (code == ERR_BUSY || code == ERR_DENIED || code == ERR_EXISTS)
		return 409;
	if (code == ERR_INVALID || code == ERR_RANGE || code == ERR_SYNTAX)
		return 400;
	return 500;
}

char *
api_ask_fail(const struct err *err, int *ret_status)
{
	return api_ask_refuse(api_ask_status(err->code), err->text, ret_status);
}

int64_t
api_ask_number(const struct api_ask *ask, const char *name, int64_t fallback)
{
	const char *s = ask->get(ask->query, name);
	int64_t n;

	if (s == NULL)
		return fallback;
	return number_parse(s, 0, INT64_MAX, &n) == 0 ? n : -1;
}

int
api_ask_text(const struct api_ask *ask, const char *name, size_t max,
    const char **ret, struct err *err)
{
	const char *s = ask->get(ask->query, name);

	if (s != NULL && strlen(s) > max)
		return err_set(err, ERR_INVALID,
		    "'%s' must be at most %zu bytes long", name, max);
	if (s != NULL && !utf8_is_text(s))
		return err_set(err, ERR_INVALID, "'%s' must be UTF-8", name);
	*ret = s;
	return 0;
}

static int
api_ask_hex(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)((at - digits) % 16) : -1;
}

int
api_ask_name(const char *s, size_t len, char name[API_NAME_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		int c = (unsigned char)s[i];

		if (n + 1 == API_NAME_MAX)
			return ERR_INVALID;
		if (c == '%') {
			if (len - i < 3 || api_ask_hex(s[i + 1]) < 0 ||
			    api_ask_hex(s[i + 2]) < 0)
				return ERR_INVALID;
			c = 16 * api_ask_hex(s[i + 1]) + api_ask_hex(s[i + 2]);
			i += 2;
		}
		if (c == 0)
			return ERR_INVALID;
		name[n++] = (char)c;
	}
	name[n] = '\0';
	return n > 0 && utf8_is_text(name) ? 0 : ERR_INVALID;
}
