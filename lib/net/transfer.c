/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a handle that http.c or smtp.c has filled. Out: its end, once, with an
 * error that says host, port and what happened.
 */
#include "lib/net/transfer.h"

#include "lib/base/mem.h"
#include "lib/net/proxy.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* Seconds that answers of the name service are kept: more than a poll. */
#define TRANSFER_DNS_KEPT    120L
/* libcurl's own timeout comes this much after ours, in real time. */
#define TRANSFER_BACKSTOP_MS 1000

struct transfer_fault {
	CURLcode curl;
	int code;
	const char *text; /* NULL: libcurl's words */
};

static const struct transfer_fault transfer_faults[] = {
    {CURLE_COULDNT_RESOLVE_HOST, ERR_CONNECT, "no address found"},
    {CURLE_COULDNT_RESOLVE_PROXY, ERR_CONNECT, "no address of the proxy found"},
    {CURLE_PROXY, ERR_CONNECT, NULL},
    {CURLE_COULDNT_CONNECT, ERR_CONNECT, "could not connect"},
    {CURLE_OPERATION_TIMEDOUT, ERR_TIMEOUT, NULL},
    {CURLE_SSL_CONNECT_ERROR, ERR_TLS, NULL},
    {CURLE_PEER_FAILED_VERIFICATION, ERR_TLS, NULL},
    {CURLE_SSL_CACERT_BADFILE, ERR_TLS, NULL},
    {CURLE_SSL_CERTPROBLEM, ERR_TLS, NULL},
    {CURLE_SSL_CIPHER, ERR_TLS, NULL},
    {CURLE_SSL_ISSUER_ERROR, ERR_TLS, NULL},
    {CURLE_SSL_ENGINE_INITFAILED, ERR_TLS, NULL},
    {CURLE_USE_SSL_FAILED, ERR_TLS, "the server offers no STARTTLS"},
    {CURLE_FILESIZE_EXCEEDED, ERR_TOOBIG,
	"the answer announces too many bytes"},
    {CURLE_URL_MALFORMAT, ERR_INVALID, NULL},
    {CURLE_LOGIN_DENIED, ERR_DENIED, NULL},
    {CURLE_GOT_NOTHING, ERR_IO, "closed without an answer"},
    {CURLE_PARTIAL_FILE, ERR_IO, "the answer broke off"},
    {CURLE_SEND_ERROR, ERR_IO, NULL},
    {CURLE_RECV_ERROR, ERR_IO, NULL},
    {CURLE_HTTP2, ERR_IO, NULL},
    {CURLE_HTTP2_STREAM, ERR_IO, NULL},
    {CURLE_OUT_OF_MEMORY, ERR_SYSTEM, NULL},
};

static const struct transfer_fault *
transfer_find_fault(CURLcode curl)
{
	static const struct transfer_fault other = {
	    CURLE_OK, ERR_PROTOCOL, NULL};
	size_t n = sizeof(transfer_faults) / sizeof(transfer_faults[0]);

	for (size_t i = 0; i < n; i++) {
		if (transfer_faults[i].curl == curl)
			return &transfer_faults[i];
	}
	return &other;
}

static bool
transfer_was_redirected(const struct http_transfer *transfer)
{
	long count = 0;

	(void)curl_easy_getinfo(
	    transfer->easy, CURLINFO_REDIRECT_COUNT, &count);
	return count > 0;
}

/* "host:port" and the scheme (curl_free it) of url. */
static CURLUcode
transfer_split_url(
    const char *url, char place[TRANSFER_PLACE_MAX], char **ret_scheme)
{
	CURLU *parts = curl_url();
	char *host = NULL;
	char *port = NULL;

	assert(parts != NULL);
	CURLUcode r = curl_url_set(parts, CURLUPART_URL, url, 0);
	if (r == CURLUE_OK)
		r = curl_url_get(parts, CURLUPART_HOST, &host, 0);
	if (r == CURLUE_OK)
		r = curl_url_get(
		    parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT);
	if (r == CURLUE_OK)
		r = curl_url_get(parts, CURLUPART_SCHEME, ret_scheme, 0);
	if (r == CURLUE_OK)
		(void)snprintf(
		    place, TRANSFER_PLACE_MAX, "%.255s:%s", host, port);
	curl_free(port);
	curl_free(host);
	curl_url_cleanup(parts);
	return r;
}

