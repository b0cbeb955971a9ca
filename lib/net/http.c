/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: requests of the watchers, of fetch and of the webhooks. Out: whole
 * answers with their headers, or why there is none. The life of a transfer
 * stands in lib/net/transfer.c.
 */
#include "lib/net/http.h"

#include "lib/base/mem.h"
#include "lib/net/transfer.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#define HTTP_HEADER_COUNT_MAX 256
#define HTTP_HEADER_BYTES_MAX (64 * KIB) /* of one answer */
#define HTTP_METHOD_MAX	      16
/* A body that grows more than this by decompression is a bomb. */
#define HTTP_RATIO_MAX	      100
#define HTTP_RATIO_FROM	      MIB /* smaller ones may be all blanks */

struct http_get {
	struct http_transfer base; /* first, see transfer.h */
	struct curl_slist *asked; /* request headers */
	struct buf body;
	bool compressed; /* may be */
	bool cut_at_limit;
	bool cut; /* the body went on beyond the limit */
	struct http_header *headers;
	size_t header_count;
	size_t header_size; /* allocated */
	size_t header_bytes;
	http_fn *fn;
	void *arg;
};

static void
http_on_done(void *owner, CURLcode code)
{
	struct http_transfer *transfer = owner;

	transfer->kind->done(transfer, code);
}

struct http *
http_new(struct loop *loop, const char *user_agent)
{
	struct http *http = mem_new(sizeof(*http));

	http->loop = loop;
	http->multi = multi_new(loop, http_on_done);
	http->user_agent = mem_strdup(user_agent);
	LIST_INIT(&http->transfers);
	return http;
}

void
http_free(struct http *http)
{
	if (http == NULL)
		return;
	http->closing = true;
	while (!LIST_EMPTY(&http->transfers))
		transfer_cancel_now(LIST_FIRST(&http->transfers));
	multi_free(http->multi);
	curl_slist_free_all(http->resolve);
	mem_free(http->ca_file);
	mem_free(http->user_agent);
	mem_free(http);
}

const char *
http_library(void)
{
	return curl_version_info(CURLVERSION_NOW)->version;
}

void
http_set_ca_file(struct http *http, const char *file)
{
	mem_set(&http->ca_file, file);
}

/* Appends; memory is all that can be lacking. */
static void
http_append(struct curl_slist **list, const char *s)
{
	struct curl_slist *longer = curl_slist_append(*list, s);

	assert(longer != NULL);
	*list = longer;
}

void
http_set_resolve(struct http *http, const char *const entries[], size_t n)
{
	curl_slist_free_all(http->resolve);
	http->resolve = NULL;
	for (size_t i = 0; i < n; i++)
		http_append(&http->resolve, entries[i]);
}

void
http_cancel(struct http_transfer *transfer)
{
	transfer_cancel(transfer);
}

void
http_forget(struct http_transfer *transfer)
{
	if (transfer != NULL)
		transfer_forget(transfer);
}

static void
http_drop_headers(struct http_get *get)
{
	for (size_t i = 0; i < get->header_count; i++) {
		mem_free((char *)(uintptr_t)get->headers[i].name);
		mem_free((char *)(uintptr_t)get->headers[i].value);
	}
	get->header_count = 0;
	get->header_bytes = 0;
}

/* True, with the error set, for a body of len bytes from much fewer. */
static bool
http_is_bomb(struct http_get *get, size_t len)
{
	curl_off_t sent = 0;

	if (len < HTTP_RATIO_FROM)
		return false;
	(void)curl_easy_getinfo(
	    get->base.easy, CURLINFO_SIZE_DOWNLOAD_T, &sent);
	if (sent <= 0 || len / HTTP_RATIO_MAX < (size_t)sent)
		return false;
	(void)err_set(&get->base.err, ERR_TOOBIG,
	    "%s: %lld bytes would become more than %d times as many, a bomb",
	    get->base.place, (long long)sent, HTTP_RATIO_MAX);
	return true;
}

/* CURLOPT_WRITEFUNCTION: a piece of the body, already decompressed. */
static size_t
http_on_body(char *p, size_t size, size_t n, void *arg)
{
	struct http_get *get = arg;
	size_t len = size * n;
	size_t room = get->body.limit - get->body.len;

	if (get->compressed && http_is_bomb(get, get->body.len + len))
		return CURL_WRITEFUNC_ERROR;
	if (len > room && get->cut_at_limit) {
		get->cut = true;
		err_drop(buf_add(&get->body, p, room)); /* it is cut anyway */
		return CURL_WRITEFUNC_ERROR;
	}
	if (buf_add(&get->body, p, len) == 0)
		return len;
	if (len > room)
		(void)err_set(&get->base.err, ERR_TOOBIG,
		    "%s: the body is larger than %zu bytes", get->base.place,
		    get->body.limit);
	else
		(void)err_set(&get->base.err, ERR_SYSTEM,
		    "%s: no memory for the body", get->base.place);
	return CURL_WRITEFUNC_ERROR;
}

