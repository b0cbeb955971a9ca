/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: answers that the reader has read. Out: their JSON. The verbs of sources
 * that record, play and compare tapes call it, and so does their test.
 */
#include "clients/tape_json.h"

#include "lib/base/vocab.h"

const char *
tape_json_outcome(enum list_outcome outcome)
{
	static const char *const words[LIST_OUTCOMES] = {"ok", "empty", "retry",
	    "blocked", "drift", "stop", "not-yet", "torn", "page"};

	return words[outcome];
}

static json_t *
tape_json_text(const char *s)
{
	return s != NULL ? json_string(s) : json_null();
}

static json_t *
tape_json_bound(struct decimal bound, bool open)
{
	char text[DECIMAL_STR_MAX];

	return open ? json_null() : json_string(decimal_print(bound, text));
}

static json_t *
tape_json_fact(const struct item_fact *fact)
{
	char from[DATE_STR_MAX], to[DATE_STR_MAX];

	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:o, s:s}",
	    "metric", vocab_word(VOCAB_METRICS, (int)fact->metric), "role",
	    vocab_word(VOCAB_ROLES, (int)fact->role), "start",
	    date_print(fact->period.start, from), "end",
	    date_print(fact->period.end, to), "low",
	    tape_json_bound(fact->low, fact->low_open), "high",
	    tape_json_bound(fact->high, fact->high_open), "currency",
	    fact->currency, "broker", tape_json_text(fact->broker), "quote",
	    fact->quote);
}

static json_t *
tape_json_issuers(const struct item *item)
{
	json_t *issuers = json_array();

	for (size_t i = 0; i < item->issuer_count; i++)
		json_array_append_new(issuers,
		    json_pack("{s:o, s:o, s:o}", "listing",
			tape_json_text(item->issuers[i].listing), "code",
			tape_json_text(item->issuers[i].code), "name",
			tape_json_text(item->issuers[i].name)));
	return issuers;
}

/* Figures stand where the rows of the source are some. */
static json_t *
tape_json_item(const struct item *item)
{
	json_t *facts = json_array();
	json_t *json = json_pack(
	    "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:s, s:o}", "key",
	    tape_json_text(item->key), "title", tape_json_text(item->title),
	    "url", tape_json_text(item->url), "page_url",
	    tape_json_text(item->page_url), "publisher",
	    tape_json_text(item->publisher), "category",
	    tape_json_text(item->category), "text", tape_json_text(item->text),
	    "published_raw", tape_json_text(item->published_raw), "published",
	    (json_int_t)item->published, "precision",
	    vocab_word(VOCAB_PRECISIONS, (int)item->precision), "issuers",
	    tape_json_issuers(item));

	for (size_t i = 0; i < item->fact_count; i++)
		json_array_append_new(facts, tape_json_fact(&item->facts[i]));
	if (item->fact_count > 0)
		json_object_set(json, "facts", facts);
	json_decref(facts);
	return json;
}

json_t *
tape_json_answer(const struct list_answer *answer)
{
	json_t *items = json_array();

	for (size_t i = 0; i < answer->count; i++)
		json_array_append_new(items, tape_json_item(&answer->items[i]));
	return json_pack("{s:s, s:I, s:i, s:i, s:i, s:o}", "outcome",
	    tape_json_outcome(answer->outcome), "total",
	    (json_int_t)answer->total, "more", answer->more, "faulty",
	    (int)answer->faulty, "left_out", (int)answer->left_out, "items",
	    items);
}
