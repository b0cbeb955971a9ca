/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU of polling a list of ten pages, again and again, until PAGES are read:
 * the watcher, the store and the real reader against a server of its own.
 * Prints the CPU microseconds per page of filingd's side (this process and the
 * reader's), then serves on until its standard input ends, for the floor.
 *
 * usage: bench_poll unchanged|changed PAGES [ITEMS]
 *   ITEMS  that the store knows of the source before: years of history
 */
#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/net/loop.h"
#include "lib/store/db.h"
#include "tests/bench/side.h"
#include "watchers/definition.h"

#include <event2/buffer.h>
#include <event2/http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define BENCH_ROWS  30
#define BENCH_PAGES 10

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

/* filingd's side. */

struct bench {
	struct side side; /* first */
	struct watcher *watcher;
	int64_t pages, want, history;
	int64_t warm_us; /* CPU before the pages that count */
	bool warm;
};

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
		bench->warm_us = side_cpu_us(RUSAGE_SELF);
	} else {
		bench->pages += counts->pages;
	}
	if (bench->pages >= bench->want)
		loop_stop(bench->side.loop);
	else
		loop_defer(bench->side.loop, bench_poll_again, bench->watcher);
}

static const struct watcher_calls bench_calls = {
    .read_list = side_read_list,
    .cancel_list = side_cancel_list,
    .item = side_ignore_item,
    .poll_done = bench_on_poll_done,
};

/* One item every three minutes until the list's own day. */
static void
bench_fill(struct bench *bench)
{
	struct err err = ERR_NONE;
	struct db_stmt *stmt = db_prepare(bench->side.db,
	    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
	    " SELECT i + 1 FROM n WHERE i < ?)"
	    " INSERT INTO item (source, key, state, digest, title, url,"
	    " published_raw, published, precision, first_seen)"
	    " SELECT 'cninfo', 'old' || i, 'decided', 'x', 'title ' || i,"
	    " 'https://example.org/' || i, '', 1769011200000 - i * 180000,"
	    " 'second', 0 FROM n");

	db_bind_int(stmt, 1, bench->history);
	if (db_run(bench->side.db, stmt, &err) < 0 ||
	    db_commit(bench->side.db, &err) < 0) {
		fprintf(stderr, "bench_poll: %s\n", err.text);
		exit(1);
	}
}

static void
bench_run(struct bench *bench, int port)
{
	char *url = mem_printf("http://127.0.0.1:%d/list", port);
	struct definition *definition =
	    side_definition("watchers/sources", "cninfo");
	struct source_config config = {.name = "cninfo",
	    .definition = definition,
	    .url = url,
	    .peak_ms = 1000,
	    .quiet_ms = 1000};
	struct watcher_parts parts;
	struct err err = ERR_NONE;

	side_open(&bench->side);
	if (bench->history > 0)
		bench_fill(bench);
	config.guard = bench->side.guard;
	parts = side_parts(&bench->side, &bench_calls);
	if (watcher_new(&parts, &config, &bench->watcher, &err) != 0) {
		fprintf(stderr, "bench_poll: %s\n", err.text);
		exit(1);
	}
	watcher_start(bench->watcher);
	loop_run(bench->side.loop);
	watcher_free(bench->watcher);
	side_close(&bench->side);
	definition_free(definition);
	mem_free(url);
}

int
main(int argc, char *argv[])
{
	struct bench bench = {.want = 1000};
	struct server server = {0};
	int port = 0;
	pid_t pid;

	if (argc < 3 || argc > 4 ||
	    number_parse(argv[2], 10, 1000000, &bench.want) != 0 ||
	    (argc == 4 &&
		number_parse(argv[3], 1, 10000000, &bench.history) != 0)) {
		fputs("usage: bench_poll unchanged|changed PAGES [ITEMS]\n",
		    stderr);
		return 2;
	}
	log_init("bench", LOG_TO_STDERR, LOG_AT_ERROR);
	server.changed = strcmp(argv[1], "changed") == 0;
	pid = server_start(server_on_request, &server, &port);
	bench_run(&bench, port);
	/* The reader's processes have ended and are waited for. */
	printf("%d %lld %lld\n", port, (long long)bench.pages,
	    (long long)(side_cpu_us(RUSAGE_SELF) - bench.warm_us +
			side_cpu_us(RUSAGE_CHILDREN)));
	fflush(stdout);
	server_wait(pid);
	return 0;
}
