/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event. Out: the JSON that is stored, signed and sent. The alerts
 * driver calls it once per event; its figures are the record's, none is
 * computed here.
 */
#include "alerts/body.h"

#include "alerts/json_put.h"
#include "alerts/view.h"
#include "lib/base/date.h"

#include <assert.h>
#include <string.h>

/* Code points at most, so that the smallest body always fits BODY_LIMIT. */
#define BODY_QUOTE   300
#define BODY_TITLE   300
#define BODY_NAME    100
#define BODY_REASON  200
#define BODY_URL     2048
#define BODY_SCRATCH (4 * MIB)

/* How many of each list are written; facts go first when it is too much. */
struct body_room {
	size_t facts, changes, evidence, reasons;
};

static const struct body_room body_most = {64, 16, 5, 12};

static void
body_day(struct json_put *json, const char *key, int32_t day)
{
	char text[DATE_STR_MAX];

	json_put_text(json, key,
	    day == DATE_NONE ? NULL : date_print(day, text), TEXT_NO_LIMIT);
}

static void
body_time(struct json_put *json, const char *key, int64_t wall)
{
	char text[DATE_STR_MAX];

	json_put_text(json, key,
	    wall == 0 ? NULL : datetime_print_utc(wall, text), TEXT_NO_LIMIT);
}

static void
body_period(struct json_put *json, struct period period)
{
	char label[PERIOD_LABEL_MAX];

	if (!period_is_known(period)) {
		json_put_null(json, "period");
		return;
	}
	json_put_begin(json, "period", '{');
	body_day(json, "start", period.start);
	body_day(json, "end", period.end);
	json_put_text(
	    json, "label", period_label(period, label), TEXT_NO_LIMIT);
	json_put_end(json, '{');
}

static void
body_amount(struct json_put *json, const char *key, struct decimal d, bool open)
{
	char text[DECIMAL_STR_MAX];

	json_put_text(
	    json, key, open ? NULL : decimal_print(d, text), TEXT_NO_LIMIT);
}

static void
body_percent(
    struct json_put *json, const char *key, struct decimal d, bool known)
{
	char text[DECIMAL_STR_MAX];

	json_put_text(json, key, known ? decimal_print_fixed(d, 2, text) : NULL,
	    TEXT_NO_LIMIT);
}

static void
body_word(struct json_put *json, const char *key, enum vocab list, int value)
{
	json_put_text(json, key, vocab_word(list, value), TEXT_NO_LIMIT);
}

static void
body_currency(struct json_put *json, const char *currency)
{
	json_put_text(json, "currency", *currency != '\0' ? currency : NULL,
	    CURRENCY_MAX);
}

static void
body_flags(struct json_put *json, unsigned flags)
{
	json_put_begin(json, "flags", '[');
	for (int bit = 0; bit < FLAG_COUNT; bit++) {
		if ((flags & 1U << bit) != 0)
			json_put_text(json, NULL, vocab_flag_word(1U << bit),
			    TEXT_NO_LIMIT);
	}
	json_put_end(json, '[');
}

/* Members of filingd read first; those that are seldom set stand only then. */
static void
body_fact(struct json_put *json, const char *key, const struct fact *fact)
{
	json_put_begin(json, key, '{');
	body_word(json, "metric", VOCAB_METRICS, (int)fact->metric);
	body_word(json, "basis", VOCAB_BASES, (int)fact->basis);
	body_word(json, "role", VOCAB_ROLES, (int)fact->role);
	body_period(json, fact->period);
	body_amount(json, "low", fact->low, fact->low_open);
	body_amount(json, "high", fact->high, fact->high_open);
	body_currency(json, fact->currency);
	json_put_text(json, "quote", fact->quote, BODY_QUOTE);
	json_put_int(json, "offset", fact->offset);
	if (fact->page > 0)
		json_put_int(json, "page", fact->page);
	if (fact->approx)
		json_put_bool(json, "approx", true);
	if (fact->derived)
		json_put_bool(json, "derived", true);
	if (fact->broker != NULL)
		json_put_text(json, "broker", fact->broker, BODY_NAME);
	json_put_end(json, '{');
}

