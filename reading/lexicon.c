/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: phrases with their meanings, and pieces of normal text. Out: for every
 * byte of a piece the longest phrase that starts there. The token reader and
 * the reader of signals ask; filingd-reader and filingctl load it once.
 */
#include "reading/lexicon.h"

#include "lib/base/mem.h"
#include "reading/book.h"
#include "reading/glyph.h"
#include "reading/trie.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct lexicon {
	struct book book;
	struct trie trie;
};

/* What the search of one piece needs. */
struct lexicon_search {
	const struct book *book;
	const struct trie *trie;
	enum entry_lang lang;
	struct span piece;
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

/* Keeps one of the phrases that a line of the lexicon gives twice. */
static void
lexicon_unite(struct book *book)
{
	size_t n = 0;

	for (size_t i = 0; i < book->phrase_count; i++) {
		struct book_phrase *phrase = &book->phrases[i];
		if (n > 0 && phrase->entry == book->phrases[n - 1].entry &&
		    lexicon_compare(&phrase[0], &book->phrases[n - 1], book) ==
			0)
			mem_free(phrase->text);
		else
			book->phrases[n++] = *phrase;
	}
	book->phrase_count = n;
}

/* A phrase has one meaning per language and layer. */
static int
lexicon_check(struct book *book, struct err *err)
{
	if (book->phrase_count == 0)
		return err_set(err, ERR_INVALID, "lexicon: no phrases");
	qsort_r(book->phrases, book->phrase_count, sizeof book->phrases[0],
	    lexicon_compare, book);
	lexicon_unite(book);
	for (size_t i = 1; i < book->phrase_count; i++)
		if (book->phrases[i - 1].entry != book->phrases[i].entry &&
		    lexicon_compare(
			&book->phrases[i - 1], &book->phrases[i], book) == 0)
			return err_set(err, ERR_INVALID,
			    "lexicon: '%s' stands in both %s and %s",
			    book->phrases[i].text,
			    lexicon_entry(book, i - 1)->id,
			    lexicon_entry(book, i)->id);
	return 0;
}

/* Makes the tree of what a load left in the book; takes lexicon on a fault. */
static int
lexicon_finish(
    struct lexicon *lexicon, int r, struct lexicon **ret, struct err *err)
{
	if (r == 0)
		r = lexicon_check(&lexicon->book, err);
	if (r < 0) {
		lexicon_free(lexicon);
		return r;
	}
	trie_init(
	    &lexicon->trie, lexicon->book.phrases, lexicon->book.phrase_count);
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
	trie_done(&lexicon->trie);
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

/* Two characters of one Latin word or of one number. */
static bool
lexicon_is_glued(char a, char b)
{
	return (glyph_is_letter(a) && glyph_is_letter(b)) ||
	       (glyph_is_digit(a) && glyph_is_digit(b));
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

/* Notes the phrases that end at a node; all are longer than those before. */
static void
lexicon_note(const struct lexicon_search *search, const struct trie_node *node,
    uint32_t best[LAYER_COUNT])
{
	int ranks[LAYER_COUNT] = {0};

	for (uint32_t id = node->phrase; id < node->phrase + node->ends; id++) {
		const struct entry *entry = lexicon_entry(search->book, id);
		enum entry_layer layer = entry_layer_of(entry->kind);
		int rank = lexicon_rank(search, entry);
		if (rank <= ranks[layer])
			continue;
		ranks[layer] = rank;
		best[layer] = id + 1;
	}
}

/* The longest phrases that start at a byte of the piece. */
static void
lexicon_search_at(
    const struct lexicon_search *search, size_t at, uint32_t best[LAYER_COUNT])
{
	const char *p = search->piece.p;
	size_t n = search->piece.len;
	uint32_t node = TRIE_ROOT;

	if (at > 0 && lexicon_is_glued(p[at - 1], p[at]))
		return;
	while (at < n) {
		node = trie_child(search->trie, node, p[at++]);
		if (node == TRIE_ROOT)
			return;
		const struct trie_node *here = &search->trie->nodes[node];
		if (here->ends > 0 &&
		    (at == n || !lexicon_is_glued(p[at - 1], p[at])))
			lexicon_note(search, here, best);
	}
}

void
lexicon_find(const struct lexicon *lexicon, enum entry_lang lang,
    struct span piece, struct lexicon_hits *hits)
{
	struct lexicon_search search = {
	    &lexicon->book, &lexicon->trie, lang, piece};

	assert(piece.len <= LEXICON_PIECE);
	if (hits->cap < piece.len) {
		hits->best =
		    mem_resize(hits->best, piece.len, sizeof hits->best[0]);
		hits->cap = piece.len;
	}
	hits->count = piece.len;
	for (size_t at = 0; at < piece.len; at++) {
		memset(hits->best[at], 0, sizeof hits->best[0]);
		if (((unsigned char)piece.p[at] & 0xc0) != 0x80)
			lexicon_search_at(&search, at, hits->best[at]);
	}
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
	uint32_t best = hits->best[at][layer];
	if (best == 0)
		return NULL;
	*ret_len = lexicon->book.phrases[best - 1].len;
	return lexicon_entry(&lexicon->book, best - 1);
}
