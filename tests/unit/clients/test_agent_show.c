/* SPDX-License-Identifier: BSD-2-Clause */
/* What the agent shows, and when. */
#include "clients/agent_show.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define HOUR INT64_C(3600000)
#define NOW  (1000 * HOUR)

static char *
since(int64_t age_ms)
{
	return mem_printf("%lld h ago", (long long)(age_ms / HOUR));
}

static struct agent_show *
show_new(void)
{
	struct agent_show *show = agent_show_new(since);

	agent_show_begin(show, 0, 0, 0);
	return show;
}

struct said {
	int64_t seq;
	int number; /* of the warning */
	int version;
	int severity;
	int64_t age;
	bool critical;
};

static bool
add(struct agent_show *show, size_t channel, const struct said *said)
{
	struct agent_notice notice = {
	    .seq = said->seq,
	    .event = mem_printf("evt_%d_%d", said->number, said->version),
	    .key = mem_printf("wrn_%d", said->number),
	    .version = said->version,
	    .severity = said->severity,
	    .is_warning = true,
	    .is_critical = said->critical,
	    .title = mem_printf("title %d", said->number),
	    .body = mem_strdup("body"),
	    .issuer = mem_strdup("XSHG:600000"),
	    .age_ms = said->age,
	};

	return agent_show_add(show, channel, &notice, NOW, 24 * HOUR);
}

/* A plain warning of its own. */
static void
add_one(struct agent_show *show, int number)
{
	assert_true(
	    add(show, 0, &(struct said){.seq = number, .number = number}));
}

/* Shows the next card: its title, "" for none. Static until the next. */
static const char *
next(struct agent_show *show, struct agent_card *card)
{
	static char title[128];

	title[0] = '\0';
	if (agent_show_next(show, NOW, card)) {
		(void)snprintf(title, sizeof(title), "%s", card->title);
		agent_show_taken(show, true);
	}
	return title;
}

static void
a_few_are_shown_one_by_one(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;

	(void)state;
	for (int i = 1; i <= 3; i++)
		add_one(show, i);
	assert_string_equal(next(show, &card), "title 1");
	assert_int_equal(agent_show_cursor(show, 0), 1);
	assert_string_equal(next(show, &card), "title 2");
	assert_string_equal(next(show, &card), "title 3");
	assert_int_equal(agent_show_cursor(show, 0), 3);
	assert_string_equal(next(show, &card), "");
	agent_show_free(show);
}

static void
the_cursor_waits_for_what_the_server_took(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;

	(void)state;
	add_one(show, 1);
	assert_true(agent_show_next(show, NOW, &card));
	assert_false(agent_show_next(show, NOW, &card));
	assert_int_equal(agent_show_cursor(show, 0), 0);
	agent_show_taken(show, false);
	assert_int_equal(agent_show_cursor(show, 0), 0);
	assert_string_equal(next(show, &card), "title 1");
	assert_int_equal(agent_show_cursor(show, 0), 1);
	agent_show_free(show);
}

static void
many_that_wait_are_one_card_with_the_worst_first(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;

	(void)state;
	for (int i = 1; i <= 12; i++)
		assert_true(add(show, 0,
		    &(struct said){.seq = i,
			.number = i,
			.severity = i == 4 ? 5 : 2,
			.age = i * HOUR,
			.critical = i == 2}));
	assert_true(agent_show_next(show, NOW + HOUR, &card));
	assert_string_equal(card.title, "12 warnings since 13 h ago");
	assert_string_equal(card.body,
	    "title 4\ntitle 12\ntitle 11\ntitle 10\ntitle 9\ntitle 8\n"
	    "and 6 more: filingctl events list");
	assert_true(card.critical);
	assert_int_equal(card.actions, 0);
	assert_null(card.notice);
	add_one(show, 13);
	agent_show_taken(show, true);
	assert_int_equal(agent_show_cursor(show, 0), 12);
	assert_string_equal(next(show, &card), "title 13");
	agent_show_free(show);
}

