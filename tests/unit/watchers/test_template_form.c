/* SPDX-License-Identifier: BSD-2-Clause */
#include "watchers/template_form.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

static char matrix[] = "board", gem[] = "\"gem\"\n\\";
static const struct list_pair pairs[] = {{matrix, gem}};

static const struct template_values values = {.page = 3,
    .page_first = 1,
    .page_size = 30,
    .from = INT64_C(1768665600000),
    .to = INT64_C(1769097600000),
    .zone = {.standard_min = 480},
    .name_count = 1,
    .names = pairs};

static void
forms_and_queries_are_encoded_whole(void **state)
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
	assert_int_equal(
	    template_form_pairs(fields, 3, &values, TEMPLATE_FORM, &out, &err),
	    0);
	assert_string_equal(
	    out.data, "pageNum=3&se+Date=2026~a+b%26c%3D%E4%B8%AD&empty=");
	buf_clear(&out);
	assert_int_equal(
	    template_form_pairs(fields, 2, &values, TEMPLATE_QUERY, &out, &err),
	    0);
	assert_string_equal(
	    out.data, "pageNum=3&se%20Date=2026~a%20b%26c%3D%E4%B8%AD");
	buf_done(&out);
}

/* {"b":"x {board}","n":[{page},true],"empty":{}} */
static void
a_json_body_escapes_whatever_its_values_hold(void **state)
{
	static char b[] = "b", x[] = "x {board}", n[] = "n", page[] = "{page}",
		    yes[] = "true", empty[] = "emp\"ty";
	struct body_node list[] = {{.kind = BODY_BARE, .text = page},
	    {.kind = BODY_BARE, .text = yes}};
	struct body_node map[] = {{.kind = BODY_TEXT, .name = b, .text = x},
	    {.kind = BODY_LIST, .name = n, .count = 2, .items = list},
	    {.kind = BODY_MAP, .name = empty}};
	struct body_node root = {.kind = BODY_MAP, .count = 3, .items = map};
	struct err err = ERR_NONE;
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	assert_int_equal(template_form_json(&root, &values, &out, &err), 0);
	assert_string_equal(out.data,
	    "{\"b\":\"x \\\"gem\\\"\\n\\\\\",\"n\":[3,true],"
	    "\"emp\\\"ty\":{}}");
	buf_done(&out);
}

static void
a_body_that_outgrows_its_buffer_is_an_error(void **state)
{
	static char text[] = "more than five";
	struct body_node root = {.kind = BODY_TEXT, .text = text};
	struct err err = ERR_NONE;
	struct buf out;

	(void)state;
	buf_init(&out, 5);
	assert_int_equal(
	    template_form_json(&root, &values, &out, &err), ERR_TOOBIG);
	buf_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(forms_and_queries_are_encoded_whole),
	    cmocka_unit_test(a_json_body_escapes_whatever_its_values_hold),
	    cmocka_unit_test(a_body_that_outgrows_its_buffer_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
