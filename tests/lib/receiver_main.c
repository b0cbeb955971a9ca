/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filingd-receiver: the recording receiver as a process, for the demo and the
 * crash tests. Prints its addresses on the first line, then a line for each
 * webhook; ends when its standard input does.
 */
#include "lib/base/json_text.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/net/loop.h"
#include "tests/lib/receiver.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static int
receiver_main_port(const char *s)
{
	int64_t n = 0;

	/* Anything else is port 0: a free one. */
	err_drop(number_parse(s, 0, 65535, &n));
	return (int)n;
}

static void
receiver_main_on_hook(const struct receiver_hook *hook, void *arg)
{
	bool *quiet = arg;

	if (*quiet)
		return;
	printf("%s attempt %d, signature %s, answered %d\n", hook->id,
	    hook->attempt, hook->verified ? "good" : "BAD", hook->answered);
	fflush(stdout);
}

static void
receiver_main_on_input(int fd, int what, void *arg)
{
	char piece[256];

	(void)what;
	if (read(fd, piece, sizeof(piece)) <= 0)
		loop_stop(arg);
}

int
main(int argc, char *argv[])
{
	struct receiver_options options = {.hook = receiver_main_on_hook};
	struct clock *clock = clock_new_real();
	struct loop *loop = loop_new(clock);
	struct err err = ERR_NONE;
	struct receiver *receiver;
	struct loop_io *io;
	bool quiet = false;
	int c;

	options.arg = &quiet;
	while ((c = getopt(argc, argv, "k:m:r:p:s:q")) != -1) {
		switch (c) {
		case 'k':
			options.secret = optarg;
			break;
		case 'm':
			options.maildir = optarg;
			break;
		case 'r':
			options.record = optarg;
			break;
		case 'p':
			options.port = (int)receiver_main_port(optarg);
			break;
		case 's':
			options.smtp_port = (int)receiver_main_port(optarg);
			break;
		case 'q':
			quiet = true;
			break;
		default:
			return 2;
		}
	}
	signal(SIGPIPE, SIG_IGN);
	if (options.secret == NULL ||
	    receiver_new(loop, &options, &receiver, &err) != 0) {
		fprintf(stderr, "filingd-receiver: %s\n",
		    err.code != 0 ? err.text : "-k SECRET is needed");
		return 1;
	}
	printf("%s %s\n", receiver_url(receiver), receiver_smtp(receiver));
	fflush(stdout);
	io = loop_io_new(
	    loop, STDIN_FILENO, LOOP_READ, receiver_main_on_input, loop);
	loop_run(loop);
	loop_io_free(io);
	receiver_free(receiver);
	loop_free(loop);
	clock_free(clock);
	return 0;
}
