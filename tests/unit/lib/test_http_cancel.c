/* SPDX-License-Identifier: BSD-2-Clause */
/* Ends of transfers: canceled or forgotten in every state, always once. */
#include "lib/net/http.h"
#include "tests/unit/lib/http_fixture.h"

#include <netdb.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
answer_hello(struct fixture *f, struct peer_conn *conn, const char *message)
{
	(void)f;
	(void)message;
	say_body(conn, "hello");
}

static void
answer_never(struct fixture *f, struct peer_conn *conn, const char *message)
{
	(void)f;
	(void)message;
	peer_hold(conn);
}

static void
answer_half(struct fixture *f, struct peer_conn *conn, const char *message)
{
	(void)f;
	(void)message;
	peer_say(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
	peer_hold(conn);
}

/* Answers to "/stop" by ending the other transfer while both are open. */
static void (*stop_how)(struct http_transfer *transfer);

static void
answer_and_stop_first(
    struct fixture *f, struct peer_conn *conn, const char *message)
{
	if (strncmp(message, "GET /stop ", 10) == 0) {
		stop_how(f->first.transfer);
		f->first.transfer = NULL;
	}
	say_body(conn, "hello");
}

static void
canceled_at_once_ends_canceled_and_later(void **state)
{
	struct fixture *f = *state;

	start(f, &f->first, request_of(f, "/"));
	http_cancel(f->first.transfer);
	assert_int_equal(f->first.calls, 0);
	run(f);
	assert_int_equal(f->first.calls, 1);
	assert_int_equal(f->first.error.code, ERR_CANCELED);
	assert_int_equal(f->first.status, 0);
	assert_int_equal(f->requests, 0);
}

static void
canceled_twice_ends_once(void **state)
{
	struct fixture *f = *state;

	start(f, &f->first, request_of(f, "/"));
	http_cancel(f->first.transfer);
	http_cancel(f->first.transfer);
	run(f);
	assert_int_equal(f->first.calls, 1);
}

static void
canceled_before_a_bad_url_was_told_ends_canceled(void **state)
{
	struct fixture *f = *state;

	start(f, &f->first, request_of(f, "none://x"));
	http_cancel(f->first.transfer);
	run(f);
	assert_int_equal(f->first.calls, 1);
	assert_int_equal(f->first.error.code, ERR_CANCELED);
}

static void
canceled_while_waiting_or_half_way_closes_the_connection(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 2; i++) {
		f->answer = i == 0 ? answer_never : answer_half;
		start(f, &f->first, request_of(f, "/"));
		loop_run_until(f->loop, loop_now(f->loop) + 10);
		assert_int_equal(f->first.calls, i);
		assert_int_equal(peer_connected(f->peer), 1);
		http_cancel(f->first.transfer);
		run(f);
		assert_int_equal(f->first.calls, i + 1);
		assert_int_equal(f->first.error.code, ERR_CANCELED);
		assert_int_equal(f->first.body.len, 0);
		assert_int_equal(peer_connected(f->peer), 0);
	}
}

static void
on_cancel_first(void *arg)
{
	struct fixture *f = arg;

	if (f->first.transfer != NULL)
		http_cancel(f->first.transfer);
}

static void
canceled_from_a_timer_that_is_due_with_the_deadline_ends_once(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_never;
	(void)loop_after(f->loop, 20000, on_cancel_first, f);
	start(f, &f->first, request_of(f, "/"));
	(void)loop_after(f->loop, 20000, on_cancel_first, f);
	run(f);
	assert_int_equal(f->first.calls, 1);
	assert_int_equal(f->first.error.code, ERR_CANCELED);
}

/* The server's callback runs between libcurl's; "first" is in any state. */
static void
ended_from_a_callback_of_the_loop_in_any_state(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_and_stop_first;
	for (int i = 0; i < 6; i++) {
		bool forget = i % 2 == 1;
		stop_how = forget ? http_forget : http_cancel;
		f->first.calls = 0;
		if (i >= 4) /* a kept connection is there for both */
			(void)get(f, "/warm");
		f->first.calls = 0;
		if (i % 4 < 2) {
			start(f, &f->first, request_of(f, "/"));
			start(f, &f->second, request_of(f, "/stop"));
		} else {
			start(f, &f->second, request_of(f, "/stop"));
			start(f, &f->first, request_of(f, "/"));
		}
		run(f);
		assert_int_equal(f->second.error.code, 0);
		assert_true(f->first.calls <= 1);
		if (forget)
			assert_int_equal(f->first.calls, 0);
		assert_int_equal(f->second.calls, i + 1);
	}
}

/* A callback ends the other one, which has finished but was not told. */
static void
on_response_stop_first(struct http_response *response, void *arg)
{
	struct fixture *f = arg;

	on_response(response, &f->second);
	if (f->first.transfer != NULL)
		stop_how(f->first.transfer);
}

static void
canceled_between_its_end_and_its_callback_ends_canceled(void **state)
{
	struct fixture *f = *state;
	struct http_request bad = request_of(f, "none://x");

	stop_how = http_cancel;
	(void)http_send(f->http, &bad, on_response_stop_first, f);
	start(f, &f->first, bad);
	run(f);
	assert_int_equal(f->second.calls, 1);
	assert_int_equal(f->second.error.code, ERR_INVALID);
	assert_int_equal(f->first.calls, 1);
	assert_int_equal(f->first.error.code, ERR_CANCELED);
}

