/* SPDX-License-Identifier: BSD-2-Clause */
/* Years without a word for it: "| 2024 | 2023 |", "2024 net profit". */
#ifndef READING_MARK_YEAR_H
#define READING_MARK_YEAR_H

#include "reading/mark.h"

/* Whether token, which follows marks, is a number in the role of a year. */
bool mark_year_is_bare(const struct marks *marks, const struct token *token);

#endif
