/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what a bench of polling wants to measure. Out: a server beside it, and
 * the parts of a watcher. Used by bench_poll.c and bench_feeds.c.
 */
#include "tests/bench/side.h"

#include "lib/base/clock.h"
#include "lib/base/mem.h"
#include "lib/net/guard.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"
#include "lib/net/pace.h"
#include "lib/store/db.h"
#include "reading/pool.h"
#include "watchers/definition.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <event2/http.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void
side_fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

/* A variable that `make bench` sets. */
static const char *
side_env(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL) {
		fprintf(
		    stderr, "bench: %s is not set, run `make bench`\n", name);
		exit(1);
	}
	return value;
}

static _Noreturn void
server_run(server_fn *fn, void *arg, int port_fd)
{
	struct event_base *base = event_base_new();
	struct evhttp *http = evhttp_new(base);
	struct evhttp_bound_socket *bound =
	    evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	int port;

	if (bound == NULL || getsockname(evhttp_bound_socket_get_fd(bound),
				 (struct sockaddr *)&sin, &len) != 0)
		_exit(1);
	port = ntohs(sin.sin_port);
	evhttp_set_gencb(http, fn, arg);
	if (write(port_fd, &port, sizeof(port)) != sizeof(port))
		_exit(1);
	event_base_dispatch(base);
	_exit(0);
}

pid_t
server_start(server_fn *fn, void *arg, int *ret_port)
{
	int fds[2];
	pid_t pid;

	if (pipe(fds) != 0)
		side_fail("no pipe");
	pid = fork();
	if (pid == 0)
		server_run(fn, arg, fds[1]);
	if (read(fds[0], ret_port, sizeof(*ret_port)) != sizeof(*ret_port))
		side_fail("the server does not start");
	close(fds[0]);
	close(fds[1]);
	return pid;
}

void
server_wait(pid_t server)
{
	char byte;

	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
}

static struct db *side_db; /* of the turn's commit */

static void
side_on_turn(void *arg)
{
	struct err err = ERR_NONE;

	(void)arg;
	if (db_is_open(side_db) && db_commit(side_db, &err) != 0)
		side_fail(err.text);
}

void
side_open(struct side *side)
{
	static struct guard_net net;
	static struct guard guard = {.count = 1, .nets = &net};
	struct pool_options options;
	struct err err = ERR_NONE;
	char *path;

	side->folder = mem_strdup("/tmp/filingd-bench-XXXXXX");
	if (mkdtemp(side->folder) == NULL)
		side_fail("no folder in /tmp");
	path = mem_printf("%s/bench.db", side->folder);
	side->clock = clock_new_real();
	side->loop = loop_new(side->clock);
	side->http = http_new(side->loop, "bench");
	side->pace = pace_new(side->loop, PACE_ROOM);
	side->guard = &guard;
	pool_options_default(&options);
	options.program = side_env("FILINGD_READER");
	side->lexicon =
	    mem_printf("%s/reading/lexicon", side_env("FILINGD_SRCDIR"));
	options.lexicon_dir = side->lexicon;
	side->pool = pool_new(side->loop, &options);
	if (guard_net_parse("127.0.0.0/8", &net, &err) != 0 ||
	    db_open(path, &side->db, &err) != 0)
		side_fail(err.text);
	side_db = side->db;
	loop_on_turn(side->loop, side_on_turn, NULL);
	mem_free(path);
}

void
side_close(struct side *side)
{
	char *path = mem_printf("%s/bench.db", side->folder);

	pool_free(side->pool);
	pace_free(side->pace);
	http_free(side->http);
	db_close(side->db);
	loop_free(side->loop);
	clock_free(side->clock);
	unlink(path);
	rmdir(side->folder);
	mem_free(path);
	mem_free(side->lexicon);
	mem_free(side->folder);
}

void *
side_read_list(void *arg, const struct list_spec *spec, struct span body,
    watcher_answer_fn *fn, void *fn_arg)
{
	struct side *side = arg;

	return pool_read_list(side->pool, spec, body, fn, fn_arg);
}

void
side_cancel_list(void *arg, void *handle)
{
	(void)arg;
	pool_cancel(handle);
}

void
side_ignore_item(
    void *arg, const char *source, int64_t id, const struct item *item)
{
	(void)arg;
	(void)source;
	(void)id;
	(void)item;
}

struct watcher_parts
side_parts(struct side *side, const struct watcher_calls *calls)
{
	return (struct watcher_parts){.loop = side->loop,
	    .http = side->http,
	    .pace = side->pace,
	    .db = side->db,
	    .calls = calls,
	    .arg = side};
}

struct definition *
side_definition(const char *folder, const char *name)
{
	char *dir = mem_printf("%s/%s", side_env("FILINGD_SRCDIR"), folder);
	const char *dirs[] = {dir};
	struct definition *definition;
	struct buf complaints;

	buf_init(&complaints, MIB);
	if (definition_load(name, dirs, 1, &definition, &complaints) != 0)
		side_fail(complaints.data);
	definition->page_gap_ms = 0;
	definition->jitter_percent = 0;
	buf_done(&complaints);
	mem_free(dir);
	return definition;
}

int64_t
side_cpu_us(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
	       usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}
