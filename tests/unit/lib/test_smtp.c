/* SPDX-License-Identifier: BSD-2-Clause */
/* Mails to a scripted server: accepted, refused, dropped, silent. */
#include "lib/net/smtp.h"
#include "tests/unit/lib/http_fixture.h"

#include <stdio.h>
#include <string.h>

#define SILENT "silent"
#define DROP   "drop"

/*
 * What the server says to each command; NULL: what a good server says, SILENT:
 * nothing, DROP: closes. Lines of the message are collected.
 */
struct script {
	const char *ehlo, *helo, *challenge, *auth, *from, *to, *data, *end;
	char said[1024]; /* commands, each with a newline */
	char message[1024];
	int quits;
};

static struct script script;

static const struct {
	const char *verb;
	const char **answer;
	const char *good;
} steps[] = {
    {"EHLO ", &script.ehlo, "250-test\r\n250-SIZE 1000\r\n250 8BITMIME\r\n"},
    {"HELO ", &script.helo, "250 test\r\n"},
    {"AUTH ", &script.challenge, "334 \r\n"},
    {"MAIL ", &script.from, "250 2.1.0 ok\r\n"},
    {"RCPT ", &script.to, "250-2.1.5 wait\r\n250 ok\r\n"},
    {"DATA", &script.data, "354 go on\r\n"},
};

static void
append(char *text, size_t size, const char *line)
{
	size_t len = strlen(text);

	(void)snprintf(text + len, size - len, "%s\n", line);
}

static void
say(struct peer_conn *conn, const char *answer)
{
	if (strcmp(answer, SILENT) == 0)
		peer_hold(conn);
	else if (strcmp(answer, DROP) == 0)
		peer_close(conn);
	else
		peer_say(conn, "%s", answer);
}

enum { COMMANDS, MESSAGE, LOGIN }; /* peer_step */

static void
answer_message(struct peer_conn *conn, const char *line)
{
	if (strcmp(line, ".") != 0) {
		script.quits += strstr(line, "QUIT") != NULL;
		append(script.message, sizeof(script.message), line);
		return;
	}
	peer_set_step(conn, 0);
	say(conn,
	    script.end != NULL ? script.end : "250 2.0.0 queued as 7\r\n");
}

static void
answer_command(struct fixture *f, struct peer_conn *conn, const char *line)
{
	(void)f;
	if (peer_step(conn) == MESSAGE) {
		answer_message(conn, line);
		return;
	}
	if (peer_step(conn) == LOGIN) {
		peer_set_step(conn, COMMANDS);
		say(conn, script.auth != NULL ? script.auth : "235 hello\r\n");
		return;
	}
	append(script.said, sizeof(script.said), line);
	if (strcmp(line, "QUIT") == 0)
		script.quits++; /* and never answers it */
	if (strcmp(line, "DATA") == 0)
		peer_set_step(conn, MESSAGE);
	if (strncmp(line, "AUTH ", 5) == 0)
		peer_set_step(conn, LOGIN);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (strncmp(line, steps[i].verb, strlen(steps[i].verb)) == 0)
			say(conn, *steps[i].answer != NULL ? *steps[i].answer
							   : steps[i].good);
	}
}

static int
setup(void **state)
{
	int r = setup_lines(state);
	struct fixture *f = *state;

	script = (struct script){0};
	peer_set_greeting(f->peer, "220 test ESMTP\r\n");
	f->answer = answer_command;
	return r;
}

static struct smtp_request
mail_of(struct fixture *f, const char *message)
{
	return (struct smtp_request){
	    .url = f->url,
	    .from = "filingd@example.org",
	    .to = "desk@example.org",
	    .message = message,
	    .message_len = strlen(message),
	    .deadline_ms = 30000,
	    .guard = &f->guard,
	};
}

static void
start_mail(struct fixture *f, struct smtp_request request)
{
	int calls = f->first.calls;

	f->first.transfer = smtp_send(f->http, &request, on_mail, &f->first);
	assert_int_equal(f->first.calls, calls);
}

static int
send_mail(struct fixture *f, struct smtp_request request)
{
	int calls = f->first.calls;

	start_mail(f, request);
	run(f);
	assert_int_equal(f->first.calls, calls + 1);
	return f->first.error.code;
}

static void
mail_is_accepted_with_the_servers_last_reply(void **state)
{
	struct fixture *f = *state;
	struct smtp_request request =
	    mail_of(f, "Subject: x\r\n\r\nprofit warning\r\n");

	assert_int_equal(send_mail(f, request), 0);
	assert_int_equal(f->first.code, 250);
	assert_string_equal(f->first.reply, "2.0.0 queued as 7");
	assert_string_equal(script.message, "Subject: x\n\nprofit warning\n");
	assert_non_null(
	    strstr(script.said, "MAIL FROM:<filingd@example.org> SIZE=33\n"
				"RCPT TO:<desk@example.org>\nDATA\nQUIT\n"));
	assert_true(loop_now(f->loop) - START <= 3600000);
	assert_int_equal(peer_connected(f->peer), 0);
}

