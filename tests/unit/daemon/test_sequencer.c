/* SPDX-License-Identifier: BSD-2-Clause */
/* Decisions per issuer in order of publication, whoever is read first. */
#include "daemon/sequencer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static struct sequencer_entry *
add(struct sequencer *sequencer, int64_t published, const char *id,
    const char *listing)
{
	/* The id is the arg too. */
	return sequencer_add(sequencer,
	    (struct sequencer_key){published, "s", id}, &listing, 1,
	    (void *)(uintptr_t)id);
}

static void
a_later_filing_waits_for_an_earlier_one_of_its_issuer(void **state)
{
	struct sequencer *sequencer = sequencer_new();
	struct sequencer_entry *late = add(sequencer, 20, "late", "A");
	struct sequencer_entry *early = add(sequencer, 10, "early", "A");

	(void)state;
	sequencer_ready(late);
	assert_null(sequencer_next(sequencer));
	sequencer_ready(early);
	assert_string_equal(sequencer_next(sequencer), "early");
	sequencer_remove(early);
	assert_string_equal(sequencer_next(sequencer), "late");
	sequencer_remove(late);
	assert_null(sequencer_next(sequencer));
	assert_int_equal(sequencer_count(sequencer), 0);
	sequencer_free(sequencer);
}

static void
a_slow_document_holds_back_only_its_own_issuer(void **state)
{
	struct sequencer *sequencer = sequencer_new();
	struct sequencer_entry *other;

	(void)state;
	add(sequencer, 10, "slow", "A");
	other = add(sequencer, 20, "other", "B");
	sequencer_ready(other);
	assert_string_equal(sequencer_next(sequencer), "other");
	sequencer_free(sequencer);
}

static void
equal_times_go_by_source_and_then_by_id(void **state)
{
	struct sequencer *sequencer = sequencer_new();
	const char *listing = "A";
	struct sequencer_entry *entries[3];
	const char *want[] = {"a/2", "b/1", "b/3"};

	(void)state;
	entries[2] =
	    sequencer_add(sequencer, (struct sequencer_key){5, "b", "3"},
		&listing, 1, (void *)(uintptr_t)want[2]);
	entries[0] =
	    sequencer_add(sequencer, (struct sequencer_key){5, "a", "2"},
		&listing, 1, (void *)(uintptr_t)want[0]);
	entries[1] =
	    sequencer_add(sequencer, (struct sequencer_key){5, "b", "1"},
		&listing, 1, (void *)(uintptr_t)want[1]);
	for (int i = 0; i < 3; i++)
		sequencer_ready(entries[i]);
	for (int i = 0; i < 3; i++) {
		assert_string_equal(sequencer_next(sequencer), want[i]);
		sequencer_remove(entries[i]);
	}
	sequencer_free(sequencer);
}

static void
a_filing_of_two_issuers_waits_in_both_queues(void **state)
{
	struct sequencer *sequencer = sequencer_new();
	const char *both[] = {"A", "B"};
	struct sequencer_entry *joint, *first;

	(void)state;
	joint = sequencer_add(sequencer, (struct sequencer_key){20, "s", "j"},
	    both, 2, (void *)(uintptr_t) "joint");
	first = add(sequencer, 10, "first", "B");
	sequencer_ready(joint);
	assert_null(sequencer_next(sequencer));
	sequencer_ready(first);
	assert_string_equal(sequencer_next(sequencer), "first");
	sequencer_remove(first);
	assert_string_equal(sequencer_next(sequencer), "joint");
	sequencer_free(sequencer);
}

static void
a_decision_that_could_not_be_stored_comes_again(void **state)
{
	struct sequencer *sequencer = sequencer_new();
	struct sequencer_entry *entry = add(sequencer, 10, "x", "A");

	(void)state;
	sequencer_ready(entry);
	assert_string_equal(sequencer_next(sequencer), "x");
	sequencer_unready(entry);
	assert_null(sequencer_next(sequencer));
	sequencer_ready(entry);
	assert_string_equal(sequencer_next(sequencer), "x");
	sequencer_free(sequencer);
}

static void
thousands_of_entries_come_in_order(void **state)
{
	enum { N = 5000 };
	static char ids[N][8];
	static struct sequencer_entry *entries[N];
	struct sequencer *sequencer = sequencer_new();
	const char *last = NULL;

	(void)state;
	for (int i = 0; i < N; i++) {
		int k = (i * 2741) % N; /* 2741 and 5000 are coprime */

		snprintf(ids[k], sizeof(ids[k]), "%06d", k);
		entries[k] = add(sequencer, k / 10, ids[k], "A");
		sequencer_ready(entries[k]);
	}
	for (int i = 0; i < N; i++) {
		const char *id = sequencer_next(sequencer);

		assert_non_null(id);
		if (last != NULL)
			assert_true(strcmp(last, id) < 0);
		last = id;
		sequencer_remove(entries[i]);
	}
	sequencer_free(sequencer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_later_filing_waits_for_an_earlier_one_of_its_issuer),
	    cmocka_unit_test(a_slow_document_holds_back_only_its_own_issuer),
	    cmocka_unit_test(equal_times_go_by_source_and_then_by_id),
	    cmocka_unit_test(a_filing_of_two_issuers_waits_in_both_queues),
	    cmocka_unit_test(a_decision_that_could_not_be_stored_comes_again),
	    cmocka_unit_test(thousands_of_entries_come_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
