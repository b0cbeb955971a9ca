/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the section websub of a file. Goes out: where hubs reach filingd,
 * or complaints. Called by daemon/config.c.
 */
#include "daemon/config_parse.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <arpa/inet.h>
#include <string.h>

#define CALLBACK_MAX 1024
#define HTTPS	     "https://"

/* A token is put behind it. */
static bool
websub_is_callback(const char *url)
{
	size_t n = strlen(HTTPS);

	if (strncmp(url, HTTPS, n) != 0 || strlen(url) > CALLBACK_MAX ||
	    strchr("/:", url[n]) != NULL)
		return false;
	for (const char *p = url; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("?#@\\\"<>", *p) != NULL)
			return false;
	return true;
}

/* "127.0.0.1:9081" or "[::1]:9081". */
static bool
websub_is_listen(const char *text)
{
	const char *colon = strrchr(text, ':');
	bool six = text[0] == '[';
	struct in6_addr address;
	int64_t port;
	char *host;
	bool good;

	if (colon == NULL || number_parse(colon + 1, 1, 65535, &port) != 0 ||
	    (six && (colon - text < 3 || colon[-1] != ']')))
		return false;
	host = six ? mem_strndup(text + 1, (size_t)(colon - text) - 2)
		   : mem_strndup(text, (size_t)(colon - text));
	good = inet_pton(six ? AF_INET6 : AF_INET, host, &address) == 1;
	mem_free(host);
	return good;
}

void
config_read_websub(struct config_parse *parse, const struct yaml_node *node)
{
	struct config_websub *websub = &parse->config->websub;

	if (node == NULL ||
	    !config_read_map(parse, SECTION_WEBSUB, node, websub))
		return;
	if (websub->callback == NULL || websub->listen == NULL) {
		config_complain(
		    parse, node->mark, "websub needs 'callback' and 'listen'");
		return;
	}
	if (!websub_is_callback(websub->callback))
		config_complain(parse, node->mark,
		    "'callback' must be an https address without a query, "
		    "such as https://filingd.example.org/hub");
	if (!websub_is_listen(websub->listen))
		config_complain(parse, node->mark,
		    "'listen' must be an address and a port, such as "
		    "127.0.0.1:9081 or [::1]:9081");
}
