/* SPDX-License-Identifier: BSD-2-Clause */
/* daemon/fresh.h: which sources count as seen */
#include "daemon/fresh.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define M     INT64_C(60000)
#define NOON  (INT64_C(1000000) * M)
#define EVERY (5 * M)

static const struct {
	const char *what;
	int64_t started, last_success, next_poll; /* minutes from noon; 1: 0 */
	bool told, paused;
	enum fresh_state state;
	const char *why;
	int64_t loaded; /* 0: at the start */
} cases[] = {
    {"polled a minute ago", -600, -1, 4, false, false, FRESH_OK, "", 0},
    {"a poll runs", -600, -6, 1, false, false, FRESH_OK, "", 0},
    {"told of as degraded", -600, -1, 4, true, false, FRESH_STALE,
	"cninfo: drift: not the declared shape", 0},
    {"paused, whatever else", -600, -900, 4, true, true, FRESH_PAUSED,
	"cninfo: paused", 0},
    {"three intervals and ten minutes", -600, -25, 4, false, false, FRESH_OK,
	"", 0},
    {"one minute more", -600, -26, 4, false, false, FRESH_STALE,
	"cninfo: the last complete poll is 26 min old", 0},
    {"the same just after a start", -9, -26, 4, false, false, FRESH_STARTING,
	"cninfo: no complete poll yet", 0},
    {"its poll did not come", -600, -20, -11, false, false, FRESH_STALE,
	"cninfo: its poll is overdue since", 0},
    {"its poll is a little late", -600, -20, -10, false, false, FRESH_OK, "",
	0},
    {"never, just after a start", -9, 1, 4, false, false, FRESH_STARTING,
	"cninfo: no complete poll yet", 0},
    {"never, just after a reload", -600, 1, 4, false, false, FRESH_STARTING,
	"cninfo: no complete poll yet", -9},
    {"not for long, just after a reload", -600, -26, 4, false, false,
	FRESH_STALE, "cninfo: the last complete poll is 26 min old", -9},
    {"never, for long", -10, 1, 4, false, false, FRESH_STALE,
	"cninfo: no complete poll yet", 0},
};

static int64_t
moment(int64_t minutes)
{
	return minutes == 1 ? 0 : NOON + minutes * M;
}

static void
a_source_is_fresh_while_its_polls_come(void **state)
{
	static const struct pause pause = {.since = 1};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct watcher_stats stats = {
		    .source = "cninfo",
		    .health = cases[i].told ? HEALTH_DRIFT : HEALTH_OK,
		    .told = cases[i].told,
		    .last_success = moment(cases[i].last_success),
		    .next_poll = moment(cases[i].next_poll),
		    .pause = cases[i].paused ? &pause : NULL,
		};
		struct fresh_source source = {.stats = &stats,
		    .interval = EVERY,
		    .started = moment(cases[i].started),
		    .loaded = moment(cases[i].loaded != 0 ? cases[i].loaded
							  : cases[i].started),
		    .now = NOON};
		char why[FRESH_WHY_MAX];

		if (cases[i].told)
			(void)snprintf(stats.health_why,
			    sizeof(stats.health_why), "not the declared shape");
		(void)snprintf(stats.next_why, sizeof(stats.next_why), "%s",
		    cases[i].paused ? "paused" : "");
		if (fresh_judge(&source, why) != cases[i].state ||
		    strncmp(why, cases[i].why, strlen(cases[i].why)) != 0)
			fail_msg("%s: %d, '%s'", cases[i].what,
			    (int)fresh_judge(&source, why), why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_source_is_fresh_while_its_polls_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
