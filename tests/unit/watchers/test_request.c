/* SPDX-License-Identifier: BSD-2-Clause */
#include "watchers/request.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

static char post[] = "POST", get[] = "GET";
static char url[] = "https://x.test/list?p={page}&d={from:%Y-%m-%d %H}";
static char name[] = "X-Page", value[] = "{page}/{offset}";
static char field[] = "day", day[] = "{to:%Y-%m-%d}~";
static struct name_value header = {name, value};
static struct name_value form = {field, day};

static const struct template_values values = {.page = 2,
    .page_first = 1,
    .page_size = 30,
    .from = INT64_C(1768665600000),
    .to = INT64_C(1769097600000),
    .zone = {.standard_min = 480}};

static struct definition
definition_of(char *method, size_t form_count)
{
	return (struct definition){
	    .list = {.method = method,
		.url = url,
		.header_count = 1,
		.headers = &header,
		.form_count = form_count,
		.form = &form},
	    .document = {.method = get, .header_count = 1, .headers = &header},
	    .body_limit = 1000,
	    .document_limit = 2000,
	    .deadline_ms = 3000,
	};
}

static void
a_page_is_asked_by_url_and_headers(void **state)
{
	struct definition definition = definition_of(get, 0);
	struct request request;
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    request_init_list(&request, &definition, NULL, NULL, &values, &err),
	    0);
	assert_string_equal(
	    request.http.url, "https://x.test/list?p=2&d=2026-01-18%2000");
	assert_string_equal(request.http.method, "GET");
	assert_null(request.http.body);
	assert_int_equal(request.http.header_count, 1);
	assert_string_equal(request.http.headers[0].name, "X-Page");
	assert_string_equal(request.http.headers[0].value, "2/30");
	assert_int_equal(request.http.limit, 1000);
	assert_int_equal(request.http.deadline_ms, 3000);
	assert_true(request.http.redirects > 0);
	request_done(&request);
}

static void
a_form_is_posted_and_never_redirected(void **state)
{
	struct definition definition = definition_of(post, 1);
	struct request request;
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(request_init_list(&request, &definition,
			     "http://other.test/", "ops@x.test", &values, &err),
	    0);
	assert_string_equal(request.http.url, "http://other.test/");
	assert_int_equal(request.http.body_len, strlen("day=2026-01-23~"));
	assert_memory_equal(
	    request.http.body, "day=2026-01-23~", request.http.body_len);
	assert_int_equal(request.http.header_count, 3);
	assert_string_equal(request.http.headers[1].name, "From");
	assert_string_equal(request.http.headers[2].name, "Content-Type");
	assert_int_equal(request.http.redirects, 0);
	request_done(&request);
}

static void
a_document_takes_its_own_url_and_plain_headers(void **state)
{
	struct definition definition = definition_of(get, 0);
	struct request request;

	(void)state;
	request_init_document(&request, &definition, "https://x.test/{page}");
	assert_string_equal(request.http.url, "https://x.test/{page}");
	assert_string_equal(request.http.headers[0].value, "{page}/{offset}");
	assert_int_equal(request.http.limit, 2000);
	request_done(&request);
}

static void
a_bad_url_of_the_config_is_told(void **state)
{
	struct definition definition = definition_of(get, 0);
	struct request request;
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(request_init_list(&request, &definition,
			     "http://x.test/{what}", NULL, &values, &err),
	    ERR_UNSUPPORTED);
	assert_non_null(strstr(err.text, "{what}"));
	request_done(&request);
}

static void
what_a_request_depends_on_is_found_anywhere_in_it(void **state)
{
	struct definition definition = definition_of(post, 1);
	bool paged, dated;

	(void)state;
	request_depends(&definition, NULL, &paged, &dated);
	assert_true(paged && dated);
	request_depends(&definition, "http://x.test/", &paged, &dated);
	assert_true(paged && dated); /* by header and form */
	definition.list.header_count = 0;
	request_depends(&definition, "http://x.test/", &paged, &dated);
	assert_true(!paged && dated);
	definition.list.form_count = 0;
	request_depends(&definition, "http://x.test/", &paged, &dated);
	assert_true(!paged && !dated);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_page_is_asked_by_url_and_headers),
	    cmocka_unit_test(a_form_is_posted_and_never_redirected),
	    cmocka_unit_test(a_document_takes_its_own_url_and_plain_headers),
	    cmocka_unit_test(a_bad_url_of_the_config_is_told),
	    cmocka_unit_test(what_a_request_depends_on_is_found_anywhere_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
