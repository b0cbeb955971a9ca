/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A text made uniform for matching, with the way back to the original: NFKC
 * forms (Unicode UAX 15), one character per dash, space and tick, variant Han
 * characters folded, and spaces dropped where line wraps put them (between
 * two CJK characters, between a number and its CJK unit, after 至/到/为). A
 * space is never dropped between Latin words or numbers. Hard-wrapped lines
 * of prose are joined; table rows are not. A line break between two CJK
 * characters is taken out of the text, since a narrow cell may have cut a word
 * there; normal_break tells where it was.
 */
#ifndef READING_NORMAL_H
#define READING_NORMAL_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reading/fold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More of a text is not read: text.h bounds what the formats give. */
#define NORMAL_LIMIT (8 * MIB)

struct normal {
	struct span source; /* borrowed till normal_done */
	struct buf text; /* UTF-8 */
	struct buf marks; /* struct normal_mark, rising */
	struct buf gaps; /* uint32_t: where in text a space was dropped */
	struct buf breaks; /* uint32_t: where a line break was */
	struct buf points; /* uint32_t: code points before each source block */
	bool cut; /* the source was longer than NORMAL_LIMIT */
};

/*
 * Normalises source, borrowed until normal_done. Bytes that are not UTF-8
 * become U+FFFD. ERR_TOOBIG when the normal form outgrows its cap (no real
 * text does).
 */
int normal_init(struct normal *normal, const struct fold *fold,
    struct span source) WARN_UNUSED;
void normal_done(struct normal *normal);
/*
 * True when a line without breaks is its own normal form. May say false for
 * one that is, too: it asks for no more than most phrases of the lexicon are.
 */
bool normal_is_normal(const struct fold *fold, struct span source);

/* Offset in the source of the character at byte `at` of the normal text. */
size_t normal_source(const struct normal *normal, size_t at);
/* Code points of the source before its byte `at`. */
int64_t normal_points(const struct normal *normal, size_t at);
/*
 * The original words behind [from, to) of the normal text, without white
 * space at its ends, the first 2 KiB at most; borrowed from the source.
 */
struct span normal_quote(const struct normal *normal, size_t from, size_t to);
/* True when white space was dropped right before byte `at`. */
bool normal_gap(const struct normal *normal, size_t at);
/* True when a line break was taken out right before byte `at`. */
bool normal_break(const struct normal *normal, size_t at);

#endif
