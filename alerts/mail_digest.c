/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: events that waited for one moment. Out: one mail of them. The carrier of
 * mails calls it.
 */
#include "alerts/mail.h"

#include "alerts/mail_figures.h"
#include "alerts/mail_head.h"
#include "alerts/mail_html.h"
#include "alerts/mail_story.h"
#include "alerts/mail_text.h"
#include "alerts/text.h"
#include "alerts/view.h"
#include "lib/base/date.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Large web mails cut a message at about 100 kB. */
#define DIGEST_TEXT_MAX (64 * KIB)
#define DIGEST_HTML_MAX (94 * KIB)
#define DIGEST_LINE	256

struct digest_item {
	const struct mail_entry *entry;
	char *line;
	bool has_verdict;
	enum grade grade;
	struct decimal size; /* of its change */
};

struct digest {
	size_t count;
	struct digest_item *items; /* in the order that is told */
	size_t late; /* how many of them were found late */
	int severity; /* the worst */
	bool has_verdict;
	enum grade grade; /* the surest */
	int64_t first, last; /* published, or happened */
	bool has_offset;
	int offset; /* minutes from UTC of all listings, 0 when they differ */
};

/* The surest first, then the larger change, then as they came. */
static int
digest_compare(const void *left, const void *right)
{
	const struct digest_item *a = left, *b = right;

	if (a->has_verdict != b->has_verdict)
		return a->has_verdict ? -1 : 1;
	if (a->grade != b->grade)
		return a->grade > b->grade ? -1 : 1;
	int size = decimal_cmp(b->size, a->size);
	if (size != 0)
		return size;
	return a->entry < b->entry ? -1 : 1;
}

static void
digest_fill_item(struct digest_item *item, const struct mail_entry *entry)
{
	const struct event *event = entry->event;

	*item = (struct digest_item){
	    .entry = entry,
	    .line = event_line(event),
	    .has_verdict = event->has_verdict,
	};
	if (!event->has_verdict)
		return;
	item->grade = event->verdict.grade;
	item->size = mail_figures_size(&event->verdict);
}

static void
digest_note(struct digest *digest, const struct event *event, bool first)
{
	const struct verdict *verdict = &event->verdict;
	int64_t at = view_is_about_filing(event->type) ? event->filing.published
						       : event->moment;
	int offset = mail_story_offset(event);

	digest->late += event->late;
	if (first || at < digest->first)
		digest->first = at;
	if (first || at > digest->last)
		digest->last = at;
	if (event->filing.listing != NULL) {
		bool differs = digest->has_offset && offset != digest->offset;
		digest->offset = differs ? 0 : offset;
		digest->has_offset = true;
	}
	if (!event->has_verdict)
		return;
	if (!digest->has_verdict || verdict->grade > digest->grade)
		digest->grade = verdict->grade;
	if (verdict->severity > digest->severity)
		digest->severity = verdict->severity;
	digest->has_verdict = true;
}

static void
digest_init(
    struct digest *digest, const struct mail_entry *entries, size_t count)
{
	*digest = (struct digest){.count = count};
	digest->items = mem_array(count, sizeof(digest->items[0]));
	for (size_t i = 0; i < count; i++) {
		digest_fill_item(&digest->items[i], &entries[i]);
		digest_note(digest, entries[i].event, i == 0);
	}
	qsort(digest->items, count, sizeof(digest->items[0]), digest_compare);
}

static void
digest_done(struct digest *digest)
{
	for (size_t i = 0; i < digest->count; i++)
		mem_free(digest->items[i].line);
	mem_free(digest->items);
}

/* "2025-01-16 15:46 to 16:20 +08:00" */
static void
digest_print_span(const struct digest *digest, char text[DIGEST_LINE])
{
	char first[DATE_STR_MAX], last[DATE_STR_MAX], day[DATE_STR_MAX];
	int r = datetime_format(digest->first, digest->offset, "%Y-%m-%d %H:%M",
	    first, sizeof(first));

	r |= datetime_format(
	    digest->last, digest->offset, "%H:%M %z", last, sizeof(last));
	r |= datetime_format(
	    digest->last, digest->offset, "%Y-%m-%d", day, sizeof(day));
	assert(r == 0); /* no day but of the years 1 to 9999 */
	bool same = strncmp(first, day, strlen(day)) == 0;
	(void)snprintf(text, DIGEST_LINE, "%s to %s%s%s", first,
	    same ? "" : day, same ? "" : " ", last);
}

/* "3 alerts, worst severity 4, 2025-01-16 15:46 to 16:20 +08:00" */
static void
digest_print_subject(const struct digest *digest, char text[DIGEST_LINE])
{
	char span[DIGEST_LINE], worst[32] = "";

	if (digest->has_verdict)
		(void)snprintf(worst, sizeof(worst), ", worst severity %d",
		    digest->severity);
	digest_print_span(digest, span);
	(void)snprintf(text, DIGEST_LINE, "%s%zu alerts%s, %.*s",
	    digest->late == digest->count ? "LATE " : "", digest->count, worst,
	    DIGEST_LINE / 2, span);
}

