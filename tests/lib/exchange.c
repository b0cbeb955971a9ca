/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a tape (filings, bodies, faults) and HTTP requests. Goes out: what
 * the exchange would show at that moment of the loop's clock. Called by
 * scenarios, the bench and filingd-exchange.
 */
#include "tests/lib/exchange.h"

#include "lib/base/mem.h"
#include "lib/net/loop.h"
#include "tests/lib/exchange_conn.h"
#include "tests/lib/exchange_fault.h"
#include "tests/lib/exchange_list.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#define EXCHANGE_BACKLOG 128

#define EXCHANGE_STRINGS 7

struct exchange_row {
	struct exchange_filing filing; /* points into strings */
	char *strings[EXCHANGE_STRINGS];
};

struct exchange_trouble {
	struct exchange_fault fault; /* points into the rest */
	char *path;
	char *text;
};

struct exchange_body {
	char *path;
	char *content_type;
	int64_t visible;
	struct buf bytes;
};

struct exchange_count {
	char *path;
	int64_t requests;
};

struct exchange_peer {
	struct exchange_conn *conn;
	LIST_ENTRY(exchange_peer) entry;
};

struct exchange {
	struct loop *loop;
	int fd;
	struct loop_io *io;
	char url[64];
	exchange_request_fn *watcher;
	void *watcher_arg;
	const char *cookie; /* that the list wants; NULL: none */
	LIST_HEAD(, exchange_peer) peers;
	int open, open_max;
	bool sorted;
	size_t filing_count, filing_cap;
	struct exchange_row *rows;
	struct exchange_filing **order; /* of the list */
	size_t body_count, body_cap;
	struct exchange_body *bodies;
	size_t fault_count, fault_cap;
	struct exchange_trouble *faults;
	size_t count_count, count_cap;
	struct exchange_count *counts;
};

static void
exchange_sort(struct exchange *exchange)
{
	size_t i;

	if (exchange->sorted)
		return;
	exchange->order = mem_resize(exchange->order,
	    exchange->filing_count + 1, sizeof(*exchange->order));
	for (i = 0; i < exchange->filing_count; i++)
		exchange->order[i] = &exchange->rows[i].filing;
	exchange_list_sort(exchange->order, exchange->filing_count);
	exchange->sorted = true;
}

static void
exchange_count(struct exchange *exchange, const char *path)
{
	struct exchange_count *count;
	size_t i;

	for (i = 0; i < exchange->count_count; i++) {
		if (strcmp(exchange->counts[i].path, path) == 0) {
			exchange->counts[i].requests++;
			return;
		}
	}
	exchange->counts = mem_grow(exchange->counts, exchange->count_count,
	    &exchange->count_cap, sizeof(*exchange->counts));
	count = &exchange->counts[exchange->count_count++];
	count->path = mem_strdup(path);
	count->requests = 1;
}

/* The fault that holds for this request; NULL: none. */
static const struct exchange_fault *
exchange_find_fault(struct exchange *exchange, const char *path, int page)
{
	int64_t now = loop_now(exchange->loop);
	size_t i;

	for (i = 0; i < exchange->fault_count; i++) {
		struct exchange_fault *fault = &exchange->faults[i].fault;

		if (now < fault->from ||
		    (fault->until != 0 && now >= fault->until) ||
		    (fault->path &&
			strncmp(path, fault->path, strlen(fault->path)) != 0) ||
		    (fault->page != 0 && fault->page != page) ||
		    fault->count < 0)
			continue;
		if (fault->count > 0 && --fault->count == 0)
			fault->count = -1; /* used up */
		return fault;
	}
	return NULL;
}

static struct exchange_spoil
exchange_list_spoil(const struct exchange_fault *fault)
{
	struct exchange_spoil spoil = {0};

	if (!fault)
		return spoil;
	spoil.no_rows = fault->kind == EXCHANGE_EMPTY;
	spoil.null_rows = fault->kind == EXCHANGE_NULL;
	spoil.other_key = fault->kind == EXCHANGE_DRIFT;
	if (fault->kind == EXCHANGE_REDATED)
		spoil.later = fault->value;
	if (fault->kind == EXCHANGE_CAPPED)
		spoil.most = fault->value;
	if (fault->kind == EXCHANGE_TOTAL)
		spoil.more = fault->value;
	if (fault->kind == EXCHANGE_OVERLAP)
		spoil.overlap = (int)fault->value;
	return spoil;
}

static const struct exchange_fault *
exchange_answer_list(struct exchange *exchange,
    const struct exchange_request *request, struct exchange_answer *answer)
{
	struct exchange_query query = exchange_query_parse(
	    request->body.len > 0 ? request->body : request->query);
	const struct exchange_fault *fault =
	    exchange_find_fault(exchange, request->path, query.page);
	struct exchange_spoil spoil;
	int64_t now = loop_now(exchange->loop);

	if (fault && fault->kind == EXCHANGE_REPEAT &&
	    query.page > fault->value)
		query.page = (int)fault->value;
	if (fault && fault->kind == EXCHANGE_FROZEN)
		now = fault->from;
	spoil = exchange_list_spoil(fault);
	exchange_sort(exchange);
	answer->content_type = "application/json;charset=UTF-8";
	exchange_list_render(exchange->order, exchange->filing_count, &query,
	    now, &spoil, &answer->body);
	return fault;
}

