/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A raw server for the tests of lib/net: it listens on every local address,
 * cuts what comes into HTTP requests or lines, and answers nothing by itself.
 * It runs on the loop of the client under test.
 */
#ifndef TESTS_LIB_PEER_H
#define TESTS_LIB_PEER_H

#include "lib/base/err.h"
#include "lib/net/loop.h"

#include <stddef.h>

struct peer;
struct peer_conn;

enum peer_mode { PEER_HTTP, PEER_LINES };

/* A whole request with its body, or a line without its end. Borrowed. */
typedef void peer_fn(struct peer_conn *conn, const char *message, void *arg);

/* Keeps loop. Gives. */
struct peer *peer_new(
    struct loop *loop, enum peer_mode mode, peer_fn *fn, void *arg);
void peer_free(struct peer *peer);
/* Sent to each connection when it comes. Borrowed; NULL: nothing. */
void peer_set_greeting(struct peer *peer, const char *greeting);

int peer_port(const struct peer *peer);
/* Connections so far, and those open now. */
int peer_accepted(const struct peer *peer);
int peer_connected(const struct peer *peer);

void peer_send(struct peer_conn *conn, const void *p, size_t n);
void peer_say(struct peer_conn *conn, const char *fmt, ...) PRINTF(2, 3);
/* Closes once everything is sent; conn is stale after that. */
void peer_close(struct peer_conn *conn);
/*
 * Keeps the answer back on purpose: until the other side closes, the held
 * clock may run.
 */
void peer_hold(struct peer_conn *conn);

/* A number of the connection for the script's use; 0 at first. */
int peer_step(const struct peer_conn *conn);
void peer_set_step(struct peer_conn *conn, int step);

#endif
