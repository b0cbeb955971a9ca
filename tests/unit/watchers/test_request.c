/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/base/mem.h"
#include "lib/base/yaml.h"
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
a_document_takes_its_own_url_as_it_is(void **state)
{
	struct definition definition = definition_of(get, 0);
	struct request request;
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(request_init_document(&request, &definition,
			     "https://x.test/{page}", &values, &err),
	    0);
	assert_string_equal(request.http.url, "https://x.test/{page}");
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
	    ERR_NOTFOUND);
	assert_non_null(strstr(err.text, "'what'"));
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

/* The request of a definition, as bytes: what goes over the wire. */
struct wire_case {
	const char *request; /* YAML under `request:`, in flow style */
	const char *wants;
};

static char *
request_bytes(const struct request *request)
{
	char *text =
	    mem_printf("%s %s\n", request->http.method, request->http.url);
	size_t i;

	for (i = 0; i < request->http.header_count; i++) {
		char *more = mem_printf("%s%s: %s\n", text,
		    request->http.headers[i].name,
		    request->http.headers[i].value);

		mem_free(text);
		text = more;
	}
	if (request->http.body) {
		char *more =
		    mem_printf("%s\n%.*s", text, (int)request->http.body_len,
			(const char *)request->http.body);

		mem_free(text);
		text = more;
	}
	return text;
}

static struct definition *
definition_with(const char *request)
{
	char *text = mem_printf("format: 1\nname: x\nverified: 2026-11-22\n"
				"engine: json\ncredentials: [ key ]\n"
				"paging: { size: 50, cap: 9 }\n"
				"window: { back: 1, ahead: 1 }\n"
				"items: { rows: /r }\n"
				"fields: { key: '{/k}', title: '{/t}', "
				"time: '{/d}' }\n"
				"time: { kind: epoch-s, zone: UTC }\n"
				"manners: { zone: UTC, peak: 1m, quiet: 1m }\n"
				"request: %s\n",
	    request);
	struct definition *definition = NULL;
	struct err err = ERR_NONE;
	struct buf complaints;
	struct yaml *yaml;

	buf_init(&complaints, 64 * KIB);
	if (yaml_parse("test", text, strlen(text), &yaml, &err) < 0)
		fail_msg("%s", err.text);
	if (definition_parse(yaml, &definition, &complaints) < 0)
		fail_msg("%s", complaints.data);
	yaml_free(yaml);
	buf_done(&complaints);
	mem_free(text);
	return definition;
}

static void
requests_are_written_byte_for_byte(void **state)
{
	static const struct wire_case cases[] = {
	    {"{ list: { url: 'http://x.test/l?v=1', headers: { X: 'k "
	     "{credential:key}' }, query: { p: '{page:03}', q: 'a&b {page0}', "
	     "d: '{from:%Y%m%d}', e: '' } } }",
		"GET http://x.test/l?v=1&p=002&q=a%26b%201&d=20260118&e=\n"
		"X: k s3&t/\n"
		"From: ops@x.test\n"},
	    {"{ list: { url: 'http://x.test/{board}/{lang}', for: { board: [ "
	     "sehk, gem ], lang: e }, query: { p: '{page}', "
	     "k: '{credential:key}' } } }",
		"GET http://x.test/g%2Fem/e?p=2&k=s3%26t%2F\n"
		"From: ops@x.test\n"},
	    {"{ list: { method: POST, url: 'http://x.test/', headers: { "
	     "User-Agent: 'filingd {contact}' }, json: { from: {offset}, "
	     "size: 50, flag: true, none: null, code: 00700, big: -1.5e3, "
	     "text: '{page}', quoted: '50', key: '{credential:key}\"', "
	     "list: [ { a: '{board}' }, [] ], map: {} }, for: { board: [ a, b "
	     "] } } }",
		"POST http://x.test/\n"
		"User-Agent: filingd ops@x.test\n"
		"From: ops@x.test\n"
		"Content-Type: application/json\n"
		"\n"
		"{\"from\":50,\"size\":50,\"flag\":true,\"none\":null,"
		"\"code\":\"00700\",\"big\":-1.5e3,\"text\":\"2\","
		"\"quoted\":\"50\",\"key\":\"s3&t/\\\"\","
		"\"list\":[{\"a\":\"g/em\"},[]],\"map\":{}}"},
	    {"{ list: { method: POST, url: 'http://x.test/', headers: { "
	     "content-type: text/x }, form: { p: '{page}', "
	     "k: '{credential:key}', d: '{to:%d.%m.%Y} x' } } }",
		"POST http://x.test/\n"
		"content-type: text/x\n"
		"From: ops@x.test\n"
		"\n"
		"p=2&k=s3%26t%2F&d=23.01.2026+x"},
	};
	static char board[] = "board", gem[] = "g/em", lang[] = "lang",
		    e[] = "e", key[] = "key", secret[] = "s3&t/";
	const struct list_pair names[] = {{board, gem}, {lang, e}};
	const struct list_pair secrets[] = {{key, secret}};
	struct template_values all = values;
	size_t i;

	(void)state;
	all.name_count = 2;
	all.names = names;
	all.credential_count = 1;
	all.credentials = secrets;
	all.page_size = 50;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct definition *definition =
		    definition_with(cases[i].request);
		struct request request;
		struct err err = ERR_NONE;
		char *bytes;

		if (request_init_list(&request, definition, NULL, "ops@x.test",
			&all, &err) < 0)
			fail_msg("case %zu: %s", i, err.text);
		bytes = request_bytes(&request);
		assert_string_equal(bytes, cases[i].wants);
		mem_free(bytes);
		request_done(&request);
		definition_free(definition);
	}
}

