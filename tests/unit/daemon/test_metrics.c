/* SPDX-License-Identifier: BSD-2-Clause */
/* daemon/metrics.h, daemon/metrics_text.h, lib/base/histogram.h */
#include "daemon/metrics.h"

#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static const char *const sources[] = {"edgar", "cninfo", "edgar"};

static char *
printed(const struct metrics *metrics)
{
	struct buf out;
	struct metrics_text text = {.out = &out};

	buf_init(&out, MIB);
	metrics_print(metrics, &text);
	assert_int_equal(text.code, 0);
	return buf_take(&out);
}

static void
values_fall_into_the_bucket_of_the_next_bound(void **state)
{
	struct histogram histogram = {.kind = HISTOGRAM_SHORT};
	static const struct {
		int64_t us;
		size_t bucket;
	} cases[] = {
	    {-5, 0},
	    {100, 0},
	    {101, 1},
	    {1000, 3},
	    {10000000, 15},
	    {10000001, 16},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t before = histogram.counts[cases[i].bucket];

		histogram_add(&histogram, cases[i].us);
		assert_int_equal(histogram.counts[cases[i].bucket], before + 1);
	}
	assert_int_equal(histogram.total, 6);
	assert_int_equal(histogram.sum, 100 + 101 + 1000 + 20000001);
}

static void
bounds_rise(void **state)
{
	(void)state;
	for (size_t i = 1; i < HISTOGRAM_BOUNDS; i++) {
		assert_true(histogram_bound(HISTOGRAM_SHORT, i) >
			    histogram_bound(HISTOGRAM_SHORT, i - 1));
		assert_true(histogram_bound(HISTOGRAM_LONG, i) >
			    histogram_bound(HISTOGRAM_LONG, i - 1));
	}
}

static void
names_that_the_configuration_lacks_make_no_series(void **state)
{
	struct metrics *metrics = metrics_new();
	char *text;

	(void)state;
	metrics_set_names(metrics, METRICS_SOURCE, sources, 3);
	metrics_count(metrics, COUNTER_GAP, "cninfo", 2);
	metrics_count(metrics, COUNTER_GAP, "stranger", 7);
	text = printed(metrics);
	assert_non_null(
	    strstr(text, "filingd_source_gaps_total{source=\"cninfo\"} 2\n"));
	assert_non_null(
	    strstr(text, "filingd_source_gaps_total{source=\"edgar\"} 0\n"));
	assert_null(strstr(text, "stranger"));
	mem_free(text);
	metrics_free(metrics);
}

static void
a_reload_keeps_the_counts_of_names_that_stay(void **state)
{
	static const char *const fewer[] = {"cninfo", "tdnet"};
	struct metrics *metrics = metrics_new();

	(void)state;
	metrics_set_names(metrics, METRICS_SOURCE, sources, 3);
	metrics_count(metrics, COUNTER_GAP, "cninfo", 2);
	metrics_count(metrics, COUNTER_GAP, "edgar", 3);
	metrics_time(metrics, TIMING_PUBLISH_SEEN, "cninfo", 5);
	metrics_set_names(metrics, METRICS_SOURCE, fewer, 2);
	assert_int_equal(metrics_read(metrics, COUNTER_GAP, "cninfo"), 2);
	assert_int_equal(
	    metrics_read_times(metrics, TIMING_PUBLISH_SEEN, "cninfo"), 1);
	assert_int_equal(metrics_read(metrics, COUNTER_GAP, "edgar"), 0);
	metrics_set_names(metrics, METRICS_SOURCE, sources, 3);
	assert_int_equal(metrics_read(metrics, COUNTER_GAP, "edgar"), 0);
	metrics_free(metrics);
}

static void
a_family_has_its_head_once_and_its_samples_after_it(void **state)
{
	struct metrics *metrics = metrics_new();
	char *text, *at;

	(void)state;
	metrics_set_names(metrics, METRICS_SOURCE, sources, 2);
	text = printed(metrics);
	at = strstr(text, "# TYPE filingd_warnings_total counter\n");
	assert_non_null(at);
	assert_null(strstr(at + 1, "# TYPE filingd_warnings_total"));
	assert_non_null(strstr(at,
	    "filingd_warnings_total{source=\"edgar\",direction=\"down\","
	    "grade=\"certain\"} 0\n"));
	mem_free(text);
	metrics_free(metrics);
}

static void
buckets_add_up_and_end_with_all(void **state)
{
	struct metrics *metrics = metrics_new();
	char *text;

	(void)state;
	metrics_time(metrics, TIMING_COMMIT, "", 900);
	metrics_time(metrics, TIMING_COMMIT, "", 1200);
	metrics_time(metrics, TIMING_COMMIT, "", 60000000);
	text = printed(metrics);
	assert_non_null(strstr(
	    text, "filingd_store_sync_seconds_bucket{le=\"0.0005\"} 0\n"));
	assert_non_null(strstr(
	    text, "filingd_store_sync_seconds_bucket{le=\"0.001\"} 1\n"));
	assert_non_null(
	    strstr(text, "filingd_store_sync_seconds_bucket{le=\"10\"} 2\n"));
	assert_non_null(
	    strstr(text, "filingd_store_sync_seconds_bucket{le=\"+Inf\"} 3\n"));
	assert_non_null(
	    strstr(text, "filingd_store_sync_seconds_sum 60.002100\n"));
	assert_non_null(strstr(text, "filingd_store_sync_seconds_count 3\n"));
	mem_free(text);
	metrics_free(metrics);
}

static void
values_of_labels_are_escaped(void **state)
{
	char *labels = metrics_text_labels("rule", "a\"b\\c\nd", "x=\"1\"");

	(void)state;
	assert_string_equal(labels, "rule=\"a\\\"b\\\\c\\nd\",x=\"1\"");
	mem_free(labels);
}

static void
times_are_seconds(void **state)
{
	struct buf out;
	struct metrics_text text = {.out = &out};

	(void)state;
	buf_init(&out, KIB);
	metrics_text_begin(&text, "x", "gauge", "y");
	metrics_text_ms(&text, "", INT64_C(1768982400123));
	metrics_text_us(&text, "a=\"b\"", 1500);
	metrics_text_ms(&text, "", -1500);
	assert_string_equal(out.data,
	    "# HELP x y\n# TYPE x gauge\nx 1768982400.123\n"
	    "x{a=\"b\"} 0.001500\nx -1.500\n");
	buf_done(&out);
}

static void
a_text_that_is_too_long_says_so(void **state)
{
	struct metrics *metrics = metrics_new();
	struct buf out;
	struct metrics_text text = {.out = &out};

	(void)state;
	buf_init(&out, 100);
	metrics_print(metrics, &text);
	assert_int_equal(text.code, ERR_TOOBIG);
	buf_done(&out);
	metrics_free(metrics);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_fall_into_the_bucket_of_the_next_bound),
	    cmocka_unit_test(bounds_rise),
	    cmocka_unit_test(names_that_the_configuration_lacks_make_no_series),
	    cmocka_unit_test(a_reload_keeps_the_counts_of_names_that_stay),
	    cmocka_unit_test(
		a_family_has_its_head_once_and_its_samples_after_it),
	    cmocka_unit_test(buckets_add_up_and_end_with_all),
	    cmocka_unit_test(values_of_labels_are_escaped),
	    cmocka_unit_test(times_are_seconds),
	    cmocka_unit_test(a_text_that_is_too_long_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
