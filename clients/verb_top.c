/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl top`: the status screen, again every few seconds, until q. Plain
 * ANSI; on a terminal that has none, or into a pipe, it prints once.
 */
#include "clients/status_text.h"
#include "clients/verb.h"
#include "lib/base/number.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define TOP_USAGE   "usage: filingctl top [--every SECONDS]"
#define TOP_EVERY_S 2
#define TOP_MAX_S   3600
/* The other screen and no cursor; and both back. */
#define TOP_BEGIN   "\033[?1049h\033[?25l"
#define TOP_END	    "\033[?25h\033[?1049l"
/* To the corner; what stood there goes with each line, and below. */
#define TOP_HOME    "\033[H\033[2J"

static volatile sig_atomic_t top_is_over;

static void
top_on_signal(int signum)
{
	(void)signum;
	top_is_over = 1;
}

static bool
top_is_screen(void)
{
	const char *term = getenv("TERM");

	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && term != NULL &&
	       term[0] != '\0' && strcmp(term, "dumb") != 0;
}

/* A screen that could not be drawn says why; the next may be better. */
static int
top_draw(const struct verb_context *context)
{
	struct status_text text;
	int rc = status_text_ask(context, &text);

	if (rc == VERB_OK) {
		status_text_print(&text);
		status_text_done(&text);
	}
	return rc;
}

/* False: q was pressed, or there is nobody any more. */
static bool
top_wait(int64_t ms)
{
	struct pollfd key = {.fd = STDIN_FILENO, .events = POLLIN};
	char c = 'q';

	if (poll(&key, 1, (int)ms) <= 0)
		return top_is_over == 0;
	return read(STDIN_FILENO, &c, 1) == 1 && c != 'q' && c != 'Q' &&
	       c != '\003' && c != '\004';
}

static void
top_watch_signals(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = top_on_signal};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		(void)sigaction(signals[i], &action, NULL); /* cannot fail */
}

static int
top_run(const struct verb_context *context, int64_t every)
{
	struct termios before, raw;
	int rc;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return top_draw(context);
	raw = before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	top_watch_signals();
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	fputs(TOP_BEGIN, stdout);
	do {
		fputs(TOP_HOME, stdout);
		fflush(stdout);
		rc = top_draw(context);
		printf("\nevery %lld s; q quits\n", (long long)every);
		fflush(stdout);
	} while (top_wait(every * 1000));
	fputs(TOP_END, stdout);
	fflush(stdout);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
	return rc;
}

int
verb_top(const struct verb_context *context, int argc, char **argv)
{
	int64_t every = TOP_EVERY_S;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		puts(TOP_USAGE);
		return VERB_OK;
	}
	if (argc != 1 && (argc != 3 || strcmp(argv[1], "--every") != 0 ||
			     number_parse(argv[2], 1, TOP_MAX_S, &every) != 0))
		return verb_fail(VERB_USAGE, TOP_USAGE);
	if (context->json || !top_is_screen())
		return verb_status(context, 1, argv);
	return top_run(context, every);
}
