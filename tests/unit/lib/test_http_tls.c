/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTPS against openssl's own servers: who trusts whose certificate. */
#include "lib/net/http.h"
#include "tests/lib/certificate.h"
#include "tests/unit/lib/http_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct server {
	pid_t pid;
	int port; /* 0: there is none */
};

/* Made once for all tests, with its servers. */
static struct certificate certificate;
static struct server server;
static struct server picky; /* wants to see the certificate of its client */

/* Waits for the server's "ACCEPT 127.0.0.1:PORT". */
static int
read_port(int fd)
{
	FILE *file = fdopen(fd, "r");
	char line[256];
	int port = 0;

	assert_non_null(file);
	while (port == 0 && fgets(line, sizeof(line), file) != NULL)
		(void)sscanf(line, "ACCEPT 127.0.0.1:%d", &port);
	(void)fclose(file);
	return port;
}

static void
start_one(struct server *ret, const char *const argv[])
{
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	(void)fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	ret->pid = certificate_spawn(argv, fds[1]);
	(void)close(fds[1]);
	ret->port = read_port(fds[0]);
}

static int
start_servers(void **state)
{
	const char *const argv[] = {"openssl", "s_server", "-accept",
	    "127.0.0.1:0", "-cert", certificate.cert, "-key", certificate.key,
	    "-www", NULL};
	const char *const picky_argv[] = {"openssl", "s_server", "-accept",
	    "127.0.0.1:0", "-cert", certificate.cert, "-key", certificate.key,
	    "-CAfile", certificate.cert, "-Verify", "1", "-verify_return_error",
	    "-www", NULL};

	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	if (!certificate_make(&certificate))
		return 0;
	start_one(&server, argv);
	start_one(&picky, picky_argv);
	return server.port > 0 && picky.port > 0 ? 0 : -1;
}

static void
stop_one(const struct server *which)
{
	if (which->pid <= 0)
		return;
	(void)kill(which->pid, SIGKILL);
	(void)waitpid(which->pid, NULL, 0);
}

static int
stop_servers(void **state)
{
	(void)state;
	stop_one(&server);
	stop_one(&picky);
	return certificate_remove(&certificate);
}

/* A request to host, which leads to the server, with a certificate or NULL. */
static int
get_as(struct fixture *f, const struct server *which, const char *host,
    const char *const identity[2])
{
	static char entry[64];
	const char *const entries[] = {entry};
	char url[64];

	if (which->port == 0) {
		print_message("SKIPPED: there is no openssl command\n");
		skip();
	}
	(void)snprintf(
	    entry, sizeof(entry), "%s:%d:127.0.0.1", host, which->port);
	(void)snprintf(url, sizeof(url), "https://%s:%d/", host, which->port);
	http_set_resolve(f->http, entries, 1);
	struct http_request request = request_of(f, url);
	request.limit = 100 * KIB;
	request.https_only = true;
	if (identity != NULL) {
		request.certificate = identity[0];
		request.certificate_key = identity[1];
	}
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.calls, 1);
	return f->first.error.code;
}

static int
get_from(struct fixture *f, const char *host)
{
	return get_as(f, &server, host, NULL);
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

/* Text of a file; static until the next. */
static const char *
text_of(const char *path, char text[8192])
{
	FILE *file = fopen(path, "r");

	if (file == NULL)
		return ""; /* there is no openssl, and the test is skipped */
	text[fread(text, 1, 8191, file)] = '\0';
	(void)fclose(file);
	return text;
}

static void
a_server_that_asks_is_shown_our_certificate(void **state)
{
	struct fixture *f = *state;
	char cert[8192], key[8192];
	const char *const identity[2] = {
	    text_of(certificate.cert, cert), text_of(certificate.key, key)};

	http_set_ca_file(f->http, certificate.cert);
	assert_int_equal(get_as(f, &picky, "secure.test", identity), 0);
	assert_int_equal(f->first.status, 200);
	assert_non_null(strstr(f->first.body.data, "Client certificate"));
}

static void
a_server_that_asks_in_vain_refuses(void **state)
{
	struct fixture *f = *state;

	http_set_ca_file(f->http, certificate.cert);
	assert_int_not_equal(get_as(f, &picky, "secure.test", NULL), 0);
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
	    TEST(a_server_that_asks_is_shown_our_certificate),
	    TEST(a_server_that_asks_in_vain_refuses),
	    TEST(missing_ca_file_is_an_error_of_tls),
	    TEST(plain_server_behind_https_is_an_error_of_tls),
	};

	return cmocka_run_group_tests(tests, start_servers, stop_servers);
}
