/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: what conditions say of an event, and what they may not say. */
#include "alerts/rule.h"
#include "alerts/rule_name.h"
#include "lib/base/clock.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/sample.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum { NO, YES, MAYBE };

struct seen {
	int count;
	char rule[64];
	char note[512];
	char to[64];
};

static void
on_match(const struct rule_match *match, void *arg)
{
	struct seen *seen = arg;

	seen->count++;
	(void)snprintf(seen->rule, sizeof(seen->rule), "%s", match->rule);
	(void)snprintf(seen->note, sizeof(seen->note), "%s", match->note);
	(void)snprintf(seen->to, sizeof(seen->to), "%s",
	    match->to_count > 0 ? match->to[0] : "");
}

static int
add_when(
    struct rules *rules, const char *when, bool skip, struct rule_fault *fault)
{
	const char *to[] = {"ops"};
	const struct rule_spec spec = {.name = "r",
	    .when_count = 1,
	    .when = &when,
	    .unknown_skip = skip,
	    .to_count = 1,
	    .to = to};

	return rules_add(rules, &spec, fault);
}

/* NO, YES or MAYBE (told with a note) for one condition. */
static int
ask(const struct event *event, const char *when, struct seen *seen)
{
	struct rules *rules = rules_new(NULL, 0);
	struct rule_fault fault;

	*seen = (struct seen){0};
	if (add_when(rules, when, false, &fault) < 0)
		fail_msg("%s: %s", when, fault.err.text);
	rules_match(rules, event, on_match, seen);
	rules_free(rules);
	if (seen->count == 0)
		return NO;
	return *seen->note == '\0' ? YES : MAYBE;
}

static const struct {
	const char *when;
	int answer;
} truths[] = {
    {"severity >= 3", YES},
    {"severity >= 5", NO},
    {"severity >= '3'", YES},
    {"event.severity = 4", YES},
    {"class = loss_narrower", YES},
    {"class = 'loss_narrower'", YES},
    {"class = first_loss", NO},
    {"class in (first_loss, loss_wider)", NO},
    {"class in (first_loss, loss_narrower)", YES},
    {"class not in (first_loss)", YES},
    {"class in ('first_loss', 'loss_wider', 'loss_narrower')", YES},
    {"class not in ('first_loss', 'loss_wider', 'loss')", YES},
    {"severity in (1, 2, 3, '4')", YES},
    {"severity in (1, 2, 3)", NO},
    {"severity not in (1, 2, null)", MAYBE},
    {"severity in () or actual_pct not in (1, 2, 3)", MAYBE},
    {"title in ('in (', 'b', 'c')", NO},
    {"severity in ((4), 9, 8)", YES},
    {"class <= loss", YES},
    {"class between loss_wider and loss_cont", NO},
    {"class between first_loss and loss", YES},
    {"grade >= probable", YES},
    {"grade >= certain", YES},
    {"probable <= grade", YES},
    {"grade < probable", NO},
    {"grade = 'certain'", YES},
    {"direction >= mixed", YES},
    {"direction = down", NO},
    {"guidance = none", NO},
    {"distress = none", YES},
    {"form = forecast and metric = ni_attr and role = forecast", YES},
    {"not (form = results or (metric = rev))", YES},
    {"prior_pct_low > 12.5 and prior_pct_high < 32.3", YES},
    {"consensus_pct_high < -10", YES},
    {"consensus_n >= 3 and consensus_below_pct <= -34.15", YES},
    {"low = -71000000 and high = -55000000", YES},
    {"abs(low) > abs(high)", YES},
    {"fact('rev', 'forecast', 'low') > 3e8", YES},
    {"FACT('ni_attr','prior_year','high') = -81180000", YES},
    {"matches(title, '预亏|亏损')", YES},
    {"matches(title, '预增')", NO},
    {"matches(title, '(?i)FORECAST''s')", NO},
    {"title like '%业绩预亏%'", YES},
    {"title glob '*公告'", YES},
    {"upper(currency) = 'CNY'", YES},
    {"range_below_all and prior_loss and not flip_to_loss", YES},
    {"type = 'warning.detected' and version = 1", YES},
    {"period = 'FY2024' and period_end = '2024-12-31'", YES},
    {"issuer = '示例股份' and listing = 'XSHG:603999'", YES},
    {"label = 'obligor' and ref = 'obl-4711' and source = 'demo'", YES},
    {"case when severity > 3 then 1 else 0 end", YES},
    {"coalesce(guidance_pct_low, 0) < -10", NO},
    {"guidance_pct_low is null", YES},
    {"guidance_pct_low < -10", MAYBE},
    {"guidance_pct_low < -10 or severity >= 3", YES},
    {"guidance_pct_low < -10 and severity >= 5", NO},
    {"fact('eps', 'forecast', 'low') > 1", MAYBE},
    {"abs(-9223372036854775807 - 1) > 0", MAYBE},
    {"matches(title || title, '(a+)+b')", NO},
    {"\n\tseverity\n >= 3 ", YES},
};

