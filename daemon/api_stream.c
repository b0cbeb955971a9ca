/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Streams: each holds the seq it has sent up to, and is fed from the store, so
 * that a slow reader costs no memory. In: requests and wake-ups; out: events
 * on the sockets. Called by daemon/api.c.
 */
#include "daemon/api_stream.h"

#include "alerts/event_rows.h"
#include "daemon/api_desktop.h"
#include "daemon/api_json.h"
#include "lib/base/mem.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <inttypes.h>

#define STREAM_BEAT_MS	 15000
#define STREAM_BATCH	 100
#define STREAM_UNSENT	 (256 * KIB) /* then it waits for the reader */
#define STREAM_MAX	 64
#define STREAM_TIMEOUT_S 3600

struct api_stream {
	struct api_streams *streams;
	struct api_stream *next;
	struct evhttp_request *request;
	struct api_feed feed; /* after: sent up to there */
};

struct api_streams {
	struct service *service;
	struct api_stream *list;
	struct loop_timer *beat;
	int count;
};

static void
api_streams_drop(struct api_stream *stream)
{
	struct api_stream **link = &stream->streams->list;

	while (*link != stream)
		link = &(*link)->next;
	*link = stream->next;
	stream->streams->count--;
	mem_free(stream->feed.channel);
	mem_free(stream->feed.group);
	mem_free(stream);
}

/* The server's end of it. */
static void
api_streams_end(struct api_stream *stream)
{
	struct evhttp_request *request = stream->request;

	evhttp_connection_set_closecb(
	    evhttp_request_get_connection(request), NULL, NULL);
	api_streams_drop(stream);
	evhttp_send_reply_end(request);
}

static void
api_streams_on_close(struct evhttp_connection *connection, void *arg)
{
	struct api_stream *stream = arg;
	struct evhttp_request *request = stream->request;

	evhttp_connection_set_closecb(connection, NULL, NULL);
	api_streams_drop(stream);
	/* One that its client left belongs to nobody: the end frees it. */
	if (evhttp_request_get_connection(request) == NULL)
		evhttp_send_reply_end(request);
}

static size_t
api_streams_unsent(struct api_stream *stream)
{
	struct bufferevent *bev = evhttp_connection_get_bufferevent(
	    evhttp_request_get_connection(stream->request));

	return evbuffer_get_length(bufferevent_get_output(bev));
}

static void api_streams_on_drained(
    struct evhttp_connection *connection, void *arg);

/* A frame; seq 0: without an id, so that it moves no reader. */
static void
api_streams_put(
    struct api_stream *stream, int64_t seq, const char *type, const char *json)
{
	struct evbuffer *out = evbuffer_new();

	if (seq > 0)
		evbuffer_add_printf(out, "id: %" PRId64 "\n", seq);
	evbuffer_add_printf(out, "event: %s\ndata: %s\n\n", type, json);
	evhttp_send_reply_chunk_with_cb(
	    stream->request, out, api_streams_on_drained, stream);
	evbuffer_free(out);
}

static bool
api_streams_on_row(const struct event_row *row, void *arg)
{
	struct api_stream *stream = arg;
	char *json = api_json_event(row);

	api_streams_put(stream, row->seq, row->type, json);
	mem_free(json);
	stream->feed.after = row->seq;
	return api_streams_unsent(stream) < STREAM_UNSENT;
}

static bool
api_streams_on_offer(const struct offer_row *row, void *arg)
{
	struct api_stream *stream = arg;
	struct service *service = stream->streams->service;
	const struct config *config = service_config(service);
	char *json = api_desktop_frame(
	    api_desktop_find(config, stream->feed.channel, stream->feed.group),
	    row, loop_now(service_loop(service)));

	api_streams_put(stream, row->seq, "offer", json);
	mem_free(json);
	stream->feed.after = row->seq;
	return api_streams_unsent(stream) < STREAM_UNSENT;
}

static void
api_streams_feed(struct api_stream *stream)
{
	struct db *db = service_db(stream->streams->service);
	const struct api_feed *feed = &stream->feed;
	struct err err = ERR_NONE;

	if (api_streams_unsent(stream) >= STREAM_UNSENT)
		return;
	/* A store that fails now is heard of elsewhere; the next beat tries. */
	if (feed->channel != NULL)
		err_drop(offer_rows_list(db,
		    &(struct offer_range){
			feed->channel, feed->after, STREAM_BATCH},
		    api_streams_on_offer, stream, &err));
	else
		err_drop(event_rows_after(db, feed->after, STREAM_BATCH,
		    api_streams_on_row, stream, &err));
}