static void
eight_bit_messages_are_declared_when_the_server_takes_them(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(send_mail(f, mail_of(f, "首亏\r\n")), 0);
	assert_non_null(strstr(script.said, " BODY=8BITMIME\n"));
	script = (struct script){.ehlo = "250 test\r\n"};
	assert_int_equal(send_mail(f, mail_of(f, "首亏\r\n")), 0);
	assert_null(strstr(script.said, "BODY"));
	assert_null(strstr(script.said, "SIZE"));
	assert_string_equal(script.message, "首亏\n");
}

static void
old_server_without_ehlo_is_greeted_with_helo(void **state)
{
	struct fixture *f = *state;

	script.ehlo = "502 what?\r\n";
	assert_int_equal(send_mail(f, mail_of(f, "x\r\n")), 0);
	assert_non_null(strstr(script.said, "HELO "));
}

/* Each form of a message, and the lines the server must see. */
static void
message_cannot_end_early_nor_smuggle_another(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *message;
		const char *lines;
	} cases[] = {
	    {"", ""},
	    {"a", "a\n"},
	    {".", "..\n"},
	    {"a\r\n.\r\nb\r\n", "a\n..\nb\n"},
	    {"a\n.\nb\n", "a\n..\nb\n"},
	    {"a\r.\rb\r", "a\n..\nb\n"},
	    {"a\n.\r\nMAIL FROM:<x>\r\n", "a\n..\nMAIL FROM:<x>\n"},
	    {"a\r\n..b\r\n", "a\n...b\n"},
	    {"a.b\r\n\r\n\r\n", "a.b\n\n\n"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		script = (struct script){0};
		struct smtp_request request = mail_of(f, cases[i].message);
		assert_int_equal(send_mail(f, request), 0);
		assert_string_equal(script.message, cases[i].lines);
		assert_int_equal(script.quits, 1);
	}
}

/* Where the server says what, and what the caller must learn. */
static void
refusals_carry_the_servers_code_and_words(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char **step;
		const char *answer;
		int code;
		const char *reply;
		const char *text;
	} cases[] = {
	    {&script.helo, "421 4.3.2 shutting down\r\n", 421,
		"4.3.2 shutting down", "session refused: 421"},
	    {&script.from, "550 5.7.1 not you\r\n", 550, "5.7.1 not you",
		"MAIL FROM refused: 550 5.7.1 not you"},
	    {&script.to, "450-4.2.0 greylisted\r\n450 4.2.0 later\r\n", 450,
		"4.2.0 later", "RCPT TO refused: 450 4.2.0 later"},
	    {&script.to, "550 5.1.1 no such user\r\n", 550,
		"5.1.1 no such user", "RCPT TO refused: 550 5.1.1"},
	    {&script.data, "554 5.5.1 no\r\n", 554, "5.5.1 no",
		"DATA refused: 554"},
	    {&script.data, "250 what\r\n", 250, "what", "DATA refused: 250"},
	    {&script.end, "554 5.6.0 spam\r\n", 554, "5.6.0 spam",
		"the message refused: 554 5.6.0 spam"},
	    {&script.end, "452 4.3.1 full\r\n", 452, "4.3.1 full",
		"the message refused: 452 4.3.1 full"},
	    {&script.to, "550\r\n", 550, "", "RCPT TO refused: 550"},
	    {&script.to, "550 bad\x01word\r\n", 550, "bad?word",
		"RCPT TO refused: 550 bad?word"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		script = (struct script){0};
		if (cases[i].step == &script.helo)
			script.ehlo = "502 5.5.2 what?\r\n";
		*cases[i].step = cases[i].answer;
		assert_int_equal(
		    send_mail(f, mail_of(f, "x\r\n")), ERR_PROTOCOL);
		assert_int_equal(f->first.code, cases[i].code);
		assert_string_equal(f->first.reply, cases[i].reply);
		assert_memory_equal(f->first.error.text, "127.0.0.1:", 10);
		if (strstr(f->first.error.text, cases[i].text) == NULL)
			fail_msg("'%s' lacks '%s'", f->first.error.text,
			    cases[i].text);
	}
}

