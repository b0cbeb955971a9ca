/* SPDX-License-Identifier: BSD-2-Clause */
/* Times told from now on back. */
#ifndef READING_LIST_RELATIVE_H
#define READING_LIST_RELATIVE_H

#include "lib/base/err.h"
#include "lib/base/vocab.h"
#include "lib/base/zone.h"

/*
 * The moment (wall ms) that a text means at now (wall ms) in a zone: "刚刚",
 * "5 minutes ago", "3小时前", "2일 전", "today 09:30", "昨天 18:20", "前天",
 * "18:20" of today; and how exact it is. Weeks, months and years are too vague
 * to be times. ERR_SYNTAX, ERR_RANGE.
 */
int list_relative_parse(const char *text, int64_t now, const struct zone *zone,
    int64_t *ret_wall, enum precision *ret_precision) WARN_UNUSED;

#endif
