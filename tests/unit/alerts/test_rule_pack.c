/* SPDX-License-Identifier: BSD-2-Clause */
/* Many rules at once say what each of them says alone, and how they came to. */
#include "alerts/rule.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/sample.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char *const conditions[] = {
    "severity >= 3",
    "severity >= 5",
    "class in (first_loss, loss_narrower)",
    "grade < probable",
    "guidance_pct_low < -10",
    "guidance_pct_low < -10 and severity >= 5",
    "fact('eps', 'forecast', 'low') > 1",
    "fact('rev', 'forecast', 'low') > 3e8",
    "abs(-9223372036854775807 - 1) > 0",
    "matches(title, '预亏|亏损')",
    "label = 'obligor'",
    "\n\tseverity\n >= 3 ",
};

#define CONDITIONS (sizeof(conditions) / sizeof(conditions[0]))
#define MANY	   1300 /* more than two packs */

struct answers {
	size_t count;
	struct {
		char rule[32];
		char note[128];
	} items[MANY];
};

static void
on_match(const struct rule_match *match, void *arg)
{
	struct answers *answers = arg;

	(void)snprintf(
	    answers->items[answers->count].rule, 32, "%s", match->rule);
	(void)snprintf(
	    answers->items[answers->count++].note, 128, "%s", match->note);
}

static void
on_trace(const struct rule_trace *trace, void *arg)
{
	struct answers *answers = arg;

	if (!trace->wants)
		return;
	(void)snprintf(
	    answers->items[answers->count].rule, 32, "%s", trace->rule);
	(void)snprintf(
	    answers->items[answers->count++].note, 128, "%s", trace->note);
}

static void
add(struct rules *rules, const char *name, const char *when)
{
	struct rule_spec spec = {.name = name, .when_count = 1, .when = &when};
	struct rule_fault fault;

	if (rules_add(rules, &spec, &fault) < 0)
		fail_msg("%s: %s", when, fault.err.text);
}

static struct rules *
make_many(size_t from, size_t to)
{
	struct rules *rules = rules_new(NULL, 0);
	char name[32];

	for (size_t i = from; i < to; i++) {
		(void)snprintf(name, sizeof(name), "r%zu", i);
		add(rules, name, conditions[i % CONDITIONS]);
	}
	return rules;
}

static void
answer_alone(const struct event *event, struct answers *ret)
{
	ret->count = 0;
	for (size_t i = 0; i < MANY; i++) {
		struct rules *one = make_many(i, i + 1);

		rules_match(one, event, on_match, ret);
		rules_free(one);
	}
}

static void
assert_same(const struct answers *got, const struct answers *want)
{
	assert_int_equal(got->count, want->count);
	for (size_t i = 0; i < got->count; i++) {
		assert_string_equal(got->items[i].rule, want->items[i].rule);
		assert_string_equal(got->items[i].note, want->items[i].note);
	}
}

static void
many_rules_answer_as_each_alone(void **state)
{
	static struct answers want, got;
	struct rules *rules = make_many(0, MANY);
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	for (int severity = 2; severity <= 5; severity++) {
		sample.event.verdict.severity = severity;
		answer_alone(&sample.event, &want);
		assert_true(want.count > MANY / 4 && want.count < MANY);
		got.count = 0;
		rules_match(rules, &sample.event, on_match, &got);
		assert_same(&got, &want);
	}
	rules_free(rules);
}

static void
a_trace_says_what_is_told(void **state)
{
	static struct answers told, traced;
	struct rules *rules = make_many(0, MANY);
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	told.count = 0;
	traced.count = 0;
	assert_int_equal(
	    rules_trace(rules, &sample.event, NULL, on_trace, &traced), 0);
	rules_match(rules, &sample.event, on_match, &told);
	assert_same(&traced, &told);
	rules_free(rules);
}

static void
rules_that_come_later_are_heard(void **state)
{
	static struct answers answers;
	struct rules *rules = make_many(0, 3);
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	answers.count = 0;
	rules_seal(rules);
	rules_match(rules, &sample.event, on_match, &answers);
	assert_int_equal(answers.count, 2);
	add(rules, "later", "severity = 4");
	answers.count = 0;
	rules_match(rules, &sample.event, on_match, &answers);
	assert_int_equal(answers.count, 3);
	assert_string_equal(answers.items[2].rule, "later");
	rules_free(rules);
}

