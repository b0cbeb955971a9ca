/* SPDX-License-Identifier: BSD-2-Clause */
/* The YAML files of the lexicon, as a book of phrases that is not yet compiled. */
#ifndef READING_BOOK_H
#define READING_BOOK_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reading/entry.h"
#include "reading/fold.h"

#include <stddef.h>
#include <stdint.h>

struct book_phrase {
	char *text; /* normal */
	size_t len;
	uint32_t entry;
};

struct book {
	struct fold fold;
	size_t entry_count, entry_cap;
	struct entry *entries;
	size_t phrase_count, phrase_cap;
	struct book_phrase *phrases;
};

/*
 * Reads every *.yaml of dir in name order into book; or one file's bytes.
 * Messages name file, line and column. book_done is right after any result.
 */
int book_load(struct book *book, const char *dir, struct err *err) WARN_UNUSED;
int book_load_bytes(struct book *book, const char *name, struct span bytes,
    struct err *err) WARN_UNUSED;
void book_done(struct book *book);

#endif
