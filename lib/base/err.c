/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a code and a formatted text from the function that failed, contexts from
 * its callers. Out: one line for a person. Everybody calls it.
 */
#include "lib/base/err.h"

#include "lib/base/line.h"

#include <stdio.h>
#include <string.h>

const char *
err_text(int code)
{
	static const struct {
		int code;
		const char *text;
	} texts[] = {
#define ERR_ROW(name, value, text) {value, text},
	    ERR_LIST(ERR_ROW)
#undef ERR_ROW
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (texts[i].code == code)
			return texts[i].text;
	}
	return "unknown error";
}

int
err_set(struct err *err, int code, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return code;
	char text[ERR_TEXT_MAX];
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	line_tidy(text, sizeof(text), n);
	err->code = code;
	memcpy(err->text, text, sizeof(text));
	return code;
}

int
err_set_errno(struct err *err, int code, int errnum, const char *fmt, ...)
{
	va_list ap;
	char text[ERR_TEXT_MAX];

	if (err == NULL)
		return code;
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	line_tidy(text, sizeof(text), n);
	return err_set(err, code, "%s: %s", text, strerror(errnum));
}

int
err_wrap(struct err *err, const char *fmt, ...)
{
	va_list ap;
	char context[ERR_TEXT_MAX];

	if (err == NULL)
		return ERR_INVALID;
	va_start(ap, fmt);
	int n = vsnprintf(context, sizeof(context), fmt, ap);
	va_end(ap);
	line_tidy(context, sizeof(context), n);
	return err_set(err, err->code, "%s: %s", context, err->text);
}
