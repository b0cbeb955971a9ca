/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The world of a scenario: one filingd in held time, the scripted exchange it
 * watches and the receiver it tells, all on one loop over real sockets; the
 * reader is the real, jailed process. A scenario reads like prose:
 *
 *	world_publish(world, "1225000001", "603138", "业绩预亏公告", LOSS);
 *	world_after(world, MINUTES(1));
 *	world_expect_hook(world, 0, "first_loss");
 */
#ifndef TESTS_SCENARIO_WORLD_H
#define TESTS_SCENARIO_WORLD_H

#include "daemon/service.h"
#include "tests/lib/exchange.h"
#include "tests/lib/receiver.h"

#define SECONDS(n) ((int64_t)(n)*1000)
#define MINUTES(n) ((int64_t)(n)*60000)
#define HOURS(n)   ((int64_t)(n)*3600000)
/* 2026-01-21T16:00:00+08:00, a Wednesday in the evening window. */
#define EVENING	   INT64_C(1768982400000)

struct world {
	char *folder;
	char *path, *calendars; /* the configuration's; service keeps them */
	struct clock *clock;
	struct loop *loop;
	struct exchange *exchange;
	struct receiver *receiver;
	struct service *service;
};

/*
 * Starts the exchange and the receiver at EVENING; filingd is not running
 * yet. Without the jailed reader (a sanitizer build) it still runs, unjailed.
 */
struct world *world_new(void);
void world_free(struct world *world);

/* Before the start: with instead of what in the definition of the source. */
void world_define(struct world *world, const char *what, const char *with);

/*
 * Writes the configuration (%URL%, %HOOK%, %SMTP% and %DIR% are replaced;
 * NULL: cninfo with catch-up all, one webhook, one mailbox, severity >= 2) and
 * starts filingd.
 */
void world_start(struct world *world, const char *config);
/* Another configuration for the running filingd, as by a reload. */
void world_reload(struct world *world, const char *config);
/* Ends it as kill -9 would: nothing is flushed; world_start goes on. */
void world_crash(struct world *world);

/*
 * Another shipped source, before the start: its definition with the exchange's
 * address in the place of site ("https://www.example.org").
 */
void world_add_source(struct world *world, const char *name, const char *site);

/* A filing that the exchange shows from now on, its document an HTML page. */
void world_publish(struct world *world, const char *id, const char *code,
    const char *title, const char *html);
/* The exchange misbehaves from now on for so long. */
void world_fault(struct world *world, enum exchange_fault_kind kind,
    int64_t value, int64_t ms);
/* Time passes. */
void world_after(struct world *world, int64_t ms);

/* Events stored so far, of one type ("" all). */
int world_events(struct world *world, const char *type);
/* The stored line of the newest event of a type; gives. */
char *world_line(struct world *world, const char *type);
/* Fails the test unless hook i was verified and its body holds text. */
void world_expect_hook(struct world *world, size_t i, const char *text);

#endif
