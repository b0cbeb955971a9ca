/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a list body as it came, and the spec of its source. Out: an outcome, and
 * items when that is ok. The reader's loop and `filingctl backtest` call it.
 */
#include "reading/read.h"
#include "reading/items_feed.h"
#include "reading/items_html.h"
#include "reading/items_json.h"
#include "reading/items_page.h"
#include "reading/list_rows.h"
#include "reading/list_rule.h"

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
	case ENGINE_FEED:
		items_feed_read(spec, body, answer);
		break;
	case ENGINE_HTML:
		items_html_read(spec, body, answer);
		break;
	case LIST_ENGINES:
		list_answer_fail(answer, OUTCOME_DRIFT, "no such engine");
		break;
	}
}

static void
list_read_rows(
    const struct list_spec *spec, struct span body, struct list_answer *answer)
{
	if (body.len > JOB_BODY_LIMIT)
		list_answer_fail(answer, OUTCOME_DRIFT,
		    "a list of %zu bytes is too long", body.len);
	else if (list_is_blank(body))
		list_answer_fail(answer, OUTCOME_RETRY, "an empty answer");
	else
		list_read_engine(spec, body, answer);
}

void
read_list(
    const struct list_spec *spec, struct span body, struct list_answer *answer)
{
	*answer =
	    (struct list_answer){.total = -1, .more = -1, .generated = -1};
	/* That of JSON judges when it knows the values. */
	if (spec->engine == ENGINE_JSON ||
	    !list_rule_judge(spec, body, NULL, NULL, answer))
		list_read_rows(spec, body, answer);
}
