/* SPDX-License-Identifier: BSD-2-Clause */
/* A directory as a source, with real files, in held time. */
#include "watchers/inbox.h"

#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "tests/lib/rig.h"
#include "watchers/item_rows.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define START  INT64_C(1768896000000)

struct place {
	char folder[64];
	char store[80];
	struct rig *rig;
};

static void
place_open(struct place *place)
{
	(void)snprintf(
	    place->folder, sizeof(place->folder), "/tmp/filingd-inbox-XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	(void)snprintf(
	    place->store, sizeof(place->store), "%s.db", place->folder);
	place->rig = NULL;
}

static void
place_watch(struct place *place)
{
	const struct rig_options options = {.source = "directory",
	    .start = START,
	    .store = place->store,
	    .folder = place->folder};

	place->rig = rig_new(&options);
	watcher_start(place->rig->watcher);
	rig_run(place->rig, SECOND);
	assert_int_equal(place->rig->complete, 1);
}

/* A path in the directory; the buffer is the next call's too. */
static const char *
in(const struct place *place, const char *name)
{
	static char path[512];

	(void)snprintf(path, sizeof(path), "%s/%s", place->folder, name);
	return path;
}

static void
place_close(struct place *place)
{
	DIR *dir = opendir(place->folder);
	struct dirent *entry;

	rig_free(place->rig);
	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (unlink(in(place, entry->d_name)) != 0)
			(void)rmdir(in(place, entry->d_name));
	if (dir != NULL)
		closedir(dir);
	(void)rmdir(place->folder);
	assert_int_equal(unlink(place->store), 0);
}

