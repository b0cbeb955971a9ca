/* SPDX-License-Identifier: BSD-2-Clause */
/* Telling: an event is stored once and goes where rules and operators want. */
#include "alerts/alerts.h"
#include "alerts/event_rows.h"
#include "alerts/plan.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/rig.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

/* A rig with two hooks, a watch list and the alerts stage above. */
struct desk {
	struct rig *rig;
	struct rig_receiver *ops;
	struct rig_receiver *risk;
	struct watch watch;
	struct rules *rules;
	struct alerts *alerts;
	struct alerts_config config;
	int told;
	char line[256];
};

static const char *const operators[] = {"risk"};

static void
on_event(
    const struct event *event, const char *line, struct span body, void *arg)
{
	struct desk *desk = arg;

	desk->told++;
	assert_true(event->seq > 0);
	assert_true(body.len > 0);
	(void)snprintf(desk->line, sizeof(desk->line), "%s", line);
}

static void
add_rule(struct desk *desk, const char *name, const char *on, const char *when,
    const char *to)
{
	struct rule_fault fault;
	const struct rule_spec spec = {.name = name,
	    .on_count = on != NULL ? 1 : 0,
	    .on = &on,
	    .when_count = 1,
	    .when = &when,
	    .to_count = 1,
	    .to = &to};

	assert_int_equal(rules_add(desk->rules, &spec, &fault), 0);
}

static struct desk *
desk_new(void)
{
	struct desk *desk = mem_new(sizeof(*desk));

	desk->rig = rig_new(NULL);
	desk->ops = rig_receiver_new(desk->rig, PEER_HTTP);
	desk->risk = rig_receiver_new(desk->rig, PEER_HTTP);
	rig_add_hook(desk->rig, "ops", peer_port(desk->ops->peer));
	rig_add_hook(desk->rig, "risk", peer_port(desk->risk->peer));
	rig_use_channels(desk->rig);
	watch_init(&desk->watch, "core");
	assert_int_equal(watch_add(&desk->watch, "XSHG:603999", "obligor",
			     "obl-1", (struct yaml_mark){"f", 1, 1}),
	    0);
	desk->rules = rules_new(&desk->watch, 1);
	desk->alerts = alerts_new(desk->rig->db, desk->rig->outbox);
	desk->config = (struct alerts_config){
	    .instance = "desk1",
	    .watch_count = 1,
	    .watches = &desk->watch,
	    .rules = desk->rules,
	    .operator_count = 1,
	    .operators = operators,
	};
	alerts_configure(desk->alerts, &desk->config);
	alerts_on_event(desk->alerts, on_event, desk);
	return desk;
}

static void
desk_free(struct desk *desk)
{
	alerts_free(desk->alerts);
	rig_receiver_free(desk->ops);
	rig_receiver_free(desk->risk);
	rig_free(desk->rig);
	rules_free(desk->rules);
	watch_done(&desk->watch);
	mem_free(desk);
}

/* alerts_tell sets members: it gets a record whose strings are its own. */
static void
own_event(struct event *to, const struct event *from)
{
	struct buf record;

	buf_init(&record, MIB);
	event_put(&record, from);
	struct wire wire = wire_init(record.data, record.len);
	event_init(to);
	event_get(&wire, to);
	assert_int_equal(wire_get_end(&wire), 0);
	buf_done(&record);
}

static void
tell(struct desk *desk, const struct event *from)
{
	int64_t now = loop_now(desk->rig->loop);
	struct event event;

	own_event(&event, from);
	assert_int_equal(
	    alerts_tell(desk->alerts, &event, now - S, now, NULL), 0);
	event_done(&event);
	rig_run(desk->rig, S);
}

