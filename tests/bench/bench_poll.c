/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU of polling a list of ten pages, again and again, until PAGES are read:
 * the watcher, the store and the real reader against a server of its own.
 * Prints the CPU microseconds per page of filingd's side (this process and the
 * reader's), then serves on until its standard input ends, for the floor.
 *
 * usage: bench_poll unchanged|changed PAGES
 */
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"
#include "lib/store/db.h"
#include "reading/pool.h"
#include "watchers/definition.h"
#include "watchers/watcher.h"

#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define BENCH_ROWS  30
#define BENCH_PAGES 10

/* The server: a process of its own, so that its CPU is not ours. */

struct server {
	bool changed;
	int64_t served;
};

static int64_t
server_page(struct evhttp_request *request)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(request);
	char form[2048] = "";
	const char *at;
	int64_t page = 0;

	evbuffer_copyout(in, form, sizeof(form) - 1);
	at = strstr(form, "pageNum=");
	for (at = at != NULL ? at + 8 : ""; *at >= '0' && *at <= '9'; at++)
		page = page * 10 + (*at - '0');
	return page;
}

static void
server_on_request(struct evhttp_request *request, void *arg)
{
	struct server *server = arg;
	struct evbuffer *out = evbuffer_new();
	int64_t page = server_page(request);

	server->served++;
	evbuffer_add_printf(out,
	    "{\"totalAnnouncement\":%d,\"hasMore\":%s,\"announcements\":[",
	    BENCH_ROWS * BENCH_PAGES, page < BENCH_PAGES ? "true" : "false");
	for (int i = 0; i < BENCH_ROWS; i++) {
		int64_t id = 1225000000 + page * 100 + i;

		/* A changed page has one row that was never there. */
		if (server->changed && i == 0)
			id = 1300000000 + server->served;
		evbuffer_add_printf(out,
		    "%s{\"announcementId\":\"%lld\",\"announcementTitle\":"
		    "\"关于召开2026年第%d次临时股东大会的通知\","
		    "\"announcementTime\":1769011200000,\"adjunctUrl\":"
		    "\"finalpage/2026-01-22/%lld.PDF\",\"adjunctType\":\"PDF\","
		    "\"adjunctSize\":102,\"secCode\":\"600%03d\",\"secName\":"
		    "\"示例股份\",\"orgId\":\"gssh0600%03d\","
		    "\"announcementType\":\"01010503||010113\",\"pageColumn\":"
		    "\"SHZB\",\"important\":null}",
		    i > 0 ? "," : "", (long long)id, i, (long long)id, i, i);
	}
	evbuffer_add_printf(out, "],\"totalpages\":%d}", BENCH_PAGES);
	evhttp_add_header(evhttp_request_get_output_headers(request),
	    "Content-Type", "application/json;charset=UTF-8");
	evhttp_send_reply(request, 200, "OK", out);
	evbuffer_free(out);
}

static void
server_run(bool changed, int port_fd)
{
	struct server server = {.changed = changed};
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
	evhttp_set_gencb(http, server_on_request, &server);
	if (write(port_fd, &port, sizeof(port)) != sizeof(port))
		_exit(1);
	event_base_dispatch(base);
	_exit(0);
}

static pid_t
server_start(bool changed, int *ret_port)
{
	int fds[2];
	pid_t pid;

	if (pipe(fds) != 0)
		exit(1);
	pid = fork();
	if (pid == 0)
		server_run(changed, fds[1]);
	if (read(fds[0], ret_port, sizeof(*ret_port)) != sizeof(*ret_port))
		exit(1);
	close(fds[0]);
	close(fds[1]);
	return pid;
}

/* filingd's side. */

struct bench {
	struct loop *loop;
	struct pool *pool;
	struct watcher *watcher;
	int64_t pages, want;
	int64_t warm_us; /* CPU before the pages that count */
	bool warm;
};