static void
a_header_that_would_begin_another_is_refused(void **state)
{
	static char key[] = "key", secret[] = "a\r\nX-Evil: 1";
	const struct list_pair secrets[] = {{key, secret}};
	struct template_values all = {
	    .credential_count = 1, .credentials = secrets};
	struct definition *definition = definition_with(
	    "{ list: { url: 'http://x.test/{page}?{from:%Y}', headers: { A: "
	    "'{credential:key}' } } }");
	struct request request;
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    request_init_list(&request, definition, NULL, NULL, &all, &err),
	    ERR_INVALID);
	assert_null(strstr(err.text, "Evil"));
	request_done(&request);
	definition_free(definition);
}

static void
a_credential_in_a_header_is_not_carried_elsewhere(void **state)
{
	static char key[] = "key", secret[] = "abc";
	const struct list_pair secrets[] = {{key, secret}};
	struct template_values all = {
	    .credential_count = 1, .credentials = secrets};
	struct definition *definition = definition_with(
	    "{ list: { url: 'http://x.test/{page}?{from:%Y}', headers: { A: "
	    "'{credential:key}' } } }");
	struct request request;
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    request_init_list(&request, definition, NULL, NULL, &all, &err), 0);
	assert_int_equal(request.http.redirects, 0);
	request_done(&request);
	definition_free(definition);
}

static void
the_prelude_and_the_document_have_requests_of_their_own(void **state)
{
	static char key[] = "key", secret[] = "a b";
	const struct list_pair secrets[] = {{key, secret}};
	struct template_values all = {.contact = "ops@x.test",
	    .credential_count = 1,
	    .credentials = secrets};
	struct definition *definition = definition_with(
	    "{ prelude: { url: 'http://x.test/start?n={now_ms}', headers: { "
	    "User-Agent: 'f ({contact})' }, every: 30m }, list: { url: "
	    "'http://x.test/{page}?{from:%Y}' }, document: { headers: { "
	    "User-Agent: 'd {contact}' }, query: { k: '{credential:key}' } } "
	    "}");
	struct request request;
	struct err err = ERR_NONE;
	char *bytes;

	(void)state;
	assert_int_equal(definition->prelude_every_ms, 1800000);
	assert_int_equal(request_init_prelude(
			     &request, definition, "ops@x.test", &all, &err),
	    0);
	bytes = request_bytes(&request);
	assert_string_equal(bytes,
	    "GET http://x.test/start?n=0\nUser-Agent: f (ops@x.test)\n"
	    "From: ops@x.test\n");
	mem_free(bytes);
	request_done(&request);
	assert_int_equal(request_init_document(&request, definition,
			     "http://x.test/{a}.pdf?b", &all, &err),
	    0);
	bytes = request_bytes(&request);
	assert_string_equal(bytes,
	    "GET http://x.test/{a}.pdf?b&k=a%20b\nUser-Agent: d ops@x.test\n"
	    "From: ops@x.test\n");
	mem_free(bytes);
	request_done(&request);
	definition_free(definition);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_page_is_asked_by_url_and_headers),
	    cmocka_unit_test(a_form_is_posted_and_never_redirected),
	    cmocka_unit_test(a_document_takes_its_own_url_as_it_is),
	    cmocka_unit_test(a_bad_url_of_the_config_is_told),
	    cmocka_unit_test(what_a_request_depends_on_is_found_anywhere_in_it),
	    cmocka_unit_test(requests_are_written_byte_for_byte),
	    cmocka_unit_test(a_header_that_would_begin_another_is_refused),
	    cmocka_unit_test(a_credential_in_a_header_is_not_carried_elsewhere),
	    cmocka_unit_test(
		the_prelude_and_the_document_have_requests_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
