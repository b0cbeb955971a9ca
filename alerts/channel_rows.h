/* SPDX-License-Identifier: BSD-2-Clause */
/* Channels in the store: whether they work, and since when they do not. */
#ifndef ALERTS_CHANNEL_ROWS_H
#define ALERTS_CHANNEL_ROWS_H

#include "lib/store/db.h"

/* How a channel stands; texts are owned, "" when there is nothing to say. */
struct channel_state {
	int64_t sequence; /* given last */
	int64_t disabled_since; /* 0: it is not */
	char *disabled_why;
	char *disabled_by; /* a person; "": filingd itself */
	int64_t first_failure, last_failure; /* of the row; 0: it works */
	char *attention; /* why a person must look */
};

/* A channel that nothing was ever sent to stands well. */
int channel_rows_load(struct db *db, const char *name,
    struct channel_state *ret, struct err *err) WARN_UNUSED;
void channel_state_done(struct channel_state *state);

/*
 * An attempt failed at now: gives when the first of the row of failures was. A
 * blip of less than 12 h does not begin a row that is taken up days later: a
 * pause of two days, in which nobody tried, ends it.
 */
int channel_rows_failed(struct db *db, const char *name, int64_t now,
    int64_t *ret_first, struct err *err) WARN_UNUSED;
/* Failures will not mend by themselves. ERR_EXISTS: that is known. */
int channel_rows_attend(struct db *db, const char *name, const char *why,
    struct err *err) WARN_UNUSED;
/* An attempt succeeded: the row of failures is over. */
int channel_rows_worked(
    struct db *db, const char *name, struct err *err) WARN_UNUSED;

struct channel_disabling {
	const char *why;
	const char *by; /* a person; "": filingd itself */
	int64_t now;
};
/*
 * ERR_EXISTS: it is disabled already, and stays as it was; but a person's word
 * goes over filingd's.
 */
int channel_rows_disable(struct db *db, const char *name,
    const struct channel_disabling *disabling, struct err *err) WARN_UNUSED;
/* It gets another chance. ERR_EXISTS: it is not disabled. */
int channel_rows_enable(
    struct db *db, const char *name, struct err *err) WARN_UNUSED;

#endif
