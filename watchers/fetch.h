/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Documents of items: two at once per host with a gap between starts, lower
 * ranks first; a size cap; the first bytes checked, so that a challenge page
 * is never taken for a filing; retried after 5 s, 30 s, 2 min and 10 min, then
 * given up (the filing is judged by its title).
 */
#ifndef WATCHERS_FETCH_H
#define WATCHERS_FETCH_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct definition;
struct fetch;
struct fetch_job;
struct guard;
struct http;
struct pace;
struct loop;
struct source_config;

#define FETCH_PER_HOST 2

struct fetch_result {
	struct err error; /* code 0: a document; else given up */
	struct buf body; /* the callback may buf_take it */
	const char *content_type; /* as the server said; NULL */
	const char *url; /* after redirects; credentials are hidden in it */
	int attempts;
};

typedef void fetch_fn(struct fetch_result *result, void *arg);

/* Keeps all; pace NULL: hosts have no limit but the gap. Gives. */
struct fetch *fetch_new(
    struct loop *loop, struct http *http, struct pace *pace);
/* Jobs that are left complete with ERR_CANCELED before this returns. */
void fetch_free(struct fetch *fetch);

struct fetch_request {
	const struct definition *definition; /* its manners: headers, magic,
						limit, deadline, gap; kept until
						the callback */
	const struct guard *guard; /* of the source, kept likewise; NULL: public
				      addresses only */
	const struct source_config *source; /* its contact and credentials, kept
					       likewise; NULL: it has none */
	const char *url; /* copied */
	int rank; /* lower ranks go first */
	int tries; /* given up after so many; 0: after all of them */
};

/* Fetches. The callback fires exactly once and never from inside. */
struct fetch_job *fetch_start(struct fetch *fetch,
    const struct fetch_request *request, fetch_fn *fn, void *arg);
/* The callback fires with ERR_CANCELED (deferred). */
void fetch_cancel(struct fetch_job *job);

/* Jobs waiting or running, for status. */
int fetch_count(const struct fetch *fetch);

#endif
