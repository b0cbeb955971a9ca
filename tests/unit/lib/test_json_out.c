/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON as it is said. */
#include "lib/base/json_out.h"

#include <jansson.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static void
values_stand_in_order_with_their_commas(void **state)
{
	struct json_out out;

	(void)state;
	json_out_init(&out, KIB);
	json_out_open_object(&out, NULL);
	json_out_text(&out, "id", "a");
	json_out_open_array(&out, "list");
	json_out_int(&out, NULL, INT64_MIN);
	json_out_open_object(&out, NULL);
	json_out_close_object(&out);
	json_out_text(&out, NULL, NULL);
	json_out_close_array(&out);
	json_out_open_array(&out, "none");
	json_out_close_array(&out);
	json_out_bool(&out, "yes", true);
	json_out_bool(&out, "no", false);
	json_out_close_object(&out);
	assert_int_equal(out.code, 0);
	assert_string_equal(out.text.data,
	    "{\"id\":\"a\",\"list\":[-9223372036854775808,{},null],"
	    "\"none\":[],\"yes\":true,\"no\":false}");
	json_out_done(&out);
}

static void
text_is_escaped_and_kept_utf8(void **state)
{
	static const struct {
		const char *text, *json;
	} rows[] = {
	    {"", "\"\""},
	    {"a\"b\\c/d", "\"a\\\"b\\\\c/d\""},
	    {"\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001F\x7f\""},
	    {"{[", "\"{[\""},
	    {"净亏损 \xf0\x9f\x98\x80", "\"净亏损 \xf0\x9f\x98\x80\""},
	    {"a\xff"
	     "b",
		"\"a\xef\xbf\xbd"
		"b\""},
	    {"\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
	    {"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
	    {"\xf4\x90\x80\x80",
		"\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
	    {"\xe4\xba", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct json_out out;
		json_out_init(&out, KIB);
		json_out_text(&out, NULL, rows[i].text);
		assert_string_equal(out.text.data, rows[i].json);
		json_t *read = json_loads(out.text.data, JSON_DECODE_ANY, NULL);
		assert_non_null(read);
		json_decref(read);
		json_out_done(&out);
	}
}

static void
every_pair_of_bytes_gives_json(void **state)
{
	(void)state;
	for (int i = 1; i < 65536; i++) {
		char text[] = {'x', (char)(i >> 8), (char)i, 'y', '\0'};
		struct json_out out;
		json_out_init(&out, KIB);
		json_out_text(&out, NULL, text);
		json_t *read = json_loads(out.text.data, JSON_DECODE_ANY, NULL);
		if (read == NULL)
			fail_msg("bytes %04x give %s", i, out.text.data);
		json_decref(read);
		json_out_done(&out);
	}
}

static void
too_much_is_a_fault_that_stays_until_cleared(void **state)
{
	struct json_out out;

	(void)state;
	json_out_init(&out, 8);
	json_out_text(&out, NULL, "0123456789");
	json_out_text(&out, NULL, "");
	assert_int_equal(out.code, ERR_TOOBIG);
	json_out_clear(&out);
	json_out_text(&out, NULL, "a");
	assert_int_equal(out.code, 0);
	assert_string_equal(out.text.data, "\"a\"");
	json_out_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_stand_in_order_with_their_commas),
	    cmocka_unit_test(text_is_escaped_and_kept_utf8),
	    cmocka_unit_test(every_pair_of_bytes_gives_json),
	    cmocka_unit_test(too_much_is_a_fault_that_stays_until_cleared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
