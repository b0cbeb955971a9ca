/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what a client asks of silences. Goes out: JSON and a status.
 * daemon/api.c calls it by daemon/api_routes.c.
 */
#include "daemon/api_silences.h"

#include "alerts/event_rows.h"
#include "alerts/silence.h"
#include "daemon/source_json.h"
#include "lib/base/json_text.h"
#include "lib/base/listing.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/base/utf8.h"
#include "lib/base/yaml_source.h"

#include <string.h>

#define SILENCES_PAST_MS   (30 * DAY_MS)
#define SILENCES_CONDITION 2000 /* bytes */
#define SILENCES_SHOWN	   200 /* events of a preview */
#define SILENCES_LOOKED_AT 5000 /* deliveries of a preview */
#define SILENCES_COMPLAINT (8 * KIB)

/* What is asked for; the texts are borrowed but condition. */
struct silences_ask {
	char *condition; /* owned; with the issuer */
	const char *channel;
	const char *rule;
};

static int64_t
silences_now(const struct api_ask *ask)
{
	return loop_now(service_loop(ask->service));
}

static json_t *
silences_json(const struct silence *silence, int64_t now)
{
	const char *state = silence->ended != 0	    ? "ended"
			    : silence->until <= now ? "expired"
						    : "holds";

	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, "
			 "s:s}",
	    "id", (json_int_t)silence->id, "state", state, "condition",
	    silence->condition, "channel", silence->channel, "rule",
	    silence->rule, "author", silence->author, "reason", silence->reason,
	    "created", source_json_time(silence->created), "until",
	    source_json_time(silence->until), "ended",
	    source_json_time(silence->ended), "ended_by", silence->ended_by);
}

struct silences_list {
	json_t *json;
	int64_t now;
	bool all;
};

static void
silences_on_row(const struct silence *silence, void *arg)
{
	struct silences_list *list = arg;

	if (list->all || (silence->ended == 0 && silence->until > list->now))
		json_array_append_new(
		    list->json, silences_json(silence, list->now));
}

char *
api_silences_list(const struct api_ask *ask, int *ret_status)
{
	struct silences_list list = {
	    .now = silences_now(ask),
	    .all = api_ask_number(ask, "all", 0) == 1,
	};
	struct err err = ERR_NONE;

	list.json = json_array();
	if (silence_rows_each(service_db(ask->service),
		list.now - (list.all ? SILENCES_PAST_MS : 0), silences_on_row,
		&list, &err) < 0) {
		json_decref(list.json);
		return api_ask_fail(&err, ret_status);
	}
	*ret_status = 200;
	return json_text(json_pack("{s:o, s:o}", "now",
	    source_json_time(list.now), "silences", list.json));
}

/* "name" of the query as a text that is one of names; "" when absent. */
static int
silences_read_name(const struct api_ask *ask, const char *what,
    const char *const *names, size_t count, const char **ret, struct err *err)
{
	int r = api_ask_text(ask, what, API_NAME_MAX, ret, err);

	if (r < 0)
		return r;
	if (*ret == NULL)
		*ret = "";
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], *ret) == 0)
			return 0;
	}
	if (**ret == '\0')
		return 0;
	const char *near = yaml_nearest(*ret, names, count);
	return err_set(err, ERR_INVALID,
	    "the configuration has no %s '%s'%s%s%s", what, *ret,
	    near != NULL ? ", did you mean '" : "", near != NULL ? near : "",
	    near != NULL ? "'?" : "");
}

static int
silences_read_names(
    const struct api_ask *ask, struct silences_ask *ret, struct err *err)
{
	const struct config *config = service_config(ask->service);
	size_t n = config->channel_count > config->rule_count
		       ? config->channel_count
		       : config->rule_count;
	const char **names = mem_array(n + 2, sizeof(*names));
	int r;

	for (size_t i = 0; i < config->channel_count; i++)
		names[i] = config->channels[i].name;
	r = silences_read_name(
	    ask, "channel", names, config->channel_count, &ret->channel, err);
	for (size_t i = 0; i < config->rule_count; i++)
		names[i] = config->rules[i].name;
	names[config->rule_count] = "operator";
	names[config->rule_count + 1] = "default";
	if (r == 0)
		r = silences_read_name(ask, "rule", names,
		    config->rule_count + 2, &ret->rule, err);
	mem_free(names);
	return r;
}

/* The condition, with the issuer before it. */
static int
silences_read_condition(
    const struct api_ask *ask, struct silences_ask *ret, struct err *err)
{
	const char *issuer, *condition;
	char listing[LISTING_MAX];
	int r =
	    api_ask_text(ask, "condition", SILENCES_CONDITION, &condition, err);

	if (r == 0)
		r = api_ask_text(ask, "issuer", API_NAME_MAX, &issuer, err);
	if (r == 0 && issuer != NULL)
		r = listing_parse(issuer, listing, err);
	if (r < 0)
		return r;
	condition = condition != NULL ? condition : "";
	if (issuer == NULL)
		ret->condition = mem_strdup(condition);
	else if (*condition == '\0')
		ret->condition = mem_printf("listing = '%s'", listing);
	else
		ret->condition =
		    mem_printf("(%s) and listing = '%s'", condition, listing);
	return 0;
}

