/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Acknowledgements in the store. One is of a warning up to a version, or of
 * another event by its own id; a later version is news and needs its own.
 */
#ifndef ALERTS_ACK_ROWS_H
#define ALERTS_ACK_ROWS_H

#include "lib/store/db.h"

/*
 * Who acknowledged the event with this seq, or a later version of its warning;
 * NULL: nobody did. Gives.
 */
int ack_rows_author(struct db *db, int64_t event, char **ret_author,
    struct err *err) WARN_UNUSED;

#endif
