/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The YAML files of the lexicon, as a book of phrases that is not yet compiled.
 * Files are shipped or the user's own; of an own and a shipped phrase that
 * would be found in the same place the own one stays.
 */
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
	uint32_t place; /* while the book is read: in which file */
};

struct book {
	struct fold fold;
	size_t entry_count, entry_cap;
	struct entry *entries;
	size_t phrase_count, phrase_cap;
	struct book_phrase *phrases; /* by text, language and layer */
};

/* What was found in the user's own files. Zeroed before use. */
struct book_report {
	struct buf *complaints; /* with source line and caret; NULL: unwanted */
	int errors; /* then the own files cannot be used */
	int notes; /* of what takes another meaning from now on */
	char first[ERR_TEXT_MAX]; /* of the errors, one line */
};

/* One file's bytes; name is for marks. */
struct book_text {
	const char *name;
	struct span bytes;
	bool own;
};

/*
 * Reads every *.yaml of shipped, then those of own (NULL, absent or empty:
 * none), each in name order. A fault in a shipped file or in the folders is
 * the result, and err its first message; faults of own files are only counted
 * in report, and what the book then holds is of no use. book_done is right
 * after any result.
 */
int book_load(struct book *book, const char *shipped, const char *own,
    struct book_report *report, struct err *err) WARN_UNUSED;
/* The same from bytes, shipped ones first. */
int book_load_texts(struct book *book, const struct book_text *texts, size_t n,
    struct book_report *report, struct err *err) WARN_UNUSED;
void book_done(struct book *book);

#endif
