/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: one message to one recipient (alerts/). Out: the server's verdict.
 *
 * libcurl connects, greets, starts TLS and logs in (CURLOPT_CONNECT_ONLY).
 * The mail itself is our own conversation over curl_easy_send and _recv:
 * libcurl's blocks the whole loop until the server has judged the message, and
 * ends the message properly when it is canceled half-way.
 *
 *   CONNECTING -> FROM -> TO -> DATA -> MESSAGE -> (accepted)
 *        \_________\_______\_____\________\______> (failed, with the reply)
 *
 * Each state but the first waits for one reply of the server.
 */
#include "lib/net/smtp.h"

#include "lib/base/mem.h"
#include "lib/net/reply.h"
#include "lib/net/transfer.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SMTP_REPLIES_MAX (64 * KIB)

enum mail_state {
	MAIL_CONNECTING,
	MAIL_FROM,
	MAIL_TO,
	MAIL_DATA,
	MAIL_MESSAGE
};

struct mail {
	struct http_transfer base; /* first, see transfer.h */
	enum mail_state state;
	char *from;
	char *to;
	struct buf message; /* as it goes over the wire */
	bool eight_bit; /* the message has bytes above 0x7f */
	bool takes_size; /* the server offers SIZE (RFC 1870) */
	bool takes_eight_bit; /* and 8BITMIME (RFC 6152) */
	struct loop_io *io;
	char *out; /* what is said in this state */
	size_t out_len;
	size_t sent; /* of out */
	struct buf in;
	size_t taken; /* of in, lines that were read */
	struct smtp_response response;
	smtp_fn *fn;
	void *arg;
};

struct mail_step {
	const char *name;
	void (*say)(struct mail *mail); /* writes what is said to the server */
	int wanted; /* first digit of the reply */
	enum mail_state next;
};

/* Takes text. */
static void
smtp_set_out(struct mail *mail, char *text)
{
	mem_free(mail->out);
	mail->out = text;
	mail->out_len = strlen(text);
	mail->sent = 0;
}

static void
smtp_say_from(struct mail *mail)
{
	bool eight_bit = mail->eight_bit && mail->takes_eight_bit;
	char size[32] = "";

	if (mail->takes_size)
		(void)snprintf(
		    size, sizeof(size), " SIZE=%zu", mail->message.len);
	smtp_set_out(mail, mem_printf("MAIL FROM:<%s>%s%s\r\n", mail->from,
			       size, eight_bit ? " BODY=8BITMIME" : ""));
}

static void
smtp_say_to(struct mail *mail)
{
	smtp_set_out(mail, mem_printf("RCPT TO:<%s>\r\n", mail->to));
}

static void
smtp_say_data(struct mail *mail)
{
	smtp_set_out(mail, mem_strdup("DATA\r\n"));
}

static void
smtp_say_message(struct mail *mail)
{
	size_t len = mail->message.len;

	smtp_set_out(mail, buf_take(&mail->message));
	mail->out_len = len; /* it may hold a NUL */
}

static const struct mail_step smtp_steps[] = {
    [MAIL_FROM] = {"MAIL FROM", smtp_say_from, 2, MAIL_TO},
    [MAIL_TO] = {"RCPT TO", smtp_say_to, 2, MAIL_DATA},
    [MAIL_DATA] = {"DATA", smtp_say_data, 3, MAIL_MESSAGE},
    [MAIL_MESSAGE] = {"the message", smtp_say_message, 2, MAIL_MESSAGE},
};

static void
smtp_fail(struct mail *mail, int code, const char *what)
{
	(void)err_set(&mail->base.err, code, "%s: %s: %s", mail->base.place,
	    smtp_steps[mail->state].name, what);
	transfer_end(&mail->base);
}

/* Sends what the socket takes now. */
static void
smtp_flush(struct mail *mail)
{
	while (mail->sent < mail->out_len) {
		size_t n = 0;
		CURLcode r = curl_easy_send(mail->base.easy,
		    mail->out + mail->sent, mail->out_len - mail->sent, &n);
		if (r == CURLE_AGAIN)
			break;
		if (r != CURLE_OK) {
			smtp_fail(mail, ERR_IO, curl_easy_strerror(r));
			return;
		}
		mail->sent += n;
	}
	bool more = mail->sent < mail->out_len;
	loop_io_set(mail->io, LOOP_READ | (more ? LOOP_WRITE : 0));
}

static void
smtp_enter(struct mail *mail, enum mail_state state)
{
	mail->state = state;
	smtp_steps[state].say(mail);
	smtp_flush(mail);
}

/*
 * Says good-bye, unless in the middle of something, and does not wait for the
 * answer (RFC 5321 4.1.1.10).
 */
