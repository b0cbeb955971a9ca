/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The whole pipeline over recorded bytes, offline: same stages, a store in
 * memory, no network, nothing sent. Items are taken in order of publication.
 */
#ifndef DAEMON_BACKTEST_H
#define DAEMON_BACKTEST_H

#include "daemon/config.h"

struct backtest_source {
	const char *name; /* of a source of the config */
	/*
	 * A list body, or a folder: its files list-* are list bodies in name
	 * order, its other files documents by the last part of their url.
	 */
	const char *path;
};

struct backtest_options {
	const struct config *config; /* borrowed */
	size_t source_count;
	const struct backtest_source *sources;
	/* An event and the rules that wanted it ("" none; comma separated). */
	void (*event)(
	    void *arg, const char *line, struct span body, const char *rules);
	void *arg;
};

struct backtest_counts {
	int64_t items;
	int64_t events;
	int64_t warnings;
	int64_t faulty; /* list bodies that are not what they should be */
};

/* ERR_NOTFOUND for a source that the config does not have; ERR_IO. */
int backtest_run(const struct backtest_options *options,
    struct backtest_counts *ret, struct err *err) WARN_UNUSED;

#endif
