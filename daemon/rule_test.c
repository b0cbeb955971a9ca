/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a configuration with tests. Out: for each expectation that failed its
 * place, what came instead and how the rule came to it. `filingctl check`
 * calls it.
 */
#include "daemon/rule_test.h"

#include "daemon/offline.h"
#include "daemon/rule_json.h"
#include "lib/base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RULE_TEST_CAME_MAX  (64 * KIB)
#define RULE_TEST_TRACE_MAX (256 * KIB)
#define RULE_TEST_URL	    "test:document"

/* What one rule made of the filing. */
struct rule_test_answer {
	char *rule;
	bool wants;
	char *trace; /* of the event that it wants, or of the last */
};

/* The source of a filing, as the test has it. */
struct rule_test_base {
	struct config_source source;
	struct definition definition;
};

struct rule_test_run {
	const struct config *config;
	struct rule_test_base
	    *bases; /* of each filing: the pipeline keeps them */
	struct offline *offline;
	rule_test_fault_fn *fn;
	void *arg;
	const struct config_test *test;
	const struct config_filing *filing; /* that is being played */
	struct err err; /* of reading its document */
	size_t events;
	struct buf came;
	size_t answer_count;
	size_t answer_cap;
	struct rule_test_answer *answers;
	/* Of the event that met most expectations: which, and what it said. */
	size_t met;
	bool *meets;
	char **says;
	size_t asked; /* expectations asked so far of the current event */
	bool *now_meets;
	char **now_says;
	size_t faults;
};

static bool
rule_test_expects(const struct config_test *test, const char *rule)
{
	for (size_t i = 0; i < test->rules.count; i++) {
		if (strcmp(test->rules.texts[i], rule) == 0)
			return true;
	}
	return false;
}

static struct rule_test_answer *
rule_test_answer(struct rule_test_run *run, const char *rule)
{
	struct rule_test_answer *answer;

	for (size_t i = 0; i < run->answer_count; i++) {
		if (strcmp(run->answers[i].rule, rule) == 0)
			return &run->answers[i];
	}
	run->answers = mem_grow(run->answers, run->answer_count,
	    &run->answer_cap, sizeof(*run->answers));
	answer = &run->answers[run->answer_count++];
	*answer = (struct rule_test_answer){.rule = mem_strdup(rule)};
	return answer;
}

/* Kept of the rules that want an event, and of those that were to. */
static void
rule_test_on_rule(const struct rule_trace *trace, void *arg)
{
	struct rule_test_run *run = arg;
	struct rule_test_answer *answer;
	struct json_out out;

	if (!trace->wants && !rule_test_expects(run->test, trace->rule))
		return;
	answer = rule_test_answer(run, trace->rule);
	if (answer->wants)
		return;
	answer->wants = trace->wants;
	json_out_init(&out, RULE_TEST_TRACE_MAX);
	rule_json_put_trace(&out, trace);
	mem_free(answer->trace);
	answer->trace = out.code == 0 ? buf_take(&out.text) : NULL;
	json_out_done(&out);
}

/* "class = first_loss is false: class is loss_narrower". Gives. */
static char *
rule_test_say(const struct rule_asked *asked)
{
	struct buf text;

	buf_init(&text, RULE_TEST_CAME_MAX); /* what is more is left out */
	err_drop(buf_addf(
	    &text, "%s is %s", asked->when, rule_truth_word(asked->truth)));
	if (asked->why[0] != '\0')
		err_drop(buf_addf(&text, ", %s", asked->why));
	for (size_t i = 0; i < asked->read_count; i++)
		err_drop(buf_addf(&text, "%s %s is %s", i == 0 ? ":" : ",",
		    asked->reads[i].name,
		    asked->reads[i].value[0] != '\0' ? asked->reads[i].value
						     : "unknown"));
	return buf_take(&text);
}

static void
rule_test_on_expect(const struct rule_trace *trace, void *arg)
{
	struct rule_test_run *run = arg;
	size_t i = run->asked++;

	run->now_meets[i] = trace->wants;
	mem_replace(&run->now_says[i], rule_test_say(&trace->asked[0]));
}