static void
smtp_quit(struct mail *mail)
{
	size_t n;

	if (mail->sent == mail->out_len)
		(void)curl_easy_send(mail->base.easy, "QUIT\r\n", 6, &n);
	transfer_end(&mail->base);
}

static void
smtp_refused(struct mail *mail, int code, const char *name)
{
	(void)err_set(&mail->base.err, code, "%s: %s refused: %d %s",
	    mail->base.place, name, mail->response.code, mail->response.reply);
}

static void
smtp_on_reply(struct mail *mail)
{
	const struct mail_step *step = &smtp_steps[mail->state];

	if (mail->response.code / 100 != step->wanted) {
		smtp_refused(mail, ERR_PROTOCOL, step->name);
		smtp_quit(mail);
	} else if (mail->sent < mail->out_len) {
		smtp_fail(mail, ERR_PROTOCOL, "answered before its end");
	} else if (mail->state == MAIL_MESSAGE) {
		smtp_quit(mail);
	} else {
		smtp_enter(mail, step->next);
	}
}

static void
smtp_note_extension(struct mail *mail, const char *word)
{
	if (mail->response.code != 250)
		return;
	if (strncasecmp(word, "SIZE", 4) == 0)
		mail->takes_size = true;
	if (strcasecmp(word, "8BITMIME") == 0)
		mail->takes_eight_bit = true;
}

/* As reply_read, into the response. */
static int
smtp_note_line(struct mail *mail, const char *p, size_t n)
{
	struct smtp_response *response = &mail->response;
	int r = reply_read(p, n, &response->code, response->reply);

	if (r >= 0 && mail->state == MAIL_CONNECTING)
		smtp_note_extension(mail, response->reply);
	return r;
}

/* Reads the whole lines that have come, until the mail ends. */
static void
smtp_take_lines(struct mail *mail)
{
	while (mail->base.state == TRANSFER_RUNNING) {
		const char *line = mail->in.data + mail->taken;
		const char *end =
		    memchr(line, '\n', mail->in.len - mail->taken);
		if (end == NULL)
			return;
		size_t len = (size_t)(end - line) + 1;
		mail->taken += len;
		int r = smtp_note_line(mail, line, len);
		if (r < 0)
			smtp_fail(mail, ERR_PROTOCOL, "that is no reply");
		else if (r == 1)
			smtp_on_reply(mail);
	}
}

static void
smtp_read(struct mail *mail)
{
	char piece[4096];

	while (mail->base.state == TRANSFER_RUNNING) {
		size_t n = 0;
		CURLcode r =
		    curl_easy_recv(mail->base.easy, piece, sizeof(piece), &n);
		if (r == CURLE_AGAIN)
			return;
		if (r != CURLE_OK)
			smtp_fail(mail, ERR_IO, curl_easy_strerror(r));
		else if (n == 0)
			smtp_fail(mail, ERR_IO, "closed without a reply");
		else if (buf_add(&mail->in, piece, n) < 0)
			smtp_fail(mail, ERR_TOOBIG, "endless replies");
		else
			smtp_take_lines(mail);
	}
}

static void
smtp_on_ready(int fd, int what, void *arg)
{
	struct mail *mail = arg;

	(void)fd;
	if (what & LOOP_WRITE)
		smtp_flush(mail);
	if (what & LOOP_READ)
		smtp_read(mail);
}

/* CURLOPT_HEADERFUNCTION: the replies while libcurl connects. */
static size_t
smtp_on_line(char *p, size_t size, size_t n, void *arg)
{
	struct mail *mail = arg;

	(void)smtp_note_line(mail, p, size * n); /* libcurl judges them */
	return size * n;
}

static void
smtp_do_done(struct http_transfer *transfer, CURLcode code)
{
	struct mail *mail = (struct mail *)transfer;
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (code != CURLE_OK) {
		if (mail->response.code >= 400 &&
		    code != CURLE_OPERATION_TIMEDOUT)
			smtp_refused(mail,
			    mail->response.code >= 500 ? ERR_DENIED
						       : ERR_PROTOCOL,
			    "session");
		else
			transfer_fail(transfer, code);
		transfer_end(transfer);
		return;
	}
	(void)curl_easy_getinfo(transfer->easy, CURLINFO_ACTIVESOCKET, &fd);
	assert(fd != CURL_SOCKET_BAD);
	mail->io = loop_io_new(
	    transfer->http->loop, fd, LOOP_READ, smtp_on_ready, mail);
	smtp_enter(mail, MAIL_FROM);
}

static void
smtp_do_halt(struct http_transfer *transfer)
{
	struct mail *mail = (struct mail *)transfer;

	loop_io_free(mail->io);
	mail->io = NULL;
}