static void
greeting_may_refuse(void **state)
{
	struct fixture *f = *state;

	peer_set_greeting(f->peer, "554 5.3.2 go away\r\n");
	assert_int_equal(send_mail(f, mail_of(f, "x\r\n")), ERR_DENIED);
	assert_int_equal(f->first.code, 554);
	assert_non_null(strstr(f->first.error.text, "554 5.3.2 go away"));
}

static const char **const all_steps[] = {
    &script.ehlo, &script.from, &script.to, &script.data, &script.end};

static void
dropped_connection_is_an_error_at_every_step(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < 5; i++) {
		script = (struct script){0};
		*all_steps[i] = DROP;
		assert_int_equal(send_mail(f, mail_of(f, "x\r\n")), ERR_IO);
		assert_int_equal(script.quits, 0);
	}
	assert_int_equal(f->first.code, 354);
	assert_non_null(
	    strstr(f->first.error.text, "the message: closed without"));
}

static void
silent_server_meets_the_deadline_at_every_step(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < 5; i++) {
		int64_t before = loop_now(f->loop);
		script = (struct script){0};
		*all_steps[i] = SILENT;
		start_mail(f, mail_of(f, "x\r\n"));
		loop_run_until(f->loop, before + 29999);
		assert_int_equal(f->first.calls, (int)i);
		loop_run_until(f->loop, before + 30000);
		assert_int_equal(f->first.calls, (int)i + 1);
		assert_int_equal(f->first.error.code, ERR_TIMEOUT);
		assert_non_null(
		    strstr(f->first.error.text, "not finished within 30000"));
		run(f);
		assert_int_equal(peer_connected(f->peer), 0);
	}
}

/* A mail that is canceled must never arrive, not even in part. */
static void
canceled_mail_is_cut_off_not_finished(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < 5; i++) {
		script = (struct script){0};
		*all_steps[i] = SILENT;
		start_mail(f, mail_of(f, "x\r\n"));
		loop_run_until(f->loop, loop_now(f->loop));
		http_cancel(f->first.transfer);
		assert_int_equal(f->first.calls, (int)i);
		run(f);
		assert_int_equal(f->first.calls, (int)i + 1);
		assert_int_equal(f->first.error.code, ERR_CANCELED);
		assert_int_equal(peer_connected(f->peer), 0);
		assert_int_equal(script.quits, 0);
	}
}

static void
long_message_goes_out_in_pieces_and_may_be_cut_off(void **state)
{
	struct fixture *f = *state;
	static char big[16000000];
	struct smtp_request request = mail_of(f, "");

	memset(big, 'x', sizeof(big));
	for (size_t i = 70; i < sizeof(big); i += 72)
		memcpy(big + i, "\r\n", 2);
	request.message = big;
	request.message_len = sizeof(big);
	assert_int_equal(send_mail(f, request), 0);
	assert_int_equal(f->first.code, 250);
	script = (struct script){.data = "354 go\r\n354 go\r\n"};
	assert_int_equal(send_mail(f, request), ERR_PROTOCOL);
	assert_int_equal(script.quits, 0);
}

static void
what_is_no_reply_is_refused(void **state)
{
	struct fixture *f = *state;
	static char flood[70000];
	static const char *const bad[] = {
	    "ok\r\n", "25\r\n", "2x0 ok\r\n", "\r\n", flood};

	for (size_t i = 0; i + 10 < sizeof(flood); i += 10)
		memcpy(flood + i, "250-more\r\n", 10);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		script = (struct script){.to = bad[i]};
		int code = send_mail(f, mail_of(f, "x\r\n"));
		assert_int_equal(code, i < 4 ? ERR_PROTOCOL : ERR_TOOBIG);
	}
}

static void
addresses_cannot_inject_commands(void **state)
{
	struct fixture *f = *state;
	static const char *const bad[] = {
	    "a@b>\r\nRCPT TO:<c@d", "a b@c", "<a@b>", "a@b\n", "名@例え"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct smtp_request request = mail_of(f, "x\r\n");
		request.to = bad[i];
		assert_int_equal(send_mail(f, request), ERR_INVALID);
		request = mail_of(f, "x\r\n");
		request.from = bad[i];
		assert_int_equal(send_mail(f, request), ERR_INVALID);
	}
	struct smtp_request request = mail_of(f, "x\r\n");
	request.to = "";
	assert_int_equal(send_mail(f, request), ERR_INVALID);
	assert_int_equal(peer_accepted(f->peer), 0);
}

static void
empty_sender_is_allowed_for_bounces(void **state)
{
	struct fixture *f = *state;
	struct smtp_request request = mail_of(f, "x\r\n");

	request.from = "";
	assert_int_equal(send_mail(f, request), 0);
	assert_non_null(strstr(script.said, "MAIL FROM:<>"));
}

