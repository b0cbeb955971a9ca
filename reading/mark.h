/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Marks: what a piece of text is made of when its figures are read - amounts,
 * times, measures and the words between them. The binder of sentences and the
 * reader of tables see nothing else.
 */
#ifndef READING_MARK_H
#define READING_MARK_H

#include "reading/amount.h"
#include "reading/measure.h"
#include "reading/timespan.h"
#include "reading/token.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mark_kind {
	MARK_END, /* after the last one, always there */
	MARK_TEXT, /* words that the lexicon does not know */
	MARK_AMOUNT,
	MARK_TIME,
	MARK_MEASURE,
	MARK_BASIS, /* "adjusted" without a metric; measure.basis */
	MARK_ROLE, /* value: enum entry_role */
	MARK_CHANGE, /* enum entry_change */
	MARK_BASE, /* enum entry_base */
	MARK_SIGN, /* enum entry_sign, without a number */
	MARK_SUBJECT, /* enum entry_subject */
	MARK_SECTION, /* enum entry_section */
	MARK_LABEL, /* enum entry_label */
	MARK_NOUN, /* a line item that is no metric */
	MARK_HALT, /* what follows belongs to something else */
	MARK_GLUE,
	MARK_UNIT, /* of a table: scale and currency */
	MARK_TO, /* "to", "from": between two amounts that are no range */
	MARK_NULL, /* an empty cell */
	MARK_LIST, /* 、 / and: between members of a list */
	MARK_COMMA,
	MARK_COLON,
	MARK_OPEN,
	MARK_CLOSE,
	MARK_CELL, /* tab or bar */
	MARK_ITEM, /* the number of an item */
	MARK_STOP, /* end of a sentence */
	MARK_LINE /* end of a line */
};

struct mark_unit {
	int scale; /* below 0: cents, of a result per share */
	char currency[CURRENCY_MAX]; /* "": the document's */
	bool per_share;
	bool percent;
};

struct mark {
	enum mark_kind kind;
	int value; /* of the phrase; the character of a sign */
	unsigned flags; /* of the phrase, enum entry_flag */
	bool space; /* white space stood before it */
	uint32_t from, to; /* bytes of the normal text */
	const struct entry *entry; /* of a single phrase; else NULL */
	union {
		struct amount amount;
		struct timespan time;
		struct measure measure;
		struct mark_unit unit;
	};
};

struct marks {
	size_t count, cap; /* the end mark is not counted */
	struct mark *list;
};

/* What the making of marks must know of a document. */
struct mark_style {
	enum entry_lang lang;
	bool china; /* translated from Chinese or by a mainland issuer */
};

/* Makes marks of all tokens; replaces what marks held. */
void marks_read(struct marks *marks, const struct tokens *tokens,
    const struct mark_style *style);
void marks_done(struct marks *marks);
/* The place of mark i among the cells of its line, by tabs; from 0. */
int mark_cell(const struct marks *marks, size_t i);
/* The place of the bracket that mark i stands in; i when it stands in none. */
size_t mark_find_open(const struct marks *marks, size_t i);
/* "| |": on a flattened line of a table the next row begins. */
bool mark_ends_row(const struct mark *mark);

#endif
