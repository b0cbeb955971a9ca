/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The API's server: socket, and who may do what. In: requests of local
 * clients; out: what the routes answer. Called by daemon/service.c.
 */
#include "daemon/api.h"

#include "daemon/api_access.h"
#include "daemon/api_conns.h"
#include "daemon/api_json.h"
#include "daemon/api_pages.h"
#include "daemon/api_routes.h"
#include "daemon/api_stream.h"
#include "daemon/observer.h"
#include "lib/base/mem.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define API_BODY_MAX	4096
#define API_HEADERS_MAX 8192
#define API_TIMEOUT_S	10
#define API_BACKLOG	64

struct api {
	struct service *service;
	struct evhttp *server;
	struct api_conns *conns;
	struct api_streams *streams;
	char *path;
};

static void
api_send(
    struct evhttp_request *request, int status, const char *reason, char *json)
{
	struct evbuffer *out = evbuffer_new();

	evbuffer_add_printf(out, "%s\n", json);
	evhttp_add_header(evhttp_request_get_output_headers(request),
	    "Content-Type", "application/json");
	evhttp_send_reply(request, status, reason, out);
	evbuffer_free(out);
	mem_free(json);
}

static void
api_refuse(struct evhttp_request *request, int status, const char *text)
{
	api_send(request, status, "Refused", api_json_error(text));
}

static const char *
api_get(const void *query, const char *name)
{
	return evhttp_find_header(query, name);
}

static bool
api_peer_in_group(const void *peer, const char *group)
{
	return api_access_in_group(peer, group);
}

/* Streams go on; everything else is one answer. */
static void
api_answer_stream(struct api *api, struct evhttp_request *request,
    const struct api_route *route, const struct api_ask *ask)
{
	struct api_feed feed = {.after = 0};
	int status = HTTP_OK;
	char *json;

	if (!api_conns_stream(api->conns, request)) {
		api_refuse(request, HTTP_SERVUNAVAIL, "too many streams");
		return;
	}
	json = route->open(ask, &feed, &status);
	if (json != NULL)
		api_send(request, status, "Refused", json);
	else
		api_streams_add(api->streams, request, &feed);
}

static void
api_answer(struct api *api, struct evhttp_request *request,
    const struct api_route *route, const struct api_access *access,
    const struct evkeyvalq *query)
{
	const char *path =
	    evhttp_uri_get_path(evhttp_request_get_evhttp_uri(request));
	struct api_ask ask = {
	    .service = api->service,
	    .rest = path + (route->prefix ? strlen(route->path) : 0),
	    .author = access->author,
	    .uid = access->uid,
	    .may_operate = api_access_may(access, API_OPERATE),
	    .in_group = api_peer_in_group,
	    .peer = access,
	    .get = api_get,
	    .query = query,
	};
	int status;
	char *json;

	if (route->fn == NULL) {
		api_answer_stream(api, request, route, &ask);
		return;
	}
	json = route->fn(&ask, &status);
	api_send(request, status, status == HTTP_OK ? "OK" : "Refused", json);
}

static void
api_answer_page(struct api *api, struct evhttp_request *request,
    const struct api_page *page)
{
	struct evbuffer *out = evbuffer_new();
	struct buf text;
	int status;

	buf_init(&text, API_PAGE_MAX);
	status = page->fn(api->service, &text);
	evbuffer_add(out, text.data, text.len);
	evhttp_add_header(evhttp_request_get_output_headers(request),
	    "Content-Type", page->type);
	evhttp_add_header(evhttp_request_get_output_headers(request),
	    "Cache-Control", "no-store");
	evhttp_send_reply(
	    request, status, status == HTTP_OK ? "OK" : "Unavailable", out);
	evbuffer_free(out);
	buf_done(&text);
}

static void
api_answer_route(struct api *api, struct evhttp_request *request,
    const struct api_route *route, const struct api_access *access)
{
	const char *text =
	    evhttp_uri_get_query(evhttp_request_get_evhttp_uri(request));
	struct evkeyvalq query;

	if (evhttp_parse_query_str(text != NULL ? text : "", &query) != 0) {
		api_refuse(request, HTTP_BADREQUEST, "bad query");
		return;
	}
	api_answer(api, request, route, access, &query);
	evhttp_clear_headers(&query);
}

static void
api_deny(struct api *api, struct evhttp_request *request,
    const struct api_access *access, enum api_verb verb)
{
	metrics_count(observer_metrics(service_observer(api->service)),
	    COUNTER_REFUSED_ACCESS, "", 1);
	if (access->refused == 401)
		evhttp_add_header(evhttp_request_get_output_headers(request),
		    "WWW-Authenticate", "Bearer");
	if (access->refused != 0)
		api_refuse(request, access->refused, access->why);
	else if (access->by_token)
		api_refuse(request, 403,
		    "the token may only read, 'operate: yes' is not set");
	else
		api_refuse(request, 403,
		    verb == API_OPERATE
			? "only members of the operate group may do this"
			: "only members of the read group may see this");
}