static void
conditions_say_what_the_event_says(void **state)
{
	struct sample sample;
	struct seen seen;

	(void)state;
	sample_fill(&sample);
	for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++) {
		int answer = ask(&sample.event, truths[i].when, &seen);
		if (answer != truths[i].answer)
			fail_msg(
			    "%s: %d (%s)", truths[i].when, answer, seen.note);
	}
}

static const struct {
	const char *when;
	const char *note;
} notes[] = {
    {"guidance_pct_low < -10", "undecided: guidance_pct_low is unknown"},
    {"guidance_pct_low < -10 or actual_pct < 0",
	"undecided: guidance_pct_low, actual_pct are unknown"},
    {"fact('eps', 'forecast', 'low') > 1",
	"undecided: fact('eps', 'forecast', 'low') is unknown"},
    {"abs(-9223372036854775807 - 1) > 0", "undecided: integer overflow"},
    {"severity > null", "undecided: its value is unknown"},
};

static void
undecided_is_told_with_what_was_unknown(void **state)
{
	struct sample sample;
	struct seen seen;

	(void)state;
	sample_fill(&sample);
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
		assert_int_equal(
		    ask(&sample.event, notes[i].when, &seen), MAYBE);
		assert_string_equal(seen.note, notes[i].note);
	}
}

static void
unknown_skip_turns_undecided_into_no(void **state)
{
	struct rules *rules = rules_new(NULL, 0);
	struct rule_fault fault;
	struct sample sample;
	struct seen seen = {0};

	(void)state;
	sample_fill(&sample);
	assert_int_equal(
	    add_when(rules, "guidance_pct_low < 0", true, &fault), 0);
	assert_int_equal(
	    add_when(rules, "abs(-9223372036854775807 - 1)", true, &fault), 0);
	rules_match(rules, &sample.event, on_match, &seen);
	assert_int_equal(seen.count, 0);
	rules_free(rules);
}

