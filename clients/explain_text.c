/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an explained reading and its verdicts. Out: a page for a terminal.
 * `filingctl read --explain` prints it.
 */
#include "clients/explain_text.h"

#include "clients/explain.h"
#include "clients/reading_json.h"
#include "clients/wrap.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"

#include <inttypes.h>
#include <string.h>

#define TEXT_LIMIT_OUT (8 * MIB)
#define TEXT_INDENT    6
#define TEXT_FIGURE    64

struct explain_page {
	struct buf out;
	int code; /* the first fault: the page is too long */
};

static void PRINTF(2, 3)
    explain_add(struct explain_page *page, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (page->code == 0)
		page->code = buf_addv(&page->out, fmt, ap);
	va_end(ap);
}

/* Foreign words after what stands on the line, from `column` on. */
static void
explain_words(
    struct explain_page *page, const char *words, int column, int indent)
{
	if (page->code == 0)
		page->code = wrap_add(&page->out, words, column, indent);
	explain_add(page, "\n");
}

/* "@107" or "p. 3 @107": where a quote stands; returns its columns. */
static int
explain_place(struct explain_page *page, int64_t offset, int sheet)
{
	size_t before = page->out.len;

	explain_add(page, "%*s", TEXT_INDENT, "");
	if (sheet > 0)
		explain_add(page, "p. %d ", sheet);
	explain_add(page, "@%" PRId64 "  ", offset);
	return (int)(page->out.len - before);
}

/* Digits in groups of three; a sign and decimals stay as they are. */
static void
explain_group(struct decimal d, char ret[TEXT_FIGURE])
{
	char digits[DECIMAL_STR_MAX];
	const char *p = decimal_print(d, digits);
	size_t whole = strcspn(p, "."), n = 0;

	for (size_t i = 0; p[i] != '\0' && n < TEXT_FIGURE - 2; i++) {
		bool group = i > 0 && i < whole && (whole - i) % 3 == 0;
		if (group && p[i - 1] != '-')
			ret[n++] = ',';
		ret[n++] = p[i];
	}
	ret[n] = '\0';
}

static void
explain_range(struct explain_page *page, const struct fact *fact)
{
	char low[TEXT_FIGURE], high[TEXT_FIGURE];
	bool point = !fact->low_open && !fact->high_open &&
		     decimal_cmp(fact->low, fact->high) == 0;

	explain_group(fact->low, low);
	explain_group(fact->high, high);
	if (fact->approx)
		explain_add(page, "about ");
	if (point)
		explain_add(page, "%s", low);
	else if (fact->low_open)
		explain_add(
		    page, "%s %s", fact->high_excl ? "below" : "at most", high);
	else if (fact->high_open)
		explain_add(
		    page, "%s %s", fact->low_excl ? "above" : "at least", low);
	else
		explain_add(page, "%s to %s", low, high);
	explain_add(page, " %s\n",
	    fact->role == ROLE_PCT_CHANGE ? "%" : fact->currency);
}

/* "unit beside the number, role said with it" on one line, then phrases. */
static void
explain_why(struct explain_page *page, const struct fact *fact)
{
	const char *at = fact->why != NULL ? fact->why : "";
	struct explain_line line;
	struct buf how, phrases;
	int r = 0;

	buf_init(&how, TEXT_LIMIT_OUT);
	buf_init(&phrases, TEXT_LIMIT_OUT);
	while (explain_next(&at, &line)) {
		bool phrase = strcmp(line.key, "phrase") == 0;
		struct buf *out = phrase ? &phrases : &how;
		if (r == 0)
			r = buf_addf(out, "%s%s%s%s", out->len > 0 ? ", " : "",
			    phrase ? "" : line.key, phrase ? "" : " ",
			    line.value);
		mem_free(line.value);
	}
	explain_add(page, "%*s", TEXT_INDENT, "");
	explain_words(
	    page, how.len > 0 ? how.data : "", TEXT_INDENT, TEXT_INDENT + 2);
	if (phrases.len > 0) {
		explain_add(page, "%*sphrases: ", TEXT_INDENT, "");
		explain_words(
		    page, phrases.data, TEXT_INDENT + 9, TEXT_INDENT + 2);
	}
	buf_done(&how);
	buf_done(&phrases);
}

static void
explain_fact(struct explain_page *page, const struct fact *fact)
{
	char label[PERIOD_LABEL_MAX];
	const char *period = period_is_known(fact->period)
				 ? period_label(fact->period, label)
				 : "no period";

	explain_add(page, "    %-9s %-17s %-10s ",
	    vocab_word(VOCAB_METRICS, (int)fact->metric),
	    vocab_word(VOCAB_ROLES, (int)fact->role), period);
	explain_range(page, fact);
	if (fact->broker != NULL) {
		explain_add(page, "%*sby ", TEXT_INDENT, "");
		explain_words(page, fact->broker, TEXT_INDENT + 3, TEXT_INDENT);
	}
	int column = explain_place(page, fact->offset, fact->page);
	explain_words(
	    page, fact->quote != NULL ? fact->quote : "", column, column);
	explain_why(page, fact);
}

