/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: an HTTP answer, and what the reader made of it. Goes out: whether
 * it counts, else what is wrong with the source. Pure; called by
 * watchers/watcher.c.
 */
#include "watchers/judge.h"

#include "lib/net/http.h"
#include "watchers/list_answer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define JUDGE_BODY (64 * KIB) /* that rules look at */

struct judgement
judge_ok(void)
{
	return (struct judgement){.state = HEALTH_OK, .retry_after = -1};
}

struct judgement
judge_bad(enum health_state state, const char *why)
{
	struct judgement bad = {.state = state,
	    .retry_after = -1,
	    .final = state == HEALTH_BLOCKED || state == HEALTH_STOPPED};

	(void)snprintf(
	    bad.why, sizeof(bad.why), "%.*s", JUDGE_WHY_MAX - 1, why);
	return bad;
}

struct judgement
judge_store(int code, const char *why)
{
	struct judgement bad =
	    judge_bad(HEALTH_RETRYING, *why ? why : err_text(code));

	bad.final = true;
	return bad;
}

/* When the source wants to be asked again, if it says so. */
static void
judge_wait(
    struct judgement *bad, const struct http_response *response, int64_t now)
{
	const char *after = http_header_get(response, "Retry-After");

	if (after && http_retry_after(after, now, &bad->retry_after) < 0)
		bad->retry_after = -1;
	bad->final |= bad->retry_after >= 0;
}

static struct judgement
judge_status(const struct http_response *response, int64_t now)
{
	const char *location = http_header_get(response, "Location");
	struct judgement bad = judge_bad(HEALTH_RETRYING, "");

	/* RFC 9110 15.5.4: refused for who we are, so asking on is rude */
	if (response->status == 403)
		bad = judge_bad(HEALTH_BLOCKED, "");
	if (response->status / 100 == 3)
		bad.state = HEALTH_DRIFT;
	(void)snprintf(bad.why, sizeof(bad.why), "http %d%s%s",
	    response->status, location ? " to " : "", location ? location : "");
	judge_wait(&bad, response, now);
	return bad;
}

static struct judgement
judge_type(const struct word_list *wanted, const char *got)
{
	struct judgement bad = judge_bad(HEALTH_DRIFT, "");

	for (size_t i = 0; got && i < wanted->count; i++)
		if (strncasecmp(
			got, wanted->words[i], strlen(wanted->words[i])) == 0)
			return judge_ok();
	/* a list that is not HTML, but comes as HTML: a page for people */
	if (got && strncasecmp(got, "text/html", 9) == 0)
		bad.state = HEALTH_BLOCKED;
	(void)snprintf(bad.why, sizeof(bad.why), "the answer is %s, not %s",
	    got ? got : "of no type", wanted->words[0]);
	return bad;
}

static enum health_state
judge_outcome(enum list_outcome outcome)
{
	switch (outcome) {
	case OUTCOME_OK:
	case OUTCOME_EMPTY:
		return HEALTH_OK;
	case OUTCOME_RETRY:
	case OUTCOME_NOT_YET:
		return HEALTH_RETRYING;
	case OUTCOME_BLOCKED:
		return HEALTH_BLOCKED;
	case OUTCOME_STOP:
		return HEALTH_STOPPED;
	case OUTCOME_TORN:
		return HEALTH_TORN;
	case OUTCOME_PAGE:
		return HEALTH_PAGE;
	case OUTCOME_DRIFT:
	case LIST_OUTCOMES:
		break;
	}
	return HEALTH_DRIFT;
}

static bool
judge_is_status(const struct list_rule *rule, int status)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%d", status);
	for (size_t i = 0; i < rule->word_count; i++)
		if (strcmp(rule->words[i], text) == 0)
			return true;
	return false;
}

static bool
judge_holds(const struct list_rule *rule, const struct http_response *response)
{
	struct span body = {response->body.data, response->body.len};
	const char *value;

	switch (rule->look) {
	case LOOK_STATUS:
		return judge_is_status(rule, response->status);
	case LOOK_HEADER:
		value = http_header_get(response, rule->where);
		return value && strstr(value, rule->words[0]);
	case LOOK_BODY:
		if (body.len > JUDGE_BODY)
			body.len = JUDGE_BODY;
		return response->status != 200 && body.len > 0 &&
		       span_find(body, span_of(rule->words[0]));
	case LOOK_VALUE:
	case LIST_LOOKS:
		break;
	}
	return false;
}

/* The first rule that holds of the answer; NULL: none does. */
static const struct list_rule *
judge_rule(const struct list_spec *spec, const struct http_response *response)
{
	for (size_t i = 0; i < spec->rule_count; i++)
		if (judge_holds(&spec->rules[i], response))
			return &spec->rules[i];
	return NULL;
}

/* What the rule makes of the answer; not of one that goes to the reader. */
static struct judgement
judge_by_rule(const struct list_rule *rule,
    const struct http_response *response, int64_t now)
{
	struct judgement bad;
	char why[JUDGE_WHY_MAX];

	if (rule->outcome == OUTCOME_EMPTY) {
		bad = judge_ok();
		bad.none = true;
		return bad;
	}
	if (rule->look == LOOK_STATUS)
		(void)snprintf(why, sizeof(why), "http %d", response->status);
	else
		(void)snprintf(why, sizeof(why), "http %d, %s holds '%.100s'",
		    response->status,
		    rule->look == LOOK_HEADER ? rule->where : "it",
		    rule->words[0]);
	bad = judge_bad(judge_outcome(rule->outcome), why);
	bad.later = rule->outcome == OUTCOME_NOT_YET;
	judge_wait(&bad, response, now);
	return bad;
}

struct judgement
judge_response(const struct request_spec *request, const struct list_spec *spec,
    const struct http_response *response, int64_t now)
{
	const struct list_rule *rule;

	if (response->error.code != 0)
		return judge_bad(HEALTH_RETRYING, response->error.text);
	rule = judge_rule(spec, response);
	if (rule && rule->outcome != OUTCOME_OK)
		return judge_by_rule(rule, response, now);
	if (!rule && response->status != 200)
		return judge_status(response, now);
	if (request->content_types.count > 0)
		return judge_type(&request->content_types,
		    http_header_get(response, "Content-Type"));
	return judge_ok();
}

struct judgement
judge_answer(int code, const struct list_answer *answer, int64_t rows_before)
{
	enum health_state state;
	struct judgement bad;

	if (code != 0 || !answer)
		return judge_bad(HEALTH_RETRYING, err_text(code));
	state = judge_outcome(answer->outcome);
	if (state != HEALTH_OK) {
		bad = judge_bad(
		    state, answer->why ? answer->why : "no reason given");
		bad.later = answer->outcome == OUTCOME_NOT_YET;
		return bad;
	}
	if (answer->count > 0 || answer->faulty > 0 || answer->left_out > 0 ||
	    answer->total <= rows_before)
		return judge_ok();
	bad = judge_bad(HEALTH_RETRYING, "");
	(void)snprintf(bad.why, sizeof(bad.why),
	    "an empty page, though the list counts %lld rows and showed %lld",
	    (long long)answer->total, (long long)rows_before);
	return bad;
}
