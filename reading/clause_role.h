/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whose figures a clause gives: the words for roles, times and what is
 * compared with. Used by clause.c alone.
 */
#ifndef READING_CLAUSE_ROLE_H
#define READING_CLAUSE_ROLE_H

#include "reading/clause.h"

/* Each takes the mark at i, which is of its kind. */
void clause_take_role(
    struct clause *clause, const struct marks *marks, size_t i);
void clause_take_time(
    struct clause *clause, const struct marks *marks, size_t i);
void clause_take_base(struct clause *clause, const struct mark *mark);
/* "from": ends what was said of the amount or time before it. */
void clause_take_to(struct clause *clause, const struct marks *marks, size_t i);

/* Words without a meaning of their own; a bound before no number compares. */
void clause_take_glue(struct clause *clause, const struct mark *mark);

/* The unit that a line declares for what follows. */
void clause_take_unit(struct clause *clause, const struct mark_unit *unit);

/* In clause.c: goes on about the measure of the clause before. */
void clause_recall(struct clause *clause, bool changes_only);

/* "Orvik Pumps had revenue of A", but not "since the acquisition of Orvik". */
bool clause_is_target(
    const struct clause *clause, const struct marks *marks, size_t i);

#endif
