/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: phrases with their meanings, and pieces of normal text. Out: for every
 * byte of a piece the longest phrase that starts there. The token reader and
 * the reader of signals ask; filingd-reader and filingctl load it once.
 */
#include "reading/lexicon.h"

#include "lib/base/mem.h"
#include "reading/glyph.h"
#include "reading/trie.h"

#include <assert.h>
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

/* Makes the tree of what a load left in the book; takes lexicon on a fault. */
static int
lexicon_finish(
    struct lexicon *lexicon, int r, struct lexicon **ret, struct err *err)
{
	if (r == 0 && lexicon->book.phrase_count == 0)
		r = err_set(err, ERR_INVALID, "lexicon: no phrases");
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
lexicon_load_own(const char *dir, const char *own, struct book_report *report,
    struct lexicon **ret, struct err *err)
{
	struct lexicon *lexicon = mem_new(sizeof *lexicon);
	struct book_report none = {0};

	if (report == NULL)
		report = &none;
	int r = book_load(&lexicon->book, dir, own, report, err);
	if (r == 0 && report->errors > 0) {
		book_done(&lexicon->book);
		r = book_load(&lexicon->book, dir, NULL, NULL, err);
	}
	return lexicon_finish(lexicon, r, ret, err);
}

int
lexicon_load(const char *dir, struct lexicon **ret, struct err *err)
{
	return lexicon_load_own(dir, NULL, NULL, ret, err);
}

int
lexicon_load_texts(const struct book_text *texts, size_t n,
    struct book_report *report, struct lexicon **ret, struct err *err)
{
	struct lexicon *lexicon = mem_new(sizeof *lexicon);
	int r = book_load_texts(&lexicon->book, texts, n, report, err);

	if (r == 0 && report != NULL && report->errors > 0)
		r = err_set(err, ERR_INVALID, "lexicon: own files have faults");
	return lexicon_finish(lexicon, r, ret, err);
}

int
lexicon_load_bytes(
    const char *name, struct span bytes, struct lexicon **ret, struct err *err)
{
	struct span some = {bytes.p != NULL ? bytes.p : "", bytes.len};
	struct book_text text = {name, some, false};

	return lexicon_load_texts(&text, 1, NULL, ret, err);
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
		if (here->tail > 0 && !trie_has_tail(search->trie, here,
					  (struct span){p + at, n - at}))
			return;
		at += here->tail;
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