/* The same events to the same mailbox are the same mail. Gives. */
static char *
digest_id(const struct mail_entry *entries, size_t count, const char *to)
{
	char events[MAIL_HASH_SIZE], mailbox[MAIL_HASH_SIZE];
	struct buf ids;

	buf_init(&ids, MIB);
	for (size_t i = 0; i < count; i++)
		text_putf(&ids, "%s\n", entries[i].event->id);
	mail_head_hash(ids.data, events);
	mail_head_hash(to, mailbox);
	buf_done(&ids);
	return mem_printf("dig_%s.%s", events, mailbox);
}

/* The thread of all, when it is one. Gives. */
static char *
digest_root(const struct mail_entry *entries, size_t count, const char *host)
{
	char *root = mail_head_root(entries[0].event, host);

	for (size_t i = 1; root != NULL && i < count; i++) {
		char *other = mail_head_root(entries[i].event, host);
		if (other == NULL || strcmp(root, other) != 0) {
			mem_free(root);
			root = NULL;
		}
		mem_free(other);
	}
	return root;
}

static void
digest_tell_late(const struct mail_format *format, const struct digest *digest,
    struct buf *out)
{
	char text[DIGEST_LINE];

	if (digest->late == 0)
		return;
	(void)snprintf(text, sizeof(text),
	    "Late: %zu of %zu %s found after an outage or in a backlog, see "
	    "the times.",
	    digest->late, digest->count, digest->late == 1 ? "was" : "were");
	format->paragraph(out, text);
}

static void
digest_tell_rest(const struct mail_format *format, size_t left,
    const struct mail_context *context, struct buf *out)
{
	char text[DIGEST_LINE];

	if (left == 0)
		return;
	(void)snprintf(text, sizeof(text),
	    "%zu more %s left out here. To list all: filingctl deliveries "
	    "show %lld",
	    left, left == 1 ? "is" : "are", (long long)context->delivery);
	format->heading(out, text);
}

/* Whole entries while there is room: both parts tell the same. */
static size_t
digest_fit(const struct digest *digest, struct buf *text, struct buf *html)
{
	struct buf piece[2];
	size_t n = 0;

	for (; n < digest->count; n++) {
		const struct digest_item *item = &digest->items[n];
		buf_init(&piece[0], MAIL_TEXT_MAX);
		buf_init(&piece[1], MAIL_TEXT_MAX);
		mail_story_tell_entry(
		    &mail_text, item->entry, item->line, &piece[0]);
		mail_story_tell_entry(
		    &mail_html, item->entry, item->line, &piece[1]);
		bool fits = text->len + piece[0].len <= DIGEST_TEXT_MAX &&
			    html->len + piece[1].len <= DIGEST_HTML_MAX;
		if (fits) {
			text_put(text, piece[0].data);
			text_put(html, piece[1].data);
		}
		buf_done(&piece[0]);
		buf_done(&piece[1]);
		if (!fits)
			break;
	}
	return n;
}

static void
digest_put_body(struct buf *out, const struct digest *digest,
    const struct mail_head *head, const struct mail_context *context)
{
	const struct mail_format *const formats[] = {&mail_text, &mail_html};
	struct buf parts[2];

	for (size_t i = 0; i < 2; i++) {
		buf_init(&parts[i], MAIL_TEXT_MAX);
		formats[i]->begin(&parts[i], head->subject);
		formats[i]->lead(&parts[i], head->subject, DIRECTION_NONE);
		digest_tell_late(formats[i], digest, &parts[i]);
	}
	size_t told = digest_fit(digest, &parts[0], &parts[1]);
	for (size_t i = 0; i < 2; i++) {
		digest_tell_rest(
		    formats[i], digest->count - told, context, &parts[i]);
		mail_story_tell_rule(formats[i], context, NULL, &parts[i]);
		formats[i]->end(&parts[i]);
	}
	mail_head_put_body(out, head,
	    (struct span){parts[0].data, parts[0].len},
	    (struct span){parts[1].data, parts[1].len});
	buf_done(&parts[0]);
	buf_done(&parts[1]);
}

void
mail_build_digest(const struct mail_entry *entries, size_t count,
    const struct mail_context *context, struct buf *out)
{
	char subject[DIGEST_LINE];
	char *id = digest_id(entries, count, context->to);
	char *root = digest_root(entries, count, context->host);
	struct digest digest;

	digest_init(&digest, entries, count);
	digest_print_subject(&digest, subject);
	const struct mail_head head = {
	    .subject = subject,
	    .id = id,
	    .root = root,
	    .event = "digest",
	    .has_verdict = digest.has_verdict,
	    .grade = digest.grade,
	    .severity = digest.severity,
	};
	mail_head_put(out, &head, context);
	digest_put_body(out, &digest, &head, context);
	digest_done(&digest);
	mem_free(id);
	mem_free(root);
}
