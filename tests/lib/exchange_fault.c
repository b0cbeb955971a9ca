/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: an answer that is ready, and what shall be wrong with it. Goes out:
 * the answer, spoilt. Called by tests/lib/exchange.c.
 */
#include "tests/lib/exchange_fault.h"

#include <assert.h>
#include <stdio.h>

#define FAULT_SEED UINT32_C(2463534242)

/* The text as it is, else a challenge page of its own type. */
static void
fault_page(struct exchange_answer *answer, const char *text)
{
	static const char page[] =
	    "<!doctype html><html><head><title>Just a moment</title><script>"
	    "var arg1='5F3A';document.cookie='acw_sc__v2='+arg1;"
	    "location.reload();</script></head><body>Please enable javascript"
	    "</body></html>";
	int rc;

	answer->status = 200;
	if (!text)
		answer->content_type = "text/html; charset=utf-8";
	buf_clear(&answer->body);
	rc = buf_add_str(&answer->body, text ? text : page);
	assert(rc == 0);
}

static void
fault_deep(struct exchange_answer *answer, int64_t depth)
{
	int64_t i;
	int rc = 0;

	answer->status = 200;
	buf_clear(&answer->body);
	for (i = 0; i < depth && rc == 0; i++)
		rc = buf_add_str(&answer->body, "{\"announcements\":[");
	assert(rc == 0);
}

/* Bytes that no text has, the same at each run (xorshift32, Marsaglia). */
static void
fault_garbage(struct exchange_answer *answer)
{
	uint32_t x = FAULT_SEED;
	size_t i;
	int rc = 0;

	answer->status = 200;
	buf_clear(&answer->body);
	for (i = 0; i < 20000 && rc == 0; i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		rc = buf_add_char(&answer->body, (char)(x & 0xff));
	}
	assert(rc == 0);
}

static void
fault_header(
    struct exchange_answer *answer, const char *name, const char *value)
{
	(void)snprintf(answer->headers, sizeof(answer->headers), "%s: %s\r\n",
	    name, value);
}

static void
fault_status(struct exchange_answer *answer, const struct exchange_fault *fault,
    const char *value)
{
	answer->status = (int)fault->value;
	if (fault->kind == EXCHANGE_STATUS)
		return;
	answer->status = fault->kind == EXCHANGE_BUSY ? 503 : 429;
	fault_header(answer, "Retry-After", value);
}

/* Spoils an answer that is ready. */
void
exchange_fault_apply(
    struct exchange_answer *answer, const struct exchange_fault *fault)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%lld", (long long)fault->value);
	switch (fault->kind) {
	case EXCHANGE_STATUS:
	case EXCHANGE_RETRY_AFTER:
	case EXCHANGE_BUSY:
		fault_status(answer, fault, text);
		break;
	case EXCHANGE_HANG:
		answer->manner = EXCHANGE_SILENT;
		break;
	case EXCHANGE_DROP:
		answer->manner = EXCHANGE_CLOSING;
		break;
	case EXCHANGE_TRUNCATED:
		answer->manner = EXCHANGE_HALF;
		break;
	case EXCHANGE_CUT:
		answer->body.len /= 2;
		break;
	case EXCHANGE_HTML:
	case EXCHANGE_TEXT:
		fault_page(answer, fault->text);
		break;
	case EXCHANGE_HUGE:
		answer->blanks = (size_t)fault->value * MIB;
		break;
	case EXCHANGE_SLOW:
		answer->manner = EXCHANGE_DRIPPING;
		answer->rate = fault->value;
		break;
	case EXCHANGE_REDIRECT:
		answer->status = 302;
		fault_header(
		    answer, "Location", fault->text ? fault->text : "/");
		break;
	case EXCHANGE_DEEP:
		fault_deep(answer, fault->value);
		break;
	case EXCHANGE_GARBAGE:
		fault_garbage(answer);
		break;
	case EXCHANGE_EMPTY:
	case EXCHANGE_NULL:
	case EXCHANGE_DRIFT:
	case EXCHANGE_REPEAT:
	case EXCHANGE_FROZEN:
	case EXCHANGE_REDATED:
	case EXCHANGE_CAPPED:
	case EXCHANGE_TOTAL:
	case EXCHANGE_OVERLAP:
	case EXCHANGE_FAULT_KINDS:
		break; /* of the list, see tests/lib/exchange.c */
	}
}
