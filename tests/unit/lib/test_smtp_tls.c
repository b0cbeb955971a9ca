/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mails to a server that is not ours, with TLS and logins: what is delivered,
 * what is refused and why, and what the schedule makes of it.
 */
#include "alerts/schedule.h"
#include "lib/net/smtp.h"
#include "tests/lib/certificate.h"
#include "tests/unit/lib/http_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Made once for all tests. */
static struct certificate certificate;
static pid_t server;
static FILE *said; /* by the server */

static struct {
	const char *name;
	int port;
} ports[] = {{"starttls", 0}, {"login", 0}, {"implicit", 0}, {"plain", 0}};

#define PORTS (sizeof(ports) / sizeof(ports[0]))

/* False: the server did not start, for want of aiosmtpd. */
static bool
read_ports(void)
{
	char name[32];

	for (size_t i = 0; i < PORTS; i++) {
		if (fscanf(said, "%31s %d", name, &ports[i].port) != 2)
			return false;
		assert_string_equal(name, ports[i].name);
	}
	return true;
}

static int
start_server(void **state)
{
	char script[512];
	const char *const argv[] = {"/usr/bin/python3", script,
	    certificate.cert, certificate.key, NULL};
	int fds[2];

	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	if (!certificate_make(&certificate))
		return 0;
	(void)snprintf(script, sizeof(script), "%s/tests/lib/smtp_server.py",
	    getenv("FILINGD_SRCDIR"));
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	server = certificate_spawn(argv, fds[1]);
	(void)close(fds[1]);
	said = fdopen(fds[0], "r");
	assert_non_null(said);
	if (server > 0 && !read_ports())
		ports[0].port = 0;
	return 0;
}

static int
stop_server(void **state)
{
	(void)state;
	if (server > 0) {
		(void)kill(server, SIGKILL);
		(void)waitpid(server, NULL, 0);
	}
	if (said != NULL)
		(void)fclose(said);
	return certificate_remove(&certificate);
}

struct letter {
	const char *server; /* of ports */
	const char *host; /* by which it is asked */
	const char *to;
	const char *password; /* NULL: no login */
	bool starttls;
};

static void
post(struct fixture *f, const struct letter *letter)
{
	static char entry[64];
	const char *const entries[] = {entry};
	static const char message[] = "Subject: loss forecast\r\n\r\nbody\r\n";
	char url[64];
	size_t i = 0;

	while (strcmp(ports[i].name, letter->server) != 0)
		i++;
	(void)snprintf(entry, sizeof(entry), "%s:%d:127.0.0.1", letter->host,
	    ports[i].port);
	(void)snprintf(url, sizeof(url), "%s://%s:%d",
	    strcmp(letter->server, "implicit") == 0 ? "smtps" : "smtp",
	    letter->host, ports[i].port);
	http_set_resolve(f->http, entries, 1);
	f->first.calls = 0;
	f->first.transfer = smtp_send(f->http,
	    &(struct smtp_request){
		.url = url,
		.user = letter->password != NULL ? "filingd" : NULL,
		.password = letter->password,
		.from = "filingd@example.org",
		.to = letter->to,
		.message = message,
		.message_len = sizeof(message) - 1,
		.deadline_ms = 30000,
		.starttls = letter->starttls,
		.guard = &f->guard,
	    },
	    on_mail, &f->first);
	run(f);
	assert_int_equal(f->first.calls, 1);
}

/* What the schedule makes of the n-th such answer. */
static struct schedule_decision
decide(const struct fixture *f, int attempt)
{
	return schedule_decide(&(struct schedule_answer){
	    .delivery = 1,
	    .attempt = attempt,
	    .kind = CHANNEL_MAIL,
	    .status = f->first.code,
	    .error = f->first.error.code,
	    .retry_after_ms = SCHEDULE_NONE,
	});
}

static void
need_server(void)
{
	if (ports[0].port != 0)
		return;
	print_message("SKIPPED: there is no openssl or no aiosmtpd\n");
	skip();
}

static const struct {
	const char *what;
	struct letter letter;
	const char *taken;
} good[] = {
    {"STARTTLS and AUTH",
	{"starttls", "secure.test", "a@example.org", "right", true},
	"mail tls filingd a@example.org loss forecast\n"},
    {"AUTH LOGIN alone",
	{"login", "secure.test", "b@example.org", "right", true},
	"mail tls filingd b@example.org loss forecast\n"},
    {"TLS from the beginning",
	{"implicit", "secure.test", "c@example.org", NULL, false},
	"mail tls - c@example.org loss forecast\n"},
    {"neither, as asked for",
	{"plain", "secure.test", "d@example.org", NULL, false},
	"mail clear - d@example.org loss forecast\n"},
    {"replies of several lines",
	{"plain", "secure.test", "lines@example.org", NULL, false},
	"mail clear - lines@example.org loss forecast\n"},
};

