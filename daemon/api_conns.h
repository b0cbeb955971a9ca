/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The API's connections: how many there may be, and for how long one may take
 * for a request and its answer. evhttp alone would wait for ever for a client
 * that sends a byte now and then, and for any number of them. Where there are
 * too many, the one that waited longest of whoever has most makes room, so that
 * nobody keeps out others.
 */
#ifndef DAEMON_API_CONNS_H
#define DAEMON_API_CONNS_H

#include "daemon/metrics.h"
#include "lib/net/loop.h"

#define API_CONNS_MAX	     256
#define API_CONNS_PER_USER   64 /* all that come by the port are one user */
#define API_STREAMS_PER_USER 16
#define API_CONN_MS	     30000 /* from a request to the next, in real time */
#define API_UNSENT_MAX	     (64 * MIB) /* of answers, to all together */

struct api_conns;
struct evhttp;
struct evhttp_request;

/* Sees every connection of server from now on. Keeps all three. Gives. */
struct api_conns *api_conns_new(
    struct loop *loop, struct evhttp *server, struct metrics *metrics);
/* After its server was freed. NULL does nothing. */
void api_conns_free(struct api_conns *conns);

/* A request came whole. False: answers to others fill the memory. */
bool api_conns_asked(struct api_conns *conns, struct evhttp_request *request);
/* Its answer has no end. False: its user has too many of these. */
bool api_conns_stream(struct api_conns *conns, struct evhttp_request *request);
/* Open ones, for tests and metrics. */
size_t api_conns_count(struct api_conns *conns);

#endif
