/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the phrases of all files, shipped and own. Out: one meaning per phrase,
 * language and layer; what own files take away is gone, and what they say
 * otherwise wins. book.c calls it once all files were read.
 */
#define _GNU_SOURCE 1
#include "reading/book_merge.h"

#include "lib/base/mem.h"

#include <stdlib.h>
#include <string.h>

static const struct entry *
book_entry(const struct book *book, const struct book_phrase *phrase)
{
	return &book->entries[phrase->entry];
}

static const struct book_place *
book_place(const struct book_reader *reader, const struct book_phrase *phrase)
{
	return &reader->places[phrase->place];
}

/* Phrases that would be found in the same place are equal. */
static int
book_compare_key(const struct book *book, const struct book_phrase *a,
    const struct book_phrase *b)
{
	const struct entry *ea = book_entry(book, a), *eb = book_entry(book, b);
	int r = strcasecmp(a->text, b->text);

	if (r == 0)
		r = (int)ea->lang - (int)eb->lang;
	if (r == 0)
		r = (int)entry_layer_of(ea->kind) -
		    (int)entry_layer_of(eb->kind);
	return r;
}

/* In the order of the files within one key: shipped before own. */
static int
book_compare(const void *a, const void *b, void *arg)
{
	const struct book_phrase *pa = a, *pb = b;
	int r = book_compare_key(arg, pa, pb);

	if (r == 0)
		r = pa->place < pb->place ? -1 : pa->place > pb->place;
	return r;
}

static bool
book_means_same(const struct entry *a, const struct entry *b)
{
	if (a->kind != b->kind || a->value != b->value || a->flags != b->flags)
		return false;
	return a->text == b->text || (a->text != NULL && b->text != NULL &&
					 strcmp(a->text, b->text) == 0);
}

/* Its text stays until book_close, so that the order does. */
static void
book_drop(struct book_phrase *phrase)
{
	phrase->len = 0;
}

/* The same key twice: an own phrase against a shipped one, or a fault. */
static void
book_settle(struct book_reader *reader, struct book_phrase *first,
    const struct book_phrase *later)
{
	const struct book *book = reader->book;
	const struct book_place *a = book_place(reader, first);
	const struct book_place *b = book_place(reader, later);
	const struct entry *old = book_entry(book, first);
	const struct entry *new = book_entry(book, later);

	book_drop(first);
	if (first->entry == later->entry)
		return; /* spellings of one line that come to the same */
	if (a->page->own == b->page->own)
		book_complain(reader, *b,
		    "'%s' stands twice: as %s in %s:%d, as %s here",
		    later->text, old->id, a->mark.file, a->mark.line, new->id);
	else if (book_means_same(old, new))
		book_note(reader, *b, "'%s' is shipped with this meaning",
		    later->text);
	else
		book_note(reader, *b,
		    "'%s' is %s from here on, no longer %s as shipped",
		    later->text, new->id, old->id);
}

/* The first phrase that is not before text. */
static size_t
book_find(const struct book *book, const char *text)
{
	size_t low = 0, high = book->phrase_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcasecmp(book->phrases[middle].text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* One removal; says so when nothing is there to be removed. */
static void
book_remove(struct book_reader *reader, const struct book_removal *removal)
{
	struct book *book = reader->book;
	bool found = false;

	for (size_t i = book_find(book, removal->text);
	     i < book->phrase_count &&
	     strcasecmp(book->phrases[i].text, removal->text) == 0;
	     i++) {
		struct book_phrase *phrase = &book->phrases[i];
		const struct entry *entry = book_entry(book, phrase);
		if (entry->kind != removal->kind ||
		    entry->lang != removal->lang ||
		    book_place(reader, phrase)->page->own)
			continue;
		book_drop(phrase);
		found = true;
	}
	if (!found)
		book_note(reader, removal->place,
		    "'%s' is no shipped phrase of this kind and language",
		    removal->text);
}

/* Closes the gaps that dropped phrases left. */
static void
book_close(struct book *book)
{
	size_t n = 0;

	for (size_t i = 0; i < book->phrase_count; i++) {
		if (book->phrases[i].len > 0)
			book->phrases[n++] = book->phrases[i];
		else
			mem_free(book->phrases[i].text);
	}
	book->phrase_count = n;
}

void
book_merge(struct book_reader *reader)
{
	struct book *book = reader->book;

	if (book->phrase_count == 0)
		return;
	qsort_r(book->phrases, book->phrase_count, sizeof book->phrases[0],
	    book_compare, book);
	for (size_t i = 0; i < reader->removal_count; i++)
		book_remove(reader, &reader->removals[i]);
	book_close(book);
	for (size_t i = 1; i < book->phrase_count; i++) {
		struct book_phrase *later = &book->phrases[i];
		if (book_compare_key(book, later - 1, later) == 0)
			book_settle(reader, later - 1, later);
	}
	book_close(book);
}
