/* SPDX-License-Identifier: BSD-2-Clause */
/* daemon/verbosity.h, in held time */
#include "daemon/verbosity.h"

#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#define MINUTES(n) ((int64_t)(n)*60000)

struct rig {
	struct clock *clock;
	struct loop *loop;
	struct verbosity *verbosity;
	int lines;
};

static void
rig_on_line(enum log_level level, const char *line, void *arg)
{
	struct rig *rig = arg;

	(void)level;
	rig->lines += strncmp(line, "source", 6) == 0;
}

static int
setup(void **state)
{
	struct rig *rig = mem_new(sizeof(*rig));

	rig->clock = clock_new_held(1000000);
	rig->loop = loop_new(rig->clock);
	rig->verbosity = verbosity_new(rig->loop);
	verbosity_configure(rig->verbosity, "error");
	log_set_hook(rig_on_line, rig);
	*state = rig;
	return 0;
}

static int
teardown(void **state)
{
	struct rig *rig = *state;

	verbosity_free(rig->verbosity);
	loop_free(rig->loop);
	clock_free(rig->clock);
	log_set_hook(NULL, NULL);
	log_set_level(LOG_AT_INFO);
	mem_free(rig);
	return 0;
}

static bool
is_said(struct rig *rig)
{
	rig->lines = 0;
	log_debug("source 'x': polled");
	return rig->lines == 1;
}

static void
pass(struct rig *rig, int64_t ms)
{
	loop_run_until(rig->loop, loop_now(rig->loop) + ms);
}

static void
a_level_for_a_time_reverts_by_itself(void **state)
{
	struct rig *rig = *state;
	struct err err = ERR_NONE;
	struct verbosity_row row;

	assert_false(is_said(rig));
	assert_int_equal(verbosity_set(rig->verbosity, "source", LOG_AT_DEBUG,
			     MINUTES(10), &err),
	    0);
	pass(rig, MINUTES(10) - 1);
	assert_true(is_said(rig));
	assert_true(verbosity_row(rig->verbosity, 0, &row));
	assert_int_equal(row.until, 1000000 + MINUTES(10));
	pass(rig, 1);
	assert_false(is_said(rig));
	assert_false(verbosity_row(rig->verbosity, 0, &row));
}

static void
the_last_wish_counts(void **state)
{
	struct rig *rig = *state;
	struct err err = ERR_NONE;

	assert_int_equal(verbosity_set(rig->verbosity, "all", LOG_AT_DEBUG,
			     MINUTES(1), &err),
	    0);
	assert_int_equal(verbosity_set(rig->verbosity, "all", LOG_AT_DEBUG,
			     MINUTES(5), &err),
	    0);
	pass(rig, MINUTES(2));
	assert_true(is_said(rig));
	assert_int_equal(verbosity_reset(rig->verbosity, "all", &err), 0);
	assert_false(is_said(rig));
	pass(rig, MINUTES(5));
	assert_false(is_said(rig));
}

static void
a_reload_does_not_end_a_wish(void **state)
{
	struct rig *rig = *state;
	struct err err = ERR_NONE;

	assert_int_equal(verbosity_set(rig->verbosity, "all", LOG_AT_DEBUG,
			     MINUTES(5), &err),
	    0);
	verbosity_configure(rig->verbosity, "warning");
	assert_true(is_said(rig));
	pass(rig, MINUTES(5));
	assert_false(is_said(rig));
}

static void
an_unknown_noun_is_refused_with_the_known(void **state)
{
	struct rig *rig = *state;
	struct err err = ERR_NONE;

	assert_int_equal(
	    verbosity_set(rig->verbosity, "sauce", LOG_AT_DEBUG, 0, &err),
	    ERR_NOTFOUND);
	assert_non_null(strstr(err.text, "there are all, api, channel"));
	assert_non_null(strstr(err.text, "store"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_level_for_a_time_reverts_by_itself, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_last_wish_counts, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_reload_does_not_end_a_wish, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		an_unknown_noun_is_refused_with_the_known, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
