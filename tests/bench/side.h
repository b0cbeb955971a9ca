/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the benches of polling share: filingd's side, which is a loop with the
 * store and the real reader, and a server in a process of its own, so that its
 * CPU is not ours. An error ends the program.
 */
#ifndef TESTS_BENCH_SIDE_H
#define TESTS_BENCH_SIDE_H

#include "watchers/watcher.h"

#include <stdint.h>
#include <sys/types.h>

struct clock;
struct definition;
struct evhttp_request;
struct guard;

/* Answers one request; arg as given to server_start. */
typedef void server_fn(struct evhttp_request *request, void *arg);

/* Starts a process that serves on loopback; its id. */
pid_t server_start(server_fn *fn, void *arg, int *ret_port);
/* Lets it serve until standard input ends, then stops it. */
void server_wait(pid_t server);

/* filingd's side; the first member of what the calls get. */
struct side {
	struct clock *clock;
	struct loop *loop;
	struct pool *pool;
	struct http *http;
	struct pace *pace; /* with the daemon's room */
	struct db *db;
	struct guard *guard; /* loopback allowed */
	char *folder, *lexicon;
};

/* Opens a store in a new folder; the turn commits. */
void side_open(struct side *side);
/* Waits for the reader's processes; removes the folder. */
void side_close(struct side *side);

/* The side is the calls' arg; the next three belong into calls. */
struct watcher_parts side_parts(
    struct side *side, const struct watcher_calls *calls);
void *side_read_list(void *arg, const struct list_spec *spec, struct span body,
    watcher_answer_fn *fn, void *fn_arg);
void side_cancel_list(void *arg, void *handle);
void side_ignore_item(
    void *arg, const char *source, int64_t id, const struct item *item);

/* A definition below a folder of the source tree; without gap and jitter. */
struct definition *side_definition(const char *folder, const char *name);

/* User and system microseconds of RUSAGE_SELF or RUSAGE_CHILDREN. */
int64_t side_cpu_us(int who);

#endif
