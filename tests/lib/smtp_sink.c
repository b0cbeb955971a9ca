/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RFC 5321, the part that a client of one mail needs. In: connections on
 * loopback; out: mails to the callback. Used by the receiver and by tests.
 */
#include "tests/lib/smtp_sink.h"

#include "lib/base/mem.h"
#include "lib/net/loop.h"

#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#define SINK_MAIL_MAX (16 * MIB)

struct smtp_sink {
	struct loop *loop;
	struct evconnlistener *listener;
	struct smtp_session *sessions;
	smtp_sink_fn *fn;
	void *arg;
	int port;
	int rcpt_code;
};

struct smtp_session {
	struct smtp_sink *sink;
	struct smtp_session *next;
	struct bufferevent *bev;
	char *from;
	char *to;
	bool data;
	struct buf message;
};

static void
smtp_session_end(struct smtp_session *session)
{
	struct smtp_session **link = &session->sink->sessions;

	while (*link != session)
		link = &(*link)->next;
	*link = session->next;
	bufferevent_free(session->bev);
	mem_free(session->from);
	mem_free(session->to);
	buf_done(&session->message);
	mem_free(session);
}

static void
smtp_session_say(struct smtp_session *session, const char *line)
{
	evbuffer_add_printf(
	    bufferevent_get_output(session->bev), "%s\r\n", line);
}

/* "MAIL FROM:<a@b> SIZE=1" -> "a@b"; gives. */
static char *
smtp_session_path(const char *line)
{
	const char *open = strchr(line, '<');
	const char *close = open != NULL ? strchr(open, '>') : NULL;

	if (close == NULL)
		return mem_strdup("");
	return mem_strndup(open + 1, (size_t)(close - open - 1));
}

static void
smtp_session_rcpt(struct smtp_session *session, const char *line)
{
	char reply[64];
	int code = session->sink->rcpt_code;

	mem_free(session->to);
	session->to = smtp_session_path(line);
	snprintf(reply, sizeof(reply), "%d %s", code,
	    code == 250 ? "fine" : "not now, says the test");
	smtp_session_say(session, reply);
}

static void
smtp_session_command(struct smtp_session *session, const char *line)
{
	if (strncasecmp(line, "EHLO", 4) == 0)
		smtp_session_say(session, "250-sink\r\n250 8BITMIME");
	else if (strncasecmp(line, "MAIL", 4) == 0) {
		mem_free(session->from);
		session->from = smtp_session_path(line);
		smtp_session_say(session, "250 fine");
	} else if (strncasecmp(line, "RCPT", 4) == 0)
		smtp_session_rcpt(session, line);
	else if (strncasecmp(line, "DATA", 4) == 0) {
		session->data = true;
		smtp_session_say(session, "354 go on");
	} else if (strncasecmp(line, "QUIT", 4) == 0)
		smtp_session_say(session, "221 bye");
	else
		smtp_session_say(session, "250 fine");
}

/* A line of the message; a lone dot ends it (RFC 5321 4.5.2). */
static void
smtp_session_text(struct smtp_session *session, const char *line)
{
	if (strcmp(line, ".") != 0) {
		/* A mail past the cap is cut: tests look at small ones. */
		err_drop(buf_addf(
		    &session->message, "%s\r\n", line + (line[0] == '.')));
		return;
	}
	session->data = false;
	session->sink->fn(session->from, session->to,
	    (struct span){session->message.data, session->message.len},
	    session->sink->arg);
	buf_clear(&session->message);
	smtp_session_say(session, "250 taken");
}

static void
smtp_session_on_read(struct bufferevent *bev, void *arg)
{
	struct smtp_session *session = arg;
	char *line;

	while ((line = evbuffer_readln(bufferevent_get_input(bev), NULL,
		    EVBUFFER_EOL_CRLF)) != NULL) {
		if (session->data)
			smtp_session_text(session, line);
		else
			smtp_session_command(session, line);
		mem_free(line);
	}
}

static void
smtp_session_on_event(struct bufferevent *bev, short what, void *arg)
{
	(void)bev;
	(void)what;
	smtp_session_end(arg);
}

static void
smtp_sink_on_accept(struct evconnlistener *listener, evutil_socket_t fd,
    struct sockaddr *sa, int len, void *arg)
{
	struct smtp_sink *sink = arg;
	struct smtp_session *session = mem_new(sizeof(*session));

	(void)sa;
	(void)len;
	session->sink = sink;
	session->next = sink->sessions;
	sink->sessions = session;
	buf_init(&session->message, SINK_MAIL_MAX);
	session->bev = bufferevent_socket_new(
	    evconnlistener_get_base(listener), fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(session->bev, smtp_session_on_read, NULL,
	    smtp_session_on_event, session);
	bufferevent_enable(session->bev, EV_READ | EV_WRITE);
	smtp_session_say(session, "220 sink");
}

int
smtp_sink_new(struct loop *loop, int port, smtp_sink_fn *fn, void *arg,
    struct smtp_sink **ret, struct err *err)
{
	struct smtp_sink *sink = mem_new(sizeof(*sink));
	struct sockaddr_in sin = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(sin);

	sink->loop = loop;
	sink->fn = fn;
	sink->arg = arg;
	sink->rcpt_code = 250;
	sink->listener = evconnlistener_new_bind(loop_base(loop),
	    smtp_sink_on_accept, sink,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_EXEC,
	    16, (struct sockaddr *)&sin, sizeof(sin));
	if (sink->listener == NULL ||
	    getsockname(evconnlistener_get_fd(sink->listener),
		(struct sockaddr *)&sin, &len) != 0) {
		smtp_sink_free(sink);
		return err_set(err, ERR_SYSTEM, "mail sink: port %d", port);
	}
	sink->port = ntohs(sin.sin_port);
	*ret = sink;
	return 0;
}

void
smtp_sink_free(struct smtp_sink *sink)
{
	if (sink == NULL)
		return;
	while (sink->sessions != NULL)
		smtp_session_end(sink->sessions);
	if (sink->listener != NULL)
		evconnlistener_free(sink->listener);
	mem_free(sink);
}

int
smtp_sink_port(const struct smtp_sink *sink)
{
	return sink->port;
}

void
smtp_sink_answer(struct smtp_sink *sink, int code)
{
	sink->rcpt_code = code;
}
