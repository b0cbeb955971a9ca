/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event. Out: one line for people, as demo, mail subjects, logs and
 * `filingctl follow` show it.
 */
#include "ledger/event_line.h"

#include "ledger/classify.h"
#include "ledger/revision.h"
#include "ledger/wording.h"
#include "lib/base/listing.h"

#include <stdio.h>
#include <string.h>

#define EVENT_LINE_NAME 40

/* A vocabulary word as people write it: without the underscores. */
static void
event_line_add_word(struct buf *buf, enum vocab list, int value)
{
	char word[64];

	(void)snprintf(word, sizeof(word), "%s", vocab_word(list, value));
	for (char *c = word; *c != '\0'; c++) {
		if (*c == '_')
			*c = ' ';
	}
	wording_add(buf, word);
}

static const struct reason *
event_line_worst(const struct verdict *verdict)
{
	const struct reason *worst = NULL;

	for (size_t i = 0; i < verdict->reason_count; i++) {
		if (worst == NULL ||
		    verdict->reasons[i].severity > worst->severity)
			worst = &verdict->reasons[i];
	}
	return worst;
}

static void
event_line_add_fact(struct buf *buf, const struct fact *fact)
{
	struct range range = range_of_fact(fact);

	if (fact->role == ROLE_PCT_CHANGE)
		wording_add_change(buf, fact->metric, &range);
	else
		wording_add_figure(
		    buf, fact->metric, &range, fact->approx, fact->currency);
	if (fact->role == ROLE_DELTA)
		wording_add(buf, " against the year before");
}

void
event_line_add_matter(struct buf *buf, const struct verdict *verdict)
{
	const struct reason *worst = event_line_worst(verdict);

	if (verdict->deciding >= 0)
		event_line_add_fact(buf, &verdict->facts[verdict->deciding]);
	else if (worst != NULL)
		wording_add_text(buf, worst->text, EVENT_LINE_MAX);
	else
		event_line_add_word(buf, VOCAB_CLASSES, (int)verdict->class_);
}

/* The deciding metric's change on an axis; NULL for none. */
static const struct change *
event_line_change(const struct verdict *verdict, enum axis axis)
{
	if (verdict->deciding < 0)
		return NULL;
	for (size_t i = 0; i < verdict->change_count; i++) {
		const struct change *change = &verdict->changes[i];
		if (change->axis == axis &&
		    change->metric == verdict->facts[verdict->deciding].metric)
			return change;
	}
	return NULL;
}

static void
event_line_add_mid(struct buf *buf, const struct change *change)
{
	struct range mid;

	if (change == NULL || !change->has_pct)
		return;
	mid = range_of_point(change->mid_pct);
	wording_add(buf, " ");
	wording_add_pct(buf, &mid);
}

/* "forecast was net profit 20-30m CNY": a percentage of it says nothing. */
static void
event_line_add_flip(struct buf *buf, const struct change *change)
{
	struct range base = {change->base_low, change->base_high,
	    change->base_low_open, change->base_high_open};

	wording_add(buf, "; forecast was ");
	wording_add_figure(buf, change->metric, &base, false, change->currency);
}

static void
event_line_add_guidance(struct buf *buf, const struct verdict *verdict)
{
	const struct change *change = event_line_change(verdict, AXIS_GUIDANCE);
	bool loss = classify_is_loss(verdict->class_);

	if (verdict->guidance == GUIDANCE_NONE ||
	    verdict->guidance == GUIDANCE_INITIATED)
		return;
	if (change != NULL && change->guidance != verdict->guidance)
		change = NULL;
	if (change != NULL &&
	    (change->flags & (FLAG_FLIP_TO_LOSS | FLAG_FLIP_TO_PROFIT)) != 0) {
		event_line_add_flip(buf, change);
		return;
	}
	/* A loss that is cut would read as a smaller one. */
	if (loss && verdict->guidance == GUIDANCE_CUT) {
		wording_add(buf, "; forecast loss widened");
	} else if (loss && verdict->guidance == GUIDANCE_RAISED) {
		wording_add(buf, "; forecast loss narrowed");
	} else {
		wording_add(buf, "; guidance ");
		event_line_add_word(
		    buf, VOCAB_GUIDANCES, (int)verdict->guidance);
	}
	if (verdict->guidance != GUIDANCE_REITERATED)
		event_line_add_mid(buf, change);
}

