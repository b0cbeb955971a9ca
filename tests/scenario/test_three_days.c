/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fifty sources for three days, over real sockets to the scripted exchange:
 * announcement lists and feeds, with a storm of troubles now and then. Each
 * filing is told once, each trouble and its end once, and nobody is asked more
 * often than planned.
 */
#include "lib/base/mem.h"
#include "lib/net/guard.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"
#include "lib/net/pace.h"
#include "lib/store/db.h"
#include "reading/read.h"
#include "tests/lib/exchange.h"
#include "tests/lib/list_case.h"
#include "watchers/definition.h"
#include "watchers/item.h"
#include "watchers/source_config.h"
#include "watchers/watcher.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define SECOND	 INT64_C(1000)
#define MINUTE	 (60 * SECOND)
#define HOUR	 (60 * MINUTE)

/* Tuesday 2026-01-20 08:00 in Shanghai. */
#define START	 INT64_C(1768867200000)
#define END	 (START + 72 * HOUR)
#define SOURCES	 50
#define LISTS	 8 /* of announcements; the others are feeds */
#define FEEDS	 (SOURCES - LISTS)
#define PER_FEED 12
#define FILINGS	 240 /* on the list of announcements */
#define EVERY	 (15 * MINUTE)
#define ROOM	 8

struct member {
	struct watcher *watcher;
	char name[16];
	char *url;
	int told, degraded, recovered, gaps, polls, complete;
	uint16_t seen[FILINGS]; /* how often each was told, by its number */
};

struct fleet {
	struct clock *clock;
	struct loop *loop;
	struct http *http;
	struct pace *pace;
	struct db *db;
	struct exchange *exchange;
	struct guard guard;
	struct definition *list, *feed;
	struct member members[SOURCES];
};

struct fleet_job {
	struct fleet *fleet;
	struct list_answer answer;
	watcher_answer_fn *fn;
	void *arg;
};

static void
fleet_on_job(void *arg)
{
	struct fleet_job *job = arg;

	loop_busy(job->fleet->loop, -1);
	job->fn(0, &job->answer, job->arg);
	list_answer_done(&job->answer);
	mem_free(job);
}

static void *
fleet_read_list(void *arg, const struct list_spec *spec, struct span body,
    watcher_answer_fn *fn, void *fn_arg)
{
	struct fleet *fleet = arg;
	struct fleet_job *job = mem_new(sizeof(*job));

	*job = (struct fleet_job){.fleet = fleet, .fn = fn, .arg = fn_arg};
	read_list(spec, body, &job->answer);
	loop_busy(fleet->loop, 1);
	loop_defer(fleet->loop, fleet_on_job, job);
	return job;
}

static void
fleet_cancel_list(void *arg, void *handle)
{
	(void)arg;
	(void)handle;
	fail_msg("a reader job was canceled");
}

static struct member *
fleet_member(struct fleet *fleet, const char *source)
{
	return &fleet->members[strtoll(source + 1, NULL, 10)];
}

/* Keys end in the number of their filing. */
static void
fleet_on_item(
    void *arg, const char *source, int64_t id, const struct item *item)
{
	struct member *member = fleet_member(arg, source);
	long long number = strtoll(item->key + strlen(item->key) - 4, NULL, 10);

	(void)id;
	assert_in_range(number, 0, FILINGS - 1);
	member->seen[number]++;
	member->told++;
}

static void
fleet_on_health(void *arg, const struct watcher_health *health)
{
	struct member *member = fleet_member(arg, health->source);

	member->degraded += health->news == HEALTH_DEGRADED;
	member->recovered += health->news == HEALTH_RECOVERED;
}

static void
fleet_on_gap(void *arg, const char *source, const char *why)
{
	(void)why;
	fleet_member(arg, source)->gaps++;
}

static void
fleet_on_poll_done(
    void *arg, const char *source, const struct watcher_counts *counts)
{
	struct member *member = fleet_member(arg, source);

	member->polls++;
	member->complete += counts->complete;
}