static void
a_backlog_is_complete_before_it_is_shown(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;

	(void)state;
	agent_show_begin(show, 0, 0, 5);
	for (int i = 1; i <= 4; i++) {
		add_one(show, i);
		assert_string_equal(next(show, &card), "");
	}
	agent_show_pass(show, 0, 5);
	assert_string_equal(next(show, &card), "4 warnings since 0 h ago");
	assert_int_equal(agent_show_cursor(show, 0), 5);
	agent_show_begin(show, 0, 5, 9);
	add_one(show, 6);
	assert_string_equal(next(show, &card), "");
	agent_show_broken(show, 0);
	assert_string_equal(next(show, &card), "title 6");
	agent_show_free(show);
}

static void
what_is_too_old_is_not_shown_but_counts_as_seen(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;

	(void)state;
	add(show, 0, &(struct said){.seq = 1, .number = 1, .age = 25 * HOUR});
	add(show, 0, &(struct said){.seq = 2, .number = 2, .age = 20 * HOUR});
	assert_string_equal(next(show, &card), "title 2");
	add(show, 0, &(struct said){.seq = 3, .number = 3, .age = 20 * HOUR});
	assert_false(agent_show_next(show, NOW + 5 * HOUR, &card));
	assert_int_equal(agent_show_cursor(show, 0), 3);
	agent_show_free(show);
}

static void
of_a_warning_that_waits_only_the_last_version_is_shown(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;

	(void)state;
	for (int version = 1; version <= 4; version++)
		add(show, 0,
		    &(struct said){
			.seq = version, .number = 1, .version = version});
	assert_true(agent_show_next(show, NOW, &card));
	assert_string_equal(card.key, "wrn_1");
	assert_int_equal(card.notice->version, 4);
	assert_int_equal(agent_show_cursor(show, 0), 3);
	agent_show_taken(show, true);
	assert_int_equal(agent_show_cursor(show, 0), 4);
	assert_string_equal(next(show, &card), "");
	agent_show_free(show);
}

/* Quiet hours held the first; the second was excepted. */
static void
a_version_that_comes_after_a_later_one_is_not_shown(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;

	(void)state;
	add(show, 0, &(struct said){.seq = 1, .number = 1, .version = 2});
	assert_string_equal(next(show, &card), "title 1");
	add(show, 0, &(struct said){.seq = 2, .number = 1, .version = 1});
	assert_string_equal(next(show, &card), "");
	assert_int_equal(agent_show_cursor(show, 0), 2);
	add(show, 0, &(struct said){.seq = 3, .number = 1, .version = 3});
	assert_string_equal(next(show, &card), "title 1");
	agent_show_free(show);
}

static void
an_event_of_two_channels_is_shown_once(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;

	(void)state;
	agent_show_begin(show, 1, 0, 0);
	add(show, 0, &(struct said){.seq = 7, .number = 1});
	add(show, 1, &(struct said){.seq = 3, .number = 1});
	assert_string_equal(next(show, &card), "title 1");
	assert_string_equal(next(show, &card), "");
	assert_int_equal(agent_show_cursor(show, 0), 7);
	assert_int_equal(agent_show_cursor(show, 1), 3);
	add(show, 1, &(struct said){.seq = 4, .number = 2});
	assert_string_equal(next(show, &card), "title 2");
	add(show, 0, &(struct said){.seq = 8, .number = 2});
	assert_string_equal(next(show, &card), "");
	assert_int_equal(agent_show_cursor(show, 0), 8);
	agent_show_free(show);
}

static void
what_is_sent_again_after_a_break_is_known(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;

	(void)state;
	add_one(show, 1);
	add_one(show, 2);
	agent_show_broken(show, 0);
	agent_show_begin(show, 0, 0, 2);
	add_one(show, 1);
	add_one(show, 2);
	assert_int_equal(agent_show_waiting(show), 2);
	assert_string_equal(next(show, &card), "title 1");
	assert_string_equal(next(show, &card), "title 2");
	agent_show_begin(show, 0, 0, 1); /* another store */
	add(show, 0, &(struct said){.seq = 1, .number = 9});
	assert_string_equal(next(show, &card), "title 9");
	agent_show_free(show);
}

