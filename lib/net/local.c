/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filingctl's way to the API: libcurl's easy interface on a Unix socket. In: a
 * path; out: the answer's bytes. Called by clients/.
 */
#include "lib/net/local.h"

#include "lib/base/mem.h"

#include <curl/curl.h>
#include <string.h>

struct local_transfer {
	const struct local *local;
	bool ended; /* by fn */
};

static size_t
local_on_data(char *p, size_t size, size_t n, void *arg)
{
	struct local_transfer *transfer = arg;
	const struct local *local = transfer->local;

	if (local->fn((struct span){p, size * n}, local->arg))
		return size * n;
	transfer->ended = true;
	return 0;
}

static int
local_perform(CURL *curl, const struct local_transfer *transfer,
    int *ret_status, struct err *err)
{
	const char *socket = transfer->local->socket;
	char text[CURL_ERROR_SIZE] = "";
	CURLcode code;
	long status = 0;

	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, text);
	code = curl_easy_perform(curl);
	if (code == CURLE_COULDNT_CONNECT)
		return err_set(err, ERR_CONNECT,
		    "no filingd answers on '%s': is it running?", socket);
	if (code == CURLE_OPERATION_TIMEDOUT)
		return err_set(err, ERR_TIMEOUT, "'%s': no answer", socket);
	if (code != CURLE_OK && !transfer->ended)
		return err_set(err, ERR_IO, "'%s': %s", socket,
		    text[0] != '\0' ? text : curl_easy_strerror(code));
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	*ret_status = (int)status;
	return 0;
}

int
local_request(const struct local *local, int *ret_status, struct err *err)
{
	struct local_transfer transfer = {.local = local};
	char *url = mem_printf("http://localhost%s", local->path);
	CURL *curl = curl_easy_init();
	int rc;

	if (curl == NULL) {
		mem_free(url);
		return err_set(err, ERR_SYSTEM, "libcurl does not start");
	}
	curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, local->socket);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, local->method);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)local->timeout_ms);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, local_on_data);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
	rc = local_perform(curl, &transfer, ret_status, err);
	curl_easy_cleanup(curl);
	mem_free(url);
	return rc;
}

struct local_body {
	struct buf *buf;
	bool too_big;
};

static bool
local_on_body(struct span piece, void *arg)
{
	struct local_body *body = arg;

	body->too_big = buf_add(body->buf, piece.p, piece.len) != 0;
	return !body->too_big;
}

int
local_get(const char *socket, const char *method, const char *path,
    struct buf *body, int *ret_status, struct err *err)
{
	struct local_body arg = {.buf = body};
	struct local local = {socket, method, path, 30000, local_on_body, &arg};
	int rc = local_request(&local, ret_status, err);

	if (rc == 0 && arg.too_big)
		return err_set(
		    err, ERR_TOOBIG, "'%s': the answer is too big", socket);
	return rc;
}
