/* SPDX-License-Identifier: BSD-2-Clause */
/* Caps on body, headers, time and redirects. */
#include "lib/net/http.h"
#include "lib/base/mem.h"
#include "tests/unit/lib/http_fixture.h"

#include <stdio.h>
#include <string.h>

/* A path says what the server does: "/body/1000", "/redirect/3" ... */
static int
number_of(const char *request)
{
	int n = 0;

	(void)sscanf(request, "GET /%*[a-z]/%d", &n);
	return n;
}

static void
answer_body(struct fixture *f, struct peer_conn *conn, const char *request)
{
	int n = number_of(request);
	char *body = mem_new((size_t)n + 1);

	(void)f;
	memset(body, 'x', (size_t)n);
	say_body(conn, body);
	mem_free(body);
}

/* The same without a length, so that only counting helps. */
static void
answer_unsized(struct fixture *f, struct peer_conn *conn, const char *request)
{
	(void)f;
	peer_say(conn, "HTTP/1.1 200 OK\r\n\r\n");
	for (int n = number_of(request); n > 0; n--)
		peer_say(conn, "x");
	peer_close(conn);
}

static void
body_of_the_limit_is_taken_and_one_byte_more_is_not(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_body;
	assert_int_equal(get(f, "/body/1000"), 0);
	assert_int_equal(f->first.body.len, 1000);
	assert_int_equal(get(f, "/body/1001"), ERR_TOOBIG);
	assert_int_equal(f->first.body.len, 0);
	f->answer = answer_unsized;
	assert_int_equal(get(f, "/body/1000"), 0);
	assert_int_equal(f->first.body.len, 1000);
	assert_int_equal(get(f, "/body/1001"), ERR_TOOBIG);
	assert_non_null(strstr(f->first.error.text, "larger than 1000 bytes"));
}

static void
body_may_be_cut_at_the_limit_instead(void **state)
{
	struct fixture *f = *state;
	static const int lengths[] = {999, 1000, 1001, 100000};

	for (size_t i = 0; i < 8; i++) {
		char path[32];
		f->answer = i % 2 == 0 ? answer_body : answer_unsized;
		(void)snprintf(path, sizeof(path), "/body/%d", lengths[i / 2]);
		struct http_request request = request_of(f, path);
		request.cut_at_limit = true;
		start(f, &f->first, request);
		run(f);
		assert_int_equal(f->first.error.code, 0);
		assert_int_equal(f->first.status, 200);
		assert_int_equal(f->first.body.len,
		    lengths[i / 2] < 1000 ? lengths[i / 2] : 1000);
	}
}

/* Bits of a deflate stream, RFC 1951 3.1.1. */
struct bits {
	unsigned char bytes[80000];
	size_t count;
};

static void
put_bits(struct bits *bits, unsigned value, int n, bool high_first)
{
	for (int i = 0; i < n; i++) {
		unsigned bit = value >> (high_first ? n - 1 - i : i) & 1;
		if (bit)
			bits->bytes[bits->count / 8] |=
			    (unsigned char)(1U << (bits->count % 8));
		bits->count++;
	}
}

/*
 * A gzip body of one 'x' and repeats of it: one block with fixed codes, each
 * repeat (length code 285, distance code 0) makes 258 bytes of 13 bits.
 */
static void
send_bomb(struct peer_conn *conn, int repeats)
{
	static const unsigned char head[10] = {
	    0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
	static struct bits bits;

	bits = (struct bits){.count = 0};
	put_bits(&bits, 1, 1, false); /* the last block */
	put_bits(&bits, 1, 2, false); /* fixed codes */
	put_bits(&bits, 0x30 + 'x', 8, true);
	for (int i = 0; i < repeats; i++) {
		put_bits(&bits, 0xc5, 8, true);
		put_bits(&bits, 0, 5, true);
	}
	put_bits(&bits, 0, 7, true);
	peer_say(conn, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
	peer_send(conn, head, sizeof(head));
	peer_send(conn, bits.bytes, (bits.count + 7) / 8);
	peer_close(conn); /* without the checksum: bombs need none */
}

static void
answer_bomb(struct fixture *f, struct peer_conn *conn, const char *request)
{
	(void)f;
	send_bomb(conn, number_of(request));
}

static void
compressed_bomb_is_stopped_at_the_limit(void **state)
{
	struct fixture *f = *state;
	struct http_request request = request_of(f, "/bomb/40000");

	f->answer = answer_bomb; /* 65 kB that become 10 MB */
	request.compressed = true;
	request.limit = MIB;
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, ERR_TOOBIG);
	assert_non_null(strstr(f->last, "Accept-Encoding: gzip, deflate\r\n"));
}

static void
body_that_grows_a_hundredfold_is_a_bomb_below_the_limit_too(void **state)
{
	struct fixture *f = *state;
	struct http_request request = request_of(f, "/bomb/40000");

	f->answer = answer_bomb;
	request.compressed = true;
	request.limit = 64 * MIB;
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, ERR_TOOBIG);
	assert_non_null(strstr(f->first.error.text, "a bomb"));
	request = request_of(f, "/bomb/2000"); /* half a megabyte of blanks */
	request.compressed = true;
	request.limit = 64 * MIB;
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, 0);
	assert_int_equal(f->first.body.len, 1 + 2000 * 258);
}

static void
bomb_is_cut_where_cutting_is_asked_for(void **state)
{
	struct fixture *f = *state;
	struct http_request request = request_of(f, "/bomb/40000");

	f->answer = answer_bomb;
	request.compressed = true;
	request.cut_at_limit = true;
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, 0);
	assert_int_equal(f->first.body.len, 1000);
	assert_memory_equal(f->first.body.data, "xxxx", 4);
}

