/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a span of time. Out: its events, as they were decided then. Asks
 * GET /v1/history of the daemon, which has the store to itself.
 */
#include "clients/rule_history.h"

#include "alerts/event_rows.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <inttypes.h>
#include <string.h>

#define HISTORY_PAGE 200

static int
rule_history_page(
    const struct verb_context *context, int64_t after, int limit, json_t **ret)
{
	char *path =
	    mem_printf("/v1/history?after=%" PRId64 "&limit=%d", after, limit);
	int rc = verb_ask(context, "GET", path, ret);

	mem_free(path);
	return rc;
}

/*
 * A seq that only events before the span have, or none after: leaps forward as
 * long as what follows is too old, then ever shorter.
 */
static int
rule_history_start(
    const struct verb_context *context, int64_t from, int64_t *ret)
{
	int64_t at = 0, leap = 1;
	bool grows = true;

	while (leap > 0 && from > 0) {
		json_t *answer;
		int rc = rule_history_page(context, at + leap - 1, 1, &answer);

		if (rc != VERB_OK)
			return rc;
		const json_t *event =
		    json_array_get(json_object_get(answer, "events"), 0);
		bool old = event != NULL && verb_int(event, "created") < from;
		if (old)
			at = verb_int(event, "seq");
		grows = grows && old;
		leap = grows ? leap * 2 : leap / 2;
		json_decref(answer);
	}
	*ret = at;
	return VERB_OK;
}

static int
rule_history_decode(const json_t *row, struct event *ret)
{
	const char *text = verb_text(row, "record");
	size_t size = strlen(text) / 4 * 3 + 4, len = 0;
	uint8_t *bytes = mem_new(size);
	int rc = base64_decode(text, bytes, size, &len);

	if (rc == 0)
		rc = event_rows_decode(
		    (struct span){(const char *)bytes, len}, ret);
	mem_free(bytes);
	if (rc == 0)
		ret->seq = verb_int(row, "seq");
	return rc;
}

static int
rule_history_row(const json_t *row, rule_history_fn *fn, void *arg)
{
	struct event event;

	if (rule_history_decode(row, &event) != 0)
		return verb_fail(VERB_FAILED,
		    "event %lld: its record cannot be read, is this filingctl "
		    "of another version than the daemon?",
		    verb_int(row, "seq"));
	fn(&event, verb_text(row, "line"), verb_int(row, "created"), arg);
	event_done(&event);
	return VERB_OK;
}

int
rule_history_each(const struct verb_context *context,
    const struct rule_history *span, rule_history_fn *fn, void *arg)
{
	int64_t after = 0;
	size_t n = 1;
	int rc = rule_history_start(context, span->from, &after);

	while (rc == VERB_OK && n > 0) {
		const json_t *row;
		json_t *answer;
		size_t i;

		rc = rule_history_page(context, after, HISTORY_PAGE, &answer);
		if (rc != VERB_OK)
			break;
		n = json_array_size(json_object_get(answer, "events"));
		json_array_foreach(json_object_get(answer, "events"), i, row)
		{
			int64_t decided = verb_int(row, "created");

			after = verb_int(row, "seq");
			if (decided >= span->to)
				n = 0;
			else if (decided >= span->from && rc == VERB_OK)
				rc = rule_history_row(row, fn, arg);
		}
		json_decref(answer);
	}
	return rc;
}
