/* SPDX-License-Identifier: BSD-2-Clause */
/* Webhook deliveries over real sockets, their 75 hours in held time. */
#include "alerts/outbox.h"
#include "alerts/webhook.h"
#include "lib/base/mem.h"
#include "alerts/schedule.h"
#include "tests/unit/alerts/rig.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void
deliveries_come_once_signed_and_numbered(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);
	char signature[WEBHOOK_SIGNATURE_MAX];

	(void)state;
	struct channel *channel =
	    rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	for (int i = 1; i <= 3; i++)
		rig_send(rig, i, "ops");
	rig_run(rig, H);
	assert_int_equal(hook->count, 3);
	assert_int_equal(rig->result_count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(rig_sequence(hook, i), i + 1);
		assert_int_equal(rig_attempt(hook, i), 1);
		assert_int_equal(hook->requests[i].at, RIG_START);
		assert_true(rig->results[i].sent);
		char *id = mem_strdup(rig_header(hook, i, "webhook-id"));
		webhook_sign(channel, id,
		    rig_number(hook, i, "webhook-timestamp"),
		    span_of(rig_body(hook, i)), signature);
		assert_string_equal(
		    rig_header(hook, i, "webhook-signature"), signature);
		mem_free(id);
	}
	assert_string_equal(
	    rig_header(hook, 0, "content-type"), "application/json");
	assert_string_equal(rig_header(hook, 0, "user-agent"), "filingd/test");
	assert_string_equal(rig_header(hook, 0, "cookie"), "");
	assert_string_equal(rig_header(hook, 0, "filingd-late"), "");
	rig_receiver_free(hook);
	rig_free(rig);
}

/* Twelve attempts at the waits of the schedule, then a person hears of it. */
static void
assert_full_schedule(const struct rig *rig, const char *why)
{
	assert_int_equal(rig->result_count, 12);
	for (int i = 0; i < 12; i++) {
		const struct rig_result *result = &rig->results[i];
		assert_int_equal(result->attempt, i + 1);
		assert_int_equal(result->dead, i == 11);
		assert_false(result->sent);
		if (strstr(result->why, why) == NULL)
			fail_msg("%s", result->why);
		if (i == 0)
			continue;
		int64_t wait = result->at - rig->results[i - 1].at;
		int64_t base = schedule_wait_ms(i + 1);
		assert_in_range(wait, base - base / 5, base + base / 5 + 1);
	}
	assert_int_equal(rig->trouble_count, 1);
	assert_int_equal(rig->troubles[0].type, EVENT_SYSTEM_TROUBLE);
	assert_non_null(strstr(rig->troubles[0].text, "attempt 12"));
}

static void
a_receiver_that_is_down_gets_the_whole_schedule(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *gone = rig_receiver_new(rig, PEER_HTTP);
	int port = peer_port(gone->peer);

	(void)state;
	rig_receiver_free(gone);
	rig_add_hook(rig, "ops", port);
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, 120 * H);
	assert_full_schedule(rig, "");
	rig_free(rig);
}

static void
a_receiver_that_fails_gets_the_same_bytes_each_time(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->status = 500;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, 120 * H);
	assert_full_schedule(rig, "http 500");
	assert_int_equal(hook->count, 12);
	char *body = mem_strdup(rig_body(hook, 0));
	for (size_t i = 0; i < hook->count; i++) {
		assert_string_equal(rig_body(hook, i), body);
		assert_string_equal(rig_header(hook, i, "webhook-id"), "evt_1");
		assert_int_equal(rig_sequence(hook, i), 1);
		int64_t signed_at = rig_number(hook, i, "webhook-timestamp");
		assert_int_equal(signed_at, hook->requests[i].at / 1000);
	}
	assert_string_equal(rig_header(hook, 0, "filingd-late"), "");
	assert_string_equal(rig_header(hook, 11, "filingd-late"), "true");
	mem_free(body);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
two_runs_wait_alike(void **state)
{
	int64_t at[2][12];

	(void)state;
	for (int run = 0; run < 2; run++) {
		struct rig *rig = rig_new(NULL);
		struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);
		hook->status = 500;
		rig_add_hook(rig, "ops", peer_port(hook->peer));
		rig_use_channels(rig);
		rig_send(rig, 1, "ops");
		rig_run(rig, 120 * H);
		assert_int_equal(hook->count, 12);
		for (int i = 0; i < 12; i++)
			at[run][i] = hook->requests[i].at;
		rig_receiver_free(hook);
		rig_free(rig);
	}
	assert_memory_equal(at[0], at[1], sizeof(at[0]));
}

static void
a_mended_receiver_gets_everything(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);
	struct outbox_stats stats;

	(void)state;
	hook->status = 500;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	for (int i = 1; i <= 5; i++)
		rig_send(rig, i, "ops");
	rig_run(rig, 2 * S);
	assert_int_equal(outbox_stats(rig->outbox, &stats, NULL), 0);
	assert_int_equal(stats.retry, 5);
	assert_int_equal(stats.oldest, RIG_START);
	hook->status = 204;
	rig_run(rig, 10 * S);
	assert_int_equal(outbox_stats(rig->outbox, &stats, NULL), 0);
	assert_int_equal(stats.retry, 0);
	assert_int_equal(stats.sent, 5);
	assert_int_equal(stats.oldest, 0);
	assert_int_equal(hook->count, 10);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