static void
one_that_errs_at_times_answers_when_it_can(void **state)
{
	static struct answers answers;
	struct rules *rules = rules_new(NULL, 0);
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	add(rules, "errs", "abs(-9223372036854775807 - (severity - 3)) > 0");
	add(rules, "other", "severity >= 3");
	for (int severity = 2; severity <= 4; severity++) {
		sample.event.verdict.severity = severity;
		answers.count = 0;
		rules_match(rules, &sample.event, on_match, &answers);
		assert_int_equal(answers.count, severity >= 3 ? 2 : 1);
		assert_string_equal(answers.items[0].rule, "errs");
		assert_string_equal(answers.items[0].note,
		    severity == 4 ? "undecided: integer overflow" : "");
	}
	rules_free(rules);
}

static void
print_trace(const struct rule_trace *trace, void *arg)
{
	struct buf *out = arg;

	assert_int_equal(
	    buf_addf(out, "%s: on %d, watch %s, %s\n", trace->rule, trace->on,
		trace->watch != NULL ? trace->watch : "-",
		trace->wants ? "wants" : "does not want"),
	    0);
	for (size_t i = 0; i < trace->spec->when_count; i++) {
		const struct rule_asked *asked = &trace->asked[i];

		assert_int_equal(buf_addf(out, "  %s: %s (%s)", asked->when,
				     rule_truth_word(asked->truth), asked->why),
		    0);
		for (size_t k = 0; k < asked->read_count; k++)
			assert_int_equal(
			    buf_addf(out, " %s=%s", asked->reads[k].name,
				asked->reads[k].value),
			    0);
		assert_int_equal(buf_add_str(out, "\n"), 0);
	}
}

static void
a_trace_shows_each_condition_with_what_it_read(void **state)
{
	static const char *const when[] = {"severity >= 5 or good > 1",
	    "fact('eps','forecast','low') > 1 and class = loss_narrower",
	    "consensus_pct_high < -10"};
	static const char *const on[] = {"source.*", "warning.*"};
	static const char *const lists[] = {"core"};
	struct watch watch;
	struct rule_spec spec = {.name = "r",
	    .on_count = 2,
	    .on = on,
	    .watch_count = 1,
	    .watch = lists,
	    .when_count = 3,
	    .when = when};
	struct rule_fault fault;
	struct sample sample;
	struct buf out;

	(void)state;
	sample_fill(&sample);
	watch_init(&watch, "core");
	struct rules *rules = rules_new(&watch, 1);
	assert_int_equal(rules_add(rules, &spec, &fault), 0);
	buf_init(&out, MIB);
	assert_int_equal(
	    rules_trace(rules, &sample.event, "r", print_trace, &out), 0);
	assert_string_equal(out.data,
	    "r: on 1, watch -, does not want\n"
	    "  severity >= 5 or good > 1: false () severity=4 good=0\n"
	    "  fact('eps','forecast','low') > 1 and class = loss_narrower: "
	    "undecided (fact('eps', 'forecast', 'low') is unknown) "
	    "class=loss_narrower fact('eps', 'forecast', 'low')=\n"
	    "  consensus_pct_high < -10: true () consensus_pct_high=-99.76\n");
	assert_int_equal(
	    rules_trace(rules, &sample.event, "q", print_trace, &out),
	    ERR_NOTFOUND);
	buf_done(&out);
	rules_free(rules);
	watch_done(&watch);
}

/* Patterns in no order, some of them twice: each rule has its own answer. */
static void
each_pattern_is_matched_by_itself(void **state)
{
	static struct answers got;
	static char title[] = "notice 00417 of 00617";
	struct rules *rules = rules_new(NULL, 0);
	struct sample sample;
	char name[32], when[64];

	(void)state;
	sample_fill(&sample);
	sample.event.filing.title = title;
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof(name), "r%d", i);
		(void)snprintf(when, sizeof(when), "matches(title, ' %05d\\b')",
		    i * 617 % 1000);
		add(rules, name, when);
	}
	got.count = 0;
	rules_match(rules, &sample.event, on_match, &got);
	assert_int_equal(got.count, 3);
	assert_string_equal(got.items[0].rule, "r1");
	assert_string_equal(got.items[1].rule, "r401");
	assert_string_equal(got.items[2].rule, "r1001");
	rules_free(rules);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(many_rules_answer_as_each_alone),
	    cmocka_unit_test(a_trace_says_what_is_told),
	    cmocka_unit_test(rules_that_come_later_are_heard),
	    cmocka_unit_test(one_that_errs_at_times_answers_when_it_can),
	    cmocka_unit_test(a_trace_shows_each_condition_with_what_it_read),
	    cmocka_unit_test(each_pattern_is_matched_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
