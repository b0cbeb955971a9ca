/* SPDX-License-Identifier: BSD-2-Clause */
/* What a channel was told, for those who missed some of it. */
#include "alerts/export_rows.h"
#include "alerts/delivery_rows.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/rig.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct rig *rig;
static struct rig_receiver *receiver;
static struct buf seen;

static int
set_up(void **state)
{
	(void)state;
	rig = rig_new(NULL);
	receiver = rig_receiver_new(rig, PEER_HTTP);
	rig_add_hook(rig, "ops", peer_port(receiver->peer))->concurrency = 1;
	rig_add_hook(rig, "risk", peer_port(receiver->peer));
	rig_use_channels(rig);
	buf_init(&seen, 4 * KIB);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	buf_done(&seen);
	rig_receiver_free(receiver);
	rig_free(rig);
	return 0;
}

static bool
on_row(const struct export_row *row, void *arg)
{
	(void)arg;
	assert_int_equal(
	    buf_addf(&seen, "%lld %s %s;", (long long)row->sequence,
		row->event.id, row->state),
	    0);
	return true;
}

static const char *export(int64_t after, int limit)
{
	struct err err = ERR_NONE;

	buf_clear(&seen);
	if (export_rows_each(rig->db,
		&(struct export_query){"ops", after, limit}, on_row, NULL,
		&err) != 0)
		fail_msg("%s", err.text);
	return seen.len > 0 ? seen.data : "";
}

static void
a_gap_is_filled_in_the_order_of_the_numbers(void **state)
{
	(void)state;
	rig_send(rig, 1, "ops");
	rig_send(rig, 2, "risk");
	rig_send(rig, 3, "ops");
	rig_run(rig, S);
	receiver->status = 500;
	rig_send(rig, 4, "ops");
	rig_run(rig, S);
	assert_string_equal(
	    export(0, 9), "1 evt_1 sent;2 evt_3 sent;3 evt_4 retry;");
	assert_string_equal(export(1, 1), "2 evt_3 sent;");
	assert_string_equal(export(3, 9), "");
}

/* It has no number: nobody can miss it. */
static void
what_was_never_tried_is_not_in_it(void **state)
{
	(void)state;
	assert_int_equal(
	    outbox_disable(rig->outbox, "ops", "anna", "", NULL), 0);
	rig_send(rig, 1, "ops");
	rig_run(rig, H);
	assert_string_equal(export(0, 9), "");
}

static void
it_is_known_what_was_purged(void **state)
{
	int64_t purged = -1;

	(void)state;
	rig_send(rig, 1, "ops");
	rig_run(rig, S);
	assert_int_equal(export_rows_purged(rig->db, "ops", &purged, NULL), 0);
	assert_int_equal(purged, 0);
	assert_int_equal(
	    db_run(rig->db,
		db_prepare(rig->db, "UPDATE channel SET purged = 17"), NULL),
	    0);
	assert_int_equal(export_rows_purged(rig->db, "ops", &purged, NULL), 0);
	assert_int_equal(purged, 17);
	assert_int_equal(export_rows_purged(rig->db, NULL, &purged, NULL), 0);
	assert_int_equal(purged, 0);
}

/* Where it still waits it comes anyway. */
static void
a_replay_goes_where_the_event_went(void **state)
{
	struct export_channels channels;

	(void)state;
	int64_t seq = rig_store_event(rig, 1);
	assert_int_equal(rig_add(rig, "ops", seq), 0);
	assert_int_equal(rig_add(rig, "risk", seq), 0);
	assert_int_equal(
	    outbox_disable(rig->outbox, "risk", "anna", "", NULL), 0);
	rig_run(rig, S);
	assert_int_equal(
	    export_rows_channels(rig->db, seq, &channels, NULL), 0);
	assert_int_equal(channels.count, 1);
	assert_string_equal(channels.names[0], "ops");
	export_channels_done(&channels);
}

static void
a_span_of_time_has_its_events(void **state)
{
	struct export_window window = {
	    .since = RIG_START + H, .until = RIG_START + 2 * H};

	(void)state;
	for (int i = 0; i < 3; i++) {
		rig_send(rig, i, "ops");
		rig_run(rig, H);
	}
	assert_int_equal(export_rows_window(rig->db, &window, NULL), 0);
	assert_int_equal(window.count, 1);
	assert_int_equal(window.seqs[0], 2);
	window.after = 2;
	assert_int_equal(export_rows_window(rig->db, &window, NULL), 0);
	assert_int_equal(window.count, 0);
}

static bool
count_row(const struct delivery_row *row, void *arg)
{
	(void)row;
	(*(int *)arg)++;
	return true;
}

static int
listed(const char *state, const char *channel, int64_t since)
{
	struct delivery_query query = {
	    .state = state,
	    .channel = channel,
	    .since = since,
	    .before = INT64_MAX,
	    .limit = 100,
	};
	int count = 0;

	assert_int_equal(
	    delivery_rows_list(rig->db, &query, count_row, &count, NULL), 0);
	return count;
}

static void
deliveries_are_listed_by_what_is_asked(void **state)
{
	(void)state;
	rig_send(rig, 1, "ops");
	rig_send(rig, 2, "risk");
	rig_run(rig, S);
	receiver->status = 500;
	rig_send(rig, 3, "ops");
	rig_run(rig, S);
	assert_int_equal(listed(NULL, NULL, 0), 3);
	assert_int_equal(listed("sent", NULL, 0), 2);
	assert_int_equal(listed("sent", "ops", 0), 1);
	assert_int_equal(listed("retry", NULL, 0), 1);
	assert_int_equal(listed("waiting", NULL, 0), 1);
	assert_int_equal(listed("dead", NULL, 0), 0);
	assert_int_equal(listed(NULL, NULL, RIG_START + S), 1);
	assert_true(delivery_rows_is_state("silenced"));
	assert_false(delivery_rows_is_state("lost"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(a_gap_is_filled_in_the_order_of_the_numbers),
	    CASE(what_was_never_tried_is_not_in_it),
	    CASE(it_is_known_what_was_purged),
	    CASE(a_replay_goes_where_the_event_went),
	    CASE(a_span_of_time_has_its_events),
	    CASE(deliveries_are_listed_by_what_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
