/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: connections of a client under test. Out: whole messages, to the test;
 * and what the test says in return.
 */
#define _GNU_SOURCE 1
#include "tests/lib/peer.h"

#include "lib/base/buf.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#define PEER_MESSAGE_MAX (4 * MIB)
#define PEER_ANSWER_MAX	 (64 * MIB)

struct peer_conn {
	struct peer *peer;
	struct loop_io *io;
	int fd;
	struct buf in;
	struct buf out;
	bool closing;
	bool held;
	int step;
	LIST_ENTRY(peer_conn) entry;
};

struct peer {
	struct loop *loop;
	struct loop_io *io;
	int fd;
	int port;
	enum peer_mode mode;
	peer_fn *fn;
	void *arg;
	const char *greeting;
	int accepted;
	int connected;
	LIST_HEAD(, peer_conn) conns;
};

static void
peer_conn_free(struct peer_conn *conn)
{
	if (conn->held)
		loop_busy(conn->peer->loop, 1);
	LIST_REMOVE(conn, entry);
	conn->peer->connected--;
	loop_io_free(conn->io);
	(void)close(conn->fd);
	buf_done(&conn->in);
	buf_done(&conn->out);
	mem_free(conn);
}

/* Writes what fits; false when the connection is gone or freed. */
static bool
peer_flush(struct peer_conn *conn)
{
	while (conn->out.len > 0) {
		ssize_t n =
		    send(conn->fd, conn->out.data, conn->out.len, MSG_NOSIGNAL);
		if (n < 0 && errno == EAGAIN)
			break;
		if (n < 0) {
			peer_conn_free(conn);
			return false;
		}
		buf_drop(&conn->out, (size_t)n);
	}
	if (conn->out.len == 0 && conn->closing) {
		peer_conn_free(conn);
		return false;
	}
	loop_io_set(conn->io, LOOP_READ | (conn->out.len > 0 ? LOOP_WRITE : 0));
	return true;
}

/* Length of the first whole message; 0: not yet. */
static size_t
peer_message_len(const struct peer_conn *conn)
{
	const char *data = conn->in.data;

	if (conn->peer->mode == PEER_LINES) {
		const char *end = strchr(data, '\n');
		return end != NULL ? (size_t)(end - data) + 1 : 0;
	}
	const char *end = strstr(data, "\r\n\r\n");
	if (end == NULL)
		return 0;
	const char *length = strcasestr(data, "\r\nContent-Length:");
	size_t body = 0;
	if (length != NULL && length < end)
		(void)sscanf(length + 17, "%zu", &body);
	size_t whole = (size_t)(end - data) + 4 + body;
	return whole <= conn->in.len ? whole : 0;
}

static void
peer_handle(struct peer_conn *conn, size_t len)
{
	char *message = mem_strndup(conn->in.data, len);

	if (conn->peer->mode == PEER_LINES)
		message[strcspn(message, "\r\n")] = '\0';
	buf_drop(&conn->in, len);
	conn->peer->fn(conn, message, conn->peer->arg);
	mem_free(message);
}

static void
peer_on_data(int fd, int what, void *arg)
{
	struct peer_conn *conn = arg;
	char piece[16384];
	size_t len;

	if (what & LOOP_READ) {
		ssize_t n = recv(fd, piece, sizeof(piece), 0);
		if (n <= 0 || buf_add(&conn->in, piece, (size_t)n) < 0) {
			peer_conn_free(conn);
			return;
		}
		while (!conn->closing && (len = peer_message_len(conn)) > 0)
			peer_handle(conn, len);
	}
	(void)peer_flush(conn);
}

static void
peer_on_connect(int fd, int what, void *arg)
{
	struct peer *peer = arg;
	int new_fd = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)what;
	if (new_fd < 0)
		return;
	struct peer_conn *conn = mem_new(sizeof(*conn));
	conn->peer = peer;
	conn->fd = new_fd;
	buf_init(&conn->in, PEER_MESSAGE_MAX);
	buf_init(&conn->out, PEER_ANSWER_MAX);
	conn->io =
	    loop_io_new(peer->loop, new_fd, LOOP_READ, peer_on_data, conn);
	LIST_INSERT_HEAD(&peer->conns, conn, entry);
	peer->accepted++;
	peer->connected++;
	if (peer->greeting != NULL) {
		peer_say(conn, "%s", peer->greeting);
		(void)peer_flush(conn);
	}
}

struct peer *
peer_new(struct loop *loop, enum peer_mode mode, peer_fn *fn, void *arg)
{
	struct peer *peer = mem_new(sizeof(*peer));
	struct sockaddr_in6 any = {.sin6_family = AF_INET6};
	socklen_t len = sizeof(any);
	int off = 0;

	peer->loop = loop;
	peer->mode = mode;
	peer->fn = fn;
	peer->arg = arg;
	LIST_INIT(&peer->conns);
	peer->fd =
	    socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int r =
	    setsockopt(peer->fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	assert(r == 0);
	r = bind(peer->fd, (struct sockaddr *)&any, sizeof(any));
	assert(r == 0);
	r = listen(peer->fd, 64);
	assert(r == 0);
	r = getsockname(peer->fd, (struct sockaddr *)&any, &len);
	assert(r == 0);
	peer->port = ntohs(any.sin6_port);
	peer->io =
	    loop_io_new(loop, peer->fd, LOOP_READ, peer_on_connect, peer);
	return peer;
}

void
peer_free(struct peer *peer)
{
	if (peer == NULL)
		return;
	while (!LIST_EMPTY(&peer->conns))
		peer_conn_free(LIST_FIRST(&peer->conns));
	loop_io_free(peer->io);
	(void)close(peer->fd);
	mem_free(peer);
}

void
peer_set_greeting(struct peer *peer, const char *greeting)
{
	peer->greeting = greeting;
}

int
peer_port(const struct peer *peer)
{
	return peer->port;
}

int
peer_accepted(const struct peer *peer)
{
	return peer->accepted;
}

int
peer_connected(const struct peer *peer)
{
	return peer->connected;
}

void
peer_send(struct peer_conn *conn, const void *p, size_t n)
{
	int r = buf_add(&conn->out, p, n);

	assert(r == 0);
}

void
peer_say(struct peer_conn *conn, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int r = buf_addv(&conn->out, fmt, ap);
	va_end(ap);
	assert(r == 0);
}

void
peer_close(struct peer_conn *conn)
{
	conn->closing = true;
}

void
peer_hold(struct peer_conn *conn)
{
	if (!conn->held)
		loop_busy(conn->peer->loop, -1);
	conn->held = true;
}

int
peer_step(const struct peer_conn *conn)
{
	return conn->step;
}

void
peer_set_step(struct peer_conn *conn, int step)
{
	conn->step = step;
}
