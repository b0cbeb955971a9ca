/* SPDX-License-Identifier: BSD-2-Clause */
/* Deliveries over real sockets, their 75 hours in held time. */
#include "alerts/outbox.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <cmocka.h>

#include "alerts/webhook.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "tests/unit/alerts/rig.h"

#define S INT64_C(1000)
#define M (60 * S)
#define H (60 * M)

static int64_t
attempt_of(const struct rig_receiver *receiver, size_t i)
{
	return strtoll(rig_header(receiver, i, "filingd-attempt"), NULL, 10);
}

static int64_t
sequence_of(const struct rig_receiver *receiver, size_t i)
{
	return strtoll(rig_header(receiver, i, "filingd-sequence"), NULL, 10);
}

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
		assert_int_equal(sequence_of(hook, i), i + 1);
		assert_int_equal(attempt_of(hook, i), 1);
		assert_int_equal(hook->requests[i].at, RIG_START);
		assert_true(rig->results[i].sent);
		char *id = mem_strdup(rig_header(hook, i, "webhook-id"));
		webhook_sign(channel, id,
		    strtoll(rig_header(hook, i, "webhook-timestamp"), NULL, 10),
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

static void
what_is_undone_is_neither_sent_nor_numbered(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_run(rig, S);
	assert_int_equal(db_mark(rig->db, NULL), 0);
	rig_send(rig, 1, "ops");
	db_drop(rig->db);
	rig_run(rig, H);
	assert_int_equal(hook->count, 0);
	rig_send(rig, 2, "ops");
	rig_run(rig, H);
	assert_int_equal(hook->count, 1);
	assert_int_equal(sequence_of(hook, 0), 1);
	assert_string_equal(rig_header(hook, 0, "webhook-id"), "evt_2");
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
		int64_t base = outbox_schedule_ms(i + 1);
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
		assert_int_equal(sequence_of(hook, i), 1);
		int64_t signed_at =
		    strtoll(rig_header(hook, i, "webhook-timestamp"), NULL, 10);
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
	assert_true(rig->results[0].dead);
	assert_int_equal(rig->trouble_count, 2);
	assert_int_equal(rig->troubles[0].type, EVENT_CHANNEL_DISABLED);
	assert_string_equal(rig->troubles[0].channel, "ops");
	assert_non_null(strstr(rig->troubles[0].text, "http 410"));
	rig_send(rig, 3, "ops");
	rig_run(rig, H);
	assert_int_equal(hook->count, 1);
	hook->status = 200;
	rig_use_channels(rig);
	rig_run(rig, M);
	assert_int_equal(hook->count, 3);
	assert_string_equal(rig_header(hook, 1, "webhook-id"), "evt_2");
	assert_string_equal(rig_header(hook, 1, "filingd-late"), "true");
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
on_drained(void *arg)
{
	((struct rig *)arg)->drained++;
}

static void
remove_store(const char *dir, const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm", ".lock"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char *file = mem_printf("%s%s", path, ends[i]);
		(void)unlink(file); /* some are not there */
		mem_free(file);
	}
	assert_int_equal(rmdir(dir), 0);
}

/* A process that dies while it waits for the answer. */
static void
a_crash_in_a_lease_repeats_that_attempt(void **state)
{
	char dir[] = "/tmp/filingd-outbox-XXXXXX";
	assert_non_null(mkdtemp(dir));
	char *path = mem_printf("%s/store.db", dir);
	char *body = NULL;

	(void)state;
	for (int run = 0; run < 2; run++) {
		struct rig *rig = rig_new(path);
		struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);
		hook->status = run == 0 ? 0 : 200;
		rig_add_hook(rig, "ops", peer_port(hook->peer));
		rig_use_channels(rig);
		if (run == 0)
			rig_send(rig, 1, "ops");
		rig_run(rig, S);
		assert_int_equal(hook->count, 1);
		assert_int_equal(attempt_of(hook, 0), 1);
		assert_string_equal(rig_header(hook, 0, "webhook-id"), "evt_1");
		if (run == 0)
			body = mem_strdup(rig_body(hook, 0));
		else
			assert_string_equal(rig_body(hook, 0), body);
		assert_int_equal(rig->result_count, run);
		rig_receiver_free(hook);
		rig_free(rig);
	}
	mem_free(body);
	remove_store(dir, path);
	mem_free(path);
}

