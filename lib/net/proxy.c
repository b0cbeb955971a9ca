/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the proxy of a guard, and where a request goes. Out: the handle's
 * options, or why the target is refused. Called by transfer.c; the config
 * parser asks whether a proxy's address is one.
 */
#include "lib/net/proxy.h"

#include "lib/net/guard.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <curl/curl.h>

static bool
proxy_has_part(CURLU *parts, CURLUPart part)
{
	char *text = NULL;
	bool has = curl_url_get(parts, part, &text, 0) == CURLUE_OK;

	curl_free(text);
	return has;
}

static bool
proxy_has_scheme(CURLU *parts)
{
	static const char *const schemes[] = {"http", "https", "socks5h"};
	char *scheme = NULL;
	bool known = false;

	if (curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK)
		return false;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		known |= strcmp(scheme, schemes[i]) == 0;
	curl_free(scheme);
	return known;
}

int
proxy_parse(const char *url, struct err *err)
{
	CURLU *parts = curl_url();
	const char *why = NULL;

	assert(parts != NULL);
	CURLUcode r =
	    curl_url_set(parts, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME);
	if (r != CURLUE_OK)
		why = curl_url_strerror(r);
	else if (!proxy_has_scheme(parts))
		why = "a proxy is http://, https:// or socks5h://HOST:PORT";
	else if (proxy_has_part(parts, CURLUPART_USER))
		why = "write its user and password as 'login'";
	curl_url_cleanup(parts);
	return why != NULL ? err_set(err, ERR_INVALID, "%s", why) : 0;
}

void
proxy_set(void *easy, const struct guard *guard)
{
	const char *proxy = guard != NULL ? guard->proxy : NULL;

	/* "" shuts out those of the environment. */
	(void)curl_easy_setopt(easy, CURLOPT_PROXY, proxy != NULL ? proxy : "");
	(void)curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	(void)curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	if (proxy != NULL && guard->proxy_login != NULL)
		(void)curl_easy_setopt(
		    easy, CURLOPT_PROXYUSERPWD, guard->proxy_login);
}

static bool
proxy_is_local_name(const char *host)
{
	static const char local[] = "localhost";
	size_t n = strlen(host), len = strlen(local);

	if (n > 0 && host[n - 1] == '.')
		n--;
	return n >= len && strncasecmp(host + n - len, local, len) == 0 &&
	       (n == len || host[n - len - 1] == '.');
}

/* The address that host is; false: a name that only the proxy can look up. */
static bool
proxy_address(const char *host, struct sockaddr_in6 *in6, void **ret)
{
	struct sockaddr_in *in = (struct sockaddr_in *)(void *)in6;
	char bare[64] = "";
	size_t n = strlen(host);

	*ret = in6;
	*in6 = (struct sockaddr_in6){0};
	if (proxy_is_local_name(host))
		host = "127.0.0.1";
	if (inet_pton(AF_INET, host, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		return true;
	}
	if (n < 3 || n >= sizeof(bare) || host[0] != '[')
		return false;
	memcpy(bare, host + 1, n - 2);
	bare[strcspn(bare, "%")] = '\0';
	in6->sin6_family = AF_INET6;
	return inet_pton(AF_INET6, bare, &in6->sin6_addr) == 1;
}

int
proxy_check_target(const struct guard *guard, const char *url, struct err *err)
{
	CURLU *parts = curl_url();
	struct sockaddr_in6 in6;
	void *sa;
	char *host = NULL;
	int r = 0;

	assert(parts != NULL);
	/* libcurl writes 0x7f.1 as 127.0.0.1. */
	if (curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
	    proxy_address(host, &in6, &sa))
		r = guard_check(guard, sa, err);
	curl_free(host);
	curl_url_cleanup(parts);
	return r;
}