static const struct {
	const char *when;
	int offset;
	const char *text; /* in the message */
	const char *nearest;
} faults[] = {
    {"consensu_pct_high < -10", 0, "no such column", "consensus_pct_high"},
    {"severity >= 3 and clas = loss", 18, "no such column", "class"},
    {"class = fist_loss", 8, "no such column", "first_loss"},
    {"class = 'fist_loss'", 8, "no such word", "first_loss"},
    {"grade in (certain, 'probabel')", 19, "no such word", "probable"},
    {"class = first_loss or loss_wider", 22, "compared with nothing", NULL},
    {"class = first_loss or (loss_wider)", 23, "compared with nothing", NULL},
    {"not cut", 4, "compared with nothing", NULL},
    {"match(title, 'x')", 0, "may not be used", "matches"},
    {"matchs(title, 'x')", 0, "no such function", "matches"},
    {"severity >=", 11, "not complete", NULL},
    {"severity >= >= 3", 12, "syntax error", NULL},
    {"", 0, "empty", NULL},
    {" \t", 0, "empty", NULL},
    {"(severity > 3", 0, "never closed", NULL},
    {"severity > 3)", 12, "no '('", NULL},
    {"1) FROM word, event WHERE (1", 1, "no '('", NULL},
    {"severity > 3 -- x", 13, "comments", NULL},
    {"severity > 3 /* x", 13, "comments", NULL},
    {"severity > 3; select 1", 12, "no place", NULL},
    {"\"severity\" > 3", 0, "single quotes", NULL},
    {"[severity] > 3", 0, "single quotes", NULL},
    {"`severity` > 3", 0, "single quotes", NULL},
    {"severity > ?", 11, "no place", NULL},
    {"severity > :x", 11, "no place", NULL},
    {"severity > @x", 11, "no place", NULL},
    {"severity > $x", 11, "no place", NULL},
    {"title = 'open", 8, "does not end", NULL},
    {"severity in (select severity from event)", 13, "'select'", NULL},
    {"exists (select 1)", 8, "'select'", NULL},
    {"(select max(severity) from event) > 1", 1, "'select'", NULL},
    {"severity in event", -1, "sub-select", NULL},
    {"1 in (with recursive r(x) as (select 1 union all select x + 1 from r) "
     "select x from r)",
	-2, "", NULL},
    {"load_extension('x') = 1", 0, "load_extension", NULL},
    {"length(randomblob(9)) > 1", 7, "randomblob", NULL},
    {"length(zeroblob(999999999)) > 1", 7, "zeroblob", NULL},
    {"printf('%99999d', 1) = ''", 0, "printf", NULL},
    {"count(*) > 0", 0, "count", NULL},
    {"current_timestamp > ''", 0, "current_timestamp", NULL},
    {"event.rowid = 1", 6, "ROWID", NULL},
    {"title -> 'x'", -2, "", NULL},
    {"title match 'x'", -2, "", NULL},
    {"title regexp 'x'", -2, "no such function", NULL},
    {"raise(abort, 'x')", -2, "", NULL},
    {"matches(title, '(')", 17, "pattern", NULL},
    {"matches(title, 'a\\C')", -2, "pattern", NULL},
    {"matches(title, issuer)", 0, "in quotes", NULL},
    {"matches(title)", 0, "in quotes", NULL},
    {"matches", 0, "in quotes", NULL},
    {"fact('rve', 'forecast', 'low') > 1", 5, "no such metric", "rev"},
    {"fact('rev', 'forcast', 'low') > 1", 12, "no such role", "forecast"},
    {"fact('rev', 'forecast', 'mid') > 1", 24, "'low' or 'high'", NULL},
    {"fact(rev, forecast, low) > 1", 0, "write fact(", NULL},
    {"fact('rev', 'forecast') > 1", 0, "write fact(", NULL},
    {"fact", 0, "write fact(", NULL},
};

static void
wrong_conditions_are_refused_with_their_place(void **state)
{
	struct rules *rules = rules_new(NULL, 0);

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct rule_fault fault;
		const char *when = faults[i].when;
		if (add_when(rules, when, false, &fault) == 0)
			fail_msg("accepted: %s", when);
		if (strstr(fault.err.text, faults[i].text) == NULL)
			fail_msg("%s: %s", when, fault.err.text);
		if (faults[i].offset >= -1 && fault.offset != faults[i].offset)
			fail_msg("%s: at %d: %s", when, fault.offset,
			    fault.err.text);
		if (faults[i].nearest != NULL &&
		    (fault.nearest == NULL ||
			strcmp(fault.nearest, faults[i].nearest) != 0))
			fail_msg("%s: nearest %s", when, fault.nearest);
		assert_int_equal(fault.when, 0);
	}
	assert_int_equal(rules_count(rules), 0);
	rules_free(rules);
}

/* Nothing may take long: real time is not looked at, the limits must bite. */
static void
costly_conditions_end_undecided_or_refused(void **state)
{
	struct rules *rules = rules_new(NULL, 0);
	char title[4001];
	char when[3000];
	struct rule_fault fault;
	struct sample sample;
	struct seen seen = {0};

	(void)state;
	sample_fill(&sample);
	memset(title, 'a', sizeof(title) - 1);
	title[sizeof(title) - 1] = '\0';
	sample.event.filing.title = title;
	assert_int_equal(
	    ask(&sample.event, "matches(title, '^(a|aa)+[xy]')", &seen), MAYBE);
	assert_string_equal(
	    seen.note, "undecided: matches() took too many steps");

	(void)snprintf(when, sizeof(when), "title like '%%%0300d%%'", 1);
	assert_int_equal(ask(&sample.event, when, &seen), MAYBE);
	assert_non_null(strstr(seen.note, "pattern too complex"));

	(void)snprintf(when, sizeof(when), "severity > %02500d", 1);
	assert_true(add_when(rules, when, false, &fault) < 0);
	memset(when, '(', 100);
	(void)snprintf(when + 100, sizeof(when) - 100, "1%0*d", 1, 1);
	assert_true(add_when(rules, when, false, &fault) < 0);
	(void)snprintf(when, sizeof(when), "title = '%0600d'", 1);
	assert_true(add_when(rules, when, false, &fault) < 0);
	size_t n = 0;
	for (int i = 0; i < 400; i++)
		n += (size_t)snprintf(when + n, sizeof(when) - n, "-+");
	(void)snprintf(when + n, sizeof(when) - n, "1 > 0");
	assert_true(add_when(rules, when, false, &fault) < 0);
	assert_int_equal(rules_count(rules), 0);
	rules_free(rules);
}

