/* SPDX-License-Identifier: BSD-2-Clause */
/* daemon/api_conns.h with evhttp on a held clock, and daemon/api_access.h */
#include "daemon/api_conns.h"

#include "daemon/api_access.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CLIENTS_MAX 100

struct rig {
	struct clock *clock;
	struct loop *loop;
	struct evhttp *server;
	struct metrics *metrics;
	struct api_conns *conns;
	struct sockaddr_un sun;
	int fds[CLIENTS_MAX];
	size_t count;
};

/* "/" is answered, "/stream" never ends. */
static void
rig_on_request(struct evhttp_request *request, void *arg)
{
	struct rig *rig = arg;
	const char *uri = evhttp_request_get_uri(request);

	if (!api_conns_asked(rig->conns, request))
		evhttp_send_error(request, 503, NULL);
	else if (strcmp(uri, "/stream") != 0)
		evhttp_send_reply(request, 200, "OK", NULL);
	else if (api_conns_stream(rig->conns, request))
		evhttp_send_reply_start(request, 200, "OK");
	else
		evhttp_send_error(request, 503, NULL);
}

static int
setup(void **state)
{
	struct rig *rig = mem_new(sizeof(*rig));
	struct evconnlistener *listener;

	rig->clock = clock_new_held(1000000);
	rig->loop = loop_new(rig->clock);
	rig->metrics = metrics_new();
	rig->server = evhttp_new(loop_base(rig->loop));
	rig->conns = api_conns_new(rig->loop, rig->server, rig->metrics);
	evhttp_set_gencb(rig->server, rig_on_request, rig);
	rig->sun.sun_family = AF_UNIX;
	/* abstract: nothing is left behind */
	(void)snprintf(rig->sun.sun_path + 1, sizeof(rig->sun.sun_path) - 1,
	    "filingd-conns-%d", (int)getpid());
	listener = evconnlistener_new_bind(loop_base(rig->loop), NULL, NULL,
	    LEV_OPT_CLOSE_ON_FREE, 128, (struct sockaddr *)&rig->sun,
	    sizeof(rig->sun));
	assert_non_null(listener);
	assert_non_null(evhttp_bind_listener(rig->server, listener));
	*state = rig;
	return 0;
}

static int
teardown(void **state)
{
	struct rig *rig = *state;

	for (size_t i = 0; i < rig->count; i++)
		close(rig->fds[i]);
	evhttp_free(rig->server);
	api_conns_free(rig->conns);
	metrics_free(rig->metrics);
	loop_free(rig->loop);
	clock_free(rig->clock);
	mem_free(rig);
	return 0;
}

static void
pass(struct rig *rig, int64_t ms)
{
	loop_run_until(rig->loop, loop_now(rig->loop) + ms);
}

/* Turns of the loop until all that was sent is dealt with. */
static void
settle(struct rig *rig)
{
	for (int i = 0; i < 20; i++)
		pass(rig, 0);
}

static int
client(struct rig *rig, const char *request)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(
	    connect(fd, (struct sockaddr *)&rig->sun, sizeof(rig->sun)), 0);
	assert_int_equal(
	    write(fd, request, strlen(request)), (ssize_t)strlen(request));
	rig->fds[rig->count++] = fd;
	return fd;
}

/* The status that came; 0: nothing yet; -1: closed. */
static int
answer(int fd)
{
	char text[512];
	ssize_t n = recv(fd, text, sizeof(text) - 1, MSG_DONTWAIT);
	int status = 0;

	if (n == 0)
		return -1;
	if (n < 0)
		return 0;
	text[n] = '\0';
	(void)sscanf(text, "HTTP/1.1 %d", &status);
	return status;
}

static int64_t
refused(struct rig *rig, enum counter why)
{
	return metrics_read(rig->metrics, why, "");
}

static void
who_trickles_is_closed_after_half_a_minute(void **state)
{
	struct rig *rig = *state;
	int fd = client(rig, "GET / HTTP/1.1\r\nX-A: ");

	for (int s = 0; s < API_CONN_MS / 1000; s++) {
		settle(rig);
		assert_int_equal(answer(fd), 0);
		assert_int_equal(write(fd, "a", 1), 1);
		pass(rig, 1000);
	}
	pass(rig, 2000);
	settle(rig);
	assert_int_equal(answer(fd), -1);
	assert_int_equal(refused(rig, COUNTER_REFUSED_SLOW), 1);
	pass(rig, 2000);
	assert_int_equal(api_conns_count(rig->conns), 0);
}