retry_after_holds_the_whole_channel(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->status = 429;
	hook->headers = "Retry-After: 600\r\n";
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, 10 * S);
	assert_int_equal(hook->count, 1);
	assert_int_equal(rig->results[0].retry_ms, 600 * S);
	rig_send(rig, 2, "ops");
	rig_run(rig, 580 * S);
	assert_int_equal(hook->count, 1);
	hook->status = 200;
	hook->headers = "";
	rig_run(rig, 11 * S);
	assert_int_equal(hook->count, 3);
	assert_true(hook->requests[1].at >= RIG_START + 600 * S);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
redirects_are_not_followed_and_need_attention(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);
	char location[128];

	(void)state;
	(void)snprintf(location, sizeof(location),
	    "Location: http://127.0.0.1:%d/other\r\n", peer_port(hook->peer));
	hook->status = 301;
	hook->headers = location;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, M);
	assert_int_equal(hook->count, rig->result_count);
	assert_in_range(hook->count, 2, 3);
	for (size_t i = 0; i < hook->count; i++)
		assert_int_equal(
		    strncmp(hook->requests[i].text, "POST /hook ", 11), 0);
	assert_string_equal(rig->results[0].why, "http 301");
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
gone_disables_the_channel_until_a_config_is_loaded(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->status = 410;
	rig_add_hook(rig, "ops", peer_port(hook->peer))->concurrency = 1;
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_send(rig, 2, "ops");
	rig_run(rig, 100 * H);
	assert_int_equal(hook->count, 1);
	assert_false(rig->results[0].dead);
	assert_int_equal(rig->trouble_count, 1);
	assert_int_equal(rig->troubles[0].type, EVENT_CHANNEL_DISABLED);
	assert_string_equal(rig->troubles[0].channel, "ops");
	assert_non_null(strstr(rig->troubles[0].text, "http 410"));
	rig_send(rig, 3, "ops");
	rig_run(rig, H);
	assert_int_equal(hook->count, 1);
	hook->status = 200;
	rig_use_channels(rig);
	rig_run(rig, M);
	/* What was refused comes again, then what waited: late, in order. */
	assert_int_equal(hook->count, 4);
	for (size_t i = 1; i < 4; i++) {
		assert_int_equal(rig_sequence(hook, i), i);
		assert_string_equal(
		    rig_header(hook, i, "filingd-late"), "true");
	}
	assert_string_equal(rig_header(hook, 1, "webhook-id"), "evt_1");
	assert_int_equal(rig_attempt(hook, 1), 2);
	rig_receiver_free(hook);
	rig_free(rig);
}

static size_t
count_troubles(const struct rig *rig, enum event_type type)
{
	size_t count = 0;

	for (size_t i = 0; i < rig->trouble_count; i++)
		count += rig->troubles[i].type == type;
	return count;
}

static void
four_attempts_that_are_gone_disable_once(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->status = 410;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	for (int i = 1; i <= 10; i++)
		rig_send(rig, i, "ops");
	rig_run(rig, H);
	assert_int_equal(hook->count, 4);
	assert_int_equal(count_troubles(rig, EVENT_CHANNEL_DISABLED), 1);
	rig_receiver_free(hook);
	rig_free(rig);
}