static void
explain_facts(struct explain_page *page, const struct reading *reading)
{
	explain_add(page, "\n  Facts\n");
	if (reading->fact_count == 0)
		explain_add(page, "    none\n");
	for (size_t i = 0; i < reading->fact_count; i++)
		explain_fact(page, &reading->facts[i]);
}

static void
explain_pct(struct explain_page *page, const struct change *change)
{
	char low[DECIMAL_STR_MAX], high[DECIMAL_STR_MAX];
	bool point = !change->low_open && !change->high_open &&
		     decimal_cmp(change->low_pct, change->high_pct) == 0;

	decimal_print_fixed(change->low_pct, 2, low);
	decimal_print_fixed(change->high_pct, 2, high);
	if (!change->has_pct)
		explain_add(page, "no percentage");
	else if (point)
		explain_add(page, "%s %%", low);
	else
		explain_add(page, "%s to %s %%", change->low_open ? "..." : low,
		    change->high_open ? "..." : high);
}

/* What was worked out is printed without the digits that mean nothing. */
static void
explain_base(struct decimal d, bool derived, char ret[TEXT_FIGURE])
{
	char text[DECIMAL_STR_MAX];
	struct decimal whole;
	bool large = decimal_cmp(decimal_abs(d), decimal_from_int(1000)) > 0;

	decimal_print_fixed(d, 0, text);
	if (derived && large && decimal_parse(text, strlen(text), &whole) == 0)
		d = whole;
	explain_group(d, ret);
}

static void
explain_change(struct explain_page *page, const struct verdict *verdict,
    const struct change *change)
{
	char low[TEXT_FIGURE], high[TEXT_FIGURE];
	const char *unused = explain_unused(verdict, change);
	bool open = change->base_low_open || change->base_high_open;

	explain_add(page, "    %-10s %-9s ",
	    vocab_word(VOCAB_AXES, (int)change->axis),
	    vocab_word(VOCAB_METRICS, (int)change->metric));
	explain_pct(page, change);
	explain_base(change->base_low, change->derived, low);
	explain_base(change->base_high, change->derived, high);
	if (!open && strcmp(low, high) == 0)
		explain_add(page, " from %s", low);
	else if (!open)
		explain_add(page, " from %s to %s", low, high);
	explain_add(page, "%s\n", change->derived ? ", worked out" : "");
	if (unused != NULL)
		explain_add(page, "%*snot used: %s\n", 25, "", unused);
}

static void
explain_changes(struct explain_page *page, const struct verdict *verdict)
{
	if (verdict->change_count == 0)
		return;
	explain_add(page, "\n  Changes\n");
	for (size_t i = 0; i < verdict->change_count; i++)
		explain_change(page, verdict, &verdict->changes[i]);
}

static void
explain_reasons(struct explain_page *page, const struct verdict *verdict)
{
	explain_add(page, "\n  Reasons\n");
	if (verdict->reason_count == 0)
		explain_add(page, "    none\n");
	for (size_t i = 0; i < verdict->reason_count; i++) {
		const struct reason *reason = &verdict->reasons[i];
		explain_add(
		    page, "    %d  %-26s ", reason->severity, reason->id);
		explain_words(
		    page, reason->text != NULL ? reason->text : "", 34, 34);
	}
}

static void
explain_considered(struct explain_page *page, const struct reading *reading,
    const struct verdict *verdict)
{
	char *class_ = explain_class(reading, verdict);
	char *flags = explain_flags(verdict->flags);

	explain_add(page,
	    "\n  Considered\n    severity   %d: %s\n    class      ",
	    verdict->severity, explain_severity(reading, verdict));
	explain_words(page, class_, 15, 15);
	if (reading->claimed_guidance != GUIDANCE_NONE)
		explain_add(page, "    guidance   said by the issuer: %s\n",
		    vocab_word(
			VOCAB_GUIDANCES, (int)reading->claimed_guidance));
	if (flags[0] != '\0') {
		explain_add(page, "    flags      ");
		explain_words(page, flags, 15, 15);
	}
	mem_free(class_);
	mem_free(flags);
}

