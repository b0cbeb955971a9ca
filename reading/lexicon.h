/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lexicon: phrases per language with what they mean, from YAML files,
 * as one tree. Read-only after loading, so one lexicon serves every document
 * of a process and of its forks.
 *
 * A file:
 *	format: 1
 *	language: zh			# or any
 *	metric:				# a kind (entry_words.h)
 *	  ni_total: [净利润, 净利]	# its value: the phrases
 *	  ni_total loss: [净亏损]	# value and flags
 *	fold: [虧亏, 損损]		# variants, each with what it becomes
 *	remove:				# in a user's own file only
 *	  metric: [收入]			# kind: shipped phrases that go
 * "<prior|old> <view|range>" on one line are four phrases (variant.h), and a
 * space between Hangul may be missing in the text.
 * Phrases are matched on normal text (reading/normal.h), without regard to
 * the case of Latin letters, whole Latin words only, the longest first.
 */
#ifndef READING_LEXICON_H
#define READING_LEXICON_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reading/book.h"

#include <stddef.h>
#include <stdint.h>

/* Texts are searched in pieces of at most this many bytes. */
#define LEXICON_PIECE (64 * KIB)

struct lexicon;

/*
 * Loads every *.yaml of dir in name order. On a fault err names file, line
 * and column. ERR_NOTFOUND: no such folder, or none in it. Gives.
 */
int lexicon_load(
    const char *dir, struct lexicon **ret, struct err *err) WARN_UNUSED;
/*
 * The same with the user's own files of the folder own (NULL or absent: none)
 * behind them: they add phrases, give shipped ones another meaning, or remove
 * them. When report counts an error in them they are left out, all of them.
 * Gives.
 */
int lexicon_load_own(const char *dir, const char *own,
    struct book_report *report, struct lexicon **ret,
    struct err *err) WARN_UNUSED;
/* From bytes, for tests; own files with faults are ERR_INVALID. Gives. */
int lexicon_load_texts(const struct book_text *texts, size_t n,
    struct book_report *report, struct lexicon **ret,
    struct err *err) WARN_UNUSED;
int lexicon_load_bytes(const char *name, struct span bytes,
    struct lexicon **ret, struct err *err) WARN_UNUSED;
void lexicon_free(struct lexicon *lexicon);

const struct fold *lexicon_fold(const struct lexicon *lexicon);
/* Number of phrases. */
size_t lexicon_size(const struct lexicon *lexicon);

/* Where phrases of a piece start. Zeroed before its first use. */
struct lexicon_hits {
	size_t count, cap; /* bytes of the piece */
	uint32_t (*best)[LAYER_COUNT]; /* at each byte: the longest, + 1 */
};

/*
 * Finds the phrases of lang, of English and of no language in piece, which
 * is normal text of at most LEXICON_PIECE bytes (asserted).
 */
void lexicon_find(const struct lexicon *lexicon, enum entry_lang lang,
    struct span piece, struct lexicon_hits *hits);
void lexicon_hits_done(struct lexicon_hits *hits);
/*
 * The entry of the longest phrase that starts at byte `at`, with its length;
 * NULL for none. Borrowed from the lexicon.
 */
const struct entry *lexicon_at(const struct lexicon *lexicon,
    const struct lexicon_hits *hits, enum entry_layer layer, size_t at,
    size_t *ret_len);

#endif