static void
an_event_is_told_once_however_often_it_comes(void **state)
{
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	add_rule(desk, "all", NULL, "severity >= 1", "ops");
	sample_fill(&sample);
	tell(desk, &sample.event);
	tell(desk, &sample.event);
	assert_int_equal(desk->told, 1);
	assert_int_equal(desk->ops->count, 1);
	assert_int_equal(desk->risk->count, 0);
	assert_string_equal(
	    rig_header(desk->ops, 0, "webhook-id"), sample.event.id);
	assert_string_equal(rig_header(desk->ops, 0, "filingd-first-seen"),
	    "2025-01-16T07:46:09Z");
	desk_free(desk);
}

static bool
on_row(const struct event_row *row, void *arg)
{
	char *note = arg;

	(void)snprintf(note, 512, "%s|%d|%s|%s", row->id, row->severity,
	    row->listing, row->line);
	return true;
}

static void
what_was_told_can_be_read_back(void **state)
{
	struct desk *desk = desk_new();
	char note[512] = "";
	struct sample sample;
	struct event event;
	int64_t last;

	(void)state;
	sample_fill(&sample);
	sample.event.watch = sample.event.label = sample.event.ref = NULL;
	tell(desk, &sample.event);
	assert_int_equal(event_rows_last(desk->rig->db, &last, NULL), 0);
	assert_int_equal(last, 1);
	assert_int_equal(
	    event_rows_get(desk->rig->db, sample.event.id, on_row, note, NULL),
	    0);
	assert_non_null(strstr(note, "|4|XSHG:603999|"));
	assert_non_null(strstr(note, desk->line));
	assert_int_equal(
	    event_rows_get(desk->rig->db, "evt_no", on_row, note, NULL),
	    ERR_NOTFOUND);
	assert_int_equal(event_rows_load(desk->rig->db, 1, &event, NULL), 0);
	assert_string_equal(event.id, sample.event.id);
	assert_string_equal(event.watch, "core");
	assert_string_equal(event.label, "obligor");
	assert_string_equal(event.ref, "obl-1");
	assert_int_equal(event.seq, 1);
	event_done(&event);
	assert_int_equal(
	    event_rows_load(desk->rig->db, 2, &event, NULL), ERR_NOTFOUND);
	note[0] = '\0';
	assert_int_equal(
	    event_rows_after(desk->rig->db, 1, 9, on_row, note, NULL), 0);
	assert_string_equal(note, "");
	desk_free(desk);
}

static void
two_rules_to_one_channel_make_one_delivery(void **state)
{
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	add_rule(desk, "vague", NULL, "guidance_pct_low < 0", "ops");
	add_rule(desk, "clear", NULL, "severity >= 1", "ops");
	add_rule(desk, "late", NULL, "severity >= 2", "ops");
	add_rule(desk, "other", NULL, "severity >= 2", "risk");
	sample_fill(&sample);
	tell(desk, &sample.event);
	assert_int_equal(desk->ops->count, 1);
	assert_int_equal(desk->risk->count, 1);
	desk_free(desk);
}

/* It has no figures: conditions on these are open, and yet say nothing. */
static void
a_retraction_goes_to_those_who_were_told(void **state)
{
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	add_rule(desk, "told", NULL, "consensus_pct_high < -90", "ops");
	add_rule(desk, "not", NULL, "consensus_pct_high < -150", "risk");
	sample_fill(&sample);
	tell(desk, &sample.event);
	assert_int_equal(desk->ops->count, 1);
	sample.event.type = EVENT_WARNING_RETRACTED;
	sample.event.id[4] = 'a';
	sample.event.version = 2;
	sample.event.verdict.fact_count = 0;
	sample.event.verdict.change_count = 0;
	sample.event.verdict.deciding = -1;
	tell(desk, &sample.event);
	assert_int_equal(desk->told, 2);
	assert_int_equal(desk->ops->count, 2);
	assert_int_equal(desk->risk->count, 0);
	/* Who wants nothing else has to be told. */
	add_rule(desk, "only", "warning.retracted", "consensus_pct_high < -150",
	    "risk");
	sample.event.id[4] = 'b';
	sample.event.version = 4;
	tell(desk, &sample.event);
	assert_int_equal(desk->risk->count, 1);
	desk_free(desk);
}

