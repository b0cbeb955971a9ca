/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filingd-exchange: the scripted exchange as a process, for ./demo and for a
 * try by hand. It prints its url, plays the tape and ends by SIGTERM.
 */
#include "lib/base/date.h"
#include "lib/net/loop.h"
#include "tests/lib/exchange_tape.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

struct options {
	int port;
	int rate;
	int64_t start; /* wall ms of the tape's beginning; 0: now */
	int64_t epoch; /* real wall ms when the tape began; 0: now */
	bool verbose;
	const char *tape;
	const char *stream;
};

static int
main_usage(void)
{
	(void)fputs(
	    "usage: filingd-exchange [-v] [-p PORT] [-r RATE] [-s START]\n"
	    "           [-e EPOCH] [-S STREAM.tsv] [TAPE.yaml]\n"
	    "Prints its address and, with -v, the path of each request.\n"
	    "START (RFC 3339) is the moment of the tape that plays at EPOCH\n"
	    "(real milliseconds since 1970; default now), RATE times as fast.\n",
	    stderr);
	return 2;
}

/* A whole number from 0; -1 for anything else. */
static int
main_number(const char *s)
{
	char *end;
	long long n = strtoll(s, &end, 10);

	return *end || end == s || n < 0 || n > 1000000 ? -1 : (int)n;
}

static int
main_parse(int argc, char *argv[], struct options *options)
{
	bool has_time, has_zone;
	int c;

	while ((c = getopt(argc, argv, "p:r:s:e:S:v")) != -1) {
		switch (c) {
		case 'p':
			options->port = main_number(optarg);
			break;
		case 'r':
			options->rate = main_number(optarg);
			break;
		case 's':
			if (datetime_parse(optarg, "%Y-%m-%dT%H:%M:%S%z", 0,
				&options->start, &has_time, &has_zone) < 0)
				return ERR_SYNTAX;
			break;
		case 'e':
			options->epoch = strtoll(optarg, NULL, 10);
			break;
		case 'S':
			options->stream = optarg;
			break;
		case 'v':
			options->verbose = true;
			break;
		default:
			return ERR_SYNTAX;
		}
	}
	options->tape = argv[optind];
	return options->rate > 0 && options->port >= 0 &&
		       (options->tape || options->stream)
		   ? 0
		   : ERR_SYNTAX;
}

/* The tape's clock: at start when the real clock was at epoch. */
static struct clock *
main_clock(struct options *options)
{
	struct clock *real = clock_new_real();
	int64_t now = clock_wall(real);

	clock_free(real);
	if (options->epoch == 0)
		options->epoch = now;
	if (options->start == 0)
		options->start = options->epoch;
	return clock_new_rated(
	    options->start + (now - options->epoch) * options->rate,
	    options->rate);
}

static int
main_load(struct exchange *exchange, const struct options *options)
{
	struct err err = ERR_NONE;
	struct buf complaints;
	int rc = 0;

	buf_init(&complaints, 64 * KIB);
	if (options->stream) {
		rc = exchange_load_stream(exchange, options->stream, &err);
		if (rc < 0)
			(void)fprintf(stderr, "%s\n", err.text);
	}
	if (rc == 0 && options->tape) {
		rc = exchange_load_tape(
		    exchange, options->tape, options->start, &complaints);
		if (rc < 0)
			(void)fputs(
			    complaints.data ? complaints.data : "", stderr);
	}
	buf_done(&complaints);
	return rc;
}

static void
main_on_request(const char *path, void *arg)
{
	(void)arg;
	(void)printf("%s\n", path);
	(void)fflush(stdout);
}

static void
main_on_signal(void *arg)
{
	loop_stop(arg);
}

int
main(int argc, char *argv[])
{
	struct options options = {.rate = 1};
	struct exchange *exchange = NULL;
	struct err err = ERR_NONE;
	struct clock *clock;
	struct loop *loop;
	int status = 1;

	if (main_parse(argc, argv, &options) < 0)
		return main_usage();
	clock = main_clock(&options);
	loop = loop_new(clock);
	if (exchange_new(loop, options.port, &exchange, &err) < 0) {
		(void)fprintf(stderr, "%s\n", err.text);
	} else if (main_load(exchange, &options) == 0) {
		(void)printf("%s\n", exchange_url(exchange));
		(void)fflush(stdout);
		if (options.verbose)
			exchange_watch_requests(
			    exchange, main_on_request, NULL);
		(void)loop_signal_new(loop, SIGTERM, main_on_signal, loop);
		(void)loop_signal_new(loop, SIGINT, main_on_signal, loop);
		loop_run(loop);
		status = 0;
	}
	exchange_free(exchange);
	loop_free(loop);
	clock_free(clock);
	return status;
}
