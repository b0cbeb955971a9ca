/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The schedule alone, its transfers stubbed: sources of many exchanges on
 * shared hosts through a year with its holidays, half days and changes of the
 * clock. Each request is held against windows, calendars, rates and budgets as
 * it goes out.
 */
#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"
#include "lib/net/pace.h"
#include "lib/store/db.h"
#include "lib/base/calendar.h"
#include "watchers/definition.h"
#include "watchers/item.h"
#include "watchers/list_answer.h"
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

#define SECOND	INT64_C(1000)
#define MINUTE	(60 * SECOND)
#define HOUR	(60 * MINUTE)

#define SOURCES 500
#define HOSTS	40
#define DAYS	367
#define BURST	2
#define EVERY	(10 * SECOND)
#define BUDGET	40
#define TIGHT	6 /* the budget of every tenth source */
/* Time that other sources of the host, or the budget, may take. */
#define SLACK	(3 * MINUTE)

/* A year, or the part with most changes where each request costs more. */
#ifdef __SANITIZE_ADDRESS__
#define LENGTH 100
#else
#define LENGTH 365
#endif
/* 2026-01-01T00:00:00Z */
#define START INT64_C(1767225600000)
#define END   (START + LENGTH * DAY_MS)

/* Windows in minutes of the day, in the zone of the exchange. */
static const struct market {
	const char *zone, *calendar;
	int windows[2][2];
} markets[] = {
    {"Asia/Shanghai", "XSHG", {{420, 540}, {930, 1350}}},
    {"Asia/Hong_Kong", "XHKG", {{360, 540}, {720, 1380}}},
    {"Asia/Tokyo", "XTKS", {{480, 720}, {870, 1200}}},
    {"Asia/Seoul", "XKRX", {{420, 600}, {840, 1140}}},
    {"Asia/Singapore", "XSES", {{420, 540}, {1020, 1320}}},
    {"Australia/Sydney", "XASX", {{450, 630}, {960, 1170}}},
    {"Europe/London", "XLON", {{420, 480}, {600, 1110}}},
    {"America/New_York", "XNYS", {{420, 570}, {960, 1140}}},
};
#define MARKETS (sizeof(markets) / sizeof(markets[0]))
#define NEWYORK 7

struct place {
	struct definition *definition;
	struct calendar *calendar;
};

struct subject {
	struct watcher *watcher;
	char name[16], url[64];
	int market, budget, host;
	int64_t last; /* its last request; 0: none */
	uint16_t days[DAYS]; /* requests by the day in its zone */
};

struct year {
	struct clock *clock;
	struct loop *loop;
	struct http *http;
	struct pace *pace;
	struct db *db;
	struct place places[MARKETS][2]; /* usual and tight budget */
	struct subject subjects[SOURCES];
	int64_t hosts[HOSTS][BURST]; /* their last requests, in a ring */
	int64_t requests;
	int mornings[2]; /* before new_york */
	int32_t first_day;
	int64_t peak, quiet; /* intervals */
};

/*
 * 11:45 in London on the Fridays before and after New York put its clocks
 * forward: 6:45 there, before its window, and 7:45.
 */
static const int64_t new_york[2] = {
    INT64_C(1772797500000), INT64_C(1773402300000)};

static struct year *year; /* what the stubbed transfers see */

struct reply {
	http_fn *fn;
	watcher_answer_fn *answer;
	void *arg;
};

/* The windows of a day, as spans; none on days that are neither open nor an
 * eve, one on half days. */
static int
year_windows(const struct subject *subject, int32_t day, int spans[2][2])
{
	const struct market *market = &markets[subject->market];
	const struct calendar *calendar =
	    year->places[subject->market][0].calendar;

	if (!calendar_is_busy(calendar, day))
		return 0;
	memcpy(spans, market->windows, sizeof(market->windows));
	if (calendar_day(calendar, day) != CALENDAR_HALF)
		return 2;
	spans[0][1] = spans[1][1];
	return 1;
}

