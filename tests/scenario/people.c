/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what a scenario wants of people. Out: filings, mails, answers. The
 * scenarios of floods and of people call it.
 */
#include "tests/scenario/people.h"

#include "lib/base/mem.h"
#include "lib/store/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

const char people_loss[] =
    "<html><body><h1>2025年年度业绩预亏公告</h1>"
    "<p>预计2025年年度实现归属于上市公司股东的净利润为"
    "-9,000万元到-7,500万元，与上年同期相比，将出现亏损。</p>"
    "<p>上年同期归属于上市公司股东的净利润：3,000万元。</p></body></html>";

void
people_start(struct world *world, const char *config)
{
	world_start(world, config);
	world_after(world, MINUTES(1));
}

void
people_warn(struct world *world, int n)
{
	char id[24], code[24];

	(void)snprintf(id, sizeof(id), "12250%05d", n); /* fits */
	(void)snprintf(code, sizeof(code), "60%04d", n); /* fits */
	world_publish(world, id, code, "2025年年度业绩预亏公告", people_loss);
}

void
people_warn_many(struct world *world, int from, int count)
{
	for (int n = from; n < from + count; n++)
		people_warn(world, n);
}

size_t
people_mails(struct world *world, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < receiver_mails(world->receiver); i++) {
		const char *to = receiver_mail(world->receiver, i)->to;
		count += strncmp(to, name, strlen(name)) == 0 &&
			 to[strlen(name)] == '@';
	}
	return count;
}

int64_t
people_count(struct world *world, const char *sql)
{
	struct db_stmt *stmt = db_prepare(service_db(world->service), sql);
	int64_t n;

	assert_int_equal(db_first_int(stmt, &n, NULL), 0);
	return n;
}

void
people_expect_delivery(struct world *world, const char *channel,
    const char *state, const char *text)
{
	struct db_stmt *stmt = db_prepare(service_db(world->service),
	    "SELECT note, last_error FROM delivery"
	    " WHERE channel = ? AND state = ?");
	char *seen = mem_strdup("");
	bool found = false;

	db_bind_text(stmt, 1, channel);
	db_bind_text(stmt, 2, state);
	while (db_step(stmt, NULL) == 1) {
		mem_replace(&seen, mem_printf("%s\n%s | %s", seen,
				       db_text(stmt, 0), db_text(stmt, 1)));
		found |= strstr(db_text(stmt, 0), text) != NULL ||
			 strstr(db_text(stmt, 1), text) != NULL;
	}
	if (!found)
		fail_msg("no %s delivery to '%s' says '%s', but:%s", state,
		    channel, text, seen);
	mem_free(seen);
}

/* A request of the API by alice. */
static const char *
people_get(const void *query, const char *name)
{
	const char *const *pairs = query;

	for (; pairs != NULL && *pairs != NULL; pairs += 2) {
		if (strcmp(pairs[0], name) == 0)
			return pairs[1];
	}
	return NULL;
}

char *
people_ask(struct world *world, api_ask_fn *fn, const char *rest,
    const char *const *query, int status)
{
	struct api_ask request = {
	    .service = world->service,
	    .rest = rest,
	    .author = "alice",
	    .may_operate = true,
	    .get = people_get,
	    .query = query,
	};
	int got;
	char *answer = fn(&request, &got);

	if (got != status)
		fail_msg("%d: %s", got, answer);
	return answer;
}

void
people_expect_answer(struct world *world, api_ask_fn *fn,
    const char *const *query, int status, const char *text)
{
	char *answer = people_ask(world, fn, "", query, status);

	if (strstr(answer, text) == NULL)
		fail_msg("'%s' is not in %s", text, answer);
	mem_free(answer);
}
