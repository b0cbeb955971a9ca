/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file of watched issuers: one listing per line, then, where there are any,
 * its label and ref. Fields stand between tabs or, on a line without a tab,
 * between commas; a field in double quotes may hold both, "" in it is a quote.
 * What follows # at the start of a line or behind white space is a comment,
 * but in quotes. A first line that names the columns (issuer or listing) is
 * passed over, as is a byte order mark.
 */
#ifndef DAEMON_WATCH_FILE_H
#define DAEMON_WATCH_FILE_H

#include "lib/base/buf.h"

#define WATCH_FILE_MAX	  (4 * MIB)
#define WATCH_FILE_FIELDS 3

struct watch_file {
	struct span text;
	size_t at;
	int line;
	char *fields[WATCH_FILE_FIELDS];
};

struct watch_file_line {
	int line; /* from 1 */
	int column; /* of the listing, or of the fault, in characters from 1 */
	const char *fault; /* what is wrong with the line; NULL */
	/* Borrowed till the next: listing, label, ref; NULL: not given. */
	const char *fields[WATCH_FILE_FIELDS];
};

/* Keeps text until watch_file_done. */
struct watch_file watch_file_init(struct span text);
void watch_file_done(struct watch_file *file);
/* The next line that holds something; false at the end. */
bool watch_file_next(struct watch_file *file, struct watch_file_line *ret);

#endif
