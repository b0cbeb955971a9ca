/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a request. Out: frames as they come, the answer at its end. GIO does the
 * waiting; clients/agent_answer.c and agent_frame.c read. Called by
 * clients/agent_link.c.
 *
 *   connecting --> writing --> reading --> ended
 *
 * A call that is stopped is canceled and frees itself when GIO has let go.
 */
#include "clients/agent_call.h"

#include "clients/agent_answer.h"
#include "lib/base/mem.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>

#define CALL_PIECE    16384
#define CALL_BODY_MAX MIB

struct agent_call {
	struct agent_answer answer;
	struct agent_frames frames;
	struct buf body;
	bool stopped;
	int idle_s;
	guint timer;
	agent_frame_fn *frame;
	agent_call_fn *end;
	void *arg;
	char *request;
	GSocketConnection *connection;
	GCancellable *cancel;
	struct err err;
	char piece[CALL_PIECE];
};

static void
agent_call_free(struct agent_call *call)
{
	if (call->timer != 0)
		g_source_remove(call->timer);
	g_clear_object(&call->connection);
	g_clear_object(&call->cancel);
	agent_answer_done(&call->answer);
	agent_frames_done(&call->frames);
	buf_done(&call->body);
	mem_free(call->request);
	mem_free(call);
}

/* GIO has let go of the call: tells its end, unless it was stopped. */
static void
agent_call_finish(struct agent_call *call)
{
	struct span body = {call->body.data, call->body.len};

	if (!call->stopped)
		call->end(call->answer.status, body,
		    call->err.code != 0 ? &call->err : NULL, call->arg);
	agent_call_free(call);
}

static void
agent_call_fail(struct agent_call *call, GError *error)
{
	if (call->err.code == 0)
		err_drop(err_set(&call->err, ERR_CONNECT, "%s",
		    error != NULL ? error->message : "the daemon closed"));
	if (error != NULL)
		g_error_free(error);
	agent_call_finish(call);
}

static gboolean
agent_call_on_idle(gpointer arg)
{
	struct agent_call *call = arg;

	call->timer = 0;
	err_drop(
	    err_set(&call->err, ERR_TIMEOUT, "silent for %d s", call->idle_s));
	g_cancellable_cancel(call->cancel);
	return G_SOURCE_REMOVE;
}

static void
agent_call_rest(struct agent_call *call)
{
	if (call->timer != 0)
		g_source_remove(call->timer);
	call->timer = g_timeout_add_seconds(
	    (guint)call->idle_s, agent_call_on_idle, call);
}

/* The one before may have stopped the call. */
static void
agent_call_on_frame(const struct agent_frame *frame, void *arg)
{
	struct agent_call *call = arg;

	if (!call->stopped)
		call->frame(frame, call->arg);
}

static int
agent_call_on_body(struct span piece, void *arg)
{
	struct agent_call *call = arg;

	if (call->frame != NULL && call->answer.status == 200)
		return agent_frames_feed(&call->frames, piece);
	return buf_add(&call->body, piece.p, piece.len);
}

static void agent_call_read(struct agent_call *call);

static void
agent_call_on_read(GObject *source, GAsyncResult *result, gpointer arg)
{
	struct agent_call *call = arg;
	GError *error = NULL;
	gssize n =
	    g_input_stream_read_finish(G_INPUT_STREAM(source), result, &error);
	int rc;

	if (n < 0 || call->stopped) {
		agent_call_fail(call, error);
		return;
	}
	if (n == 0)
		rc = agent_answer_close(&call->answer);
	else
		rc = agent_answer_feed(
		    &call->answer, (struct span){call->piece, (size_t)n});
	if (rc != 0)
		err_drop(err_set(&call->err, rc, "the daemon's answer: %s",
		    n == 0 ? "it broke off" : err_text(rc)));
	if (call->stopped || rc != 0 || n == 0 ||
	    call->answer.state == AGENT_ANSWER_DONE)
		agent_call_finish(call);
	else
		agent_call_read(call);
}

static void
agent_call_read(struct agent_call *call)
{
	agent_call_rest(call);
	g_input_stream_read_async(
	    g_io_stream_get_input_stream(G_IO_STREAM(call->connection)),
	    call->piece, CALL_PIECE, G_PRIORITY_DEFAULT, call->cancel,
	    agent_call_on_read, call);
}

static void
agent_call_on_written(GObject *source, GAsyncResult *result, gpointer arg)
{
	struct agent_call *call = arg;
	GError *error = NULL;

	if (!g_output_stream_write_all_finish(
		G_OUTPUT_STREAM(source), result, NULL, &error) ||
	    call->stopped)
		agent_call_fail(call, error);
	else
		agent_call_read(call);
}

static void
agent_call_on_connected(GObject *source, GAsyncResult *result, gpointer arg)
{
	struct agent_call *call = arg;
	GError *error = NULL;

	call->connection = g_socket_client_connect_finish(
	    G_SOCKET_CLIENT(source), result, &error);
	if (call->connection == NULL || call->stopped) {
		agent_call_fail(call, error);
		return;
	}
	agent_call_rest(call);
	g_output_stream_write_all_async(
	    g_io_stream_get_output_stream(G_IO_STREAM(call->connection)),
	    call->request, strlen(call->request), G_PRIORITY_DEFAULT,
	    call->cancel, agent_call_on_written, call);
}

struct agent_call *
agent_call_start(const struct agent_request *request)
{
	struct agent_call *call = mem_new(sizeof(*call));
	GSocketAddress *address = g_unix_socket_address_new(request->socket);
	GSocketClient *client = g_socket_client_new();

	call->frame = request->frame;
	call->idle_s = request->idle_s;
	call->end = request->end;
	call->arg = request->arg;
	call->cancel = g_cancellable_new();
	call->request = mem_printf("%s %s HTTP/1.1\r\nHost: localhost\r\n"
				   "Content-Length: 0\r\n"
				   "Connection: close\r\n\r\n",
	    request->method, request->target);
	buf_init(&call->body, CALL_BODY_MAX);
	agent_answer_init(&call->answer, agent_call_on_body, call);
	agent_frames_init(&call->frames, agent_call_on_frame, call);
	g_socket_client_set_enable_proxy(client, FALSE);
	agent_call_rest(call);
	g_socket_client_connect_async(client, G_SOCKET_CONNECTABLE(address),
	    call->cancel, agent_call_on_connected, call);
	g_object_unref(client);
	g_object_unref(address);
	return call;
}

void
agent_call_stop(struct agent_call *call)
{
	if (call == NULL)
		return;
	call->stopped = true;
	g_cancellable_cancel(call->cancel);
}
