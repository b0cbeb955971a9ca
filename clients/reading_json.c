/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A reading as JSON for people's tools. In: records; out: one line of text.
 * Called by clients/verb_read.c.
 */
#include "clients/reading_json.h"

#include "clients/explain_json.h"
#include "ledger/classify.h"
#include "lib/base/json_out.h"
#include "lib/base/listing.h"

#include <assert.h>

/* Far above what a reading ever holds. */
#define READING_JSON_LIMIT (256 * MIB)

static void
reading_json_bound(
    struct json_out *out, const char *key, struct decimal d, bool open)
{
	char buf[DECIMAL_STR_MAX];

	json_out_text(out, key, open ? NULL : decimal_print(d, buf));
}

static void
reading_json_period(struct json_out *out, struct period period)
{
	char start[DATE_STR_MAX], end[DATE_STR_MAX], label[PERIOD_LABEL_MAX];

	if (!period_is_known(period)) {
		json_out_text(out, "period", NULL);
		return;
	}
	json_out_open_object(out, "period");
	json_out_text(out, "start", date_print(period.start, start));
	json_out_text(out, "end", date_print(period.end, end));
	json_out_text(out, "label", period_label(period, label));
	json_out_close_object(out);
}

static void
reading_json_fact(struct json_out *out, const struct fact *fact, bool explain)
{
	json_out_open_object(out, NULL);
	json_out_text(
	    out, "metric", vocab_word(VOCAB_METRICS, (int)fact->metric));
	json_out_text(out, "basis", vocab_word(VOCAB_BASES, (int)fact->basis));
	json_out_text(out, "role", vocab_word(VOCAB_ROLES, (int)fact->role));
	reading_json_period(out, fact->period);
	reading_json_bound(out, "low", fact->low, fact->low_open);
	reading_json_bound(out, "high", fact->high, fact->high_open);
	json_out_text(out, "currency", fact->currency);
	json_out_text(out, "quote", fact->quote != NULL ? fact->quote : "");
	json_out_int(out, "offset", fact->offset);
	if (fact->page > 0)
		json_out_int(out, "page", fact->page);
	if (fact->approx)
		json_out_bool(out, "approx", true);
	if (fact->derived)
		json_out_bool(out, "derived", true);
	if (fact->broker != NULL)
		json_out_text(out, "broker", fact->broker);
	if (explain)
		explain_json_fact(out, fact);
	json_out_close_object(out);
}

static void
reading_json_pct(
    struct json_out *out, const char *key, struct decimal pct, bool absent)
{
	char buf[DECIMAL_STR_MAX];

	json_out_text(
	    out, key, absent ? NULL : decimal_print_fixed(pct, 2, buf));
}

static void
reading_json_change(struct json_out *out, const struct verdict *verdict,
    const struct change *change, bool explain)
{
	json_out_open_object(out, NULL);
	json_out_text(out, "axis", vocab_word(VOCAB_AXES, (int)change->axis));
	json_out_text(
	    out, "metric", vocab_word(VOCAB_METRICS, (int)change->metric));
	reading_json_pct(out, "low_pct", change->low_pct,
	    change->low_open || !change->has_pct);
	reading_json_pct(out, "high_pct", change->high_pct,
	    change->high_open || !change->has_pct);
	if (explain)
		explain_json_change(out, verdict, change);
	json_out_close_object(out);
}

/* How much it says: of the year before, at least its way, or nothing. */
static int
reading_json_tells(const struct verdict *verdict)
{
	if (classify_prior_sign(verdict->class_) != 0)
		return 2;
	return verdict->class_ != CLASS_NONE ||
	       verdict->direction != DIRECTION_NONE;
}

/* Is a graver than b? */
static bool
reading_json_is_graver(const struct verdict *a, const struct verdict *b)
{
	if (a->warning != b->warning)
		return a->warning;
	if (a->severity != b->severity)
		return a->severity > b->severity;
	if (reading_json_tells(a) != reading_json_tells(b))
		return reading_json_tells(a) > reading_json_tells(b);
	return a->period.end > b->period.end;
}

const struct verdict *
reading_json_gravest(const struct verdicts *verdicts)
{
	const struct verdict *gravest = NULL;

	for (size_t i = 0; i < verdicts->count; i++) {
		const struct verdict *verdict = &verdicts->items[i];

		if (gravest == NULL || reading_json_is_graver(verdict, gravest))
			gravest = verdict;
	}
	return gravest;
}