/* One event must meet all expectations; the nearest is remembered. */
static void
rule_test_ask_expect(struct rule_test_run *run, const struct event *event)
{
	size_t met = 0;

	run->asked = 0;
	err_drop(rules_trace(run->test->expect, event, NULL,
	    rule_test_on_expect, run)); /* of all: it finds them */
	for (size_t i = 0; i < run->asked; i++)
		met += run->now_meets[i];
	if (run->events > 0 && met <= run->met)
		return;
	run->met = met;
	for (size_t i = 0; i < run->asked; i++) {
		char *says = run->says[i];

		run->meets[i] = run->now_meets[i];
		run->says[i] = run->now_says[i];
		run->now_says[i] = says;
	}
}

static void
rule_test_on_event(
    const struct event *event, const char *line, struct span body, void *arg)
{
	struct rule_test_run *run = arg;

	(void)body;
	if (run->filing != &run->test->filing)
		return;
	err_drop(buf_addf(&run->came, "%s: %s\n",
	    vocab_word(VOCAB_EVENTS, (int)event->type),
	    line)); /* what is more is left out */
	err_drop(rules_trace(run->config->compiled, event, NULL,
	    rule_test_on_rule, run)); /* of all: it finds them */
	rule_test_ask_expect(run, event);
	run->events++;
}

static int
rule_test_document(void *arg, const char *url, struct buf *body)
{
	struct rule_test_run *run = arg;
	FILE *file;
	char piece[65536];
	size_t n;
	int rc = 0;

	if (strcmp(url, RULE_TEST_URL) != 0)
		return ERR_NOTFOUND;
	file = fopen(run->filing->file, "re");
	if (file == NULL)
		return ERR_IO;
	while (rc == 0 && (n = fread(piece, 1, sizeof(piece), file)) > 0)
		rc = buf_add(body, piece, n);
	if (rc == 0 && ferror(file) != 0)
		rc = ERR_IO;
	(void)fclose(file); /* only read */
	return rc;
}

/* The item that a list would have shown; item_done it. */
static struct item
rule_test_item(const struct config_filing *filing, size_t number)
{
	char raw[DATE_STR_MAX];
	struct item item = {
	    .key = mem_printf("test-%zu", number),
	    .title = mem_strdup(filing->title != NULL ? filing->title : ""),
	    .url = filing->file != NULL ? mem_strdup(RULE_TEST_URL) : NULL,
	    .text = mem_strdup(filing->text),
	    .publisher = mem_strdup(filing->publisher),
	    .published = filing->published,
	    .published_raw =
		mem_strdup(datetime_print_utc(filing->published, raw)),
	    .precision = PRECISION_SECOND,
	};

	if (filing->issuer != NULL || filing->name != NULL)
		item_add_issuer(&item, filing->issuer, NULL, filing->name);
	return item;
}

/* By the source's manners, but what the test gives as document is read. */
static int
rule_test_play(struct rule_test_run *run, const struct config_filing *filing,
    size_t number, struct err *err)
{
	struct rule_test_base *base = &run->bases[number];
	struct item item = rule_test_item(filing, number);

	base->definition = *filing->base->definition;
	base->definition.files.always = true;
	if (filing->market != NULL)
		base->definition.market = filing->market;
	base->source = *filing->base;
	base->source.definition = &base->definition;
	run->filing = filing;
	int rc = offline_play(run->offline, &base->source, &item, NULL, err);
	item_done(&item);
	return rc;
}

static void
rule_test_fail(struct rule_test_run *run, struct yaml_mark mark,
    const char *trace, const char *text)
{
	char *whole = mem_printf("test '%s': %s", run->test->name, text);

	run->faults++;
	run->fn(
	    &(struct rule_test_fault){
		.test = run->test, .mark = mark, .text = whole, .trace = trace},
	    run->arg);
	mem_free(whole);
}

static void
rule_test_judge_rules(struct rule_test_run *run)
{
	const struct config_test *test = run->test;
	char *text;

	for (size_t i = 0; i < test->rules.count; i++) {
		const struct rule_test_answer *answer =
		    rule_test_answer(run, test->rules.texts[i]);

		if (answer->wants)
			continue;
		text = mem_printf("rule '%s' does not want it", answer->rule);
		rule_test_fail(run, test->rules.marks[i], answer->trace, text);
		mem_free(text);
	}
	for (size_t i = 0; i < run->answer_count; i++) {
		const struct rule_test_answer *answer = &run->answers[i];

		if (!answer->wants || (!test->quiet && !test->has_rules) ||
		    rule_test_expects(test, answer->rule))
			continue;
		text = mem_printf("rule '%s' wants it%s", answer->rule,
		    test->quiet ? ", and none was to" : " as well");
		rule_test_fail(run, test->mark, answer->trace, text);
		mem_free(text);
	}
}