/* Eight deliveries die; one word about it until the channel works again. */
static void
giving_up_is_told_once_until_the_channel_works(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->status = 500;
	rig_add_hook(rig, "ops", peer_port(hook->peer))->concurrency = 1;
	rig_use_channels(rig);
	for (int i = 1; i <= 8; i++)
		rig_send(rig, i, "ops");
	rig_run(rig, 110 * H);
	assert_int_equal(rig->result_count, 8 * 12);
	assert_int_equal(count_troubles(rig, EVENT_SYSTEM_TROUBLE), 1);
	hook->status = 200;
	rig_send(rig, 9, "ops");
	rig_run(rig, H);
	hook->status = 500;
	rig_send(rig, 10, "ops");
	rig_run(rig, 110 * H);
	assert_int_equal(count_troubles(rig, EVENT_SYSTEM_TROUBLE), 2);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
a_silent_receiver_is_left_after_20_s_and_spared_for_60(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->status = 0;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, 19 * S);
	assert_int_equal(rig->result_count, 0);
	rig_run(rig, 2 * S);
	assert_int_equal(rig->result_count, 1);
	assert_int_equal(rig->results[0].at, RIG_START + 20 * S);
	assert_int_equal(rig->results[0].retry_ms, 60 * S);
	hook->status = 200;
	rig_send(rig, 2, "ops");
	rig_run(rig, 58 * S);
	assert_int_equal(hook->count, 1);
	rig_run(rig, 5 * S);
	assert_int_equal(hook->count, 3);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
a_huge_answer_is_cut_and_counts(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->huge = 4 * MIB;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, M);
	assert_int_equal(rig->result_count, 1);
	assert_true(rig->results[0].sent);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
tls_that_fails_keeps_the_schedule(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_LINES);

	(void)state;
	struct channel *channel =
	    rig_add_hook(rig, "ops", peer_port(hook->peer));
	mem_free(channel->url);
	channel->url =
	    mem_printf("https://127.0.0.1:%d/", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, M);
	assert_true(rig->result_count >= 2);
	assert_false(rig->results[0].sent);
	assert_false(rig->results[0].dead);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
plain_http_and_private_addresses_need_the_operators_word(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	rig_add_hook(rig, "plain", peer_port(hook->peer))->allow_insecure =
	    false;
	rig_add_hook(rig, "near", peer_port(hook->peer))->guard.count = 0;
	rig_use_channels(rig);
	rig_send(rig, 1, "plain");
	rig_send(rig, 2, "near");
	rig_run(rig, S);
	assert_int_equal(hook->count, 0);
	assert_int_equal(rig->result_count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_false(rig->results[i].sent || rig->results[i].dead);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
a_dead_channel_does_not_hold_another(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *dead = rig_receiver_new(rig, PEER_HTTP);
	struct rig_receiver *good = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	dead->status = 0;
	rig_add_hook(rig, "dead", peer_port(dead->peer));
	rig_add_hook(rig, "good", peer_port(good->peer));
	rig_use_channels(rig);
	for (int i = 0; i < 50; i++) {
		int64_t seq = rig_store_event(rig, i);
		assert_int_equal(rig_add(rig, "dead", seq), 0);
		assert_int_equal(rig_add(rig, "good", seq), 0);
	}
	rig_run(rig, S);
	assert_int_equal(good->count, 50);
	assert_int_equal(rig_count(rig, "good"), 50);
	assert_int_equal(rig_count(rig, "dead"), 0);
	for (size_t i = 0; i < 50; i++)
		assert_int_equal(good->requests[i].at, RIG_START);
	rig_receiver_free(dead);
	rig_receiver_free(good);
	rig_free(rig);
}

static void
no_more_requests_at_once_than_the_channel_bears(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->status = 0;
	rig_add_hook(rig, "ops", peer_port(hook->peer))->concurrency = 3;
	rig_use_channels(rig);
	for (int i = 0; i < 20; i++)
		rig_send(rig, i, "ops");
	rig_run(rig, 10 * S);
	assert_int_equal(hook->count, 3);
	hook->status = 200;
	/* After the time-outs one probe goes first, alone; then the rest. */
	rig_run(rig, 10 * M);
	assert_int_equal(hook->count, 23);
	assert_true(hook->requests[3].at >= RIG_START + 80 * S);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
a_channel_that_only_fails_is_disabled_after_120_h(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->status = 500;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, 72 * H);
	rig_send(rig, 2, "ops");
	rig_run(rig, 47 * H);
	assert_int_equal(count_troubles(rig, EVENT_CHANNEL_DISABLED), 0);
	rig_run(rig, 60 * H);
	assert_int_equal(count_troubles(rig, EVENT_CHANNEL_DISABLED), 1);
	size_t before = hook->count;
	hook->status = 200;
	rig_use_channels(rig);
	rig_run(rig, 30 * H);
	assert_int_equal(hook->count, before + 1);
	rig_receiver_free(hook);
	rig_free(rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(deliveries_come_once_signed_and_numbered),
	    cmocka_unit_test(a_receiver_that_is_down_gets_the_whole_schedule),
	    cmocka_unit_test(
		a_receiver_that_fails_gets_the_same_bytes_each_time),
	    cmocka_unit_test(two_runs_wait_alike),
	    cmocka_unit_test(a_mended_receiver_gets_everything),
	    cmocka_unit_test(retry_after_holds_the_whole_channel),
	    cmocka_unit_test(redirects_are_not_followed_and_need_attention),
	    cmocka_unit_test(
		gone_disables_the_channel_until_a_config_is_loaded),
	    cmocka_unit_test(four_attempts_that_are_gone_disable_once),
	    cmocka_unit_test(giving_up_is_told_once_until_the_channel_works),
	    cmocka_unit_test(
		a_silent_receiver_is_left_after_20_s_and_spared_for_60),
	    cmocka_unit_test(a_huge_answer_is_cut_and_counts),
	    cmocka_unit_test(tls_that_fails_keeps_the_schedule),
	    cmocka_unit_test(
		plain_http_and_private_addresses_need_the_operators_word),
	    cmocka_unit_test(a_dead_channel_does_not_hold_another),
	    cmocka_unit_test(no_more_requests_at_once_than_the_channel_bears),
	    cmocka_unit_test(a_channel_that_only_fails_is_disabled_after_120_h),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
