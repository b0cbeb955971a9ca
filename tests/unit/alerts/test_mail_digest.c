/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Digests: one mail of many events, the surest and largest first, bounded.
 * With --print it writes one for mail_headers.sh.
 */
#include "alerts/mail.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/sample.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define MANY 200

static const struct mail_context context = {
    .instance = "desk1",
    .host = "desk1.filingd",
    .rule = "core warnings",
    .note = "",
    .from = "filingd@example.org",
    .to = "desk@example.org",
    .delivery = 17,
    .now = INT64_C(1737013571000),
};

struct batch {
	struct sample samples[MANY];
	struct mail_entry entries[MANY];
};

/* n events alike, each with an id and a warning of its own. */
static struct batch *
batch_new(size_t count)
{
	struct batch *batch = mem_new(sizeof(*batch));

	for (size_t i = 0; i < count; i++) {
		struct event *event = &batch->samples[i].event;
		sample_fill(&batch->samples[i]);
		(void)snprintf(event->id, sizeof(event->id), "evt_%03zu", i);
		(void)snprintf(event->warning_id, sizeof(event->warning_id),
		    "wrn_%03zu", i);
		event->filing.published += (int64_t)i * 60000;
		batch->entries[i] = (struct mail_entry){.event = event};
	}
	return batch;
}

static char *
digest_of(
    const struct batch *batch, size_t count, const struct mail_context *with)
{
	struct buf out;

	buf_init(&out, MIB);
	mail_build_digest(batch->entries, count, with, &out);
	return buf_take(&out);
}

static void
assert_has(const char *mail, const char *part)
{
	if (strstr(mail, part) == NULL)
		fail_msg("no '%s' in\n%.6000s", part, mail);
}

static void
the_subject_says_count_worst_and_span(void **state)
{
	struct batch *batch = batch_new(3);

	(void)state;
	batch->samples[1].event.verdict.severity = 5;
	char *mail = digest_of(batch, 3, &context);
	assert_has(mail,
	    "\r\nSubject: 3 alerts, worst severity 5, 2025-01-16 15:46 to 15:48 "
	    "+08:00\r\n");
	assert_has(mail, "\r\nX-Filingd-Event: digest\r\n");
	assert_has(mail, "\r\nX-Filingd-Grade: certain\r\n");
	assert_has(mail, "\r\nX-Filingd-Severity: 5\r\n");
	mem_free(mail);
	batch->samples[2].event.filing.published += 86400000;
	batch->samples[2].event.filing.listing =
	    (char *)(uintptr_t) "XTKS:7203";
	mail = digest_of(batch, 3, &context);
	assert_has(mail,
	    "\r\nSubject: 3 alerts, worst severity 5, 2025-01-16 07:46 to "
	    "2025-01-17 07:48\r\n +00:00\r\n");
	mem_free(mail);
	mem_free(batch);
}

static void
lateness_is_told_once_for_all(void **state)
{
	struct batch *batch = batch_new(2);

	(void)state;
	batch->samples[0].event.late = true;
	char *mail = digest_of(batch, 2, &context);
	assert_has(mail, "\r\nSubject: 2 alerts, ");
	assert_has(mail, "\r\nLate: 1 of 2 was found after an outage");
	mem_free(mail);
	batch->samples[1].event.late = true;
	mail = digest_of(batch, 2, &context);
	assert_has(mail, "\r\nSubject: LATE 2 alerts, ");
	mem_free(mail);
	mem_free(batch);
}

static void
the_surest_comes_first_then_the_largest_change(void **state)
{
	struct batch *batch = batch_new(4);
	const char *at[4];

	(void)state;
	batch->samples[0].event.verdict.grade = GRADE_POSSIBLE;
	batch->samples[2].changes[0].mid_pct = sample_decimal("-900");
	batch->samples[3].event.has_verdict = false;
	char *mail = digest_of(batch, 4, &context);
	for (size_t i = 0; i < 4; i++) {
		char id[16];
		(void)snprintf(id, sizeof(id), "evt_%03zu", i);
		at[i] = strstr(mail, id);
		assert_non_null(at[i]);
	}
	assert_true(at[2] < at[1]);
	assert_true(at[1] < at[0]);
	assert_true(at[0] < at[3]);
	assert_has(mail, "Only possible: ");
	mem_free(mail);
	mem_free(batch);
}

static void
an_event_by_another_rule_names_it(void **state)
{
	struct batch *batch = batch_new(2);

	(void)state;
	batch->entries[1].rule = "all losses";
	batch->entries[1].note = "undecided: rev is unknown";
	char *mail = digest_of(batch, 2, &context);
	assert_has(mail, "  rule        all losses\r\n");
	assert_has(mail, "  note        undecided: rev is unknown\r\n");
	assert_has(mail, "  rule  'core warnings' of filingd 'desk1'\r\n");
	mem_free(mail);
	mem_free(batch);
}

/* The value of Message-ID. Gives. */
static char *
id_of(const char *mail)
{
	const char *found = strstr(mail, "\r\nMessage-ID: ") + 14;

	return mem_strndup(found, strcspn(found, "\r"));
}

