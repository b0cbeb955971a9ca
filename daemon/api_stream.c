/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Streams: each holds the seq it has sent up to, and is fed from the store, so
 * that a slow reader costs no memory. In: requests and wake-ups; out: events
 * on the sockets. Called by daemon/api.c.
 */
#include "daemon/api_stream.h"

#include "alerts/event_rows.h"
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
	int64_t sent;
};

struct api_streams {
	struct loop *loop;
	struct db *db;
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
	mem_free(stream);
}

static void
api_streams_on_close(struct evhttp_connection *connection, void *arg)
{
	struct api_stream *stream = arg;

	evhttp_connection_set_closecb(connection, NULL, NULL);
	api_streams_drop(stream);
}

static size_t
api_streams_unsent(struct api_stream *stream)
{
	struct bufferevent *bev = evhttp_connection_get_bufferevent(
	    evhttp_request_get_connection(stream->request));

	return evbuffer_get_length(bufferevent_get_output(bev));
}

static bool
api_streams_on_row(const struct event_row *row, void *arg)
{
	struct api_stream *stream = arg;
	struct evbuffer *out = evbuffer_new();
	char *json = api_json_event(row);

	evbuffer_add_printf(out, "id: %" PRId64 "\nevent: %s\ndata: %s\n\n",
	    row->seq, row->type, json);
	evhttp_send_reply_chunk(stream->request, out);
	evbuffer_free(out);
	mem_free(json);
	stream->sent = row->seq;
	return api_streams_unsent(stream) < STREAM_UNSENT;
}

static void
api_streams_feed(struct api_stream *stream)
{
	struct err err = ERR_NONE;

	if (api_streams_unsent(stream) >= STREAM_UNSENT)
		return;
	/* A store that fails now is heard of elsewhere; the next beat tries. */
	err_drop(event_rows_after(stream->streams->db, stream->sent,
	    STREAM_BATCH, api_streams_on_row, stream, &err));
}

static void
api_streams_on_beat(void *arg)
{
	struct api_streams *streams = arg;
	struct api_stream *stream, *next;

	for (stream = streams->list; stream != NULL; stream = next) {
		struct evbuffer *out = evbuffer_new();

		next = stream->next;
		api_streams_feed(stream);
		evbuffer_add_printf(out, ": alive\n\n");
		if (api_streams_unsent(stream) < STREAM_UNSENT)
			evhttp_send_reply_chunk(stream->request, out);
		evbuffer_free(out);
	}
	streams->beat = loop_after(
	    streams->loop, STREAM_BEAT_MS, api_streams_on_beat, streams);
}

struct api_streams *
api_streams_new(struct loop *loop, struct db *db)
{
	struct api_streams *streams = mem_new(sizeof(*streams));

	streams->loop = loop;
	streams->db = db;
	streams->beat =
	    loop_after(loop, STREAM_BEAT_MS, api_streams_on_beat, streams);
	return streams;
}

void
api_streams_free(struct api_streams *streams)
{
	if (streams == NULL)
		return;
	while (streams->list != NULL) {
		struct evhttp_request *request = streams->list->request;

		evhttp_connection_set_closecb(
		    evhttp_request_get_connection(request), NULL, NULL);
		api_streams_drop(streams->list);
		evhttp_send_reply_end(request);
	}
	loop_cancel(streams->beat);
	mem_free(streams);
}

void
api_streams_add(
    struct api_streams *streams, struct evhttp_request *request, int64_t after)
{
	struct evhttp_connection *connection =
	    evhttp_request_get_connection(request);
	struct api_stream *stream;

	if (streams->count == STREAM_MAX) {
		evhttp_send_error(
		    request, HTTP_SERVUNAVAIL, "too many streams");
		return;
	}
	stream = mem_new(sizeof(*stream));
	stream->streams = streams;
	stream->request = request;
	stream->sent = after;
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
	api_streams_feed(stream);
}

void
api_streams_wake(struct api_streams *streams)
{
	for (struct api_stream *stream = streams->list; stream != NULL;
	     stream = stream->next)
		api_streams_feed(stream);
}
