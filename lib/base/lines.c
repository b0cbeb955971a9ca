/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a blocking descriptor. Out: its lines, one by one, within a limit. The
 * batch of `filingctl read` calls it.
 */
#include "lib/base/lines.h"

#include "lib/base/mem.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define LINES_PIECE (64 * KIB)
#define LINES_KEEP  MIB /* more memory than this is given back */

void
lines_init(struct lines *lines, int fd, size_t limit)
{
	*lines = (struct lines){.fd = fd, .piece = mem_new(LINES_PIECE)};
	buf_init(&lines->line, limit);
}

void
lines_done(struct lines *lines)
{
	buf_done(&lines->line);
	mem_free(lines->piece);
	lines->piece = NULL;
}

/* 1: there are bytes, 0: the end, or ERR_IO. */
static int
lines_fill(struct lines *lines)
{
	ssize_t n;

	if (lines->at < lines->len)
		return 1;
	do
		n = read(lines->fd, lines->piece, LINES_PIECE);
	while (n < 0 && errno == EINTR);
	lines->at = 0;
	lines->len = n > 0 ? (size_t)n : 0;
	if (n < 0)
		return ERR_IO;
	return n > 0;
}

/* Takes bytes up to a newline; true when it was there. */
static bool
lines_take(struct lines *lines, int *code)
{
	const char *p = lines->piece + lines->at;
	size_t n = lines->len - lines->at;
	const char *newline = memchr(p, '\n', n);

	if (newline != NULL)
		n = (size_t)(newline - p);
	if (*code == 0)
		*code = buf_add(&lines->line, p, n);
	lines->at += n + (newline != NULL);
	return newline != NULL;
}

bool
lines_next(struct lines *lines, struct span *ret, int *ret_code)
{
	int code = 0, filled;
	bool any = false, ended = false;

	if (lines->line.size > LINES_KEEP)
		buf_done(&lines->line);
	buf_clear(&lines->line);
	while (!ended && (filled = lines_fill(lines)) > 0) {
		any = true;
		ended = lines_take(lines, &code);
	}
	if (!ended && filled < 0) {
		*ret_code = filled;
		return false;
	}
	lines->number += any;
	*ret_code = code;
	*ret = (struct span){lines->line.data, lines->line.len};
	return any;
}
