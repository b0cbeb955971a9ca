/* SPDX-License-Identifier: BSD-2-Clause */
/* The lexicon with the user's own phrases, and what is said of them. */
#ifndef CLIENTS_OWN_LEXICON_H
#define CLIENTS_OWN_LEXICON_H

#include "lib/base/err.h"

#include <stdbool.h>

struct lexicon;

/*
 * Loads shipped and own (NULL: none). Faults of own files go to standard
 * error and cost these files, as in filingd. Gives.
 */
int own_lexicon_load(const char *shipped, const char *own, struct lexicon **ret,
    struct err *err) WARN_UNUSED;
/*
 * Prints every fault, and unless quiet every note; returns an exit code of
 * clients/verb.h.
 */
int own_lexicon_check(const char *shipped, const char *own, bool quiet);

#endif
