/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The recording receiver: a webhook consumer and a mail server on loopback.
 * It verifies every signature (Standard Webhooks 1.0.0, tolerance off: tapes
 * play in the past) and keeps what came, in order. filingd-receiver runs it as
 * a process. Nothing here is a product; it is the other end of the tests.
 */
#ifndef TESTS_LIB_RECEIVER_H
#define TESTS_LIB_RECEIVER_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct receiver;
struct loop;

struct receiver_hook {
	char *id;
	char *timestamp;
	char *signature;
	char *body;
	size_t body_len;
	int attempt; /* filingd-attempt */
	int64_t sequence; /* filingd-sequence */
	bool verified;
	int answered; /* status */
};

struct receiver_mail {
	char *from;
	char *to;
	char *message;
	size_t message_len;
};

struct receiver_options {
	int port; /* 0: a free one */
	int smtp_port; /* 0: a free one */
	const char *secret; /* "whsec_..."; copied */
	const char *maildir; /* mails are files in its new/; NULL: only kept */
	const char *record; /* each hook as a JSON line; NULL: only kept */
	/* Each verified or refused hook, after it was answered. May be NULL. */
	void (*hook)(const struct receiver_hook *hook, void *arg);
	void *arg;
};

/* Keeps loop. Gives. */
int receiver_new(struct loop *loop, const struct receiver_options *options,
    struct receiver **ret, struct err *err) WARN_UNUSED;
void receiver_free(struct receiver *receiver);

/* "http://127.0.0.1:PORT/hook" and "smtp://127.0.0.1:PORT". Borrowed. */
const char *receiver_url(const struct receiver *receiver);
const char *receiver_smtp(const struct receiver *receiver);

/* Called as options' hook is, from now on. */
void receiver_watch(struct receiver *receiver,
    void (*fn)(const struct receiver_hook *hook, void *arg), void *arg);

/* From now on hooks get this status (200 again to mend it). */
void receiver_answer(
    struct receiver *receiver, int status, const char *retry_after);
/* From now on RCPT gets this reply code (250 again to mend it). */
void receiver_answer_mail(struct receiver *receiver, int code);

size_t receiver_hooks(const struct receiver *receiver);
const struct receiver_hook *receiver_hook(
    const struct receiver *receiver, size_t i);
size_t receiver_mails(const struct receiver *receiver);
const struct receiver_mail *receiver_mail(
    const struct receiver *receiver, size_t i);

#endif
