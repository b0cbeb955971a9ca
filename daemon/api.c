/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The API's server: socket, and who may do what. In: requests of local
 * clients; out: what the routes answer. Called by daemon/service.c.
 */
#include "daemon/api.h"

#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "daemon/api_stream.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "watchers/pause_rows.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define API_BODY_MAX	4096
#define API_HEADERS_MAX 8192
#define API_TIMEOUT_S	10
#define API_GROUPS_MAX	256

struct api {
	struct service *service;
	struct evhttp *server;
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

static int
api_fd(struct evhttp_request *request)
{
	return bufferevent_getfd(evhttp_connection_get_bufferevent(
	    evhttp_request_get_connection(request)));
}

static int
api_peer(struct evhttp_request *request, struct ucred *ret)
{
	socklen_t len = sizeof(*ret);

	return getsockopt(api_fd(request), SOL_SOCKET, SO_PEERCRED, ret, &len);
}

/* The user who asks, with the name for what is kept of it. */
static uid_t
api_author(struct evhttp_request *request, char author[PAUSE_AUTHOR_MAX])
{
	const struct passwd *user;
	struct ucred peer;

	(void)snprintf(author, PAUSE_AUTHOR_MAX, "somebody");
	if (api_peer(request, &peer) != 0)
		return (uid_t)-1;
	user = getpwuid(peer.uid);
	(void)snprintf(author, PAUSE_AUTHOR_MAX, "uid %u", (unsigned)peer.uid);
	if (user != NULL && strlen(user->pw_name) < PAUSE_AUTHOR_MAX &&
	    utf8_is_text(user->pw_name))
		(void)snprintf(author, PAUSE_AUTHOR_MAX, "%s", user->pw_name);
	return peer.uid;
}

static const char *
api_get(const void *query, const char *name)
{
	return evhttp_find_header(query, name);
}

static bool
api_in_group(int fd, const struct ucred *peer, const char *name)
{
	const struct group *group = getgrnam(name);
	gid_t groups[API_GROUPS_MAX];
	socklen_t len = sizeof(groups);

	if (group == NULL)
		return false;
	if (peer->gid == group->gr_gid)
		return true;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &len) != 0)
		return false;
	for (size_t i = 0; i < len / sizeof(gid_t); i++) {
		if (groups[i] == group->gr_gid)
			return true;
	}
	return false;
}

static bool
api_is_allowed(
    const struct api *api, struct evhttp_request *request, enum api_verb verb)
{
	const struct config_access *access =
	    &service_config(api->service)->access;
	int fd = api_fd(request);
	struct ucred peer;

	if (verb == API_OWN)
		return true;
	if (api_peer(request, &peer) != 0)
		return false;
	if (peer.uid == 0 || peer.uid == geteuid())
		return true;
	if (verb == API_READ && strcmp(access->read, "*") == 0)
		return true;
	return api_in_group(fd, &peer, access->operate) ||
	       (verb == API_READ && api_in_group(fd, &peer, access->read));
}

struct api_peer {
	const struct api *api;
	struct evhttp_request *request;
};

static bool
api_peer_in_group(const void *peer, const char *group)
{
	const struct api_peer *of = peer;
	struct ucred cred;

	if (api_peer(of->request, &cred) != 0)
		return false;
	return cred.uid == 0 || cred.uid == geteuid() ||
	       api_in_group(api_fd(of->request), &cred, group);
}

/* Streams go on; everything else is one answer. */
static void
api_answer_stream(struct api *api, struct evhttp_request *request,
    const struct api_route *route, const struct api_ask *ask)
{
	struct api_feed feed = {.after = 0};
	int status = HTTP_OK;
	char *json = route->open(ask, &feed, &status);

	if (json != NULL)
		api_send(request, status, "Refused", json);
	else
		api_streams_add(api->streams, request, &feed);
}

static void
api_answer(struct api *api, struct evhttp_request *request,
    const struct api_route *route, const struct evkeyvalq *query)
{
	const char *path =
	    evhttp_uri_get_path(evhttp_request_get_evhttp_uri(request));
	char author[PAUSE_AUTHOR_MAX];
	struct api_ask ask = {
	    .service = api->service,
	    .rest = path + (route->prefix ? strlen(route->path) : 0),
	    .author = author,
	    .may_operate = api_is_allowed(api, request, API_OPERATE),
	    .in_group = api_peer_in_group,
	    .peer = &(struct api_peer){api, request},
	    .get = api_get,
	    .query = query,
	};
	int status;
	char *json;

	ask.uid = api_author(request, author);
	if (route->fn == NULL) {
		api_answer_stream(api, request, route, &ask);
		return;
	}
	json = route->fn(&ask, &status);
	api_send(request, status, status == HTTP_OK ? "OK" : "Refused", json);
}

static void
api_on_request(struct evhttp_request *request, void *arg)
{
	struct api *api = arg;
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
	const char *path = uri != NULL ? evhttp_uri_get_path(uri) : NULL;
	const char *text = uri != NULL ? evhttp_uri_get_query(uri) : NULL;
	bool post = evhttp_request_get_command(request) == EVHTTP_REQ_POST;
	const struct api_route *route = NULL;
	struct evkeyvalq query;
	bool known = false;

	if (path != NULL)
		route = api_routes_find(post, path, &known);
	if (route == NULL)
		api_refuse(request, known ? HTTP_BADMETHOD : HTTP_NOTFOUND,
		    "no such resource");
	else if (!api_is_allowed(api, request, route->verb))
		api_refuse(request, 403,
		    route->verb == API_OPERATE
			? "only members of the operate group may do this"
			: "only members of the read group may see this");
	else if (evhttp_parse_query_str(text != NULL ? text : "", &query) != 0)
		api_refuse(request, HTTP_BADREQUEST, "bad query");
	else {
		api_answer(api, request, route, &query);
		evhttp_clear_headers(&query);
	}
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
api_listen(struct api *api, struct err *err)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};
	struct evconnlistener *listener;
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
	listener =
	    evconnlistener_new_bind(loop_base(service_loop(api->service)), NULL,
		NULL, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 16,
		(struct sockaddr *)&sun, sizeof(sun));
	umask(mask);
	if (listener == NULL)
		return err_set_errno(
		    err, ERR_IO, errno, "socket '%s'", api->path);
	if (evhttp_bind_listener(api->server, listener) == NULL)
		return err_set(err, ERR_SYSTEM, "socket '%s'", api->path);
	return 0;
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
	api->streams = api_streams_new(service);
	rc = api_listen(api, err);
	if (rc != 0) {
		api_free(api);
		return rc;
	}
	service_on_event(service, api_on_event, api);
	service_on_offer(service, api_on_offer, api);
	*ret = api;
	return 0;
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
	unlink(api->path);
	mem_free(api->path);
	mem_free(api);
}