static const struct watcher_calls fleet_calls = {
    .read_list = fleet_read_list,
    .cancel_list = fleet_cancel_list,
    .item = fleet_on_item,
    .health = fleet_on_health,
    .gap = fleet_on_gap,
    .poll_done = fleet_on_poll_done,
};

static void
fleet_on_turn(void *arg)
{
	struct fleet *fleet = arg;

	assert_int_equal(db_commit(fleet->db, NULL), 0);
}

static struct definition *
fleet_cninfo(void)
{
	char *dir = mem_printf("%s/watchers/sources", getenv("FILINGD_SRCDIR"));
	const char *dirs[] = {dir};
	struct definition *definition = NULL;
	struct buf complaints;

	buf_init(&complaints, 64 * KIB);
	assert_int_equal(
	    definition_load("cninfo", dirs, 1, &definition, &complaints), 0);
	definition->expect.known = false;
	buf_done(&complaints);
	mem_free(dir);
	return definition;
}

/* When filing number i of so many appears: not at a poll's own second. */
static int64_t
fleet_moment(int i, int count)
{
	return START + HOUR + (END - START - 3 * HOUR) / count * i +
	       (i * 7919 % 600) * SECOND;
}

static void
fleet_show_list(struct fleet *fleet)
{
	char id[32], title[32];

	for (int i = 0; i < FILINGS; i++) {
		int64_t visible = fleet_moment(i, FILINGS);
		struct exchange_filing filing = {.visible = visible,
		    .time = visible - visible % DAY_MS + DAY_MS - 8 * HOUR,
		    .id = id,
		    .code = "603138",
		    .title = title};

		/* ids that go up and down */
		(void)snprintf(id, sizeof(id), "1225%02d%04d", i * 37 % 100, i);
		(void)snprintf(title, sizeof(title), "Notice %d", i);
		exchange_add_filing(fleet->exchange, &filing);
	}
}

/* The feed as it is once its first entries are there. */
static void
fleet_show_entries(struct fleet *fleet, const char *path, int count)
{
	struct buf body;
	int rc;

	buf_init(&body, 64 * KIB);
	rc = buf_add_str(&body,
	    "<?xml version='1.0'?><rss version='2.0'><channel>"
	    "<title>Notices</title>");
	for (int i = count - 1; i >= 0 && rc == 0; i--)
		rc = buf_addf(&body,
		    "<item><guid>%s-%04d</guid><title>Notice %d</title>"
		    "<pubDate>Tue, 20 Jan 2026 00:00:00 GMT</pubDate></item>",
		    path, i, i);
	assert_int_equal(rc, 0);
	assert_int_equal(buf_add_str(&body, "</channel></rss>"), 0);
	exchange_add_body(fleet->exchange, path, "application/rss+xml",
	    count == 0 ? START : fleet_moment(count - 1, PER_FEED),
	    (struct span){body.data, body.len});
	buf_done(&body);
}

static void
fleet_open_member(struct fleet *fleet, int i)
{
	struct member *member = &fleet->members[i];
	const struct watcher_parts parts = {.loop = fleet->loop,
	    .http = fleet->http,
	    .pace = fleet->pace,
	    .db = fleet->db,
	    .calls = &fleet_calls,
	    .arg = fleet};
	struct source_config config = {.name = member->name,
	    .definition = i < LISTS ? fleet->list : fleet->feed,
	    .catch_up = CATCH_UP_ALL,
	    .peak_ms = EVERY,
	    .quiet_ms = EVERY,
	    .guard = &fleet->guard};
	struct err err = ERR_NONE;
	char path[32];

	(void)snprintf(member->name, sizeof(member->name), "s%d", i);
	(void)snprintf(path, sizeof(path), "/feed/%d", i);
	member->url = mem_printf("%s%s", exchange_url(fleet->exchange),
	    i < LISTS ? "/new/hisAnnouncement/query" : path);
	config.url = member->url;
	for (int k = 0; k <= PER_FEED && i >= LISTS; k++)
		fleet_show_entries(fleet, path, k);
	assert_int_equal(
	    watcher_new(&parts, &config, &member->watcher, &err), 0);
	watcher_start(member->watcher);
}