/* After redirects the fault lies elsewhere than where it began. */
static void
transfer_update_place(struct http_transfer *transfer)
{
	char *url = NULL;
	char *scheme = NULL;

	if (!transfer_was_redirected(transfer))
		return;
	(void)curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
	if (url != NULL)
		(void)transfer_split_url(url, transfer->place, &scheme);
	curl_free(scheme);
}

static bool
transfer_is_proxied(const struct http_transfer *transfer)
{
	return transfer->guard != NULL && transfer->guard->proxy != NULL;
}

static void
transfer_describe(struct http_transfer *transfer, CURLcode curl)
{
	const struct transfer_fault *fault = transfer_find_fault(curl);
	const char *text = fault->text;
	int code = fault->code;
	bool proxied = transfer_is_proxied(transfer);
	long errnum = 0;

	if (text == NULL)
		text = transfer->why[0] != '\0' ? transfer->why
						: curl_easy_strerror(curl);
	if (curl == CURLE_UNSUPPORTED_PROTOCOL &&
	    transfer_was_redirected(transfer))
		code = ERR_DENIED;
	(void)curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &errnum);
	if (curl == CURLE_COULDNT_CONNECT && errnum != 0)
		(void)err_set_errno(&transfer->err, code, (int)errnum,
		    "%s: %s%s%s", transfer->place, text,
		    proxied ? ", through " : "",
		    proxied ? transfer->guard->proxy : "");
	else
		(void)err_set(&transfer->err, code, "%s: %s%s%s",
		    transfer->place, text, proxied ? ", through " : "",
		    proxied ? transfer->guard->proxy : "");
}

void
transfer_fail(struct http_transfer *transfer, CURLcode code)
{
	assert(code != CURLE_OK);
	if (transfer->err.code != 0)
		return;
	transfer_update_place(transfer);
	if (transfer->denied.code != 0 &&
	    (code == CURLE_COULDNT_CONNECT ||
		code == CURLE_ABORTED_BY_CALLBACK))
		(void)err_set(&transfer->err, transfer->denied.code, "%s: %s",
		    transfer->place, transfer->denied.text);
	else
		transfer_describe(transfer, code);
}

/* The proxy itself may stand anywhere; what it is asked for may not. */
static int
transfer_check_proxied(struct http_transfer *transfer)
{
	char *url = NULL;

	(void)curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
	return proxy_check_target(
	    transfer->guard, url != NULL ? url : "", &transfer->denied);
}

/* CURLOPT_OPENSOCKETFUNCTION: the guard, after name lookup. */
static curl_socket_t
transfer_open_socket(
    void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct http_transfer *transfer = arg;

	(void)purpose;
	int r = transfer_is_proxied(transfer)
		    ? transfer_check_proxied(transfer)
		    : guard_check(
			  transfer->guard, &address->addr, &transfer->denied);
	if (r < 0)
		return CURL_SOCKET_BAD;
	if (transfer->secret_in_clear && !guard_is_loopback(&address->addr)) {
		(void)err_set(&transfer->denied, ERR_DENIED,
		    "a secret would go there without TLS; use smtps:, starttls "
		    "or https:");
		return CURL_SOCKET_BAD;
	}
	int fd = socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);
	if (fd >= 0)
		transfer->denied.code = 0; /* there is another address */
	else if (errno != EAFNOSUPPORT)
		(void)err_set_errno(
		    &transfer->denied, ERR_SYSTEM, errno, "no socket");
	return fd;
}

/*
 * CURLOPT_PREREQFUNCTION: the guard again, because a kept connection may have
 * been opened for somebody whose guard allows more.
 */