static void
trouble_goes_to_the_operator_and_to_rules_that_want_it(void **state)
{
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	add_rule(desk, "warnings", NULL, "1", "ops");
	sample_fill_trouble(&sample);
	tell(desk, &sample.event);
	assert_int_equal(desk->risk->count, 1);
	assert_int_equal(desk->ops->count, 0);
	add_rule(desk, "sources", "source.*", "source = 'demo'", "ops");
	sample.event.id[4] = 'x';
	tell(desk, &sample.event);
	assert_int_equal(desk->risk->count, 2);
	assert_int_equal(desk->ops->count, 1);
	desk_free(desk);
}

static void
a_disabled_channel_is_told_to_the_operator(void **state)
{
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	add_rule(desk, "all", NULL, "severity >= 1", "ops");
	desk->ops->status = 410;
	sample_fill(&sample);
	tell(desk, &sample.event);
	rig_run(desk->rig, S);
	assert_int_equal(desk->ops->count, 1);
	assert_int_equal(desk->risk->count, 1);
	assert_non_null(
	    strstr(rig_body(desk->risk, 0), "\"type\":\"channel.disabled\""));
	assert_non_null(strstr(rig_body(desk->risk, 0), "\"subject\":\"ops\""));
	desk_free(desk);
}

static void
trouble_with_telling_trouble_does_not_feed_itself(void **state)
{
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	desk->risk->status = 500;
	sample_fill_trouble(&sample);
	tell(desk, &sample.event);
	rig_run(desk->rig, 100 * 3600 * S);
	assert_int_equal(desk->risk->count, 12);
	assert_int_equal(desk->told, 1);
	desk_free(desk);
}

/* As add_rule, with what it says of when. */
static void
add_planned(struct desk *desk, const char *name, const char *on,
    const char *when, const char *to, const struct plan_rule *plan)
{
	struct rule_fault fault;
	const struct rule_spec spec = {.name = name,
	    .on_count = on != NULL ? 1 : 0,
	    .on = &on,
	    .when_count = 1,
	    .when = &when,
	    .to_count = 1,
	    .to = &to,
	    .plan = plan};

	assert_int_equal(rules_add(desk->rules, &spec, &fault), 0);
}

/* The sample's warning again, with another severity. */
static void
become_update(struct sample *sample, int version, int severity)
{
	static char ids[4][EVENT_ID_MAX];

	(void)snprintf(ids[version], EVENT_ID_MAX, "evt_update%d", version);
	memcpy(sample->event.id, ids[version], sizeof(ids[version]));
	sample->event.type = EVENT_WARNING_UPDATED;
	sample->event.version = version;
	sample->event.verdict.severity = severity;
}

/* A false alarm that was corrected must not be all that the boss hears. */
static void
a_correction_follows_an_escalation_that_still_waits(void **state)
{
	static const char *const boss[] = {"risk"};
	static const struct plan_rule plan = {
	    .escalate_count = 1, .escalate = boss, .escalate_ms = 10 * M};
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	add_planned(desk, "core", NULL, "severity >= 3", "ops", &plan);
	sample_fill(&sample);
	tell(desk, &sample.event);
	rig_run(desk->rig, 5 * M);
	become_update(&sample, 2, 1);
	tell(desk, &sample.event);
	assert_int_equal(desk->ops->count, 2);
	assert_int_equal(desk->risk->count, 0);
	rig_run(desk->rig, H);
	assert_int_equal(desk->risk->count, 2);
	assert_string_equal(
	    rig_header(desk->risk, 1, "webhook-id"), sample.event.id);
	desk_free(desk);
}

