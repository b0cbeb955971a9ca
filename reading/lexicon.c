/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: phrases with their meanings, and pieces of normal text. Out: for every
 * byte of a piece the longest phrase that starts there. The token reader and
 * the reader of signals ask; filingd-reader and filingctl load it once.
 */
#define _GNU_SOURCE 1
#include "reading/lexicon.h"

#include "lib/base/mem.h"
#include "reading/book.h"
#include "reading/glyph.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <hs/hs.h>

struct lexicon {
	struct book book;
	hs_database_t *database;
	hs_scratch_t *scratch;
};

/* What the search of one piece needs. */
struct lexicon_search {
	const struct book *book;
	enum entry_lang lang;
	struct span piece;
	struct lexicon_hits *hits;
};

static const struct entry *
lexicon_entry(const struct book *book, size_t phrase)
{
	return &book->entries[book->phrases[phrase].entry];
}

/* Sorts phrases so that those which would shadow each other are neighbours. */
static int
lexicon_compare(const void *a, const void *b, void *arg)
{
	const struct book *book = arg;
	const struct book_phrase *pa = a, *pb = b;
	const struct entry *ea = &book->entries[pa->entry];
	const struct entry *eb = &book->entries[pb->entry];
	int r = strcasecmp(pa->text, pb->text);

	if (r == 0)
		r = (int)ea->lang - (int)eb->lang;
	if (r == 0)
		r = (int)entry_layer_of(ea->kind) -
		    (int)entry_layer_of(eb->kind);
	return r;
}

/* A phrase has one meaning per language and layer. */
static int
lexicon_check(struct book *book, struct err *err)
{
	if (book->phrase_count == 0)
		return err_set(err, ERR_INVALID, "lexicon: no phrases");
	qsort_r(book->phrases, book->phrase_count, sizeof book->phrases[0],
	    lexicon_compare, book);
	for (size_t i = 1; i < book->phrase_count; i++)
		if (lexicon_compare(
			&book->phrases[i - 1], &book->phrases[i], book) == 0)
			return err_set(err, ERR_INVALID,
			    "lexicon: '%s' stands in both %s and %s",
			    book->phrases[i].text,
			    lexicon_entry(book, i - 1)->id,
			    lexicon_entry(book, i)->id);
	return 0;
}

static int
lexicon_compile(struct lexicon *lexicon, struct err *err)
{
	const struct book *book = &lexicon->book;
	size_t n = book->phrase_count;
	const char **texts = mem_array(n, sizeof texts[0]);
	size_t *lens = mem_array(n, sizeof lens[0]);
	unsigned *flags = mem_array(n, sizeof flags[0]);
	unsigned *ids = mem_array(n, sizeof ids[0]);
	hs_compile_error_t *fault = NULL;
	int r = 0;

	for (size_t i = 0; i < n; i++) {
		texts[i] = book->phrases[i].text;
		lens[i] = book->phrases[i].len;
		flags[i] = HS_FLAG_CASELESS;
		ids[i] = (unsigned)i;
	}
	/* The start of a literal follows from its end: no SOM is needed. */
	if (hs_compile_lit_multi(texts, flags, ids, lens, (unsigned)n,
		HS_MODE_BLOCK, NULL, &lexicon->database, &fault) != HS_SUCCESS)
		r = err_set(err, ERR_SYSTEM, "lexicon: %s", fault->message);
	hs_free_compile_error(fault);
	if (r == 0 && hs_alloc_scratch(lexicon->database, &lexicon->scratch) !=
			  HS_SUCCESS)
		r = err_set(err, ERR_SYSTEM, "lexicon: no scratch memory");
	mem_free(texts);
	mem_free(lens);
	mem_free(flags);
	mem_free(ids);
	return r;
}

/* Compiles what a load left in the book; takes lexicon on a fault. */
static int
lexicon_finish(
    struct lexicon *lexicon, int r, struct lexicon **ret, struct err *err)
{
	if (r == 0)
		r = lexicon_check(&lexicon->book, err);
	if (r == 0)
		r = lexicon_compile(lexicon, err);
	if (r < 0) {
		lexicon_free(lexicon);
		return r;
	}
	*ret = lexicon;
	return 0;
}

int
lexicon_load(const char *dir, struct lexicon **ret, struct err *err)
{
	struct lexicon *lexicon = mem_new(sizeof *lexicon);

	return lexicon_finish(
	    lexicon, book_load(&lexicon->book, dir, err), ret, err);
}

