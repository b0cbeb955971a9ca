/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a text that may hold a credential. Goes out: the same without it.
 * Called by those who tell of requests.
 */
#include "watchers/secret.h"

#include "watchers/list_parts.h"
#include "watchers/template.h"

#include <string.h>

#define SECRET_MARK 3 /* stars */

static void
secret_hide_one(char *text, const char *secret)
{
	size_t n = strlen(secret), stars = n < SECRET_MARK ? n : SECRET_MARK;
	char *at = text;

	while (n > 0 && (at = strstr(at, secret)) != NULL) {
		memset(at, '*', stars);
		memmove(at + stars, at + n, strlen(at + n) + 1);
		at += stars;
	}
}

static void
secret_hide_encoded(char *text, const char *secret, bool plus)
{
	struct buf encoded;

	buf_init(&encoded, 3 * strlen(secret) + 1);
	/* it has room for the longest form there is */
	if (template_add_escaped(&encoded, secret, strlen(secret), plus) == 0 &&
	    encoded.len > 0)
		secret_hide_one(text, encoded.data);
	buf_done(&encoded);
}

void
secret_hide(char *text, const struct list_pair *secrets, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		secret_hide_one(text, secrets[i].value);
		secret_hide_encoded(text, secrets[i].value, false);
		secret_hide_encoded(text, secrets[i].value, true);
	}
}