static void
reading_json_reason(
    struct json_out *out, const struct reason *reason, bool explain)
{
	if (!explain) {
		json_out_text(out, NULL, reason->id);
		return;
	}
	json_out_open_object(out, NULL);
	json_out_text(out, "id", reason->id);
	json_out_int(out, "severity", reason->severity);
	json_out_text(out, "text", reason->text != NULL ? reason->text : "");
	json_out_close_object(out);
}

static void
reading_json_verdict(
    struct json_out *out, const struct verdict *verdict, bool explain)
{
	json_out_text(
	    out, "class", vocab_word(VOCAB_CLASSES, (int)verdict->class_));
	json_out_text(out, "direction",
	    vocab_word(VOCAB_DIRECTIONS, (int)verdict->direction));
	json_out_bool(out, "warning", verdict->warning);
	json_out_int(out, "severity", verdict->severity);
	json_out_text(
	    out, "grade", vocab_word(VOCAB_GRADES, (int)verdict->grade));
	if (verdict->guidance != GUIDANCE_NONE)
		json_out_text(out, "guidance",
		    vocab_word(VOCAB_GUIDANCES, (int)verdict->guidance));
	json_out_open_array(out, "reasons");
	for (size_t i = 0; i < verdict->reason_count; i++)
		reading_json_reason(out, &verdict->reasons[i], explain);
	json_out_close_array(out);
}

static void
reading_json_no_verdict(struct json_out *out)
{
	json_out_text(out, "class", "none");
	json_out_text(out, "direction", "none");
	json_out_bool(out, "warning", false);
	json_out_int(out, "severity", 0);
	json_out_text(out, "grade", "possible");
	json_out_open_array(out, "reasons");
	json_out_close_array(out);
}

static void
reading_json_lists(struct json_out *out, const struct reading *reading,
    const struct verdicts *verdicts, bool explain)
{
	char shown[LISTING_MAX];

	if (reading->listing_count > 0)
		json_out_text(
		    out, "issuer", listing_show(reading->listings[0], shown));
	json_out_open_array(out, "facts");
	for (size_t i = 0; i < reading->fact_count; i++)
		reading_json_fact(out, &reading->facts[i], explain);
	json_out_close_array(out);
	json_out_open_array(out, "changes");
	for (size_t i = 0; i < verdicts->count; i++) {
		const struct verdict *verdict = &verdicts->items[i];

		for (size_t k = 0; k < verdict->change_count; k++)
			reading_json_change(
			    out, verdict, &verdict->changes[k], explain);
	}
	json_out_close_array(out);
}

/* The text of a whole line: the bounds of a reading keep it far from its cap. */
static char *
reading_json_take(struct json_out *out)
{
	assert(out->code == 0);
	return buf_take(&out->text);
}

char *
reading_json(const char *id, const struct reading *reading,
    const struct verdicts *verdicts, bool explain)
{
	const struct verdict *verdict = reading_json_gravest(verdicts);
	const char *why = reading->unreadable_why;
	struct json_out out;

	json_out_init(&out, READING_JSON_LIMIT);
	json_out_open_object(&out, NULL);
	if (id != NULL)
		json_out_text(&out, "id", id);
	json_out_text(
	    &out, "form", vocab_word(VOCAB_FORMS, (int)reading->form));
	if (verdict != NULL)
		reading_json_verdict(&out, verdict, explain);
	else
		reading_json_no_verdict(&out);
	if (!reading->readable)
		json_out_text(
		    &out, "unreadable", why != NULL ? why : "unknown");
	reading_json_lists(&out, reading, verdicts, explain);
	if (explain)
		explain_json(&out, reading, verdicts, verdict);
	json_out_close_object(&out);
	return reading_json_take(&out);
}

char *
reading_json_error(int64_t line, const char *text)
{
	struct json_out out;

	json_out_init(&out, READING_JSON_LIMIT);
	json_out_open_object(&out, NULL);
	json_out_text(&out, "id", NULL);
	json_out_int(&out, "line", line);
	json_out_text(&out, "error", text);
	json_out_close_object(&out);
	return reading_json_take(&out);
}
