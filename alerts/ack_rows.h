/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Acknowledgements in the store. One is of a warning up to a version, or of
 * another event by its own id; a later version is news and needs its own.
 */
#ifndef ALERTS_ACK_ROWS_H
#define ALERTS_ACK_ROWS_H

#include "lib/store/db.h"

struct ack {
	const char *event; /* id */
	int version; /* of the warning; 0: not of one */
	const char *author;
	const char *note;
	int64_t acked;
};

/*
 * Acknowledges an event as of ack, but for the version, which is the event's.
 * ERR_NOTFOUND: no such event; ERR_EXISTS: somebody has, and err says who.
 */
int ack_rows_add(
    struct db *db, const struct ack *ack, struct err *err) WARN_UNUSED;

/* Borrowed during the call. */
typedef void ack_row_fn(const struct ack *ack, void *arg);
/* Those of an event's warning, all versions, or of the event; by version. */
int ack_rows_each(struct db *db, const char *event, ack_row_fn *fn, void *arg,
    struct err *err) WARN_UNUSED;

/*
 * Who acknowledged the event with this seq, or a later version of its warning;
 * NULL: nobody did. Gives.
 */
int ack_rows_author(struct db *db, int64_t event, char **ret_author,
    struct err *err) WARN_UNUSED;

#endif
