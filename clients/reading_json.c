/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A reading as JSON for people's tools. In: records; out: one line of text.
 * Called by clients/verb_read.c.
 */
#include "clients/reading_json.h"

#include "lib/base/listing.h"
#include "lib/base/json_text.h"

#include <jansson.h>
#include <string.h>

static json_t *
reading_json_bound(struct decimal d, bool open)
{
	char buf[DECIMAL_STR_MAX];

	return open ? json_null() : json_string(decimal_print(d, buf));
}

static json_t *
reading_json_period(struct period period)
{
	char start[DATE_STR_MAX], end[DATE_STR_MAX], label[PERIOD_LABEL_MAX];

	if (!period_is_known(period))
		return json_null();
	return json_pack("{s:s, s:s, s:s}", "start",
	    date_print(period.start, start), "end", date_print(period.end, end),
	    "label", period_label(period, label));
}

static json_t *
reading_json_fact(const struct fact *fact, bool explain)
{
	json_t *json =
	    json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:s, s:s, s:I}", "metric",
		vocab_word(VOCAB_METRICS, (int)fact->metric), "basis",
		vocab_word(VOCAB_BASES, (int)fact->basis), "role",
		vocab_word(VOCAB_ROLES, (int)fact->role), "period",
		reading_json_period(fact->period), "low",
		reading_json_bound(fact->low, fact->low_open), "high",
		reading_json_bound(fact->high, fact->high_open), "currency",
		fact->currency, "quote", fact->quote != NULL ? fact->quote : "",
		"offset", (json_int_t)fact->offset);

	if (fact->page > 0)
		json_object_set_new(json, "page", json_integer(fact->page));
	if (fact->approx)
		json_object_set_new(json, "approx", json_true());
	if (fact->derived)
		json_object_set_new(json, "derived", json_true());
	if (fact->broker != NULL)
		json_object_set_new(json, "broker", json_string(fact->broker));
	if (explain && fact->why != NULL)
		json_object_set_new(json, "why", json_string(fact->why));
	return json;
}

static json_t *
reading_json_pct(struct decimal pct, bool absent)
{
	char buf[DECIMAL_STR_MAX];

	return absent ? json_null()
		      : json_string(decimal_print_fixed(pct, 2, buf));
}

static json_t *
reading_json_change(const struct change *change)
{
	return json_pack("{s:s, s:s, s:o, s:o}", "axis",
	    vocab_word(VOCAB_AXES, (int)change->axis), "metric",
	    vocab_word(VOCAB_METRICS, (int)change->metric), "low_pct",
	    reading_json_pct(
		change->low_pct, change->low_open || !change->has_pct),
	    "high_pct",
	    reading_json_pct(
		change->high_pct, change->high_open || !change->has_pct));
}

/* Is a graver than b? */
static bool
reading_json_is_graver(const struct verdict *a, const struct verdict *b)
{
	if (a->warning != b->warning)
		return a->warning;
	if (a->severity != b->severity)
		return a->severity > b->severity;
	if ((a->class_ != CLASS_NONE) != (b->class_ != CLASS_NONE))
		return a->class_ != CLASS_NONE;
	return a->period.end > b->period.end;
}

static const struct verdict *
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
reading_json_verdict(json_t *json, const struct verdict *verdict, bool explain)
{
	json_t *reasons = json_array();

	json_object_set_new(json, "class",
	    json_string(vocab_word(VOCAB_CLASSES, (int)verdict->class_)));
	json_object_set_new(json, "direction",
	    json_string(vocab_word(VOCAB_DIRECTIONS, (int)verdict->direction)));
	json_object_set_new(json, "warning", json_boolean(verdict->warning));
	json_object_set_new(json, "severity", json_integer(verdict->severity));
	json_object_set_new(json, "grade",
	    json_string(vocab_word(VOCAB_GRADES, (int)verdict->grade)));
	if (verdict->guidance != GUIDANCE_NONE)
		json_object_set_new(json, "guidance",
		    json_string(
			vocab_word(VOCAB_GUIDANCES, (int)verdict->guidance)));
	for (size_t i = 0; i < verdict->reason_count; i++) {
		const struct reason *reason = &verdict->reasons[i];

		json_array_append_new(reasons,
		    explain ? json_pack("{s:s, s:i, s:s}", "id", reason->id,
				  "severity", reason->severity, "text",
				  reason->text != NULL ? reason->text : "")
			    : json_string(reason->id));
	}
	json_object_set_new(json, "reasons", reasons);
}

static void
reading_json_no_verdict(json_t *json)
{
	json_object_set_new(json, "class", json_string("none"));
	json_object_set_new(json, "direction", json_string("none"));
	json_object_set_new(json, "warning", json_false());
	json_object_set_new(json, "severity", json_integer(0));
	json_object_set_new(json, "grade", json_string("possible"));
	json_object_set_new(json, "reasons", json_array());
}

static void
reading_json_lists(json_t *json, const struct reading *reading,
    const struct verdicts *verdicts, bool explain)
{
	json_t *facts = json_array(), *changes = json_array();
	char shown[LISTING_MAX];

	if (reading->listing_count > 0)
		json_object_set_new(json, "issuer",
		    json_string(listing_show(reading->listings[0], shown)));
	for (size_t i = 0; i < reading->fact_count; i++)
		json_array_append_new(
		    facts, reading_json_fact(&reading->facts[i], explain));
	for (size_t i = 0; i < verdicts->count; i++) {
		const struct verdict *verdict = &verdicts->items[i];

		for (size_t k = 0; k < verdict->change_count; k++)
			json_array_append_new(
			    changes, reading_json_change(&verdict->changes[k]));
	}
	json_object_set_new(json, "facts", facts);
	json_object_set_new(json, "changes", changes);
}

static json_t *
reading_json_phrases(const struct reading *reading)
{
	json_t *phrases = json_array();

	for (size_t i = 0; i < reading->phrase_count; i++) {
		const struct phrase *phrase = &reading->phrases[i];

		json_array_append_new(phrases,
		    json_pack("{s:s, s:s, s:I}", "id", phrase->id, "quote",
			phrase->quote != NULL ? phrase->quote : "", "offset",
			(json_int_t)phrase->offset));
	}
	return phrases;
}

char *
reading_json(const char *id, const struct reading *reading,
    const struct verdicts *verdicts, bool explain)
{
	const struct verdict *verdict = reading_json_gravest(verdicts);
	json_t *json = json_object();

	if (id != NULL)
		json_object_set_new(json, "id", json_string(id));
	json_object_set_new(json, "form",
	    json_string(vocab_word(VOCAB_FORMS, (int)reading->form)));
	if (verdict != NULL)
		reading_json_verdict(json, verdict, explain);
	else
		reading_json_no_verdict(json);
	if (!reading->readable)
		json_object_set_new(json, "unreadable",
		    json_string(reading->unreadable_why != NULL
				    ? reading->unreadable_why
				    : "unknown"));
	reading_json_lists(json, reading, verdicts, explain);
	if (explain)
		json_object_set_new(
		    json, "phrases", reading_json_phrases(reading));
	return json_text(json);
}

char *
reading_json_error(int64_t line, const char *text)
{
	return json_text(json_pack(
	    "{s:n, s:I, s:s}", "id", "line", (json_int_t)line, "error", text));
}
