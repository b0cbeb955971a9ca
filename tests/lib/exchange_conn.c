/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: bytes of HTTP requests. Goes out: bytes of answers, well or badly
 * mannered. Called by tests/lib/exchange.c.
 */
#include "tests/lib/exchange_conn.h"

#include "lib/base/mem.h"
#include "lib/net/loop.h"

#include <assert.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONN_REQUEST_LIMIT (256 * KIB)
#define CONN_HEAD_LIMIT	   (64 * KIB)
#define CONN_BODY_LIMIT	   (256 * MIB)
#define CONN_CHUNK	   (64 * KIB)

struct exchange_conn {
	struct loop *loop;
	int fd;
	struct loop_io *io;
	struct loop_timer *timer;
	struct exchange_conn_calls calls;
	struct buf in;
	struct buf head; /* of the answer in hand */
	struct exchange_answer answer;
	bool answering;
	bool held; /* waits on purpose: does not count as work in flight */
	size_t sent;
	size_t stop; /* bytes after which it ends */
	size_t due; /* EXCHANGE_DRIPPING: may send up to here */
};

/* While an answer is kept back on purpose, held clocks may go on. */
static void
conn_hold(struct exchange_conn *conn, bool held)
{
	if (conn->held == held)
		return;
	conn->held = held;
	loop_busy(conn->loop, held ? -1 : 1);
}

void
exchange_conn_free(struct exchange_conn *conn)
{
	conn_hold(conn, false);
	loop_cancel(conn->timer);
	loop_io_free(conn->io);
	(void)close(conn->fd);
	buf_done(&conn->in);
	buf_done(&conn->head);
	buf_done(&conn->answer.body);
	mem_free(conn);
}

static void
conn_close(struct exchange_conn *conn)
{
	conn->calls.closed(conn->calls.arg, conn);
	exchange_conn_free(conn);
}

static size_t
conn_total(const struct exchange_conn *conn)
{
	return conn->head.len + conn->answer.body.len + conn->answer.blanks;
}

/* The next bytes to send, at most max of them. */
static struct span
conn_next(const struct exchange_conn *conn, size_t max)
{
	static char blanks[CONN_CHUNK];
	const struct buf *body = &conn->answer.body;
	size_t at = conn->sent;
	struct span next;

	if (blanks[0] != ' ')
		memset(blanks, ' ', sizeof(blanks));
	if (at < conn->head.len)
		next = (struct span){conn->head.data + at, conn->head.len - at};
	else if ((at -= conn->head.len) < body->len)
		next = (struct span){body->data + at, body->len - at};
	else
		next = (struct span){blanks, sizeof(blanks)};
	if (next.len > max)
		next.len = max;
	return next;
}

static void conn_read_request(struct exchange_conn *conn);

static void
conn_end_answer(struct exchange_conn *conn)
{
	bool whole = conn->stop == conn_total(conn) && conn->answer.blanks == 0;

	conn->answering = false;
	buf_clear(&conn->head);
	buf_done(&conn->answer.body);
	if (whole) {
		loop_io_set(conn->io, LOOP_READ);
		conn_read_request(conn);
	} else {
		conn_close(conn);
	}
}

static void
conn_on_drip(void *arg)
{
	struct exchange_conn *conn = arg;

	conn->timer = NULL;
	conn->due += (size_t)conn->answer.rate;
	conn_hold(conn, false);
	loop_io_set(conn->io, LOOP_READ | LOOP_WRITE);
}

static void
conn_write(struct exchange_conn *conn)
{
	bool drips = conn->answer.manner == EXCHANGE_DRIPPING;
	size_t end = drips && conn->due < conn->stop ? conn->due : conn->stop;

	while (conn->sent < end) {
		struct span next = conn_next(conn, end - conn->sent);
		ssize_t n = send(
		    conn->fd, next.p, next.len, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0)
			return; /* full, or closed: then the read says so */
		conn->sent += (size_t)n;
	}
	if (conn->sent == conn->stop) {
		conn_end_answer(conn);
		return;
	}
	loop_io_set(conn->io, LOOP_READ);
	conn->timer = loop_after(conn->loop, 1000, conn_on_drip, conn);
	conn_hold(conn, true);
}

