/* SPDX-License-Identifier: BSD-2-Clause */
/* In: a fuzzer's bytes. Out: checked facts. Targets of the grammar call it. */
#include "tests/lib/fuzz_facts.h"

#include "tests/lib/fuzz_text.h"
#include "tests/lib/grammar.h"

#include <assert.h>
#include <string.h>

size_t
fuzz_forward(size_t i, size_t next, const struct marks *marks)
{
	assert(next > i && next <= marks->count);
	return next;
}

static void
check_fact(const struct fact *fact, int64_t text_len)
{
	assert(fact->metric != METRIC_NONE && fact->metric < METRIC_COUNT);
	assert(fact->role != ROLE_NONE && fact->role < ROLE_COUNT);
	assert(fact->low_open || fact->high_open ||
	       decimal_cmp(fact->low, fact->high) <= 0);
	assert(fact->quote != NULL && fact->quote[0] != '\0');
	assert(fact->offset >= 0 && fact->offset < text_len);
	assert(fact->role != ROLE_ESTIMATE || fact->broker != NULL);
}

static void
check_codec(const struct reading *reading)
{
	struct reading back;
	struct buf first, again;

	buf_init(&first, 64 * MIB);
	buf_init(&again, 64 * MIB);
	reading_put(&first, reading);
	struct wire wire = wire_init(first.data, first.len);
	reading_get(&wire, &back);
	assert(wire_get_end(&wire) == 0);
	reading_put(&again, &back);
	assert(again.len == first.len &&
	       memcmp(again.data, first.data, first.len) == 0);
	reading_done(&back);
	buf_done(&first);
	buf_done(&again);
}

void
fuzz_check_reading(const struct reading *reading, int64_t text_len)
{
	assert(reading->reject_count <= REJECT_MAX);
	for (size_t i = 0; i < reading->fact_count; i++)
		check_fact(&reading->facts[i], text_len);
	for (size_t i = 0; i < reading->reject_count; i++) {
		const struct reject *reject = &reading->rejects[i];
		assert(reject->why > REJECT_NONE && reject->why < REJECT_COUNT);
		assert(reject->offset >= 0 && reject->offset < text_len);
	}
	check_codec(reading);
}

static void
settle(struct figures *figures, struct fuzz_text *text)
{
	struct reading reading;

	reading_init(&reading);
	drafts_settle(
	    &figures->drafts, figures->outline, &text->normal, &reading);
	reading.rejects = reject_settle(
	    figures->drafts.rejects, &text->normal, &reading.reject_count);
	fuzz_check_reading(
	    &reading, normal_points(&text->normal, text->normal.source.len));
	reading_done(&reading);
}

void
fuzz_facts(const uint8_t *p, size_t n, fuzz_take_fn *take)
{
	struct fuzz_text text;
	struct marks marks = {0};
	struct reject_notes rejects = {0};

	if (!fuzz_text_init(&text, p, n))
		return;
	const struct mark_style style = {text.lang, text.lang == LANG_ZH};
	const struct outline outline = {
	    .lang = text.lang,
	    .form = FORM_FORECAST_REVISION,
	    .by_issuer = true,
	    .period = period_cumulative(2024, 12),
	    .period_sure = true,
	    .year_end = DATE_NONE,
	    .published = DATE_NONE,
	    .currency = "CNY",
	};
	struct figures figures = {
	    .outline = &outline,
	    .lexicon = grammar_lexicon(),
	    .normal = &text.normal,
	    .hits = &text.hits,
	    .drafts.rejects = &rejects,
	    .drafts.lexicon = grammar_lexicon(),
	};
	marks_read(&marks, &text.tokens, &style);
	take(&figures, &marks);
	settle(&figures, &text);
	drafts_done(&figures.drafts);
	reject_notes_done(&rejects);
	marks_done(&marks);
	fuzz_text_done(&text);
}
