/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One good message, not forty: groups, caps, quiet hours, digests and late
 * backlogs, in held time over real sockets with the real reader.
 */
#include "tests/scenario/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static void
forty_warnings_of_an_evening_are_one_mail_and_forty_webhooks(void **state)
{
	struct world *world = world_new();
	const char *mail;

	(void)state;
	people_start(world,
	    PEOPLE_HEAD PEOPLE_MAIL(
		"desk") " }\n"
			"rules:\n"
			"  - { name: all, when: severity >= 2,\n"
			"      to: [ hook, desk ],\n"
			"      group: { by: [ class ], wait: 30s } }\n");
	people_warn_many(world, 100, 40);
	world_after(world, MINUTES(5));
	assert_int_equal(world_events(world, "warning.detected"), 40);
	assert_int_equal(receiver_hooks(world->receiver), 40);
	assert_int_equal(people_mails(world, "desk"), 1);
	mail = receiver_mail(world->receiver, 0)->message;
	if (strstr(mail, "Subject: 40 alerts, worst severity 4") == NULL)
		fail_msg("%s", mail);
	world_after(world, HOURS(3));
	assert_int_equal(receiver_hooks(world->receiver), 40);
	assert_int_equal(people_mails(world, "desk"), 1);
	world_free(world);
}

static void
over_the_cap_the_rest_of_the_hour_is_one_mail_that_says_so(void **state)
{
	struct world *world = world_new();

	(void)state;
	people_start(world,
	    PEOPLE_HEAD PEOPLE_MAIL(
		"desk") ", cap: { events: 3, per: 1h } }\n"
			"rules:\n"
			"  - { name: all, when: severity >= 2,\n"
			"      to: [ hook, desk ] }\n");
	people_warn_many(world, 100, 8);
	world_after(world, MINUTES(10));
	people_warn_many(world, 108, 2);
	world_after(world, MINUTES(10));
	assert_int_equal(receiver_hooks(world->receiver), 10);
	assert_int_equal(people_mails(world, "desk"), 3);
	people_expect_delivery(world, "desk", "pending", "more than 3 in 1 h");
	world_after(world, HOURS(1));
	assert_int_equal(people_mails(world, "desk"), 4);
	assert_int_equal(
	    people_count(world, "SELECT count(*) FROM delivery_event"), 20);
	world_free(world);
}

static void
quiet_hours_hold_until_morning_but_for_what_is_excepted(void **state)
{
	struct world *world = world_new();

	(void)state;
	people_start(world,
	    PEOPLE_HEAD PEOPLE_MAIL(
		"desk") ", quiet: { from: \"15:00\", to: \"07:00\",\n"
			"      zone: Asia/Shanghai } }\n" PEOPLE_MAIL(
			    "night") ", quiet: { from: \"15:00\",\n"
				     "      to: \"07:00\", zone: "
				     "Asia/Shanghai,\n"
				     "      except: issuer = '测试股份' "
				     "} }\n"
				     "rules:\n"
				     "  - { name: all, when: severity >= "
				     "2,\n"
				     "      to: [ hook, desk, night ] "
				     "}\n");
	people_warn_many(world, 100, 3);
	world_after(world, MINUTES(10));
	assert_int_equal(receiver_hooks(world->receiver), 3);
	assert_int_equal(people_mails(world, "night"), 3);
	assert_int_equal(people_mails(world, "desk"), 0);
	people_expect_delivery(world, "desk", "pending",
	    "held until 07:00 Asia/Shanghai (quiet hours)");
	world_crash(world);
	people_start(world, PEOPLE_HEAD PEOPLE_MAIL("desk") " }\n" PEOPLE_MAIL(
				"night") " }\n"
					 "rules: []\n");
	world_after(world, HOURS(14) + MINUTES(45));
	assert_int_equal(people_mails(world, "desk"), 0);
	world_after(world, MINUTES(10));
	assert_int_equal(people_mails(world, "desk"), 1);
	world_free(world);
}

static void
a_digest_comes_at_its_time_and_the_urgent_rule_at_once(void **state)
{
	struct world *world = world_new();

	(void)state;
	people_start(world,
	    PEOPLE_HEAD PEOPLE_MAIL(
		"desk") " }\n"
			"rules:\n"
			"  - { name: rest, when: severity >= 2,\n"
			"      to: desk, digest: \"08:30 Asia/Shanghai\" "
			"}\n"
			"  - { name: ours, to: desk,\n"
			"      when: listing = 'XSHG:600101' }\n");
	people_warn_many(world, 100, 3);
	world_after(world, MINUTES(10));
	/* both rules want 600101: the one that tells soonest does */
	assert_int_equal(people_mails(world, "desk"), 1);
	world_after(world, HOURS(16));
	assert_int_equal(people_mails(world, "desk"), 1);
	world_after(world, MINUTES(25));
	assert_int_equal(people_mails(world, "desk"), 2);
	world_free(world);
}

static void
what_an_outage_hid_comes_as_one_mail_and_is_marked_late(void **state)
{
	struct world *world = world_new();

	(void)state;
	people_start(world, PEOPLE_PLAIN);
	world_fault(world, EXCHANGE_STATUS, 503, HOURS(2));
	world_after(world, MINUTES(5));
	people_warn_many(world, 100, 5);
	world_after(world, HOURS(3));
	assert_int_equal(world_events(world, "warning.detected"), 5);
	assert_int_equal(receiver_hooks(world->receiver), 5);
	assert_int_equal(
	    people_count(world, "SELECT count(*) FROM delivery"
				" WHERE channel = 'hook' AND late = 1"),
	    5);
	assert_int_equal(
	    people_count(world, "SELECT count(*) FROM delivery"
				" WHERE rule = 'all' AND channel = 'desk'"),
	    1);
	world_free(world);
}

/* The operator hears of them once a day, not each time. */
static void
unreadable_documents_are_told_once_a_day(void **state)
{
	static const char torn[] = "%PDF-1.4\nthis is no document\n";
	struct world *world = world_new();

	(void)state;
	people_start(world, PEOPLE_PLAIN);
	for (int n = 0; n < 3; n++) {
		char id[24], code[24];
		(void)snprintf(id, sizeof(id), "122500020%d", n); /* fits */
		(void)snprintf(code, sizeof(code), "60020%d", n); /* fits */
		world_publish(world, id, code, "2025年年度业绩预亏公告", torn);
		world_after(world, MINUTES(5));
	}
	assert_int_equal(world_events(world, "warning.detected"), 3);
	assert_int_equal(world_events(world, "system.trouble"), 1);
	world_after(world, HOURS(8));
	world_publish(world, "1225000300", "600300", "2025年年度报告", torn);
	world_after(world, HOURS(8));
	assert_int_equal(world_events(world, "warning.detected"), 3);
	assert_int_equal(world_events(world, "system.trouble"), 2);
	assert_int_equal(
	    people_count(world, "SELECT count(*) FROM delivery"
				" WHERE rule = 'operator' AND channel = 'desk'"
				" AND state = 'sent'"),
	    2);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		forty_warnings_of_an_evening_are_one_mail_and_forty_webhooks),
	    cmocka_unit_test(
		over_the_cap_the_rest_of_the_hour_is_one_mail_that_says_so),
	    cmocka_unit_test(
		quiet_hours_hold_until_morning_but_for_what_is_excepted),
	    cmocka_unit_test(
		a_digest_comes_at_its_time_and_the_urgent_rule_at_once),
	    cmocka_unit_test(
		what_an_outage_hid_comes_as_one_mail_and_is_marked_late),
	    cmocka_unit_test(unreadable_documents_are_told_once_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
