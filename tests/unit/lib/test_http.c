/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests and answers over real sockets, and what becomes of bad ones. */
#include "lib/net/http.h"
#include "lib/base/mem.h"
#include "tests/unit/lib/http_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
answer_hello(struct fixture *f, struct peer_conn *conn, const char *message)
{
	(void)f;
	(void)message;
	peer_say(conn, "HTTP/1.1 203 Fine\r\nX-Test:  a value \r\n"
		       "Content-Length: 5\r\n\r\nhello");
}

static void
answer_comes_with_status_headers_body_and_url(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_hello;
	assert_int_equal(get(f, "/path?q=1"), 0);
	assert_int_equal(f->first.status, 203);
	assert_string_equal(f->first.header, "a value");
	assert_string_equal(f->first.body.data, "hello");
	assert_non_null(strstr(f->first.url, "/path?q=1"));
	assert_memory_equal(f->last, "GET /path?q=1 HTTP/1.1\r\n", 24);
	assert_non_null(strstr(f->last, "User-Agent: filingd-test/1\r\n"));
	assert_null(strstr(f->last, "Accept-Encoding"));
	assert_int_equal(loop_busy_count(f->loop), 0);
}

static void
post_sends_its_headers_and_its_body_as_they_are(void **state)
{
	struct fixture *f = *state;
	struct http_request request = request_of(f, "/hook");
	const struct http_header headers[] = {
	    {"Content-Type", "application/json"}, {"X-Empty", ""}};

	f->answer = answer_hello;
	request.method = "POST";
	request.headers = headers;
	request.header_count = 2;
	request.body = "{\"a\":\"b\"}";
	request.body_len = 9;
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, 0);
	assert_memory_equal(f->last, "POST /hook HTTP/1.1\r\n", 21);
	assert_non_null(strstr(f->last, "Content-Type: application/json\r\n"));
	assert_non_null(strstr(f->last, "X-Empty:\r\n"));
	assert_non_null(strstr(f->last, "\r\n\r\n{\"a\":\"b\"}"));
	assert_null(strstr(f->last, "Expect"));
}

static void
large_post_does_not_wait_for_leave_to_continue(void **state)
{
	struct fixture *f = *state;
	struct http_request request = request_of(f, "/hook");
	static char big[2000000];

	f->answer = answer_hello;
	memset(big, 'x', sizeof(big));
	request.method = "POST";
	request.body = big;
	request.body_len = sizeof(big);
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, 0);
	assert_non_null(strstr(f->last, "Content-Length: 2000000\r\n"));
	assert_null(strstr(f->last, "Expect"));
}

static void
other_methods_keep_their_names(void **state)
{
	struct fixture *f = *state;
	static const char *const methods[] = {"HEAD", "PUT", "DELETE", "POST"};

	for (size_t i = 0; i < 4; i++) {
		struct http_request request = request_of(f, "/");
		char line[32];
		f->answer = answer_hello;
		request.method = methods[i];
		if (strcmp(methods[i], "PUT") == 0) {
			request.body = "x";
			request.body_len = 1;
		}
		start(f, &f->first, request);
		run(f);
		assert_int_equal(f->first.error.code, 0);
		int len = snprintf(
		    line, sizeof(line), "%s / HTTP/1.1\r\n", methods[i]);
		assert_memory_equal(f->last, line, (size_t)len);
	}
}

static void
connection_is_kept_for_the_next_request(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_hello;
	for (int i = 0; i < 5; i++)
		assert_int_equal(get(f, "/"), 0);
	assert_int_equal(f->requests, 5);
	assert_int_equal(peer_accepted(f->peer), 1);
}

static void
on_counted(struct http_response *response, void *arg)
{
	int *count = arg;

	assert_int_equal(response->error.code, 0);
	assert_string_equal(response->body.data, "hello");
	(*count)++;
}

static void
hundred_requests_at_once_end_once_each(void **state)
{
	struct fixture *f = *state;
	static int counts[100];

	f->answer = answer_hello;
	for (int i = 0; i < 100; i++) {
		struct http_request request = request_of(f, "/");
		(void)http_send(f->http, &request, on_counted, &counts[i]);
	}
	run(f);
	for (int i = 0; i < 100; i++)
		assert_int_equal(counts[i], 1);
}

