/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sentences: binds each amount to the measure, period and role that the words
 * around it name. An amount is bound only when nothing unknown stands between
 * it and its measure; what is unsure gives no statement.
 */
#ifndef READING_CLAUSE_H
#define READING_CLAUSE_H

#include "reading/draft.h"
#include "reading/mark.h"
#include "reading/outline.h"

/* What sentences and tables of one text share. */
struct figures {
	const struct outline *outline;
	const struct lexicon *lexicon;
	const struct normal *normal;
	const struct lexicon_hits *hits; /* of the piece at hand */
	size_t piece; /* where it begins */
	struct drafts drafts;
	enum entry_section section; /* of the last heading */
	struct mark_unit unit; /* declared for tables */
	bool has_unit;
	struct mark_unit below; /* the only one that the piece declares */
	bool has_below;
	bool grouped; /* a table of the group's figures was read */
};

/* When and whose, as said so far. */
struct clause_when {
	struct period period;
	bool timed, time_local;
	enum entry_role tells;
	bool tells_local;
};

/* What holds again when brackets close. */
struct clause_outer {
	bool open;
	struct measure measure;
	bool measured, broken, figured;
	struct clause_when when;
};

#define CLAUSE_PAIRS 6 /* measures of one list */

struct clause {
	struct figures *figures;
	struct clause_outer outer;
	struct measure measure, carry;
	bool measured; /* measure is set */
	bool recalled; /* measure is that of the sentence before */
	bool carried; /* from the sentence before: changes only */
	bool can_carry;
	bool blocked; /* the sentence is about somebody else */
	bool broken; /* unknown words since the measure or the last figure */
	bool halted; /* what follows belongs to something else */
	bool halt_last; /* the mark before said so */
	bool paired; /* several measures share the amounts that follow */
	size_t pair_count;
	struct measure pairs[CLAUSE_PAIRS]; /* the list that measure ends */
	bool each; /* "respectively": one amount for each of them */
	bool figured; /* the measure has had an amount */
	bool levelled; /* that was a level, and not of the year before */
	bool moved; /* and a change against last year */
	struct period period;
	bool timed, time_local, time_fresh;
	struct period stated; /* that of no single figure */
	struct clause_when before; /* the last time or role */
	int year, last_year; /* of a list; 0: none */
	enum entry_role tells;
	bool tells_local; /* said after the measure: for one amount only */
	bool tells_used; /* a sum of money was bound since it was said */
	bool tells_row; /* it stands before the measures of a row */
	bool tells_fresh; /* no figure or comma since it was said */
	enum entry_role heading; /* "更正后:", for the rest of the line */
	bool headed; /* tells is that heading */
	bool heading_used; /* figures stood under the heading */
	bool expected, estimate;
	bool consensus; /* that of many: the amount that follows is theirs */
	bool compares; /* that is only compared with, up to a comma */
	enum entry_change change;
	bool to; /* a level follows the change */
	enum entry_base base;
	enum entry_base last_base; /* the last that was said */
	enum entry_base
	    against; /* "than 2024 ...": of the level that follows */
	bool compared; /* "from": the next amount is what is compared with */
	struct clause_when from; /* what held before, and holds after it */
	bool odd; /* of a month or another time that has no results */
	bool wordy; /* unknown words in this part of the sentence */
	bool item; /* the sentence began with a number */
	uint32_t run; /* where the known words before this mark begin */
	bool run_broken; /* the next mark begins a new run */
	uint32_t next_run; /* where a measure would begin one; 0: nowhere */
	uint32_t sentence; /* where it begins; 0: before its first mark */
};

void clause_init(struct clause *clause, struct figures *figures);
/*
 * Takes the mark at i of marks, and those that belong to it; returns the next
 * one's place.
 */
size_t clause_take(struct clause *clause, const struct marks *marks, size_t i);
/* The sentence is over, whatever ended it; line: the line is, too. */
void clause_end(struct clause *clause, bool line);
/* A semicolon: what was said of time and forecast still holds. */
void clause_pause(struct clause *clause);
/* ", or $0.08 per share" begins at mark: another unit, the same figure. */
bool clause_is_alternative(const struct mark *mark);
/* When and whose at this point, and back to what was said before. */
struct clause_when clause_now(const struct clause *clause);
void clause_go_back(struct clause *clause, const struct clause_when *when);
/* Finds the unit that a piece declares after its tables, if it has but one. */
void figures_look_below(struct figures *figures, const struct marks *marks);
/* The unit of bare numbers; NULL: none was declared. */
const struct mark_unit *figures_unit(const struct figures *figures);
/*
 * The broker named last in [from, to) of the normal text; NULL for none, or
 * when it is named as an issuer. Lexicon's.
 */
const char *figures_broker(
    const struct figures *figures, size_t from, size_t to);

#endif
