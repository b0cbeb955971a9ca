/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lexicon: phrases per language with what they mean, from YAML files,
 * compiled into one Vectorscan database. Read-only after loading, so one
 * lexicon serves every document of a process and of its forks.
 */
#ifndef READING_LEXICON_H
#define READING_LEXICON_H

#include "lib/base/err.h"

struct lexicon;

/*
 * Loads every *.yaml of dir in name order. On a fault err names file, line
 * and column. ERR_NOTFOUND: no such folder, or none in it. Gives.
 */
int lexicon_load(const char *dir, struct lexicon **ret, struct err *err)
    WARN_UNUSED;
void lexicon_free(struct lexicon *lexicon);

#endif