static const struct exchange_fault *
exchange_answer_body(struct exchange *exchange,
    const struct exchange_request *request, struct exchange_answer *answer)
{
	const struct exchange_body *best = NULL;
	char etag[80] = "";
	int64_t now = loop_now(exchange->loop);
	size_t i;
	int rc;

	for (i = 0; i < exchange->body_count; i++) {
		const struct exchange_body *body = &exchange->bodies[i];

		if (strcmp(body->path, request->path) == 0 &&
		    body->visible <= now &&
		    (!best || body->visible >= best->visible))
			best = body;
	}
	if (best) {
		(void)snprintf(etag, sizeof(etag), "\"%lld-%zu\"",
		    (long long)best->visible, best->bytes.len);
		(void)snprintf(answer->headers, sizeof(answer->headers),
		    "ETag: %s\r\n", etag);
	}
	if (best && strcmp(request->validator, etag) == 0) {
		answer->status = 304;
		rc = 0;
	} else if (best) {
		answer->content_type = best->content_type;
		rc = buf_add(&answer->body, best->bytes.data, best->bytes.len);
	} else {
		answer->status = 404;
		rc = buf_add_str(&answer->body, "not on the tape\n");
	}
	assert(rc == 0);
	return exchange_find_fault(exchange, request->path, 0);
}

/* Every other page sets the cookie; the list is refused without it. */
static void
exchange_check_cookie(const struct exchange *exchange,
    const struct exchange_request *request, struct exchange_answer *answer)
{
	if (!exchange->cookie)
		return;
	if (strcmp(request->path, EXCHANGE_LIST_PATH) != 0)
		(void)snprintf(answer->headers, sizeof(answer->headers),
		    "Set-Cookie: %s; Path=/; HttpOnly\r\n", exchange->cookie);
	else if (!strstr(request->cookies, exchange->cookie))
		answer->status = 403;
}

static void
exchange_on_request(void *arg, const struct exchange_request *request,
    struct exchange_answer *answer)
{
	struct exchange *exchange = arg;
	const struct exchange_fault *fault;

	exchange_count(exchange, request->path);
	if (exchange->watcher != NULL)
		exchange->watcher(request->path, exchange->watcher_arg);
	if (strcmp(request->path, EXCHANGE_LIST_PATH) == 0)
		fault = exchange_answer_list(exchange, request, answer);
	else
		fault = exchange_answer_body(exchange, request, answer);
	exchange_check_cookie(exchange, request, answer);
	if (fault)
		exchange_fault_apply(answer, fault);
}

static void
exchange_on_closed(void *arg, struct exchange_conn *conn)
{
	struct exchange *exchange = arg;
	struct exchange_peer *peer;

	LIST_FOREACH(peer, &exchange->peers, entry)
	{
		if (peer->conn == conn)
			break;
	}
	assert(peer);
	LIST_REMOVE(peer, entry);
	mem_free(peer);
	exchange->open--;
}

static void
exchange_on_connect(int fd, int what, void *arg)
{
	struct exchange *exchange = arg;
	struct exchange_conn_calls calls = {
	    exchange_on_request, exchange_on_closed, exchange};
	struct exchange_peer *peer;
	int client;

	(void)what;
	client = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (client < 0)
		return;
	peer = mem_new(sizeof(*peer));
	peer->conn = exchange_conn_new(exchange->loop, client, &calls);
	LIST_INSERT_HEAD(&exchange->peers, peer, entry);
	if (++exchange->open > exchange->open_max)
		exchange->open_max = exchange->open;
}

static int
exchange_listen(int port, int *ret_fd, int *ret_port, struct err *err)
{
	struct sockaddr_in addr = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof(addr);
	int one = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) < 0 ||
	    bind(fd, (struct sockaddr *)&addr, len) < 0 ||
	    listen(fd, EXCHANGE_BACKLOG) < 0 ||
	    getsockname(fd, (struct sockaddr *)&addr, &len) < 0) {
		if (fd >= 0)
			(void)close(fd);
		return err_set(err, ERR_SYSTEM,
		    "cannot listen on 127.0.0.1 port %d", port);
	}
	*ret_fd = fd;
	*ret_port = ntohs(addr.sin_port);
	return 0;
}

int
exchange_new(
    struct loop *loop, int port, struct exchange **ret, struct err *err)
{
	struct exchange *exchange;
	int fd = -1, rc;

