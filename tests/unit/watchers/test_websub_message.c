/* SPDX-License-Identifier: BSD-2-Clause */
/* What a subscriber and a hub say to each other, also with ill will. */
#include "lib/base/mem.h"
#include "watchers/websub_message.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define TOPIC	 "hub.topic=https%3A%2F%2Fir.example.org%2Ff"
#define ASKED	 "hub.mode=subscribe&" TOPIC "&hub.challenge=c"

static void
the_form_has_all_that_is_asked(void **state)
{
	const struct websub_ask ask = {
	    .callback = "https://me.example.org/hub/tok",
	    .topic = "https://ir.example.org/f?a=b&c=\xc3\xa9 ~",
	    .secret = "s3",
	    .lease = 864000,
	};
	struct buf form;

	(void)state;
	buf_init(&form, KIB);
	assert_int_equal(websub_message_ask(&form, &ask), 0);
	assert_string_equal(form.data,
	    "hub.mode=subscribe&hub.topic=https%3A%2F%2Fir.example.org%2Ff"
	    "%3Fa%3Db%26c%3D%C3%A9%20~"
	    "&hub.callback=https%3A%2F%2Fme.example.org%2Fhub%2Ftok"
	    "&hub.secret=s3&hub.lease_seconds=864000");
	buf_done(&form);
	buf_init(&form, 100);
	assert_int_equal(websub_message_ask(&form, &ask), ERR_TOOBIG);
	buf_done(&form);
}

static void
a_verification_is_read_with_its_lease_in_bounds(void **state)
{
	static const struct {
		const char *text;
		enum websub_mode mode;
		const char *challenge; /* or the reason */
		int64_t lease;
	} cases[] = {
	    {ASKED "&hub.lease_seconds=3600", WEBSUB_SUBSCRIBE, "c", 3600},
	    {ASKED, WEBSUB_SUBSCRIBE, "c", WEBSUB_LEASE_MAX},
	    {ASKED "&hub.lease_seconds=0", WEBSUB_SUBSCRIBE, "c",
		WEBSUB_LEASE_MIN},
	    {ASKED "&hub.lease_seconds=299", WEBSUB_SUBSCRIBE, "c", 300},
	    {ASKED "&hub.lease_seconds=864001", WEBSUB_SUBSCRIBE, "c", 864000},
	    {ASKED "&hub.lease_seconds=99999999999999999999999",
		WEBSUB_SUBSCRIBE, "c", WEBSUB_LEASE_MAX},
	    {"x=y&hub.challenge=a%2bb+%26%3d%3D&&hub.topicality=1&" TOPIC
	     "&hub.mode=subscribe&",
		WEBSUB_SUBSCRIBE, "a+b &==", WEBSUB_LEASE_MAX},
	    {"hub.mode=denied&" TOPIC "&hub.reason=no%20room", WEBSUB_DENIED,
		"no room", WEBSUB_LEASE_MAX},
	    {"hub.mode=denied&" TOPIC, WEBSUB_DENIED, NULL, WEBSUB_LEASE_MAX},
	    {"hub.mode=unsubscribe&" TOPIC "&hub.challenge=c", WEBSUB_OTHER,
		"c", WEBSUB_LEASE_MAX},
	    {"", WEBSUB_OTHER, NULL, WEBSUB_LEASE_MAX},
	};
	struct websub_query query;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *text;

		assert_int_equal(
		    websub_message_query(cases[i].text, &query), 0);
		assert_int_equal(query.mode, cases[i].mode);
		assert_int_equal(query.lease, cases[i].lease);
		if (query.mode != WEBSUB_OTHER)
			assert_string_equal(
			    query.topic, "https://ir.example.org/f");
		text = query.mode == WEBSUB_DENIED ? query.reason
						   : query.challenge;
		if (cases[i].challenge == NULL)
			assert_null(text);
		else
			assert_string_equal(text, cases[i].challenge);
		websub_query_done(&query);
	}
}

static void
a_hostile_verification_is_refused(void **state)
{
	static const char *const cases[] = {
	    "hub.mode=subscribe&hub.challenge=c", /* of no topic */
	    "hub.mode=subscribe&" TOPIC, /* nothing to answer with */
	    "hub.mode=subscribe&" TOPIC "&hub.challenge=",
	    "hub.mode=denied",
	    ASKED "&hub.challenge=d",
	    ASKED "&hub.mode=subscribe",
	    ASKED "&" TOPIC,
	    ASKED "%00",
	    ASKED "%0d%0aSet-Cookie:a",
	    ASKED "%7f",
	    ASKED "%ff",
	    ASKED "%",
	    ASKED "%4",
	    ASKED "%zz",
	    ASKED "&hub.lease_seconds=",
	    ASKED "&hub.lease_seconds=-1",
	    ASKED "&hub.lease_seconds=1e3",
	    ASKED "&hub.lease_seconds=300&hub.lease_seconds=300",
	};
	struct websub_query query;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(
		    websub_message_query(cases[i], &query), ERR_SYNTAX);
		websub_query_done(&query);
	}
}

static void
a_challenge_is_not_endless(void **state)
{
	static const size_t lengths[] = {1024, 1025, 4097};

	(void)state;
	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct websub_query query;
		char *long_one = mem_array(lengths[i], 1);
		char *text;

		memset(long_one, 'c', lengths[i] - 1);
		text = mem_printf("%s%s", ASKED, long_one);
		assert_int_equal(websub_message_query(text, &query),
		    i == 0 ? 0 : ERR_SYNTAX);
		websub_query_done(&query);
		mem_free(long_one);
		mem_free(text);
	}
}

/* RFC 4231, test case 2. */
#define SIGNED_256                                                             \
	"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
#define SIGNED_384                                                             \
	"af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"     \
	"8e2240ca5e69e2c78b3239ecfab21649"
#define SIGNED_512                                                             \
	"164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"     \
	"9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"

static void
a_push_counts_only_with_the_right_signature(void **state)
{
	static const struct {
		const char *header;
		bool good;
	} cases[] = {
	    {"sha256=" SIGNED_256, true},
	    {"sha384=" SIGNED_384, true},
	    {"sha512=" SIGNED_512, true},
	    {"sha256=5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964"
	     "EC3843",
		true},
	    {NULL, false},
	    {"", false},
	    {"sha256", false},
	    {"sha256=", false},
	    {"sha256=5b", false},
	    {"sha256=" SIGNED_256 "0", false},
	    {"sha256= " SIGNED_256, false},
	    {"sha256=" SIGNED_256 ",sha1=0", false},
	    {"sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964"
	     "ec3844",
		false},
	    {"sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964"
	     "ec384g",
		false},
	    {"sha256=" SIGNED_512, false},
	    {"sha512=" SIGNED_256, false},
	    {"sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", false},
	    {"md5=750c783e6ab0b503eaa86e310a5db738", false},
	    {SIGNED_256, false},
	};
	struct span body = span_of("what do ya want for nothing?");

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    websub_message_is_signed(cases[i].header, "Jefe", body),
		    cases[i].good);
	assert_false(
	    websub_message_is_signed("sha256=" SIGNED_256, "jefe", body));
	body.len--;
	assert_false(
	    websub_message_is_signed("sha256=" SIGNED_256, "Jefe", body));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_form_has_all_that_is_asked),
	    cmocka_unit_test(a_verification_is_read_with_its_lease_in_bounds),
	    cmocka_unit_test(a_hostile_verification_is_refused),
	    cmocka_unit_test(a_challenge_is_not_endless),
	    cmocka_unit_test(a_push_counts_only_with_the_right_signature),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
