/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reloads under load: in the middle of polls, of documents and of deliveries,
 * with channels that come and go, other secrets, other rules and sources that
 * are switched off and on. Nothing is lost, nothing is told again but what a
 * reload cut off.
 */
#include "lib/base/mem.h"
#include "tests/scenario/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILINGS 40
#define RELOADS (getenv("FILINGD_SANITIZERS") != NULL ? 10 : 50)

#define TOP                                                                    \
	"instance: test\n"                                                     \
	"state: %DIR%/state\n"                                                 \
	"socket: %DIR%/sock\n"                                                 \
	"definitions: %DIR%/sources\n"                                         \
	"reader: { program: %READER%, lexicon: %SRC%/reading/lexicon }\n"      \
	"operator: desk\n"
#define CNINFO                                                                 \
	"sources:\n"                                                           \
	"  cninfo: { catch-up: all, allow: 127.0.0.0/8 }\n"
/* Nobody watches the exchange. */
#define OTHER                                                                  \
	"sources:\n"                                                           \
	"  box: { kind: directory, path: %DIR%/box }\n"
#define HOOK                                                                   \
	"  hook: { webhook: \"%HOOK%\", allow-insecure: yes,\n"                \
	"    allow: 127.0.0.0/8, secret: { file: %DIR%/secret } }\n"
#define ROTATED                                                                 \
	"  hook: { webhook: \"%HOOK%\", allow-insecure: yes, concurrency: 9,\n" \
	"    allow: 127.0.0.0/8, secret: { file: %DIR%/secret.new },\n"         \
	"    previous-secret: { file: %DIR%/secret, until: 2030-01-01 } }\n"
#define DESK "  desk: { mail: desk@localhost, smtp: \"%SMTP%\" }\n"
#define BOSS "  boss: { mail: boss@localhost, smtp: \"%SMTP%\" }\n"
#define RULE                                                                   \
	"rules:\n"                                                             \
	"  - { name: all, when: severity >= 2, late: tell,\n"                  \
	"      to: [ hook, desk ] }\n"

static const char *const configs[] = {
    TOP CNINFO "channels:\n" HOOK DESK RULE,
    TOP CNINFO "channels:\n" HOOK DESK BOSS RULE
	       "  - { name: boss, when: severity >= 4, to: [ boss ] }\n",
    TOP CNINFO "channels:\n" ROTATED DESK RULE,
    TOP CNINFO "channels:\n" DESK HOOK "rules:\n"
	       "  - { name: renamed, when: severity >= 1, late: tell,\n"
	       "      to: [ desk, hook ] }\n",
};
#define CONFIGS (sizeof(configs) / sizeof(configs[0]))

struct load {
	struct world *world;
	int reloads;
	int seen; /* requests and webhooks, since the last reload */
	bool asked;
};

static void
load_on_reload(void *arg)
{
	struct load *load = arg;

	load->asked = false;
	load->reloads++;
	world_reload(load->world, configs[(size_t)load->reloads % CONFIGS]);
}

/* In the middle of something, every third time. */
static void
load_count(struct load *load)
{
	if (++load->seen % 3 != 0 || load->asked || load->reloads >= RELOADS)
		return;
	load->asked = true;
	loop_defer(load->world->loop, load_on_reload, load);
}

static void
load_on_request(const char *path, void *arg)
{
	(void)path;
	load_count(arg);
}

static void
load_on_hook(const struct receiver_hook *hook, void *arg)
{
	(void)hook;
	load_count(arg);
}

static void
write_secret(const struct world *world)
{
	char *path = mem_printf("%s/secret.new", world->folder);
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_true(
	    fputs("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD\n", file) > 0);
	assert_int_equal(fclose(file), 0);
	mem_free(path);
}

static void
publish(struct world *world, int i)
{
	char id[16], code[16];
	char *html =
	    mem_printf("<html><body><h1>2025年年度业绩预亏公告</h1>"
		       "<p>预计2025年年度实现归属于上市公司股东的净利润为"
		       "-%d万元到-%d万元，与上年同期相比，将出现亏损。</p>"
		       "<p>上年同期归属于上市公司股东的净利润：3,000万元。</p>"
		       "</body></html>",
		9000 + i, 7000 + i);

	(void)snprintf(id, sizeof(id), "12250%05d", i);
	(void)snprintf(code, sizeof(code), "6031%02d", i);
	world_publish(world, id, code, "2025年年度业绩预亏公告", html);
	mem_free(html);
}