static void
explain_others(struct explain_page *page, const struct verdicts *verdicts,
    const struct verdict *chosen)
{
	for (size_t i = 0; i < verdicts->count; i++) {
		const struct verdict *verdict = &verdicts->items[i];
		char label[PERIOD_LABEL_MAX];
		bool known = period_is_known(verdict->period);

		if (verdict != chosen)
			explain_add(page,
			    "    also       %s %s, severity %d: less grave\n",
			    known ? period_label(verdict->period, label)
				  : "no period",
			    verdict->family == FAMILY_DISTRESS
				? vocab_word(
				      VOCAB_DISTRESSES, (int)verdict->distress)
				: vocab_word(
				      VOCAB_CLASSES, (int)verdict->class_),
			    verdict->severity);
	}
}

static void
explain_verdict(struct explain_page *page, const struct verdict *verdict)
{
	if (verdict == NULL) {
		explain_add(page,
		    "\n  No verdict: this is no word of an issuer "
		    "on its results.\n");
		return;
	}
	explain_add(page, "\n  %s  %s, %s, severity %d, %s",
	    verdict->warning ? "WARNING" : "No warning",
	    vocab_word(VOCAB_CLASSES, (int)verdict->class_),
	    vocab_word(VOCAB_DIRECTIONS, (int)verdict->direction),
	    verdict->severity, vocab_word(VOCAB_GRADES, (int)verdict->grade));
	if (verdict->guidance != GUIDANCE_NONE)
		explain_add(page, ", guidance %s",
		    vocab_word(VOCAB_GUIDANCES, (int)verdict->guidance));
	if (verdict->distress != DISTRESS_NONE)
		explain_add(page, ", %s",
		    vocab_word(VOCAB_DISTRESSES, (int)verdict->distress));
	explain_add(page, "\n");
}

static void
explain_phrases(struct explain_page *page, const struct reading *reading)
{
	if (reading->phrase_count == 0)
		return;
	explain_add(page, "\n  Phrases of the document\n");
	for (size_t i = 0; i < reading->phrase_count; i++) {
		const struct phrase *phrase = &reading->phrases[i];
		int column = explain_place(page, phrase->offset, phrase->page);
		explain_add(page, "%s ", phrase->id);
		column += (int)strlen(phrase->id) + 1;
		explain_words(page, phrase->quote, column, column);
	}
}

static void
explain_rejects(struct explain_page *page, const struct reading *reading)
{
	if (reading->reject_count == 0)
		return;
	explain_add(page, "\n  Seen, not taken\n");
	for (size_t i = 0; i < reading->reject_count; i++) {
		const struct reject *reject = &reading->rejects[i];
		explain_add(page, "    %s%s%s\n", reject_text(reject->why),
		    reject->what[0] != '\0' ? ": " : "", reject->what);
		int column = explain_place(page, reject->offset, reject->page);
		explain_words(page, reject->quote, column, column);
	}
	if (reading->reject_count == REJECT_MAX)
		explain_add(page,
		    "    and perhaps more: only the first %d "
		    "are kept\n",
		    REJECT_MAX);
}

static void
explain_head(
    struct explain_page *page, const char *name, const struct reading *reading)
{
	char label[PERIOD_LABEL_MAX], shown[LISTING_MAX];

	explain_words(page, name, 0, 2);
	explain_add(page, "  %s, %s",
	    vocab_word(VOCAB_FORMS, (int)reading->form),
	    reading->by_issuer ? "by the issuer" : "not by the issuer");
	if (reading->lang != NULL && reading->lang[0] != '\0')
		explain_add(page, ", %s", reading->lang);
	if (reading->listing_count > 0)
		explain_add(
		    page, ", %s", listing_show(reading->listings[0], shown));
	if (period_is_known(reading->period))
		explain_add(page, ", %s", period_label(reading->period, label));
	if (reading->pages > 0)
		explain_add(page, ", %d page%s", reading->pages,
		    reading->pages == 1 ? "" : "s");
	explain_add(page, ", %" PRId64 " characters%s\n", reading->text_len,
	    reading->truncated ? ", cut" : "");
	if (!reading->readable) {
		explain_add(page, "  unreadable: ");
		explain_words(page,
		    reading->unreadable_why != NULL ? reading->unreadable_why
						    : "unknown",
		    14, 14);
	}
}

char *
explain_text(const char *name, const struct reading *reading,
    const struct verdicts *verdicts)
{
	const struct verdict *verdict = reading_json_gravest(verdicts);
	struct explain_page page = {.code = 0};

	buf_init(&page.out, TEXT_LIMIT_OUT);
	explain_head(&page, name, reading);
	explain_verdict(&page, verdict);
	if (verdict != NULL) {
		explain_reasons(&page, verdict);
		explain_considered(&page, reading, verdict);
		explain_others(&page, verdicts, verdict);
		explain_changes(&page, verdict);
	}
	explain_facts(&page, reading);
	explain_phrases(&page, reading);
	explain_rejects(&page, reading);
	return buf_take(&page.out);
}