static void
body_facts(struct json_put *json, const struct verdict *verdict, size_t room,
    bool *cut)
{
	const struct fact *deciding = view_deciding(verdict);
	size_t written = 0;

	if (deciding != NULL)
		body_fact(json, "fact", deciding);
	else
		json_put_null(json, "fact");
	json_put_begin(json, "facts", '[');
	for (size_t i = 0; i < verdict->fact_count; i++) {
		if (&verdict->facts[i] == deciding)
			continue;
		if (written == room) {
			*cut = true;
			break;
		}
		body_fact(json, NULL, &verdict->facts[i]);
		written++;
	}
	json_put_end(json, '[');
}

static void
body_base(struct json_put *json, const struct change *change)
{
	if (!view_has_base(change)) {
		json_put_null(json, "base");
		return;
	}
	json_put_begin(json, "base", '{');
	body_amount(json, "low", change->base_low, change->base_low_open);
	body_amount(json, "high", change->base_high, change->base_high_open);
	body_currency(json, change->currency);
	json_put_text(json, "quote", change->base_quote, BODY_QUOTE);
	json_put_text(json, "source_id", change->base_source, BODY_NAME);
	json_put_bool(json, "restated", change->base_restated);
	json_put_bool(json, "derived", change->derived);
	json_put_end(json, '{');
}

static void
body_consensus(struct json_put *json, const struct change *change)
{
	if (change->n == 0) {
		json_put_null(json, "consensus");
		return;
	}
	json_put_begin(json, "consensus", '{');
	json_put_int(json, "n", change->n);
	body_amount(json, "mean", change->mean, false);
	body_amount(json, "median", change->median, false);
	body_amount(json, "min", change->min, false);
	body_amount(json, "max", change->max, false);
	body_percent(
	    json, "below_pct", change->below_pct, view_has_below(change));
	json_put_bool(json, "stale", change->stale);
	json_put_end(json, '{');
}

/* Where the result lies in the forecast's range; a point has no inside. */
static void
body_position(struct json_put *json, const struct change *change)
{
	bool range = view_has_base(change) && !change->base_low_open &&
		     !change->base_high_open &&
		     decimal_cmp(change->base_low, change->base_high) < 0;

	body_percent(json, "position_pct", change->position_pct, range);
}

static void
body_change_own(struct json_put *json, const struct change *change)
{
	switch (change->axis) {
	case AXIS_PRIOR:
		body_word(json, "class", VOCAB_CLASSES, (int)change->class_);
		return;
	case AXIS_GUIDANCE:
		body_word(
		    json, "guidance", VOCAB_GUIDANCES, (int)change->guidance);
		return;
	case AXIS_CONSENSUS:
		body_consensus(json, change);
		return;
	case AXIS_ACTUAL:
		body_position(json, change);
		return;
	case AXIS_COUNT:
		return;
	}
}

static void
body_change(struct json_put *json, const struct change *change)
{
	bool pct = change->has_pct;

	json_put_begin(json, NULL, '{');
	body_word(json, "axis", VOCAB_AXES, (int)change->axis);
	body_word(json, "metric", VOCAB_METRICS, (int)change->metric);
	body_percent(
	    json, "low_pct", change->low_pct, pct && !change->low_open);
	body_percent(
	    json, "high_pct", change->high_pct, pct && !change->high_open);
	body_percent(json, "mid_pct", change->mid_pct,
	    pct && !change->low_open && !change->high_open);
	body_change_own(json, change);
	body_base(json, change);
	body_flags(json, change->flags);
	json_put_end(json, '{');
}

static void
body_changes(struct json_put *json, const struct verdict *verdict, size_t room,
    bool *cut)
{
	json_put_begin(json, "changes", '[');
	for (size_t i = 0; i < verdict->change_count; i++) {
		if (i == room) {
			*cut = true;
			break;
		}
		body_change(json, &verdict->changes[i]);
	}
	json_put_end(json, '[');
}