static void
event_line_add_actual(struct buf *buf, const struct verdict *verdict)
{
	const struct change *change = event_line_change(verdict, AXIS_ACTUAL);

	if (change == NULL)
		return;
	if ((change->flags & FLAG_IN_LINE) != 0)
		wording_add(buf, "; in line with forecast");
	else
		wording_add(buf, "; against forecast");
	event_line_add_mid(buf, change);
}

static void
event_line_add_consensus(struct buf *buf, const struct verdict *verdict)
{
	const struct change *change =
	    event_line_change(verdict, AXIS_CONSENSUS);

	if (change == NULL)
		return;
	if (!change->has_pct && (change->flags & FLAG_RANGE_BELOW_ALL) == 0)
		return;
	wording_add(buf, "; consensus");
	if (!change->has_pct)
		wording_add(buf, " all above");
	event_line_add_mid(buf, change);
}

static void
event_line_add_prior(struct buf *buf, const struct verdict *verdict)
{
	const struct change *change = event_line_change(verdict, AXIS_PRIOR);

	if (change == NULL || !change->has_pct)
		return;
	struct range pct = {change->low_pct, change->high_pct, change->low_open,
	    change->high_open};
	wording_add(buf, "; prior ");
	wording_add_pct(buf, &pct);
}

void
event_line_add_changes(struct buf *buf, const struct verdict *verdict)
{
	event_line_add_guidance(buf, verdict);
	event_line_add_actual(buf, verdict);
	event_line_add_consensus(buf, verdict);
	event_line_add_prior(buf, verdict);
}

static void
event_line_add_issuer(struct buf *buf, const struct filing *filing)
{
	char shown[LISTING_MAX];
	bool listed = filing->listing != NULL && filing->listing[0] != '\0';

	if (filing->issuer_name != NULL) {
		wording_add(buf, " ");
		wording_add_text(buf, filing->issuer_name, EVENT_LINE_NAME);
	}
	if (listed) {
		wording_add(buf, " ");
		wording_add_text(
		    buf, listing_show(filing->listing, shown), LISTING_MAX);
	}
	if (filing->issuer_name == NULL && !listed && filing->title != NULL) {
		wording_add(buf, " ");
		wording_add_text(buf, filing->title, EVENT_LINE_NAME);
	}
}

static void
event_line_add_quote(struct buf *buf, const struct verdict *verdict)
{
	if (verdict->deciding < 0 ||
	    verdict->facts[verdict->deciding].quote == NULL)
		return;
	wording_add(buf, "; \"");
	wording_add_text(
	    buf, verdict->facts[verdict->deciding].quote, EVENT_LINE_QUOTE);
	wording_add(buf, "\"");
}

static void
event_line_add_verdict(struct buf *buf, const struct event *event)
{
	const struct verdict *verdict = &event->verdict;
	char label[PERIOD_LABEL_MAX];
	char severity[8];

	(void)snprintf(severity, sizeof(severity), "S%d", verdict->severity);
	wording_add(buf, severity);
	event_line_add_issuer(buf, &event->filing);
	if (period_is_known(verdict->period)) {
		wording_add(buf, " ");
		wording_add(buf, period_label(verdict->period, label));
	}
	wording_add(buf, " ");
	if (event->type == EVENT_WARNING_RETRACTED)
		wording_add(buf, "warning retracted: ");
	event_line_add_matter(buf, verdict);
	event_line_add_changes(buf, verdict);
	wording_add(buf, "; ");
	event_line_add_word(buf, VOCAB_GRADES, (int)verdict->grade);
	event_line_add_quote(buf, verdict);
}

/* Events of sources, channels and the system; filings without a verdict. */
static void
event_line_add_plain(struct buf *buf, const struct event *event)
{
	wording_add(buf, vocab_word(VOCAB_EVENTS, (int)event->type));
	event_line_add_issuer(buf, &event->filing);
	if (event->subject != NULL) {
		wording_add(buf, " ");
		wording_add_text(buf, event->subject, EVENT_LINE_NAME);
	}
	if (event->text != NULL) {
		wording_add(buf, ": ");
		wording_add_text(buf, event->text, EVENT_LINE_MAX);
	}
}

char *
event_line(const struct event *event)
{
	struct buf buf;

	buf_init(&buf, EVENT_LINE_MAX);
	if (event->has_verdict)
		event_line_add_verdict(&buf, event);
	else
		event_line_add_plain(&buf, event);
	return buf_take(&buf);
}
