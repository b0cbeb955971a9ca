/* SPDX-License-Identifier: BSD-2-Clause */
/* The streams of the API (server-sent events, WHATWG HTML 9.2). */
#ifndef DAEMON_API_STREAM_H
#define DAEMON_API_STREAM_H

#include "daemon/service.h"

struct evbuffer;
struct evhttp_request;
struct api_streams;

/* What a stream tells, and from where on. */
struct api_feed {
	int64_t after; /* seq; frames after it are told */
	int64_t newest; /* of a channel, when the stream was opened */
	char *channel; /* offers of this desktop channel; NULL: all events */
	char *group; /* of the channel; another one ends the stream */
};

/* Keeps service. Gives. */
struct api_streams *api_streams_new(struct service *service);
/* Ends all streams. */
void api_streams_free(struct api_streams *streams);
/* Answers request with what feed tells and will tell. Takes its strings. */
void api_streams_add(struct api_streams *streams,
    struct evhttp_request *request, struct api_feed *feed);
/* Streams of desktop channels that are open: an agent's each. */
size_t api_streams_agents(const struct api_streams *streams);
/* New events, or offers, are durable. */
void api_streams_wake(struct api_streams *streams);

#endif
