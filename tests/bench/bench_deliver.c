/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Webhooks to a receiver of its own: those of the outbox, signed, with a store
 * on disk, and bare POSTs of the same bodies by libcurl. Used by
 * tests/bench/deliver.py.
 *
 * usage: bench_deliver serve
 *          prints its port; POST is answered 200, GET tells how many there were
 *          and when the last one came (real milliseconds)
 *        bench_deliver bare COUNT PORT
 *        bench_deliver fresh COUNT PORT      a handle, and so a connection, each
 *        bench_deliver outbox COUNT PORT CONCURRENCY [STEP]
 *          print the CPU microseconds and the milliseconds of all; after each
 *          STEP events "events KiB-of-memory MiB-of-store"
 */
#include "alerts/body.h"
#include "alerts/event_rows.h"
#include "alerts/outbox.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/store/db.h"
#include "tests/bench/side.h"
#include "tests/unit/alerts/sample.h"

#include <event2/buffer.h>
#include <event2/http.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define BENCH_SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

static _Noreturn void
bench_fail(const char *what)
{
	fprintf(stderr, "bench_deliver: %s\n", what);
	exit(1);
}

/* The receiver. */

struct served {
	int64_t count;
	int64_t last_us;
};

static void
serve_on_request(struct evhttp_request *request, void *arg)
{
	struct served *served = arg;
	struct evbuffer *out = evbuffer_new();

	if (evhttp_request_get_command(request) == EVHTTP_REQ_POST) {
		served->count++;
		served->last_us = clock_stamp_us();
	} else {
		evbuffer_add_printf(out, "%lld %lld\n",
		    (long long)served->count,
		    (long long)(clock_stamp_us() - served->last_us));
	}
	evhttp_send_reply(request, 200, NULL, out);
	evbuffer_free(out);
}

static void
serve(void)
{
	static struct served served;
	int port;
	pid_t pid = server_start(serve_on_request, &served, &port);

	printf("%d\n", port);
	fflush(stdout);
	server_wait(pid);
}

/* Built once: what is measured is the way, not the text. */
struct load {
	struct sample sample;
	struct buf body;
};

static void
load_init(struct load *load)
{
	sample_fill(&load->sample);
	buf_init(&load->body, BODY_LIMIT);
	body_build(&load->sample.event, &load->body);
}

static size_t
bare_on_body(char *p, size_t size, size_t n, void *arg)
{
	(void)p;
	(void)arg;
	return size * n;
}

static CURL *
bare_open(const char *url, struct curl_slist *headers, const struct load *load)
{
	CURL *easy = curl_easy_init();

	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, bare_on_body);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, load->body.data);
	curl_easy_setopt(
	    easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)load->body.len);
	return easy;
}

static void
bare(int64_t count, const char *url, bool fresh)
{
	struct curl_slist *headers =
	    curl_slist_append(NULL, "content-type: application/json");
	struct load load;

	headers = curl_slist_append(headers, "Expect:");
	load_init(&load);
	CURL *easy = bare_open(url, headers, &load);
	for (int64_t i = 0; i < count; i++) {
		if (fresh && i > 0) {
			curl_easy_cleanup(easy);
			easy = bare_open(url, headers, &load);
		}
		if (curl_easy_perform(easy) != CURLE_OK)
			bench_fail("curl cannot post");
	}
	curl_easy_cleanup(easy);
	curl_slist_free_all(headers);
	buf_done(&load.body);
}

/* filingd's side. */

#define BENCH_AHEAD 500 /* events that wait, as after a rush */

struct bench {
	struct side side; /* first */
	struct outbox *outbox;
	struct load load;
	int64_t count, stored, sent;
	int64_t step; /* 0: nothing is said on the way */
};

static void bench_feed(struct bench *bench);

/* Memory and store, as they are now. */
static void
bench_say(struct bench *bench)
{
	char *path = mem_printf("%s/bench.db", bench->side.folder);
	struct stat st = {.st_size = 0};
	struct rusage usage;

	(void)stat(path, &st);
	getrusage(RUSAGE_SELF, &usage);
	printf("%lld %ld %lld\n", (long long)bench->sent, usage.ru_maxrss,
	    (long long)st.st_size >> 20);
	fflush(stdout);
	mem_free(path);
}

