/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a title or the first piece of a text says about the document as a
 * whole: its form, the class the issuer names, who speaks, what is negated.
 */
#ifndef READING_SIGNAL_H
#define READING_SIGNAL_H

#include "reading/lexicon.h"
#include "reading/normal.h"
#include "reading/reading.h"
#include "reading/reject_note.h"

struct signals {
	unsigned forms; /* bits of enum form */
	unsigned masks; /* bits of enum entry_mask */
	enum verdict_class class; /* the first that counts */
	bool ticked; /* class stands in a ticked box */
	size_t class_at; /* in the normal text */
	enum guidance guidance;
	enum distress distress;
	enum words words; /* the strongest */
	bool guided; /* sentences about coming results said so (guide.h) */
	const struct entry *broker; /* the first; borrowed from the lexicon */
};

/* What is read. All borrowed. */
struct signal_source {
	const struct lexicon *lexicon;
	const struct lexicon_hits *hits;
	const struct normal *normal;
	size_t from; /* of the piece in the normal text */
	bool title;
	struct reading *reading; /* takes the phrases found */
	struct reject_notes *rejects; /* those that do not count; NULL */
};

void signals_read(struct signals *ret, const struct signal_source *source);
bool signals_has_form(const struct signals *signals, enum form form);
bool signals_has_mask(const struct signals *signals, enum entry_mask mask);

#endif
