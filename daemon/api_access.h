/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who asks, and what it may do. On the Unix socket the peer's credentials and
 * groups decide (SO_PEERCRED, SO_PEERGROUPS). On the loopback port it is the
 * bearer token (RFC 6750 2.1); and the name it asked for must be one of this
 * machine's, or a page in a browser could reach the port by a name that it lets
 * point here (DNS rebinding).
 */
#ifndef DAEMON_API_ACCESS_H
#define DAEMON_API_ACCESS_H

#include "daemon/api_routes.h"
#include "daemon/config.h"
#include "watchers/pause_rows.h"

struct evhttp_request;

struct api_access {
	const struct config *config; /* kept */
	int fd;
	bool by_token; /* it came by the port */
	int refused; /* status of HTTP, nothing may be done; 0 */
	const char *why; /* refused */
	uid_t uid; /* -1: by the port, or unknown */
	gid_t gid;
	char author[PAUSE_AUTHOR_MAX]; /* name for what is kept of it */
};

/* Keeps config. */
void api_access_look(const struct config *config,
    struct evhttp_request *request, struct api_access *ret);
bool api_access_may(const struct api_access *access, enum api_verb verb);
/* The peer belongs to a group of this system; root and filingd to all. */
bool api_access_in_group(const struct api_access *access, const char *group);

/* Pure: the name of a Host header is of this machine, whatever the port. */
bool api_access_is_local_name(const char *host);
/* Pure: the header is "Bearer TOKEN"; takes as long wherever it differs. */
bool api_access_is_token(const char *header, const char *token);

#endif
