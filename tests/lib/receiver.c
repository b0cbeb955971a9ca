/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The other end of the channels. In: webhooks and mails on loopback; out: the
 * list of what came. Used by scenarios and, as a process, by the demo and the
 * crash tests.
 */
#include "tests/lib/receiver.h"

#include "lib/base/digest.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"
#include "lib/net/loop.h"
#include "tests/lib/smtp_sink.h"

#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

struct receiver {
	struct receiver_options options;
	struct evhttp *server;
	struct smtp_sink *sink;
	char *url, *smtp;
	char *maildir, *record;
	uint8_t key[64];
	size_t key_len;
	int status;
	char *retry_after;
	size_t hook_count, hook_cap;
	struct receiver_hook **hooks;
	size_t mail_count, mail_cap;
	struct receiver_mail *mails;
};

static const char *
receiver_header(struct evhttp_request *request, const char *name)
{
	const char *s =
	    evhttp_find_header(evhttp_request_get_input_headers(request), name);

	return s != NULL ? s : "";
}

/* One of the space-separated "v1,BASE64" is the HMAC of id.timestamp.body. */
static bool
receiver_verify(
    const struct receiver *receiver, const struct receiver_hook *hook)
{
	char *head = mem_printf("%s.%s.", hook->id, hook->timestamp);
	size_t n = strlen(head);
	char *content = mem_resize(head, n + hook->body_len + 1, 1);
	char want[BASE64_SIZE(SHA256_LEN)];
	uint8_t mac[SHA256_LEN];
	bool found = false;

	memcpy(content + n, hook->body, hook->body_len);
	digest_hmac(
	    receiver->key, receiver->key_len, content, n + hook->body_len, mac);
	base64_encode(mac, sizeof(mac), want);
	for (const char *p = hook->signature; p != NULL && !found;
	     p = strchr(p, ' ')) {
		p += *p == ' ';
		found = strncmp(p, "v1,", 3) == 0 &&
			strncmp(p + 3, want, strlen(want)) == 0;
	}
	mem_free(content);
	return found;
}

static struct receiver_hook *
receiver_take(struct receiver *receiver, struct evhttp_request *request)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(request);
	struct receiver_hook *hook = mem_new(sizeof(*hook));

	hook->id = mem_strdup(receiver_header(request, "webhook-id"));
	hook->timestamp =
	    mem_strdup(receiver_header(request, "webhook-timestamp"));
	hook->signature =
	    mem_strdup(receiver_header(request, "webhook-signature"));
	hook->attempt =
	    (int)strtoll(receiver_header(request, "filingd-attempt"), NULL, 10);
	hook->sequence =
	    strtoll(receiver_header(request, "filingd-sequence"), NULL, 10);
	hook->body_len = evbuffer_get_length(in);
	hook->body = mem_new(hook->body_len + 1);
	evbuffer_copyout(in, hook->body, hook->body_len);
	hook->verified = receiver_verify(receiver, hook);
	receiver->hooks = mem_grow(receiver->hooks, receiver->hook_count,
	    &receiver->hook_cap, sizeof(*receiver->hooks));
	receiver->hooks[receiver->hook_count++] = hook;
	return hook;
}

/* On disk before the answer: what was answered 200 was received. */
static void
receiver_write_record(
    const struct receiver *receiver, const struct receiver_hook *hook)
{
	FILE *file = fopen(receiver->record, "ae");
	char *text =
	    json_text(json_pack("{s:s, s:s, s:s, s:i, s:I, s:b, s:i, s:s}",
		"id", hook->id, "timestamp", hook->timestamp, "signature",
		hook->signature, "attempt", hook->attempt, "sequence",
		(json_int_t)hook->sequence, "verified", hook->verified ? 1 : 0,
		"answered", hook->answered, "body", hook->body));

	if (file != NULL) {
		fprintf(file, "%s\n", text);
		fclose(file);
	}
	mem_free(text);
}

static void
receiver_on_request(struct evhttp_request *request, void *arg)
{
	struct receiver *receiver = arg;
	struct receiver_hook *hook = receiver_take(receiver, request);

	hook->answered = receiver->status;
	if (hook->answered == 200 && !hook->verified)
		hook->answered = 401;
	if (receiver->record != NULL)
		receiver_write_record(receiver, hook);
	if (receiver->retry_after != NULL)
		evhttp_add_header(evhttp_request_get_output_headers(request),
		    "Retry-After", receiver->retry_after);
	evhttp_send_reply(request, hook->answered, NULL, NULL);
	if (receiver->options.hook != NULL)
		receiver->options.hook(hook, receiver->options.arg);
}

static void
receiver_write_mail(const struct receiver *receiver, struct span message)
{
	char *path = mem_printf(
	    "%s/new/%zu.filingd", receiver->maildir, receiver->mail_count);
	FILE *file = fopen(path, "we");

	if (file != NULL) {
		fwrite(message.p, 1, message.len, file);
		fclose(file);
	}
	mem_free(path);
}

