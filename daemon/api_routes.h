/* SPDX-License-Identifier: BSD-2-Clause */
/* The API's table of contents: one row per resource. */
#ifndef DAEMON_API_ROUTES_H
#define DAEMON_API_ROUTES_H

#include "daemon/api_ask.h"

struct api_feed;

/* What a peer must be allowed to: daemon/api.c looks; API_OWN: the function. */
enum api_verb { API_READ, API_OPERATE, API_OWN };

/* Fills a feed for a stream: NULL, or an answer as of api_ask_fn. */
typedef char *api_open_fn(
    const struct api_ask *ask, struct api_feed *ret, int *ret_status);

struct api_route {
	bool post; /* else GET */
	const char *path;
	bool prefix; /* the rest of the path is the function's */
	enum api_verb verb;
	api_ask_fn *fn; /* NULL: a stream */
	api_open_fn *open;
};

/*
 * The row for a path; NULL: none, and ret_known_path tells whether another
 * method has one.
 */
const struct api_route *api_routes_find(
    bool post, const char *path, bool *ret_known_path);

#endif
