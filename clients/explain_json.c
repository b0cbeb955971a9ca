/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an explained reading and its verdicts. Out: members of its JSON line.
 * Called by clients/reading_json.c.
 */
#include "clients/explain_json.h"

#include "clients/explain.h"
#include "lib/base/mem.h"

#include <string.h>

/* "phrase: ID WORDS", of which the id has no space. */
static void
explain_json_words(struct json_out *out, char *value)
{
	char *space = strchr(value, ' ');

	if (space == NULL)
		return;
	*space = '\0';
	json_out_open_object(out, NULL);
	json_out_text(out, "id", value);
	json_out_text(out, "words", space + 1);
	json_out_close_object(out);
}

void
explain_json_fact(struct json_out *out, const struct fact *fact)
{
	const char *at = fact->why != NULL ? fact->why : "";
	struct explain_line line;
	bool phrases = false;

	json_out_open_object(out, "why");
	while (explain_next(&at, &line)) {
		bool phrase = strcmp(line.key, "phrase") == 0;
		if (phrase && !phrases)
			json_out_open_array(out, "phrases");
		phrases |= phrase;
		if (phrase)
			explain_json_words(out, line.value);
		else if (!phrases)
			json_out_text(out, line.key, line.value);
		mem_free(line.value);
	}
	if (phrases)
		json_out_close_array(out);
	json_out_close_object(out);
}

static void
explain_json_bound(
    struct json_out *out, const char *key, struct decimal d, bool open)
{
	char text[DECIMAL_STR_MAX];

	json_out_text(out, key, open ? NULL : decimal_print(d, text));
}

void
explain_json_change(struct json_out *out, const struct verdict *verdict,
    const struct change *change)
{
	const char *unused = explain_unused(verdict, change);

	json_out_open_object(out, "base");
	explain_json_bound(out, "low", change->base_low, change->base_low_open);
	explain_json_bound(
	    out, "high", change->base_high, change->base_high_open);
	if (change->base_quote != NULL)
		json_out_text(out, "quote", change->base_quote);
	json_out_close_object(out);
	json_out_bool(out, "used", unused == NULL);
	if (unused != NULL)
		json_out_text(out, "unused_because", unused);
}

static void
explain_json_verdict(struct json_out *out, const struct verdict *verdict)
{
	char label[PERIOD_LABEL_MAX];
	bool known = period_is_known(verdict->period);

	json_out_open_object(out, NULL);
	json_out_text(
	    out, "period", known ? period_label(verdict->period, label) : NULL);
	json_out_text(
	    out, "class", vocab_word(VOCAB_CLASSES, (int)verdict->class_));
	json_out_int(out, "severity", verdict->severity);
	json_out_bool(out, "warning", verdict->warning);
	json_out_close_object(out);
}

static void
explain_json_chosen(struct json_out *out, const struct reading *reading,
    const struct verdict *verdict)
{
	char *class_ = explain_class(reading, verdict);
	char *flags = explain_flags(verdict->flags);

	json_out_text(out, "severity", explain_severity(reading, verdict));
	json_out_text(out, "class", class_);
	json_out_text(out, "claimed_class",
	    vocab_word(VOCAB_CLASSES, (int)reading->claimed_class));
	json_out_text(out, "claimed_guidance",
	    vocab_word(VOCAB_GUIDANCES, (int)reading->claimed_guidance));
	json_out_text(out, "flags", flags);
	mem_free(class_);
	mem_free(flags);
}

static void
explain_json_phrases(struct json_out *out, const struct reading *reading)
{
	json_out_open_array(out, "phrases");
	for (size_t i = 0; i < reading->phrase_count; i++) {
		const struct phrase *phrase = &reading->phrases[i];

		json_out_open_object(out, NULL);
		json_out_text(out, "id", phrase->id);
		json_out_text(
		    out, "quote", phrase->quote != NULL ? phrase->quote : "");
		json_out_int(out, "offset", phrase->offset);
		if (phrase->page > 0)
			json_out_int(out, "page", phrase->page);
		json_out_close_object(out);
	}
	json_out_close_array(out);
}

static void
explain_json_rejects(struct json_out *out, const struct reading *reading)
{
	json_out_open_array(out, "rejected");
	for (size_t i = 0; i < reading->reject_count; i++) {
		const struct reject *reject = &reading->rejects[i];

		json_out_open_object(out, NULL);
		json_out_text(out, "why", reject_word(reject->why));
		json_out_text(out, "text", reject_text(reject->why));
		if (reject->what[0] != '\0')
			json_out_text(out, "what", reject->what);
		json_out_text(out, "quote", reject->quote);
		json_out_int(out, "offset", reject->offset);
		if (reject->page > 0)
			json_out_int(out, "page", reject->page);
		json_out_close_object(out);
	}
	json_out_close_array(out);
}

void
explain_json(struct json_out *out, const struct reading *reading,
    const struct verdicts *verdicts, const struct verdict *chosen)
{
	json_out_open_object(out, "explain");
	if (chosen != NULL)
		explain_json_chosen(out, reading, chosen);
	json_out_open_array(out, "other_verdicts");
	for (size_t i = 0; i < verdicts->count; i++)
		if (&verdicts->items[i] != chosen)
			explain_json_verdict(out, &verdicts->items[i]);
	json_out_close_array(out);
	json_out_close_object(out);
	explain_json_phrases(out, reading);
	explain_json_rejects(out, reading);
}
