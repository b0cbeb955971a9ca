/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * People in the world of a scenario: issuers that warn, mailboxes of desks, and
 * alice who asks the API.
 */
#ifndef TESTS_SCENARIO_PEOPLE_H
#define TESTS_SCENARIO_PEOPLE_H

#include "daemon/api_ask.h"
#include "tests/scenario/world.h"

/* What a configuration begins with; channels and rules follow. */
#define PEOPLE_HEAD                                                            \
	"instance: test\n"                                                     \
	"state: %DIR%/state\n"                                                 \
	"socket: %DIR%/sock\n"                                                 \
	"definitions: %DIR%/sources\n"                                         \
	"reader: { program: %READER%, lexicon: %SRC%/reading/lexicon }\n"      \
	"sources:\n"                                                           \
	"  cninfo: { catch-up: all, allow: 127.0.0.0/8 }\n"                    \
	"operator: desk\n"                                                     \
	"channels:\n"                                                          \
	"  hook: { webhook: \"%HOOK%\", allow-insecure: yes,\n"                \
	"    allow: 127.0.0.0/8, secret: { file: %DIR%/secret } }\n"

#define PEOPLE_MAIL(name)                                                      \
	"  " name ": { mail: " name "@localhost, smtp: \"%SMTP%\""

#define PEOPLE_PLAIN                                                           \
	PEOPLE_HEAD PEOPLE_MAIL(                                               \
	    "desk") " }\n"                                                     \
		    "rules:\n"                                                 \
		    "  - { name: all, when: severity >= 2, to: [ hook, desk ] }\n"

/* A document that warns of a loss. */
extern const char people_loss[];

/* Starts, and sees the exchange once: what comes from now on is no backlog. */
void people_start(struct world *world, const char *config);
/* A warning of a loss by the n-th issuer, 60nnnn; or by count of them. */
void people_warn(struct world *world, int n);
void people_warn_many(struct world *world, int from, int count);
/* Mails to name@localhost so far. */
size_t people_mails(struct world *world, const char *name);
/* The number that a query of the store gives. */
int64_t people_count(struct world *world, const char *sql);
/* Fails unless a delivery to the channel in this state says text. */
void people_expect_delivery(struct world *world, const char *channel,
    const char *state, const char *text);
/*
 * A request of the API by alice, who may operate; query: names and values,
 * NULL ends. Fails unless it is answered with status. Gives the answer.
 */
char *people_ask(struct world *world, api_ask_fn *fn, const char *rest,
    const char *const *query, int status);
/* The same, and fails unless the answer holds text. */
void people_expect_answer(struct world *world, api_ask_fn *fn,
    const char *const *query, int status, const char *text);

#endif
