/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event and where its mail goes. Out: the message, frozen by the outbox
 * at the first attempt.
 */
#include "alerts/mail.h"

#include "alerts/mail_head.h"
#include "alerts/mail_html.h"
#include "alerts/mail_story.h"
#include "alerts/mail_text.h"
#include "alerts/text.h"
#include "lib/base/mem.h"

#include <string.h>

/* Code points of the line; with "LATE CORRECTED" and the arrow, 120. */
#define MAIL_SUBJECT 103

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

/* The event's line without the quote that ends it. Gives. */
static char *
mail_subject(const struct event *event, const char *line)
{
	const char *quote = strstr(line, "; \"");
	char *head = mem_strndup(
	    line, quote != NULL ? (size_t)(quote - line) : strlen(line));
	struct buf subject;

	buf_init(&subject, KIB);
	text_putf(&subject, "%s%s%s", event->late ? "LATE " : "",
	    mail_prefix(event->type), mail_arrow(event));
	text_put_clean(&subject, head, MAIL_SUBJECT);
	mem_free(head);
	return buf_take(&subject);
}

/* The same for every attempt and every instance. Gives. */
static char *
mail_id(const struct event *event, const char *to)
{
	char hash[MAIL_HASH_SIZE];

	mail_head_hash(to, hash);
	return mem_printf("%s.%s.%d", event->id, hash, event->version);
}

static void
mail_put_story(struct buf *out, const struct mail_head *head,
    const struct mail_entry *entry, const struct mail_context *context,
    const char *line)
{
	struct buf text, html;

	buf_init(&text, MAIL_TEXT_MAX);
	buf_init(&html, MAIL_TEXT_MAX);
	mail_story_tell(&mail_text, entry, context, line, &text);
	mail_story_tell(&mail_html, entry, context, line, &html);
	mail_head_put_body(out, head, (struct span){text.data, text.len},
	    (struct span){html.data, html.len});
	buf_done(&text);
	buf_done(&html);
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
mail_build(const struct mail_entry *entry, const struct mail_context *context,
    struct buf *out)
{
	const struct event *event = entry->event;
	char *line = event_line(event);
	char *subject = mail_subject(event, line);
	char *id = mail_id(event, context->to);
	char *root = mail_head_root(event, context->host);
	const struct mail_head head = {
	    .subject = subject,
	    .id = id,
	    .root = root,
	    .event = vocab_word(VOCAB_EVENTS, (int)event->type),
	    .source =
		event->subject != NULL ? event->subject : event->filing.source,
	    .has_verdict = event->has_verdict,
	    .grade = event->verdict.grade,
	    .severity = event->verdict.severity,
	};

	mail_head_put(out, &head, context);
	mail_put_story(out, &head, entry, context, line);
	mem_free(line);
	mem_free(subject);
	mem_free(id);
	mem_free(root);
}
