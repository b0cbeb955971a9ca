/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Nine days of real traffic: every announcement of the stream is shown at the
 * moment it was first seen, in cninfo's own format and order, thirty to a page.
 * Ids come out of order and dates are nominal; each filing must be stored and
 * told exactly once.
 */
#include "lib/base/mem.h"
#include "tests/lib/exchange_tape.h"
#include "tests/lib/rig.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <setjmp.h>
#include <cmocka.h>

#define MINUTE	INT64_C(60000)
#define HOUR	(60 * MINUTE)
#define MOMENTS 104
#define FILINGS 7115

/* The stream in the shared folder; NULL when it is not there. Gives. */
static char *
stream_path(void)
{
	const char *shared = getenv("FILINGD_SHARED");
	const char *srcdir = getenv("FILINGD_SRCDIR");
	char *path =
	    mem_printf("%s%s/data/cn/cninfo-stream-20260805-20260813.tsv",
		shared ? shared : srcdir, shared ? "" : "/../shared");

	if (access(path, R_OK) == 0)
		return path;
	print_message("skipped: no %s\n", path);
	mem_free(path);
	return NULL;
}

/* Rows of the stream whose id stands lower than one that was shown before. */
static int
stream_late_ids(const struct exchange *exchange)
{
	long long highest = 0, id;
	int late = 0;
	size_t i;

	for (i = 0; i < exchange_filing_count(exchange); i++) {
		id = strtoll(exchange_filing_at(exchange, i)->id, NULL, 10);
		late += id < highest;
		if (id > highest)
			highest = id;
	}
	return late;
}

/* Polls at each moment when something appeared; returns how many there were. */
static int
stream_play(struct rig *rig)
{
	size_t i, n = exchange_filing_count(rig->exchange);
	int64_t at = 0;
	int moments = 0;

	for (i = 0; i < n; i++) {
		if (exchange_filing_at(rig->exchange, i)->visible == at)
			continue;
		at = exchange_filing_at(rig->exchange, i)->visible;
		moments++;
		rig_run_until(rig, at);
		watcher_poll_now(rig->watcher);
	}
	rig_run(rig, 10 * MINUTE);
	return moments;
}

static void
every_filing_of_nine_days_is_stored_exactly_once(void **state)
{
	struct rig_options options = {.source = "cninfo",
	    .start = INT64_C(1785915000000), /* 2026-08-05 15:30 Shanghai */
	    .catch_up = CATCH_UP_ALL,
	    .interval_ms = 6 * HOUR};
	char *path = stream_path();
	struct err err = ERR_NONE;
	struct rig *rig;
	size_t i;

	(void)state;
	if (!path) {
		skip();
		return;
	}
	rig = rig_new(&options);
	assert_int_equal(exchange_load_stream(rig->exchange, path, &err), 0);
	assert_int_equal(exchange_filing_count(rig->exchange), FILINGS);
	assert_true(stream_late_ids(rig->exchange) > 500);
	watcher_start(rig->watcher);
	assert_int_equal(stream_play(rig), MOMENTS);
	assert_int_equal(rig->polls, rig->complete);
	assert_int_equal(rig_stored(rig, NULL), FILINGS);
	assert_int_equal(rig->item_count, FILINGS);
	assert_int_equal(rig_twice(rig), 0);
	for (i = 0; i < FILINGS; i++)
		if (rig_told(rig, exchange_filing_at(rig->exchange, i)->id) !=
		    1)
			fail_msg("filing %s was not told once",
			    exchange_filing_at(rig->exchange, i)->id);
	print_message("%d polls, %lld pages, %d bodies read\n", rig->polls,
	    (long long)exchange_requests(rig->exchange, RIG_LIST),
	    rig->bodies_read);
	rig_free(rig);
	mem_free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_filing_of_nine_days_is_stored_exactly_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
