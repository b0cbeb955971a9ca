/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: connections that evhttp accepts. Out: refusals, and ends of those that
 * take too long. evhttp tells of no connection's end: each is held by a
 * reference and counts as gone once evhttp took its callbacks away. One that is
 * to end is shut down, and evhttp sees to the rest.
 */
#include "daemon/api_conns.h"

#include "lib/base/mem.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>

#define CONNS_SWEEP_MS 1000

struct api_conn {
	struct bufferevent *bev; /* referenced */
	uid_t uid; /* -1: by the port, or not looked at */
	int64_t since; /* it, or its last request, came */
	bool counted; /* it was looked at */
	bool streaming;
	bool ended; /* shut down, evhttp will notice */
	TAILQ_ENTRY(api_conn) entry;
};

struct api_conns {
	struct loop *loop;
	struct metrics *metrics;
	struct loop_timer *timer;
	bool looking; /* a look at new ones is due */
	TAILQ_HEAD(, api_conn) list;
};

static const char conns_busy[] = "HTTP/1.1 503 Service Unavailable\r\n"
				 "Connection: close\r\nRetry-After: 1\r\n"
				 "Content-Type: application/json\r\n"
				 "Content-Length: 37\r\n\r\n"
				 "{\"error\":\"too many connections here\"}";

static bool
conns_is_gone(const struct api_conn *conn)
{
	bufferevent_data_cb read_fn, write_fn;
	bufferevent_event_cb event_fn;
	void *arg;

	bufferevent_getcb(conn->bev, &read_fn, &write_fn, &event_fn, &arg);
	return arg == NULL;
}

static void
conns_drop(struct api_conns *conns, struct api_conn *conn)
{
	TAILQ_REMOVE(&conns->list, conn, entry);
	bufferevent_decref(conn->bev);
	mem_free(conn);
}

/* Lets go of what evhttp let go of. */
static void
conns_forget(struct api_conns *conns)
{
	struct api_conn *conn = TAILQ_FIRST(&conns->list);

	while (conn != NULL) {
		struct api_conn *next = TAILQ_NEXT(conn, entry);

		if (conns_is_gone(conn))
			conns_drop(conns, conn);
		conn = next;
	}
}

static void
conns_end(struct api_conns *conns, struct api_conn *conn, enum counter why)
{
	conn->ended = true;
	metrics_count(conns->metrics, why, "", 1);
	shutdown(bufferevent_getfd(conn->bev), SHUT_RDWR);
}

static void conns_on_sweep(void *arg);

static void
conns_arm(struct api_conns *conns)
{
	if (conns->timer == NULL && !TAILQ_EMPTY(&conns->list))
		conns->timer = loop_after(
		    conns->loop, CONNS_SWEEP_MS, conns_on_sweep, conns);
}

static void
conns_on_sweep(void *arg)
{
	struct api_conns *conns = arg;
	const struct clock *clock = loop_clock(conns->loop);
	int64_t last = clock_mono(clock) - clock_work_ms(clock, API_CONN_MS);
	struct api_conn *conn;

	conns->timer = NULL;
	conns_forget(conns);
	TAILQ_FOREACH(conn, &conns->list, entry)
	{
		if (!conn->streaming && !conn->ended && conn->since < last)
			conns_end(conns, conn, COUNTER_REFUSED_SLOW);
	}
	conns_arm(conns);
}

static uid_t
conns_user(const struct api_conn *conn)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);
	int domain = 0;
	socklen_t size = sizeof(domain);
	int fd = bufferevent_getfd(conn->bev);

	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0 ||
	    domain != AF_UNIX ||
	    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0)
		return (uid_t)-1;
	return peer.uid;
}

/* How many a user has that count, and how many of these are streams. */
static size_t
conns_of(const struct api_conns *conns, uid_t uid, size_t *ret_streams)
{
	const struct api_conn *conn;
	size_t count = 0;

	*ret_streams = 0;
	TAILQ_FOREACH(conn, &conns->list, entry)
	{
		if (!conn->counted || conn->ended || conn->uid != uid)
			continue;
		count++;
		*ret_streams += conn->streaming;
	}
	return count;
}

static size_t
conns_all(const struct api_conns *conns)
{
	const struct api_conn *conn;
	size_t count = 0;

	TAILQ_FOREACH(conn, &conns->list, entry)
	count += conn->counted && !conn->ended;
	return count;
}

/* The user with the most connections. */
static uid_t
conns_heaviest(const struct api_conns *conns)
{
	const struct api_conn *conn;
	size_t most = 0, streams;
	uid_t uid = (uid_t)-1;

	TAILQ_FOREACH(conn, &conns->list, entry)
	{
		size_t count = conns_of(conns, conn->uid, &streams);

		if (conn->counted && count > most) {
			most = count;
			uid = conn->uid;
		}
	}
	return uid;
}

