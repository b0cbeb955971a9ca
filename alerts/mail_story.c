/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event. Out: its story, told to a format. mail.c and mail_digest.c
 * call it.
 */
#include "alerts/mail_story.h"

#include "alerts/mail_figures.h"
#include "alerts/text.h"
#include "alerts/view.h"
#include "lib/base/date.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define STORY_QUOTES  5
#define STORY_REASONS 12
#define STORY_LINE    512

struct story {
	const struct mail_format *format;
	const struct event *event;
	const struct mail_context *context;
	struct buf *out;
};

static bool
story_has_listing(const struct event *event)
{
	return event->filing.listing != NULL && *event->filing.listing != '\0';
}

int
mail_story_offset(const struct event *event)
{
	return story_has_listing(event) ? listing_offset(event->filing.listing)
					: 0;
}

static void
story_paragraph(const struct story *story, const char *words, const char *arg)
{
	struct buf text;

	buf_init(&text, MAIL_TEXT_MAX);
	text_put(&text, words);
	if (arg != NULL)
		text_put_clean(&text, arg, MAIL_PARAGRAPH);
	story->format->paragraph(story->out, text.data);
	buf_done(&text);
}

/* What no longer holds, in so many words. */
static void
story_tell_change(const struct story *story, const char *before)
{
	switch (story->event->type) {
	case EVENT_WARNING_RETRACTED:
		story_paragraph(story,
		    before != NULL
			? "This takes back what was told before: "
			: "This takes back the warning that was told before "
			  "for this issuer and period.",
		    before);
		return;
	case EVENT_WARNING_UPDATED:
		story_paragraph(story,
		    before != NULL
			? "This corrects what was told before: "
			: "This corrects the warning that was told before for "
			  "this issuer and period.",
		    before);
		return;
	case EVENT_FILING_WITHDRAWN:
		story_paragraph(story,
		    "The filing was withdrawn: what was told of it no longer "
		    "holds.",
		    NULL);
		return;
	case EVENT_FILING_REVISED:
		story_paragraph(story,
		    "This filing replaces one that was published before.",
		    NULL);
		return;
	case EVENT_WARNING_DETECTED:
	case EVENT_FILING_PUBLISHED:
	case EVENT_DISTRESS_DETECTED:
	case EVENT_SOURCE_DEGRADED:
	case EVENT_SOURCE_RECOVERED:
	case EVENT_SOURCE_GAP:
	case EVENT_CHANNEL_DISABLED:
	case EVENT_SYSTEM_TEST:
	case EVENT_SYSTEM_TROUBLE:
	case EVENT_COUNT:
		return;
	}
}

static void
story_tell_caveat(const struct story *story)
{
	const char *why = story->event->filing.unreadable_why;

	if (!story->event->has_verdict)
		return;
	switch (story->event->verdict.grade) {
	case GRADE_POSSIBLE:
		story_paragraph(story,
		    why != NULL
			? "Only possible: judged by the title, the document "
			  "was not read. Look at it yourself. Why: "
			: "Only possible: judged by the title, the document "
			  "was not read. Look at it yourself.",
		    why);
		return;
	case GRADE_PROBABLE:
		story_paragraph(story,
		    "Only probable: by words, or against a figure that was "
		    "derived.",
		    NULL);
		return;
	case GRADE_CERTAIN:
	case GRADE_COUNT:
		return;
	}
}

static void
story_tell_figures(const struct story *story)
{
	const struct verdict *verdict = &story->event->verdict;
	struct mail_figures figures;
	char label[PERIOD_LABEL_MAX], heading[PERIOD_LABEL_MAX + 32];

	if (!story->event->has_verdict || verdict->change_count == 0)
		return;
	bool known = period_is_known(verdict->period);
	(void)snprintf(heading, sizeof(heading), "Figures%s%s",
	    known ? " for " : "",
	    known ? period_label(verdict->period, label) : "");
	mail_figures_fill(&figures, verdict);
	story->format->figures(
	    story->out, heading, figures.rows, figures.count);
	mail_figures_done(&figures);
}