static struct fleet *
fleet_new(void)
{
	struct fleet *fleet = mem_new(sizeof(*fleet));
	struct err err = ERR_NONE;

	fleet->clock = clock_new_held(START);
	fleet->loop = loop_new(fleet->clock);
	fleet->http = http_new(fleet->loop, "filingd-test");
	fleet->pace = pace_new(fleet->loop, ROOM);
	fleet->guard.allow_loopback = true;
	assert_int_equal(
	    exchange_new(fleet->loop, 0, &fleet->exchange, &err), 0);
	assert_int_equal(db_open(":memory:", &fleet->db, &err), 0);
	loop_on_turn(fleet->loop, fleet_on_turn, fleet);
	fleet->list = fleet_cninfo();
	fleet->feed = list_case_new("feed",
	    "fields: { key: '{id}', title: '{title}', time: '{published}' }\n"
	    "time: { kind: feed }\n");
	fleet_show_list(fleet);
	for (int i = 0; i < SOURCES; i++)
		fleet_open_member(fleet, i);
	return fleet;
}

static void
fleet_free(struct fleet *fleet)
{
	for (int i = 0; i < SOURCES; i++) {
		watcher_free(fleet->members[i].watcher);
		mem_free(fleet->members[i].url);
	}
	definition_free(fleet->list);
	definition_free(fleet->feed);
	http_free(fleet->http);
	exchange_free(fleet->exchange);
	db_close(fleet->db);
	pace_free(fleet->pace);
	loop_free(fleet->loop);
	clock_free(fleet->clock);
	mem_free(fleet);
}

/* Storms over all sources, of an hour each, far enough from one another. */
static const struct {
	enum exchange_fault_kind kind;
	int64_t hour, value;
} storms[] = {
    {EXCHANGE_STATUS, 6, 503},
    {EXCHANGE_HTML, 18, 0},
    {EXCHANGE_DROP, 30, 0},
    {EXCHANGE_HANG, 42, 0},
    {EXCHANGE_DEEP, 54, 100},
};
#define STORMS ((int)(sizeof(storms) / sizeof(storms[0])))

static void
fleet_storm(struct fleet *fleet)
{
	for (int i = 0; i < STORMS; i++) {
		struct exchange_fault fault = {.kind = storms[i].kind,
		    .from = START + storms[i].hour * HOUR,
		    .until = START + (storms[i].hour + 1) * HOUR,
		    .value = storms[i].value};

		exchange_add_fault(fleet->exchange, &fault);
	}
}

/* All its filings were told, each once, and each storm and its end once. */
static void
fleet_check(const struct fleet *fleet, int i)
{
	const struct member *member = &fleet->members[i];
	int count = i < LISTS ? FILINGS : PER_FEED;

	for (int k = 0; k < count; k++)
		if (member->seen[k] != 1)
			fail_msg("%s: filing %d was told %d times",
			    member->name, k, member->seen[k]);
	assert_int_equal(member->told, count);
	assert_int_equal(member->gaps, 0);
	if (member->degraded != STORMS || member->recovered != STORMS)
		fail_msg("%s: %d degraded, %d recovered", member->name,
		    member->degraded, member->recovered);
	/* a poll each quarter of an hour, and its tries in storms */
	assert_in_range(member->complete, 250, 300);
	assert_in_range(member->polls, 280, 400);
}

static void
three_days_of_fifty_sources_lose_nothing_and_tell_nothing_twice(void **state)
{
	struct fleet *fleet = fleet_new();
	int64_t started = clock_stamp_us();

	(void)state;
	fleet_storm(fleet);
	loop_run_until(fleet->loop, END);
	print_message("%lld requests in %lld ms\n",
	    (long long)exchange_requests(fleet->exchange, "/"),
	    (long long)(clock_stamp_us() - started) / 1000);
	for (int i = 0; i < SOURCES; i++)
		fleet_check(fleet, i);
	assert_in_range(exchange_connections_max(fleet->exchange), 1, ROOM);
	fleet_free(fleet);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		three_days_of_fifty_sources_lose_nothing_and_tell_nothing_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