static void
each_request_begins_a_new_half_minute(void **state)
{
	struct rig *rig = *state;
	int fd = client(rig, "");

	for (int i = 0; i < 4; i++) {
		assert_int_equal(write(fd, "GET / HTTP/1.1\r\n\r\n", 18), 18);
		settle(rig);
		assert_int_equal(answer(fd), 200);
		pass(rig, API_CONN_MS - 2000);
	}
	assert_int_equal(refused(rig, COUNTER_REFUSED_SLOW), 0);
}

static void
a_stream_may_last(void **state)
{
	struct rig *rig = *state;
	int fd = client(rig, "GET /stream HTTP/1.1\r\n\r\n");

	settle(rig);
	assert_int_equal(answer(fd), 200);
	pass(rig, 10 * API_CONN_MS);
	assert_int_equal(answer(fd), 0);
	assert_int_equal(api_conns_count(rig->conns), 1);
}

static void
the_oldest_of_a_user_makes_room(void **state)
{
	struct rig *rig = *state;
	int first = client(rig, "GET / HT"), last = -1;

	settle(rig);
	pass(rig, 1000);
	for (int i = 0; i < API_CONNS_PER_USER; i++)
		last = client(rig, "");
	settle(rig);
	assert_int_equal(answer(first), -1);
	assert_int_equal(write(last, "GET / HTTP/1.1\r\n\r\n", 18), 18);
	settle(rig);
	assert_int_equal(answer(last), 200);
	assert_int_equal(api_conns_count(rig->conns), API_CONNS_PER_USER);
	assert_int_equal(refused(rig, COUNTER_REFUSED_FULL), 1);
}

static void
streams_of_a_user_are_limited_and_never_make_room(void **state)
{
	struct rig *rig = *state;
	int streams = 0;

	for (int i = 0; i < API_STREAMS_PER_USER + 5; i++) {
		int fd = client(rig, "GET /stream HTTP/1.1\r\n\r\n");

		settle(rig);
		streams += answer(fd) == 200;
	}
	assert_int_equal(streams, API_STREAMS_PER_USER);
	assert_int_equal(refused(rig, COUNTER_REFUSED_STREAMS), 5);
	while (rig->count < CLIENTS_MAX)
		client(rig, "");
	settle(rig);
	for (int i = 0; i < API_STREAMS_PER_USER; i++)
		assert_int_equal(answer(rig->fds[i]), 0);
}

static void
only_names_of_this_machine_are_local(void **state)
{
	static const struct {
		const char *host;
		bool local;
	} cases[] = {
	    {"localhost", true},
	    {"LOCALHOST:9080", true},
	    {"127.0.0.1", true},
	    {"127.0.0.1:9080", true},
	    {"[::1]:9080", true},
	    {"[::1]", true},
	    {"", false},
	    {"localhost.evil.example", false},
	    {"127.0.0.1.evil.example", false},
	    {"127.0.0.1:x", false},
	    {"localhost:80@evil.example", false},
	    {"evil.example", false},
	    {"127.0.0.2", false},
	    {"[::2]", false},
	    {"::1", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (api_access_is_local_name(cases[i].host) != cases[i].local)
			fail_msg("'%s'", cases[i].host);
	}
}

static void
only_the_whole_token_opens(void **state)
{
	static const struct {
		const char *header;
		bool good;
	} cases[] = {
	    {"Bearer 0123456789abcdef", true},
	    {"bearer 0123456789abcdef", true},
	    {"Bearer 0123456789abcdeF", false},
	    {"Bearer 0123456789abcde", false},
	    {"Bearer 0123456789abcdef0", false},
	    {"Bearer  0123456789abcdef", false},
	    {"Bearer ", false},
	    {"Basic 0123456789abcdef", false},
	    {"0123456789abcdef", false},
	    {"", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (api_access_is_token(cases[i].header, "0123456789abcdef") !=
		    cases[i].good)
			fail_msg("'%s'", cases[i].header);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		who_trickles_is_closed_after_half_a_minute, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		each_request_begins_a_new_half_minute, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_stream_may_last, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_oldest_of_a_user_makes_room, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		streams_of_a_user_are_limited_and_never_make_room, setup,
		teardown),
	    cmocka_unit_test(only_names_of_this_machine_are_local),
	    cmocka_unit_test(only_the_whole_token_opens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