static void
rule_test_judge(struct rule_test_run *run)
{
	const struct config_test *test = run->test;

	if (run->events == 0 && test->expect_count > 0)
		rule_test_fail(run, test->expect_marks[0], NULL,
		    "no event came of the filing");
	for (size_t i = 0; i < test->expect_count && run->events > 0; i++) {
		if (!run->meets[i])
			rule_test_fail(
			    run, test->expect_marks[i], NULL, run->says[i]);
	}
	rule_test_judge_rules(run);
	if (run->faults > 0)
		run->fn(&(struct rule_test_fault){.test = test,
			    .mark = test->mark,
			    .came = run->came.len > 0
					? run->came.data
					: "no event, nothing would be told\n"},
		    run->arg);
}

static void
rule_test_begin(struct rule_test_run *run, const struct config_test *test)
{
	size_t n = test->expect_count;

	run->test = test;
	run->events = run->met = run->faults = 0;
	run->bases = mem_array(test->after_count + 1, sizeof(*run->bases));
	run->meets = mem_array(n, sizeof(*run->meets));
	run->now_meets = mem_array(n, sizeof(*run->now_meets));
	run->says = mem_array(n, sizeof(*run->says));
	run->now_says = mem_array(n, sizeof(*run->now_says));
	buf_init(&run->came, RULE_TEST_CAME_MAX);
}

static void
rule_test_end(struct rule_test_run *run)
{
	for (size_t i = 0; i < run->test->expect_count; i++) {
		mem_free(run->says[i]);
		mem_free(run->now_says[i]);
	}
	for (size_t i = 0; i < run->answer_count; i++) {
		mem_free(run->answers[i].rule);
		mem_free(run->answers[i].trace);
	}
	run->answer_count = 0;
	mem_free(run->bases);
	mem_free(run->meets);
	mem_free(run->now_meets);
	mem_free(run->says);
	mem_free(run->now_says);
	buf_done(&run->came);
}

/* Whether the document of a filing is there, if it names one. */
static bool
rule_test_has_file(
    struct rule_test_run *run, const struct config_filing *filing)
{
	if (filing->file == NULL || access(filing->file, R_OK) == 0)
		return true;
	char *text = mem_printf("'%s': %s", filing->file, strerror(errno));
	rule_test_fail(run, filing->mark, NULL, text);
	mem_free(text);
	return false;
}

static bool
rule_test_has_files(struct rule_test_run *run)
{
	bool all = rule_test_has_file(run, &run->test->filing);

	for (size_t i = 0; i < run->test->after_count; i++)
		all &= rule_test_has_file(run, &run->test->after[i]);
	return all;
}

static int
rule_test_run(struct rule_test_run *run, struct err *err)
{
	const struct config_test *test = run->test;

	if (!rule_test_has_files(run))
		return 0;
	int rc = offline_forget(run->offline, err);

	for (size_t i = 0; i < test->after_count && rc == 0; i++)
		rc = rule_test_play(run, &test->after[i], i, err);
	if (rc == 0)
		rc = rule_test_play(run, &test->filing, test->after_count, err);
	if (rc == 0)
		rule_test_judge(run);
	return rc;
}

int
rule_tests_run(const struct config *config, rule_test_fault_fn *fn, void *arg,
    size_t *ret_failed, struct err *err)
{
	struct rule_test_run run = {.config = config, .fn = fn, .arg = arg};
	int rc = 0;

	*ret_failed = 0;
	if (config->test_count == 0)
		return 0;
	rc = offline_new(
	    &(struct offline_options){
		.config = config,
		.document = rule_test_document,
		.event = rule_test_on_event,
		.arg = &run,
	    },
	    &run.offline, err);
	for (size_t i = 0; i < config->test_count && rc == 0; i++) {
		rule_test_begin(&run, &config->tests[i]);
		rc = rule_test_run(&run, err);
		*ret_failed += run.faults > 0;
		rule_test_end(&run);
	}
	mem_free(run.answers);
	if (rc == 0 || run.offline != NULL)
		offline_free(run.offline);
	return rc;
}
