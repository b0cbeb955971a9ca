/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables without rules: lines whose gaps stand one below the other. */
#ifndef READING_PDF_BLOCK_H
#define READING_PDF_BLOCK_H

#include "reading/pdf_columns.h"

struct pdf_block {
	const struct pdf_line *v; /* consecutive lines */
	size_t n;
	struct pdf_columns columns;
};

/*
 * The block that begins at the first of n lines. False: none does, the line
 * is to be printed by itself.
 */
bool pdf_block_find(const struct pdf_line *v, size_t n, struct pdf_block *ret);

/*
 * Appends the block as lines of tab-separated cells; lines of one row (told by
 * their distance) are joined unless that could make one figure of two. Columns
 * of running words are printed one after the other. The last line has no
 * newline. ERR_TOOBIG.
 */
int pdf_block_print(const struct pdf_block *block, struct buf *out) WARN_UNUSED;

#endif
