/* SPDX-License-Identifier: BSD-2-Clause */
/* Shipped and own phrases of a book, put together. For the loader alone. */
#ifndef READING_BOOK_MERGE_H
#define READING_BOOK_MERGE_H

#include "reading/book_page.h"

/*
 * Sorts the phrases of all pages; takes away and replaces what own files say,
 * with a note for each, and complains of phrases that stand twice.
 */
void book_merge(struct book_reader *reader);

#endif