	rc = exchange_listen(port, &fd, &port, err);
	if (rc < 0)
		return rc;
	exchange = mem_new(sizeof(*exchange));
	exchange->loop = loop;
	exchange->fd = fd;
	exchange->io =
	    loop_io_new(loop, fd, LOOP_READ, exchange_on_connect, exchange);
	LIST_INIT(&exchange->peers);
	(void)snprintf(
	    exchange->url, sizeof(exchange->url), "http://127.0.0.1:%d", port);
	*ret = exchange;
	return 0;
}

static void
exchange_free_tape(struct exchange *exchange)
{
	size_t i, j;

	for (i = 0; i < exchange->filing_count; i++)
		for (j = 0; j < EXCHANGE_STRINGS; j++)
			mem_free(exchange->rows[i].strings[j]);
	for (i = 0; i < exchange->body_count; i++) {
		mem_free(exchange->bodies[i].path);
		mem_free(exchange->bodies[i].content_type);
		buf_done(&exchange->bodies[i].bytes);
	}
	for (i = 0; i < exchange->fault_count; i++) {
		mem_free(exchange->faults[i].path);
		mem_free(exchange->faults[i].text);
	}
	for (i = 0; i < exchange->count_count; i++)
		mem_free(exchange->counts[i].path);
	mem_free(exchange->rows);
	mem_free(exchange->order);
	mem_free(exchange->bodies);
	mem_free(exchange->faults);
	mem_free(exchange->counts);
}

void
exchange_free(struct exchange *exchange)
{
	struct exchange_peer *peer;

	if (!exchange)
		return;
	while ((peer = LIST_FIRST(&exchange->peers)) != NULL) {
		LIST_REMOVE(peer, entry);
		exchange_conn_free(peer->conn);
		mem_free(peer);
	}
	loop_io_free(exchange->io);
	(void)close(exchange->fd);
	exchange_free_tape(exchange);
	mem_free(exchange);
}

const char *
exchange_url(const struct exchange *exchange)
{
	return exchange->url;
}

void
exchange_add_filing(
    struct exchange *exchange, const struct exchange_filing *filing)
{
	struct exchange_row *row;

	exchange->rows = mem_grow(exchange->rows, exchange->filing_count,
	    &exchange->filing_cap, sizeof(*exchange->rows));
	row = &exchange->rows[exchange->filing_count++];
	*row = (struct exchange_row){.filing = *filing};
	row->filing.id = row->strings[0] = mem_strdup(filing->id);
	row->filing.code = row->strings[1] = mem_strdup(filing->code);
	row->filing.name = row->strings[2] = mem_strdup(filing->name);
	row->filing.org = row->strings[3] = mem_strdup(filing->org);
	row->filing.title = row->strings[4] = mem_strdup(filing->title);
	row->filing.type = row->strings[5] = mem_strdup(filing->type);
	row->filing.path = row->strings[6] = mem_strdup(filing->path);
	exchange->sorted = false;
}

void
exchange_add_body(struct exchange *exchange, const char *path,
    const char *content_type, int64_t visible, struct span bytes)
{
	struct exchange_body *body;
	int rc;

	exchange->bodies = mem_grow(exchange->bodies, exchange->body_count,
	    &exchange->body_cap, sizeof(*exchange->bodies));
	body = &exchange->bodies[exchange->body_count++];
	body->path = mem_strdup(path);
	body->content_type = mem_strdup(content_type);
	body->visible = visible;
	buf_init(&body->bytes, bytes.len + 1);
	rc = buf_add(&body->bytes, bytes.p, bytes.len);
	assert(rc == 0);
}

void
exchange_add_fault(
    struct exchange *exchange, const struct exchange_fault *fault)
{
	struct exchange_trouble *trouble;

	exchange->faults = mem_grow(exchange->faults, exchange->fault_count,
	    &exchange->fault_cap, sizeof(*exchange->faults));
	trouble = &exchange->faults[exchange->fault_count++];
	trouble->fault = *fault;
	trouble->fault.path = trouble->path = mem_strdup(fault->path);
	trouble->fault.text = trouble->text = mem_strdup(fault->text);
}

void
exchange_want_cookie(struct exchange *exchange, const char *cookie)
{
	exchange->cookie = cookie;
}

void
exchange_watch_requests(
    struct exchange *exchange, exchange_request_fn *fn, void *arg)
{
	exchange->watcher = fn;
	exchange->watcher_arg = arg;
}

size_t
exchange_filing_count(const struct exchange *exchange)
{
	return exchange->filing_count;
}

const struct exchange_filing *
exchange_filing_at(const struct exchange *exchange, size_t i)
{
	assert(i < exchange->filing_count);
	return &exchange->rows[i].filing;
}

int64_t
exchange_requests(const struct exchange *exchange, const char *prefix)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < exchange->count_count; i++)
		if (strncmp(exchange->counts[i].path, prefix, strlen(prefix)) ==
		    0)
			n += exchange->counts[i].requests;
	return n;
}

int
exchange_connections_max(const struct exchange *exchange)
{
	return exchange->open_max;
}
