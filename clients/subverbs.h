/* SPDX-License-Identifier: BSD-2-Clause */
/* Verbs of two words: `filingctl deliveries list`. */
#ifndef CLIENTS_SUBVERBS_H
#define CLIENTS_SUBVERBS_H

#include "clients/verb.h"

#include <stddef.h>
#include <stdio.h>

struct subverb {
	const char *name;
	verb_fn *fn; /* argv[0] is its name; getopt begins anew */
	const char *usage; /* " ID..." */
};

struct subverbs {
	const char *verb;
	size_t count;
	const struct subverb *items;
};

/* One line for each. VERB_OK on standard output, else VERB_USAGE. */
int subverbs_usage(const struct subverbs *subverbs, FILE *out);
/* Runs the one that argv[1] names; `--help` prints the usage. */
int subverbs_run(const struct subverbs *subverbs,
    const struct verb_context *context, int argc, char **argv);

#endif
