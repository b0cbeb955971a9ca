/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: notes on figures and phrases that were not taken. Out: what a person is
 * told of them. The grammar notes, read_text.c settles.
 */
#include "reading/reject_note.h"

#include "lib/base/mem.h"

#include <stdlib.h>
#include <string.h>

#define REJECT_NOTES  8192 /* of one text, before they are settled */
#define REJECT_BEFORE 60 /* bytes before a figure that are quoted */
#define REJECT_QUOTE  300 /* bytes at most */

static void
reject_add(struct reject_notes *notes, const struct reject_note *note)
{
	if (notes->count >= REJECT_NOTES && note->why != REJECT_NONE)
		return;
	notes->list = mem_grow(
	    notes->list, notes->count, &notes->cap, sizeof notes->list[0]);
	notes->list[notes->count] = *note;
	notes->list[notes->count].order = (uint32_t)notes->count;
	notes->count++;
}

void
reject_note(struct reject_notes *notes, enum reject_why why, const char *what,
    uint32_t from, uint32_t to)
{
	const struct reject_note note = {
	    .why = why, .what = what, .from = from, .to = to};

	if (notes != NULL)
		reject_add(notes, &note);
}

void
reject_note_phrase(struct reject_notes *notes, enum reject_why why,
    const char *id, uint32_t from, uint32_t to)
{
	const struct reject_note note = {
	    .why = why, .phrase = true, .what = id, .from = from, .to = to};

	if (notes != NULL)
		reject_add(notes, &note);
}

void
reject_notes_done(struct reject_notes *notes)
{
	mem_free(notes->list);
	*notes = (struct reject_notes){0};
}

static bool
reject_is_same(const struct reject_note *a, const struct reject_note *b)
{
	return a->to == b->to && a->phrase == b->phrase;
}

/* Notes on one figure are neighbours, that it was taken first of all. */
static int
reject_compare(const void *a, const void *b)
{
	const struct reject_note *na = a, *nb = b;

	if (na->to != nb->to)
		return na->to < nb->to ? -1 : 1;
	if (na->phrase != nb->phrase)
		return na->phrase ? -1 : 1;
	if ((na->why == REJECT_NONE) != (nb->why == REJECT_NONE))
		return na->why == REJECT_NONE ? -1 : 1;
	return na->order < nb->order ? -1 : na->order > nb->order;
}

/* What stands before p, at `at`, ends a sentence, a clause or a cell. */
static bool
reject_is_end(const char *p, size_t at)
{
	static const char stop[] = "。";
	size_t n = sizeof stop - 1;

	if (strchr("\n\t;|", p[-1]) != NULL)
		return true;
	return at >= n && memcmp(p - n, stop, n) == 0;
}

/* A figure is quoted with the words of its sentence before it. */
static size_t
reject_from(const struct reject_note *note, const struct normal *normal)
{
	const char *p = normal->text.data;
	size_t from = note->from, least = 0;

	if (note->phrase)
		return from;
	if (from > REJECT_BEFORE)
		least = from - REJECT_BEFORE;
	while (from > least && !reject_is_end(p + from, from))
		from--;
	while (from < note->from && ((unsigned char)p[from] & 0xc0) == 0x80)
		from++;
	return from;
}

static void
reject_set(struct reject *reject, const struct reject_note *note,
    const struct normal *normal)
{
	size_t to = note->to;

	if (to > note->from + REJECT_QUOTE)
		to = note->from + REJECT_QUOTE;
	while (to < note->to &&
	       ((unsigned char)normal->text.data[to] & 0xc0) == 0x80)
		to++;
	struct span quote = normal_quote(normal, reject_from(note, normal), to);
	*reject = (struct reject){
	    .why = note->why,
	    .what = mem_strdup(note->what != NULL ? note->what : ""),
	    .quote = mem_strndup(quote.p, quote.len),
	    .offset =
		normal_points(normal, (size_t)(quote.p - normal->source.p)),
	};
}

struct reject *
reject_settle(
    struct reject_notes *notes, const struct normal *normal, size_t *ret_count)
{
	struct reject *list = mem_array(REJECT_MAX, sizeof *list);
	size_t n = 0;

	if (notes->count > 0)
		qsort(notes->list, notes->count, sizeof notes->list[0],
		    reject_compare);
	for (size_t i = 0; i < notes->count && n < REJECT_MAX; i++) {
		const struct reject_note *note = &notes->list[i];
		bool first = i == 0 || !reject_is_same(note - 1, note);
		if (first && note->why != REJECT_NONE)
			reject_set(&list[n++], note, normal);
	}
	*ret_count = n;
	return list;
}