/* No file of this process grows beyond what it has. */
static void
limit_files(bool full)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = full ? 4096 : limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
an_answer_is_written_until_the_store_takes_it(void **state)
{
	char dir[] = "/tmp/filingd-outbox-XXXXXX";
	assert_non_null(mkdtemp(dir));
	char *path = mem_printf("%s/store.db", dir);
	struct rig *rig = rig_new(path);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);
	struct outbox_stats stats;

	(void)state;
	hook->status = 0;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, 19 * S);
	(void)signal(SIGXFSZ, SIG_IGN);
	limit_files(true);
	rig_run(rig, 10 * S);
	assert_int_equal(hook->count, 1);
	assert_int_equal(rig->result_count, 0);
	assert_true(db_is_ailing(rig->db));
	limit_files(false);
	rig_run(rig, 2 * S);
	assert_int_equal(rig->result_count, 1);
	assert_int_equal(rig->results[0].attempt, 1);
	assert_int_equal(outbox_stats(rig->outbox, &stats, NULL), 0);
	assert_int_equal(stats.retry, 1);
	assert_int_equal(stats.in_flight, 0);
	hook->status = 200;
	rig_run(rig, 2 * M);
	assert_int_equal(hook->count, 2);
	assert_int_equal(attempt_of(hook, 1), 2);
	rig_receiver_free(hook);
	rig_free(rig);
	remove_store(dir, path);
	mem_free(path);
}

/* Nothing goes out whose lease is not on disk. */
static void
nothing_is_sent_while_the_store_is_full(void **state)
{
	char dir[] = "/tmp/filingd-outbox-XXXXXX";
	assert_non_null(mkdtemp(dir));
	char *path = mem_printf("%s/store.db", dir);
	struct rig *rig = rig_new(path);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	outbox_drain(rig->outbox, on_drained, rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, S);
	outbox_free(rig->outbox);
	(void)signal(SIGXFSZ, SIG_IGN);
	limit_files(true);
	rig_open_outbox(rig);
	rig_use_channels(rig);
	rig_run(rig, 10 * S);
	assert_int_equal(hook->count, 0);
	limit_files(false);
	rig_run(rig, 2 * S);
	assert_int_equal(hook->count, 1);
	assert_int_equal(attempt_of(hook, 0), 1);
	rig_receiver_free(hook);
	rig_free(rig);
	remove_store(dir, path);
	mem_free(path);
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
		assert_int_equal(
		    outbox_add(rig->outbox, "dead", seq, "r", "", NULL), 0);
		assert_int_equal(
		    outbox_add(rig->outbox, "good", seq, "r", "", NULL), 0);
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
draining_ends_what_flies_and_starts_nothing(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->status = 0;
	rig_add_hook(rig, "ops", peer_port(hook->peer))->concurrency = 1;
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_send(rig, 2, "ops");
	rig_run(rig, S);
	outbox_drain(rig->outbox, on_drained, rig);
	rig_run(rig, S);
	assert_int_equal(rig->drained, 0);
	rig_run(rig, H);
	assert_int_equal(rig->drained, 1);
	assert_int_equal(hook->count, 1);
	assert_int_equal(rig->result_count, 1);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
draining_an_idle_outbox_ends_at_once(void **state)
{
	struct rig *rig = rig_new(NULL);

	(void)state;
	outbox_drain(rig->outbox, on_drained, rig);
	assert_int_equal(rig->drained, 0);
	rig_run(rig, S);
	assert_int_equal(rig->drained, 1);
	rig_free(rig);
}

static void
a_channel_that_only_fails_is_disabled_after_120_h(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);
	size_t disabled = 0;

	(void)state;
	hook->status = 500;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, 72 * H);
	rig_send(rig, 2, "ops");
	rig_run(rig, 47 * H);
	for (size_t i = 0; i < rig->trouble_count; i++)
		disabled += rig->troubles[i].type == EVENT_CHANNEL_DISABLED;
	assert_int_equal(disabled, 0);
	rig_run(rig, 60 * H);
	for (size_t i = 0; i < rig->trouble_count; i++)
		disabled += rig->troubles[i].type == EVENT_CHANNEL_DISABLED;
	assert_int_equal(disabled, 1);
	size_t before = hook->count;
	hook->status = 200;
	rig_use_channels(rig);
	rig_run(rig, 30 * H);
	assert_int_equal(hook->count, before + 1);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
channels_that_are_gone_keep_their_deliveries(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);

	(void)state;
	hook->status = 500;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, S);
	outbox_set_channels(rig->outbox, NULL, 0);
	assert_int_equal(
	    outbox_add(rig->outbox, "ops", rig->seq, "r", "", NULL),
	    ERR_NOTFOUND);
	rig_run(rig, 100 * H);
	assert_int_equal(hook->count, 1);
	hook->status = 200;
	rig_use_channels(rig);
	rig_run(rig, S);
	assert_int_equal(hook->count, 2);
	rig_receiver_free(hook);
	rig_free(rig);
}