static int64_t
bench_cpu_us(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
	       usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static void *
bench_read_list(void *arg, const struct list_spec *spec, struct span body,
    watcher_answer_fn *fn, void *fn_arg)
{
	struct bench *bench = arg;

	return pool_read_list(bench->pool, spec, body, fn, fn_arg);
}

static void
bench_cancel_list(void *arg, void *handle)
{
	(void)arg;
	pool_cancel(handle);
}

static void
bench_on_item(
    void *arg, const char *source, int64_t id, const struct item *item)
{
	(void)arg;
	(void)source;
	(void)id;
	(void)item;
}

static void
bench_poll_again(void *arg)
{
	watcher_poll_now(arg);
}

static void
bench_on_poll_done(
    void *arg, const char *source, const struct watcher_counts *counts)
{
	struct bench *bench = arg;

	(void)source;
	if (!counts->complete) {
		fprintf(stderr, "bench_poll: an incomplete poll\n");
		exit(1);
	}
	/* The first poll fills the store and starts the reader. */
	if (!bench->warm) {
		bench->warm = true;
		bench->warm_us = bench_cpu_us(RUSAGE_SELF);
	} else {
		bench->pages += counts->pages;
	}
	if (bench->pages >= bench->want)
		loop_stop(bench->loop);
	else
		loop_defer(bench->loop, bench_poll_again, bench->watcher);
}

static struct db *bench_db; /* of the turn's commit */

static void
bench_on_turn(void *arg)
{
	struct err err = ERR_NONE;

	(void)arg;
	if (db_is_open(bench_db) && db_commit(bench_db, &err) != 0) {
		fprintf(stderr, "bench_poll: %s\n", err.text);
		exit(1);
	}
}

static const struct watcher_calls bench_calls = {
    .read_list = bench_read_list,
    .cancel_list = bench_cancel_list,
    .item = bench_on_item,
    .poll_done = bench_on_poll_done,
};

static struct definition *
bench_definition(void)
{
	char *dir = mem_printf("%s/watchers/sources", getenv("FILINGD_SRCDIR"));
	const char *dirs[] = {dir};
	struct definition *definition;
	struct buf complaints;

	buf_init(&complaints, MIB);
	if (definition_load("cninfo", dirs, 1, &definition, &complaints) != 0) {
		fprintf(stderr, "%s", complaints.data);
		exit(1);
	}
	definition->page_gap_ms = 0;
	definition->jitter_percent = 0;
	buf_done(&complaints);
	mem_free(dir);
	return definition;
}

static void
bench_run(struct bench *bench, int port, const char *folder)
{
	char *url = mem_printf("http://127.0.0.1:%d/list", port);
	char *store = mem_printf("%s/bench.db", folder);
	struct clock *clock = clock_new_real();
	struct definition *definition = bench_definition();
	struct guard_net net;
	struct guard guard = {.count = 1, .nets = &net};
	struct source_config config = {.name = "cninfo",
	    .definition = definition,
	    .url = url,
	    .peak_ms = 1000,
	    .quiet_ms = 1000,
	    .guard = &guard};
	struct pool_options options;
	struct err err = ERR_NONE;
	struct watcher_parts parts;
	struct http *http;

	bench->loop = loop_new(clock);
	http = http_new(bench->loop, "bench");
	pool_options_default(&options);
	options.program = getenv("FILINGD_READER");
	options.lexicon_dir =
	    mem_printf("%s/reading/lexicon", getenv("FILINGD_SRCDIR"));
	bench->pool = pool_new(bench->loop, &options);
	if (guard_net_parse("127.0.0.0/8", &net, &err) != 0 ||
	    db_open(store, &bench_db, &err) != 0) {
		fprintf(stderr, "bench_poll: %s\n", err.text);
		exit(1);
	}
	parts = (struct watcher_parts){.loop = bench->loop,
	    .http = http,
	    .db = bench_db,
	    .calls = &bench_calls,
	    .arg = bench};
	if (watcher_new(&parts, &config, &bench->watcher, &err) != 0) {
		fprintf(stderr, "bench_poll: %s\n", err.text);
		exit(1);
	}
	loop_on_turn(bench->loop, bench_on_turn, NULL);
	watcher_start(bench->watcher);
	loop_run(bench->loop);
	watcher_free(bench->watcher);
	pool_free(bench->pool);
	http_free(http);
	db_close(bench_db);
	loop_free(bench->loop);
	clock_free(clock);
	definition_free(definition);
	unlink(store);
	mem_free(store);
	mem_free(url);
}

int
main(int argc, char *argv[])
{
	char folder[] = "/tmp/filingd-bench-XXXXXX";
	struct bench bench = {.want = 1000};
	int port = 0;
	pid_t server;
	char byte;

	if (argc != 3 || number_parse(argv[2], 10, 1000000, &bench.want) != 0) {
		fputs("usage: bench_poll unchanged|changed PAGES\n", stderr);
		return 2;
	}
	log_init("bench", LOG_TO_STDERR, LOG_AT_ERROR);
	if (mkdtemp(folder) == NULL)
		return 1;
	server = server_start(strcmp(argv[1], "changed") == 0, &port);
	bench_run(&bench, port, folder);
	/* The reader's processes have ended and are waited for. */
	printf("%d %lld %lld\n", port, (long long)bench.pages,
	    (long long)(bench_cpu_us(RUSAGE_SELF) - bench.warm_us +
			bench_cpu_us(RUSAGE_CHILDREN)));
	fflush(stdout);
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	rmdir(folder);
	return 0;
}