static void
bench_on_result(const struct outbox_result *result, void *arg)
{
	struct bench *bench = arg;

	if (!result->sent)
		bench_fail(result->why);
	bench->sent++;
	if (bench->step > 0 && bench->sent % bench->step == 0)
		bench_say(bench);
	if (bench->sent == bench->count)
		loop_stop(bench->side.loop);
	else
		bench_feed(bench);
}

static void
bench_store(struct bench *bench)
{
	struct load *load = &bench->load;
	struct event *event = &load->sample.event;
	struct err err = ERR_NONE;

	(void)snprintf(event->id, sizeof(event->id), "evt_bench%lld",
	    (long long)bench->stored++);
	int r = event_rows_add(bench->side.db, event,
	    &(struct event_row){
		.line = "the line",
		.body = {load->body.data, load->body.len},
		.seen = loop_now(bench->side.loop),
		.created = loop_now(bench->side.loop),
	    },
	    &err);
	if (r == 0)
		r = outbox_add(bench->outbox,
		    &(struct outbox_message){.channel = "hook",
			.event = event->seq,
			.rule = "core",
			.note = ""},
		    &err);
	if (r < 0)
		bench_fail(err.text);
}

/* Half as many again, once half of them are gone. */
static void
bench_feed(struct bench *bench)
{
	if (bench->stored - bench->sent > BENCH_AHEAD / 2)
		return;
	for (int i = 0; i < BENCH_AHEAD / 2 && bench->stored < bench->count;
	     i++)
		bench_store(bench);
}

static void
bench_channel(struct bench *bench, const char *url, int64_t concurrency)
{
	static struct channel channel = {
	    .name = (char *)(uintptr_t) "hook", .kind = CHANNEL_WEBHOOK};
	struct err err = ERR_NONE;

	channel.url = mem_strdup(url);
	channel.allow_insecure = true;
	channel.concurrency = (int)concurrency;
	channel.guard = *bench->side.guard;
	channel.secret_count = 1;
	if (channel_secret_parse(BENCH_SECRET, &channel.secrets[0], &err) < 0)
		bench_fail(err.text);
	outbox_set_channels(bench->outbox, &channel, 1);
}

static void
outbox(int64_t count, const char *url, int64_t concurrency, int64_t step)
{
	struct bench bench = {.count = count, .step = step};
	struct err err = ERR_NONE;

	side_open(&bench.side);
	load_init(&bench.load);
	bench.outbox = outbox_new(
	    bench.side.loop, bench.side.db, bench.side.http, "bench");
	outbox_on_result(bench.outbox, bench_on_result, &bench);
	bench_channel(&bench, url, concurrency);
	bench_feed(&bench);
	if (db_commit(bench.side.db, &err) < 0)
		bench_fail(err.text);
	loop_run(bench.side.loop);
	outbox_free(bench.outbox);
	side_close(&bench.side);
	buf_done(&bench.load.body);
}

static int
bench_usage(void)
{
	fputs("usage: bench_deliver serve\n"
	      "       bench_deliver bare|fresh COUNT PORT\n"
	      "       bench_deliver outbox COUNT PORT CONCURRENCY [STEP]\n",
	    stderr);
	return 2;
}

int
main(int argc, char *argv[])
{
	int64_t count, port, concurrency = 4, step = 0;

	if (argc == 2 && strcmp(argv[1], "serve") == 0) {
		serve();
		return 0;
	}
	if (argc < 4 || argc > 6 ||
	    number_parse(argv[2], 1, 10000000, &count) < 0 ||
	    number_parse(argv[3], 1, 65535, &port) < 0 ||
	    (argc > 4 && number_parse(argv[4], 1, 32, &concurrency) < 0) ||
	    (argc > 5 && number_parse(argv[5], 1, count, &step) < 0))
		return bench_usage();
	char *url = mem_printf("http://127.0.0.1:%d/hook", (int)port);
	int64_t cpu = side_cpu_us(RUSAGE_SELF);
	int64_t began = clock_stamp_us();
	if (strcmp(argv[1], "outbox") == 0)
		outbox(count, url, concurrency, step);
	else
		bare(count, url, strcmp(argv[1], "fresh") == 0);
	printf("%lld %lld\n", (long long)(side_cpu_us(RUSAGE_SELF) - cpu),
	    (long long)(clock_stamp_us() - began) / 1000);
	mem_free(url);
	return 0;
}
