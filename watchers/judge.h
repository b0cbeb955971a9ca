/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is it an answer at all? An error, a challenge page or a page of another
 * shape must never pass as an empty list or as content. Pure.
 */
#ifndef WATCHERS_JUDGE_H
#define WATCHERS_JUDGE_H

#include "watchers/health.h"

#include <stdbool.h>
#include <stdint.h>

#define JUDGE_WHY_MAX 200

struct http_response;
struct list_answer;
struct list_spec;
struct request_spec;

struct judgement {
	enum health_state state; /* HEALTH_OK: go on with it */
	int64_t retry_after; /* as the source asked, ms; -1: it did not */
	bool final; /* asking for further pages is of no use, or rude */
	bool none; /* HEALTH_OK, and there is no such page */
	bool later; /* not there yet: bad, but no failure */
	char why[JUDGE_WHY_MAX]; /* one line for people; "" when ok */
};

/* A good page. */
struct judgement judge_ok(void);
/* A bad one; why is cut to fit. Final when the source blocks us. */
struct judgement judge_bad(enum health_state state, const char *why);
/* A good one that could not be stored: ERR_* and its text ("": the code's). */
struct judgement judge_store(int code, const char *why);

/*
 * An HTTP answer by the rules of status and header, its status and its content
 * type, before the reader sees it. Of an answer whose status is not 200 the
 * reader sees nothing, so rules of its body are judged here, too.
 */
struct judgement judge_response(const struct request_spec *request,
    const struct list_spec *spec, const struct http_response *response,
    int64_t now);
/*
 * What the reader said: code is 0 or how the reader failed; answer may be NULL
 * then. rows_before: on the pages before; an empty page is bad while the total
 * promises more than these.
 */
struct judgement judge_answer(
    int code, const struct list_answer *answer, int64_t rows_before);

#endif
