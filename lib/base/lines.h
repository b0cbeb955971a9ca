/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines of a descriptor, whatever bytes they hold: NULs are bytes like others,
 * and the last line needs no newline.
 */
#ifndef LIB_BASE_LINES_H
#define LIB_BASE_LINES_H

#include "lib/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct lines {
	int fd;
	int64_t number; /* of the line given last, from 1 */
	struct buf line;
	size_t at, len; /* what of piece is still to come */
	char *piece;
};

/* Keeps fd open and at its place: the caller closes it. */
void lines_init(struct lines *lines, int fd, size_t limit);
void lines_done(struct lines *lines);
/*
 * The next line, without its newline; false at the end or when reading fails.
 * *ret borrowed till the next call. *ret_code is 0, ERR_TOOBIG for a line
 * above the limit, which is skipped, or ERR_IO with false.
 */
bool lines_next(struct lines *lines, struct span *ret, int *ret_code);

#endif
