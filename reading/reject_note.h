/* SPDX-License-Identifier: BSD-2-Clause */
/* What the grammar notes while it reads, and how the rejects come of it. */
#ifndef READING_REJECT_NOTE_H
#define READING_REJECT_NOTE_H

#include "reading/normal.h"
#include "reading/reject.h"

/* Notes made while a text is read; zeroed before use. */
struct reject_note {
	enum reject_why why; /* REJECT_NONE: it was taken after all */
	bool phrase;
	const char *what; /* static, or the lexicon's */
	uint32_t from, to; /* bytes of the normal text */
	uint32_t order;
};

struct reject_notes {
	size_t count, cap;
	struct reject_note *list;
};

/* Adds a note; nothing happens when notes is NULL: nobody asked. */
void reject_note(struct reject_notes *notes, enum reject_why why,
    const char *what, uint32_t from, uint32_t to);
void reject_note_phrase(struct reject_notes *notes, enum reject_why why,
    const char *id, uint32_t from, uint32_t to);
void reject_notes_done(struct reject_notes *notes);

/*
 * Of each figure that was not taken in any way the first note, in the order of
 * the text, at most REJECT_MAX. Sorts notes; gives an array of *ret_count.
 */
struct reject *reject_settle(
    struct reject_notes *notes, const struct normal *normal, size_t *ret_count);

#endif
