/* SPDX-License-Identifier: BSD-2-Clause */
/* Deliveries to desktops: offers in the store, and the users' cursors. */
#include "alerts/offer_rows.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/rig.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

struct seen {
	size_t count;
	int64_t seqs[16];
	char ids[16][EVENT_ID_MAX];
};

static bool
on_offer(const struct offer_row *row, void *arg)
{
	struct seen *seen = arg;

	assert_true(seen->count < 16);
	assert_string_equal(row->rule, "core");
	seen->seqs[seen->count] = row->seq;
	(void)snprintf(
	    seen->ids[seen->count++], EVENT_ID_MAX, "%s", row->event.id);
	return true;
}

static struct seen
offers_after(struct rig *rig, const char *channel, int64_t seq)
{
	struct seen seen = {0};

	assert_int_equal(
	    offer_rows_list(rig->db, &(struct offer_range){channel, seq, 16},
		on_offer, &seen, NULL),
	    0);
	return seen;
}

static void
a_delivery_is_an_offer_of_its_channel(void **state)
{
	struct rig *rig = rig_new(NULL);

	(void)state;
	rig_add_desktop(rig, "screens");
	rig_add_desktop(rig, "hall");
	rig_use_channels(rig);
	rig_send(rig, 1, "screens");
	rig_send(rig, 2, "hall");
	rig_send(rig, 3, "screens");
	rig_run(rig, S);
	assert_int_equal(rig->result_count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_true(rig->results[i].sent);
	struct seen seen = offers_after(rig, "screens", 0);
	assert_int_equal(seen.count, 2);
	assert_string_equal(seen.ids[0], "evt_1");
	assert_string_equal(seen.ids[1], "evt_3");
	assert_int_equal(offers_after(rig, "screens", seen.seqs[0]).count, 1);
	assert_int_equal(offers_after(rig, "hall", 0).count, 1);
	rig_free(rig);
}

static void
on_log(enum log_level level, const char *line, void *arg)
{
	bool *filled = arg;

	(void)level;
	if (*filled || strstr(line, "leasing -> sending") == NULL)
		return;
	*filled = true;
	rig_limit_files(true);
}

static void
a_full_disk_at_the_offer_loses_and_doubles_nothing(void **state)
{
	char dir[] = "/tmp/filingd-desktop-XXXXXX";
	bool filled = false;

	(void)state;
	assert_non_null(mkdtemp(dir));
	char *path = mem_printf("%s/store.db", dir);
	struct rig *rig = rig_new(path);
	rig_add_desktop(rig, "screens");
	rig_use_channels(rig);
	(void)signal(SIGXFSZ, SIG_IGN);
	log_set_level(LOG_AT_DEBUG);
	log_set_hook(on_log, &filled);
	rig_send(rig, 1, "screens");
	rig_run(rig, 10 * S);
	assert_true(filled);
	assert_int_equal(rig->result_count, 0);
	assert_int_equal(offers_after(rig, "screens", 0).count, 0);
	rig_limit_files(false);
	rig_run(rig, 2 * S);
	assert_int_equal(rig->result_count, 1);
	assert_true(rig->results[0].sent);
	assert_int_equal(offers_after(rig, "screens", 0).count, 1);
	log_set_hook(NULL, NULL);
	log_set_level(LOG_AT_INFO);
	rig_free(rig);
	rig_remove_store(dir, path);
	mem_free(path);
}

static int64_t
move(struct rig *rig, const char *channel, int64_t uid, int64_t seq)
{
	const struct offer_user user = {channel, uid};

	assert_int_equal(
	    offer_rows_move(rig->db, &user, loop_now(rig->loop), &seq, NULL),
	    0);
	return seq;
}

static int64_t
stands(struct rig *rig, const char *channel, int64_t uid)
{
	int64_t seq = -1;

	assert_int_equal(offer_rows_cursor(rig->db,
			     &(struct offer_user){channel, uid}, &seq, NULL),
	    0);
	return seq;
}

static void
a_cursor_is_its_users_and_goes_forward_to_the_newest(void **state)
{
	struct rig *rig = rig_new(NULL);

	(void)state;
	rig_add_desktop(rig, "screens");
	rig_use_channels(rig);
	for (int i = 1; i <= 3; i++)
		rig_send(rig, i, "screens");
	rig_run(rig, S);
	struct seen seen = offers_after(rig, "screens", 0);
	assert_int_equal(seen.count, 3);
	assert_int_equal(stands(rig, "screens", 1000), 0);
	assert_int_equal(
	    move(rig, "screens", 1000, seen.seqs[1]), seen.seqs[1]);
	assert_int_equal(
	    move(rig, "screens", 1000, seen.seqs[0]), seen.seqs[1]);
	assert_int_equal(move(rig, "screens", 1000, 999999), seen.seqs[2]);
	assert_int_equal(stands(rig, "screens", 1001), 0);
	assert_int_equal(move(rig, "hall", 1000, 5), 0);
	rig_free(rig);
}

static void
the_newest_before_a_moment_is_where_a_new_user_begins(void **state)
{
	struct rig *rig = rig_new(NULL);
	int64_t seq = -1;

	(void)state;
	rig_add_desktop(rig, "screens");
	rig_use_channels(rig);
	rig_send(rig, 1, "screens");
	rig_run(rig, H);
	int64_t between = loop_now(rig->loop);
	rig_send(rig, 2, "screens");
	rig_run(rig, H);
	struct seen seen = offers_after(rig, "screens", 0);
	assert_int_equal(
	    offer_rows_newest(rig->db, "screens", between, &seq, NULL), 0);
	assert_int_equal(seq, seen.seqs[0]);
	assert_int_equal(
	    offer_rows_newest(rig->db, "screens", RIG_START, &seq, NULL), 0);
	assert_int_equal(seq, 0);
	rig_free(rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_delivery_is_an_offer_of_its_channel),
	    cmocka_unit_test(
		a_full_disk_at_the_offer_loses_and_doubles_nothing),
	    cmocka_unit_test(
		a_cursor_is_its_users_and_goes_forward_to_the_newest),
	    cmocka_unit_test(
		the_newest_before_a_moment_is_where_a_new_user_begins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
