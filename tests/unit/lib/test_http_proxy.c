/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests through a proxy, and what it is never asked for. */
#include "lib/net/http.h"
#include "lib/net/proxy.h"
#include "tests/unit/lib/http_fixture.h"

#include <stdio.h>
#include <string.h>

/* Only the proxy may stand on loopback. */
static struct guard
guard_of(struct fixture *f)
{
	return (struct guard){.proxy = f->url};
}

static int
get_by(struct fixture *f, const struct guard *guard, const char *url)
{
	struct http_request request = request_of(f, url);

	request.guard = guard;
	request.redirects = 3;
	start(f, &f->first, request);
	run(f);
	return f->first.error.code;
}

static void
answer_hello(struct fixture *f, struct peer_conn *conn, const char *request)
{
	(void)f;
	(void)request;
	say_body(conn, "hello");
}

static void
request_goes_to_the_proxy_with_the_whole_address(void **state)
{
	struct fixture *f = *state;
	struct guard guard = guard_of(f);
	char login[] = "desk:secret";

	f->answer = answer_hello;
	assert_int_equal(get_by(f, &guard, "http://filings.test/list?a=1"), 0);
	assert_string_equal(f->first.body.data, "hello");
	assert_memory_equal(
	    f->last, "GET http://filings.test/list?a=1 HTTP/1.1\r\n", 43);
	assert_null(strstr(f->last, "Proxy-Authorization"));
	guard.proxy_login = login;
	assert_int_equal(get_by(f, &guard, "http://filings.test/"), 0);
	assert_non_null(
	    strstr(f->last, "Proxy-Authorization: Basic ZGVzazpzZWNyZXQ=\r\n"));
}

static void
answer_forbidden(struct fixture *f, struct peer_conn *conn, const char *request)
{
	(void)f;
	(void)request;
	peer_say(conn, "HTTP/1.1 403 Forbidden\r\nX-Test: proxy\r\n"
		       "Content-Length: 0\r\n\r\n");
}

static void
tunnel_that_is_refused_says_by_whom(void **state)
{
	struct fixture *f = *state;
	struct guard guard = guard_of(f);

	f->answer = answer_forbidden;
	assert_int_not_equal(get_by(f, &guard, "https://filings.test/"), 0);
	assert_memory_equal(
	    f->last, "CONNECT filings.test:443 HTTP/1.1\r\n", 35);
	assert_non_null(strstr(f->first.error.text, "403"));
	assert_non_null(strstr(f->first.error.text, f->url));
	assert_string_equal(f->first.header, "");
}

static void
private_targets_are_refused_before_the_proxy_is_asked(void **state)
{
	static const char *const urls[] = {"http://127.0.0.1/",
	    "https://127.0.0.1/", "http://0x7f.1/", "http://2130706433/",
	    "http://[::1]/", "http://[fe80::1%25eth0]/",
	    "http://[::ffff:10.0.0.1]/", "http://localhost/",
	    "https://LOCALHOST./", "http://a.localhost/", "http://10.1.2.3/",
	    "http://169.254.169.254/latest"};
	struct fixture *f = *state;
	struct guard guard = guard_of(f);

	f->answer = answer_hello;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		if (get_by(f, &guard, urls[i]) != ERR_DENIED)
			fail_msg("%s: %s", urls[i], f->first.error.text);
	}
	assert_int_equal(peer_accepted(f->peer), 0);
	assert_int_equal(f->requests, 0);
}

static void
answer_redirect(struct fixture *f, struct peer_conn *conn, const char *request)
{
	(void)f;
	(void)request;
	peer_say(conn, "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n"
		       "Content-Length: 0\r\n\r\n");
}

static void
redirect_to_a_private_target_is_refused(void **state)
{
	struct fixture *f = *state;
	struct guard guard = guard_of(f);

	f->answer = answer_redirect;
	assert_int_equal(get_by(f, &guard, "http://filings.test/"), ERR_DENIED);
	assert_int_equal(f->requests, 1);
	assert_non_null(strstr(f->first.error.text, "10.0.0.1"));
}

static void
silent_proxy_is_named(void **state)
{
	struct fixture *f = *state;
	char proxy[] = "http://127.0.0.1:1";
	struct guard guard = {.proxy = proxy};

	assert_int_equal(
	    get_by(f, &guard, "http://filings.test/"), ERR_CONNECT);
	assert_non_null(
	    strstr(f->first.error.text, "through http://127.0.0.1:1"));
}

static void
only_addresses_of_proxies_are_taken(void **state)
{
	static const struct {
		const char *url;
		int code;
	} cases[] = {{"http://proxy.example:3128", 0},
	    {"https://proxy.example", 0}, {"socks5h://10.0.0.1:1080", 0},
	    {"proxy.example:3128", ERR_INVALID},
	    {"socks4://proxy.example", ERR_INVALID}, {"http://", ERR_INVALID},
	    {"http://desk:secret@proxy.example", ERR_INVALID}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = ERR_NONE;
		if (proxy_parse(cases[i].url, &err) != cases[i].code)
			fail_msg("%s: %s", cases[i].url, err.text);
		assert_null(strstr(err.text, "secret"));
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_http, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(request_goes_to_the_proxy_with_the_whole_address),
	    TEST(tunnel_that_is_refused_says_by_whom),
	    TEST(private_targets_are_refused_before_the_proxy_is_asked),
	    TEST(redirect_to_a_private_target_is_refused),
	    TEST(silent_proxy_is_named),
	    TEST(only_addresses_of_proxies_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