static void
critical_cards_beyond_five_share_one(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;

	(void)state;
	for (int i = 1; i <= 5; i++) {
		add(show, 0,
		    &(struct said){.seq = i, .number = i, .critical = true});
		(void)next(show, &card);
		assert_true(card.critical);
	}
	for (int i = 6; i <= 14; i++) {
		add(show, 0,
		    &(struct said){.seq = i, .number = i, .critical = true});
		(void)next(show, &card);
		assert_string_equal(card.key, "urgent");
	}
	assert_string_equal(card.title, "9 more urgent warnings");
	assert_memory_equal(card.body, "title 14\ntitle 13\n", 18);
	/* A version of one that stands replaces it. */
	add(show, 0,
	    &(struct said){
		.seq = 15, .number = 3, .version = 2, .critical = true});
	assert_string_equal(next(show, &card), "title 3");
	agent_show_closed(show, "wrn_2");
	agent_show_closed(show, "urgent");
	add(show, 0, &(struct said){.seq = 16, .number = 16, .critical = true});
	assert_string_equal(next(show, &card), "title 16");
	add(show, 0, &(struct said){.seq = 17, .number = 17, .critical = true});
	assert_string_equal(next(show, &card), "1 more urgent warning");
	agent_show_free(show);
}

static void
what_has_no_room_is_fetched_again(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;
	int i;

	(void)state;
	for (i = 1; i <= SHOW_MAX; i++)
		add_one(show, i);
	assert_false(add(show, 0, &(struct said){.seq = i, .number = i}));
	agent_show_broken(show, 0);
	assert_string_equal(next(show, &card), "200 warnings since 0 h ago");
	assert_int_equal(agent_show_cursor(show, 0), SHOW_MAX);
	agent_show_begin(show, 0, SHOW_MAX, i);
	add_one(show, i);
	assert_string_equal(next(show, &card), "title 201");
	agent_show_free(show);
}

static void
a_card_offers_what_can_be_done(void **state)
{
	struct agent_show *show = show_new();
	struct agent_card card;
	struct agent_notice notice = {.seq = 1,
	    .event = mem_strdup("evt_1"),
	    .key = mem_strdup("evt_1"),
	    .title = mem_strdup("source 'x' degraded"),
	    .body = mem_strdup(""),
	    .issuer = mem_strdup("")};

	(void)state;
	assert_true(agent_show_add(show, 0, &notice, NOW, HOUR));
	assert_true(agent_show_next(show, NOW, &card));
	assert_int_equal(card.actions, CARD_ACK);
	agent_show_taken(show, true);
	add(show, 0, &(struct said){.seq = 2, .number = 2});
	assert_true(agent_show_next(show, NOW, &card));
	assert_int_equal(card.actions, CARD_ACK | CARD_MUTE);
	agent_show_free(show);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_few_are_shown_one_by_one),
	    cmocka_unit_test(the_cursor_waits_for_what_the_server_took),
	    cmocka_unit_test(many_that_wait_are_one_card_with_the_worst_first),
	    cmocka_unit_test(a_backlog_is_complete_before_it_is_shown),
	    cmocka_unit_test(what_is_too_old_is_not_shown_but_counts_as_seen),
	    cmocka_unit_test(
		of_a_warning_that_waits_only_the_last_version_is_shown),
	    cmocka_unit_test(
		a_version_that_comes_after_a_later_one_is_not_shown),
	    cmocka_unit_test(an_event_of_two_channels_is_shown_once),
	    cmocka_unit_test(what_is_sent_again_after_a_break_is_known),
	    cmocka_unit_test(critical_cards_beyond_five_share_one),
	    cmocka_unit_test(what_has_no_room_is_fetched_again),
	    cmocka_unit_test(a_card_offers_what_can_be_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