static void
receiver_on_mail(
    const char *from, const char *to, struct span message, void *arg)
{
	struct receiver *receiver = arg;
	struct receiver_mail *mail;

	receiver->mails = mem_grow(receiver->mails, receiver->mail_count,
	    &receiver->mail_cap, sizeof(*receiver->mails));
	mail = &receiver->mails[receiver->mail_count++];
	mail->from = mem_strdup(from);
	mail->to = mem_strdup(to);
	mail->message = mem_strndup(message.p, message.len);
	mail->message_len = message.len;
	if (receiver->maildir != NULL)
		receiver_write_mail(receiver, message);
}

static void
receiver_make_maildir(const char *maildir)
{
	static const char *const parts[] = {"", "/new", "/cur", "/tmp"};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		char *path = mem_printf("%s%s", maildir, parts[i]);

		mkdir(path, 0700);
		mem_free(path);
	}
}

static int
receiver_open(struct receiver *receiver, struct loop *loop, struct err *err)
{
	const struct receiver_options *options = &receiver->options;
	struct evhttp_bound_socket *bound;
	const char *secret = options->secret;
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	int rc;

	if (strncmp(secret, "whsec_", 6) != 0 ||
	    base64_decode(secret + 6, receiver->key, sizeof(receiver->key),
		&receiver->key_len) != 0)
		return err_set(err, ERR_INVALID, "receiver: bad secret");
	receiver->server = evhttp_new(loop_base(loop));
	bound = evhttp_bind_socket_with_handle(
	    receiver->server, "127.0.0.1", (uint16_t)options->port);
	if (bound == NULL || getsockname(evhttp_bound_socket_get_fd(bound),
				 (struct sockaddr *)&sin, &len) != 0)
		return err_set(
		    err, ERR_SYSTEM, "receiver: port %d", options->port);
	evhttp_set_gencb(receiver->server, receiver_on_request, receiver);
	rc = smtp_sink_new(loop, options->smtp_port, receiver_on_mail, receiver,
	    &receiver->sink, err);
	if (rc != 0)
		return rc;
	receiver->url =
	    mem_printf("http://127.0.0.1:%d/hook", ntohs(sin.sin_port));
	receiver->smtp =
	    mem_printf("smtp://127.0.0.1:%d", smtp_sink_port(receiver->sink));
	return 0;
}

int
receiver_new(struct loop *loop, const struct receiver_options *options,
    struct receiver **ret, struct err *err)
{
	struct receiver *receiver = mem_new(sizeof(*receiver));
	int rc;

	receiver->options = *options;
	receiver->status = 200;
	receiver->maildir = mem_strdup(options->maildir);
	receiver->record = mem_strdup(options->record);
	if (options->maildir != NULL)
		receiver_make_maildir(options->maildir);
	rc = receiver_open(receiver, loop, err);
	if (rc != 0) {
		receiver_free(receiver);
		return rc;
	}
	*ret = receiver;
	return 0;
}

static void
receiver_free_hook(struct receiver_hook *hook)
{
	mem_free(hook->id);
	mem_free(hook->timestamp);
	mem_free(hook->signature);
	mem_free(hook->body);
	mem_free(hook);
}

void
receiver_free(struct receiver *receiver)
{
	if (receiver == NULL)
		return;
	if (receiver->server != NULL)
		evhttp_free(receiver->server);
	smtp_sink_free(receiver->sink);
	for (size_t i = 0; i < receiver->hook_count; i++)
		receiver_free_hook(receiver->hooks[i]);
	for (size_t i = 0; i < receiver->mail_count; i++) {
		mem_free(receiver->mails[i].from);
		mem_free(receiver->mails[i].to);
		mem_free(receiver->mails[i].message);
	}
	mem_free(receiver->hooks);
	mem_free(receiver->mails);
	mem_free(receiver->url);
	mem_free(receiver->smtp);
	mem_free(receiver->maildir);
	mem_free(receiver->record);
	mem_free(receiver->retry_after);
	mem_free(receiver);
}

const char *
receiver_url(const struct receiver *receiver)
{
	return receiver->url;
}

const char *
receiver_smtp(const struct receiver *receiver)
{
	return receiver->smtp;
}

void
receiver_watch(struct receiver *receiver,
    void (*fn)(const struct receiver_hook *hook, void *arg), void *arg)
{
	receiver->options.hook = fn;
	receiver->options.arg = arg;
}

void
receiver_answer(struct receiver *receiver, int status, const char *retry_after)
{
	receiver->status = status;
	mem_set(&receiver->retry_after, retry_after);
}

void
receiver_answer_mail(struct receiver *receiver, int code)
{
	smtp_sink_answer(receiver->sink, code);
}

size_t
receiver_hooks(const struct receiver *receiver)
{
	return receiver->hook_count;
}

const struct receiver_hook *
receiver_hook(const struct receiver *receiver, size_t i)
{
	return receiver->hooks[i];
}

size_t
receiver_mails(const struct receiver *receiver)
{
	return receiver->mail_count;
}

const struct receiver_mail *
receiver_mail(const struct receiver *receiver, size_t i)
{
	return &receiver->mails[i];
}
