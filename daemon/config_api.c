/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the sections api and heartbeat of a file. Goes out: where filingd
 * listens beside its socket, whom it tells that it is well, or complaints.
 * Called by daemon/config.c.
 */
#include "daemon/config_api.h"

#include "daemon/config_parse.h"

#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <arpa/inet.h>
#include <string.h>

/* Shorter ones can be guessed. */
#define TOKEN_MIN 16
#define TOKEN_MAX 1024

/* "127.0.0.1:9080" or "[::1]:9080": this machine alone. */
static bool
api_is_loopback(const char *text)
{
	const char *colon = strrchr(text, ':');
	struct in_addr address;
	int64_t port;
	char *host;
	bool good;

	if (colon == NULL || number_parse(colon + 1, 1, 65535, &port) != 0)
		return false;
	host = mem_strndup(text, (size_t)(colon - text));
	good = strcmp(host, "[::1]") == 0 ||
	       (inet_pton(AF_INET, host, &address) == 1 &&
		   ntohl(address.s_addr) >> 24 == 127);
	mem_free(host);
	return good;
}

static bool
api_is_token(const char *token)
{
	size_t n = strlen(token);

	if (n < TOKEN_MIN || n > TOKEN_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (token[i] <= ' ' || token[i] >= 0x7f)
			return false;
	}
	return true;
}

void
config_read_api(struct config_parse *parse, const struct yaml_node *node)
{
	struct config_api *api = &parse->config->api;
	const struct yaml_node *token = yaml_get(node, "token");

	if (node == NULL || !config_read_new(parse, SECTION_API, node, api))
		return;
	if (api->listen == NULL || token == NULL) {
		config_complain(
		    parse, node->mark, "api needs 'listen' and 'token'");
		return;
	}
	if (!api_is_loopback(api->listen))
		config_complain(parse, node->mark,
		    "'listen' must be a loopback address and a port, such as "
		    "127.0.0.1:9080 or [::1]:9080; a proxy of yours may stand "
		    "before it");
	mem_replace(&api->token, config_read_secret(parse, token, "token"));
	if (api->token != NULL && !api_is_token(api->token))
		config_complain(parse, token->mark,
		    "the token must have %d to %d visible ASCII characters "
		    "(openssl rand -hex 32 makes one)",
		    TOKEN_MIN, TOKEN_MAX);
}

void
config_api_done(struct config_api *api)
{
	mem_free(api->listen);
	if (api->token != NULL)
		bytes_wipe(api->token, strlen(api->token));
	mem_free(api->token);
}

/* "/fail" is put behind it. */
static bool
heartbeat_is_url(const char *url)
{
	const char *rest = strncmp(url, "https://", 8) == 0  ? url + 8
			   : strncmp(url, "http://", 7) == 0 ? url + 7
							     : "";
	size_t n = strlen(rest);

	if (n == 0 || rest[0] == '/' || rest[n - 1] == '/')
		return false;
	for (const char *p = rest; *p != '\0'; p++) {
		if (*p <= ' ' || *p >= 0x7f || strchr("?#@\\\"<>", *p) != NULL)
			return false;
	}
	return true;
}

void
config_read_heartbeat(struct config_parse *parse, const struct yaml_node *node)
{
	struct config_heartbeat *heartbeat = &parse->config->heartbeat;
	const struct yaml_node *allow = yaml_get(node, "allow");

	if (node == NULL ||
	    !config_read_new(parse, SECTION_HEARTBEAT, node, heartbeat))
		return;
	if (heartbeat->url == NULL || !heartbeat_is_url(heartbeat->url))
		config_complain(parse, node->mark,
		    "heartbeat needs 'url', an http or https address without a "
		    "query or a slash at its end");
	mem_free(heartbeat->guard.nets);
	heartbeat->guard = (struct guard){0};
	if (allow != NULL)
		config_read_allow(parse, allow, &heartbeat->guard);
}

void
config_heartbeat_done(struct config_heartbeat *heartbeat)
{
	mem_free(heartbeat->url);
	mem_free(heartbeat->guard.nets);
}