static void
answer_headers(struct fixture *f, struct peer_conn *conn, const char *request)
{
	(void)f;
	peer_say(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
	for (int n = number_of(request); n > 0; n--)
		peer_say(conn, "X-%d: y\r\n", n);
	peer_say(conn, "\r\n");
}

static void
answer_long_header(
    struct fixture *f, struct peer_conn *conn, const char *request)
{
	(void)f;
	peer_say(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Long: ");
	for (int n = number_of(request); n > 0; n--)
		peer_say(conn, "y");
	peer_say(conn, "\r\n\r\n");
}

static void
headers_are_capped_in_number_and_size(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_headers;
	assert_int_equal(get(f, "/h/200"), 0);
	assert_int_equal(get(f, "/h/300"), ERR_TOOBIG);
	f->answer = answer_long_header;
	assert_int_equal(get(f, "/h/60000"), 0);
	assert_int_equal(get(f, "/h/70000"), ERR_TOOBIG);
	assert_non_null(strstr(f->first.error.text, "headers"));
}

static void
answer_never(struct fixture *f, struct peer_conn *conn, const char *request)
{
	(void)f;
	(void)request;
	peer_hold(conn);
}

static void
answer_stuck(struct fixture *f, struct peer_conn *conn, const char *request)
{
	(void)f;
	(void)request;
	peer_say(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nha");
	peer_hold(conn);
}

static void
deadline_ends_a_transfer_in_the_time_of_the_loop(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_never;
	for (int i = 0; i < 2; i++) {
		int64_t before = loop_now(f->loop);
		start(f, &f->first, request_of(f, "/"));
		loop_run_until(f->loop, before + 19999);
		assert_int_equal(f->first.calls, i);
		loop_run_until(f->loop, before + 20000);
		assert_int_equal(f->first.calls, i + 1);
		assert_int_equal(f->first.error.code, ERR_TIMEOUT);
		assert_true(f->first.elapsed_ms == 20000);
		assert_int_equal(f->first.body.len, 0);
		assert_non_null(strstr(
		    f->first.error.text, ": not finished within 20000 ms"));
		run(f);
		assert_int_equal(peer_connected(f->peer), 0);
		f->answer = answer_stuck;
	}
}

static void
end_patience(void *arg)
{
	loop_busy(arg, 1);
}

/* TLS that never begins is no connection. */
static void
a_connection_has_a_deadline_of_its_own(void **state)
{
	struct fixture *f = *state;
	int64_t before = loop_now(f->loop);
	char url[64];

	(void)snprintf(
	    url, sizeof(url), "https://127.0.0.1:%d/", peer_port(f->peer));
	struct http_request request = request_of(f, url);
	request.connect_ms = 5000;
	start(f, &f->first, request);
	loop_busy(f->loop, -1); /* nobody works on it: time may pass */
	loop_run_until(f->loop, before + 4999);
	assert_int_equal(f->first.calls, 0);
	loop_after(f->loop, 1, end_patience, f->loop);
	loop_run_until(f->loop, before + 5000);
	run(f);
	assert_int_equal(f->first.calls, 1);
	assert_int_equal(f->first.error.code, ERR_TIMEOUT);
	assert_non_null(
	    strstr(f->first.error.text, ": not connected within 5000 ms"));
	/* Once there is a connection it says no more. */
	f->answer = answer_never;
	request = request_of(f, "/");
	request.connect_ms = 5000;
	start(f, &f->first, request);
	loop_run_until(f->loop, loop_now(f->loop) + 19999);
	assert_int_equal(f->first.calls, 1);
	run(f);
	assert_int_equal(f->first.calls, 2);
}

/* "/redirect/3" leads to "/redirect/2" ... "/redirect/0", which answers. */
static void
answer_redirect(struct fixture *f, struct peer_conn *conn, const char *request)
{
	int n = number_of(request);

	(void)f;
	if (n == 0) {
		say_body(conn, "arrived");
		return;
	}
	peer_say(conn,
	    "HTTP/1.1 302 Found\r\nContent-Length: 4\r\nX-Test: old\r\n"
	    "Location: /redirect/%d\r\n\r\ngone",
	    n - 1);
}

static void
redirects_are_followed_as_often_as_allowed(void **state)
{
	struct fixture *f = *state;
	struct http_request request = request_of(f, "/redirect/3");

	f->answer = answer_redirect;
	request.redirects = 3;
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, 0);
	assert_string_equal(f->first.body.data, "arrived");
	assert_string_equal(f->first.header, "");
	assert_non_null(strstr(f->first.url, "/redirect/0"));
	request = request_of(f, "/redirect/4");
	request.redirects = 3;
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, ERR_PROTOCOL);
	assert_non_null(strstr(f->first.error.text, "redirects"));
}

static void
redirect_is_the_answer_where_none_is_allowed(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_redirect;
	assert_int_equal(get(f, "/redirect/3"), 0);
	assert_int_equal(f->first.status, 302);
	assert_string_equal(f->first.header, "old");
	assert_string_equal(f->first.body.data, "gone");
	assert_int_equal(f->requests, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_http, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(body_of_the_limit_is_taken_and_one_byte_more_is_not),
	    TEST(body_may_be_cut_at_the_limit_instead),
	    TEST(compressed_bomb_is_stopped_at_the_limit),
	    TEST(body_that_grows_a_hundredfold_is_a_bomb_below_the_limit_too),
	    TEST(bomb_is_cut_where_cutting_is_asked_for),
	    TEST(headers_are_capped_in_number_and_size),
	    TEST(deadline_ends_a_transfer_in_the_time_of_the_loop),
	    TEST(a_connection_has_a_deadline_of_its_own),
	    TEST(redirects_are_followed_as_often_as_allowed),
	    TEST(redirect_is_the_answer_where_none_is_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
