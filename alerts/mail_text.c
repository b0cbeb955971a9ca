/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event. Out: the text of its mail, for people: verdict, figures,
 * reasons, quotes, times, links, rule. mail.c calls it.
 */
#include "alerts/mail_text.h"

#include "alerts/text.h"
#include "alerts/view.h"
#include "lib/base/date.h"
#include "lib/base/listing.h"

#include <inttypes.h>
#include <string.h>

#define MAIL_NAME    100 /* code points */
#define MAIL_TITLE   300
#define MAIL_URL     2048
#define MAIL_QUOTE   300
#define MAIL_QUOTES  5
#define MAIL_REASONS 12
#define MAIL_CHANGES 16

static const char *
mail_metric(enum metric metric)
{
	static const char *const names[METRIC_COUNT] = {
	    [METRIC_NONE] = "figure",
	    [METRIC_NI_ATTR] = "net profit",
	    [METRIC_NI_EXNR] = "net profit before one-offs",
	    [METRIC_NI_TOTAL] = "net profit with minorities",
	    [METRIC_REV] = "revenue",
	    [METRIC_OP] = "operating profit",
	    [METRIC_ORD] = "ordinary profit",
	    [METRIC_PBT] = "profit before tax",
	    [METRIC_EPS] = "earnings per share",
	    [METRIC_EQUITY] = "equity",
	    [METRIC_EBITDA] = "EBITDA",
	    [METRIC_CASH_FLOW] = "cash flow",
	};

	return metric < METRIC_COUNT ? names[metric] : names[METRIC_NONE];
}

/* What a change is measured against, for people. */
static const char *
mail_axis(enum axis axis)
{
	switch (axis) {
	case AXIS_PRIOR:
		return "against the prior year";
	case AXIS_GUIDANCE:
		return "against its own forecast";
	case AXIS_CONSENSUS:
		return "against the brokers' mean";
	case AXIS_ACTUAL:
		return "result against the forecast";
	case AXIS_COUNT:
		break;
	}
	return "";
}

static void
mail_put_line(struct buf *text, const char *label, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	text_putf(text, "%s: ", label);
	text_put_clean(text, value, MAIL_TITLE);
	text_put(text, "\n");
}

/* "-71,000,000 to -55,000,000", one figure for a point, "at most" when open. */
static void
mail_put_range(struct buf *text, struct decimal low, bool low_open,
    struct decimal high, bool high_open)
{
	if (low_open && high_open) {
		text_put(text, "unknown");
		return;
	}
	if (low_open || high_open)
		text_put(text, low_open ? "at most " : "at least ");
	if (!low_open)
		text_put_amount(text, low);
	if (!low_open && !high_open && decimal_cmp(low, high) == 0)
		return;
	if (!low_open && !high_open)
		text_put(text, " to ");
	if (!high_open)
		text_put_amount(text, high);
}

static void
mail_put_percent(struct buf *text, struct decimal pct)
{
	char digits[DECIMAL_STR_MAX];

	text_putf(text, "%s%s", decimal_sign(pct) > 0 ? "+" : "",
	    decimal_print_fixed(pct, 2, digits));
}

static void
mail_put_percents(struct buf *text, const struct change *change)
{
	if (!change->has_pct || (change->low_open && change->high_open))
		return;
	text_put(text, " (");
	if (!change->low_open)
		mail_put_percent(text, change->low_pct);
	else
		text_put(text, "at most ");
	if (!change->low_open && change->high_open)
		text_put(text, " or more");
	else if (change->low_open ||
		 decimal_cmp(change->low_pct, change->high_pct) != 0) {
		text_put(text, change->low_open ? "" : " to ");
		mail_put_percent(text, change->high_pct);
	}
	text_put(text, " %)");
}

/* The figure of this filing that a change compares; NULL. */
static const struct fact *
mail_find_fact(const struct verdict *verdict, enum metric metric)
{
	for (size_t i = 0; i < verdict->fact_count; i++) {
		const struct fact *fact = &verdict->facts[i];
		if (fact->metric == metric &&
		    (fact->role == ROLE_FORECAST || fact->role == ROLE_ACTUAL ||
			fact->role == ROLE_ACTUAL_FLASH))
			return fact;
	}
	return NULL;
}

/* "  against the prior year, net profit: old -> new CNY (change)" */
static void
mail_put_change(struct buf *text, const struct verdict *verdict,
    const struct change *change)
{
	const struct fact *fact = mail_find_fact(verdict, change->metric);

	text_putf(text, "  %s, %s: ", mail_axis(change->axis),
	    mail_metric(change->metric));
	if (!view_has_base(change))
		text_put(text, "unknown");
	else if (change->axis == AXIS_CONSENSUS)
		mail_put_range(text, change->mean, false, change->mean, false);
	else
		mail_put_range(text, change->base_low, change->base_low_open,
		    change->base_high, change->base_high_open);
	text_put(text, " -> ");
	if (fact != NULL)
		mail_put_range(text, fact->low, fact->low_open, fact->high,
		    fact->high_open);
	else
		text_put(text, "no figure");
	if (*change->currency != '\0')
		text_putf(text, " %s", change->currency);
	mail_put_percents(text, change);
	if (change->axis == AXIS_CONSENSUS)
		text_putf(text, ", %d broker%s", change->n,
		    change->n == 1 ? "" : "s");
	if (change->axis == AXIS_GUIDANCE)
		text_putf(text, ", %s",
		    vocab_word(VOCAB_GUIDANCES, (int)change->guidance));
	text_put(text, "\n");
}