int
lexicon_load_bytes(
    const char *name, struct span bytes, struct lexicon **ret, struct err *err)
{
	struct lexicon *lexicon = mem_new(sizeof *lexicon);
	int r = book_load_bytes(&lexicon->book, name, bytes, err);

	return lexicon_finish(lexicon, r, ret, err);
}

void
lexicon_free(struct lexicon *lexicon)
{
	if (lexicon == NULL)
		return;
	hs_free_scratch(lexicon->scratch);
	hs_free_database(lexicon->database);
	book_done(&lexicon->book);
	mem_free(lexicon);
}

const struct fold *
lexicon_fold(const struct lexicon *lexicon)
{
	return &lexicon->book.fold;
}

size_t
lexicon_size(const struct lexicon *lexicon)
{
	return lexicon->book.phrase_count;
}

/* False for a match inside a longer Latin word or number. */
static bool
lexicon_is_whole(struct span piece, size_t from, size_t to)
{
	const char *p = piece.p;

	if (from > 0) {
		if (glyph_is_letter(p[from - 1]) && glyph_is_letter(p[from]))
			return false;
		if (glyph_is_digit(p[from - 1]) && glyph_is_digit(p[from]))
			return false;
	}
	if (to < piece.len) {
		if (glyph_is_letter(p[to - 1]) && glyph_is_letter(p[to]))
			return false;
		if (glyph_is_digit(p[to - 1]) && glyph_is_digit(p[to]))
			return false;
	}
	return true;
}

/* 0: not read in this document; the more, the better it fits. */
static int
lexicon_rank(const struct lexicon_search *search, const struct entry *entry)
{
	if (entry->lang == search->lang)
		return 3;
	if (entry->lang == LANG_EN)
		return 2;
	return entry->lang == LANG_ANY ? 1 : 0;
}

static uint32_t *
lexicon_slot(const struct lexicon_hits *hits, enum entry_layer layer, size_t at)
{
	return &hits->best[(size_t)layer * LEXICON_PIECE + at];
}

static int
lexicon_on_match(unsigned id, unsigned long long from, unsigned long long to,
    unsigned flags, void *arg)
{
	const struct lexicon_search *search = arg;
	const struct book *book = search->book;
	const struct entry *entry = lexicon_entry(book, id);
	size_t len = book->phrases[id].len, at = (size_t)to - len;

	(void)from;
	(void)flags;
	if (lexicon_rank(search, entry) == 0 ||
	    !lexicon_is_whole(search->piece, at, (size_t)to))
		return 0;
	uint32_t *slot =
	    lexicon_slot(search->hits, entry_layer_of(entry->kind), at);
	if (*slot != 0) {
		const struct entry *old = lexicon_entry(book, *slot - 1);
		size_t old_len = book->phrases[*slot - 1].len;
		if (old_len > len ||
		    (old_len == len && lexicon_rank(search, old) >=
					   lexicon_rank(search, entry)))
			return 0;
	}
	*slot = id + 1;
	return 0;
}

int
lexicon_find(const struct lexicon *lexicon, enum entry_lang lang,
    struct span piece, struct lexicon_hits *hits)
{
	struct lexicon_search search = {&lexicon->book, lang, piece, hits};

	assert(piece.len <= LEXICON_PIECE);
	if (hits->best == NULL)
		hits->best = mem_array(
		    LAYER_COUNT * LEXICON_PIECE, sizeof hits->best[0]);
	hits->count = piece.len;
	for (int layer = 0; layer < LAYER_COUNT; layer++)
		memset(lexicon_slot(hits, (enum entry_layer)layer, 0), 0,
		    piece.len * sizeof hits->best[0]);
	if (piece.len == 0)
		return 0;
	if (hs_scan(lexicon->database, piece.p, (unsigned)piece.len, 0,
		lexicon->scratch, lexicon_on_match, &search) != HS_SUCCESS)
		return ERR_SYSTEM;
	return 0;
}

void
lexicon_hits_done(struct lexicon_hits *hits)
{
	mem_free(hits->best);
	*hits = (struct lexicon_hits){0};
}

const struct entry *
lexicon_at(const struct lexicon *lexicon, const struct lexicon_hits *hits,
    enum entry_layer layer, size_t at, size_t *ret_len)
{
	if (at >= hits->count)
		return NULL;
	uint32_t best = *lexicon_slot(hits, layer, at);
	if (best == 0)
		return NULL;
	*ret_len = lexicon->book.phrases[best - 1].len;
	return lexicon_entry(&lexicon->book, best - 1);
}