static void
message_ids_follow_from_events_and_mailbox(void **state)
{
	struct batch *batch = batch_new(3);
	struct mail_context later = context, other = context;
	char *ids[4];

	(void)state;
	later.now += 3600000;
	later.delivery = 18;
	other.to = "risk@example.org";
	char *mails[] = {digest_of(batch, 3, &context),
	    digest_of(batch, 3, &later), digest_of(batch, 3, &other),
	    digest_of(batch, 2, &context)};
	for (size_t i = 0; i < 4; i++)
		ids[i] = id_of(mails[i]);
	assert_string_equal(ids[0], ids[1]);
	assert_string_not_equal(ids[0], ids[2]);
	assert_string_not_equal(ids[0], ids[3]);
	for (size_t i = 0; i < 4; i++) {
		mem_free(ids[i]);
		mem_free(mails[i]);
	}
	mem_free(batch);
}

static void
a_digest_of_one_warning_joins_its_thread(void **state)
{
	struct batch *batch = batch_new(2);

	(void)state;
	char *mail = digest_of(batch, 2, &context);
	assert_null(strstr(mail, "\r\nReferences: "));
	mem_free(mail);
	memcpy(batch->samples[1].event.warning_id,
	    batch->samples[0].event.warning_id, WARNING_ID_MAX);
	mail = digest_of(batch, 2, &context);
	assert_has(mail, "\r\nReferences: <thr.wrn_000@desk1.filingd>\r\n");
	mem_free(mail);
	mem_free(batch);
}

static size_t
count_of(const char *mail, const char *part)
{
	size_t count = 0;

	for (const char *p = mail; (p = strstr(p, part)) != NULL; p++)
		count++;
	return count;
}

/* Without the breaks of quoted-printable. Gives. */
static char *
unfolded(const char *mail)
{
	char *text = mem_new(strlen(mail) + 1);
	size_t n = 0;

	for (const char *p = mail; *p != '\0';) {
		if (strncmp(p, "=\r\n", 3) == 0)
			p += 3;
		else
			text[n++] = *p++;
	}
	return text;
}

static void
what_has_no_room_is_counted_and_named(void **state)
{
	struct batch *batch = batch_new(MANY);
	char more[128];

	(void)state;
	char *mail = digest_of(batch, MANY, &context);
	char *text = unfolded(mail);
	size_t told = count_of(text, "\r\nFigures for FY2024\r\n");
	assert_in_range(told, 30, MANY - 1);
	assert_int_equal(count_of(text, "Figures for FY2024"), 2 * told);
	(void)snprintf(more, sizeof(more),
	    "\n%zu more are left out here. To list all: filingctl deliveries "
	    "show 17",
	    MANY - told);
	assert_has(text, more);
	mem_free(text);
	assert_in_range(strlen(mail), 1, 600 * KIB);
	mem_free(mail);
	mem_free(batch);
}

static void
hostile_events_stay_within_the_room(void **state)
{
	struct batch *batch = batch_new(MANY);
	char url[2049], name[4000];

	(void)state;
	memset(url, '&', sizeof(url) - 1);
	memcpy(url, "https://", 8);
	url[sizeof(url) - 1] = '\0';
	for (size_t i = 0; i + 4 < sizeof(name); i += 4)
		memcpy(name + i, "\xF0\xA0\x80\x80", 5);
	for (size_t i = 0; i < MANY; i++) {
		struct event *event = &batch->samples[i].event;
		event->filing.url = url;
		event->filing.title = name;
		event->filing.issuer_name = name;
		event->filing.published_raw = name;
		event->label = name;
	}
	char *mail = digest_of(batch, MANY, &context);
	for (const char *p = mail; *p != '\0'; p += strcspn(p, "\n") + 1)
		assert_in_range(strcspn(p, "\n"), 1, 200);
	mem_free(mail);
	mem_free(batch);
}

static int
print_digest(void)
{
	struct batch *batch = batch_new(4);
	struct sample trouble;

	batch->samples[1].event.type = EVENT_WARNING_RETRACTED;
	batch->entries[1].before = "S4 the line before";
	batch->samples[2].event.verdict.grade = GRADE_PROBABLE;
	sample_fill_trouble(&trouble);
	batch->entries[3].event = &trouble.event;
	char *mail = digest_of(batch, 4, &context);
	(void)fputs(mail, stdout);
	mem_free(mail);
	mem_free(batch);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_subject_says_count_worst_and_span),
	    cmocka_unit_test(lateness_is_told_once_for_all),
	    cmocka_unit_test(the_surest_comes_first_then_the_largest_change),
	    cmocka_unit_test(an_event_by_another_rule_names_it),
	    cmocka_unit_test(message_ids_follow_from_events_and_mailbox),
	    cmocka_unit_test(a_digest_of_one_warning_joins_its_thread),
	    cmocka_unit_test(what_has_no_room_is_counted_and_named),
	    cmocka_unit_test(hostile_events_stay_within_the_room),
	};

	if (argc == 2 && strcmp(argv[1], "--print") == 0)
		return print_digest();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
