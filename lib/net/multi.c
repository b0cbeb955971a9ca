/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: easy handles. Out: each one's result, from the loop. lib/net/transfer.c
 * is the only caller.
 */
#include "lib/net/multi.h"

#include "lib/base/mem.h"
#include "lib/net/loop.h"

#include <assert.h>
#include <signal.h>
#include <sys/time.h>
#include <event2/event.h>

/* Idle connections that are kept; there are fewer hosts than that. */
#define MULTI_KEPT_MAX 256L

struct multi {
	struct loop *loop;
	CURLM *curl;
	struct event *timer; /* libcurl's, in real time */
	multi_fn *fn;
	struct loop_io **ios; /* by descriptor; NULL where none is watched */
	size_t io_count;
};

/* Hands over what libcurl has finished. */
static void
multi_collect(struct multi *multi)
{
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(multi->curl, &left)) != NULL) {
		void *owner = NULL;
		CURLcode code = msg->data.result;
		if (msg->msg != CURLMSG_DONE)
			continue;
		(void)curl_easy_getinfo(
		    msg->easy_handle, CURLINFO_PRIVATE, &owner);
		multi->fn(owner, code);
	}
}

static void
multi_act(struct multi *multi, curl_socket_t fd, int what)
{
	int running;
	CURLMcode r = curl_multi_socket_action(multi->curl, fd, what, &running);

	assert(r == CURLM_OK);
	multi_collect(multi);
}

static void
multi_on_ready(int fd, int what, void *arg)
{
	multi_act(arg, fd,
	    (what & LOOP_READ ? CURL_CSELECT_IN : 0) |
		(what & LOOP_WRITE ? CURL_CSELECT_OUT : 0));
}

static void
multi_on_timer(evutil_socket_t fd, short events, void *arg)
{
	(void)fd;
	(void)events;
	multi_act(arg, CURL_SOCKET_TIMEOUT, 0);
}

/* CURLMOPT_TIMERFUNCTION: arms the timer, also for 0 ms. */
static int
multi_set_timer(CURLM *curl, long ms, void *arg)
{
	struct multi *multi = arg;
	struct timeval tv = {
	    .tv_sec = ms / 1000,
	    .tv_usec = ms % 1000 * 1000,
	};
	int r;

	(void)curl;
	r = ms < 0 ? evtimer_del(multi->timer) : evtimer_add(multi->timer, &tv);
	return r;
}

static void
multi_grow(struct multi *multi, size_t count)
{
	if (count <= multi->io_count)
		return;
	multi->ios = mem_resize(multi->ios, count, sizeof(struct loop_io *));
	for (size_t i = multi->io_count; i < count; i++)
		multi->ios[i] = NULL;
	multi->io_count = count;
}

static void
multi_watch(struct multi *multi, int fd, int what)
{
	multi_grow(multi, (size_t)fd + 1);
	if (multi->ios[fd] == NULL)
		multi->ios[fd] =
		    loop_io_new(multi->loop, fd, what, multi_on_ready, multi);
	else
		loop_io_set(multi->ios[fd], what);
}

static void
multi_unwatch(struct multi *multi, int fd)
{
	if ((size_t)fd >= multi->io_count)
		return;
	loop_io_free(multi->ios[fd]);
	multi->ios[fd] = NULL;
}

/* CURLMOPT_SOCKETFUNCTION. */
static int
multi_set_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *own)
{
	(void)easy;
	(void)own;
	if (what == CURL_POLL_REMOVE)
		multi_unwatch(arg, fd);
	else
		multi_watch(arg, fd,
		    (what & CURL_POLL_IN ? LOOP_READ : 0) |
			(what & CURL_POLL_OUT ? LOOP_WRITE : 0));
	return 0;
}

struct multi *
multi_new(struct loop *loop, multi_fn *fn)
{
	struct multi *multi = mem_new(sizeof(*multi));
	CURLcode r = curl_global_init(CURL_GLOBAL_DEFAULT);

	assert(r == CURLE_OK);
	/* With CURLOPT_NOSIGNAL libcurl leaves this to us: TLS writes. */
	(void)signal(SIGPIPE, SIG_IGN);
	multi->loop = loop;
	multi->fn = fn;
	multi->curl = curl_multi_init();
	multi->timer = evtimer_new(loop_base(loop), multi_on_timer, multi);
	assert(multi->curl != NULL && multi->timer != NULL);
	(void)curl_multi_setopt(
	    multi->curl, CURLMOPT_SOCKETFUNCTION, multi_set_socket);
	(void)curl_multi_setopt(multi->curl, CURLMOPT_SOCKETDATA, multi);
	(void)curl_multi_setopt(
	    multi->curl, CURLMOPT_TIMERFUNCTION, multi_set_timer);
	(void)curl_multi_setopt(multi->curl, CURLMOPT_TIMERDATA, multi);
	(void)curl_multi_setopt(
	    multi->curl, CURLMOPT_MAXCONNECTS, MULTI_KEPT_MAX);
	return multi;
}

void
multi_free(struct multi *multi)
{
	if (multi == NULL)
		return;
	CURLMcode r = curl_multi_cleanup(multi->curl);
	assert(r == CURLM_OK);
	event_free(multi->timer);
	for (size_t i = 0; i < multi->io_count; i++)
		loop_io_free(multi->ios[i]);
	mem_free(multi->ios);
	mem_free(multi);
	curl_global_cleanup();
}

void
multi_add(struct multi *multi, CURL *easy)
{
	CURLMcode r = curl_multi_add_handle(multi->curl, easy);

	assert(r == CURLM_OK);
}

void
multi_remove(struct multi *multi, CURL *easy)
{
	CURLMcode r = curl_multi_remove_handle(multi->curl, easy);

	assert(r == CURLM_OK);
}