static void
a_condition_that_errs_harms_only_its_rule(void **state)
{
	struct rules *rules = rules_new(NULL, 0);
	struct rule_fault fault;
	struct sample sample;
	struct seen seen = {0};

	(void)state;
	sample_fill(&sample);
	assert_int_equal(
	    add_when(rules, "abs(-9223372036854775807 - 1)", true, &fault), 0);
	assert_int_equal(add_when(rules, "severity = 4", true, &fault), 0);
	assert_int_equal(add_when(rules, "no_such", true, &fault), ERR_SYNTAX);
	rules_match(rules, &sample.event, on_match, &seen);
	assert_int_equal(seen.count, 1);
	assert_string_equal(seen.to, "ops");
	rules_match(rules, &sample.event, on_match, &seen);
	assert_int_equal(seen.count, 2);
	rules_free(rules);
}

static void
all_conditions_are_needed_and_the_bad_one_is_named(void **state)
{
	struct rules *rules = rules_new(NULL, 0);
	const char *good[] = {"severity >= 3", "class = first_loss"};
	const char *bad[] = {"severity >= 3", "clas = first_loss"};
	struct rule_spec spec = {.name = "two", .when_count = 2, .when = good};
	struct rule_fault fault;
	struct sample sample;
	struct seen seen = {0};

	(void)state;
	sample_fill(&sample);
	assert_int_equal(rules_add(rules, &spec, &fault), 0);
	rules_match(rules, &sample.event, on_match, &seen);
	assert_int_equal(seen.count, 0);
	sample.event.verdict.class_ = CLASS_FIRST_LOSS;
	rules_match(rules, &sample.event, on_match, &seen);
	assert_int_equal(seen.count, 1);
	spec.when = bad;
	assert_int_equal(rules_add(rules, &spec, &fault), ERR_SYNTAX);
	assert_int_equal(fault.when, 1);
	rules_free(rules);
}

static void
every_name_stands_in_a_condition(void **state)
{
	struct rules *rules = rules_new(NULL, 0);
	struct rule_word words[RULE_WORDS_MAX];
	size_t count = rule_name_words(words);
	size_t column_count;
	const struct rule_column *columns = rule_columns(&column_count);
	struct rule_fault fault;
	char when[128];

	(void)state;
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(when, sizeof(when), "class = %s", words[i].text);
		if (add_when(rules, when, false, &fault) < 0)
			fail_msg("%s: %s", when, fault.err.text);
	}
	for (size_t i = 0; i < column_count; i++) {
		(void)snprintf(
		    when, sizeof(when), "%s is not null", columns[i].name);
		if (add_when(rules, when, false, &fault) < 0)
			fail_msg("%s: %s", when, fault.err.text);
		assert_true(strlen(columns[i].help) > 0);
	}
	assert_int_equal(rules_count(rules), count + column_count);
	rules_free(rules);
}

