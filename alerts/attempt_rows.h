/* SPDX-License-Identifier: BSD-2-Clause */
/* What came of each attempt, kept with its delivery. */
#ifndef ALERTS_ATTEMPT_ROWS_H
#define ALERTS_ATTEMPT_ROWS_H

#include "lib/store/db.h"

/* Borrowed members. */
struct attempt_row {
	int64_t delivery;
	int number; /* from 1 */
	int64_t ended;
	int64_t elapsed_ms; /* since it was sent */
	int status; /* of HTTP, SMTP or the program; 0 none */
	const char *why; /* "": sent */
	struct span answer; /* its beginning, as it came */
};

/* Writes it, over an attempt of the same number. */
int attempt_rows_add(
    struct db *db, const struct attempt_row *row, struct err *err) WARN_UNUSED;

typedef void attempt_row_fn(const struct attempt_row *row, void *arg);
/* Those of a delivery, in order. */
int attempt_rows_each(struct db *db, int64_t delivery, attempt_row_fn *fn,
    void *arg, struct err *err) WARN_UNUSED;

#endif
