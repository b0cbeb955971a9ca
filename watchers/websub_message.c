/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what is to be asked of a hub, the query of its verification, the
 * signature of its push. Goes out: a form, the query's parts, whether the
 * signature is right. Called by watchers/websub.c.
 */
#include "watchers/websub_message.h"

#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/base/utf8.h"

#include <string.h>

#define VALUE_MAX 4096

/* Percent-encoded, but for RFC 3986's unreserved characters. */
static int
message_add_value(struct buf *buf, const char *s)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789-._~";
	int rc = 0;

	for (; *s != '\0' && rc == 0; s++)
		rc = strchr(plain, *s) != NULL
			 ? buf_add_char(buf, *s)
			 : buf_addf(buf, "%%%02X", (unsigned char)*s);
	return rc;
}

static int
message_add_pair(struct buf *buf, const char *name, const char *value)
{
	int rc = buf_add_str(buf, name);

	return rc == 0 ? message_add_value(buf, value) : rc;
}

int
websub_message_ask(struct buf *buf, const struct websub_ask *ask)
{
	int rc =
	    message_add_pair(buf, "hub.mode=subscribe&hub.topic=", ask->topic);

	if (rc == 0)
		rc = message_add_pair(buf, "&hub.callback=", ask->callback);
	if (rc == 0)
		rc = message_add_pair(buf, "&hub.secret=", ask->secret);
	if (rc == 0)
		rc = buf_addf(
		    buf, "&hub.lease_seconds=%lld", (long long)ask->lease);
	return rc;
}

static int
message_hex(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)((at - digits) % 16) : -1;
}

/* The decoded n bytes at s; NULL: they are no text. Gives. */
static char *
message_decode(const char *s, size_t n)
{
	char *text = n <= VALUE_MAX ? mem_array(n + 1, 1) : NULL;
	size_t len = 0;

	for (size_t i = 0; i < n && text != NULL; i++) {
		int c = s[i] == '+' ? ' ' : (unsigned char)s[i];

		if (c == '%' && n - i > 2 && message_hex(s[i + 1]) >= 0 &&
		    message_hex(s[i + 2]) >= 0) {
			c = 16 * message_hex(s[i + 1]) + message_hex(s[i + 2]);
			i += 2;
		} else if (c == '%') {
			c = 0;
		}
		if (c < 0x20 || c == 0x7f) {
			mem_free(text);
			return NULL;
		}
		text[len++] = (char)c;
	}
	if (text != NULL && !utf8_is_text(text)) {
		mem_free(text);
		return NULL;
	}
	return text;
}

enum { PART_MODE, PART_TOPIC, PART_CHALLENGE, PART_LEASE, PART_REASON, PARTS };

/* Which part the pair of n bytes gives; PARTS: one that others use. */
static int
message_part(const char *pair, size_t n, size_t *ret_value)
{
	static const char *const names[PARTS] = {"hub.mode=", "hub.topic=",
	    "hub.challenge=", "hub.lease_seconds=", "hub.reason="};
	int i;

	for (i = 0; i < PARTS; i++) {
		*ret_value = strlen(names[i]);
		if (*ret_value <= n && strncmp(pair, names[i], *ret_value) == 0)
			break;
	}
	return i;
}

static int
message_split(const char *text, char *parts[PARTS])
{
	size_t n, value;

	for (; *text != '\0'; text += n + (text[n] == '&')) {
		int i;

		n = strcspn(text, "&");
		i = message_part(text, n, &value);
		if (i == PARTS)
			continue;
		if (parts[i] != NULL)
			return ERR_SYNTAX;
		parts[i] = message_decode(text + value, n - value);
		if (parts[i] == NULL)
			return ERR_SYNTAX;
	}
	return 0;
}

static enum websub_mode
message_mode(const char *text)
{
	if (text != NULL && strcmp(text, "subscribe") == 0)
		return WEBSUB_SUBSCRIBE;
	if (text != NULL && strcmp(text, "denied") == 0)
		return WEBSUB_DENIED;
	return WEBSUB_OTHER;
}

static int
message_lease(const char *text, int64_t *ret)
{
	int rc = 0;

	*ret = WEBSUB_LEASE_MAX;
	if (text != NULL)
		rc = number_parse(text, 0, INT64_MAX, ret);
	if (rc == ERR_RANGE || *ret > WEBSUB_LEASE_MAX)
		*ret = WEBSUB_LEASE_MAX;
	if (*ret < WEBSUB_LEASE_MIN)
		*ret = WEBSUB_LEASE_MIN;
	return rc == ERR_SYNTAX ? rc : 0;
}

static bool
message_is_whole(const struct websub_query *query)
{
	if (query->topic == NULL)
		return query->mode == WEBSUB_OTHER;
	if (query->mode != WEBSUB_SUBSCRIBE)
		return true;
	return query->challenge != NULL && query->challenge[0] != '\0' &&
	       strlen(query->challenge) <= WEBSUB_CHALLENGE_MAX;
}

int
websub_message_query(const char *text, struct websub_query *query)
{
	char *parts[PARTS] = {NULL};
	int rc = message_split(text, parts);

	*query = (struct websub_query){
	    .mode = message_mode(parts[PART_MODE]),
	    .topic = parts[PART_TOPIC],
	    .challenge = parts[PART_CHALLENGE],
	    .reason = parts[PART_REASON],
	};
	if (rc == 0)
		rc = message_lease(parts[PART_LEASE], &query->lease);
	mem_free(parts[PART_MODE]);
	mem_free(parts[PART_LEASE]);
	return rc == 0 && !message_is_whole(query) ? ERR_SYNTAX : rc;
}

void
websub_query_done(struct websub_query *query)
{
	mem_free(query->topic);
	mem_free(query->challenge);
	mem_free(query->reason);
	*query = (struct websub_query){0};
}

/* n bytes from 2 * n hex digits and no more. */
static bool
message_unhex(const char *s, uint8_t *ret, size_t n)
{
	if (strlen(s) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = message_hex(s[2 * i]);
		int low = message_hex(s[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		ret[i] = (uint8_t)(16 * high + low);
	}
	return true;
}

bool
websub_message_is_signed(
    const char *header, const char *secret, struct span body)
{
	static const struct {
		const char *name;
		enum digest_hash hash;
	} methods[] = {{"sha256=", DIGEST_SHA256}, {"sha384=", DIGEST_SHA384},
	    {"sha512=", DIGEST_SHA512}};
	uint8_t told[DIGEST_MAX], made[DIGEST_MAX];

	for (size_t i = 0; header != NULL && i < 3; i++) {
		size_t n = strlen(methods[i].name), len;

		if (strncmp(header, methods[i].name, n) != 0)
			continue;
		len = digest_hmac_of(methods[i].hash, secret, strlen(secret),
		    body.p, body.len, made);
		return message_unhex(header + n, told, len) &&
		       bytes_equal(told, made, len);
	}
	return false;
}
