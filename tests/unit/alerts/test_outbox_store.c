/* SPDX-License-Identifier: BSD-2-Clause */
/* The outbox and its store: commits, crashes, full disks, stops, reloads. */
#include "alerts/outbox.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "tests/unit/alerts/rig.h"

#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

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
	assert_int_equal(rig_sequence(hook, 0), 1);
	assert_string_equal(rig_header(hook, 0, "webhook-id"), "evt_2");
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
on_sync(int code, int64_t us, void *arg)
{
	(void)us;
	assert_int_equal(code, 0);
	(*(int *)arg)++;
}

static void
the_next_lease_joins_the_commit_of_an_answer(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);
	int commits = 0;

	(void)state;
	rig_add_hook(rig, "ops", peer_port(hook->peer))->concurrency = 1;
	rig_use_channels(rig);
	rig_run(rig, S);
	for (int i = 0; i < 12; i++)
		rig_send(rig, i, "ops");
	db_on_sync(rig->db, on_sync, &commits);
	rig_run(rig, M);
	assert_int_equal(hook->count, 12);
	/* what is new and the first lease, then each answer */
	assert_in_range(commits, 13, 14);
	rig_receiver_free(hook);
	rig_free(rig);
}

static void
on_drained(void *arg)
{
	((struct rig *)arg)->drained++;
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
		assert_int_equal(rig_attempt(hook, 0), 1);
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
	rig_remove_store(dir, path);
	mem_free(path);
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
	rig_limit_files(true);
	rig_run(rig, 10 * S);
	assert_int_equal(hook->count, 1);
	assert_int_equal(rig->result_count, 0);
	assert_true(db_is_ailing(rig->db));
	rig_limit_files(false);
	rig_run(rig, 2 * S);
	assert_int_equal(rig->result_count, 1);
	assert_int_equal(rig->results[0].attempt, 1);
	assert_int_equal(outbox_stats(rig->outbox, &stats, NULL), 0);
	assert_int_equal(stats.retry, 1);
	assert_int_equal(stats.in_flight, 0);
	hook->status = 200;
	rig_run(rig, 2 * M);
	assert_int_equal(hook->count, 2);
	assert_int_equal(rig_attempt(hook, 1), 2);
	rig_receiver_free(hook);
	rig_free(rig);
	rig_remove_store(dir, path);
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
	rig_limit_files(true);
	rig_open_outbox(rig);
	rig_use_channels(rig);
	rig_run(rig, 10 * S);
	assert_int_equal(hook->count, 0);
	rig_limit_files(false);
	rig_run(rig, 2 * S);
	assert_int_equal(hook->count, 1);
	assert_int_equal(rig_attempt(hook, 0), 1);
	rig_receiver_free(hook);
	rig_free(rig);
	rig_remove_store(dir, path);
	mem_free(path);
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
	assert_int_equal(rig_add(rig, "ops", rig->seq), ERR_NOTFOUND);
	rig_run(rig, 100 * H);
	assert_int_equal(hook->count, 1);
	hook->status = 200;
	rig_use_channels(rig);
	rig_run(rig, S);
	assert_int_equal(hook->count, 2);
	rig_receiver_free(hook);
	rig_free(rig);
}

/* A person's word that could not be stored was not given. */
static void
a_decision_that_is_not_stored_does_not_hold(void **state)
{
	char dir[] = "/tmp/filingd-outbox-XXXXXX";
	assert_non_null(mkdtemp(dir));
	char *path = mem_printf("%s/store.db", dir);
	struct rig *rig = rig_new(path);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);
	struct err err = ERR_NONE;

	(void)state;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_run(rig, S);
	(void)signal(SIGXFSZ, SIG_IGN);
	rig_limit_files(true);
	/* It fails at once, or with the turn's commit. */
	err_drop(outbox_disable(rig->outbox, "ops", "anna", "", &err));
	rig_run(rig, 5 * S);
	rig_limit_files(false);
	rig_send(rig, 1, "ops");
	rig_run(rig, 5 * S);
	assert_int_equal(hook->count, 1);
	assert_int_equal(outbox_enable(rig->outbox, "ops", &err), ERR_EXISTS);
	rig_receiver_free(hook);
	rig_free(rig);
	rig_remove_store(dir, path);
	mem_free(path);
}

/* Disabled by a 410; the store is full while a new config enables it. */
static void
a_channel_is_enabled_once_the_store_takes_it(void **state)
{
	char dir[] = "/tmp/filingd-outbox-XXXXXX";
	assert_non_null(mkdtemp(dir));
	char *path = mem_printf("%s/store.db", dir);
	struct rig *rig = rig_new(path);
	struct rig_receiver *hook = rig_receiver_new(rig, PEER_HTTP);
	struct err err = ERR_NONE;

	(void)state;
	hook->status = 410;
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_send(rig, 1, "ops");
	rig_run(rig, S);
	hook->status = 200;
	(void)signal(SIGXFSZ, SIG_IGN);
	rig_limit_files(true);
	rig_use_channels(rig);
	rig_run(rig, 5 * S);
	assert_int_equal(hook->count, 1);
	rig_limit_files(false);
	rig_run(rig, 5 * S);
	assert_int_equal(hook->count, 2);
	/* And the store knows. */
	assert_int_equal(outbox_enable(rig->outbox, "ops", &err), ERR_EXISTS);
	rig_receiver_free(hook);
	rig_free(rig);
	rig_remove_store(dir, path);
	mem_free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_undone_is_neither_sent_nor_numbered),
	    cmocka_unit_test(the_next_lease_joins_the_commit_of_an_answer),
	    cmocka_unit_test(a_crash_in_a_lease_repeats_that_attempt),
	    cmocka_unit_test(an_answer_is_written_until_the_store_takes_it),
	    cmocka_unit_test(nothing_is_sent_while_the_store_is_full),
	    cmocka_unit_test(a_decision_that_is_not_stored_does_not_hold),
	    cmocka_unit_test(a_channel_is_enabled_once_the_store_takes_it),
	    cmocka_unit_test(draining_ends_what_flies_and_starts_nothing),
	    cmocka_unit_test(draining_an_idle_outbox_ends_at_once),
	    cmocka_unit_test(channels_that_are_gone_keep_their_deliveries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
