/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU and memory of watching many feeds of 20 items: all of them for the first
 * time (cold), then again with the same bytes (unchanged). Watchers, store and
 * the real reader against a server of its own, which says nothing of validity,
 * so that every body is sent again. Prints
 *
 *	PORT FEEDS COLD-SELF COLD-READER READER-START UNCHANGED COLD-WALL KIB
 *
 * CPU and wall in microseconds, KIB the peak of filingd's side. The reader's
 * CPU has its start in it, which a poll of one feed before measures. Serves on
 * until its standard input ends.
 *
 * usage: bench_feeds FEEDS
 */
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/net/loop.h"
#include "tests/bench/side.h"
#include "watchers/definition.h"

#include <event2/buffer.h>
#include <event2/http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define BENCH_ITEMS 20

static void
server_on_request(struct evhttp_request *request, void *arg)
{
	struct evbuffer *out = evbuffer_new();
	const char *path = evhttp_request_get_uri(request);

	(void)arg;
	evbuffer_add_printf(out,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\">"
	    "<channel><title>Filings of %s</title><link>https://ir.example.org"
	    "%s</link><description>Regulatory news</description>\n",
	    path, path);
	for (int i = 0; i < BENCH_ITEMS; i++)
		evbuffer_add_printf(out,
		    "<item><title>Example Holdings plc: Half-year report for "
		    "the six months ended 30 June 2026, part %d</title><link>"
		    "https://ir.example.org%s/%d</link><guid isPermaLink="
		    "\"false\">urn:x:%s:%d</guid><pubDate>Thu, 15 Jan 2026 "
		    "07:%02d:00 GMT</pubDate><description>Revenue for the "
		    "period was in line with the board&apos;s expectations and "
		    "the outlook for the year is &lt;b&gt;unchanged&lt;/b&gt;."
		    "</description></item>\n",
		    i, path, i, path, i, i);
	evbuffer_add_printf(out, "</channel></rss>\n");
	evhttp_add_header(evhttp_request_get_output_headers(request),
	    "Content-Type", "application/rss+xml");
	evhttp_send_reply(request, 200, "OK", out);
	evbuffer_free(out);
}

struct bench {
	struct side side; /* first */
	int64_t count, done;
	bool cold; /* the first round */
	struct watcher **watchers;
	int64_t self_us, wall_ms; /* where a round began */
	int64_t cold_us, cold_wall_ms, unchanged_us;
};

static void
bench_begin(struct bench *bench)
{
	bench->done = 0;
	bench->self_us = side_cpu_us(RUSAGE_SELF);
	bench->wall_ms = clock_mono(bench->side.clock);
}

static void
bench_again(void *arg)
{
	struct bench *bench = arg;

	bench->cold = false;
	bench_begin(bench);
	for (int64_t i = 0; i < bench->count; i++)
		watcher_poll_now(bench->watchers[i]);
}

static void
bench_on_poll_done(
    void *arg, const char *source, const struct watcher_counts *counts)
{
	struct bench *bench = arg;
	int64_t items = counts->new_items + counts->baseline;

	if (!counts->complete || items != (bench->cold ? BENCH_ITEMS : 0)) {
		fprintf(stderr, "bench_feeds: %s: a poll of %lld items\n",
		    source, (long long)items);
		exit(1);
	}
	if (++bench->done < bench->count)
		return;
	if (bench->cold) {
		bench->cold_us = side_cpu_us(RUSAGE_SELF) - bench->self_us;
		bench->cold_wall_ms =
		    clock_mono(bench->side.clock) - bench->wall_ms;
		loop_defer(bench->side.loop, bench_again, bench);
	} else {
		bench->unchanged_us = side_cpu_us(RUSAGE_SELF) - bench->self_us;
		loop_stop(bench->side.loop);
	}
}

static const struct watcher_calls bench_calls = {
    .read_list = side_read_list,
    .cancel_list = side_cancel_list,
    .item = side_ignore_item,
    .poll_done = bench_on_poll_done,
};

static void
bench_add(
    struct bench *bench, const struct definition *definition, int port, int i)
{
	struct watcher_parts parts = side_parts(&bench->side, &bench_calls);
	char *name = mem_printf("feed%d", i);
	char *url = mem_printf("http://127.0.0.1:%d/feed/%d", port, i);
	struct source_config config = {.name = name,
	    .definition = definition,
	    .url = url,
	    .guard = bench->side.guard,
	    .peak_ms = 86400000,
	    .quiet_ms = 86400000};
	struct err err = ERR_NONE;

	if (watcher_new(&parts, &config, &bench->watchers[i], &err) != 0) {
		fprintf(stderr, "bench_feeds: %s\n", err.text);
		exit(1);
	}
	mem_free(url);
	mem_free(name);
}

static void
bench_run(struct bench *bench, int port)
{
	struct definition *definition =
	    side_definition("tests/bench/sources", "feeds");

	side_open(&bench->side);
	bench->watchers =
	    mem_array((size_t)bench->count, sizeof(struct watcher *));
	for (int i = 0; i < bench->count; i++)
		bench_add(bench, definition, port, i);
	bench->cold = true;
	bench_begin(bench);
	for (int64_t i = 0; i < bench->count; i++)
		watcher_start(bench->watchers[i]);
	loop_run(bench->side.loop);
	for (int64_t i = 0; i < bench->count; i++)
		watcher_free(bench->watchers[i]);
	mem_free(bench->watchers);
	side_close(&bench->side);
	definition_free(definition);
}

int
main(int argc, char *argv[])
{
	struct bench first = {.count = 1}, bench = {0};
	struct rusage usage;
	int64_t start_us;
	int port = 0;
	pid_t pid;

	if (argc != 2 || number_parse(argv[1], 1, 1000000, &bench.count) != 0) {
		fputs("usage: bench_feeds FEEDS\n", stderr);
		return 2;
	}
	log_init("bench", LOG_TO_STDERR, LOG_AT_ERROR);
	pid = server_start(server_on_request, NULL, &port);
	bench_run(&first, port);
	start_us = side_cpu_us(RUSAGE_CHILDREN);
	bench_run(&bench, port);
	getrusage(RUSAGE_SELF, &usage);
	printf("%d %lld %lld %lld %lld %lld %lld %ld\n", port,
	    (long long)bench.count, (long long)bench.cold_us,
	    (long long)(side_cpu_us(RUSAGE_CHILDREN) - start_us),
	    (long long)start_us, (long long)bench.unchanged_us,
	    (long long)bench.cold_wall_ms * 1000, usage.ru_maxrss);
	fflush(stdout);
	server_wait(pid);
	return 0;
}
