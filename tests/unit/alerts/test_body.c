/* SPDX-License-Identifier: BSD-2-Clause */
/* Bodies and signatures: the golden vector, the cut at 20 kB, odd strings. */
#include "alerts/body.h"
#include "alerts/webhook.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/sample.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

static char *
body_of(const struct event *event)
{
	struct buf out;

	buf_init(&out, BODY_LIMIT);
	body_build(event, &out);
	return buf_take(&out);
}

static json_t *
parse(const char *text)
{
	json_error_t error;
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	if (json == NULL)
		fail_msg("%s at %d: %s", error.text, error.position, text);
	return json;
}

static struct channel
channel_with(const char *const secrets[], size_t count)
{
	struct channel channel = {
	    .kind = CHANNEL_WEBHOOK, .name = mem_strdup("ops")};

	for (size_t i = 0; i < count; i++)
		assert_int_equal(
		    channel_secret_parse(secrets[i],
			&channel.secrets[channel.secret_count++], NULL),
		    0);
	return channel;
}

/* peers 4.1: the same in seven libraries of Standard Webhooks 1.0.0. */
static void
the_published_vector_is_reproduced(void **state)
{
	const char *secrets[] = {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"};
	struct channel channel = channel_with(secrets, 1);
	char signature[WEBHOOK_SIGNATURE_MAX];

	(void)state;
	webhook_sign(&channel, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
	    span_of("{\"test\": 2432232314}"), signature);
	assert_string_equal(
	    signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	channel_done(&channel);
}

static json_t *
load_vector(void)
{
	char *path = mem_printf(
	    "%s/tests/fixtures/webhook-vector.json", getenv("FILINGD_SRCDIR"));
	json_error_t error;
	json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

	if (json == NULL)
		fail_msg("%s: %s", path, error.text);
	mem_free(path);
	return json;
}

static const char *
vector_text(const json_t *vector, const char *key)
{
	const char *text = json_string_value(json_object_get(vector, key));

	if (text == NULL)
		fail_msg("the vector lacks '%s'", key);
	return text;
}

/* filingd-webhook(7) prints this vector: bytes, not only values. */
static void
the_golden_vector_is_reproduced_to_the_byte(void **state)
{
	json_t *vector = load_vector();
	const char *secrets[] = {vector_text(vector, "secret")};
	struct channel channel = channel_with(secrets, 1);
	char signature[WEBHOOK_SIGNATURE_MAX];
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	char *body = body_of(&sample.event);
	assert_string_equal(body, vector_text(vector, "body"));
	assert_string_equal(sample.event.id, vector_text(vector, "id"));
	webhook_sign(&channel, sample.event.id,
	    json_integer_value(json_object_get(vector, "timestamp")),
	    span_of(body), signature);
	assert_string_equal(signature, vector_text(vector, "signature"));
	mem_free(body);
	channel_done(&channel);
	json_decref(vector);
}

static void
two_secrets_give_two_signatures(void **state)
{
	const char *secrets[] = {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	    "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	struct channel both = channel_with(secrets, 2);
	struct channel second = channel_with(secrets + 1, 1);
	char signature[WEBHOOK_SIGNATURE_MAX];
	char alone[WEBHOOK_SIGNATURE_MAX];

	(void)state;
	webhook_sign(&both, "evt_x", 1, span_of("{}"), signature);
	webhook_sign(&second, "evt_x", 1, span_of("{}"), alone);
	assert_int_equal(strlen(signature), 2 * strlen(alone) + 1);
	assert_int_equal(signature[strlen(alone)], ' ');
	assert_string_equal(signature + strlen(alone) + 1, alone);
	channel_done(&both);
	channel_done(&second);
}

static const char *
header(const struct webhook_header *headers, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(headers[i].name, name) == 0)
			return headers[i].value;
	}
	return NULL;
}

static void
headers_carry_what_belongs_to_the_attempt(void **state)
{
	struct webhook_header headers[WEBHOOK_HEADERS];
	struct channel channel = channel_with(NULL, 0);
	struct webhook_attempt attempt = {
	    .event_id = "evt_x",
	    .body = span_of("{}"),
	    .instance = "desk 1\r\n%é",
	    .attempt = 3,
	    .sequence = 42,
	    .now = INT64_C(1737013567891),
	    .seen = INT64_C(1737013562000),
	    .decided = INT64_C(1737013563000),
	};

	(void)state;
	size_t n = webhook_headers(&channel, &attempt, headers);
	assert_string_equal(header(headers, n, "webhook-id"), "evt_x");
	assert_string_equal(
	    header(headers, n, "webhook-timestamp"), "1737013567");
	assert_string_equal(header(headers, n, "filingd-attempt"), "3");
	assert_string_equal(header(headers, n, "filingd-sequence"), "42");
	assert_string_equal(header(headers, n, "filingd-channel"), "ops");
	assert_string_equal(
	    header(headers, n, "filingd-instance"), "desk%201%0D%0A%25%C3%A9");
	assert_string_equal(
	    header(headers, n, "filingd-first-seen"), "2025-01-16T07:46:02Z");
	assert_string_equal(
	    header(headers, n, "filingd-decided"), "2025-01-16T07:46:03Z");
	assert_null(header(headers, n, "filingd-late"));
	attempt.late = true;
	n = webhook_headers(&channel, &attempt, headers);
	assert_string_equal(header(headers, n, "filingd-late"), "true");
	channel_done(&channel);
}

static void
hostile_strings_stay_one_json_text(void **state)
{
	struct sample sample;
	char title[] = "\"},\"x\":{\"\\\r\n\x01\xFF\xE2\x80\xAE\xC2\x9B";

	(void)state;
	sample_fill(&sample);
	sample.event.filing.title = title;
	sample.facts[0].quote = title;
	char *body = body_of(&sample.event);
	json_t *json = parse(body);
	const char *printed = json_string_value(json_object_get(
	    json_object_get(json_object_get(json, "data"), "filing"), "title"));
	assert_string_equal(printed, "\"},\"x\":{\"\\   \xEF\xBF\xBD ");
	json_decref(json);
	mem_free(body);
}

static void
open_bounds_and_missing_bases_are_null(void **state)
{
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	sample.facts[0].low_open = true;
	sample.changes[0].low_open = true;
	sample.changes[1].has_pct = false;
	char *body = body_of(&sample.event);
	json_t *json = parse(body);
	json_t *data = json_object_get(json, "data");
	json_t *fact = json_object_get(data, "fact");
	assert_true(json_is_null(json_object_get(fact, "low")));
	assert_string_equal(
	    json_string_value(json_object_get(fact, "high")), "-55000000");
	json_t *changes = json_object_get(data, "changes");
	json_t *prior = json_array_get(changes, 0);
	assert_true(json_is_null(json_object_get(prior, "low_pct")));
	assert_true(json_is_null(json_object_get(prior, "mid_pct")));
	assert_string_equal(
	    json_string_value(json_object_get(prior, "high_pct")), "32.25");
	json_t *consensus = json_array_get(changes, 1);
	assert_true(json_is_null(json_object_get(consensus, "high_pct")));
	json_decref(json);
	mem_free(body);
}

static void
a_verdict_without_facts_has_a_null_fact(void **state)
{
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	sample.event.verdict.deciding = -1;
	sample.event.verdict.fact_count = 0;
	sample.event.verdict.change_count = 0;
	sample.event.verdict.period = (struct period){DATE_NONE, DATE_NONE};
	sample.event.filing.url = NULL;
	sample.event.filing.readable = false;
	char *body = body_of(&sample.event);
	json_t *json = parse(body);
	json_t *data = json_object_get(json, "data");
	assert_true(json_is_null(json_object_get(data, "fact")));
	assert_int_equal(json_array_size(json_object_get(data, "evidence")), 0);
	assert_true(json_is_null(
	    json_object_get(json_object_get(data, "warning"), "period")));
	assert_true(json_is_false(json_object_get(data, "truncated")));
	json_decref(json);
	mem_free(body);
}

/* A document with far too much: facts go, the deciding one stays. */
static void
twenty_thousand_bytes_are_never_passed(void **state)
{
	enum { MANY = 400, LONG = 400 };
	struct sample sample;
	struct fact *facts = mem_array(MANY, sizeof(*facts));
	char *quotes = mem_array(MANY, LONG * 3 + 1);
	char url[6000];

	(void)state;
	sample_fill(&sample);
	for (int i = 0; i < MANY; i++) {
		char *quote = quotes + i * (LONG * 3 + 1);
		for (int c = 0; c < LONG; c++)
			memcpy(quote + c * 3, c == 0 ? "亏" : "损", 3);
		quote[2] = (char)(0x80 + i % 64);
		facts[i] = sample.facts[0];
		facts[i].quote = quote;
		facts[i].offset = i;
	}
	memset(url, 'u', sizeof(url) - 1);
	url[sizeof(url) - 1] = '\0';
	sample.event.filing.url = url;
	sample.event.verdict.facts = facts;
	sample.event.verdict.fact_count = MANY;
	char *body = body_of(&sample.event);
	assert_in_range(strlen(body), 15000, BODY_LIMIT);
	json_t *json = parse(body);
	json_t *data = json_object_get(json, "data");
	assert_true(json_is_true(json_object_get(data, "truncated")));
	assert_int_equal(json_array_size(json_object_get(data, "evidence")), 5);
	assert_int_equal(json_array_size(json_object_get(data, "changes")), 2);
	assert_int_equal(json_integer_value(json_object_get(
			     json_object_get(data, "fact"), "offset")),
	    0);
	assert_true(json_is_null(
	    json_object_get(json_object_get(data, "filing"), "url")));
	json_decref(json);
	mem_free(body);
	mem_free(facts);
	mem_free(quotes);
}

static void
trouble_tells_what_when_and_who(void **state)
{
	struct sample sample;

	(void)state;
	sample_fill_trouble(&sample);
	char *body = body_of(&sample.event);
	assert_string_equal(body,
	    "{\"type\":\"source.degraded\","
	    "\"timestamp\":\"2025-01-16T07:46:00Z\","
	    "\"data\":{\"subject\":\"demo\","
	    "\"text\":\"3 polls failed: http 503\",\"instance\":\"desk1\","
	    "\"moment\":\"2025-01-16T07:46:00Z\"}}");
	mem_free(body);
}

/* Two instances: what is theirs stands nowhere in the body. */
static void
bodies_of_two_instances_are_equal(void **state)
{
	char other[] = "desk2";
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	char *first = body_of(&sample.event);
	sample.event.instance = other;
	sample.event.seq = 99;
	sample.event.late = true;
	sample.event.filing.first_seen = 12345;
	sample.event.filing.id = 7;
	char *second = body_of(&sample.event);
	assert_string_equal(first, second);
	mem_free(first);
	mem_free(second);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_published_vector_is_reproduced),
	    cmocka_unit_test(the_golden_vector_is_reproduced_to_the_byte),
	    cmocka_unit_test(two_secrets_give_two_signatures),
	    cmocka_unit_test(headers_carry_what_belongs_to_the_attempt),
	    cmocka_unit_test(hostile_strings_stay_one_json_text),
	    cmocka_unit_test(open_bounds_and_missing_bases_are_null),
	    cmocka_unit_test(a_verdict_without_facts_has_a_null_fact),
	    cmocka_unit_test(twenty_thousand_bytes_are_never_passed),
	    cmocka_unit_test(trouble_tells_what_when_and_who),
	    cmocka_unit_test(bodies_of_two_instances_are_equal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