/* False: its channel is gone, or belongs to others, and so it was ended. */
static bool
api_streams_keep(struct api_stream *stream)
{
	const struct api_feed *feed = &stream->feed;

	if (feed->channel == NULL ||
	    api_desktop_find(service_config(stream->streams->service),
		feed->channel, feed->group) != NULL)
		return true;
	api_streams_end(stream);
	return false;
}

/* The reader took all that was written: more may wait. */
static void
api_streams_on_drained(struct evhttp_connection *connection, void *arg)
{
	(void)connection;
	if (api_streams_keep(arg))
		api_streams_feed(arg);
}

static void
api_streams_beat(struct api_stream *stream)
{
	struct evbuffer *out = evbuffer_new();

	api_streams_feed(stream);
	evbuffer_add_printf(out, ": alive\n\n");
	if (api_streams_unsent(stream) < STREAM_UNSENT)
		evhttp_send_reply_chunk_with_cb(
		    stream->request, out, api_streams_on_drained, stream);
	evbuffer_free(out);
}

static void
api_streams_on_beat(void *arg)
{
	struct api_streams *streams = arg;
	struct api_stream *stream, *next;

	for (stream = streams->list; stream != NULL; stream = next) {
		next = stream->next;
		if (api_streams_keep(stream))
			api_streams_beat(stream);
	}
	streams->beat = loop_after(service_loop(streams->service),
	    STREAM_BEAT_MS, api_streams_on_beat, streams);
}

struct api_streams *
api_streams_new(struct service *service)
{
	struct api_streams *streams = mem_new(sizeof(*streams));

	streams->service = service;
	streams->beat = loop_after(service_loop(service), STREAM_BEAT_MS,
	    api_streams_on_beat, streams);
	return streams;
}

void
api_streams_free(struct api_streams *streams)
{
	if (streams == NULL)
		return;
	while (streams->list != NULL)
		api_streams_end(streams->list);
	loop_cancel(streams->beat);
	mem_free(streams);
}

static void
api_streams_begin(struct api_stream *stream)
{
	const struct api_feed *feed = &stream->feed;
	struct service *service = stream->streams->service;
	char *json;

	if (feed->channel != NULL) {
		json =
		    api_desktop_begin(api_desktop_find(service_config(service),
					  feed->channel, feed->group),
			feed->after, feed->newest);
		api_streams_put(stream, 0, "begin", json);
		mem_free(json);
	}
	api_streams_feed(stream);
}

void
api_streams_add(struct api_streams *streams, struct evhttp_request *request,
    struct api_feed *feed)
{
	struct evhttp_connection *connection =
	    evhttp_request_get_connection(request);
	struct api_stream *stream;

	if (streams->count == STREAM_MAX) {
		mem_free(feed->channel);
		mem_free(feed->group);
		evhttp_send_error(
		    request, HTTP_SERVUNAVAIL, "too many streams");
		return;
	}
	stream = mem_new(sizeof(*stream));
	stream->streams = streams;
	stream->request = request;
	stream->feed = *feed;
	stream->next = streams->list;
	streams->list = stream;
	streams->count++;
	evhttp_add_header(evhttp_request_get_output_headers(request),
	    "Content-Type", "text/event-stream");
	evhttp_add_header(evhttp_request_get_output_headers(request),
	    "Cache-Control", "no-store");
	evhttp_connection_set_timeout(connection, STREAM_TIMEOUT_S);
	evhttp_connection_set_closecb(connection, api_streams_on_close, stream);
	evhttp_send_reply_start(request, HTTP_OK, "OK");
	api_streams_begin(stream);
}

size_t
api_streams_agents(const struct api_streams *streams)
{
	size_t agents = 0;

	for (const struct api_stream *stream = streams->list; stream != NULL;
	     stream = stream->next)
		agents += stream->feed.channel != NULL;
	return agents;
}

void
api_streams_wake(struct api_streams *streams)
{
	struct api_stream *stream, *next;

	for (stream = streams->list; stream != NULL; stream = next) {
		next = stream->next;
		if (api_streams_keep(stream))
			api_streams_feed(stream);
	}
}