static int
silences_read(
    const struct api_ask *ask, struct silences_ask *ret, struct err *err)
{
	int r = silences_read_names(ask, ret, err);

	if (r == 0)
		r = silences_read_condition(ask, ret, err);
	if (r == 0 && *ret->condition == '\0' && *ret->channel == '\0' &&
	    *ret->rule == '\0')
		r = err_set(err, ERR_INVALID,
		    "a silence needs something to hide: an issuer, a rule, a "
		    "channel or a condition");
	return r;
}

/* A fault of a condition, the condition and a caret. Gives. */
static char *
silences_complain(const char *condition, const struct rule_fault *fault)
{
	struct buf text;
	char *answer;

	buf_init(&text, SILENCES_COMPLAINT);
	/* cut at the cap */
	err_drop(buf_addf(&text, "condition: %s%s%s%s\n", fault->err.text,
	    fault->nearest != NULL ? ", did you mean '" : "",
	    fault->nearest != NULL ? fault->nearest : "",
	    fault->nearest != NULL ? "'?" : ""));
	if (fault->offset >= 0)
		err_drop(yaml_source_show(&text, span_of(condition),
		    (int)utf8_count(condition, (size_t)fault->offset) + 1));
	while (text.len > 0 && text.data[text.len - 1] == '\n')
		buf_cut(&text, text.len - 1);
	answer = buf_take(&text);
	buf_done(&text);
	return answer;
}

/* One silence alone, compiled; NULL and an answer when it cannot be. */
static struct silences *
silences_compile(
    const struct silence *silence, char **ret_answer, int *ret_status)
{
	struct silences *silences = silences_new(NULL);
	struct rule_fault fault = {.offset = -1};
	char *text;

	if (silences_put(silences, silence, &fault) == 0)
		return silences;
	silences_free(silences);
	text = silences_complain(silence->condition, &fault);
	*ret_answer = api_ask_refuse(400, text, ret_status);
	mem_free(text);
	return NULL;
}

static int
silences_read_end(
    const struct api_ask *ask, int64_t now, int64_t *ret, struct err *err)
{
	int64_t length = api_ask_number(ask, "for", 0);
	int64_t until = api_ask_number(ask, "until", 0);

	if (length < 0 || until < 0 || (length == 0) == (until == 0))
		return err_set(err, ERR_INVALID,
		    "a silence ends: give either how long or until when");
	if (length > SILENCE_LONGEST_MS)
		length = SILENCE_LONGEST_MS + 1;
	*ret = length > 0 ? now + length : until;
	if (*ret <= now || *ret - now > SILENCE_LONGEST_MS)
		return err_set(err, ERR_INVALID,
		    "a silence ends within 366 days, and not in the past");
	return 0;
}

static int
silences_read_reason(
    const struct api_ask *ask, const char **ret, struct err *err)
{
	int r = api_ask_text(ask, "reason", SILENCE_REASON_MAX, ret, err);

	if (r == 0 && (*ret == NULL || **ret == '\0'))
		r = err_set(err, ERR_INVALID,
		    "a silence needs a reason, for those who wonder later");
	return r;
}

/* Stores it and makes it hold from the next event on. */
static char *
silences_store(
    const struct api_ask *ask, struct silence *silence, int *ret_status)
{
	struct silences *live = alerts_silences(service_alerts(ask->service));
	struct err err = ERR_NONE;
	int r = silence_rows_add(
	    service_db(ask->service), silence, &silence->id, &err);

	if (r == 0)
		r = service_commit(ask->service, &err);
	silences_forget(live);
	if (r < 0)
		return api_ask_fail(&err, ret_status);
	log_warning("silence %lld: of %s: %s", (long long)silence->id,
	    silence->author, silence->reason);
	*ret_status = 200;
	return json_text(silences_json(silence, silence->created));
}

char *
api_silences_add(const struct api_ask *ask, int *ret_status)
{
	struct silences_ask want = {.condition = NULL};
	struct silence silence = {
	    .author = ask->author,
	    .created = silences_now(ask),
	    .ended_by = "",
	};
	struct err err = ERR_NONE;
	struct silences *compiled;
	char *answer;
	int r = silences_read(ask, &want, &err);

	if (r == 0)
		r = silences_read_end(
		    ask, silence.created, &silence.until, &err);
	if (r == 0)
		r = silences_read_reason(ask, &silence.reason, &err);
	silence.condition = want.condition;
	silence.channel = want.channel;
	silence.rule = want.rule;
	if (r < 0)
		answer = api_ask_fail(&err, ret_status);
	else if ((compiled = silences_compile(&silence, &answer, ret_status)) !=
		 NULL) {
		answer = silences_store(ask, &silence, ret_status);
		silences_free(compiled);
	}
	mem_free(want.condition);
	return answer;
}

