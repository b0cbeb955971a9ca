/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a channel and an attempt. Out: the headers of its request. The outbox
 * calls it just before it sends.
 */
#include "alerts/webhook.h"

#include "alerts/text.h"
#include "lib/base/date.h"
#include "lib/base/digest.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define WEBHOOK_SIGNED_MAX (64 * KIB)

char *
webhook_sign(const struct channel *channel, const char *id, int64_t timestamp,
    struct span body, char buf[WEBHOOK_SIGNATURE_MAX])
{
	struct buf text;
	size_t at = 0;

	buf_init(&text, WEBHOOK_SIGNED_MAX);
	text_putf(&text, "%s.%" PRId64 ".", id, timestamp);
	int r = buf_add(&text, body.p, body.len);
	assert(r == 0);
	buf[0] = '\0';
	for (size_t i = 0; i < channel->secret_count; i++) {
		uint8_t mac[SHA256_LEN];
		char base64[BASE64_SIZE(SHA256_LEN)];
		digest_hmac(channel->secrets[i].key, channel->secrets[i].len,
		    text.data, text.len, mac);
		int n = snprintf(buf + at, WEBHOOK_SIGNATURE_MAX - at,
		    "%sv1,%s", i > 0 ? " " : "",
		    base64_encode(mac, sizeof(mac), base64));
		assert(n > 0 && (size_t)n < WEBHOOK_SIGNATURE_MAX - at);
		at += (size_t)n;
	}
	buf_done(&text);
	return buf;
}

/* The value of the next header, to be filled. */
static char *
webhook_next(struct webhook_header *headers, size_t *count, const char *name)
{
	assert(*count < WEBHOOK_HEADERS);
	headers[*count].name = name;
	headers[*count].value[0] = '\0';
	return headers[(*count)++].value;
}

static void
webhook_number(struct webhook_header *headers, size_t *count, const char *name,
    int64_t value)
{
	(void)snprintf(webhook_next(headers, count, name), WEBHOOK_HEADER_MAX,
	    "%" PRId64, value); /* fits */
}

static void
webhook_time(struct webhook_header *headers, size_t *count, const char *name,
    int64_t wall)
{
	char text[DATE_STR_MAX];

	(void)snprintf(webhook_next(headers, count, name), WEBHOOK_HEADER_MAX,
	    "%s", datetime_print_utc(wall, text)); /* fits */
}

static void
webhook_name(struct webhook_header *headers, size_t *count, const char *name,
    const char *s)
{
	char *value = webhook_next(headers, count, name);
	size_t n = 0;

	for (; *s != '\0' && n + 4 < WEBHOOK_HEADER_MAX; s++) {
		if (*s > 0x20 && *s < 0x7F && *s != '%')
			value[n++] = *s;
		else
			n += (size_t)snprintf(value + n, 4, "%%%02X",
			    (unsigned)(unsigned char)*s);
	}
	value[n] = '\0';
}

size_t
webhook_headers(const struct channel *channel,
    const struct webhook_attempt *attempt,
    struct webhook_header ret[WEBHOOK_HEADERS])
{
	char signature[WEBHOOK_SIGNATURE_MAX];
	int64_t timestamp = attempt->now / 1000;
	size_t n = 0;

	webhook_sign(
	    channel, attempt->event_id, timestamp, attempt->body, signature);
	(void)snprintf(webhook_next(ret, &n, "content-type"),
	    WEBHOOK_HEADER_MAX, "application/json"); /* fits */
	webhook_name(ret, &n, "webhook-id", attempt->event_id);
	webhook_number(ret, &n, "webhook-timestamp", timestamp);
	(void)snprintf(webhook_next(ret, &n, "webhook-signature"),
	    WEBHOOK_HEADER_MAX, "%s", signature); /* fits */
	webhook_number(ret, &n, "filingd-attempt", attempt->attempt);
	webhook_number(ret, &n, "filingd-sequence", attempt->sequence);
	webhook_name(ret, &n, "filingd-channel", channel->name);
	webhook_name(ret, &n, "filingd-instance", attempt->instance);
	webhook_time(ret, &n, "filingd-first-seen", attempt->seen);
	webhook_time(ret, &n, "filingd-decided", attempt->decided);
	if (attempt->late)
		webhook_name(ret, &n, "filingd-late", "true");
	return n;
}
