/* SPDX-License-Identifier: BSD-2-Clause */
/* In: a fuzzer's bytes. Out: tokens. The fuzz targets of the grammar call it. */
#include "tests/lib/fuzz_text.h"

#include "reading/outline.h"
#include "tests/lib/grammar.h"

#include <assert.h>

bool
fuzz_text_init(struct fuzz_text *text, const uint8_t *p, size_t n)
{
	const struct lexicon *lexicon = grammar_lexicon();

	*text = (struct fuzz_text){0};
	int r = normal_init(&text->normal, lexicon_fold(lexicon),
	    (struct span){(const char *)p, n});
	assert(r == 0);
	text->lang = outline_lang(&text->normal, NULL);
	if (text->normal.text.len > LEXICON_PIECE) {
		normal_done(&text->normal);
		return false;
	}
	lexicon_find(lexicon, text->lang,
	    (struct span){text->normal.text.data, text->normal.text.len},
	    &text->hits);
	tokens_read(&text->tokens, lexicon, &text->hits, &text->normal, 0);
	return true;
}

void
fuzz_text_done(struct fuzz_text *text)
{
	tokens_done(&text->tokens);
	lexicon_hits_done(&text->hits);
	normal_done(&text->normal);
}