/* True when an earlier fact has the same quote. */
static bool
body_quoted(const struct verdict *verdict, size_t at)
{
	const char *quote = verdict->facts[at].quote;

	if (quote == NULL || *quote == '\0')
		return true;
	for (size_t i = 0; i < at; i++) {
		if (verdict->facts[i].quote != NULL &&
		    strcmp(verdict->facts[i].quote, quote) == 0)
			return true;
	}
	return false;
}

/* Five at most is the rule, not a cut. */
static void
body_evidence(struct json_put *json, const struct verdict *verdict, size_t room)
{
	size_t written = 0;

	json_put_begin(json, "evidence", '[');
	for (size_t i = 0; i < verdict->fact_count && written < room; i++) {
		const struct fact *fact = &verdict->facts[i];
		if (body_quoted(verdict, i))
			continue;
		json_put_begin(json, NULL, '{');
		json_put_text(json, "quote", fact->quote, BODY_QUOTE);
		if (fact->page > 0)
			json_put_int(json, "page", fact->page);
		else
			json_put_null(json, "page");
		json_put_int(json, "offset", fact->offset);
		json_put_end(json, '{');
		written++;
	}
	json_put_end(json, '[');
}

static void
body_reasons(struct json_put *json, const struct verdict *verdict, size_t room,
    bool *cut)
{
	json_put_begin(json, "reasons", '[');
	for (size_t i = 0; i < verdict->reason_count; i++) {
		const struct reason *reason = &verdict->reasons[i];
		if (i == room) {
			*cut = true;
			break;
		}
		json_put_begin(json, NULL, '{');
		json_put_text(json, "id", reason->id, BODY_NAME);
		body_word(json, "axis", VOCAB_AXES, (int)reason->axis);
		json_put_int(json, "severity", reason->severity);
		json_put_text(json, "text", reason->text, BODY_REASON);
		json_put_end(json, '{');
	}
	json_put_end(json, '[');
}

static void
body_warning(
    struct json_put *json, const struct event *event, size_t reasons, bool *cut)
{
	const struct verdict *verdict = &event->verdict;

	json_put_begin(json, "warning", '{');
	json_put_text(json, "id", event->warning_id, WARNING_ID_MAX);
	json_put_int(json, "version", event->version);
	body_word(json, "class", VOCAB_CLASSES, (int)verdict->class_);
	body_word(json, "direction", VOCAB_DIRECTIONS, (int)verdict->direction);
	json_put_int(json, "severity", verdict->severity);
	json_put_int(json, "good", verdict->good);
	body_word(json, "grade", VOCAB_GRADES, (int)verdict->grade);
	body_word(json, "guidance", VOCAB_GUIDANCES, (int)verdict->guidance);
	body_word(json, "distress", VOCAB_DISTRESSES, (int)verdict->distress);
	body_period(json, verdict->period);
	body_flags(json, verdict->flags);
	body_reasons(json, verdict, reasons, cut);
	json_put_bool(json, "closes", verdict->closes);
	json_put_bool(json, "data_gap", verdict->data_gap);
	json_put_end(json, '{');
}

/* A link that is cut is no link: too long a one is left out. */
static void
body_url(struct json_put *json, const char *url)
{
	json_put_text(json, "url",
	    url != NULL && strlen(url) <= BODY_URL ? url : NULL, BODY_URL);
}

static void
body_filing(struct json_put *json, const struct filing *filing)
{
	json_put_begin(json, "filing", '{');
	json_put_text(json, "source", filing->source, BODY_NAME);
	json_put_text(json, "source_id", filing->source_id, BODY_NAME);
	body_word(json, "form", VOCAB_FORMS, (int)filing->form);
	json_put_text(json, "title", filing->title, BODY_TITLE);
	body_url(json, filing->url);
	json_put_text(json, "sha256", filing->sha256, BODY_NAME);
	json_put_text(json, "publisher", filing->publisher, BODY_NAME);
	json_put_text(json, "supersedes", filing->supersedes, BODY_NAME);
	json_put_bool(json, "readable", filing->readable);
	if (!filing->readable)
		json_put_text(json, "unreadable_why", filing->unreadable_why,
		    BODY_REASON);
	json_put_end(json, '{');
}