static int
transfer_check_peer(void *arg, char *peer, char *own, int port, int own_port)
{
	struct http_transfer *transfer = arg;
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} to = {.sa = {.sa_family = AF_UNSPEC}};

	(void)own;
	(void)port;
	(void)own_port;
	loop_cancel(transfer->connecting);
	transfer->connecting = NULL;
	if (transfer_is_proxied(transfer))
		return transfer_check_proxied(transfer) < 0
			   ? CURL_PREREQFUNC_ABORT
			   : CURL_PREREQFUNC_OK;
	if (inet_pton(AF_INET, peer, &to.in.sin_addr) == 1)
		to.in.sin_family = AF_INET;
	else if (inet_pton(AF_INET6, peer, &to.in6.sin6_addr) == 1)
		to.in6.sin6_family = AF_INET6;
	if (guard_check(transfer->guard, &to.sa, &transfer->denied) < 0)
		return CURL_PREREQFUNC_ABORT;
	return CURL_PREREQFUNC_OK;
}

/* Nothing of the user's environment may lead a request elsewhere. */
static void
transfer_shut_out(CURL *easy)
{
	(void)curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	(void)curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	(void)curl_easy_setopt(
	    easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

void
transfer_init(struct http_transfer *transfer, struct http *http)
{
	CURL *easy = curl_easy_init();

	assert(easy != NULL && !http->closing);
	transfer->http = http;
	transfer->easy = easy;
	LIST_INSERT_HEAD(&http->transfers, transfer, entry);
	loop_busy(http->loop, 1);
	transfer->started = clock_mono(loop_clock(http->loop));
	(void)curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	(void)curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->why);
	(void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* Otherwise a cancel waits for the name service's thread. */
	(void)curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	(void)curl_easy_setopt(
	    easy, CURLOPT_OPENSOCKETFUNCTION, transfer_open_socket);
	(void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
	(void)curl_easy_setopt(
	    easy, CURLOPT_PREREQFUNCTION, transfer_check_peer);
	(void)curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
	(void)curl_easy_setopt(
	    easy, CURLOPT_DNS_CACHE_TIMEOUT, TRANSFER_DNS_KEPT);
	/* With a path of CAs set, libcurl loads them for each connection. */
	(void)curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (http->ca_file != NULL)
		(void)curl_easy_setopt(easy, CURLOPT_CAINFO, http->ca_file);
	if (http->resolve != NULL)
		(void)curl_easy_setopt(easy, CURLOPT_RESOLVE, http->resolve);
	transfer_shut_out(easy);
	proxy_set(easy, transfer->guard);
	if (http->ca_file != NULL)
		(void)curl_easy_setopt(
		    easy, CURLOPT_PROXY_CAINFO, http->ca_file);
}

/* name stands in list, "http,https". */
static bool
transfer_lists(const char *list, const char *name)
{
	size_t len = strlen(name);

	for (;;) {
		size_t n = strcspn(list, ",");
		if (n == len && strncmp(list, name, n) == 0)
			return true;
		if (list[n] == '\0')
			return false;
		list += n + 1;
	}
}

/* A url for messages: cut, no control bytes, no user and password. */
static void
transfer_show_url(const char *url, char *shown, size_t size)
{
	const char *host = strstr(url, "://");
	const char *at = host != NULL ? strchr(host, '@') : NULL;

	(void)snprintf(shown, size, "%s", at != NULL ? at + 1 : url);
	for (char *p = shown; *p != '\0'; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	}
}

static int
transfer_reject_url(
    struct http_transfer *transfer, const char *url, const char *why)
{
	char shown[128];

	transfer_show_url(url, shown, sizeof(shown));
	return err_set(&transfer->err, ERR_INVALID, "url '%s': %s", shown, why);
}

int
transfer_set_url(
    struct http_transfer *transfer, const char *url, const char *schemes)
{
	CURL *easy = transfer->easy;
	char *scheme = NULL;
	CURLUcode r = transfer_split_url(url, transfer->place, &scheme);
	int code = 0;

	if (r != CURLUE_OK)
		code = transfer_reject_url(transfer, url, curl_url_strerror(r));
	else if (!transfer_lists(schemes, scheme))
		code = transfer_reject_url(
		    transfer, url, "the scheme is not allowed here");
	curl_free(scheme);
	if (code < 0)
		return code;
	(void)curl_easy_setopt(easy, CURLOPT_URL, url);
	(void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, schemes);
	(void)curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
	return 0;
}

static void
transfer_on_deadline(void *arg)
{
	struct http_transfer *transfer = arg;

	transfer->deadline = NULL;
	(void)err_set(&transfer->err, ERR_TIMEOUT,
	    "%s: not finished within %lld ms", transfer->place,
	    (long long)transfer->deadline_ms);
	transfer_end(transfer);
}

static void
transfer_on_connect_deadline(void *arg)
{
	struct http_transfer *transfer = arg;

	transfer->connecting = NULL;
	(void)err_set(&transfer->err, ERR_TIMEOUT,
	    "%s: not connected within %lld ms", transfer->place,
	    (long long)transfer->connect_ms);
	transfer_end(transfer);
}

void
transfer_start(struct http_transfer *transfer)
{
	struct loop *loop = transfer->http->loop;
	int64_t wait = clock_work_ms(loop_clock(loop), transfer->deadline_ms);

	assert(transfer->state == TRANSFER_MADE && transfer->deadline_ms > 0);
	(void)curl_easy_setopt(transfer->easy, CURLOPT_TIMEOUT_MS,
	    (long)(transfer->deadline_ms + TRANSFER_BACKSTOP_MS));
	transfer->state = TRANSFER_RUNNING;
	transfer->deadline =
	    loop_after(loop, wait, transfer_on_deadline, transfer);
	if (transfer->connect_ms > 0)
		transfer->connecting = loop_after(loop,
		    clock_work_ms(loop_clock(loop), transfer->connect_ms),
		    transfer_on_connect_deadline, transfer);
	multi_add(transfer->http->multi, transfer->easy);
}

/* Stops all that may still call. */
static void
transfer_halt(struct http_transfer *transfer)
{
	if (transfer->state != TRANSFER_RUNNING)
		return;
	transfer->state = TRANSFER_ENDED;
	loop_cancel(transfer->deadline);
	transfer->deadline = NULL;
	loop_cancel(transfer->connecting);
	transfer->connecting = NULL;
	transfer->kind->halt(transfer);
	multi_remove(transfer->http->multi, transfer->easy);
}

/* Out of the list and the busy count: what follows needs no struct http. */
static void
transfer_leave(struct http_transfer *transfer)
{
	LIST_REMOVE(transfer, entry);
	loop_undefer(transfer->http->loop, transfer);
	loop_busy(transfer->http->loop, -1);
}

static void
transfer_on_end(void *arg)
{
	struct http_transfer *transfer = arg;

	transfer_leave(transfer);
	transfer->kind->finish(transfer);
	transfer->kind->free(transfer);
}

void
transfer_end(struct http_transfer *transfer)
{
	assert(transfer->state == TRANSFER_RUNNING);
	transfer_halt(transfer);
	loop_defer(transfer->http->loop, transfer_on_end, transfer);
}

void
transfer_refuse(struct http_transfer *transfer)
{
	assert(transfer->state == TRANSFER_MADE && transfer->err.code != 0);
	transfer->state = TRANSFER_ENDED;
	loop_defer(transfer->http->loop, transfer_on_end, transfer);
}

int64_t
transfer_elapsed(const struct http_transfer *transfer)
{
	return clock_mono(loop_clock(transfer->http->loop)) - transfer->started;
}

void
transfer_cancel(struct http_transfer *transfer)
{
	(void)err_set(
	    &transfer->err, ERR_CANCELED, "%s: canceled", transfer->place);
	if (transfer->state == TRANSFER_RUNNING)
		transfer_end(transfer);
}

void
transfer_cancel_now(struct http_transfer *transfer)
{
	transfer_cancel(transfer);
	transfer_on_end(transfer);
}

void
transfer_forget(struct http_transfer *transfer)
{
	transfer_halt(transfer);
	transfer_leave(transfer);
	transfer->kind->free(transfer);
}
