/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what a mail is about. Out: its headers and its multipart body. mail.c
 * and mail_digest.c call it.
 */
#include "alerts/mail_head.h"

#include "alerts/mime.h"
#include "alerts/text.h"
#include "lib/base/date.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <string.h>

#define MAIL_SLUG 63

void
mail_head_hash(const char *s, char ret[MAIL_HASH_SIZE])
{
	uint8_t digest[SHA256_LEN];
	char base32[BASE32_SIZE(SHA256_LEN)];

	digest_sha256(s, strlen(s), digest);
	base32_encode(digest, sizeof(digest), base32);
	memcpy(ret, base32, MAIL_HASH_SIZE - 1);
	ret[MAIL_HASH_SIZE - 1] = '\0';
}

char *
mail_head_root(const struct event *event, const char *host)
{
	char hash[MAIL_HASH_SIZE];

	if (*event->warning_id != '\0')
		return mem_printf("<thr.%s@%s>", event->warning_id, host);
	if (event->subject == NULL)
		return NULL;
	mail_head_hash(event->subject, hash);
	return mem_printf("<thr.%s@%s>", hash, host);
}

/* The rule's name as a label of RFC 2919; its digest when nothing is left. */
static void
mail_slug(const char *name, char ret[MAIL_SLUG + 1])
{
	size_t n = 0;

	for (const char *p = name; *p != '\0' && n < MAIL_SLUG; p++) {
		char c = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			ret[n++] = c;
		else if (n > 0 && ret[n - 1] != '-')
			ret[n++] = '-';
	}
	while (n > 0 && ret[n - 1] == '-')
		n--;
	ret[n] = '\0';
	if (n == 0)
		mail_head_hash(name, ret);
}

static void
mail_put_list_id(struct buf *out, const struct mail_context *context)
{
	char slug[MAIL_SLUG + 1];

	mail_slug(context->rule, slug);
	char *id = mem_printf("<%s.%s>", slug, context->host);
	mime_put_token(out, "List-Id", id);
	mem_free(id);
}

/* For sieve. */
static void
mail_put_filters(
    struct buf *out, const struct mail_head *head, const char *rule)
{
	mime_put_header(out, "X-Filingd-Event", head->event);
	mime_put_header(out, "X-Filingd-Rule", rule);
	if (head->has_verdict) {
		mime_put_header(out, "X-Filingd-Grade",
		    vocab_word(VOCAB_GRADES, (int)head->grade));
		text_putf(out, "X-Filingd-Severity: %d\r\n", head->severity);
	}
	if (head->source != NULL)
		mime_put_header(out, "X-Filingd-Source", head->source);
}

/* Only what is certain may wake somebody. */
static void
mail_put_manners(struct buf *out, const struct mail_head *head,
    const struct mail_context *context)
{
	mime_put_token(out, "Auto-Submitted", "auto-generated");
	if (context->urgent && head->has_verdict &&
	    head->grade == GRADE_CERTAIN)
		mime_put_token(out, "Importance", "high");
	if (context->unsubscribe == NULL)
		return;
	char *url = mem_printf("<%s>", context->unsubscribe);
	mime_put_token(out, "List-Unsubscribe", url);
	mem_free(url);
}

void
mail_head_put(struct buf *out, const struct mail_head *head,
    const struct mail_context *context)
{
	char date[DATE_STR_MAX], hash[MAIL_HASH_SIZE];
	char *from = mem_printf("filingd <%s>", context->from);
	char *id = mem_printf("<%s@%s>", head->id, context->host);

	mime_put_token(out, "Date", datetime_print_mail(context->now, date));
	mime_put_token(out, "From", from);
	mime_put_token(out, "To", context->to);
	mime_put_header(out, "Subject", head->subject);
	mime_put_token(out, "Message-ID", id);
	if (head->root != NULL) {
		mime_put_token(out, "In-Reply-To", head->root);
		mime_put_token(out, "References", head->root);
	}
	mail_put_manners(out, head, context);
	mail_put_list_id(out, context);
	mail_put_filters(out, head, context->rule);
	mail_head_hash(head->id, hash);
	mime_put_token(out, "MIME-Version", "1.0");
	text_putf(out,
	    "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"=_%s\"\r\n\r\n",
	    hash);
	mem_free(from);
	mem_free(id);
}

/* "=_" stands in no quoted-printable line: no part can hold the boundary. */
static void
mail_put_part(
    struct buf *out, const char *hash, const char *kind, struct span content)
{
	text_putf(out,
	    "--=_%s\r\nContent-Type: text/%s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    hash, kind);
	mime_put_quoted(out, content);
	text_put(out, "\r\n");
}

void
mail_head_put_body(struct buf *out, const struct mail_head *head,
    struct span text, struct span html)
{
	char hash[MAIL_HASH_SIZE];

	mail_head_hash(head->id, hash);
	mail_put_part(out, hash, "plain", text);
	mail_put_part(out, hash, "html", html);
	text_putf(out, "--=_%s--\r\n", hash);
}
