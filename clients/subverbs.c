/* SPDX-License-Identifier: BSD-2-Clause */
/* In: the words after a verb. Out: what the second one returns. */
#include "clients/subverbs.h"

#include <getopt.h>
#include <string.h>

int
subverbs_usage(const struct subverbs *subverbs, FILE *out)
{
	fflush(stdout);
	for (size_t i = 0; i < subverbs->count; i++)
		fprintf(out, "%s filingctl %s %s%s\n",
		    i == 0 ? "usage:" : "      ", subverbs->verb,
		    subverbs->items[i].name, subverbs->items[i].usage);
	return out == stdout ? VERB_OK : VERB_USAGE;
}

int
subverbs_run(const struct subverbs *subverbs,
    const struct verb_context *context, int argc, char **argv)
{
	if (argc > 1 && (strcmp(argv[argc - 1], "--help") == 0 ||
			    strcmp(argv[1], "-h") == 0))
		return subverbs_usage(subverbs, stdout);
	for (size_t i = 0; argc > 1 && i < subverbs->count; i++) {
		if (strcmp(subverbs->items[i].name, argv[1]) != 0)
			continue;
		optind = 0;
		return subverbs->items[i].fn(context, argc - 1, argv + 1);
	}
	return subverbs_usage(subverbs, stderr);
}