static bool
http_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Keeps "Name: value"; other lines, folded ones too, are skipped. */
static void
http_keep_header(struct http_get *get, const char *p, size_t n)
{
	const char *colon = memchr(p, ':', n);

	if (colon == NULL || colon == p || http_is_blank(*p))
		return;
	const char *value = colon + 1;
	const char *end = p + n;
	while (value < end && http_is_blank(*value))
		value++;
	while (end > value && http_is_blank(end[-1]))
		end--;
	get->headers = mem_grow(get->headers, get->header_count,
	    &get->header_size, sizeof(struct http_header));
	get->headers[get->header_count++] = (struct http_header){
	    .name = mem_strndup(p, (size_t)(colon - p)),
	    .value = mem_strndup(value, (size_t)(end - value)),
	};
}

/* CURLOPT_HEADERFUNCTION: one line; a status line begins a new answer. */
static size_t
http_on_header(char *p, size_t size, size_t n, void *arg)
{
	struct http_get *get = arg;
	size_t len = size * n;

	if (len >= 5 && memcmp(p, "HTTP/", 5) == 0)
		http_drop_headers(get);
	get->header_bytes += len;
	if (get->header_bytes > HTTP_HEADER_BYTES_MAX ||
	    get->header_count >= HTTP_HEADER_COUNT_MAX) {
		(void)err_set(&get->base.err, ERR_TOOBIG,
		    "%s: more than %lu bytes or %d lines of headers",
		    get->base.place, HTTP_HEADER_BYTES_MAX,
		    HTTP_HEADER_COUNT_MAX);
		return 0;
	}
	http_keep_header(get, p, len);
	return len;
}

static void
http_do_done(struct http_transfer *transfer, CURLcode code)
{
	const struct http_get *get = (struct http_get *)transfer;

	if (code != CURLE_OK && !get->cut)
		transfer_fail(transfer, code);
	transfer_end(transfer);
}

static void
http_do_halt(struct http_transfer *transfer)
{
	(void)transfer; /* libcurl holds all descriptors */
}

static void
http_do_finish(struct http_transfer *transfer)
{
	struct http_get *get = (struct http_get *)transfer;
	struct http_response response = {.error = transfer->err};
	long status = 0;
	char *url = NULL;

	(void)curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
	response.url = url != NULL ? url : "";
	response.elapsed_ms = transfer_elapsed(transfer);
	if (transfer->err.code == 0) {
		(void)curl_easy_getinfo(
		    transfer->easy, CURLINFO_RESPONSE_CODE, &status);
		response.status = (int)status;
		response.headers = get->headers;
		response.header_count = get->header_count;
	} else {
		buf_clear(&get->body);
	}
	response.body = get->body;
	buf_init(&get->body, 0);
	get->fn(&response, get->arg);
	buf_done(&response.body);
}

static void
http_do_free(struct http_transfer *transfer)
{
	struct http_get *get = (struct http_get *)transfer;

	curl_easy_cleanup(transfer->easy);
	curl_slist_free_all(get->asked);
	http_drop_headers(get);
	mem_free(get->headers);
	buf_done(&get->body);
	mem_free(get);
}

static const struct transfer_kind http_kind = {
    .done = http_do_done,
    .halt = http_do_halt,
    .finish = http_do_finish,
    .free = http_do_free,
};

static int
http_refuse(struct http_get *get, const char *what, const char *s)
{
	return err_set(&get->base.err, ERR_INVALID, "%s: %s '%.64s'",
	    get->base.place, what, s);
}

/* A token of RFC 9110 5.6.2, to be safe against injected lines. */
static bool
http_is_token(const char *s)
{
	static const char more[] = "!#$%&'*+-.^_`|~0123456789"
				   "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return s[0] != '\0' && s[strspn(s, more)] == '\0';
}

static bool
http_is_value(const char *s)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static int
http_set_headers(struct http_get *get, const struct http_request *request)
{
	for (size_t i = 0; i < request->header_count; i++) {
		const struct http_header *header = &request->headers[i];
		if (!http_is_token(header->name))
			return http_refuse(
			    get, "bad header name", header->name);
		if (!http_is_value(header->value)) /* may be a secret */
			return http_refuse(
			    get, "bad value of header", header->name);
		/* libcurl's spelling of a header without a value: "Name;" */
		char *line =
		    header->value[0] != '\0'
			? mem_printf("%s: %s", header->name, header->value)
			: mem_printf("%s;", header->name);
		http_append(&get->asked, line);
		mem_free(line);
	}
	http_append(&get->asked, "Expect:");
	(void)curl_easy_setopt(get->base.easy, CURLOPT_HTTPHEADER, get->asked);
	return 0;
}