static void
bad_requests_end_by_the_callback_and_say_why(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *url;
		const char *why;
	} bad[] = {
	    {"", "url ''"},
	    {"example.org", "url 'example.org'"},
	    {"http://", "url 'http://'"},
	    {"http://exa mple.org/", "url 'http://exa mple.org/'"},
	    {"http://example.org:99999/", "ort"},
	    {"http://a\x01"
	     "b/",
		"url 'http://a?b/'"},
	    {"ftp://example.org/", "scheme"},
	    {"file:///etc/passwd", "url 'file:///etc/passwd'"},
	    {"smtp://localhost/", "scheme"},
	    {"gopher://127.0.0.1:25/_x", "scheme"},
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct http_request request = request_of(f, "/");
		request.url = bad[i].url;
		start(f, &f->first, request);
		assert_int_equal(loop_busy_count(f->loop), 1);
		run(f);
		assert_int_equal(f->first.calls, (int)i + 1);
		assert_int_equal(f->first.error.code, ERR_INVALID);
		assert_int_equal(f->first.status, 0);
		if (strstr(f->first.error.text, bad[i].why) == NULL)
			fail_msg(
			    "'%s' lacks '%s'", f->first.error.text, bad[i].why);
	}
	assert_int_equal(peer_accepted(f->peer), 0);
}

static void
lines_cannot_be_injected_by_headers_or_methods(void **state)
{
	struct fixture *f = *state;
	static const struct http_header bad[] = {{"X\r\nY", "v"},
	    {"X", "v\r\nY: w"}, {"X", "v\nw"}, {"", "v"}, {"X:", "v"},
	    {"X y", "v"}};
	static const char *const methods[] = {"",
	    "GET /x HTTP/1.1\r\nA: b\r\n\r\nGET", "G T", "AVERYLONGMETHODNAME"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct http_request request = request_of(f, "/");
		request.headers = &bad[i];
		request.header_count = 1;
		start(f, &f->first, request);
		run(f);
		assert_int_equal(f->first.error.code, ERR_INVALID);
	}
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		struct http_request request = request_of(f, "/");
		request.method = methods[i];
		start(f, &f->first, request);
		run(f);
		assert_int_equal(f->first.error.code, ERR_INVALID);
	}
	assert_int_equal(peer_accepted(f->peer), 0);
}

static void
refused_connection_says_where_and_why(void **state)
{
	struct fixture *f = *state;
	char text[128];

	int port = peer_port(f->peer);
	peer_free(f->peer);
	f->peer = NULL;
	assert_int_equal(get(f, "/"), ERR_CONNECT);
	(void)snprintf(text, sizeof(text),
	    "127.0.0.1:%d: could not connect: Connection refused", port);
	assert_string_equal(f->first.error.text, text);
}

static void
host_without_an_address_is_not_connected(void **state)
{
	struct fixture *f = *state;
	char url[128];

	/* A label above 63 bytes: no name server is asked (RFC 1035 2.3.4). */
	(void)snprintf(url, sizeof(url), "http://%070d.x/", 1);
	assert_int_equal(get(f, url), ERR_CONNECT);
	assert_non_null(strstr(f->first.error.text, ".x:80: no address"));
}

static void
answer_drop(struct fixture *f, struct peer_conn *conn, const char *message)
{
	(void)f;
	(void)message;
	peer_close(conn);
}

