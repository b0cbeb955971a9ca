/* SPDX-License-Identifier: BSD-2-Clause */
/* The API's table of contents: one row per resource. */
#ifndef DAEMON_API_ROUTES_H
#define DAEMON_API_ROUTES_H

#include "daemon/api_ask.h"

/* What a peer must be allowed to: daemon/api.c looks. */
enum api_verb { API_READ, API_OPERATE };

struct api_route {
	bool post; /* else GET */
	const char *path;
	bool prefix; /* the rest of the path is the function's */
	enum api_verb verb;
	api_ask_fn *fn; /* NULL: a stream, daemon/api.c's own */
};

/*
 * The row for a path; NULL: none, and ret_known_path tells whether another
 * method has one.
 */
const struct api_route *api_routes_find(
    bool post, const char *path, bool *ret_known_path);

#endif