static int
http_set_method(struct http_get *get, const struct http_request *request)
{
	CURL *easy = get->base.easy;
	const char *method = request->method;

	if (!http_is_token(method) || strlen(method) > HTTP_METHOD_MAX)
		return http_refuse(get, "bad method", method);
	if (strcmp(method, "HEAD") == 0) {
		(void)curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
		return 0;
	}
	if (request->body != NULL || strcmp(method, "POST") == 0) {
		(void)curl_easy_setopt(easy, CURLOPT_POST, 1L);
		(void)curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)request->body_len);
		(void)curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS,
		    request->body != NULL ? request->body : "");
		if (strcmp(method, "POST") == 0)
			return 0;
	}
	if (strcmp(method, "GET") != 0 || request->body != NULL)
		(void)curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
	return 0;
}

static void
http_set_limits(struct http_get *get, const struct http_request *request)
{
	CURL *easy = get->base.easy;

	if (!request->cut_at_limit)
		(void)curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
		    (curl_off_t)request->limit);
	if (request->redirects > 0) {
		(void)curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
		(void)curl_easy_setopt(
		    easy, CURLOPT_MAXREDIRS, (long)request->redirects);
	}
	if (request->compressed)
		(void)curl_easy_setopt(
		    easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
}

/* libcurl keeps no copy: the key is wiped by its owner. */
static void
http_set_certificate(CURL *easy, const struct http_request *request)
{
	struct curl_blob blob = {.flags = CURL_BLOB_NOCOPY};

	if (request->certificate == NULL)
		return;
	blob.data = (void *)(uintptr_t)request->certificate;
	blob.len = strlen(request->certificate);
	(void)curl_easy_setopt(easy, CURLOPT_SSLCERT_BLOB, &blob);
	blob.data = (void *)(uintptr_t)request->certificate_key;
	blob.len = strlen(request->certificate_key);
	(void)curl_easy_setopt(easy, CURLOPT_SSLKEY_BLOB, &blob);
}

static struct http_get *
http_get_new(struct http *http, const struct http_request *request)
{
	struct http_get *get = mem_new(sizeof(*get));

	get->base.kind = &http_kind;
	get->base.guard = request->guard;
	get->base.deadline_ms = request->deadline_ms;
	get->base.connect_ms = request->connect_ms;
	get->compressed = request->compressed;
	get->cut_at_limit = request->cut_at_limit;
	buf_init(&get->body, request->limit);
	transfer_init(&get->base, http);
	CURL *easy = get->base.easy;
	(void)curl_easy_setopt(easy, CURLOPT_USERAGENT, http->user_agent);
	/* HTTP/2 where TLS agrees on it. */
	(void)curl_easy_setopt(
	    easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, http_on_body);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, get);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, http_on_header);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, get);
	http_set_certificate(easy, request);
	http_set_limits(get, request);
	return get;
}

struct http_transfer *
http_send(struct http *http, const struct http_request *request, http_fn *fn,
    void *arg)
{
	struct http_get *get = http_get_new(http, request);
	bool tls = strncasecmp(request->url, "https://", 8) == 0;
	bool only = request->https_only || (request->secret && tls);
	const char *schemes = only ? "https" : "http,https";
	int code = transfer_set_url(&get->base, request->url, schemes);

	get->fn = fn;
	get->arg = arg;
	get->base.secret_in_clear = request->secret && !tls;
	if (code == 0)
		code = http_set_headers(get, request);
	if (code == 0)
		code = http_set_method(get, request);
	if (code == 0)
		transfer_start(&get->base);
	else
		transfer_refuse(&get->base);
	return &get->base;
}

const char *
http_header_get(const struct http_response *response, const char *name)
{
	for (size_t i = 0; i < response->header_count; i++) {
		if (strcasecmp(response->headers[i].name, name) == 0)
			return response->headers[i].value;
	}
	return NULL;
}

/* Whole seconds, at most about 68 years. */
static bool
http_parse_seconds(const char *s, int64_t *ret)
{
	int64_t n = 0;

	if (*s == '\0')
		return false;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (n <= INT32_MAX)
			n = n * 10 + (*s - '0');
	}
	*ret = n <= INT32_MAX ? n : INT32_MAX;
	return *s == '\0';
}

int
http_retry_after(const char *value, int64_t now, int64_t *ret_ms)
{
	int64_t seconds;

	if (http_parse_seconds(value, &seconds)) {
		*ret_ms = seconds * 1000;
		return 0;
	}
	time_t at = curl_getdate(value, NULL);
	if (at == -1)
		return ERR_INVALID;
	int64_t last = now / 1000 + INT32_MAX;
	int64_t wait = (at < last ? (int64_t)at : last) * 1000 - now;
	*ret_ms = wait > 0 ? wait : 0;
	return 0;
}
