/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * No request reaches a denied address, however it is spelled or led there.
 * The server listens on every local address: nobody may connect to it.
 */
#include "lib/net/http.h"
#include "tests/lib/spellings.h"
#include "tests/unit/lib/http_fixture.h"

#include <stdio.h>
#include <string.h>

static void
answer_secret(struct fixture *f, struct peer_conn *conn, const char *message)
{
	(void)f;
	(void)message;
	say_body(conn, "secret");
}

/*
 * A spelling that is no host at all may be ERR_INVALID or ERR_CONNECT;
 * addresses are ERR_DENIED.
 */
static void
no_spelling_of_a_private_address_is_connected(void **state)
{
	struct fixture *f = *state;
	size_t n = spelling_count;
	size_t denied = 0;

	assert_true(n >= 60);
	f->answer = answer_secret;
	for (size_t i = 0; i < n; i++) {
		char url[128];
		(void)snprintf(url, sizeof(url), "http://%s:%d/", spellings[i],
		    peer_port(f->peer));
		struct http_request request = request_of(f, url);
		request.guard = NULL;
		start(f, &f->first, request);
		run(f);
		int code = f->first.error.code;
		if (code != ERR_DENIED && code != ERR_INVALID &&
		    code != ERR_CONNECT)
			fail_msg("%s: %d (%s)", url, code, f->first.error.text);
		denied += code == ERR_DENIED;
	}
	assert_int_equal(peer_accepted(f->peer), 0);
	print_message("%zu spellings, %zu denied, %zu not even hosts\n", n,
	    denied, n - denied);
	assert_true(denied >= 60);
}

static void
refusal_tells_where_why_and_what_to_add(void **state)
{
	struct fixture *f = *state;
	char text[256];
	struct http_request request = request_of(f, "/");

	request.guard = NULL;
	start(f, &f->first, request);
	run(f);
	(void)snprintf(text, sizeof(text),
	    "127.0.0.1:%d: 127.0.0.1 is refused: loopback; to permit it, add "
	    "\"allow: 127.0.0.1\" to the source or channel that names it",
	    peer_port(f->peer));
	assert_string_equal(f->first.error.text, text);
}

/* A name whose address changes is judged by the address that is used. */
static void
name_that_leads_to_a_private_address_is_refused(void **state)
{
	struct fixture *f = *state;
	char v4[64], v6[64], url[64];
	const char *const entries[] = {v4, v6};

	(void)snprintf(
	    v4, sizeof(v4), "four.test:%d:127.0.0.1", peer_port(f->peer));
	(void)snprintf(v6, sizeof(v6), "six.test:%d:[::1]", peer_port(f->peer));
	http_set_resolve(f->http, entries, 2);
	for (int i = 0; i < 2; i++) {
		(void)snprintf(url, sizeof(url), "http://%s.test:%d/",
		    i == 0 ? "four" : "six", peer_port(f->peer));
		struct http_request request = request_of(f, url);
		request.guard = NULL;
		start(f, &f->first, request);
		run(f);
		assert_int_equal(f->first.error.code, ERR_DENIED);
	}
	assert_int_equal(peer_accepted(f->peer), 0);
}

static char location[256];

static void
answer_lead_away(struct fixture *f, struct peer_conn *conn, const char *message)
{
	(void)f;
	if (strncmp(message, "GET /start ", 11) == 0)
		peer_say(conn,
		    "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
		    "Location: %s\r\n\r\n",
		    location);
	else
		say_body(conn, "secret");
}

/* The guard allows 127.0.0.1 alone here, so that the start is reached. */
static void
redirect_to_a_denied_address_is_refused(void **state)
{
	struct fixture *f = *state;
	static const char *const hosts[] = {"127.0.0.2", "[::1]",
	    "[::ffff:127.0.0.3]", "0.0.0.0", "10.0.0.1", "169.254.169.254",
	    "2130706434", "0x7f000002"};
	struct guard guard = {.count = 1, .nets = &f->net};
	struct err err = ERR_NONE;

	assert_int_equal(guard_net_parse("127.0.0.1", &f->net, &err), 0);
	f->answer = answer_lead_away;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		(void)snprintf(location, sizeof(location), "http://%s:%d/x",
		    hosts[i], peer_port(f->peer));
		struct http_request request = request_of(f, "/start");
		request.guard = &guard;
		request.redirects = 5;
		start(f, &f->first, request);
		run(f);
		assert_int_equal(f->first.error.code, ERR_DENIED);
		assert_int_equal(f->requests, (int)i + 1);
		assert_int_equal(f->first.body.len, 0);
	}
}

static void
redirect_to_another_scheme_is_refused(void **state)
{
	struct fixture *f = *state;
	static const char *const targets[] = {"file:///etc/passwd",
	    "ftp://127.0.0.1/x", "gopher://127.0.0.1:25/_x",
	    "smtp://127.0.0.1/", "dict://127.0.0.1/x", "ldap://127.0.0.1/",
	    "scp://127.0.0.1/x", "tftp://127.0.0.1/x"};

	f->answer = answer_lead_away;
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		(void)snprintf(location, sizeof(location), "%s", targets[i]);
		struct http_request request = request_of(f, "/start");
		request.redirects = 5;
		start(f, &f->first, request);
		run(f);
		if (f->first.error.code != ERR_DENIED)
			fail_msg("%s: %d (%s)", targets[i], f->first.error.code,
			    f->first.error.text);
		assert_int_equal(f->first.status, 0);
	}
}

static void
https_only_refuses_plain_http(void **state)
{
	struct fixture *f = *state;
	struct http_request request = request_of(f, "/");

	request.https_only = true;
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, ERR_INVALID);
	assert_non_null(strstr(f->first.error.text, "scheme is not allowed"));
	assert_int_equal(peer_accepted(f->peer), 0);
}

static void
kept_connection_does_not_serve_who_may_not_open_it(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_secret;
	assert_int_equal(get(f, "/mine"), 0);
	assert_int_equal(f->requests, 1);
	struct http_request request = request_of(f, "/theirs");
	request.guard = NULL;
	start(f, &f->second, request);
	run(f);
	assert_int_equal(f->second.error.code, ERR_DENIED);
	assert_int_equal(f->requests, 1);
	assert_int_equal(peer_accepted(f->peer), 1);
	assert_int_equal(get(f, "/mine"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_http, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(no_spelling_of_a_private_address_is_connected),
	    TEST(refusal_tells_where_why_and_what_to_add),
	    TEST(name_that_leads_to_a_private_address_is_refused),
	    TEST(redirect_to_a_denied_address_is_refused),
	    TEST(redirect_to_another_scheme_is_refused),
	    TEST(https_only_refuses_plain_http),
	    TEST(kept_connection_does_not_serve_who_may_not_open_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
