/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event and where its mail goes. Out: the message, frozen by the outbox
 * at the first attempt. Here its headers, in mail_text.c its text.
 */
#include "alerts/mail.h"

#include "alerts/mail_text.h"
#include "alerts/mime.h"
#include "alerts/text.h"
#include "lib/base/date.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <string.h>

/* Code points of the line; with "LATE CORRECTED" and the arrow, 120. */
#define MAIL_SUBJECT 103
#define MAIL_SLUG    63

static const char *
mail_prefix(enum event_type type)
{
	if (type == EVENT_WARNING_UPDATED || type == EVENT_FILING_REVISED)
		return "CORRECTED ";
	if (type == EVENT_WARNING_RETRACTED || type == EVENT_FILING_WITHDRAWN)
		return "RETRACTED ";
	return "";
}

static const char *
mail_arrow(const struct event *event)
{
	if (!event->has_verdict)
		return "";
	switch (event->verdict.direction) {
	case DIRECTION_DOWN:
		return "\xE2\x96\xBC "; /* U+25BC */
	case DIRECTION_UP:
		return "\xE2\x96\xB2 "; /* U+25B2 */
	case DIRECTION_MIXED:
		return "\xE2\x97\x86 "; /* U+25C6 */
	case DIRECTION_NONE:
	case DIRECTION_COUNT:
		break;
	}
	return "";
}

/* The event's line without the quote that ends it. */
static void
mail_put_subject(struct buf *out, const struct event *event, const char *line)
{
	const char *quote = strstr(line, "; \"");
	char *head = mem_strndup(
	    line, quote != NULL ? (size_t)(quote - line) : strlen(line));
	struct buf subject;

	buf_init(&subject, KIB);
	text_putf(&subject, "%s%s%s", event->late ? "LATE " : "",
	    mail_prefix(event->type), mail_arrow(event));
	text_put_clean(&subject, head, MAIL_SUBJECT);
	mime_put_header(out, "Subject", subject.data);
	buf_done(&subject);
	mem_free(head);
}

/* First 16 letters of a digest over s. */
static void
mail_hash(const char *s, char ret[17])
{
	uint8_t digest[SHA256_LEN];
	char base32[BASE32_SIZE(SHA256_LEN)];

	digest_sha256(s, strlen(s), digest);
	base32_encode(digest, sizeof(digest), base32);
	memcpy(ret, base32, 16);
	ret[16] = '\0';
}

/* One thread per warning; trouble of one source or channel is a thread too. */
static void
mail_put_thread(struct buf *out, const struct event *event, const char *host)
{
	char hash[17];
	char *root;

	if (*event->warning_id != '\0') {
		root = mem_printf("<thr.%s@%s>", event->warning_id, host);
	} else if (event->subject != NULL) {
		mail_hash(event->subject, hash);
		root = mem_printf("<thr.%s@%s>", hash, host);
	} else {
		return;
	}
	mime_put_token(out, "In-Reply-To", root);
	mime_put_token(out, "References", root);
	mem_free(root);
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
		mail_hash(name, ret);
}

static void
mail_put_message_id(struct buf *out, const struct event *event,
    const struct mail_context *context)
{
	char hash[17];

	mail_hash(context->to, hash);
	char *id = mem_printf(
	    "<%s.%s.%d@%s>", event->id, hash, event->version, context->host);
	mime_put_token(out, "Message-ID", id);
	mem_free(id);
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
mail_put_filters(struct buf *out, const struct event *event, const char *rule)
{
	mime_put_header(
	    out, "X-Filingd-Event", vocab_word(VOCAB_EVENTS, (int)event->type));
	mime_put_header(out, "X-Filingd-Rule", rule);
	if (event->has_verdict) {
		mime_put_header(out, "X-Filingd-Grade",
		    vocab_word(VOCAB_GRADES, (int)event->verdict.grade));
		text_putf(
		    out, "X-Filingd-Severity: %d\r\n", event->verdict.severity);
	}
	const char *source =
	    event->subject != NULL ? event->subject : event->filing.source;
	if (source != NULL)
		mime_put_header(out, "X-Filingd-Source", source);
}

static void
mail_put_headers(struct buf *out, const struct event *event,
    const struct mail_context *context, const char *line)
{
	char date[DATE_STR_MAX];
	char *from = mem_printf("filingd <%s>", context->from);

	mime_put_token(out, "Date", datetime_print_mail(context->now, date));
	mime_put_token(out, "From", from);
	mime_put_token(out, "To", context->to);
	mail_put_subject(out, event, line);
	mail_put_message_id(out, event, context);
	mail_put_thread(out, event, context->host);
	mime_put_token(out, "Auto-Submitted", "auto-generated");
	mail_put_list_id(out, context);
	mail_put_filters(out, event, context->rule);
	mime_put_token(out, "MIME-Version", "1.0");
	mime_put_token(out, "Content-Type", "text/plain; charset=utf-8");
	mime_put_token(out, "Content-Transfer-Encoding", "quoted-printable");
	text_put(out, "\r\n");
	mem_free(from);
}

char *
mail_host(const char *instance)
{
	char *host = mem_printf("%s.filingd", instance);

	for (char *p = host; *p != '\0'; p++) {
		bool plain = (*p >= 'a' && *p <= 'z') ||
			     (*p >= 'A' && *p <= 'Z') ||
			     (*p >= '0' && *p <= '9') || *p == '.';
		if (!plain)
			*p = '-';
	}
	return host;
}

void
mail_build(const struct event *event, const struct mail_context *context,
    struct buf *out)
{
	char *line = event_line(event);
	struct buf text;

	mail_put_headers(out, event, context, line);
	buf_init(&text, MAIL_TEXT_MAX);
	mail_put_text(event, context, line, &text);
	mime_put_quoted(out, (struct span){text.data, text.len});
	buf_done(&text);
	mem_free(line);
}
