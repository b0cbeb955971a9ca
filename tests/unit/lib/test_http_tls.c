/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTPS against openssl's own server: whose certificate is trusted. */
#include "lib/net/http.h"
#include "tests/lib/certificate.h"
#include "tests/unit/lib/http_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Made once for all tests, with its server. */
static struct certificate certificate;
static pid_t server;
static int server_port;

/* Waits for the server's "ACCEPT 127.0.0.1:PORT". */
static bool
read_port(int fd)
{
	FILE *file = fdopen(fd, "r");
	char line[256];

	assert_non_null(file);
	while (server_port == 0 && fgets(line, sizeof(line), file) != NULL)
		(void)sscanf(line, "ACCEPT 127.0.0.1:%d", &server_port);
	(void)fclose(file);
	return server_port > 0;
}

static int
start_server(void **state)
{
	const char *const argv[] = {"openssl", "s_server", "-accept",
	    "127.0.0.1:0", "-cert", certificate.cert, "-key", certificate.key,
	    "-www", NULL};
	int fds[2];

	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	if (!certificate_make(&certificate))
		return 0;
	assert_int_equal(pipe(fds), 0);
	(void)fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	server = certificate_spawn(argv, fds[1]);
	(void)close(fds[1]);
	return read_port(fds[0]) ? 0 : -1;
}

static int
stop_server(void **state)
{
	(void)state;
	if (server > 0) {
		(void)kill(server, SIGKILL);
		(void)waitpid(server, NULL, 0);
	}
	return certificate_remove(&certificate);
}

/* A request to host, which leads to the server. */
static int
get_from(struct fixture *f, const char *host)
{
	static char entry[64];
	const char *const entries[] = {entry};
	char url[64];

	if (server_port == 0) {
		print_message("SKIPPED: there is no openssl command\n");
		skip();
	}
	(void)snprintf(
	    entry, sizeof(entry), "%s:%d:127.0.0.1", host, server_port);
	(void)snprintf(url, sizeof(url), "https://%s:%d/", host, server_port);
	http_set_resolve(f->http, entries, 1);
	struct http_request request = request_of(f, url);
	request.limit = 100 * KIB;
	request.https_only = true;
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.calls, 1);
	return f->first.error.code;
}

static void
certificate_of_a_known_ca_is_trusted(void **state)
{
	struct fixture *f = *state;

	http_set_ca_file(f->http, certificate.cert);
	assert_int_equal(get_from(f, "secure.test"), 0);
	assert_int_equal(f->first.status, 200);
	assert_non_null(strstr(f->first.body.data, "TLS"));
}

static void
certificate_of_an_unknown_ca_is_refused_with_the_reason(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(get_from(f, "secure.test"), ERR_TLS);
	assert_memory_equal(f->first.error.text, "secure.test:", 12);
	assert_non_null(strstr(f->first.error.text, "certificate"));
}

static void
certificate_for_another_name_is_refused(void **state)
{
	struct fixture *f = *state;

	http_set_ca_file(f->http, certificate.cert);
	assert_int_equal(get_from(f, "other.test"), ERR_TLS);
	assert_non_null(strstr(f->first.error.text, "other.test"));
}

static void
missing_ca_file_is_an_error_of_tls(void **state)
{
	struct fixture *f = *state;

	http_set_ca_file(f->http, "/nonexistent/ca.pem");
	assert_int_equal(get_from(f, "secure.test"), ERR_TLS);
	assert_non_null(strstr(f->first.error.text, "/nonexistent/ca.pem"));
}

static void
answer_plain(struct fixture *f, struct peer_conn *conn, const char *message)
{
	(void)f;
	(void)message;
	peer_say(conn, "HTTP/1.1 400 Bad Request\r\n\r\n");
	peer_close(conn);
}

static void
plain_server_behind_https_is_an_error_of_tls(void **state)
{
	struct fixture *f = *state;
	char url[64];

	f->answer = answer_plain;
	peer_set_greeting(f->peer, "HTTP/1.1 400 Bad Request\r\n\r\n");
	(void)snprintf(
	    url, sizeof(url), "https://127.0.0.1:%d/", peer_port(f->peer));
	assert_int_equal(get(f, url), ERR_TLS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_http, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(certificate_of_a_known_ca_is_trusted),
	    TEST(certificate_of_an_unknown_ca_is_refused_with_the_reason),
	    TEST(certificate_for_another_name_is_refused),
	    TEST(missing_ca_file_is_an_error_of_tls),
	    TEST(plain_server_behind_https_is_an_error_of_tls),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
