/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a channel and an attempt. Out: the headers of its request. The outbox
 * calls it just before it sends.
 */
#include "alerts/webhook.h"

#include "alerts/text.h"
#include "lib/base/date.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define WEBHOOK_SIGNED_MAX (64 * KIB)

/* Appends a signature to buf; returns its new length. */
static size_t
webhook_put(char buf[WEBHOOK_SIGNATURE_MAX], size_t at, const char *version,
    const char *base64)
{
	int n = snprintf(buf + at, WEBHOOK_SIGNATURE_MAX - at, "%s%s,%s",
	    at > 0 ? " " : "", version, base64);

	assert(n > 0 && (size_t)n < WEBHOOK_SIGNATURE_MAX - at);
	return at + (size_t)n;
}

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
		const struct channel_secret *secret = &channel->secrets[i];
		uint8_t mac[SHA256_LEN];
		char base64[BASE64_SIZE(SHA256_LEN)];
		if (secret->until != 0 && timestamp * 1000 >= secret->until)
			continue;
		digest_hmac(secret->key, secret->len, text.data, text.len, mac);
		at = webhook_put(
		    buf, at, "v1", base64_encode(mac, sizeof(mac), base64));
	}
	if (channel->sign_key != NULL) {
		uint8_t signature[ED25519_SIGN_LEN];
		char base64[BASE64_SIZE(ED25519_SIGN_LEN)];
		digest_ed25519_sign(
		    channel->sign_key->key, text.data, text.len, signature);
		(void)webhook_put(buf, at, "v1a",
		    base64_encode(signature, sizeof(signature), base64));
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

/*
 * The event's own time, which is that of every instance: filingd wrote the
 * body, in a fixed order.
 */
static void
webhook_put_time(
    struct webhook_header *headers, size_t *count, struct span body)
{
	static const char key[] = "\"timestamp\":\"";
	const char *at = memmem(body.p, body.len, key, sizeof(key) - 1);
	const char *end = body.p + body.len;

	if (at == NULL)
		return;
	at += sizeof(key) - 1;
	const char *quote = memchr(at, '"', (size_t)(end - at));
	if (quote != NULL && quote - at < DATE_STR_MAX)
		(void)snprintf(webhook_next(headers, count, "ce-time"),
		    WEBHOOK_HEADER_MAX, "%.*s", (int)(quote - at), at);
}

static void
webhook_cloud(struct webhook_header *headers, size_t *count,
    const struct webhook_attempt *attempt)
{
	char *source = mem_printf("/filingd/%s", attempt->source);

	webhook_name(headers, count, "ce-specversion", "1.0");
	webhook_name(headers, count, "ce-id", attempt->event_id);
	webhook_name(headers, count, "ce-source", source);
	webhook_name(headers, count, "ce-type", attempt->type);
	webhook_put_time(headers, count, attempt->body);
	mem_free(source);
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
	if (channel->cloudevents != NULL &&
	    strcmp(channel->cloudevents, "binary") == 0)
		webhook_cloud(ret, &n, attempt);
	return n;
}