static void
story_tell_reasons(const struct story *story)
{
	const struct verdict *verdict = &story->event->verdict;
	struct mail_field fields[STORY_REASONS];
	char labels[STORY_REASONS][16], heading[48];
	size_t count = 0;

	while (count < verdict->reason_count && count < STORY_REASONS) {
		const struct reason *reason = &verdict->reasons[count];
		(void)snprintf(labels[count], sizeof(labels[count]), "%d",
		    reason->severity);
		fields[count] = (struct mail_field){.label = labels[count],
		    .text = reason->text != NULL ? reason->text : reason->id};
		count++;
	}
	(void)snprintf(
	    heading, sizeof(heading), "Why severity %d", verdict->severity);
	if (count > 0)
		story->format->fields(story->out, heading, fields, count);
}

/* The glyphs of an ideograph depend on its language. */
static const char *
story_language(const struct event *event)
{
	static const struct {
		const char *currency;
		const char *lang;
	} languages[] = {
	    {"CNY", "zh-CN"},
	    {"HKD", "zh-HK"},
	    {"TWD", "zh-TW"},
	    {"JPY", "ja"},
	    {"KRW", "ko"},
	};
	const char *currency = story_has_listing(event)
				   ? listing_currency(event->filing.listing)
				   : "";

	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
		if (strcmp(languages[i].currency, currency) == 0)
			return languages[i].lang;
	}
	return "";
}

static void
story_tell_quotes(const struct story *story)
{
	const struct verdict *verdict = &story->event->verdict;
	struct mail_quote quotes[STORY_QUOTES];
	size_t count = 0;

	for (size_t i = 0; i < verdict->fact_count && count < STORY_QUOTES;
	     i++) {
		const struct fact *fact = &verdict->facts[i];
		if (fact->quote == NULL || *fact->quote == '\0' ||
		    (count > 0 &&
			strcmp(fact->quote, quotes[count - 1].text) == 0))
			continue;
		quotes[count++] = (struct mail_quote){fact->quote, fact->page};
	}
	if (count > 0)
		story->format->quotes(
		    story->out, story_language(story->event), quotes, count);
}

/* "9 s", "12 min", "3 h 20 min" */
static void
story_print_lag(int64_t ms, char *text, size_t size)
{
	int64_t s = ms / 1000, min = s / 60;

	if (s < 120)
		(void)snprintf(text, size, "%" PRId64 " s", s);
	else if (min < 120)
		(void)snprintf(text, size, "%" PRId64 " min", min);
	else
		(void)snprintf(text, size, "%" PRId64 " h %" PRId64 " min",
		    min / 60, min % 60);
}

static void
story_put_moment(struct buf *text, const struct event *event, int64_t wall,
    const char *format)
{
	char moment[DATE_STR_MAX];
	int r = datetime_format(
	    wall, mail_story_offset(event), format, moment, sizeof(moment));

	assert(r == 0); /* every moment becomes one of the years 1 to 9999 */
	text_put(text, moment);
}

/* "2025-01-16 15:46:00 +08:00" */
static void
story_put_time(struct buf *text, const struct event *event, int64_t wall)
{
	story_put_moment(text, event, wall, "%Y-%m-%d %H:%M:%S %z");
}

/* What is known to the day has no hour. */
static void
story_put_day(struct buf *text, const struct event *event, int64_t wall)
{
	story_put_moment(text, event, wall, "%Y-%m-%d");
}

static void
story_put_published(struct buf *text, const struct event *event)
{
	const struct filing *filing = &event->filing;

	if (filing->precision > PRECISION_NOMINAL)
		story_put_time(text, event, filing->published);
	else
		story_put_day(text, event, filing->published);
	if (filing->precision == PRECISION_NOMINAL)
		text_put(text, " (a date label, not a clock; printed \"");
	else
		text_putf(text, " (to the %s; printed \"",
		    vocab_word(VOCAB_PRECISIONS, (int)filing->precision));
	text_put_clean(text, filing->published_raw, MAIL_CELL);
	text_put(text, "\")");
}

