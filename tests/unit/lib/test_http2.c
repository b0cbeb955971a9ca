/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP/2 against nghttpd, which serves a folder and speaks nothing else. */
#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "tests/lib/certificate.h"
#include "tests/unit/lib/http_fixture.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static struct certificate certificate;
static pid_t server;
static int port;
static char page[96];

/* A port that was free a moment ago: nghttpd takes none by itself. */
static int
free_port(void)
{
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&in, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &len), 0);
	(void)close(fd);
	return ntohs(in.sin_port);
}

static void
write_page(void)
{
	FILE *file = fopen(page, "w");

	assert_non_null(file);
	(void)fputs("many streams", file);
	assert_int_equal(fclose(file), 0);
}

/* Until it listens, or has ended. */
static bool
wait_for_server(void)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	bool up = false;

	while (!up && waitpid(server, NULL, WNOHANG) == 0) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		up = connect(fd, (struct sockaddr *)&in, sizeof(in)) == 0;
		(void)close(fd);
	}
	if (!up)
		server = 0;
	return up;
}

static int
start_server(void **state)
{
	char number[16];
	const char *const argv[] = {"nghttpd", "--address=127.0.0.1", "-d",
	    certificate.folder, number, certificate.key, certificate.cert,
	    NULL};

	(void)state;
	if (!certificate_make(&certificate))
		return 0;
	port = free_port();
	(void)snprintf(number, sizeof(number), "%d", port);
	(void)snprintf(page, sizeof(page), "%s/page", certificate.folder);
	write_page();
	server = certificate_spawn(argv, -1);
	return server <= 0 || wait_for_server() ? 0 : -1;
}

static int
stop_server(void **state)
{
	(void)state;
	if (server > 0) {
		(void)kill(server, SIGKILL);
		(void)waitpid(server, NULL, 0);
	}
	(void)unlink(page);
	return certificate_remove(&certificate);
}

static void
requests_over_tls_speak_http2(void **state)
{
	struct fixture *f = *state;
	char entry[64], url[64];
	const char *const entries[] = {entry};

	if (server <= 0) {
		print_message("SKIPPED: there is no nghttpd or no openssl\n");
		skip();
	}
	(void)snprintf(entry, sizeof(entry), "secure.test:%d:127.0.0.1", port);
	(void)snprintf(url, sizeof(url), "https://secure.test:%d/page", port);
	http_set_resolve(f->http, entries, 1);
	http_set_ca_file(f->http, certificate.cert);
	struct http_request request = request_of(f, url);
	start(f, &f->first, request);
	run(f);
	assert_int_equal(f->first.error.code, 0);
	assert_string_equal(f->first.body.data, "many streams");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		requests_over_tls_speak_http2, setup_http, teardown),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
