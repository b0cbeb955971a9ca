/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what hubs send, from anybody. Goes out: their verifications and
 * pushes to watchers/websub, and its status. Called by daemon/generation.c.
 */
#include "daemon/api_hub.h"

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/net/loop.h"
#include "watchers/websub.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <event2/util.h>
#include <string.h>
#include <sys/socket.h>

#define HUB_BODY_MAX	MIB
#define HUB_HEADERS_MAX (64 * KIB)
#define HUB_ANSWER_MAX	(4 * KIB)
#define HUB_TIMEOUT_S	10
#define HUB_BACKLOG	64

struct api_hub {
	struct websub *websub;
	struct evhttp *server;
};

static int
hub_push(struct api_hub *hub, struct evhttp_request *request, const char *token)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(request);
	const char *signature = evhttp_find_header(
	    evhttp_request_get_input_headers(request), "X-Hub-Signature");
	size_t n = evbuffer_get_length(in);
	const char *body = n > 0 ? (char *)evbuffer_pullup(in, -1) : "";

	if (body == NULL)
		return 503;
	return websub_push(
	    hub->websub, token, signature, (struct span){body, n});
}

static const char *
hub_reason(int status)
{
	return status == 200   ? "OK"
	       : status == 410 ? "Gone"
	       : status == 404 ? "Not Found"
			       : "Unavailable";
}

static void
hub_on_request(struct evhttp_request *request, void *arg)
{
	struct api_hub *hub = arg;
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
	const char *path = uri != NULL ? evhttp_uri_get_path(uri) : NULL;
	const char *query = uri != NULL ? evhttp_uri_get_query(uri) : NULL;
	const char *slash = path != NULL ? strrchr(path, '/') : NULL;
	struct evbuffer *out = evbuffer_new();
	struct buf answer;
	int status = 404;

	buf_init(&answer, HUB_ANSWER_MAX);
	if (slash != NULL &&
	    evhttp_request_get_command(request) == EVHTTP_REQ_POST)
		status = hub_push(hub, request, slash + 1);
	else if (slash != NULL)
		status = websub_verify(hub->websub, slash + 1,
		    query != NULL ? query : "", &answer);
	evhttp_add_header(evhttp_request_get_output_headers(request),
	    "Content-Type", "text/plain");
	evhttp_add_header(evhttp_request_get_output_headers(request),
	    "X-Content-Type-Options", "nosniff");
	evbuffer_add(out, answer.data, answer.len);
	evhttp_send_reply(request, status, hub_reason(status), out);
	evbuffer_free(out);
	buf_done(&answer);
}

static int
hub_listen(struct api_hub *hub, struct event_base *base, const char *listen,
    struct err *err)
{
	struct sockaddr_storage address;
	struct sockaddr *sa = (struct sockaddr *)&address;
	struct evconnlistener *listener;
	int len = sizeof(address);

	if (evutil_parse_sockaddr_port(listen, sa, &len) != 0)
		return err_set(
		    err, ERR_CONFIG, "'%s' is no address and port", listen);
	listener = evconnlistener_new_bind(base, NULL, NULL,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE,
	    HUB_BACKLOG, sa, len);
	if (listener == NULL)
		return err_set_errno(
		    err, ERR_IO, errno, "cannot listen on %s", listen);
	if (evhttp_bind_listener(hub->server, listener) == NULL) {
		evconnlistener_free(listener);
		return err_set(err, ERR_SYSTEM, "cannot listen on %s", listen);
	}
	return 0;
}

int
api_hub_new(struct loop *loop, const char *listen, struct websub *websub,
    struct api_hub **ret, struct err *err)
{
	struct api_hub *hub = mem_new(sizeof(*hub));
	int rc;

	hub->websub = websub;
	hub->server = evhttp_new(loop_base(loop));
	if (hub->server == NULL) {
		mem_free(hub);
		return err_set(err, ERR_SYSTEM, "no http server");
	}
	evhttp_set_max_body_size(hub->server, HUB_BODY_MAX);
	evhttp_set_max_headers_size(hub->server, HUB_HEADERS_MAX);
	evhttp_set_timeout(hub->server, HUB_TIMEOUT_S);
	evhttp_set_allowed_methods(
	    hub->server, EVHTTP_REQ_GET | EVHTTP_REQ_POST);
	evhttp_set_gencb(hub->server, hub_on_request, hub);
	rc = hub_listen(hub, loop_base(loop), listen, err);
	if (rc != 0) {
		api_hub_free(hub);
		return rc;
	}
	*ret = hub;
	return 0;
}

void
api_hub_free(struct api_hub *hub)
{
	if (hub == NULL)
		return;
	evhttp_free(hub->server);
	mem_free(hub);
}