static void
a_digest_does_not_hold_the_correction_of_what_was_told_at_once(void **state)
{
	struct plan_rule plan = {.digest_count = 1, .digests = {{.minute = 0}}};
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	assert_int_equal(zone_load("UTC", &plan.digests[0].zone, NULL), 0);
	add_rule(desk, "core", NULL, "severity >= 3", "ops");
	add_planned(desk, "rest", NULL, "severity >= 1", "ops", &plan);
	sample_fill(&sample);
	tell(desk, &sample.event);
	assert_int_equal(desk->ops->count, 1);
	become_update(&sample, 2, 1);
	tell(desk, &sample.event);
	assert_int_equal(desk->ops->count, 2);
	desk_free(desk);
}

static void
a_late_correction_is_told_though_the_rule_skips_late_ones(void **state)
{
	static const struct plan_rule plan = {.late = PLAN_LATE_SKIP};
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	add_planned(desk, "core", NULL, "severity >= 3", "ops", &plan);
	sample_fill(&sample);
	tell(desk, &sample.event);
	assert_int_equal(desk->ops->count, 1);
	become_update(&sample, 2, 1);
	sample.event.late = true;
	tell(desk, &sample.event);
	assert_int_equal(desk->ops->count, 2);
	desk_free(desk);
}

static size_t
risk_heard(const struct desk *desk, const char *words)
{
	size_t count = 0;

	for (size_t i = 0; i < desk->risk->count; i++)
		count += strstr(rig_body(desk->risk, i), words) != NULL;
	return count;
}

/* A failed test or source.degraded must not eat what concerns warnings. */
static void
trouble_with_warnings_is_told_though_trouble_could_not_be(void **state)
{
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	add_rule(desk, "sources", "source.*", "1", "ops");
	add_rule(desk, "all", NULL, "severity >= 1", "ops");
	desk->ops->status = 401;
	sample_fill_trouble(&sample);
	tell(desk, &sample.event);
	rig_run(desk->rig, M);
	assert_int_equal(risk_heard(desk, "needs attention"), 0);
	sample_fill(&sample);
	tell(desk, &sample.event);
	rig_run(desk->rig, H);
	assert_int_equal(risk_heard(desk, "needs attention"), 1);
	rig_run(desk->rig, 100 * H);
	assert_int_equal(risk_heard(desk, "given up"), 1);
	desk_free(desk);
}

/* A cap that is full must not bring an escalation before its time. */
static void
a_cap_brings_no_escalation_before_its_time(void **state)
{
	static const char *const boss[] = {"desk"};
	static const char *const to[] = {"desk@example.org"};
	static const struct plan_rule plan = {
	    .escalate_count = 1, .escalate = boss, .escalate_ms = 10 * M};
	struct desk *desk = desk_new();
	struct rig_receiver *mail = rig_receiver_new(desk->rig, PEER_LINES);
	struct sample sample;
	struct channel *channel =
	    rig_add_mail(desk->rig, "desk", peer_port(mail->peer), to, 1);

	(void)state;
	channel->plan = mem_new(sizeof(*channel->plan));
	channel->plan->cap = 1;
	channel->plan->cap_ms = 15 * M;
	rig_use_channels(desk->rig);
	desk->config.channels = desk->rig->channels;
	desk->config.channel_count = desk->rig->channel_count;
	alerts_configure(desk->alerts, &desk->config);
	add_planned(desk, "core", NULL, "severity >= 3", "ops", &plan);
	sample_fill(&sample);
	for (int i = 0; i < 3; i++) {
		/* at 0, 2 and 24 minutes: due at 10, 25 (cap), 40 (cap) */
		(void)snprintf(sample.event.id, EVENT_ID_MAX, "evt_%d", i);
		(void)snprintf(
		    sample.event.warning_id, WARNING_ID_MAX, "wrn_%d", i);
		tell(desk, &sample.event);
		rig_run(desk->rig, i == 0 ? 2 * M - S : 22 * M - S);
	}
	struct db_stmt *stmt = db_prepare(desk->rig->db,
	    "SELECT max(l.event) - min(l.event) FROM delivery d"
	    " JOIN delivery_event l ON l.delivery = d.id"
	    " WHERE d.channel = 'desk' GROUP BY d.id ORDER BY 1 DESC");
	int64_t spread = -1;
	assert_int_equal(db_first_int(stmt, &spread, NULL), 0);
	assert_int_equal(spread, 0);
	rig_receiver_free(mail);
	desk_free(desk);
}