/* How often filing i was told by an accepted webhook, and by mail to whom. */
static int
hooks_of(const struct world *world, int i)
{
	char what[32];
	int count = 0;

	(void)snprintf(what, sizeof(what), "\"12250%05d\"", i);
	for (size_t k = 0; k < receiver_hooks(world->receiver); k++) {
		const struct receiver_hook *hook =
		    receiver_hook(world->receiver, k);

		assert_true(hook->verified);
		count += hook->answered == 200 &&
			 strstr(hook->body, "\"warning.detected\"") != NULL &&
			 strstr(hook->body, what) != NULL;
	}
	return count;
}

/* The text as it was before it was quoted-printable (RFC 2045 6.7), near
 * enough to find an address in it; gives. */
static char *
unquoted(const char *message)
{
	char *text = mem_strdup(message);
	char *to = text;

	for (const char *p = message; *p != '\0';) {
		if (strncmp(p, "=\r\n", 3) == 0) {
			p += 3;
		} else if (strncmp(p, "=3D", 3) == 0) {
			*to++ = '=';
			p += 3;
		} else {
			*to++ = *p++;
		}
	}
	*to = '\0';
	return text;
}

static int
mails_of(const struct world *world, int i, const char *to)
{
	char what[40];
	int count = 0;

	(void)snprintf(what, sizeof(what), "announcementId=12250%05d", i);
	for (size_t k = 0; k < receiver_mails(world->receiver); k++) {
		const struct receiver_mail *mail =
		    receiver_mail(world->receiver, k);

		char *text = unquoted(mail->message);

		count +=
		    strcmp(mail->to, to) == 0 && strstr(text, what) != NULL;
		mem_free(text);
	}
	return count;
}

static void
fifty_reloads_amid_the_work_lose_nothing(void **state)
{
	struct load load = {.world = world_new()};
	struct world *world = load.world;
	int again = 0;

	(void)state;
	write_secret(world);
	world_start(world, configs[0]);
	exchange_watch_requests(world->exchange, load_on_request, &load);
	receiver_watch(world->receiver, load_on_hook, &load);
	for (int i = 0; i < FILINGS; i++) {
		publish(world, i);
		/* the receiver is down now and then */
		receiver_answer(world->receiver, i % 8 == 5 ? 503 : 200, NULL);
		world_after(world, SECONDS(5 + i % 11));
	}
	receiver_answer(world->receiver, 200, NULL);
	world_after(world, HOURS(1));
	assert_int_equal(load.reloads, RELOADS);
	for (int i = 0; i < FILINGS; i++) {
		int hooks = hooks_of(world, i);
		int mails = mails_of(world, i, "desk@localhost");

		if (hooks < 1 || hooks > 2 || mails < 1 || mails > 2)
			fail_msg("filing %d: %d webhooks, %d mails", i, hooks,
			    mails);
		again += hooks + mails - 2;
	}
	assert_int_equal(world_events(world, "warning.detected"), FILINGS);
	print_message("%d reloads, %d of %d told once more\n", load.reloads,
	    again, 2 * FILINGS);
	world_free(world);
}

static void
deliveries_of_a_channel_that_is_gone_wait_until_it_is_back(void **state)
{
	struct world *world = world_new();

	(void)state;
	receiver_answer(world->receiver, 503, NULL);
	world_start(world, configs[0]);
	publish(world, 1);
	world_after(world, MINUTES(1));
	world_reload(world,
	    TOP CNINFO "channels:\n" DESK "rules:\n"
		       "  - { name: all, when: severity >= 2, to: desk }\n");
	receiver_answer(world->receiver, 200, NULL);
	world_after(world, HOURS(2));
	assert_int_equal(hooks_of(world, 1), 0);
	world_reload(world, configs[0]);
	world_after(world, HOURS(1));
	assert_int_equal(hooks_of(world, 1), 1);
	assert_int_equal(mails_of(world, 1, "desk@localhost"), 1);
	world_free(world);
}

/* What was shown meanwhile is told when the source is watched again. */
static void
a_source_that_is_switched_off_is_caught_up_with(void **state)
{
	struct world *world = world_new();
	char *box = mem_printf("%s/box", world->folder);

	(void)state;
	assert_int_equal(mkdir(box, 0700), 0);
	mem_free(box);
	world_add_source(world, "directory", "https://www.example.org");
	world_start(world, configs[0]);
	publish(world, 1);
	world_after(world, MINUTES(1));
	world_reload(world, TOP OTHER "channels:\n" HOOK DESK RULE);
	publish(world, 2);
	world_after(world, MINUTES(10));
	world_reload(world, configs[0]);
	world_after(world, MINUTES(10));
	assert_int_equal(hooks_of(world, 1), 1);
	assert_int_equal(hooks_of(world, 2), 1);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fifty_reloads_amid_the_work_lose_nothing),
	    cmocka_unit_test(
		deliveries_of_a_channel_that_is_gone_wait_until_it_is_back),
	    cmocka_unit_test(a_source_that_is_switched_off_is_caught_up_with),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
