/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a statement and the text that it stands in. Out: lines that say how it
 * was read. draft.c calls it for each fact, where somebody asked.
 */
#include "reading/explain.h"

#include "lib/base/mem.h"

#define EXPLAIN_LIMIT (16 * KIB) /* what is beyond is left out */

static void
explain_unit(struct buf *out, const struct draft *draft)
{
	bool proportion = draft->role == ROLE_PCT_CHANGE;
	const char *unit =
	    draft->unit != NULL ? draft->unit : "beside the number";
	int r = buf_addf(out, "\nunit: %s", unit);

	if (r == 0 && !proportion)
		r = buf_addf(out, "\ncurrency: %s",
		    draft->currency[0] != '\0' ? "printed" : "of the market");
	err_drop(r); /* too long: the rest goes without saying */
}

static void
explain_rest(struct buf *out, const struct draft *draft)
{
	const char *period = draft->period_sure ? "said with it"
			     : period_is_known(draft->period)
				 ? "of the document"
				 : "not known";

	err_drop(buf_addf(out, "\nrole: %s\nperiod: %s",
	    draft->role_sure ? "said with it" : "by the kind of document",
	    period)); /* too long: likewise */
}

/* A line of its own, where the text may break one. */
static void
explain_phrase(struct buf *out, const struct entry *entry, struct span quote)
{
	int r = buf_addf(out, "\nphrase: %s ", entry->id);

	for (size_t i = 0; i < quote.len && r == 0; i++)
		r = buf_add_char(out, quote.p[i] == '\n' ? ' ' : quote.p[i]);
	err_drop(r); /* too long: likewise */
}

/* The phrases of a quote, in the words of the document. */
static void
explain_phrases(struct buf *out, const struct lexicon *lexicon,
    const struct draft *draft, const struct normal *normal,
    enum entry_lang lang)
{
	struct span words = {
	    normal->text.data + draft->from, draft->to - draft->from};
	struct lexicon_hits hits = {0};
	size_t len = 0, step;

	lexicon_find(lexicon, lang, words, &hits);
	for (size_t at = 0; at < words.len; at += step) {
		const struct entry *entry =
		    lexicon_at(lexicon, &hits, LAYER_FIGURES, at, &len);
		step = entry != NULL ? len : 1;
		if (entry == NULL || entry->kind == KIND_GLUE)
			continue;
		struct span quote = normal_quote(
		    normal, draft->from + at, draft->from + at + len);
		explain_phrase(out, entry, quote);
	}
	lexicon_hits_done(&hits);
}

void
explain_draft(const struct lexicon *lexicon, const struct draft *draft,
    const struct outline *outline, const struct normal *normal,
    struct fact *fact)
{
	struct buf out;

	buf_init(&out, EXPLAIN_LIMIT);
	err_drop(buf_add_str(&out, draft->rule)); /* short */
	explain_unit(&out, draft);
	explain_rest(&out, draft);
	if (draft->to - draft->from <= LEXICON_PIECE)
		explain_phrases(&out, lexicon, draft, normal, outline->lang);
	mem_set(&fact->why, out.data);
	buf_done(&out);
}