static void
api_on_request(struct evhttp_request *request, void *arg)
{
	struct api *api = arg;
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
	const char *path = uri != NULL ? evhttp_uri_get_path(uri) : NULL;
	bool post = evhttp_request_get_command(request) == EVHTTP_REQ_POST;
	const struct api_page *page = NULL;
	const struct api_route *route = NULL;
	struct api_access access;
	bool known = false;

	api_access_look(service_config(api->service), request, &access);
	if (path != NULL && !post)
		page = api_pages_find(path);
	if (path != NULL && page == NULL)
		route = api_routes_find(post, path, &known);
	if (access.refused != 0)
		api_deny(api, request, &access, API_READ);
	else if (!api_conns_asked(api->conns, request))
		api_refuse(request, HTTP_SERVUNAVAIL,
		    "too many answers wait for those who asked");
	else if (page == NULL && route == NULL)
		api_refuse(request, known ? HTTP_BADMETHOD : HTTP_NOTFOUND,
		    "no such resource");
	else if (!api_access_may(
		     &access, page != NULL ? API_READ : route->verb))
		api_deny(api, request, &access,
		    page != NULL ? API_READ : route->verb);
	else if (page != NULL)
		api_answer_page(api, request, page);
	else
		api_answer_route(api, request, route, &access);
}

static void
api_on_event(int64_t seq, void *arg)
{
	struct api *api = arg;

	(void)seq;
	api_streams_wake(api->streams);
}

static void
api_on_offer(void *arg)
{
	struct api *api = arg;

	api_streams_wake(api->streams);
}

/* A socket that nobody answers on is left over from a crash. */
static int
api_clear_socket(const struct sockaddr_un *sun, struct err *err)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int rc;

	if (fd < 0)
		return err_set_errno(err, ERR_SYSTEM, errno, "socket");
	rc = connect(fd, (const struct sockaddr *)sun, sizeof(*sun));
	close(fd);
	if (rc == 0)
		return err_set(err, ERR_BUSY, "another filingd answers on '%s'",
		    sun->sun_path);
	unlink(sun->sun_path);
	return 0;
}

static int
api_bind(struct api *api, const struct sockaddr *sa, int len, const char *what,
    struct err *err)
{
	struct evconnlistener *listener = evconnlistener_new_bind(
	    loop_base(service_loop(api->service)), NULL, NULL,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE,
	    API_BACKLOG, sa, len);

	if (listener == NULL)
		return err_set_errno(
		    err, ERR_IO, errno, "cannot listen on '%s'", what);
	if (evhttp_bind_listener(api->server, listener) == NULL) {
		evconnlistener_free(listener);
		return err_set(err, ERR_SYSTEM, "cannot listen on '%s'", what);
	}
	return 0;
}

/* The configuration made sure that it is loopback. */
static int
api_listen_port(struct api *api, const char *listen, struct err *err)
{
	struct sockaddr_storage address;
	struct sockaddr *sa = (struct sockaddr *)&address;
	int len = sizeof(address);

	if (evutil_parse_sockaddr_port(listen, sa, &len) != 0 ||
	    !guard_is_loopback(sa))
		return err_set(err, ERR_CONFIG,
		    "api: '%s' is no loopback address and port", listen);
	return api_bind(api, sa, len, listen, err);
}

static int
api_listen(struct api *api, struct err *err)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};
	mode_t mask;
	int rc;

	if (strlen(api->path) >= sizeof(sun.sun_path))
		return err_set(err, ERR_CONFIG,
		    "socket '%s': the path is longer than %zu bytes", api->path,
		    sizeof(sun.sun_path) - 1);
	memcpy(sun.sun_path, api->path, strlen(api->path) + 1);
	rc = api_clear_socket(&sun, err);
	if (rc != 0)
		return rc;
	mask = umask(0111); /* 0666: the peer's credentials decide */
	rc =
	    api_bind(api, (struct sockaddr *)&sun, sizeof(sun), api->path, err);
	umask(mask);
	return rc;
}

int
api_new(struct service *service, const struct config *config, struct api **ret,
    struct err *err)
{
	struct api *api = mem_new(sizeof(*api));
	int rc;

	api->service = service;
	api->path = mem_strdup(config->top.socket);
	api->server = evhttp_new(loop_base(service_loop(service)));
	if (api->server == NULL) {
		mem_free(api->path);
		mem_free(api);
		return err_set(err, ERR_SYSTEM, "api: no http server");
	}
	evhttp_set_max_body_size(api->server, API_BODY_MAX);
	evhttp_set_max_headers_size(api->server, API_HEADERS_MAX);
	evhttp_set_timeout(api->server, API_TIMEOUT_S);
	evhttp_set_allowed_methods(
	    api->server, EVHTTP_REQ_GET | EVHTTP_REQ_POST);
	evhttp_set_gencb(api->server, api_on_request, api);
	api->conns = api_conns_new(service_loop(service), api->server,
	    observer_metrics(service_observer(service)));
	api->streams = api_streams_new(service);
	rc = api_listen(api, err);
	if (rc == 0 && config->api.listen != NULL)
		rc = api_listen_port(api, config->api.listen, err);
	if (rc != 0) {
		api_free(api);
		return rc;
	}
	service_on_event(service, api_on_event, api);
	service_on_offer(service, api_on_offer, api);
	*ret = api;
	return 0;
}

size_t
api_agents(const struct api *api)
{
	return api_streams_agents(api->streams);
}

void
api_free(struct api *api)
{
	if (api == NULL)
		return;
	service_on_event(api->service, NULL, NULL);
	service_on_offer(api->service, NULL, NULL);
	api_streams_free(api->streams);
	evhttp_free(api->server);
	api_conns_free(api->conns);
	unlink(api->path);
	mem_free(api->path);
	mem_free(api);
}