/* What a silence would have hidden, as it is found, newest first. */
struct silences_preview {
	struct db *db;
	struct silences *silences;
	int64_t now;
	struct event event; /* the one looked at */
	bool has_event;
	bool counted; /* it is hidden on some way */
	int looked_at;
	int64_t events, deliveries;
	bool cut;
	json_t *rows;
	struct err err;
};

static bool
silences_on_event(const struct event_row *row, void *arg)
{
	json_array_append_new(arg,
	    json_pack("{s:I, s:s, s:o, s:s, s:s}", "seq", (json_int_t)row->seq,
		"id", row->id, "decided", source_json_time(row->created),
		"type", row->type, "line", row->line));
	return false;
}

/* Makes the event the one that is asked of. */
static bool
silences_turn_to(struct silences_preview *preview, int64_t seq)
{
	if (preview->has_event && preview->event.seq == seq)
		return true;
	if (preview->has_event)
		event_done(&preview->event);
	preview->counted = false;
	preview->has_event = event_rows_load(preview->db, seq, &preview->event,
				 &preview->err) == 0;
	if (preview->has_event)
		silences_set_event(
		    preview->silences, &preview->event, preview->now);
	return preview->has_event;
}

static bool
silences_on_heard(const struct silence_heard *heard, void *arg)
{
	struct silences_preview *preview = arg;

	if (preview->looked_at++ == SILENCES_LOOKED_AT) {
		preview->cut = true;
		return false;
	}
	if (!silences_turn_to(preview, heard->event))
		return false;
	if (silences_cover(preview->silences, heard->channel, heard->rule) ==
	    NULL)
		return true;
	preview->deliveries++;
	if (preview->counted)
		return true;
	preview->counted = true;
	if (preview->events++ < SILENCES_SHOWN)
		err_drop(event_rows_after(preview->db, heard->event - 1, 1,
		    silences_on_event, preview->rows,
		    &preview->err)); /* its row is counted anyway */
	return true;
}

static char *
silences_show_preview(const struct api_ask *ask, struct silences *compiled,
    int64_t since, int *ret_status)
{
	struct silences_preview preview = {
	    .db = service_db(ask->service),
	    .silences = compiled,
	    .now = silences_now(ask),
	};
	struct err err = ERR_NONE;
	int r;

	preview.rows = json_array();
	r = silence_rows_heard(
	    preview.db, since, silences_on_heard, &preview, &err);
	if (preview.has_event)
		event_done(&preview.event);
	if (r == 0 && preview.err.code != 0)
		r = err_set(&err, preview.err.code, "%s", preview.err.text);
	if (r < 0) {
		json_decref(preview.rows);
		return api_ask_fail(&err, ret_status);
	}
	*ret_status = 200;
	return json_text(json_pack("{s:o, s:I, s:I, s:b, s:o}", "since",
	    source_json_time(since), "events", (json_int_t)preview.events,
	    "deliveries", (json_int_t)preview.deliveries, "cut", preview.cut,
	    "rows", preview.rows));
}

char *
api_silences_preview(const struct api_ask *ask, int *ret_status)
{
	struct silences_ask want = {.condition = NULL};
	struct err err = ERR_NONE;
	struct silences *compiled;
	int64_t now = silences_now(ask);
	int64_t since = api_ask_number(ask, "since", now - SILENCES_PAST_MS);
	char *answer;
	int r = silences_read(ask, &want, &err);
	struct silence silence = {
	    .condition = want.condition,
	    .channel = want.channel,
	    .rule = want.rule,
	    .author = "",
	    .reason = "",
	    .until = INT64_MAX,
	};

	if (r == 0 && since < 0)
		r = err_set(&err, ERR_INVALID, "'since' must be a number");
	if (r < 0)
		answer = api_ask_fail(&err, ret_status);
	else if ((compiled = silences_compile(&silence, &answer, ret_status)) !=
		 NULL) {
		answer =
		    silences_show_preview(ask, compiled, since, ret_status);
		silences_free(compiled);
	}
	mem_free(want.condition);
	return answer;
}

char *
api_silences_do(const struct api_ask *ask, int *ret_status)
{
	const char *slash = strchr(ask->rest, '/');
	char number[24];
	struct err err = ERR_NONE;
	int64_t id;
	int r;

	if (slash == NULL || strcmp(slash, "/expire") != 0 ||
	    (size_t)(slash - ask->rest) >= sizeof(number))
		return api_ask_refuse(404, "no such resource", ret_status);
	memcpy(number, ask->rest, (size_t)(slash - ask->rest));
	number[slash - ask->rest] = '\0';
	if (number_parse(number, 1, INT64_MAX, &id) != 0)
		return api_ask_refuse(
		    404, "a silence is called by its number", ret_status);
	r = silence_rows_end(
	    service_db(ask->service), id, ask->author, silences_now(ask), &err);
	if (r == 0)
		r = service_commit(ask->service, &err);
	silences_forget(alerts_silences(service_alerts(ask->service)));
	if (r < 0)
		return api_ask_fail(&err, ret_status);
	log_warning("silence %lld: ended by %s", (long long)id, ask->author);
	*ret_status = 200;
	return json_text(json_pack(
	    "{s:I, s:s}", "id", (json_int_t)id, "ended_by", ask->author));
}
