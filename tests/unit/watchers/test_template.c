/* SPDX-License-Identifier: BSD-2-Clause */
#include "watchers/template.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

static char matrix[] = "board", gem[] = "gem 2";
static char token[] = "token", secret[] = "s&cret/1";
static const struct list_pair names[] = {{matrix, gem}};
static const struct list_pair secrets[] = {{token, secret}};

/* 2026-01-18 and 2026-01-23, midnights of Shanghai. */
static const struct template_values values = {.page = 3,
    .page_first = 1,
    .page_size = 30,
    .from = INT64_C(1768665600000),
    .to = INT64_C(1769097600000),
    .now = INT64_C(1768900000123),
    .zone = {.standard_min = 480},
    .contact = "ops@x.test",
    .name_count = 1,
    .names = names,
    .credential_count = 1,
    .credentials = secrets};

static void
each_placeholder_is_filled_in(void **state)
{
	static const struct {
		const char *template, *plain, *url;
	} cases[] = {
	    {"", "", ""},
	    {"no placeholder", "no placeholder", "no placeholder"},
	    {"{page}", "3", "3"},
	    {"{page0}", "2", "2"},
	    {"{offset}", "60", "60"},
	    {"{now_ms}", "1768900000123", "1768900000123"},
	    {"{from:%Y-%m-%d}~{to:%Y-%m-%d}", "2026-01-18~2026-01-23",
		"2026-01-18~2026-01-23"},
	    {"{from:%Y/%m/%d %H:%M}", "2026/01/18 00:00",
		"2026%2F01%2F18%2000%3A00"},
	    {"a{{page}b", "a{page}b", "a{page}b"},
	    {"{page}{page}", "33", "33"},
	    {"{page:03}-{page0:02}-{offset:04}", "003-02-0060", "003-02-0060"},
	    {"{board}", "gem 2", "gem%202"},
	    {"{credential:token}", "s&cret/1", "s%26cret%2F1"},
	    {"a {contact}", "a ops@x.test", "a ops%40x.test"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;
		struct err err = ERR_NONE;

		buf_init(&out, 1000);
		assert_int_equal(template_expand(cases[i].template, &values,
				     TEMPLATE_PLAIN, &out, &err),
		    0);
		assert_string_equal(out.len ? out.data : "", cases[i].plain);
		buf_clear(&out);
		assert_int_equal(template_expand(cases[i].template, &values,
				     TEMPLATE_URL, &out, &err),
		    0);
		assert_true(
		    span_is((struct span){out.data, out.len}, cases[i].url));
		buf_done(&out);
	}
}

static void
what_is_not_in_the_language_is_refused_by_name(void **state)
{
	static const struct {
		const char *template;
		int code;
		size_t offset;
		const char *says;
	} cases[] = {
	    {"x{pag}", ERR_UNSUPPORTED, 1, "{pag}"},
	    {"{page:3}", ERR_UNSUPPORTED, 0, "{page:3}"},
	    {"{page:00}", ERR_UNSUPPORTED, 0, "{page:00}"},
	    {"{page:012}", ERR_UNSUPPORTED, 0, "{page:012}"},
	    {"{now_ms:03}", ERR_UNSUPPORTED, 0, "{now_ms:03}"},
	    {"{credential:token}", ERR_UNSUPPORTED, 0, "credential 'token'"},
	    {"{credential}", ERR_UNSUPPORTED, 0, "{credential}"},
	    {"{Board}", ERR_UNSUPPORTED, 0, "{Board}"},
	    {"{board:x}", ERR_UNSUPPORTED, 0, "{board:x}"},
	    {"{from}", ERR_UNSUPPORTED, 0, "{from}"},
	    {"ab{page", ERR_SYNTAX, 2, "'{' without '}'"},
	    {"{from:}", ERR_SYNTAX, 0, "empty"},
	    {"{from:%q}", ERR_SYNTAX, 0, "%q"},
	    {"{}", ERR_UNSUPPORTED, 0, "{}"},
	};
	size_t i, offset;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = ERR_NONE;

		offset = 99;
		assert_int_equal(template_check(cases[i].template, NULL,
				     &offset, NULL, &err),
		    cases[i].code);
		assert_int_equal(offset, cases[i].offset);
		assert_non_null(
		    span_find(span_of(err.text), span_of(cases[i].says)));
	}
}

static void
a_template_tells_what_it_depends_on(void **state)
{
	static char board[] = "board", lang[] = "lang", key[] = "key";
	static struct request_axis axes[] = {{.name = board}, {.name = lang}};
	static char *keys[] = {key};
	struct word_list credentials = {1, keys};
	struct template_scope scope = {2, axes, &credentials};
	struct template_use use = {0};
	size_t offset;

	(void)state;
	assert_int_equal(
	    template_check("a{now_ms}", &scope, &offset, &use, NULL), 0);
	assert_false(use.page || use.window);
	assert_int_equal(
	    template_check("{to:%Y}", &scope, &offset, &use, NULL), 0);
	assert_false(use.page);
	assert_true(use.window);
	assert_int_equal(
	    template_check("x{offset}", &scope, &offset, &use, NULL), 0);
	assert_true(use.page && use.window && !use.contact);
	assert_int_equal(use.axes, 0);
	assert_int_equal(
	    template_check("{lang}{contact}", &scope, &offset, &use, NULL), 0);
	assert_true(use.contact);
	assert_int_equal(use.axes, 2);
	assert_int_equal(
	    template_check("{credential:key}", &scope, &offset, &use, NULL), 0);
	assert_int_equal(use.credentials, 1);
}

static void
a_request_that_outgrows_its_buffer_is_an_error(void **state)
{
	struct err err = ERR_NONE;
	struct buf out;

	(void)state;
	buf_init(&out, 5);
	assert_int_equal(
	    template_expand("{now_ms}", &values, TEMPLATE_PLAIN, &out, &err),
	    ERR_TOOBIG);
	buf_done(&out);
}

static void
a_name_without_a_value_is_told_by_name_only(void **state)
{
	struct err err = ERR_NONE;
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(
	    template_expand("{lang}", &values, TEMPLATE_PLAIN, &out, &err),
	    ERR_NOTFOUND);
	assert_string_equal(err.text, "cannot fill in 'lang'");
	assert_int_equal(template_expand("{credential:k}", &values,
			     TEMPLATE_PLAIN, &out, &err),
	    ERR_NOTFOUND);
	assert_string_equal(err.text, "cannot fill in credential 'k'");
	buf_done(&out);
}

static void
names_of_the_matrix_are_not_those_of_the_language(void **state)
{
	(void)state;
	assert_true(template_is_free_name("board"));
	assert_true(template_is_free_name("lang_2"));
	assert_false(template_is_free_name("page"));
	assert_false(template_is_free_name("credential"));
	assert_false(template_is_free_name("Board"));
	assert_false(template_is_free_name("2nd"));
	assert_false(template_is_free_name(""));
	assert_false(template_is_free_name("a b"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_placeholder_is_filled_in),
	    cmocka_unit_test(what_is_not_in_the_language_is_refused_by_name),
	    cmocka_unit_test(a_template_tells_what_it_depends_on),
	    cmocka_unit_test(a_name_without_a_value_is_told_by_name_only),
	    cmocka_unit_test(names_of_the_matrix_are_not_those_of_the_language),
	    cmocka_unit_test(a_request_that_outgrows_its_buffer_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
