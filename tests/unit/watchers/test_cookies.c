/* SPDX-License-Identifier: BSD-2-Clause */
#include "watchers/cookies.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#define NOW INT64_C(1771000000000) /* 2026-02-13T16:26:40Z */

static char *
printed(const struct cookies *cookies, const char *url, int64_t now)
{
	static char text[COOKIES_HEADER_MAX];
	struct buf out;

	buf_init(&out, COOKIES_HEADER_MAX);
	cookies_print(cookies, url, now, &out);
	(void)snprintf(text, sizeof(text), "%.*s", (int)out.len,
	    out.len > 0 ? out.data : "");
	buf_done(&out);
	return text;
}

static void
a_cookie_goes_where_it_came_from_and_no_further(void **state)
{
	static const struct {
		const char *from, *set, *to, *sent;
	} cases[] = {
	    {"https://x.test/a/b", "k=v", "https://x.test/a/c", "k=v"},
	    {"https://x.test/a/b", "k=v", "https://x.test/d", ""},
	    {"https://x.test/a/b", "k=v; Path=/", "https://x.test/d?q", "k=v"},
	    {"https://x.test/", "k=v", "https://y.test/", ""},
	    {"https://x.test/", "k=v", "https://api.x.test/", ""},
	    {"https://www.x.test/", "k=v; Domain=.x.test",
		"https://api.x.test/", "k=v"},
	    {"https://www.x.test/", "k=v; domain=X.test", "https://nox.test/",
		""},
	    {"https://x.test/", "k=v; Secure", "http://x.test/", ""},
	    {"http://x.test:8080/", "k=v", "http://x.test:8081/p", "k=v"},
	    {"https://x.test/a", "k=v; Path=/a", "https://x.test/ab", ""},
	    {"https://x.test", " k = v w ; HttpOnly", "https://x.test",
		"k=v w"},
	    {"http://[::1]:80/", "k=v", "http://[::1]/", "k=v"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cookies cookies = {0};
		assert_int_equal(
		    cookies_take(&cookies, cases[i].from, cases[i].set, NOW),
		    0);
		if (strcmp(printed(&cookies, cases[i].to, NOW),
			cases[i].sent) != 0)
			fail_msg("case %zu: %s", i,
			    printed(&cookies, cases[i].to, NOW));
		cookies_done(&cookies);
	}
}

static void
what_is_no_cookie_of_the_host_is_refused(void **state)
{
	static const char *const bad[] = {"", "=v", "k=v; Domain=y.test",
	    "k=v; Domain=test", "k=v\r\nX: y", "k=v; Domain=w.x.test"};
	struct cookies cookies = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (cookies_take(&cookies, "https://x.test/", bad[i], NOW) !=
		    ERR_INVALID)
			fail_msg("'%s' was taken", bad[i]);
	assert_int_equal(cookies.count, 0);
}

static void
a_cookie_lasts_as_long_as_it_says(void **state)
{
	static const char url[] = "https://x.test/";
	struct cookies cookies = {0};

	(void)state;
	assert_int_equal(
	    cookies_take(&cookies, url, "a=1; Max-Age=60", NOW), 0);
	assert_int_equal(
	    cookies_take(&cookies, url,
		"b=2; Expires=Fri, 13 Feb 2026 16:27:00 GMT; Max-Age=3600",
		NOW),
	    0);
	assert_int_equal(cookies_take(&cookies, url,
			     "c=3; Expires=Fri, 13-Feb-26 16:27:00 GMT", NOW),
	    0);
	assert_string_equal(printed(&cookies, url, NOW), "a=1; b=2; c=3");
	assert_string_equal(printed(&cookies, url, NOW + 60000), "b=2");
	assert_int_equal(cookies_take(&cookies, url,
			     "b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", NOW),
	    0);
	assert_int_equal(cookies_take(&cookies, url, "a=4", NOW), 0);
	assert_string_equal(printed(&cookies, url, NOW), "c=3; a=4");
	assert_int_equal(
	    cookies_take(&cookies, url, "a=5; Max-Age=-1", NOW), 0);
	assert_string_equal(printed(&cookies, url, NOW), "c=3");
	cookies_done(&cookies);
}

static void
too_many_cookies_push_out_the_oldest(void **state)
{
	static const char url[] = "https://x.test/";
	struct cookies cookies = {0};
	char set[32];

	(void)state;
	for (int i = 0; i < COOKIES_MAX + 2; i++) {
		(void)snprintf(set, sizeof(set), "k%d=v", i);
		assert_int_equal(cookies_take(&cookies, url, set, NOW), 0);
	}
	assert_int_equal(cookies.count, COOKIES_MAX);
	assert_memory_equal(printed(&cookies, url, NOW), "k2=v; k3=v", 10);
	cookies_done(&cookies);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_cookie_goes_where_it_came_from_and_no_further),
	    cmocka_unit_test(what_is_no_cookie_of_the_host_is_refused),
	    cmocka_unit_test(a_cookie_lasts_as_long_as_it_says),
	    cmocka_unit_test(too_many_cookies_push_out_the_oldest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