static int
begin(const struct place *place, const char *name, const char *text)
{
	int fd = open(
	    in(place, name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	return fd;
}

/* A file that was changed at a moment. */
static void
drop(const struct place *place, const char *name, const char *text,
    int64_t modified)
{
	const struct timespec times[2] = {
	    {.tv_sec = modified / 1000, .tv_nsec = modified % 1000 * 1000000},
	    {.tv_sec = modified / 1000, .tv_nsec = modified % 1000 * 1000000}};
	int fd = begin(place, name, text);

	assert_int_equal(futimens(fd, times), 0);
	assert_int_equal(close(fd), 0);
}

static void
a_file_that_is_dropped_is_a_filing_at_once(void **state)
{
	struct place place;

	(void)state;
	place_open(&place);
	place_watch(&place);
	drop(&place, "Profit warning.txt", "words", START + SECOND);
	rig_run(place.rig, SECOND);
	assert_int_equal(place.rig->item_count, 1);
	assert_string_equal(place.rig->items[0].key, "Profit warning.txt");
	assert_string_equal(place.rig->items[0].title, "Profit warning");
	rig_run(place.rig, HOUR);
	assert_int_equal(place.rig->item_count, 1);
	place_close(&place);
}

static void
a_file_that_is_being_written_waits_for_its_end(void **state)
{
	struct place place;
	int fd;

	(void)state;
	place_open(&place);
	place_watch(&place);
	fd = begin(&place, "slow.txt", "half");
	drop(&place, "quick.txt", "words", START);
	rig_run(place.rig, 10 * MINUTE);
	assert_int_equal(rig_told(place.rig, "quick.txt"), 1);
	assert_int_equal(rig_told(place.rig, "slow.txt"), 0);
	assert_int_equal(write(fd, " whole", 6), 6);
	rig_run(place.rig, 10 * MINUTE);
	assert_int_equal(rig_told(place.rig, "slow.txt"), 0);
	assert_int_equal(close(fd), 0);
	rig_run(place.rig, SECOND);
	assert_int_equal(rig_told(place.rig, "slow.txt"), 1);
	place_close(&place);
}

static void
a_file_that_is_renamed_into_place_is_whole(void **state)
{
	struct place place;
	char from[512];

	(void)state;
	place_open(&place);
	place_watch(&place);
	drop(&place, ".part", "words", START);
	rig_run(place.rig, 5 * MINUTE);
	assert_int_equal(place.rig->item_count, 0);
	(void)snprintf(from, sizeof(from), "%s", in(&place, ".part"));
	assert_int_equal(rename(from, in(&place, "whole.txt")), 0);
	rig_run(place.rig, SECOND);
	assert_int_equal(rig_told(place.rig, "whole.txt"), 1);
	place_close(&place);
}

static void
a_file_that_is_linked_into_place_is_whole(void **state)
{
	struct place place;
	char from[512];

	(void)state;
	place_open(&place);
	place_watch(&place);
	drop(&place, ".part", "words", START);
	(void)snprintf(from, sizeof(from), "%s", in(&place, ".part"));
	assert_int_equal(link(from, in(&place, "whole.txt")), 0);
	rig_run(place.rig, MINUTE);
	assert_int_equal(rig_told(place.rig, "whole.txt"), 1);
	place_close(&place);
}

static void
what_was_dropped_while_filingd_was_down_is_found(void **state)
{
	struct place place;
	struct item_times times = {0};

	(void)state;
	place_open(&place);
	drop(&place, "before.txt", "words", START - HOUR);
	place_watch(&place);
	assert_int_equal(rig_stored(place.rig, "baseline"), 1);
	watcher_stop(place.rig->watcher);
	rig_run(place.rig, HOUR);
	drop(&place, "meanwhile.txt", "words", START + HOUR / 2);
	/* still being written when filingd comes back: left to rest */
	drop(&place, "fresh.txt", "words", START + HOUR + SECOND - 500);
	rig_restart(place.rig);
	watcher_start(place.rig->watcher);
	rig_run(place.rig, SECOND);
	assert_int_equal(place.rig->item_count, 1);
	assert_string_equal(place.rig->items[0].key, "meanwhile.txt");
	assert_int_equal(item_rows_times(place.rig->db, place.rig->items[0].id,
			     &times, NULL),
	    0);
	assert_true(times.late);
	rig_run(place.rig, 15 * SECOND);
	assert_int_equal(rig_told(place.rig, "fresh.txt"), 1);
	place_close(&place);
}

static void
a_file_that_is_written_anew_is_revised(void **state)
{
	struct place place;

	(void)state;
	place_open(&place);
	place_watch(&place);
	drop(&place, "a.txt", "words", START + SECOND);
	rig_run(place.rig, MINUTE);
	drop(&place, "a.txt", "other words", START + MINUTE);
	rig_run(place.rig, MINUTE);
	assert_int_equal(rig_told(place.rig, "a.txt"), 2);
	place_close(&place);
}

static void
what_is_taken_away_is_neither_withdrawn_nor_trouble(void **state)
{
	struct place place;

	(void)state;
	place_open(&place);
	place_watch(&place);
	drop(&place, "a.txt", "words", START + SECOND);
	drop(&place, "b.txt", "words", START + 2 * SECOND);
	rig_run(place.rig, MINUTE);
	assert_int_equal(access(in(&place, "a.txt"), R_OK), 0);
	assert_int_equal(unlink(in(&place, "a.txt")), 0);
	assert_int_equal(unlink(in(&place, "b.txt")), 0);
	rig_run(place.rig, 2 * HOUR);
	assert_int_equal(place.rig->item_count, 2);
	assert_int_equal(place.rig->degraded, 0);
	assert_int_equal(place.rig->health, HEALTH_OK);
	place_close(&place);
}

static void
bad_names_are_told_and_hold_back_nobody(void **state)
{
	struct place place;

	(void)state;
	place_open(&place);
	assert_int_equal(mkdir(in(&place, "folder"), 0700), 0);
	place_watch(&place);
	drop(&place, "\xff\xfe.pdf", "words", START);
	assert_int_equal(symlink("/etc/passwd", in(&place, "link.txt")), 0);
	assert_int_equal(mkfifo(in(&place, "pipe.txt"), 0600), 0);
	drop(&place, "good.txt", "words", START);
	rig_run(place.rig, 2 * MINUTE);
	assert_int_equal(place.rig->item_count, 1);
	assert_int_equal(rig_told(place.rig, "good.txt"), 1);
	assert_int_equal(place.rig->gaps, 1);
	assert_string_equal(
	    place.rig->gap, "3 files are left out, 'link.txt': no plain file");
	rig_run(place.rig, HOUR);
	assert_int_equal(place.rig->gaps, 1);
	place_close(&place);
}

static void
a_directory_that_is_away_is_trouble_until_it_is_back(void **state)
{
	struct place place;

	(void)state;
	place_open(&place);
	place_watch(&place);
	assert_int_equal(rmdir(place.folder), 0);
	rig_run(place.rig, HOUR);
	assert_int_equal(place.rig->degraded, 1);
	assert_non_null(strstr(place.rig->why, "No such file"));
	assert_int_equal(mkdir(place.folder, 0700), 0);
	drop(&place, "back.txt", "words", START);
	rig_run(place.rig, HOUR);
	assert_int_equal(place.rig->recovered, 1);
	assert_int_equal(rig_told(place.rig, "back.txt"), 1);
	drop(&place, "next.txt", "words", START);
	rig_run(place.rig, SECOND);
	assert_int_equal(rig_told(place.rig, "next.txt"), 1);
	place_close(&place);
}

static void
only_plain_files_of_the_directory_are_read(void **state)
{
	static const struct {
		const char *name;
		int rc;
	} cases[] = {{"a.txt", 0}, {"../passwd", ERR_INVALID},
	    {"/etc/passwd", ERR_INVALID}, {".hidden", ERR_INVALID},
	    {"link.txt", ERR_IO}, {"pipe.txt", ERR_INVALID},
	    {"none.txt", ERR_IO}, {"big.txt", ERR_TOOBIG}};
	struct place place;
	char *big = mem_new(5000);

	(void)state;
	place_open(&place);
	place_watch(&place);
	memset(big, 'x', 4999);
	drop(&place, "a.txt", "words", START);
	drop(&place, ".hidden", "words", START);
	drop(&place, "big.txt", big, START);
	assert_int_equal(symlink("a.txt", in(&place, "link.txt")), 0);
	assert_int_equal(mkfifo(in(&place, "pipe.txt"), 0600), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf body;
		int rc;

		buf_init(&body, 4096);
		rc = inbox_read(place.folder, cases[i].name, &body, NULL);
		if (rc != cases[i].rc)
			fail_msg("%s: %d", cases[i].name, rc);
		if (rc == 0)
			assert_string_equal(body.data, "words");
		buf_done(&body);
	}
	mem_free(big);
	place_close(&place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_file_that_is_dropped_is_a_filing_at_once),
	    cmocka_unit_test(a_file_that_is_being_written_waits_for_its_end),
	    cmocka_unit_test(a_file_that_is_renamed_into_place_is_whole),
	    cmocka_unit_test(a_file_that_is_linked_into_place_is_whole),
	    cmocka_unit_test(what_was_dropped_while_filingd_was_down_is_found),
	    cmocka_unit_test(a_file_that_is_written_anew_is_revised),
	    cmocka_unit_test(
		what_is_taken_away_is_neither_withdrawn_nor_trouble),
	    cmocka_unit_test(bad_names_are_told_and_hold_back_nobody),
	    cmocka_unit_test(
		a_directory_that_is_away_is_trouble_until_it_is_back),
	    cmocka_unit_test(only_plain_files_of_the_directory_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