/* The store takes nothing: the mail goes past it. */
static void
a_shout_goes_to_the_operators_mail(void **state)
{
	static const char *const to[] = {"desk@example.org"};
	static const char *const both[] = {"risk", "desk"};
	struct desk *desk = desk_new();
	struct rig_receiver *mail = rig_receiver_new(desk->rig, PEER_LINES);
	struct sample sample;

	(void)state;
	rig_add_mail(desk->rig, "desk", peer_port(mail->peer), to, 1);
	rig_use_channels(desk->rig);
	sample_fill_trouble(&sample);
	alerts_shout(desk->alerts, &sample.event);
	rig_run(desk->rig, S);
	assert_int_equal(mail->count, 0);
	desk->config.operators = both;
	desk->config.operator_count = 2;
	alerts_shout(desk->alerts, &sample.event);
	rig_run(desk->rig, S);
	assert_int_equal(mail->count, 1);
	assert_int_equal(desk->risk->count, 0);
	assert_int_equal(desk->told, 0);
	rig_receiver_free(mail);
	desk_free(desk);
}

static void
a_rule_to_a_channel_that_is_gone_costs_nobody_else(void **state)
{
	struct desk *desk = desk_new();
	struct sample sample;

	(void)state;
	add_rule(desk, "old", NULL, "severity >= 1", "gone");
	add_rule(desk, "all", NULL, "severity >= 1", "ops");
	sample_fill(&sample);
	tell(desk, &sample.event);
	assert_int_equal(desk->ops->count, 1);
	desk_free(desk);
}

static void
without_an_outbox_events_are_stored_and_shown(void **state)
{
	struct desk *desk = desk_new();
	struct alerts *dry = alerts_new(desk->rig->db, NULL);
	struct sample sample;
	struct event event;

	(void)state;
	add_rule(desk, "all", NULL, "severity >= 1", "ops");
	alerts_configure(dry, &desk->config);
	alerts_on_event(dry, on_event, desk);
	sample_fill(&sample);
	own_event(&event, &sample.event);
	assert_int_equal(alerts_tell(dry, &event, 1, 2, NULL), 0);
	event_done(&event);
	rig_run(desk->rig, S);
	assert_int_equal(desk->told, 1);
	assert_int_equal(desk->ops->count, 0);
	alerts_free(dry);
	desk_free(desk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_event_is_told_once_however_often_it_comes),
	    cmocka_unit_test(
		a_correction_follows_an_escalation_that_still_waits),
	    cmocka_unit_test(
		a_digest_does_not_hold_the_correction_of_what_was_told_at_once),
	    cmocka_unit_test(
		a_late_correction_is_told_though_the_rule_skips_late_ones),
	    cmocka_unit_test(
		trouble_with_warnings_is_told_though_trouble_could_not_be),
	    cmocka_unit_test(a_cap_brings_no_escalation_before_its_time),
	    cmocka_unit_test(what_was_told_can_be_read_back),
	    cmocka_unit_test(two_rules_to_one_channel_make_one_delivery),
	    cmocka_unit_test(a_retraction_goes_to_those_who_were_told),
	    cmocka_unit_test(
		trouble_goes_to_the_operator_and_to_rules_that_want_it),
	    cmocka_unit_test(a_disabled_channel_is_told_to_the_operator),
	    cmocka_unit_test(trouble_with_telling_trouble_does_not_feed_itself),
	    cmocka_unit_test(a_shout_goes_to_the_operators_mail),
	    cmocka_unit_test(
		a_rule_to_a_channel_that_is_gone_costs_nobody_else),
	    cmocka_unit_test(without_an_outbox_events_are_stored_and_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