static void
conn_start_answer(struct exchange_conn *conn)
{
	struct exchange_answer *answer = &conn->answer;
	int rc;

	conn->answering = true;
	conn->sent = conn->due = 0;
	if (answer->manner == EXCHANGE_SILENT) {
		conn_hold(conn, true);
		return;
	}
	if (answer->manner == EXCHANGE_CLOSING) {
		conn_close(conn);
		return;
	}
	rc = buf_addf(&conn->head,
	    "HTTP/1.1 %d Scripted\r\nContent-Type: %s\r\n", answer->status,
	    answer->content_type);
	assert(rc == 0);
	/* what is huge does not say so: its end is the connection's */
	if (answer->blanks == 0)
		rc = buf_addf(
		    &conn->head, "Content-Length: %zu\r\n", answer->body.len);
	assert(rc == 0);
	rc = buf_addf(&conn->head, "%s\r\n", answer->headers);
	assert(rc == 0);
	conn->stop = conn_total(conn);
	if (answer->manner == EXCHANGE_HALF)
		conn->stop = conn->head.len + answer->body.len / 2;
	loop_io_set(conn->io, LOOP_READ | LOOP_WRITE);
}

static size_t
conn_content_length(const char *head)
{
	const char *line = strcasestr(head, "\r\nContent-Length:");

	return line ? (size_t)strtoul(line + 17, NULL, 10) : 0;
}

/* Splits "METHOD /path?query HTTP/1.1". */
static void
conn_parse_target(char *head, struct exchange_request *request)
{
	char *target = strchr(head, ' ');
	size_t n;

	target = target ? target + 1 : head;
	n = strcspn(target, "? \r");
	(void)snprintf(
	    request->path, sizeof(request->path), "%.*s", (int)n, target);
	if (target[n] == '?')
		request->query = (struct span){
		    target + n + 1, strcspn(target + n + 1, " \r")};
}

/* What stands behind name, which has its line's end and colon about it. */
static void
conn_parse_header(const char *head, const char *name, char *to, size_t size)
{
	const char *line = strcasestr(head, name);

	if (!line)
		return;
	line += strlen(name);
	(void)snprintf(to, size, "%.*s", (int)strcspn(line, "\r"), line);
}

/* Answers the first whole request in the buffer, if there is one. */
static void
conn_read_request(struct exchange_conn *conn)
{
	struct exchange_request request = {0};
	char *end;
	size_t head, body;

	if (conn->answering || conn->in.len == 0)
		return;
	end = strstr(conn->in.data, "\r\n\r\n");
	if (!end)
		return;
	head = (size_t)(end - conn->in.data) + 4;
	end[2] = '\0';
	body = conn_content_length(conn->in.data);
	conn_parse_header(conn->in.data,
	    "\r\nIf-None-Match: ", request.validator,
	    sizeof(request.validator));
	conn_parse_header(conn->in.data, "\r\nCookie: ", request.cookies,
	    sizeof(request.cookies));
	end[2] = '\r';
	if (conn->in.len < head + body)
		return;
	conn_parse_target(conn->in.data, &request);
	request.body = (struct span){conn->in.data + head, body};
	conn->answer = (struct exchange_answer){
	    .status = 200, .content_type = "text/plain"};
	buf_init(&conn->answer.body, CONN_BODY_LIMIT);
	conn->calls.answer(conn->calls.arg, &request, &conn->answer);
	buf_drop(&conn->in, head + body);
	conn_start_answer(conn);
}

static void
conn_on_ready(int fd, int what, void *arg)
{
	struct exchange_conn *conn = arg;
	char bytes[4096];
	ssize_t n;

	if (what & LOOP_READ) {
		n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (n <= 0 || buf_add(&conn->in, bytes, (size_t)n) < 0)
			conn_close(conn);
		else
			conn_read_request(conn);
		return;
	}
	conn_write(conn);
}

struct exchange_conn *
exchange_conn_new(
    struct loop *loop, int fd, const struct exchange_conn_calls *calls)
{
	struct exchange_conn *conn = mem_new(sizeof(*conn));
	int one = 1, rc;

	/* else Nagle and the delayed ACK make 40 ms of each answer */
	rc = setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	assert(rc == 0);
	conn->loop = loop;
	conn->fd = fd;
	conn->calls = *calls;
	buf_init(&conn->in, CONN_REQUEST_LIMIT);
	buf_init(&conn->head, CONN_HEAD_LIMIT);
	conn->io = loop_io_new(loop, fd, LOOP_READ, conn_on_ready, conn);
	return conn;
}