/* The start of the window that holds now (wall ms); 0: none does. */
static int64_t
year_peak(const struct subject *subject, int64_t now)
{
	const struct zone *zone =
	    &year->places[subject->market][0].definition->zone;
	struct datetime civil = zone_civil(zone, now);
	int minute = civil.hour * 60 + civil.minute;
	int spans[2][2];
	int n = year_windows(subject, date_to_day(civil.date), spans);

	for (int i = 0; i < n; i++) {
		if (minute < spans[i][0] || minute >= spans[i][1])
			continue;
		civil.hour = spans[i][0] / 60;
		civil.minute = spans[i][0] % 60;
		civil.second = civil.ms = 0;
		return zone_wall(zone, civil);
	}
	return 0;
}

/* What the intervals between the requests of a source have to be. */
static void
year_check_interval(const struct subject *subject, int64_t now)
{
	int64_t peak = year_peak(subject, now), since = now - subject->last;

	if (subject->last == 0 || subject->budget == TIGHT)
		return;
	if (peak == 0 && year_peak(subject, subject->last) == 0) {
		if (since < year->quiet * 9 / 10 - SLACK ||
		    since > year->quiet * 11 / 10 + SLACK)
			fail_msg("%s: %lld min between quiet polls at %lld",
			    subject->name, (long long)(since / MINUTE),
			    (long long)now);
		return;
	}
	if (peak != 0 && peak > subject->last)
		since = now - peak;
	if (peak != 0 &&
	    (since > year->peak * 11 / 10 + SLACK ||
		(peak <= subject->last && since < year->peak * 9 / 10 - SLACK)))
		fail_msg("%s: %lld min to a peak poll at %lld", subject->name,
		    (long long)(since / MINUTE), (long long)now);
}

/* Of any three requests to a host, the first and the last are EVERY apart. */
static void
year_check_rate(int host, int64_t now)
{
	int64_t *ring = year->hosts[host];

	if (ring[0] != 0 && now - ring[0] < EVERY)
		fail_msg("host %d: three requests in %lld ms", host,
		    (long long)(now - ring[0]));
	ring[0] = ring[1];
	ring[1] = now;
}

static void
year_on_request(int i)
{
	struct subject *subject = &year->subjects[i];
	int64_t now = loop_now(year->loop);
	const struct zone *zone =
	    &year->places[subject->market][0].definition->zone;
	int32_t day = date_to_day(zone_civil(zone, now).date);

	year->requests++;
	for (int k = 0; k < 2 && subject->market == NEWYORK; k++)
		year->mornings[k] +=
		    now >= new_york[k] - 45 * MINUTE && now < new_york[k];
	year_check_interval(subject, now);
	year_check_rate(subject->host, now);
	subject->last = now;
	subject->days[day - year->first_day]++;
}

static void
year_on_sent(void *arg)
{
	struct reply *reply = arg;
	struct http_response response = {.status = 200, .url = "http://x/"};

	loop_busy(year->loop, -1);
	buf_init(&response.body, KIB);
	assert_int_equal(buf_add_str(&response.body, "the same"), 0);
	reply->fn(&response, reply->arg);
	buf_done(&response.body);
	mem_free(reply);
}

/* The transfers of this program: linked with --wrap. */
struct http_transfer *__wrap_http_send(struct http *http,
    const struct http_request *request, http_fn *fn, void *arg);
void __wrap_http_cancel(struct http_transfer *transfer);

struct http_transfer *
__wrap_http_send(struct http *http, const struct http_request *request,
    http_fn *fn, void *arg)
{
	struct reply *reply = mem_new(sizeof(*reply));
	const char *number = strrchr(request->url, '/') + 1;

	(void)http;
	year_on_request((int)strtoll(number, NULL, 10));
	reply->fn = fn;
	reply->arg = arg;
	loop_busy(year->loop, 1);
	loop_defer(year->loop, year_on_sent, reply);
	return (struct http_transfer *)reply;
}

void
__wrap_http_cancel(struct http_transfer *transfer)
{
	(void)transfer;
	fail_msg("a transfer is in flight at the year's end");
}

static void
year_on_read(void *arg)
{
	struct reply *reply = arg;
	struct list_answer answer = {.total = -1, .more = -1};

	answer.count = 1;
	answer.items = mem_new(sizeof(*answer.items));
	answer.items->key = mem_strdup("1");
	answer.items->title = mem_strdup("title");
	answer.items->published_raw = mem_strdup("");
	reply->answer(0, &answer, reply->arg);
	list_answer_done(&answer);
	mem_free(reply);
}