static void
body_issuer(struct json_put *json, const struct event *event)
{
	const struct filing *filing = &event->filing;

	json_put_begin(json, "issuer", '{');
	json_put_text(json, "name", filing->issuer_name, BODY_NAME);
	json_put_begin(json, "listings", '[');
	if (filing->listing != NULL && *filing->listing != '\0')
		json_put_text(json, NULL, filing->listing, BODY_NAME);
	json_put_end(json, '[');
	json_put_text(json, "ref", event->ref, BODY_NAME);
	json_put_text(json, "label", event->label, BODY_NAME);
	json_put_end(json, '{');
}

static void
body_times(struct json_put *json, const struct filing *filing)
{
	json_put_begin(json, "times", '{');
	body_time(json, "published", filing->published);
	json_put_text(json, "printed", filing->published_raw, BODY_NAME);
	body_word(json, "precision", VOCAB_PRECISIONS, (int)filing->precision);
	json_put_end(json, '{');
}

/* warning.*, distress.*, filing.*: data of a filing, and what it amounts to. */
static void
body_about_filing(struct json_put *json, const struct event *event,
    const struct body_room *room, bool *cut)
{
	const struct verdict *verdict = &event->verdict;

	json_put_begin(json, "data", '{');
	if (event->has_verdict) {
		body_warning(json, event, room->reasons, cut);
		body_facts(json, verdict, room->facts, cut);
		body_changes(json, verdict, room->changes, cut);
		body_evidence(json, verdict, room->evidence);
	}
	body_filing(json, &event->filing);
	body_issuer(json, event);
	body_times(json, &event->filing);
	body_time(json, "ledger_since", event->ledger_since);
	json_put_bool(
	    json, "truncated", *cut || room->evidence < body_most.evidence);
	json_put_end(json, '{');
}

/* source.*, channel.*, system.*: what happened to filingd itself. */
static void
body_about_self(struct json_put *json, const struct event *event)
{
	json_put_begin(json, "data", '{');
	json_put_text(json, "subject", event->subject, BODY_NAME);
	json_put_text(json, "text", event->text, BODY_TITLE);
	json_put_text(json, "instance", event->instance, BODY_NAME);
	body_time(json, "moment", event->moment);
	json_put_end(json, '{');
}

static void
body_write(
    const struct event *event, const struct body_room *room, struct buf *out)
{
	struct json_put json = json_put_init(out);
	bool filing = view_is_about_filing(event->type);
	bool cut = false;

	json_put_begin(&json, NULL, '{');
	body_word(&json, "type", VOCAB_EVENTS, (int)event->type);
	body_time(&json, "timestamp",
	    filing ? event->filing.published : event->moment);
	if (filing)
		body_about_filing(&json, event, room, &cut);
	else
		body_about_self(&json, event);
	json_put_end(&json, '{');
}

static size_t
body_least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Takes one element away, facts first. False when there is none left. */
static bool
body_shrink(struct body_room *room)
{
	size_t *order[] = {
	    &room->facts, &room->changes, &room->evidence, &room->reasons};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (*order[i] > 0) {
			(*order[i])--;
			return true;
		}
	}
	return false;
}

void
body_build(const struct event *event, struct buf *out)
{
	const struct verdict *verdict = &event->verdict;
	struct body_room room = body_most;
	struct buf body;

	room.facts = body_least(room.facts, verdict->fact_count);
	room.changes = body_least(room.changes, verdict->change_count);
	room.reasons = body_least(room.reasons, verdict->reason_count);
	buf_init(&body, BODY_SCRATCH);
	body_write(event, &room, &body);
	while (body.len > BODY_LIMIT && body_shrink(&room)) {
		buf_clear(&body);
		body_write(event, &room, &body);
	}
	assert(body.len <= BODY_LIMIT);
	int r = buf_add(out, body.data, body.len);
	assert(r == 0);
	buf_done(&body);
}
