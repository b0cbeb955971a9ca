/* SPDX-License-Identifier: BSD-2-Clause */
/* A mail server for tests: takes every mail, or answers RCPT as told. */
#ifndef TESTS_LIB_SMTP_SINK_H
#define TESTS_LIB_SMTP_SINK_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

struct smtp_sink;
struct loop;

typedef void smtp_sink_fn(
    const char *from, const char *to, struct span message, void *arg);

/* Listens on 127.0.0.1 (port 0: a free one). Keeps loop. Gives. */
int smtp_sink_new(struct loop *loop, int port, smtp_sink_fn *fn, void *arg,
    struct smtp_sink **ret, struct err *err) WARN_UNUSED;
void smtp_sink_free(struct smtp_sink *sink);
int smtp_sink_port(const struct smtp_sink *sink);
/* Reply code to RCPT from now on: 250, 451, 550 ... */
void smtp_sink_answer(struct smtp_sink *sink, int code);

#endif
