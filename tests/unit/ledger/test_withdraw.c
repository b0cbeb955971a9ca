/* SPDX-License-Identifier: BSD-2-Clause */
/* Filings that their source takes back. */
#include "ledger/ledger.h"
#include "lib/base/mem.h"
#include "tests/unit/ledger/figures.h"
#include "tests/unit/ledger/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void
a_withdrawn_filing_takes_its_warning_back(void **state)
{
	struct scene scene;
	struct err err = ERR_NONE;
	struct ledger ledger = {0};

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	scene_withdraw(&scene, "1");
	assert_string_equal(scene_told(&scene), "warning.retracted");
	const struct event *event = scene_event(&scene);
	assert_int_equal(event->version, 2);
	assert_int_equal(event->verdict.severity, 4);
	assert_int_equal(event->verdict.class_, CLASS_FIRST_LOSS);
	assert_string_equal(event->filing.title, "1");
	assert_string_equal(event->filing.listing, "XSHG:603138");
	scene_withdraw(&scene, "1");
	assert_string_equal(scene_told(&scene), "");
	/* Its figures are forgotten. */
	scene_tell(&scene, "2", "2025-02-10", FORM_FORECAST, "-9500000");
	assert_string_equal(scene_told(&scene), "warning.detected");
	assert_int_equal(
	    scene_event(&scene)->verdict.guidance, GUIDANCE_INITIATED);
	assert_int_equal(scene_event(&scene)->version, 3);
	ledger.db = scene.db;
	assert_int_equal(
	    ledger_withdraw(&ledger, "page", "none", &err), ERR_NOTFOUND);
	assert_non_null(strstr(err.text, "filing 'none'"));
	scene_close(&scene);
}

static void
a_withdrawn_filing_leaves_what_another_one_says(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	scene_tell(
	    &scene, "2", "2025-02-10", FORM_FORECAST_REVISION, "-20000000");
	assert_string_equal(scene_told(&scene), "warning.updated");
	scene_withdraw(&scene, "1");
	assert_string_equal(scene_told(&scene), "filing.withdrawn");
	assert_string_equal(scene_event(&scene)->filing.listing, "XSHG:603138");
	scene_withdraw(&scene, "2");
	assert_string_equal(scene_told(&scene), "warning.retracted");
	assert_int_equal(scene_event(&scene)->version, 3);
	scene_close(&scene);
}

static void
a_withdrawn_filing_that_returns_warns_again(void **state)
{
	struct scene scene;
	char id[EVENT_ID_MAX];

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	(void)snprintf(id, sizeof(id), "%s", scene_event(&scene)->id);
	scene_withdraw(&scene, "1");
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	/* not detected: that event was told, its id would be no news */
	assert_string_equal(scene_told(&scene), "warning.updated");
	assert_string_not_equal(scene_event(&scene)->id, id);
	assert_int_equal(scene_event(&scene)->version, 3);
	scene_close(&scene);
}

static void
the_same_bytes_count_again_after_the_first_were_withdrawn(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_forecast(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	mem_set(&scene.filing.sha256, "bytes");
	scene_decide(&scene);
	scene_withdraw(&scene, "1");
	scene_forecast(&scene, "2", "2025-01-11", FORM_FORECAST, "-9000000");
	mem_set(&scene.filing.sha256, "bytes");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "warning.detected");
	scene_close(&scene);
}

/* As the alerts stage keeps it. */
static void
store_event(struct scene *scene, const struct event *event)
{
	struct err err = ERR_NONE;
	struct db_stmt *stmt = db_prepare(scene->db,
	    "INSERT INTO event (id, type, version, line, body, record, seen,"
	    " created) VALUES (?, '', ?, '', '', '', 0, 0)");

	db_bind_text(stmt, 1, event->id);
	db_bind_int(stmt, 2, event->version);
	assert_int_equal(db_run(scene->db, stmt, &err), 0);
}

/* Shown and withdrawn in turn: a forecast, or a notice of distress. */
static void
take_turns(struct scene *scene, bool forecast)
{
	for (int turn = 1; turn <= 6; turn++) {
		if (turn % 2 == 0) {
			scene_withdraw(scene, "1");
		} else if (forecast) {
			scene_tell(scene, "1", "2025-01-10", FORM_FORECAST,
			    "-9000000");
		} else {
			scene_begin(scene, "1", "2025-01-10", FORM_NOTICE);
			scene->reading.distress = DISTRESS_DELISTING;
			scene->reading.period = period_named("FY2024");
			scene_decide(scene);
		}
		assert_int_equal(scene->event_count, 1);
		assert_int_equal(scene_event(scene)->version, turn);
		store_event(scene, scene_event(scene)); /* ids are unique */
	}
}

static void
each_turn_of_a_warning_has_an_id_of_its_own(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	take_turns(&scene, true);
	assert_string_equal(scene_told(&scene), "warning.retracted");
	scene_close(&scene);
	scene_open(&scene);
	take_turns(&scene, false);
	scene_close(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_withdrawn_filing_takes_its_warning_back),
	    cmocka_unit_test(a_withdrawn_filing_leaves_what_another_one_says),
	    cmocka_unit_test(a_withdrawn_filing_that_returns_warns_again),
	    cmocka_unit_test(each_turn_of_a_warning_has_an_id_of_its_own),
	    cmocka_unit_test(
		the_same_bytes_count_again_after_the_first_were_withdrawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