static void *
year_read_list(void *arg, const struct list_spec *spec, struct span body,
    watcher_answer_fn *fn, void *fn_arg)
{
	struct reply *reply = mem_new(sizeof(*reply));

	(void)arg;
	(void)spec;
	(void)body;
	reply->answer = fn;
	reply->arg = fn_arg;
	loop_defer(year->loop, year_on_read, reply);
	return reply;
}

static void
year_cancel_list(void *arg, void *handle)
{
	(void)arg;
	(void)handle;
}

static void
year_on_item(void *arg, const char *source, int64_t id, const struct item *item)
{
	(void)arg;
	(void)id;
	(void)item;
	fail_msg("%s told a filing", source);
}

static const struct watcher_calls year_calls = {
    .read_list = year_read_list,
    .cancel_list = year_cancel_list,
    .item = year_on_item,
};

static struct definition *
year_definition(const struct market *market, int budget)
{
	char *text = mem_printf(
	    "format: 1\nname: year\nverified: 2026-11-22\nengine: json\n"
	    "request: { list: { url: 'http://x.test/' } }\n"
	    "items: { rows: /rows }\n"
	    "fields: { key: '{/id}', title: '{/title}', time: '{/time}' }\n"
	    "time: { kind: epoch-ms, zone: UTC }\n"
	    "manners: { zone: %s, peak: %dm, quiet: %dm, windows: ["
	    " '%02d:%02d-%02d:%02d', '%02d:%02d-%02d:%02d' ], budget: %d,"
	    " rate: { every: 10s, burst: %d }, calendar: %s }\n",
	    market->zone, (int)(year->peak / MINUTE),
	    (int)(year->quiet / MINUTE), market->windows[0][0] / 60,
	    market->windows[0][0] % 60, market->windows[0][1] / 60,
	    market->windows[0][1] % 60, market->windows[1][0] / 60,
	    market->windows[1][0] % 60, market->windows[1][1] / 60,
	    market->windows[1][1] % 60, budget, BURST, market->calendar);
	struct definition *definition = NULL;
	struct yaml *yaml = NULL;
	struct buf complaints;
	struct err err = ERR_NONE;

	buf_init(&complaints, 64 * KIB);
	assert_int_equal(
	    yaml_parse("year", text, strlen(text), &yaml, &err), 0);
	if (definition_parse(yaml, &definition, &complaints) != 0)
		fail_msg("%s", complaints.data);
	buf_done(&complaints);
	yaml_free(yaml);
	mem_free(text);
	return definition;
}

static void
year_open_place(size_t market, int tight)
{
	struct place *place = &year->places[market][tight];
	char *dir =
	    mem_printf("%s/watchers/calendars", getenv("FILINGD_SRCDIR"));
	const char *dirs[] = {dir};
	struct buf complaints;

	buf_init(&complaints, 64 * KIB);
	place->definition =
	    year_definition(&markets[market], tight ? TIGHT : BUDGET);
	assert_int_equal(calendar_load(markets[market].calendar, dirs, 1,
			     &place->calendar, &complaints),
	    0);
	buf_done(&complaints);
	mem_free(dir);
}

static void
year_open_subject(int i)
{
	struct subject *subject = &year->subjects[i];
	int tight = i % 10 == 9;
	struct place *place;
	const struct watcher_parts parts = {.loop = year->loop,
	    .http = year->http,
	    .pace = year->pace,
	    .db = year->db,
	    .calls = &year_calls};
	struct source_config config = {
	    .name = subject->name, .url = subject->url};
	struct err err = ERR_NONE;

	subject->market = i % (int)MARKETS;
	subject->host = i % HOSTS;
	subject->budget = tight ? TIGHT : BUDGET;
	place = &year->places[subject->market][tight];
	config.definition = place->definition;
	config.calendar = place->calendar;
	(void)snprintf(subject->name, sizeof(subject->name), "s%03d", i);
	(void)snprintf(subject->url, sizeof(subject->url),
	    "http://host%02d.test/%03d", subject->host, i);
	assert_int_equal(
	    watcher_new(&parts, &config, &subject->watcher, &err), 0);
	watcher_start(subject->watcher);
}