static void
only_mail_schemes_are_taken(void **state)
{
	struct fixture *f = *state;
	struct smtp_request request = mail_of(f, "x\r\n");

	request.url = "http://127.0.0.1/";
	assert_int_equal(send_mail(f, request), ERR_INVALID);
	assert_non_null(strstr(f->first.error.text, "http://127.0.0.1/"));
}

static void
guard_keeps_mail_from_private_hosts(void **state)
{
	struct fixture *f = *state;
	struct smtp_request request = mail_of(f, "x\r\n");

	request.guard = NULL;
	assert_int_equal(send_mail(f, request), ERR_DENIED);
	assert_int_equal(peer_accepted(f->peer), 0);
	assert_non_null(strstr(f->first.error.text, "allow: 127.0.0.1"));
}

static void
missing_starttls_is_an_error_when_it_is_required(void **state)
{
	struct fixture *f = *state;
	struct smtp_request request = mail_of(f, "x\r\n");

	request.starttls = true;
	request.user = "me";
	request.password = "secret";
	assert_int_equal(send_mail(f, request), ERR_TLS);
	assert_null(strstr(script.said, "AUTH"));
	assert_null(strstr(script.said, "MAIL"));
}

static void
login_in_clear_goes_to_this_machine_alone(void **state)
{
	struct fixture *f = *state;
	struct smtp_request request = mail_of(f, "x\r\n");
	struct guard_net net;
	struct guard all = {.count = 1, .nets = &net};
	struct err err = ERR_NONE;
	int r = guard_net_parse("0.0.0.0/0", &net, &err);

	assert_int_equal(r, 0);
	script.ehlo = "250-test\r\n250 AUTH PLAIN\r\n";
	request.user = "me";
	request.password = "secret";
	assert_int_equal(send_mail(f, request), 0);
	assert_non_null(strstr(script.said, "AUTH PLAIN"));
	script.auth = "535 5.7.8 wrong\r\n";
	assert_int_equal(send_mail(f, request), ERR_DENIED);
	assert_int_equal(f->first.code, 535);
	assert_null(strstr(f->first.error.text, "secret"));
	/* Not of the mail, though 5yz is final elsewhere. */
	script.auth = "504 5.5.4 not now\r\n";
	assert_int_equal(send_mail(f, request), ERR_DENIED);
	assert_int_equal(f->first.code, 504);
	script.ehlo = "554 5.3.2 closed\r\n";
	script.helo = "554 5.3.2 closed\r\n";
	assert_int_equal(send_mail(f, request), ERR_DENIED);
	request.guard = &all;
	request.url = "smtp://192.0.2.1:25";
	assert_int_equal(send_mail(f, request), ERR_DENIED);
	assert_non_null(strstr(f->first.error.text, "without TLS"));
}

static void
refused_connection_says_where(void **state)
{
	struct fixture *f = *state;
	struct smtp_request request = mail_of(f, "x\r\n");

	peer_free(f->peer);
	f->peer = NULL;
	assert_int_equal(send_mail(f, request), ERR_CONNECT);
	assert_memory_equal(f->first.error.text, "127.0.0.1:", 10);
	assert_int_equal(f->first.code, 0);
}

static void
mails_side_by_side_end_once_each(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 30; i++) {
		struct smtp_request request = mail_of(f, "x\r\n");
		(void)smtp_send(f->http, &request, on_mail,
		    i % 2 == 0 ? &f->first : &f->second);
	}
	run(f);
	assert_int_equal(f->first.calls, 15);
	assert_int_equal(f->second.calls, 15);
	assert_int_equal(script.quits, 30);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(mail_is_accepted_with_the_servers_last_reply),
	    TEST(eight_bit_messages_are_declared_when_the_server_takes_them),
	    TEST(old_server_without_ehlo_is_greeted_with_helo),
	    TEST(message_cannot_end_early_nor_smuggle_another),
	    TEST(refusals_carry_the_servers_code_and_words),
	    TEST(greeting_may_refuse),
	    TEST(dropped_connection_is_an_error_at_every_step),
	    TEST(silent_server_meets_the_deadline_at_every_step),
	    TEST(canceled_mail_is_cut_off_not_finished),
	    TEST(long_message_goes_out_in_pieces_and_may_be_cut_off),
	    TEST(what_is_no_reply_is_refused),
	    TEST(addresses_cannot_inject_commands),
	    TEST(empty_sender_is_allowed_for_bounces),
	    TEST(only_mail_schemes_are_taken),
	    TEST(guard_keeps_mail_from_private_hosts),
	    TEST(missing_starttls_is_an_error_when_it_is_required),
	    TEST(login_in_clear_goes_to_this_machine_alone),
	    TEST(refused_connection_says_where),
	    TEST(mails_side_by_side_end_once_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
