/* SPDX-License-Identifier: BSD-2-Clause */
/* The event stream of the API (server-sent events, WHATWG HTML 9.2). */
#ifndef DAEMON_API_STREAM_H
#define DAEMON_API_STREAM_H

#include "lib/net/loop.h"
#include "lib/store/db.h"

struct evhttp_request;
struct api_streams;

/* Keeps loop and db. Gives. */
struct api_streams *api_streams_new(struct loop *loop, struct db *db);
/* Ends all streams. */
void api_streams_free(struct api_streams *streams);
/* Answers request with the events after seq, and those to come. */
void api_streams_add(
    struct api_streams *streams, struct evhttp_request *request, int64_t after);
/* New events are durable. */
void api_streams_wake(struct api_streams *streams);

#endif
