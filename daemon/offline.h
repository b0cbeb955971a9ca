/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The whole pipeline without a network: the same stages, a store in memory, a
 * held clock, nothing sent. For backtests and for the tests in a configuration.
 */
#ifndef DAEMON_OFFLINE_H
#define DAEMON_OFFLINE_H

#include "daemon/config.h"

struct offline;

struct offline_options {
	const struct config *config; /* kept */
	/* The bytes of url appended to body, or an error, at once. */
	int (*document)(void *arg, const char *url, struct buf *body);
	alerts_event_fn *event; /* each event, once it is stored */
	void *arg;
};

int offline_new(const struct offline_options *options, struct offline **ret,
    struct err *err) WARN_UNUSED;
void offline_free(struct offline *offline);

/* Reads a list body and waits for it; the code of fn, called inside. */
void offline_read_list(struct offline *offline, const struct list_spec *spec,
    struct span body, pool_list_fn *fn, void *arg);
/*
 * One item to its end, at the moment of its publication or now, whichever is
 * later. ret_new: the store did not have it (NULL allowed).
 */
int offline_play(struct offline *offline, const struct config_source *source,
    const struct item *item, bool *ret_new, struct err *err) WARN_UNUSED;
/* An empty store, as at the start; the clock goes on. */
int offline_forget(struct offline *offline, struct err *err) WARN_UNUSED;

#endif