/* "2025-01-16 15:46:11 +08:00 (9 s after it was seen)" */
static void
story_put_after(struct buf *text, const struct event *event, int64_t wall,
    int64_t since, const char *what)
{
	char lag[64];

	story_put_time(text, event, wall);
	if (wall < since)
		return;
	story_print_lag(wall - since, lag, sizeof(lag));
	text_putf(text, " (%s after it %s)", lag, what);
}

/* A nominal or daily time is no moment that a lag could begin with. */
static bool
story_has_clock(const struct filing *filing)
{
	return filing->precision >= PRECISION_MINUTE;
}

static void
story_tell_times(const struct story *story, int64_t seen)
{
	const struct filing *filing = &story->event->filing;
	int64_t now = story->context->now;
	struct buf published, first, sent;

	buf_init(&published, 4 * KIB);
	buf_init(&first, KIB);
	buf_init(&sent, KIB);
	story_put_published(&published, story->event);
	story_put_after(&first, story->event, seen,
	    story_has_clock(filing) ? filing->published : INT64_MAX,
	    "was published");
	story_put_after(&sent, story->event, now, seen, "was seen");
	const struct mail_field fields[] = {
	    {"published", published.data, MAIL_PLAIN},
	    {"first seen", first.data, MAIL_PLAIN},
	    {"sent", sent.data, MAIL_PLAIN},
	};
	story->format->fields(
	    story->out, "Times", fields, sizeof(fields) / sizeof(fields[0]));
	buf_done(&published);
	buf_done(&first);
	buf_done(&sent);
}

/* Where to look next. */
static void
story_print_look(const struct event *event, char *text, size_t size)
{
	const char *subject = event->subject != NULL ? event->subject : "";

	switch (event->type) {
	case EVENT_SOURCE_DEGRADED:
	case EVENT_SOURCE_RECOVERED:
	case EVENT_SOURCE_GAP:
		(void)snprintf(
		    text, size, "filingctl sources show %s", subject);
		return;
	case EVENT_CHANNEL_DISABLED:
		(void)snprintf(
		    text, size, "filingctl channels enable %s", subject);
		return;
	case EVENT_WARNING_DETECTED:
	case EVENT_WARNING_UPDATED:
	case EVENT_WARNING_RETRACTED:
	case EVENT_FILING_PUBLISHED:
	case EVENT_FILING_REVISED:
	case EVENT_FILING_WITHDRAWN:
	case EVENT_DISTRESS_DETECTED:
	case EVENT_SYSTEM_TEST:
	case EVENT_SYSTEM_TROUBLE:
	case EVENT_COUNT:
		break;
	}
	(void)snprintf(text, size, "filingctl status");
}

/* Of filingd itself. The line often says it all. */
static void
story_tell_trouble(const struct story *story, const char *line)
{
	const struct event *event = story->event;
	char look[STORY_LINE];
	struct buf happened, sent;

	if (event->text != NULL &&
	    (strlen(line) > MAIL_CELL || strstr(line, event->text) == NULL))
		story_paragraph(story, "What happened: ", event->text);
	story_print_look(event, look, sizeof(look));
	buf_init(&happened, KIB);
	buf_init(&sent, KIB);
	story_put_time(&happened, event, event->moment);
	story_put_after(
	    &sent, event, story->context->now, event->moment, "happened");
	const struct mail_field fields[] = {
	    {"happened", happened.data, MAIL_PLAIN},
	    {"sent", sent.data, MAIL_PLAIN},
	    {"to look", look, MAIL_COMMAND},
	};
	story->format->fields(
	    story->out, "", fields, sizeof(fields) / sizeof(fields[0]));
	buf_done(&happened);
	buf_done(&sent);
}

/* Too long to be told whole is not told: half an address leads elsewhere. */
static const char *
story_url(const struct filing *filing)
{
	return filing->url != NULL && strlen(filing->url) <= MAIL_URL
		   ? filing->url
		   : NULL;
}

