/* SPDX-License-Identifier: BSD-2-Clause */
/* filingctl: a person's way to filingd. Reads the command line, calls a verb. */
#include "clients/verb.h"

#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct filingctl_verb {
	const char *name;
	verb_fn *fn;
	const char *help;
};

static const struct filingctl_verb filingctl_verbs[] = {
    {"check", verb_check, "check a configuration, without a daemon"},
    {"read", verb_read, "read documents or a batch, without a daemon"},
    {"backtest", verb_backtest, "run recorded lists through a configuration"},
    {"status", verb_status, "how the daemon and its sources fare"},
    {"top", verb_top, "the same, again every few seconds"},
    {"events", verb_events, "list events, or show one whole"},
    {"channels", verb_channels, "the channels: list, test, enable, disable"},
    {"deliveries", verb_deliveries, "what was sent: list, retry, cancel"},
    {"ack", verb_ack, "acknowledge events, so that they are not escalated"},
    {"silence", verb_silence, "not to be told: add, list, preview, expire"},
    {"follow", verb_follow, "print events as they come"},
    {"rules", verb_rules, "the rules: list, explain, backtest"},
    {"sources", verb_sources, "the sources: list, show, poll, pause, resume"},
    {"backfill", verb_backfill, "fill the ledger from a source's past"},
    {"schema", verb_schema, "the JSON Schema of events, without a daemon"},
    {"config", verb_config, "the configuration at work, with defaults"},
    {"db", verb_db, "the store: check, stats, backup, restore, compact"},
    {"log", verb_log, "how much the daemon logs"},
    {"doctor", verb_doctor,
	"look at all that filingd needs, and say what to do"},
    {"completion", verb_completion, "scripts for bash, zsh and fish"},
    {"reload", verb_reload, "load the configuration anew"},
    {"version", verb_version, "versions of filingctl and the daemon"},
};

void
verb_each(verb_each_fn *fn, void *arg)
{
	for (size_t i = 0;
	     i < sizeof(filingctl_verbs) / sizeof(filingctl_verbs[0]); i++)
		fn(filingctl_verbs[i].name, filingctl_verbs[i].help, arg);
}

static void
filingctl_usage(FILE *out)
{
	fputs("usage: filingctl [-j] [-q] [-s SOCKET] VERB ...\n"
	      "  -j  JSON instead of tables\n"
	      "  -q  say nothing that was not asked for\n"
	      "  -s  socket of the daemon (or FILINGD_SOCKET)\n\n",
	    out);
	for (size_t i = 0;
	     i < sizeof(filingctl_verbs) / sizeof(filingctl_verbs[0]); i++)
		fprintf(out, "  %-10s %s\n", filingctl_verbs[i].name,
		    filingctl_verbs[i].help);
}

static const char *
filingctl_env(const char *name, const char *fallback)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : fallback;
}

static int
filingctl_run(const struct verb_context *context, int argc, char **argv)
{
	for (size_t i = 0;
	     i < sizeof(filingctl_verbs) / sizeof(filingctl_verbs[0]); i++) {
		if (strcmp(filingctl_verbs[i].name, argv[0]) != 0)
			continue;
		optind = 0; /* the verb's own options from the start */
		return filingctl_verbs[i].fn(context, argc, argv);
	}
	verb_fail(VERB_USAGE, "no verb '%s'", argv[0]);
	filingctl_usage(stderr);
	return VERB_USAGE;
}

int
main(int argc, char *argv[])
{
	struct verb_context context = {
	    .socket = filingctl_env(
		"FILINGD_SOCKET", RUNSTATEDIR "/filingd/filingd.sock"),
	    .program = getenv("FILINGD_READER"),
	    .lexicon = getenv("FILINGD_LEXICON"),
	};
	int c;

	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	while ((c = getopt(argc, argv, "+hjqs:V")) != -1) {
		switch (c) {
		case 'j':
			context.json = true;
			break;
		case 'q':
			context.quiet = true;
			break;
		case 's':
			context.socket = optarg;
			break;
		case 'V':
			return verb_version(&context, 1, argv);
		case 'h':
			filingctl_usage(stdout);
			return VERB_OK;
		default:
			filingctl_usage(stderr);
			return VERB_USAGE;
		}
	}
	if (optind == argc) {
		filingctl_usage(stderr);
		return VERB_USAGE;
	}
	return filingctl_run(&context, argc - optind, argv + optind);
}