static void
on_chooses_the_events_and_defaults_to_warnings(void **state)
{
	struct rules *rules = rules_new(NULL, 0);
	const char *sources[] = {"source.*"};
	const char *typo[] = {"source.degarded"};
	struct rule_spec spec = {.name = "warnings"};
	struct rule_fault fault;
	struct sample sample;
	struct seen seen = {0};

	(void)state;
	assert_int_equal(rules_add(rules, &spec, &fault), 0);
	spec =
	    (struct rule_spec){.name = "sources", .on_count = 1, .on = sources};
	assert_int_equal(rules_add(rules, &spec, &fault), 0);
	sample_fill_trouble(&sample);
	rules_match(rules, &sample.event, on_match, &seen);
	assert_int_equal(seen.count, 1);
	assert_string_equal(seen.rule, "sources");
	sample_fill(&sample);
	rules_match(rules, &sample.event, on_match, &seen);
	assert_string_equal(seen.rule, "warnings");
	spec.on = typo;
	assert_int_equal(rules_add(rules, &spec, &fault), ERR_INVALID);
	assert_string_equal(fault.nearest, "source.degraded");
	rules_free(rules);
}

static void
watch_lists_hold_a_rule_to_their_issuers(void **state)
{
	struct watch watches[2];
	const char *names[] = {"core"};
	const char *typo[] = {"cored"};
	struct rule_spec spec = {.name = "r", .watch_count = 1, .watch = names};
	struct rule_fault fault;
	struct sample sample;
	struct seen seen = {0};

	(void)state;
	sample_fill(&sample);
	watch_init(&watches[0], "other");
	watch_init(&watches[1], "core");
	struct yaml_mark mark = {"x", 1, 1};
	assert_int_equal(
	    watch_add(&watches[0], "XSHG:603999", NULL, NULL, mark), 0);
	struct rules *rules = rules_new(watches, 2);
	assert_int_equal(rules_add(rules, &spec, &fault), 0);
	rules_match(rules, &sample.event, on_match, &seen);
	assert_int_equal(seen.count, 0);
	assert_int_equal(
	    watch_add(&watches[1], "XSHG:603999", "label", NULL, mark), 0);
	rules_match(rules, &sample.event, on_match, &seen);
	assert_int_equal(seen.count, 1);
	spec.watch = typo;
	assert_int_equal(rules_add(rules, &spec, &fault), ERR_NOTFOUND);
	rules_free(rules);
	watch_done(&watches[0]);
	watch_done(&watches[1]);
}

static void
changes_of_another_metric_leave_the_axis_unknown(void **state)
{
	struct sample sample;
	struct seen seen;

	(void)state;
	sample_fill(&sample);
	sample.changes[1].metric = METRIC_REV;
	assert_int_equal(
	    ask(&sample.event, "consensus_pct_high < -10", &seen), MAYBE);
	sample.event.verdict.deciding = -1;
	assert_int_equal(
	    ask(&sample.event, "consensus_pct_high < -10", &seen), YES);
	sample.changes[1].has_pct = false;
	assert_int_equal(
	    ask(&sample.event, "consensus_pct_high < -10", &seen), MAYBE);
	assert_int_equal(ask(&sample.event, "low < 0", &seen), MAYBE);
}

static void
open_bounds_are_unknown(void **state)
{
	struct sample sample;
	struct seen seen;

	(void)state;
	sample_fill(&sample);
	sample.facts[0].low_open = true;
	sample.changes[0].low_open = true;
	assert_int_equal(ask(&sample.event, "low < 0", &seen), MAYBE);
	assert_int_equal(ask(&sample.event, "high < 0", &seen), YES);
	assert_int_equal(ask(&sample.event, "prior_pct_low > 0", &seen), MAYBE);
	assert_int_equal(ask(&sample.event, "prior_pct_high > 0", &seen), YES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(conditions_say_what_the_event_says),
	    cmocka_unit_test(undecided_is_told_with_what_was_unknown),
	    cmocka_unit_test(unknown_skip_turns_undecided_into_no),
	    cmocka_unit_test(wrong_conditions_are_refused_with_their_place),
	    cmocka_unit_test(costly_conditions_end_undecided_or_refused),
	    cmocka_unit_test(a_condition_that_errs_harms_only_its_rule),
	    cmocka_unit_test(
		all_conditions_are_needed_and_the_bad_one_is_named),
	    cmocka_unit_test(every_name_stands_in_a_condition),
	    cmocka_unit_test(on_chooses_the_events_and_defaults_to_warnings),
	    cmocka_unit_test(watch_lists_hold_a_rule_to_their_issuers),
	    cmocka_unit_test(changes_of_another_metric_leave_the_axis_unknown),
	    cmocka_unit_test(open_bounds_are_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
