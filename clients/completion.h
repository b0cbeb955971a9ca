/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What may come next on filingctl's command line. The shells' scripts ask
 * `filingctl completion candidates -- WORDS...`, so that they always agree with
 * the program, and know the names of a running filingd.
 */
#ifndef CLIENTS_COMPLETION_H
#define CLIENTS_COMPLETION_H

#include "clients/verb.h"

/*
 * Prints the candidates for the last of words, which may be "", one a line:
 * the word, and for verbs a tab and what it does. None: the shell may offer
 * files.
 */
void completion_print(
    const struct verb_context *context, size_t count, char *const words[]);

#endif