static void
year_on_turn(void *arg)
{
	(void)arg;
	assert_int_equal(db_commit(year->db, NULL), 0);
}

static void
year_open(void)
{
	const char *asked = getenv("FILINGD_LONG");
	bool is_long = asked && strcmp(asked, "yes") == 0;
	struct err err = ERR_NONE;

	year = mem_new(sizeof(*year));
	year->clock = clock_new_held(START);
	year->loop = loop_new(year->clock);
	year->http = http_new(year->loop, "filingd-test");
	year->pace = pace_new(year->loop, 0);
	/* a request costs about 10 us: a quarter of a minute, or one */
	year->peak = is_long ? 30 * MINUTE : 2 * HOUR;
	year->quiet = is_long ? 4 * HOUR : 12 * HOUR;
	year->first_day = (int32_t)(START / DAY_MS) - 1;
	assert_int_equal(db_open(":memory:", &year->db, &err), 0);
	loop_on_turn(year->loop, year_on_turn, NULL);
	for (size_t i = 0; i < MARKETS; i++) {
		year_open_place(i, 0);
		year_open_place(i, 1);
	}
	for (int i = 0; i < SOURCES; i++)
		year_open_subject(i);
}

static void
year_close(void)
{
	for (int i = 0; i < SOURCES; i++)
		watcher_free(year->subjects[i].watcher);
	for (size_t i = 0; i < MARKETS; i++) {
		for (int k = 0; k < 2; k++) {
			definition_free(year->places[i][k].definition);
			calendar_free(year->places[i][k].calendar);
		}
	}
	http_free(year->http);
	db_close(year->db);
	pace_free(year->pace);
	loop_free(year->loop);
	clock_free(year->clock);
	mem_free(year);
	year = NULL;
}

/* Requests that a window of so many minutes adds to a quiet day, at least. */
static int
year_least(int minutes)
{
	int64_t ms = minutes * MINUTE;

	return (int)(ms * 10 / 11 / year->peak) - 1 - (int)(ms / year->quiet);
}

/* Requests of a whole day are within the budget, and none is forgotten. */
static void
year_check_day(const struct subject *subject, int day)
{
	int spans[2][2];
	int n = year_windows(subject, year->first_day + day, spans);
	int least =
	    subject->budget == TIGHT ? 1 : (int)(DAY_MS / year->quiet) - 1;
	int got = subject->days[day];

	for (int i = 0; i < n && subject->budget != TIGHT; i++)
		least += year_least(spans[i][1] - spans[i][0]);
	if (got > subject->budget || got < least)
		fail_msg("%s: %d requests on day %d, wanted %d to %d",
		    subject->name, got, year->first_day + day, least,
		    subject->budget);
}

static int
year_requests(int market, int year_, int month, int day)
{
	const struct date date = {year_, month, day};
	int n = 0;

	for (int i = market; i < SOURCES; i += (int)MARKETS)
		n +=
		    year->subjects[i].days[date_to_day(date) - year->first_day];
	return n;
}

static void
a_year_keeps_to_windows_calendars_rates_and_budgets(void **state)
{
	int64_t started = clock_stamp_us();

	(void)state;
	year_open();
	loop_run_until(year->loop, END);
	print_message("%lld requests of %d sources in %lld ms\n",
	    (long long)year->requests, SOURCES,
	    (long long)(clock_stamp_us() - started) / 1000);
	for (int i = 0; i < SOURCES; i++)
		for (int day = 2; day < LENGTH - 1; day++)
			year_check_day(&year->subjects[i], day);
	assert_true(year->mornings[0] * 3 < year->mornings[1]);
	assert_true(year->mornings[1] >= SOURCES / (int)MARKETS);
	/* the week of the lunar new year, and the one before */
	assert_true(
	    year_requests(0, 2026, 2, 17) * 2 < year_requests(0, 2026, 2, 10));
	assert_true(year_requests(NEWYORK, 2026, 2, 17) * 2 >
		    year_requests(NEWYORK, 2026, 2, 10));
	year_close();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_year_keeps_to_windows_calendars_rates_and_budgets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
