/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The door of the reader's side: bytes to items, bytes to a reading. Pure; run
 * inside the jail (filingd-reader) and by `filingctl read`.
 */
#ifndef READING_READ_H
#define READING_READ_H

#include "reading/job.h"

struct lexicon;

/* A list body by its spec. Always fills answer (a fault is an outcome). */
void read_list(
    const struct list_spec *spec, struct span body, struct list_answer *answer);

/*
 * A document: type by magic and hint, text by its kind, then read_text. What
 * cannot be read gives a reading by title with readable false and why.
 */
void read_document(const struct lexicon *lexicon, struct span bytes,
    const struct document_hint *hint, struct reading *reading);

/* UTF-8 text (tables as tab-separated lines) and its title to a reading. */
void read_text(const struct lexicon *lexicon, struct span text,
    const struct document_hint *hint, struct reading *reading);

#endif