static void
story_tell_filing(const struct story *story)
{
	const struct event *event = story->event;
	const struct filing *filing = &event->filing;
	const struct mail_field fields[] = {
	    {"title", filing->title, MAIL_PLAIN},
	    {"document", story_url(filing), MAIL_LINK},
	    {"sha-256", filing->sha256, MAIL_PLAIN},
	    {"source", filing->source, MAIL_PLAIN},
	    {"source's id", filing->source_id, MAIL_PLAIN},
	    {"watched as", event->label, MAIL_PLAIN},
	    {"your reference", event->ref, MAIL_PLAIN},
	};

	story->format->fields(
	    story->out, "Filing", fields, sizeof(fields) / sizeof(fields[0]));
}

void
mail_story_tell_rule(const struct mail_format *format,
    const struct mail_context *context, const struct event *event,
    struct buf *out)
{
	char silence[STORY_LINE] = "", ack[STORY_LINE] = "";
	char shown[LISTING_MAX];
	struct buf rule;

	if (event != NULL)
		(void)snprintf(ack, sizeof(ack), "filingctl ack %s", event->id);
	if (event != NULL && story_has_listing(event))
		(void)snprintf(silence, sizeof(silence),
		    "filingctl silence add --issuer %s --for 2h -m WHY",
		    listing_show(event->filing.listing, shown));
	buf_init(&rule, 4 * KIB);
	text_put(&rule, "'");
	text_put_clean(&rule, context->rule, MAIL_CELL);
	text_put(&rule, "' of filingd '");
	text_put_clean(&rule, context->instance, MAIL_CELL);
	text_put(&rule, "'");
	const struct mail_field fields[] = {
	    {"rule", rule.data, MAIL_PLAIN},
	    {"note", context->note, MAIL_PLAIN},
	    {"event", event != NULL ? event->id : NULL, MAIL_PLAIN},
	    {"to acknowledge", ack, MAIL_COMMAND},
	    {"to silence", silence, MAIL_COMMAND},
	};
	format->fields(out, "Why you get this", fields,
	    sizeof(fields) / sizeof(fields[0]));
	buf_done(&rule);
}

static enum direction
story_direction(const struct event *event)
{
	return event->has_verdict && event->type != EVENT_WARNING_RETRACTED
		   ? event->verdict.direction
		   : DIRECTION_NONE;
}

void
mail_story_tell(const struct mail_format *format,
    const struct mail_entry *entry, const struct mail_context *context,
    const char *line, struct buf *out)
{
	const struct event *event = entry->event;
	const struct story story = {format, event, context, out};

	format->begin(out, line);
	format->lead(out, line, story_direction(event));
	story_tell_change(&story, entry->before);
	story_tell_caveat(&story);
	if (event->late)
		story_paragraph(&story,
		    "Late: this was found after an outage or in a backlog, see "
		    "the times.",
		    NULL);
	story_tell_figures(&story);
	if (event->has_verdict) {
		story_tell_reasons(&story);
		story_tell_quotes(&story);
	}
	if (view_is_about_filing(event->type)) {
		story_tell_times(&story, entry->seen);
		story_tell_filing(&story);
	} else {
		story_tell_trouble(&story, line);
	}
	mail_story_tell_rule(format, context, event, out);
	format->end(out);
}

void
mail_story_tell_entry(const struct mail_format *format,
    const struct mail_entry *entry, const char *line, struct buf *out)
{
	const struct event *event = entry->event;
	const struct story story = {format, event, NULL, out};
	struct buf published;

	format->heading(out, line);
	story_tell_change(&story, entry->before);
	story_tell_caveat(&story);
	story_tell_figures(&story);
	buf_init(&published, 4 * KIB);
	if (view_is_about_filing(event->type))
		story_put_published(&published, event);
	const struct mail_field fields[] = {
	    {"what happened", event->text, MAIL_PLAIN},
	    {"published", published.len > 0 ? published.data : NULL,
		MAIL_PLAIN},
	    {"title", event->filing.title, MAIL_PLAIN},
	    {"document", story_url(&event->filing), MAIL_LINK},
	    {"watched as", event->label, MAIL_PLAIN},
	    {"rule", entry->rule, MAIL_PLAIN},
	    {"note", entry->note, MAIL_PLAIN},
	    {"event", event->id, MAIL_PLAIN},
	};
	format->fields(out, "", fields, sizeof(fields) / sizeof(fields[0]));
	buf_done(&published);
}
