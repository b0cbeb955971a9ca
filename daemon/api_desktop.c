/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what agents ask of desktop channels, and offers of the store. Goes
 * out: JSON, feeds of streams. daemon/api.c calls it by daemon/api_routes.c,
 * daemon/api_stream.c for frames.
 */
#include "daemon/api_desktop.h"

#include "daemon/api_json.h"
#include "daemon/api_stream.h"
#include "daemon/source_json.h"
#include "lib/base/date.h"
#include "lib/base/json_out.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"

#include <jansson.h>
#include <string.h>

#define DESKTOP_FRAME_MAX MIB

static bool
api_desktop_may(const struct api_ask *ask, const struct channel *channel)
{
	return channel->kind == CHANNEL_DESKTOP &&
	       ask->in_group(ask->peer, channel->group);
}

bool
api_desktop_is_member(const struct api_ask *ask)
{
	const struct config *config = service_config(ask->service);

	for (size_t i = 0; i < config->channel_count; i++) {
		if (api_desktop_may(ask, &config->channels[i]))
			return true;
	}
	return false;
}

const struct channel *
api_desktop_find(
    const struct config *config, const char *name, const char *group)
{
	for (size_t i = 0; i < config->channel_count; i++) {
		const struct channel *channel = &config->channels[i];

		if (channel->kind == CHANNEL_DESKTOP &&
		    strcmp(channel->name, name) == 0 &&
		    strcmp(channel->group, group) == 0)
			return channel;
	}
	return NULL;
}

/* The channel of ".../CHANNEL/<verb>" that the user may see; NULL. */
static const struct channel *
api_desktop_of(const struct api_ask *ask, const char *verb)
{
	const struct config *config = service_config(ask->service);
	const char *slash = strrchr(ask->rest, '/');
	char name[API_NAME_MAX];

	if (slash == NULL || strcmp(slash + 1, verb) != 0 ||
	    api_ask_name(ask->rest, (size_t)(slash - ask->rest), name) != 0)
		return NULL;
	for (size_t i = 0; i < config->channel_count; i++) {
		if (strcmp(config->channels[i].name, name) == 0 &&
		    api_desktop_may(ask, &config->channels[i]))
			return &config->channels[i];
	}
	return NULL;
}

static char *
api_desktop_none(int *ret_status)
{
	return api_ask_refuse(
	    404, "no desktop channel of that name for you", ret_status);
}

/* Where the user's stream begins: at the cursor, but not before max-age. */
static int
api_desktop_stand(const struct api_ask *ask, const struct channel *channel,
    int64_t *ret_after, int64_t *ret_newest, struct err *err)
{
	struct db *db = service_db(ask->service);
	int64_t now = loop_now(service_loop(ask->service));
	int64_t cursor = 0, old = 0;
	int r = offer_rows_cursor(
	    db, &(struct offer_user){channel->name, ask->uid}, &cursor, err);

	if (r == 0)
		r = offer_rows_newest(
		    db, channel->name, now - channel->max_age, &old, err);
	if (r == 0)
		r = offer_rows_newest(
		    db, channel->name, INT64_MAX, ret_newest, err);
	*ret_after = old > cursor ? old : cursor;
	return r;
}

static json_t *
api_desktop_row(const struct api_ask *ask, const struct channel *channel)
{
	struct err err = ERR_NONE;
	int64_t after = 0, newest = 0;

	if (api_desktop_stand(ask, channel, &after, &newest, &err) < 0)
		return json_pack(
		    "{s:s, s:s}", "name", channel->name, "error", err.text);
	return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I}", "name",
	    channel->name, "group", channel->group, "body", channel->body,
	    "max_age_ms", (json_int_t)channel->max_age, "cursor",
	    (json_int_t)after, "newest", (json_int_t)newest);
}

char *
api_desktop_list(const struct api_ask *ask, int *ret_status)
{
	const struct config *config = service_config(ask->service);
	json_t *rows = json_array();

	for (size_t i = 0; i < config->channel_count; i++) {
		if (api_desktop_may(ask, &config->channels[i]))
			json_array_append_new(
			    rows, api_desktop_row(ask, &config->channels[i]));
	}
	*ret_status = 200;
	return json_text(json_pack("{s:b, s:o}", "may_operate",
	    ask->may_operate ? 1 : 0, "channels", rows));
}

char *
api_desktop_move(const struct api_ask *ask, int *ret_status)
{
	const struct channel *channel = api_desktop_of(ask, "cursor");
	int64_t seq = api_ask_number(ask, "seq", -1);
	struct err err = ERR_NONE;
	int r;

	if (channel == NULL)
		return api_desktop_none(ret_status);
	if (seq < 0)
		return api_ask_refuse(400, "seq must be a number", ret_status);
	r = offer_rows_move(service_db(ask->service),
	    &(struct offer_user){channel->name, ask->uid},
	    loop_now(service_loop(ask->service)), &seq, &err);
	if (r == 0)
		r = service_commit(ask->service, &err);
	if (r != 0)
		return api_ask_fail(&err, ret_status);
	*ret_status = 200;
	return json_text(json_pack("{s:I}", "cursor", (json_int_t)seq));
}

char *
api_desktop_open(
    const struct api_ask *ask, struct api_feed *ret, int *ret_status)
{
	const struct channel *channel = api_desktop_of(ask, "stream");
	struct err err = ERR_NONE;
	int64_t after = 0, newest = 0;

	if (channel == NULL)
		return api_desktop_none(ret_status);
	if (api_desktop_stand(ask, channel, &after, &newest, &err) < 0)
		return api_ask_fail(&err, ret_status);
	*ret = (struct api_feed){
	    .after = after,
	    .newest = newest,
	    .channel = mem_strdup(channel->name),
	    .group = mem_strdup(channel->group),
	};
	return NULL;
}

char *
api_desktop_begin(const struct channel *channel, int64_t after, int64_t newest)
{
	return json_text(json_pack("{s:s, s:s, s:I, s:I, s:I}", "channel",
	    channel->name, "body", channel->body, "max_age_ms",
	    (json_int_t)channel->max_age, "after", (json_int_t)after, "newest",
	    (json_int_t)newest));
}

char *
api_desktop_frame(
    const struct channel *channel, const struct offer_row *row, int64_t now)
{
	char offered[DATE_STR_MAX];
	struct json_out out;
	char *event = api_json_event(&row->event);
	char *text;

	json_out_init(&out, DESKTOP_FRAME_MAX);
	json_out_open_object(&out, NULL);
	json_out_text(&out, "channel", channel->name);
	json_out_text(&out, "body", channel->body);
	json_out_bool(&out, "urgent", row->urgent);
	json_out_bool(&out, "late", row->late || row->event.late);
	json_out_text(
	    &out, "offered", datetime_print_utc(row->offered, offered));
	json_out_int(
	    &out, "age_ms", now > row->offered ? now - row->offered : 0);
	json_out_text(&out, "rule", row->rule);
	json_out_text(&out, "note", row->note);
	json_out_bare(&out, "event", event);
	json_out_close_object(&out);
	mem_free(event);
	text = out.code == 0 ? buf_take(&out.text) : NULL;
	json_out_done(&out);
	return text;
}
