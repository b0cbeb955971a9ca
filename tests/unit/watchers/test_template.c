/* SPDX-License-Identifier: BSD-2-Clause */
#include "watchers/template.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

/* 2026-01-18 and 2026-01-23, midnights of Shanghai. */
static const struct template_values values = {.page = 3,
    .page_first = 1,
    .page_size = 30,
    .from = INT64_C(1768665600000),
    .to = INT64_C(1769097600000),
    .now = INT64_C(1768900000123),
    .zone = {.standard_min = 480}};

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
	    {"{page:03}", ERR_UNSUPPORTED, 0, "{page:03}"},
	    {"{credential:token}", ERR_UNSUPPORTED, 0, "{credential:token}"},
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
		assert_int_equal(
		    template_check(cases[i].template, &offset, NULL, &err),
		    cases[i].code);
		assert_int_equal(offset, cases[i].offset);
		assert_non_null(
		    span_find(span_of(err.text), span_of(cases[i].says)));
	}
}

static void
a_template_tells_what_it_depends_on(void **state)
{
	struct template_use use = {false, false};
	size_t offset;

	(void)state;
	assert_int_equal(template_check("a{now_ms}", &offset, &use, NULL), 0);
	assert_false(use.page || use.window);
	assert_int_equal(template_check("{to:%Y}", &offset, &use, NULL), 0);
	assert_false(use.page);
	assert_true(use.window);
	assert_int_equal(template_check("x{offset}", &offset, &use, NULL), 0);
	assert_true(use.page && use.window);
}

static void
a_form_is_encoded_whole(void **state)
{
	static char names[3][8] = {"pageNum", "se Date", "empty"};
	static char texts[3][24] = {
	    "{page}", "{from:%Y}~a b&c=\xe4\xb8\xad", ""};
	struct name_value fields[3];
	struct err err = ERR_NONE;
	struct buf out;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++)
		fields[i] = (struct name_value){names[i], texts[i]};
	buf_init(&out, 1000);
	assert_int_equal(template_form(fields, 3, &values, &out, &err), 0);
	assert_string_equal(
	    out.data, "pageNum=3&se+Date=2026~a+b%26c%3D%E4%B8%AD&empty=");
	buf_done(&out);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_placeholder_is_filled_in),
	    cmocka_unit_test(what_is_not_in_the_language_is_refused_by_name),
	    cmocka_unit_test(a_template_tells_what_it_depends_on),
	    cmocka_unit_test(a_form_is_encoded_whole),
	    cmocka_unit_test(a_request_that_outgrows_its_buffer_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
