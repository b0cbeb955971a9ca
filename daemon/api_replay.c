/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: events that a receiver lost. Goes out: new deliveries of them, and
 * JSON that counts these. daemon/api.c calls it by daemon/api_routes.c.
 */
#include "daemon/api_replay.h"

#include "alerts/export_rows.h"
#include "lib/base/json_text.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <string.h>

struct api_replay {
	const struct api_ask *ask;
	const char *channel; /* NULL: wherever it went */
	char *rule; /* "replay by NAME" */
	bool marked;
	int64_t deliveries;
};

/* All of what is asked for is replayed, or nothing: asking again is safe. */
static int
api_replay_init(
    struct api_replay *self, const struct api_ask *ask, struct err *err)
{
	*self = (struct api_replay){
	    .ask = ask,
	    .rule = mem_printf("replay by %s", ask->author),
	};
	int r = api_ask_text(ask, "channel", API_NAME_MAX, &self->channel, err);
	if (r == 0)
		r = db_mark(service_db(ask->service), err);
	self->marked = r == 0;
	return r;
}

/* Channels that the configuration no longer has are passed over. */
static int
api_replay_to(struct api_replay *self, int64_t event, const char *channel,
    struct err *err)
{
	int r = outbox_add(service_outbox(self->ask->service),
	    &(struct outbox_message){
		.channel = channel,
		.event = event,
		.rule = self->rule,
		.note = "",
		.late = true,
	    },
	    err);

	self->deliveries += r == 0;
	if (r == ERR_NOTFOUND && self->channel == NULL)
		return 0;
	return r;
}

/* To the channels that it went to, or to the one of them that is asked for. */
static int
api_replay_again(struct api_replay *self, int64_t event, struct err *err)
{
	struct export_channels channels;
	int r = export_rows_channels(
	    service_db(self->ask->service), event, &channels, err);

	for (size_t i = 0; r == 0 && i < channels.count; i++) {
		if (self->channel == NULL ||
		    strcmp(self->channel, channels.names[i]) == 0)
			r = api_replay_to(self, event, channels.names[i], err);
	}
	export_channels_done(&channels);
	return r;
}

static int
api_replay_event(struct api_replay *self, const char *id, struct err *err)
{
	int64_t event = 0;
	int r =
	    export_rows_seq(service_db(self->ask->service), id, &event, err);

	if (r < 0)
		return r;
	if (event == 0)
		return err_set(err, ERR_NOTFOUND, "no event '%s'", id);
	if (self->channel != NULL)
		return api_replay_to(self, event, self->channel, err);
	r = api_replay_again(self, event, err);
	if (r == 0 && self->deliveries == 0)
		r = err_set(err, ERR_NOTFOUND,
		    "event '%s' went to no channel, or still waits there: "
		    "name one with --channel",
		    id);
	return r;
}

static char *
api_replay_answer(struct api_replay *self, int r, json_t *json, struct err *err,
    int *ret_status)
{
	struct db *db = service_db(self->ask->service);

	if (self->marked && r < 0)
		db_drop(db);
	else if (self->marked)
		r = db_keep(db, err);
	if (r == 0)
		r = service_commit(self->ask->service, err);
	if (r == 0)
		log_info("events: replayed by %s: %lld deliveries",
		    self->ask->author, (long long)self->deliveries);
	mem_free(self->rule);
	if (r < 0) {
		json_decref(json);
		return api_ask_fail(err, ret_status);
	}
	json_object_set_new(
	    json, "deliveries", json_integer((json_int_t)self->deliveries));
	*ret_status = 200;
	return json_text(json);
}

char *
api_replay_one(const struct api_ask *ask, int *ret_status)
{
	struct err err = ERR_NONE;
	char id[API_NAME_MAX];
	struct api_replay self;
	int r;

	if (api_ask_name(ask->rest, strlen(ask->rest), id) != 0)
		return api_ask_refuse(404, "no such resource", ret_status);
	r = api_replay_init(&self, ask, &err);
	if (r == 0)
		r = api_replay_event(&self, id, &err);
	return api_replay_answer(&self, r, json_object(), &err, ret_status);
}

char *
api_replay_window(const struct api_ask *ask, int *ret_status)
{
	struct export_window window = {
	    .since = api_ask_number(ask, "since", -1),
	    .until = api_ask_number(ask, "until", INT64_MAX),
	    .after = api_ask_number(ask, "after", 0),
	};
	struct err err = ERR_NONE;
	struct api_replay self;
	json_t *json;
	int r;

	if (window.since < 0 || window.until < 0 || window.after < 0)
		return api_ask_refuse(400,
		    "since, until and after must be numbers, and since be "
		    "given",
		    ret_status);
	r = api_replay_init(&self, ask, &err);
	if (r == 0)
		r = export_rows_window(service_db(ask->service), &window, &err);
	for (size_t i = 0; r == 0 && i < window.count; i++)
		r = api_replay_again(&self, window.seqs[i], &err);
	json = json_pack("{s:I, s:b}", "last",
	    (json_int_t)(window.count > 0 ? window.seqs[window.count - 1]
					  : window.after),
	    "more", window.count == EXPORT_EVENTS ? 1 : 0);
	return api_replay_answer(&self, r, json, &err, ret_status);
}