static const char *const two[] = {"a@example.org", "b@example.org"};

static void
each_recipient_gets_a_mail_of_its_own(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);

	(void)state;
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 2);
	rig_use_channels(rig);
	rig_send(rig, 1, "desk");
	rig_run(rig, M);
	assert_int_equal(mail->count, 2);
	assert_int_equal(rig->result_count, 2);
	assert_string_not_equal(
	    rig->results[0].recipient, rig->results[1].recipient);
	for (size_t i = 0; i < 2; i++) {
		assert_true(rig->results[i].sent);
		assert_non_null(strstr(mail->requests[i].text,
		    "X-Filingd-Event: warning.detected\r\n"));
	}
	rig_receiver_free(mail);
	rig_free(rig);
}

static void
a_greylisted_mail_is_repeated_byte_for_byte(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);

	(void)state;
	mail->greeting = 451;
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 1);
	rig_use_channels(rig);
	rig_send(rig, 1, "desk");
	rig_run(rig, 3 * S);
	assert_int_equal(mail->count, 0);
	assert_non_null(strstr(rig->results[0].why, "451"));
	mail->greeting = 0;
	rig_run(rig, 10 * S);
	assert_int_equal(mail->count, 1);
	assert_non_null(strstr(mail->requests[0].text, "07:46:10 +0000\r\n"));
	rig_receiver_free(mail);
	rig_free(rig);
}

static void
a_mailbox_refused_twice_is_given_up_and_told(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);

	(void)state;
	mail->greeting = 550;
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 1);
	rig_use_channels(rig);
	rig_send(rig, 1, "desk");
	rig_run(rig, H);
	assert_int_equal(rig->result_count, 2);
	assert_false(rig->results[0].dead);
	assert_true(rig->results[1].dead);
	assert_int_equal(rig->trouble_count, 1);
	assert_non_null(strstr(rig->troubles[0].text, "550"));
	rig_receiver_free(mail);
	rig_free(rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(deliveries_come_once_signed_and_numbered),
	    cmocka_unit_test(what_is_undone_is_neither_sent_nor_numbered),
	    cmocka_unit_test(a_receiver_that_is_down_gets_the_whole_schedule),
	    cmocka_unit_test(
		a_receiver_that_fails_gets_the_same_bytes_each_time),
	    cmocka_unit_test(two_runs_wait_alike),
	    cmocka_unit_test(a_mended_receiver_gets_everything),
	    cmocka_unit_test(retry_after_holds_the_whole_channel),
	    cmocka_unit_test(redirects_are_not_followed_and_need_attention),
	    cmocka_unit_test(
		gone_disables_the_channel_until_a_config_is_loaded),
	    cmocka_unit_test(
		a_silent_receiver_is_left_after_20_s_and_spared_for_60),
	    cmocka_unit_test(a_huge_answer_is_cut_and_counts),
	    cmocka_unit_test(tls_that_fails_keeps_the_schedule),
	    cmocka_unit_test(
		plain_http_and_private_addresses_need_the_operators_word),
	    cmocka_unit_test(a_crash_in_a_lease_repeats_that_attempt),
	    cmocka_unit_test(an_answer_is_written_until_the_store_takes_it),
	    cmocka_unit_test(nothing_is_sent_while_the_store_is_full),
	    cmocka_unit_test(a_dead_channel_does_not_hold_another),
	    cmocka_unit_test(no_more_requests_at_once_than_the_channel_bears),
	    cmocka_unit_test(draining_ends_what_flies_and_starts_nothing),
	    cmocka_unit_test(draining_an_idle_outbox_ends_at_once),
	    cmocka_unit_test(a_channel_that_only_fails_is_disabled_after_120_h),
	    cmocka_unit_test(channels_that_are_gone_keep_their_deliveries),
	    cmocka_unit_test(each_recipient_gets_a_mail_of_its_own),
	    cmocka_unit_test(a_greylisted_mail_is_repeated_byte_for_byte),
	    cmocka_unit_test(a_mailbox_refused_twice_is_given_up_and_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
