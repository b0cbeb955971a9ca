/* SPDX-License-Identifier: BSD-2-Clause */
/* What is signed with, until when, and the headers of an attempt. */
#include "alerts/webhook.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define NOW INT64_C(1795329070000)
#define DAY INT64_C(86400000)
#define KEY "whsk_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="

static const char first_secret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
static const char other_secret[] =
    "whsec_ZmlsaW5nZCBnb2xkZW4gdGVzdCB2ZWN0b3IgMDAwMSE=";

static struct channel channel;

static int
set_up(void **state)
{
	(void)state;
	channel = (struct channel){
	    .kind = CHANNEL_WEBHOOK, .name = mem_strdup("desk \xC3\xA9")};
	assert_int_equal(
	    channel_secret_parse(first_secret, &channel.secrets[0], NULL), 0);
	assert_int_equal(
	    channel_secret_parse(other_secret, &channel.secrets[1], NULL), 0);
	channel.secret_count = 2;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	channel_done(&channel);
	return 0;
}

/* The versions of the signatures, in order: "v1 v1 v1a". */
static const char *
versions(int64_t now)
{
	static char text[64];
	char signature[WEBHOOK_SIGNATURE_MAX];
	size_t n = 0;

	webhook_sign(&channel, "evt_1", now / 1000, span_of("{}"), signature);
	for (const char *p = signature; *p != '\0';) {
		size_t len = strcspn(p, ",");
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%.*s",
		    n > 0 ? " " : "", (int)len, p);
		p += strcspn(p, " ");
		p += *p == ' ';
	}
	return text;
}

static void
both_secrets_sign_until_the_day_of_the_old_one_is_over(void **state)
{
	(void)state;
	assert_string_equal(versions(NOW), "v1 v1");
	channel.secrets[1].until = NOW + DAY;
	assert_string_equal(versions(NOW + DAY - 1000), "v1 v1");
	assert_string_equal(versions(NOW + DAY), "v1");
}

static void
a_signing_key_signs_beside_the_secrets(void **state)
{
	struct channel_sign_key key;
	char signature[WEBHOOK_SIGNATURE_MAX], again[WEBHOOK_SIGNATURE_MAX];

	(void)state;
	assert_int_equal(channel_sign_key_parse(KEY, &key, NULL), 0);
	channel.sign_key = mem_dup(&key, sizeof(key));
	assert_string_equal(versions(NOW), "v1 v1 v1a");
	webhook_sign(&channel, "evt_1", NOW / 1000, span_of("{}"), signature);
	webhook_sign(&channel, "evt_1", NOW / 1000, span_of("{}"), again);
	assert_string_equal(signature, again);
	webhook_sign(&channel, "evt_2", NOW / 1000, span_of("{}"), again);
	assert_string_not_equal(
	    strstr(signature, "v1a,"), strstr(again, "v1a,"));
}

static void
signing_keys_are_checked_and_never_repeated(void **state)
{
	static const char *const bad[] = {"", "whsk_", "whsk_AAAA",
	    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	    "whsk_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA",
	    /* 64 bytes whose second half is not the public key */
	    ("whsk_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyABAgMEBQYHCAkKCwwN"
	     "Dg8QERITFBUWFxgZGhscHR4fIA==")};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct channel_sign_key key;
		struct err err = ERR_NONE;
		assert_int_equal(
		    channel_sign_key_parse(bad[i], &key, &err), ERR_INVALID);
		if (strlen(bad[i]) > 10 && strstr(err.text, bad[i] + 6) != NULL)
			fail_msg("%s", err.text);
	}
}

static const char *
header(const struct webhook_header *headers, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(headers[i].name, name) == 0)
			return headers[i].value;
	}
	return "";
}

static const char body[] = "{\"type\":\"warning.detected\",\"timestamp\":"
			   "\"2025-01-16T07:46:00Z\",\"data\":{}}";

static const struct webhook_attempt attempt = {
    .event_id = "evt_1",
    .type = "warning.detected",
    .source = "ir feed",
    .body = {body, sizeof(body) - 1},
    .instance = "desk1",
    .attempt = 3,
    .sequence = 17,
    .now = NOW,
    .seen = NOW - 2000,
    .decided = NOW - 1000,
    .late = true,
};

static void
an_attempt_is_told_in_headers(void **state)
{
	struct webhook_header headers[WEBHOOK_HEADERS];
	size_t n = webhook_headers(&channel, &attempt, headers);

	(void)state;
	assert_string_equal(header(headers, n, "filingd-attempt"), "3");
	assert_string_equal(header(headers, n, "filingd-sequence"), "17");
	assert_string_equal(
	    header(headers, n, "filingd-channel"), "desk%20%C3%A9");
	assert_string_equal(header(headers, n, "filingd-late"), "true");
	assert_string_equal(header(headers, n, "ce-id"), "");
}

/* CloudEvents changes neither the body nor what is signed. */
static void
cloudevents_are_headers_more(void **state)
{
	struct webhook_header plain[WEBHOOK_HEADERS], more[WEBHOOK_HEADERS];
	size_t plain_n = webhook_headers(&channel, &attempt, plain);

	(void)state;
	channel.cloudevents = mem_strdup("binary");
	size_t n = webhook_headers(&channel, &attempt, more);
	assert_int_equal(n, plain_n + 5);
	assert_string_equal(header(more, n, "ce-specversion"), "1.0");
	assert_string_equal(header(more, n, "ce-id"), "evt_1");
	assert_string_equal(header(more, n, "ce-source"), "/filingd/ir%20feed");
	assert_string_equal(header(more, n, "ce-type"), "warning.detected");
	assert_string_equal(header(more, n, "ce-time"), "2025-01-16T07:46:00Z");
	assert_string_equal(header(more, n, "webhook-signature"),
	    header(plain, plain_n, "webhook-signature"));
}

static void
a_certificate_needs_its_key(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	channel.url = mem_strdup("https://example.org/");
	assert_int_equal(channel_check(&channel, &err), 0);
	channel.certificate = mem_strdup("no PEM");
	assert_int_equal(channel_check(&channel, &err), ERR_INVALID);
	assert_non_null(strstr(err.text, "need each other"));
	channel.certificate_key = mem_strdup("no PEM either");
	assert_int_equal(channel_check(&channel, &err), ERR_INVALID);
	assert_non_null(strstr(err.text, "no certificate in PEM"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(both_secrets_sign_until_the_day_of_the_old_one_is_over),
	    CASE(a_signing_key_signs_beside_the_secrets),
	    CASE(signing_keys_are_checked_and_never_repeated),
	    CASE(an_attempt_is_told_in_headers),
	    CASE(cloudevents_are_headers_more),
	    CASE(a_certificate_needs_its_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