static void
mail_put_figures(struct buf *text, const struct verdict *verdict)
{
	char label[PERIOD_LABEL_MAX];

	if (verdict->change_count == 0)
		return;
	text_putf(text, "\nBefore -> now%s%s:\n",
	    period_is_known(verdict->period) ? ", " : "",
	    period_is_known(verdict->period)
		? period_label(verdict->period, label)
		: "");
	for (size_t i = 0; i < verdict->change_count && i < MAIL_CHANGES; i++)
		mail_put_change(text, verdict, &verdict->changes[i]);
}

static void
mail_put_reasons(struct buf *text, const struct verdict *verdict)
{
	if (verdict->reason_count == 0)
		return;
	text_putf(text, "\nWhy severity %d:\n", verdict->severity);
	for (size_t i = 0; i < verdict->reason_count && i < MAIL_REASONS; i++) {
		const struct reason *reason = &verdict->reasons[i];
		text_putf(text, "  %d  ", reason->severity);
		text_put_clean(text,
		    reason->text != NULL ? reason->text : reason->id,
		    MAIL_TITLE);
		text_put(text, "\n");
	}
}

static void
mail_put_quotes(struct buf *text, const struct verdict *verdict)
{
	const char *last = "";
	int written = 0;

	for (size_t i = 0; i < verdict->fact_count && written < MAIL_QUOTES;
	     i++) {
		const struct fact *fact = &verdict->facts[i];
		if (fact->quote == NULL || *fact->quote == '\0' ||
		    strcmp(fact->quote, last) == 0)
			continue;
		text_put(text, written++ == 0 ? "\nIn its words:\n" : "");
		text_put(text, "  \"");
		text_put_clean(text, fact->quote, MAIL_QUOTE);
		text_put(text, "\"");
		if (fact->page > 0)
			text_putf(text, " (page %d)", fact->page);
		text_put(text, "\n");
		last = fact->quote;
	}
}

static void
mail_put_caveat(struct buf *text, const struct event *event)
{
	switch (event->verdict.grade) {
	case GRADE_POSSIBLE:
		text_put(text,
		    "\nOnly possible: judged by the title, the document was "
		    "not read");
		if (event->filing.unreadable_why != NULL) {
			text_put(text, " (");
			text_put_clean(
			    text, event->filing.unreadable_why, MAIL_NAME);
			text_put(text, ")");
		}
		text_put(text, ". Look at it yourself.\n");
		return;
	case GRADE_PROBABLE:
		text_put(text,
		    "\nOnly probable: by words, or against a figure that was "
		    "derived.\n");
		return;
	case GRADE_CERTAIN:
	case GRADE_COUNT:
		return;
	}
}

static void
mail_put_time(struct buf *text, const char *label, int64_t wall, int offset)
{
	char time[DATE_STR_MAX];

	text_putf(
	    text, "  %-10s %s", label, datetime_print_at(wall, offset, time));
}

static void
mail_put_times(struct buf *text, const struct event *event,
    const struct mail_context *context)
{
	const struct filing *filing = &event->filing;
	int offset = filing->listing != NULL && *filing->listing != '\0'
			 ? listing_offset(filing->listing)
			 : 0;

	text_put(text, "\nTimes:\n");
	mail_put_time(text, "published", filing->published, offset);
	if (filing->precision == PRECISION_NOMINAL)
		text_put(text, " (a date label, not a clock; printed \"");
	else
		text_putf(text, " (to the %s; printed \"",
		    vocab_word(VOCAB_PRECISIONS, (int)filing->precision));
	text_put_clean(text, filing->published_raw, MAIL_NAME);
	text_put(text, "\")\n");
	mail_put_time(text, "first seen", context->seen, offset);
	text_put(text, "\n");
	mail_put_time(text, "sent", context->now, offset);
	text_putf(text, " (%" PRId64 " s after it was seen)\n",
	    (context->now - context->seen) / 1000);
}

static void
mail_put_links(struct buf *text, const struct event *event)
{
	const struct filing *filing = &event->filing;

	text_put(text, "\nFiling:\n");
	mail_put_line(text, "  title", filing->title);
	if (filing->url != NULL && strlen(filing->url) <= MAIL_URL) {
		text_put(text, "  ");
		text_put_clean(text, filing->url, MAIL_URL);
		text_put(text, "\n");
	}
	mail_put_line(text, "  sha-256", filing->sha256);
	mail_put_line(text, "  source", filing->source);
	mail_put_line(text, "  source's id", filing->source_id);
	mail_put_line(text, "  watched as", event->label);
	mail_put_line(text, "  your reference", event->ref);
	mail_put_line(text, "  event", event->id);
}

static void
mail_put_rule(struct buf *text, const struct mail_context *context)
{
	text_put(text, "\nYou get this by rule '");
	text_put_clean(text, context->rule, MAIL_NAME);
	text_put(text, "' of filingd '");
	text_put_clean(text, context->instance, MAIL_NAME);
	text_put(text, "'.\n");
	if (*context->note != '\0') {
		text_put_clean(text, context->note, MAIL_TITLE);
		text_put(text, "\n");
	}
}

void
mail_put_text(const struct event *event, const struct mail_context *context,
    const char *line, struct buf *text)
{
	text_put_clean(text, line, MAIL_TITLE);
	text_put(text, "\n");
	if (event->has_verdict) {
		mail_put_figures(text, &event->verdict);
		mail_put_reasons(text, &event->verdict);
		mail_put_quotes(text, &event->verdict);
		mail_put_caveat(text, event);
	}
	if (view_is_about_filing(event->type)) {
		mail_put_times(text, event, context);
		mail_put_links(text, event);
	} else {
		mail_put_line(text, "\nWhat happened", event->text);
	}
	mail_put_rule(text, context);
}
