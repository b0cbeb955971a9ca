/* SPDX-License-Identifier: BSD-2-Clause */
/* Repetitions and contradictions among the statements of a text. */
#ifndef READING_DRAFT_MERGE_H
#define READING_DRAFT_MERGE_H

#include "reading/draft.h"

/*
 * Leaves one statement for each metric, role and period: the more exact of
 * two that agree, the surer of two that do not. Roles and periods are settled.
 */
void drafts_merge(struct drafts *drafts);

#endif
