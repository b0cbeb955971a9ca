/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a list body as it came, and the spec of its source. Out: an outcome, and
 * items when that is ok. The reader's loop and `filingctl backtest` call it.
 */
#include "reading/read.h"
#include "reading/items_json.h"
#include "reading/items_page.h"
#include "reading/list_rows.h"

#define LIST_RULE_SCAN (64 * KIB)

/* A rule about the body holds; the others are judged elsewhere. */
static bool
list_rule_holds(const struct list_rule *rule, struct span head)
{
	if (rule->look != LOOK_BODY)
		return false;
	for (size_t i = 0; i < rule->word_count; i++)
		if (span_find(head, span_of(rule->words[i])) != NULL)
			return true;
	return false;
}

/* The first rule that matches; NULL: none. */
static const struct list_rule *
list_rule_of(const struct list_spec *spec, struct span body)
{
	struct span head = {
	    body.p, body.len < LIST_RULE_SCAN ? body.len : LIST_RULE_SCAN};

	for (size_t i = 0; i < spec->rule_count; i++)
		if (list_rule_holds(&spec->rules[i], head))
			return &spec->rules[i];
	return NULL;
}

static bool
list_is_blank(struct span body)
{
	for (size_t i = 0; i < body.len; i++) {
		if (body.p[i] != ' ' && (body.p[i] < '\t' || body.p[i] > '\r'))
			return false;
	}
	return true;
}

static void
list_read_engine(
    const struct list_spec *spec, struct span body, struct list_answer *answer)
{
	switch (spec->engine) {
	case ENGINE_JSON:
		items_json_read(spec, body, answer);
		break;
	case ENGINE_PAGE:
		items_page_read(spec, body, answer);
		break;
	case ENGINE_HTML:
	case ENGINE_FEED:
	case LIST_ENGINES:
		list_answer_fail(answer, OUTCOME_DRIFT, "no such engine");
		break;
	}
}

void
read_list(
    const struct list_spec *spec, struct span body, struct list_answer *answer)
{
	*answer =
	    (struct list_answer){.total = -1, .more = -1, .generated = -1};
	const struct list_rule *rule = list_rule_of(spec, body);
	if (rule != NULL && rule->outcome == OUTCOME_EMPTY)
		answer->outcome = OUTCOME_EMPTY;
	else if (rule != NULL && rule->outcome != OUTCOME_OK)
		list_answer_fail(
		    answer, rule->outcome, "it holds '%s'", rule->words[0]);
	else if (body.len > JOB_BODY_LIMIT)
		list_answer_fail(answer, OUTCOME_DRIFT,
		    "a list of %zu bytes is too long", body.len);
	else if (list_is_blank(body))
		list_answer_fail(answer, OUTCOME_RETRY, "an empty answer");
	else
		list_read_engine(spec, body, answer);
}