static void
mails_arrive_by_every_way_in(void **state)
{
	struct fixture *f = *state;
	char line[256];

	need_server();
	http_set_ca_file(f->http, certificate.cert);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		post(f, &good[i].letter);
		if (f->first.error.code != 0)
			fail_msg("%s: %s", good[i].what, f->first.error.text);
		assert_int_equal(f->first.code, 250);
		assert_string_equal(f->first.reply, "2.0.0 for good");
		assert_non_null(fgets(line, sizeof(line), said));
		while (line[0] == '\n') /* left by scanf */
			assert_non_null(fgets(line, sizeof(line), said));
		assert_string_equal(line, good[i].taken);
		assert_int_equal(decide(f, 1).next, SCHEDULE_SENT);
	}
}

static const struct {
	const char *what;
	struct letter letter;
	bool trusted;
	int error;
	int code; /* of the server; -1: any below 400 */
	const char *says;
	enum schedule_next next; /* of the second attempt */
	bool attention;
} bad[] = {
    {"no STARTTLS where it is wanted",
	{"plain", "secure.test", "a@example.org", NULL, true}, true, ERR_TLS,
	-1, "TLS", SCHEDULE_RETRY, true},
    {"a wrong password",
	{"starttls", "secure.test", "a@example.org", "wrong", true}, true,
	ERR_DENIED, 535, "535", SCHEDULE_RETRY, true},
    {"no login where it is wanted",
	{"starttls", "secure.test", "a@example.org", NULL, true}, true,
	ERR_PROTOCOL, 530, "530", SCHEDULE_RETRY, true},
    {"no TLS where the server wants it",
	{"starttls", "secure.test", "a@example.org", NULL, false}, true,
	ERR_PROTOCOL, 530, "530", SCHEDULE_RETRY, true},
    {"a certificate of nobody known",
	{"starttls", "secure.test", "a@example.org", "right", true}, false,
	ERR_TLS, -1, "certificate", SCHEDULE_RETRY, true},
    {"a certificate of nobody known, implicit",
	{"implicit", "secure.test", "a@example.org", NULL, false}, false,
	ERR_TLS, -1, "certificate", SCHEDULE_RETRY, true},
    {"a certificate for another name",
	{"starttls", "other.test", "a@example.org", "right", true}, true,
	ERR_TLS, -1, "other.test", SCHEDULE_RETRY, true},
    {"a mailbox that is refused for good",
	{"plain", "secure.test", "dead@example.org", NULL, false}, true,
	ERR_PROTOCOL, 554, "554", SCHEDULE_DEAD, true},
};

static void
what_is_refused_says_why_and_keeps_its_place(void **state)
{
	struct fixture *f = *state;

	need_server();
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		http_set_ca_file(
		    f->http, bad[i].trusted ? certificate.cert : NULL);
		post(f, &bad[i].letter);
		struct schedule_decision decision = decide(f, 2);
		bool code = bad[i].code < 0 ? f->first.code < 400
					    : f->first.code == bad[i].code;
		if (f->first.error.code != bad[i].error || !code ||
		    strstr(f->first.error.text, bad[i].says) == NULL ||
		    decision.next != bad[i].next ||
		    decision.attention != bad[i].attention)
			fail_msg("%s: error %d, code %d, next %d, %s",
			    bad[i].what, f->first.error.code, f->first.code,
			    (int)decision.next, f->first.error.text);
	}
}

/* By what each mailbox does once, and what the server had said last. */
static const struct {
	const char *to;
	int error;
	int code;
} passing[] = {
    {"grey@example.org", ERR_PROTOCOL, 451},
    {"gone@example.org", ERR_IO, 354},
};

static void
what_passes_is_tried_again_and_arrives(void **state)
{
	struct fixture *f = *state;
	char line[256];

	need_server();
	for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); i++) {
		const struct letter letter = {
		    "plain", "secure.test", passing[i].to, NULL, false};
		post(f, &letter);
		assert_int_equal(f->first.error.code, passing[i].error);
		assert_int_equal(f->first.code, passing[i].code);
		assert_int_equal(decide(f, 1).next, SCHEDULE_RETRY);
		assert_false(decide(f, 2).attention);
		post(f, &letter);
		assert_int_equal(f->first.error.code, 0);
		assert_non_null(fgets(line, sizeof(line), said));
		assert_non_null(strstr(line, passing[i].to));
	}
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup_lines, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(mails_arrive_by_every_way_in),
	    TEST(what_is_refused_says_why_and_keeps_its_place),
	    TEST(what_passes_is_tried_again_and_arrives),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