static void
answer_half(struct fixture *f, struct peer_conn *conn, const char *message)
{
	(void)f;
	(void)message;
	peer_say(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
	peer_close(conn);
}

static void
answer_garbage(struct fixture *f, struct peer_conn *conn, const char *message)
{
	(void)f;
	(void)message;
	peer_say(conn, "what is this?\n");
	peer_close(conn);
}

static void
broken_answers_are_errors_not_content(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_drop;
	assert_int_equal(get(f, "/"), ERR_IO);
	assert_non_null(strstr(f->first.error.text, "without an answer"));
	f->answer = answer_half;
	assert_int_equal(get(f, "/"), ERR_IO);
	assert_non_null(strstr(f->first.error.text, "broke off"));
	assert_int_equal(f->first.body.len, 0);
	assert_int_equal(f->first.status, 0);
	f->answer = answer_garbage;
	assert_int_equal(get(f, "/"), ERR_PROTOCOL);
	assert_int_equal(f->first.body.len, 0);
}

static void
names_may_be_mapped_for_tests(void **state)
{
	struct fixture *f = *state;
	char entry[64];
	char url[64];
	const char *const entries[] = {entry};

	(void)snprintf(entry, sizeof(entry), "exchange.test:%d:127.0.0.1",
	    peer_port(f->peer));
	(void)snprintf(
	    url, sizeof(url), "http://exchange.test:%d/x", peer_port(f->peer));
	http_set_resolve(f->http, entries, 1);
	f->answer = answer_hello;
	assert_int_equal(get(f, url), 0);
	assert_non_null(strstr(f->last, "Host: exchange.test:"));
}

static void
proxy_and_netrc_of_the_environment_are_ignored(void **state)
{
	struct fixture *f = *state;
	char home[] = "/tmp/test_http.XXXXXX";
	char netrc[64];

	assert_non_null(mkdtemp(home));
	(void)snprintf(netrc, sizeof(netrc), "%s/.netrc", home);
	FILE *file = fopen(netrc, "w");
	assert_non_null(file);
	(void)fputs("machine 127.0.0.1 login me password x\n", file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(setenv("HOME", home, 1), 0);
	assert_int_equal(setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
	assert_int_equal(setenv("ALL_PROXY", "http://127.0.0.1:1", 1), 0);
	f->answer = answer_hello;
	assert_int_equal(get(f, "/"), 0);
	assert_null(strstr(f->last, "Authorization"));
	assert_memory_equal(f->last, "GET / HTTP/1.1\r\n", 16);
	assert_int_equal(unsetenv("http_proxy"), 0);
	assert_int_equal(unsetenv("ALL_PROXY"), 0);
	assert_int_equal(unlink(netrc), 0);
	assert_int_equal(rmdir(home), 0);
}

static void
password_in_the_url_is_refused(void **state)
{
	struct fixture *f = *state;
	char url[64];

	(void)snprintf(url, sizeof(url), "http://me:secret@127.0.0.1:%d/",
	    peer_port(f->peer));
	assert_int_equal(get(f, url), ERR_DENIED);
	assert_null(strstr(f->first.error.text, "secret"));
	assert_int_equal(get(f, "ftp://me:secret@example.org/"), ERR_INVALID);
	assert_null(strstr(f->first.error.text, "secret"));
	assert_int_equal(f->requests, 0);
}

static void
a_secret_in_clear_goes_to_this_machine_alone(void **state)
{
	struct fixture *f = *state;
	struct http_request request = request_of(f, "/");
	struct guard_net net;
	struct guard all = {.count = 1, .nets = &net};
	struct err err = ERR_NONE;

	assert_int_equal(guard_net_parse("0.0.0.0/0", &net, &err), 0);
	f->answer = answer_hello;
	request.secret = true;
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, 0);
	request.guard = &all;
	request.url = "http://192.0.2.1/";
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, ERR_DENIED);
	assert_non_null(strstr(f->first.error.text, "without TLS"));
	assert_int_equal(f->requests, 1);
}

static void
retry_after_takes_seconds_and_dates(void **state)
{
	static const struct {
		const char *value;
		int64_t wait; /* -1: invalid */
	} cases[] = {
	    {"0", 0},
	    {"120", 120000},
	    {"99999999999999999999", INT64_C(2147483647000)},
	    {"Tue, 14 Nov 2023 22:13:50 GMT", 30000},
	    {"Tuesday, 14-Nov-23 22:13:50 GMT", 30000},
	    {"Tue Nov 14 22:13:50 2023", 30000},
	    {"Tue, 14 Nov 2023 22:13:10 GMT", 0},
	    {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
	    {"Nov 2 1999999999", INT64_C(2147483647000)},
	    {"", -1},
	    {"-1", -1},
	    {"1.5", -1},
	    {"soon", -1},
	    {"120s", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t wait = -7;
		int r = http_retry_after(cases[i].value, START, &wait);
		if (cases[i].wait < 0) {
			if (r != ERR_INVALID || wait != -7)
				fail_msg("'%s' was taken", cases[i].value);
			continue;
		}
		if (r != 0 || wait != cases[i].wait)
			fail_msg("'%s': %lld", cases[i].value, (long long)wait);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_http, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(answer_comes_with_status_headers_body_and_url),
	    TEST(post_sends_its_headers_and_its_body_as_they_are),
	    TEST(large_post_does_not_wait_for_leave_to_continue),
	    TEST(other_methods_keep_their_names),
	    TEST(connection_is_kept_for_the_next_request),
	    TEST(hundred_requests_at_once_end_once_each),
	    TEST(bad_requests_end_by_the_callback_and_say_why),
	    TEST(lines_cannot_be_injected_by_headers_or_methods),
	    TEST(refused_connection_says_where_and_why),
	    TEST(host_without_an_address_is_not_connected),
	    TEST(broken_answers_are_errors_not_content),
	    TEST(names_may_be_mapped_for_tests),
	    TEST(proxy_and_netrc_of_the_environment_are_ignored),
	    TEST(password_in_the_url_is_refused),
	    TEST(a_secret_in_clear_goes_to_this_machine_alone),
	    TEST(retry_after_takes_seconds_and_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