/* What waited longest of a user makes room; false: only streams are left. */
static bool
conns_make_room(struct api_conns *conns, uid_t uid)
{
	struct api_conn *conn, *oldest = NULL;

	TAILQ_FOREACH(conn, &conns->list, entry)
	{
		if (!conn->counted || conn->ended || conn->streaming ||
		    conn->uid != uid)
			continue;
		if (oldest == NULL || conn->since < oldest->since)
			oldest = conn;
	}
	if (oldest == NULL)
		return false;
	conns_end(conns, oldest, COUNTER_REFUSED_FULL);
	return true;
}

static void
conns_look(struct api_conns *conns, struct api_conn *conn)
{
	size_t streams;

	conn->uid = conns_user(conn);
	conn->counted = true;
	if (conns_of(conns, conn->uid, &streams) > API_CONNS_PER_USER)
		conn->counted = conns_make_room(conns, conn->uid);
	else if (conns_all(conns) > API_CONNS_MAX)
		conn->counted = conns_make_room(conns, conns_heaviest(conns));
	if (conn->counted)
		return;
	/* Best effort: who does not read it sees the end all the same. */
	(void)!send(bufferevent_getfd(conn->bev), conns_busy,
	    strlen(conns_busy), MSG_DONTWAIT | MSG_NOSIGNAL);
	conns_end(conns, conn, COUNTER_REFUSED_FULL);
}

static void
conns_on_new(void *arg)
{
	struct api_conns *conns = arg;
	struct api_conn *conn;

	conns->looking = false;
	conns_forget(conns);
	TAILQ_FOREACH(conn, &conns->list, entry)
	{
		if (!conn->counted && !conn->ended)
			conns_look(conns, conn);
	}
	conns_arm(conns);
}

/* evhttp has a connection, and gives it its descriptor once this returns. */
static struct bufferevent *
conns_on_accept(struct event_base *base, void *arg)
{
	struct api_conns *conns = arg;
	struct api_conn *conn = mem_new(sizeof(*conn));

	/* Its descriptor must stay as long as the reference does. */
	conn->bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	if (conn->bev == NULL) {
		mem_free(conn);
		return NULL;
	}
	bufferevent_incref(conn->bev);
	conn->uid = (uid_t)-1;
	conn->since = clock_mono(loop_clock(conns->loop));
	TAILQ_INSERT_TAIL(&conns->list, conn, entry);
	if (!conns->looking)
		loop_defer(conns->loop, conns_on_new, conns);
	conns->looking = true;
	return conn->bev;
}

struct api_conns *
api_conns_new(struct loop *loop, struct evhttp *server, struct metrics *metrics)
{
	struct api_conns *conns = mem_new(sizeof(*conns));

	conns->loop = loop;
	conns->metrics = metrics;
	TAILQ_INIT(&conns->list);
	evhttp_set_bevcb(server, conns_on_accept, conns);
	return conns;
}

void
api_conns_free(struct api_conns *conns)
{
	if (conns == NULL)
		return;
	loop_undefer(conns->loop, conns);
	loop_cancel(conns->timer);
	while (!TAILQ_EMPTY(&conns->list))
		conns_drop(conns, TAILQ_FIRST(&conns->list));
	mem_free(conns);
}

static struct api_conn *
conns_find(const struct api_conns *conns, struct evhttp_request *request)
{
	struct bufferevent *bev = evhttp_connection_get_bufferevent(
	    evhttp_request_get_connection(request));
	struct api_conn *conn;

	TAILQ_FOREACH(conn, &conns->list, entry)
	{
		if (conn->bev == bev)
			return conn;
	}
	return NULL;
}

static size_t
conns_unsent(const struct api_conns *conns)
{
	const struct api_conn *conn;
	size_t unsent = 0;

	TAILQ_FOREACH(conn, &conns->list, entry)
	unsent += evbuffer_get_length(bufferevent_get_output(conn->bev));
	return unsent;
}

bool
api_conns_asked(struct api_conns *conns, struct evhttp_request *request)
{
	struct api_conn *conn = conns_find(conns, request);

	if (conn == NULL)
		return false;
	/* It may ask in the very turn in which it came. */
	if (!conn->counted && !conn->ended)
		conns_look(conns, conn);
	conn->since = clock_mono(loop_clock(conns->loop));
	return !conn->ended && conns_unsent(conns) < API_UNSENT_MAX;
}

bool
api_conns_stream(struct api_conns *conns, struct evhttp_request *request)
{
	struct api_conn *conn = conns_find(conns, request);
	size_t streams;

	conns_forget(conns);
	if (conn == NULL)
		return false;
	(void)conns_of(conns, conn->uid, &streams);
	if (streams >= API_STREAMS_PER_USER) {
		metrics_count(conns->metrics, COUNTER_REFUSED_STREAMS, "", 1);
		return false;
	}
	conn->streaming = true;
	return true;
}

size_t
api_conns_count(struct api_conns *conns)
{
	conns_forget(conns);
	return conns_all(conns);
}
