/* SPDX-License-Identifier: BSD-2-Clause */
/* What the verbs share: asking the daemon, and saying what went wrong. */
#include "clients/verb.h"

#include "lib/base/json_text.h"
#include "lib/base/mem.h"
#include "lib/net/local.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define VERB_ANSWER_LIMIT (64 * MIB)

int
verb_fail(int code, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("filingctl: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return code;
}

const char *
verb_text(const json_t *json, const char *key)
{
	const char *s = json_string_value(json_object_get(json, key));

	return s != NULL ? s : "";
}

int
verb_exit_of(int status, const json_t *answer)
{
	const char *text = verb_text(answer, "error");

	if (status == 200)
		return VERB_OK;
	if (status == 403)
		return verb_fail(VERB_DENIED, "%s", text);
	if (status == 409)
		return verb_fail(VERB_FAILED, "%s", text);
	if (status == 404 || status == 410)
		return verb_fail(VERB_NOTHING, "%s", text);
	if (status == 422 || status == 400)
		return verb_fail(VERB_USAGE, "%s", text);
	return verb_fail(
	    VERB_FAILED, "the daemon answered %d: %s", status, text);
}

int
verb_ask(const struct verb_context *context, const char *method,
    const char *path, json_t **ret)
{
	struct err err = ERR_NONE;
	struct buf body;
	json_t *answer;
	int status, rc;

	buf_init(&body, VERB_ANSWER_LIMIT);
	rc = local_get(context->socket, method, path, &body, &status, &err);
	if (rc != 0) {
		buf_done(&body);
		return verb_fail(
		    rc == ERR_CONNECT ? VERB_UNREACHABLE : VERB_FAILED, "%s",
		    err.text);
	}
	answer = json_loadb(body.data, body.len, 0, NULL);
	buf_done(&body);
	if (answer == NULL)
		return verb_fail(VERB_FAILED, "the daemon's answer is no JSON");
	rc = verb_exit_of(status, answer);
	if (rc == VERB_OK)
		*ret = answer;
	else
		json_decref(answer);
	return rc;
}

int
verb_done(
    const struct verb_context *context, json_t *answer, const char *fmt, ...)
{
	va_list ap;

	if (context->json) {
		verb_print_json(answer);
		return VERB_OK;
	}
	va_start(ap, fmt);
	if (!context->quiet && vprintf(fmt, ap) >= 0)
		putchar('\n');
	va_end(ap);
	json_decref(answer);
	return VERB_OK;
}

json_t *
verb_ask_quietly(const struct verb_context *context, const char *path)
{
	struct err err = ERR_NONE;
	json_t *answer = NULL;
	struct buf body;
	int status;

	buf_init(&body, VERB_ANSWER_LIMIT);
	if (local_get(context->socket, "GET", path, &body, &status, &err) ==
		0 &&
	    status == 200)
		answer = json_loadb(body.data, body.len, 0, NULL);
	buf_done(&body);
	return answer;
}

long long
verb_int(const json_t *json, const char *key)
{
	return (long long)json_integer_value(json_object_get(json, key));
}

void
verb_print_json(json_t *json)
{
	char *text = json_text(json);

	puts(text);
	mem_free(text);
}

void
verb_print_clean(const char *s)
{
	for (; *s != '\0'; s++)
		putchar((unsigned char)*s < 0x20 || *s == 0x7f ? '?' : *s);
}

char *
verb_escape(const char *s)
{
	struct buf out;
	char *text;

	buf_init(&out, 3 * strlen(s) + 1);
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		/* the buffer has room for the longest form there is */
		if (isalnum(c) || strchr("-._~", c) != NULL)
			err_drop(buf_add_char(&out, *s));
		else
			err_drop(buf_addf(&out, "%%%02X", c));
	}
	text = mem_strdup(out.len > 0 ? out.data : "");
	buf_done(&out);
	return text;
}