static void
smtp_do_finish(struct http_transfer *transfer)
{
	struct mail *mail = (struct mail *)transfer;

	mail->response.error = transfer->err;
	mail->fn(&mail->response, mail->arg);
}

static void
smtp_do_free(struct http_transfer *transfer)
{
	struct mail *mail = (struct mail *)transfer;

	curl_easy_cleanup(transfer->easy);
	mem_free(mail->from);
	mem_free(mail->to);
	mem_free(mail->out);
	buf_done(&mail->message);
	buf_done(&mail->in);
	mem_free(mail);
}

static const struct transfer_kind smtp_kind = {
    .done = smtp_do_done,
    .halt = smtp_do_halt,
    .finish = smtp_do_finish,
    .free = smtp_do_free,
};

/*
 * Makes the bytes that go over the wire: every line ended by CRLF, whatever
 * ended it (a bare LF before a dot is how messages are smuggled), dots at the
 * beginning doubled (RFC 5321 4.5.2), the final dot.
 */
static int
smtp_set_message(struct mail *mail, const char *p, size_t n)
{
	int r = 0;
	size_t at = 0;

	buf_init(&mail->message, 3 * n + 16);
	while (at < n && r == 0) {
		size_t len = 0;
		while (
		    at + len < n && p[at + len] != '\r' && p[at + len] != '\n')
			len++;
		for (size_t i = at; i < at + len; i++)
			mail->eight_bit |= (unsigned char)p[i] > 0x7f;
		if (p[at] == '.')
			r = buf_add_char(&mail->message, '.');
		if (r == 0)
			r = buf_add(&mail->message, p + at, len);
		if (r == 0)
			r = buf_add_str(&mail->message, "\r\n");
		at += len;
		at += at + 1 < n && p[at] == '\r' && p[at + 1] == '\n' ? 2 : 1;
	}
	return r < 0 ? r : buf_add_str(&mail->message, ".\r\n");
}

/* What may stand between the brackets; also keeps lines from being injected. */
static bool
smtp_is_address(const char *s)
{
	for (const char *p = s; *p != '\0'; p++) {
		if (*p <= ' ' || *p >= 0x7f || *p == '<' || *p == '>')
			return false;
	}
	return strlen(s) <= 320;
}

static int
smtp_set_envelope(struct mail *mail, const struct smtp_request *request)
{
	mail->from = mem_strdup(request->from);
	mail->to = mem_strdup(request->to);
	if (!smtp_is_address(mail->from))
		return err_set(&mail->base.err, ERR_INVALID,
		    "sender '%.64s' is no plain ascii address", request->from);
	if (mail->to[0] == '\0' || !smtp_is_address(mail->to))
		return err_set(&mail->base.err, ERR_INVALID,
		    "recipient '%.64s' is no plain ascii address", request->to);
	if (smtp_set_message(mail, request->message, request->message_len) < 0)
		return err_set(&mail->base.err, ERR_TOOBIG,
		    "no memory for a message of %zu bytes",
		    request->message_len);
	return 0;
}

static void
smtp_set_login(struct mail *mail, const struct smtp_request *request)
{
	CURL *easy = mail->base.easy;
	bool tls =
	    request->starttls || strncasecmp(request->url, "smtps:", 6) == 0;

	if (request->starttls)
		(void)curl_easy_setopt(
		    easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	if (request->user == NULL)
		return;
	mail->base.secret_in_clear = !tls;
	(void)curl_easy_setopt(easy, CURLOPT_USERNAME, request->user);
	(void)curl_easy_setopt(easy, CURLOPT_PASSWORD,
	    request->password != NULL ? request->password : "");
}

static struct mail *
smtp_mail_new(struct http *http, const struct smtp_request *request)
{
	struct mail *mail = mem_new(sizeof(*mail));

	mail->base.kind = &smtp_kind;
	mail->base.guard = request->guard;
	mail->base.deadline_ms = request->deadline_ms;
	buf_init(&mail->in, SMTP_REPLIES_MAX);
	buf_init(&mail->message, 0);
	transfer_init(&mail->base, http);
	CURL *easy = mail->base.easy;
	(void)curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, smtp_on_line);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, mail);
	return mail;
}

struct http_transfer *
smtp_send(struct http *http, const struct smtp_request *request, smtp_fn *fn,
    void *arg)
{
	struct mail *mail = smtp_mail_new(http, request);
	int code = transfer_set_url(&mail->base, request->url, "smtp,smtps");

	mail->fn = fn;
	mail->arg = arg;
	if (code == 0)
		code = smtp_set_envelope(mail, request);
	if (code < 0) {
		transfer_refuse(&mail->base);
		return &mail->base;
	}
	smtp_set_login(mail, request);
	transfer_start(&mail->base);
	return &mail->base;
}
