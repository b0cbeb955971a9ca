/* SPDX-License-Identifier: BSD-2-Clause */
/* Mail deliveries to a scripted server, and mails past the store. */
#include "alerts/outbox.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/mail_parts.h"
#include "tests/unit/alerts/rig.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char *const two[] = {"a@example.org", "b@example.org"};

static void
each_recipient_gets_a_mail_of_its_own(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);

	(void)state;
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 2);
	rig_use_channels(rig);
	rig_send(rig, 1, "desk");
	rig_run(rig, M);
	assert_int_equal(mail->count, 2);
	assert_int_equal(rig->result_count, 2);
	assert_string_not_equal(
	    rig->results[0].recipient, rig->results[1].recipient);
	for (size_t i = 0; i < 2; i++) {
		assert_true(rig->results[i].sent);
		assert_non_null(strstr(mail->requests[i].text,
		    "X-Filingd-Event: warning.detected\r\n"));
	}
	rig_receiver_free(mail);
	rig_free(rig);
}

static void
a_greylisted_mail_is_repeated_byte_for_byte(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);

	(void)state;
	mail->greeting = 451;
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 1);
	rig_use_channels(rig);
	rig_send(rig, 1, "desk");
	rig_run(rig, 3 * S);
	assert_int_equal(mail->count, 0);
	assert_non_null(strstr(rig->results[0].why, "451"));
	mail->greeting = 0;
	rig_run(rig, 10 * S);
	assert_int_equal(mail->count, 1);
	assert_non_null(strstr(mail->requests[0].text, "07:46:10 +0000\r\n"));
	rig_receiver_free(mail);
	rig_free(rig);
}

static void
a_mail_whose_fate_is_unknown_is_sent_again_the_same(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);

	(void)state;
	mail->status = 0; /* it takes the message and is gone */
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 1);
	rig_use_channels(rig);
	rig_send(rig, 1, "desk");
	rig_run(rig, 3 * S);
	assert_int_equal(mail->count, 1);
	assert_false(rig->results[0].sent || rig->results[0].dead);
	assert_non_null(strstr(rig->results[0].why, "closed"));
	mail->status = 200;
	rig_run(rig, 10 * S);
	assert_int_equal(mail->count, 2);
	assert_true(rig->results[1].sent);
	assert_string_equal(mail->requests[0].text, mail->requests[1].text);
	rig_receiver_free(mail);
	rig_free(rig);
}

static void
a_mailbox_refused_twice_is_given_up_and_told(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);

	(void)state;
	mail->greeting = 550;
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 1);
	rig_use_channels(rig);
	rig_send(rig, 1, "desk");
	rig_run(rig, H);
	assert_int_equal(rig->result_count, 2);
	assert_false(rig->results[0].dead);
	assert_true(rig->results[1].dead);
	assert_int_equal(rig->trouble_count, 1);
	assert_non_null(strstr(rig->troubles[0].text, "550"));
	rig_receiver_free(mail);
	rig_free(rig);
}

static void
what_waited_for_one_moment_is_one_mail(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);

	(void)state;
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 1);
	rig_use_channels(rig);
	for (int i = 1; i <= 3; i++) {
		struct err err = ERR_NONE;
		assert_int_equal(outbox_add(rig->outbox,
				     &(struct outbox_message){.channel = "desk",
					 .event = rig_store_event(rig, i),
					 .rule = i == 3 ? "other" : "core",
					 .note = "",
					 .due_at = RIG_START + H,
					 .batch = "morning",
					 .urgent = i == 2},
				     &err),
		    0);
	}
	rig_run(rig, H - S);
	assert_int_equal(mail->count, 0);
	rig_run(rig, M);
	assert_int_equal(mail->count, 1);
	assert_non_null(strstr(mail->requests[0].text,
	    "\r\nSubject: 3 alerts, worst severity 4, "));
	assert_non_null(
	    strstr(mail->requests[0].text, "\r\nImportance: high\r\n"));
	assert_non_null(
	    strstr(mail->requests[0].text, "  rule        other\r\n"));
	assert_null(strstr(mail->requests[0].text, "  rule        core\r\n"));
	for (int i = 1; i <= 3; i++) {
		char id[32];
		(void)snprintf(id, sizeof(id), "  event       evt_%d\r\n", i);
		assert_non_null(strstr(mail->requests[0].text, id));
	}
	rig_receiver_free(mail);
	rig_free(rig);
}

