/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a request with its connection. Out: what it may do. Called by
 * daemon/api.c.
 */
#include "daemon/api_access.h"

#include "lib/base/digest.h"
#include "lib/base/utf8.h"

#include <event2/bufferevent.h>
#include <event2/http.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define API_GROUPS_MAX 256
#define API_BEARER     "Bearer "

bool
api_access_is_local_name(const char *host)
{
	static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n = strlen(names[i]);
		const char *port = host + n;

		if (strncasecmp(host, names[i], n) != 0)
			continue;
		if (*port == '\0' ||
		    (*port == ':' &&
			port[1 + strspn(port + 1, "0123456789")] == '\0'))
			return true;
	}
	return false;
}

bool
api_access_is_token(const char *header, const char *token)
{
	uint8_t given[SHA256_LEN], wanted[SHA256_LEN];
	size_t n = strlen(API_BEARER);

	if (strncasecmp(header, API_BEARER, n) != 0)
		return false;
	digest_sha256(header + n, strlen(header + n), given);
	digest_sha256(token, strlen(token), wanted);
	return bytes_equal(given, wanted, SHA256_LEN);
}

/* The port, or the kind of socket, cannot lie: the kernel tells it. */
static bool
api_access_is_unix(int fd)
{
	int domain = 0;
	socklen_t len = sizeof(domain);

	return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) == 0 &&
	       domain == AF_UNIX;
}

static void
api_access_refuse(struct api_access *access, int status, const char *why)
{
	access->refused = status;
	access->why = why;
}

static void
api_access_look_port(const struct config_api *api,
    const struct evkeyvalq *headers, struct api_access *access)
{
	const char *host = evhttp_find_header(headers, "Host");
	const char *token = evhttp_find_header(headers, "Authorization");

	access->by_token = true;
	(void)snprintf(access->author, sizeof(access->author), "token");
	if (host == NULL || !api_access_is_local_name(host))
		api_access_refuse(access, 403,
		    "the Host header must be localhost, 127.0.0.1 or [::1]");
	else if (api->token == NULL || token == NULL ||
		 !api_access_is_token(token, api->token))
		api_access_refuse(access, 401,
		    "this needs the token of the configuration, as "
		    "Authorization: Bearer TOKEN");
}

static void
api_access_look_peer(struct api_access *access)
{
	const struct passwd *user;
	struct ucred peer;
	socklen_t len = sizeof(peer);

	(void)snprintf(access->author, sizeof(access->author), "somebody");
	if (getsockopt(access->fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0) {
		api_access_refuse(access, 403, "nobody knows who asks");
		return;
	}
	access->uid = peer.uid;
	access->gid = peer.gid;
	user = getpwuid(peer.uid);
	(void)snprintf(access->author, sizeof(access->author), "uid %u",
	    (unsigned)peer.uid);
	if (user != NULL && strlen(user->pw_name) < sizeof(access->author) &&
	    utf8_is_text(user->pw_name))
		(void)snprintf(access->author, sizeof(access->author), "%s",
		    user->pw_name);
}

void
api_access_look(const struct config *config, struct evhttp_request *request,
    struct api_access *ret)
{
	*ret = (struct api_access){
	    .config = config,
	    .fd = bufferevent_getfd(evhttp_connection_get_bufferevent(
		evhttp_request_get_connection(request))),
	    .uid = (uid_t)-1,
	    .gid = (gid_t)-1,
	};
	if (api_access_is_unix(ret->fd))
		api_access_look_peer(ret);
	else
		api_access_look_port(&config->api,
		    evhttp_request_get_input_headers(request), ret);
}

bool
api_access_in_group(const struct api_access *access, const char *name)
{
	const struct group *group;
	gid_t groups[API_GROUPS_MAX];
	socklen_t len = sizeof(groups);

	if (access->by_token || access->refused != 0)
		return false;
	if (access->uid == 0 || access->uid == geteuid())
		return true;
	group = getgrnam(name);
	if (group == NULL)
		return false;
	if (access->gid == group->gr_gid)
		return true;
	if (getsockopt(access->fd, SOL_SOCKET, SO_PEERGROUPS, groups, &len) !=
	    0)
		return false;
	for (size_t i = 0; i < len / sizeof(gid_t); i++) {
		if (groups[i] == group->gr_gid)
			return true;
	}
	return false;
}

bool
api_access_may(const struct api_access *access, enum api_verb verb)
{
	const struct config_access *names = &access->config->access;

	if (access->refused != 0)
		return false;
	if (access->by_token)
		return verb == API_READ || verb == API_OWN ||
		       (verb == API_OPERATE && access->config->api.operate);
	if (verb == API_OWN ||
	    (verb == API_READ && strcmp(names->read, "*") == 0))
		return true;
	return api_access_in_group(access, names->operate) ||
	       (verb == API_READ && api_access_in_group(access, names->read));
}
