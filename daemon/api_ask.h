/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A request of the API without the server, and what its routes answer with:
 * JSON text and a status of HTTP.
 */
#ifndef DAEMON_API_ASK_H
#define DAEMON_API_ASK_H

#include "daemon/service.h"

#include <sys/types.h>

#define API_NAME_MAX 128

/* A request, its parts borrowed. */
struct api_ask {
	struct service *service;
	const char *rest; /* of the path, after the route's; still encoded */
	const char *author; /* who asks: the name of the peer's user */
	uid_t uid; /* and its number */
	bool may_operate; /* else it may only read */
	/* Whether the peer belongs to a group of this system; root always. */
	bool (*in_group)(const void *peer, const char *group);
	const void *peer;
	/* A value of the query by its name, decoded; NULL: not given. */
	const char *(*get)(const void *query, const char *name);
	const void *query;
};

/* Answers with JSON; ret_status: HTTP. Gives. */
typedef char *api_ask_fn(const struct api_ask *ask, int *ret_status);

/* {"error": text} with a status. Gives. */
char *api_ask_refuse(int status, const char *text, int *ret_status);
/* The same for an error of the stages: the status that its code amounts to. */
char *api_ask_fail(const struct err *err, int *ret_status);

/* A decimal number of the query; fallback when absent, -1 when it is none. */
int64_t api_ask_number(
    const struct api_ask *ask, const char *name, int64_t fallback);
/*
 * A text of the query of at most max bytes; *ret NULL when absent. ERR_INVALID
 * with a message when it is longer or no text. Borrowed.
 */
int api_ask_text(const struct api_ask *ask, const char *name, size_t max,
    const char **ret, struct err *err) WARN_UNUSED;
/* The percent-encoded len bytes at s as a name; ERR_INVALID: they are none. */
int api_ask_name(
    const char *s, size_t len, char name[API_NAME_MAX]) WARN_UNUSED;

#endif
