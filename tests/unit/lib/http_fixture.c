/* SPDX-License-Identifier: BSD-2-Clause */
/* In: a test's request. Out: its result, filled in by the callback. */
#include "tests/unit/lib/http_fixture.h"

#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>

/* Paths of all tests are short enough for this. */
static char fixture_url[512];

static void
fixture_on_message(struct peer_conn *conn, const char *message, void *arg)
{
	struct fixture *f = arg;

	f->requests++;
	(void)snprintf(f->last, sizeof(f->last), "%s", message);
	f->answer(f, conn, message);
}

static int
fixture_setup(void **state, enum peer_mode mode)
{
	struct fixture *f = mem_new(sizeof(*f));

	f->clock = clock_new_held(START);
	f->loop = loop_new(f->clock);
	f->http = http_new(f->loop, "filingd-test/1");
	f->peer = peer_new(f->loop, mode, fixture_on_message, f);
	f->guard.allow_loopback = true;
	(void)snprintf(f->url, sizeof(f->url), "%s://127.0.0.1:%d",
	    mode == PEER_HTTP ? "http" : "smtp", peer_port(f->peer));
	buf_init(&f->first.body, 0);
	buf_init(&f->second.body, 0);
	*state = f;
	return 0;
}

int
setup_http(void **state)
{
	return fixture_setup(state, PEER_HTTP);
}

int
setup_lines(void **state)
{
	return fixture_setup(state, PEER_LINES);
}

int
teardown(void **state)
{
	struct fixture *f = *state;

	http_free(f->http);
	peer_free(f->peer);
	int busy = loop_busy_count(f->loop);
	loop_free(f->loop);
	clock_free(f->clock);
	buf_done(&f->first.body);
	buf_done(&f->second.body);
	mem_free(f);
	return busy;
}

struct http_request
request_of(struct fixture *f, const char *path)
{
	(void)snprintf(fixture_url, sizeof(fixture_url), "%s%s",
	    strchr(path, ':') != NULL ? "" : f->url, path);
	return (struct http_request){
	    .method = "GET",
	    .url = fixture_url,
	    .limit = 1000,
	    .deadline_ms = 20000,
	    .guard = &f->guard,
	};
}

void
on_response(struct http_response *response, void *arg)
{
	struct result *result = arg;
	const char *header = http_header_get(response, "x-test");

	result->calls++;
	result->transfer = NULL;
	result->status = response->status;
	result->error = response->error;
	result->elapsed_ms = response->elapsed_ms;
	buf_done(&result->body);
	result->body = response->body;
	buf_init(&response->body, 0);
	(void)snprintf(result->url, sizeof(result->url), "%s", response->url);
	(void)snprintf(result->header, sizeof(result->header), "%s",
	    header != NULL ? header : "");
}

void
start(struct fixture *f, struct result *result, struct http_request request)
{
	int calls = result->calls;

	result->transfer = http_send(f->http, &request, on_response, result);
	assert_non_null(result->transfer);
	assert_int_equal(result->calls, calls);
}

void
run(struct fixture *f)
{
	loop_run_until(f->loop, loop_now(f->loop) + 3600000);
}

int
get(struct fixture *f, const char *path)
{
	int calls = f->first.calls;

	start(f, &f->first, request_of(f, path));
	run(f);
	assert_int_equal(f->first.calls, calls + 1);
	return f->first.error.code;
}

void
say_body(struct peer_conn *conn, const char *body)
{
	peer_say(conn, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
	    strlen(body), body);
}

void
on_mail(const struct smtp_response *response, void *arg)
{
	struct result *result = arg;

	result->calls++;
	result->transfer = NULL;
	result->error = response->error;
	result->code = response->code;
	(void)snprintf(
	    result->reply, sizeof(result->reply), "%s", response->reply);
}