/* A mail of count that is due in an hour, sent then or two hours after it. */
static char *
subject_of_held(int count, bool stopped)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);
	struct err err = ERR_NONE;

	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 1);
	rig_use_channels(rig);
	for (int i = 1; i <= count; i++) {
		int r = outbox_add(rig->outbox,
		    &(struct outbox_message){.channel = "desk",
			.event = rig_store_event(rig, i),
			.rule = "core",
			.note = "",
			.batch = "hour",
			.due_at = RIG_START + H},
		    &err);
		assert_int_equal(r, 0);
	}
	if (stopped) /* nobody sends it meanwhile */
		outbox_set_channels(rig->outbox, NULL, 0);
	rig_run(rig, 3 * H);
	if (stopped)
		rig_use_channels(rig);
	rig_run(rig, M);
	assert_int_equal(mail->count, 1);
	char *subject = mail_header(mail->requests[0].text, "Subject");
	if (count == 1) /* its arrow is no ascii: it is encoded */
		mem_replace(&subject, mail_first_word(subject));
	rig_receiver_free(mail);
	rig_free(rig);
	return subject;
}

static void
a_mail_that_was_held_on_purpose_is_not_late(void **state)
{
	(void)state;
	for (int count = 1; count <= 2; count++) {
		char *held = subject_of_held(count, false);
		char *late = subject_of_held(count, true);
		assert_int_not_equal(strncmp(held, "LATE ", 5), 0);
		assert_int_equal(strncmp(late, "LATE ", 5), 0);
		mem_free(held);
		mem_free(late);
	}
}

static void
set_recipient(struct rig *rig, size_t i, const char *to)
{
	mem_set(&rig->channels[0].recipients[i], to);
	rig_use_channels(rig);
}

/* Also the mail whose bytes an attempt has frozen. */
static void
who_left_a_channel_hears_nothing_more(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);

	(void)state;
	mail->greeting = 451;
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 2);
	rig_use_channels(rig);
	rig_send(rig, 1, "desk");
	rig_run(rig, 3 * S);
	mail->greeting = 0;
	/* c for a; and b twice, so that nobody takes the place of b. */
	set_recipient(rig, 0, "c@example.org");
	rig_run(rig, M);
	assert_int_equal(mail->count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_null(strstr(mail->requests[i].text, "a@example.org"));
		assert_true(
		    (strstr(mail->requests[i].text, "\r\nTo: c@") != NULL) !=
		    (strstr(mail->requests[i].text, "\r\nTo: b@") != NULL));
	}
	mail->greeting = 451;
	rig_send(rig, 2, "desk");
	rig_run(rig, 3 * S);
	mail->greeting = 0;
	set_recipient(rig, 0, "b@example.org");
	rig_run(rig, M);
	assert_int_equal(mail->count, 3);
	assert_non_null(strstr(mail->requests[2].text, "\r\nTo: b@"));
	struct outbox_stats stats;
	assert_int_equal(outbox_stats(rig->outbox, &stats, NULL), 0);
	assert_int_equal(stats.pending + stats.retry, 0);
	rig_receiver_free(mail);
	rig_free(rig);
}

static void
a_shout_goes_out_at_once_without_the_store(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);
	struct outbox_stats stats;
	struct sample sample;

	(void)state;
	sample_fill_trouble(&sample);
	sample.event.type = EVENT_SYSTEM_TROUBLE;
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 2);
	rig_add_hook(rig, "ops", 1);
	rig_use_channels(rig);
	assert_true(outbox_shout(rig->outbox, "desk", &sample.event));
	assert_false(outbox_shout(rig->outbox, "ops", &sample.event));
	assert_false(outbox_shout(rig->outbox, "none", &sample.event));
	rig_run(rig, M);
	assert_int_equal(mail->count, 2);
	assert_non_null(strstr(
	    mail->requests[0].text, "X-Filingd-Event: system.trouble\r\n"));
	assert_int_equal(outbox_stats(rig->outbox, &stats, NULL), 0);
	assert_int_equal(stats.pending + stats.retry + stats.sent, 0);
	rig_receiver_free(mail);
	rig_free(rig);
}

static void
a_shout_in_flight_may_be_dropped(void **state)
{
	struct rig *rig = rig_new(NULL);
	struct rig_receiver *mail = rig_receiver_new(rig, PEER_LINES);
	struct sample sample;

	(void)state;
	sample_fill_trouble(&sample);
	rig_add_mail(rig, "desk", peer_port(mail->peer), two, 1);
	rig_use_channels(rig);
	assert_true(outbox_shout(rig->outbox, "desk", &sample.event));
	rig_receiver_free(mail);
	rig_free(rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_recipient_gets_a_mail_of_its_own),
	    cmocka_unit_test(a_greylisted_mail_is_repeated_byte_for_byte),
	    cmocka_unit_test(
		a_mail_whose_fate_is_unknown_is_sent_again_the_same),
	    cmocka_unit_test(a_mailbox_refused_twice_is_given_up_and_told),
	    cmocka_unit_test(what_waited_for_one_moment_is_one_mail),
	    cmocka_unit_test(a_mail_that_was_held_on_purpose_is_not_late),
	    cmocka_unit_test(who_left_a_channel_hears_nothing_more),
	    cmocka_unit_test(a_shout_goes_out_at_once_without_the_store),
	    cmocka_unit_test(a_shout_in_flight_may_be_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