static void
forgotten_between_its_end_and_its_callback_is_silent(void **state)
{
	struct fixture *f = *state;
	struct http_request bad = request_of(f, "none://x");

	stop_how = http_forget;
	(void)http_send(f->http, &bad, on_response_stop_first, f);
	start(f, &f->first, bad);
	run(f);
	assert_int_equal(f->second.calls, 1);
	assert_int_equal(f->first.calls, 0);
	assert_int_equal(loop_busy_count(f->loop), 0);
}

static void
forgotten_transfers_never_call_back(void **state)
{
	struct fixture *f = *state;

	http_forget(NULL);
	start(f, &f->first, request_of(f, "/"));
	http_forget(f->first.transfer);
	for (int i = 0; i < 2; i++) {
		f->answer = i == 0 ? answer_never : answer_half;
		start(f, &f->first, request_of(f, "/"));
		loop_run_until(f->loop, loop_now(f->loop) + 10);
		http_forget(f->first.transfer);
	}
	start(f, &f->first, request_of(f, "/"));
	http_cancel(f->first.transfer);
	http_forget(f->first.transfer);
	run(f);
	assert_int_equal(f->first.calls, 0);
	assert_int_equal(peer_connected(f->peer), 0);
	assert_int_equal(loop_busy_count(f->loop), 0);
}

static void
on_response_again(struct http_response *response, void *arg)
{
	struct fixture *f = arg;
	struct http_request request = request_of(f, "/");

	on_response(response, &f->first);
	if (f->first.calls < 5)
		(void)http_send(f->http, &request, on_response_again, f);
}

static void
callback_may_start_the_next_transfer(void **state)
{
	struct fixture *f = *state;
	struct http_request request = request_of(f, "/");

	f->answer = answer_hello;
	(void)http_send(f->http, &request, on_response_again, f);
	run(f);
	assert_int_equal(f->first.calls, 5);
	assert_int_equal(f->first.error.code, 0);
	assert_int_equal(peer_accepted(f->peer), 1);
}

static void
freeing_the_client_ends_what_is_in_flight(void **state)
{
	struct fixture *f = *state;

	f->answer = answer_never;
	start(f, &f->first, request_of(f, "/"));
	loop_run_until(f->loop, loop_now(f->loop) + 10);
	start(f, &f->second, request_of(f, "none://x"));
	http_free(f->http);
	f->http = NULL;
	assert_int_equal(f->first.calls, 1);
	assert_int_equal(f->first.error.code, ERR_CANCELED);
	assert_int_equal(f->second.calls, 1);
	assert_int_equal(f->second.error.code, ERR_CANCELED);
	run(f);
	assert_int_equal(f->first.calls, 1);
	assert_int_equal(peer_connected(f->peer), 0);
}

static void
on_response_free(struct http_response *response, void *arg)
{
	struct fixture *f = arg;

	on_response(response, &f->first);
	http_free(f->http);
	f->http = NULL;
}

static void
client_may_be_freed_from_a_callback(void **state)
{
	struct fixture *f = *state;
	struct http_request request = request_of(f, "/");

	f->answer = answer_hello;
	(void)http_send(f->http, &request, on_response_free, f);
	start(f, &f->second, request_of(f, "none://x"));
	run(f);
	assert_int_equal(f->first.calls, 1);
	assert_int_equal(f->second.calls, 1);
}

static sem_t lookup_begun, lookup_may_end, lookup_ended;

/* Stands in for the C library's, in libcurl's thread: a dead name server. */
int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
    struct addrinfo **res)
{
	(void)node;
	(void)service;
	(void)hints;
	*res = NULL;
	(void)sem_post(&lookup_begun);
	(void)sem_wait(&lookup_may_end);
	(void)sem_post(&lookup_ended);
	return EAI_AGAIN;
}

static void
answer_and_cancel_lookup(
    struct fixture *f, struct peer_conn *conn, const char *message)
{
	assert_int_equal(sem_wait(&lookup_begun), 0);
	answer_and_stop_first(f, conn, message);
}

static void
cancel_does_not_wait_for_a_dead_name_server(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(sem_init(&lookup_begun, 0, 0), 0);
	assert_int_equal(sem_init(&lookup_may_end, 0, 0), 0);
	assert_int_equal(sem_init(&lookup_ended, 0, 0), 0);
	stop_how = http_cancel;
	f->answer = answer_and_cancel_lookup;
	(void)alarm(60); /* it would wait for ever */
	start(f, &f->first, request_of(f, "http://slow.invalid:1/"));
	start(f, &f->second, request_of(f, "/stop"));
	run(f);
	assert_int_equal(f->first.calls, 1);
	assert_int_equal(f->first.error.code, ERR_CANCELED);
	assert_int_equal(f->second.calls, 1);
	assert_int_equal(sem_post(&lookup_may_end), 0);
	assert_int_equal(sem_wait(&lookup_ended), 0);
	(void)alarm(0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_http, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(canceled_at_once_ends_canceled_and_later),
	    TEST(canceled_twice_ends_once),
	    TEST(canceled_before_a_bad_url_was_told_ends_canceled),
	    TEST(canceled_while_waiting_or_half_way_closes_the_connection),
	    TEST(canceled_from_a_timer_that_is_due_with_the_deadline_ends_once),
	    TEST(ended_from_a_callback_of_the_loop_in_any_state),
	    TEST(canceled_between_its_end_and_its_callback_ends_canceled),
	    TEST(forgotten_between_its_end_and_its_callback_is_silent),
	    TEST(forgotten_transfers_never_call_back),
	    TEST(callback_may_start_the_next_transfer),
	    TEST(freeing_the_client_ends_what_is_in_flight),
	    TEST(client_may_be_freed_from_a_callback),
	    TEST(cancel_does_not_wait_for_a_dead_name_server),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
