/* SPDX-License-Identifier: BSD-2-Clause */
/* In: a text. Out: its tokens by the lexicon of the source tree. */
#include "tests/lib/grammar.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/mem.h"

char *
grammar_path(const char *name)
{
	const char *dir = getenv("FILINGD_SRCDIR");

	return mem_printf("%s/%s", dir != NULL ? dir : ".", name);
}

struct lexicon *
grammar_lexicon(void)
{
	struct lexicon *lexicon = NULL;
	struct err err = ERR_NONE;
	char *dir = grammar_path("reading/lexicon");

	if (lexicon_load(dir, &lexicon, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	mem_free(dir);
	return lexicon;
}

void
grammar_text_init(struct grammar_text *text, const struct lexicon *lexicon,
    enum entry_lang lang, const char *s)
{
	*text = (struct grammar_text){0};
	if (normal_init(&text->normal, lexicon_fold(lexicon), span_of(s)) < 0 ||
	    lexicon_find(lexicon, lang,
		(struct span){text->normal.text.data, text->normal.text.len},
		&text->hits) < 0) {
		fprintf(stderr, "no tokens of '%s'\n", s);
		exit(1);
	}
	tokens_read(&text->tokens, lexicon, &text->hits, &text->normal, 0);
}

void
grammar_text_done(struct grammar_text *text)
{
	tokens_done(&text->tokens);
	lexicon_hits_done(&text->hits);
	normal_done(&text->normal);
}
