/* SPDX-License-Identifier: BSD-2-Clause */
/* One YAML file of the lexicon while its book is read. For the loader alone. */
#ifndef READING_BOOK_PAGE_H
#define READING_BOOK_PAGE_H

#include "lib/base/yaml.h"
#include "reading/book.h"

#include <stdbool.h>

struct book_page {
	struct yaml *yaml;
	bool own;
};

/* Where a phrase stands; borrows its page. */
struct book_place {
	const struct book_page *page;
	struct yaml_mark mark;
};

/* A phrase that an own file takes away. */
struct book_removal {
	char *text; /* normal */
	enum entry_kind kind;
	enum entry_lang lang;
	struct book_place place;
};

struct book_reader {
	struct book *book;
	struct buf *complaints; /* NULL: unwanted */
	int faults; /* in shipped files */
	int errors, notes; /* in own ones */
	struct err fault; /* the first of the faults */
	struct err error; /* the first of the errors */
	const struct book_page *page; /* at hand */
	enum entry_lang lang; /* of the page */
	size_t place_count, place_cap;
	struct book_place *places; /* of the book's phrases */
	size_t removal_count, removal_cap;
	struct book_removal *removals;
};

/* Says what is wrong at a place, and counts it by whose file it is. */
void book_complain(struct book_reader *reader, struct book_place place,
    const char *fmt, ...) PRINTF(3, 4);
/* Says what becomes of an own phrase. */
void book_note(struct book_reader *reader, struct book_place place,
    const char *fmt, ...) PRINTF(3, 4);

/* The fold pairs of the reader's page; they come before any phrase. */
void book_page_fold(struct book_reader *reader);
/* The phrases and removals of the reader's page. */
void book_page_read(struct book_reader *reader);

#endif
