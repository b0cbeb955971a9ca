/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what a client asks of the channels. Goes out: JSON and a status,
 * never a secret nor the path of an address, which often is one. daemon/api.c
 * calls it by daemon/api_routes.c.
 */
#include "daemon/api_channels.h"

#include "alerts/channel_rows.h"
#include "alerts/outbox_rows.h"
#include "alerts/trial.h"
#include "daemon/api_deliveries.h"
#include "daemon/source_json.h"
#include "lib/base/json_text.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <string.h>

#define API_WHY_MAX 200

/* A channel and everything that is known of it. */
struct api_channel {
	const struct channel *channel;
	struct channel_state state;
	struct delivery_waiting waiting;
	struct outbox_lane lane;
};

static int
api_channels_load(const struct api_ask *ask, const struct channel *channel,
    struct api_channel *ret, struct err *err)
{
	struct db *db = service_db(ask->service);
	int r;

	*ret = (struct api_channel){.channel = channel};
	r = channel_rows_load(db, channel->name, &ret->state, err);
	if (r < 0)
		return r;
	r = delivery_rows_waiting(db, channel->name, &ret->waiting, err);
	if (r < 0)
		channel_state_done(&ret->state);
	/* Between two configurations it has no lane, and nothing to say. */
	(void)outbox_lane(
	    service_outbox(ask->service), channel->name, &ret->lane);
	return r;
}

static const char *
api_channels_state(const struct api_channel *self)
{
	if (self->state.disabled_since != 0)
		return "disabled";
	if (*self->state.attention != '\0')
		return "attention";
	if (self->lane.hold_until != 0)
		return "paused";
	if (self->lane.probing)
		return "probing";
	return self->state.first_failure != 0 ? "failing" : "ok";
}

/* Gives. */
static char *
api_channels_why(const struct api_channel *self)
{
	const struct channel_state *state = &self->state;

	if (state->disabled_since == 0)
		return mem_strdup(state->attention);
	if (*state->disabled_by == '\0')
		return mem_strdup(state->disabled_why);
	return mem_printf("by %s%s%s", state->disabled_by,
	    *state->disabled_why != '\0' ? ": " : "", state->disabled_why);
}

/* scheme://host[:port] of a URL. Gives. */
static char *
api_channels_server(const char *url)
{
	const char *host;

	if (url == NULL)
		return mem_strdup("");
	host = strstr(url, "://");
	host = host != NULL ? host + 3 : url;
	return mem_strndup(url, (size_t)(host - url) + strcspn(host, "/?"));
}

/* Where it leads, without what may be secret. Gives. */
static char *
api_channels_address(const struct channel *channel)
{
	switch (channel->kind) {
	case CHANNEL_WEBHOOK:
		return api_channels_server(channel->url);
	case CHANNEL_MAIL:
		return api_channels_server(channel->smtp);
	case CHANNEL_EXEC:
		return mem_strdup(
		    channel->argument_count > 0 ? channel->arguments[0] : "");
	case CHANNEL_DESKTOP:
		return mem_printf("group %s", channel->group);
	}
	return mem_strdup("");
}

static json_t *
api_channels_json(const struct api_channel *self)
{
	const struct channel *channel = self->channel;
	const struct channel_state *state = &self->state;
	char *address = api_channels_address(channel);
	char *why = api_channels_why(self);
	json_t *json = json_pack(
	    "{s:s, s:s, s:s, s:o, s:s, s:s, s:o, s:o, s:o, s:I, s:I, s:I, s:o,"
	    " s:o, s:I, s:i, s:b}",
	    "channel", channel->name, "kind", channel_kind_word(channel->kind),
	    "state", api_channels_state(self), "since",
	    source_json_time(state->disabled_since != 0 ? state->disabled_since
							: state->first_failure),
	    "disabled_by", state->disabled_by, "address", address, "why",
	    source_json_foreign(why), "last_failure",
	    source_json_time(state->last_failure), "paused_until",
	    source_json_time(self->lane.hold_until), "pending",
	    (json_int_t)self->waiting.pending, "retry",
	    (json_int_t)self->waiting.retry, "in_flight",
	    (json_int_t)self->waiting.leased, "oldest",
	    source_json_time(self->waiting.oldest), "next",
	    source_json_time(self->waiting.next), "sequence",
	    (json_int_t)state->sequence, "concurrency",
	    channel->ordered ? 1 : channel->concurrency, "ordered",
	    channel->ordered ? 1 : 0);

	mem_free(address);
	mem_free(why);
	return json;
}

/* Its JSON; NULL with err. Gives. */
static json_t *
api_channels_one(
    const struct api_ask *ask, const struct channel *channel, struct err *err)
{
	struct api_channel self;
	json_t *json;

	if (api_channels_load(ask, channel, &self, err) < 0)
		return NULL;
	json = api_channels_json(&self);
	channel_state_done(&self.state);
	return json;
}

char *
api_channels_list(const struct api_ask *ask, int *ret_status)
{
	const struct config *config = service_config(ask->service);
	json_t *list = json_array();

	for (size_t i = 0; i < config->channel_count; i++) {
		struct err err = ERR_NONE;
		json_t *json =
		    api_channels_one(ask, &config->channels[i], &err);

		if (json == NULL) {
			json_decref(list);
			return api_ask_fail(&err, ret_status);
		}
		json_array_append_new(list, json);
	}
	*ret_status = 200;
	return json_text(json_pack("{s:o, s:o}", "now",
	    source_json_time(loop_now(service_loop(ask->service))), "channels",
	    list));
}

/* The channel that the first len bytes of the path name; NULL. */
static const struct channel *
api_channels_find(const struct api_ask *ask, size_t len, struct err *err)
{
	const struct config *config = service_config(ask->service);
	char name[API_NAME_MAX];

	if (api_ask_name(ask->rest, len, name) != 0)
		name[0] = '\0';
	for (size_t i = 0; i < config->channel_count; i++) {
		if (strcmp(config->channels[i].name, name) == 0)
			return &config->channels[i];
	}
	(void)err_set(err, ERR_NOTFOUND, "no channel '%s'", name);
	return NULL;
}

/* The delivery that those behind it wait for; null: none does. */
static json_t *
api_channels_holder(const struct api_ask *ask, const struct channel *channel)
{
	struct err err = ERR_NONE;
	int64_t id = 0;
	int64_t due;

	/* What the store cannot tell just now is not told. */
	if (channel->ordered)
		err_drop(outbox_rows_head(
		    service_db(ask->service), channel->name, &id, &due, &err));
	return id != 0 ? json_integer((json_int_t)id) : json_null();
}

static char *
api_channels_text(
    const struct api_ask *ask, const struct channel *channel, int *ret_status)
{
	struct err err = ERR_NONE;
	json_t *recipients;
	json_t *json = api_channels_one(ask, channel, &err);

	if (json == NULL)
		return api_ask_fail(&err, ret_status);
	json_object_set_new(json, "held_by", api_channels_holder(ask, channel));
	recipients = json_array();
	for (size_t i = 0; i < channel->recipient_count; i++)
		json_array_append_new(
		    recipients, json_string(channel->recipients[i]));
	json_object_set_new(json, "recipients", recipients);
	json_object_set_new(json, "now",
	    source_json_time(loop_now(service_loop(ask->service))));
	*ret_status = 200;
	return json_text(json);
}

char *
api_channels_show(const struct api_ask *ask, int *ret_status)
{
	struct err err = ERR_NONE;
	const struct channel *channel =
	    api_channels_find(ask, strlen(ask->rest), &err);

	if (channel == NULL)
		return api_ask_fail(&err, ret_status);
	return api_channels_text(ask, channel, ret_status);
}

static int
api_channels_enable(
    const struct api_ask *ask, const struct channel *channel, struct err *err)
{
	int r = outbox_enable(service_outbox(ask->service), channel->name, err);

	if (r == 0)
		log_warning("channel '%s': enabled by %s, what waited is "
			    "replayed",
		    channel->name, ask->author);
	return r;
}

static int
api_channels_disable(
    const struct api_ask *ask, const struct channel *channel, struct err *err)
{
	const char *why;
	int r = api_ask_text(ask, "why", API_WHY_MAX, &why, err);

	if (r < 0)
		return r;
	why = why != NULL ? why : "";
	r = outbox_disable(
	    service_outbox(ask->service), channel->name, ask->author, why, err);
	if (r == 0)
		log_warning("channel '%s': disabled by %s%s%s, what comes "
			    "waits",
		    channel->name, ask->author, *why != '\0' ? ": " : "", why);
	return r;
}

static bool
api_channels_on_test(const struct delivery_row *row, void *arg)
{
	json_array_append_new(arg, json_integer(row->id));
	return true;
}

/* The deliveries of a test of the channel; NULL with err. Gives. */
static json_t *
api_channels_try(
    const struct api_ask *ask, const struct channel *channel, struct err *err)
{
	struct db *db = service_db(ask->service);
	struct channel_state state;
	json_t *ids;
	int64_t event;
	int r = channel_rows_load(db, channel->name, &state, err);

	if (r < 0)
		return NULL;
	if (state.disabled_since != 0)
		r = err_set(err, ERR_BUSY,
		    "channel '%s' is disabled: 'filingctl channels enable %s' "
		    "comes first",
		    channel->name, channel->name);
	channel_state_done(&state);
	if (r == 0)
		r = trial_send(db, service_outbox(ask->service),
		    &(struct trial){
			.instance = service_config(ask->service)->top.instance,
			.channel = channel->name,
			.author = ask->author,
			.now = loop_now(service_loop(ask->service)),
		    },
		    &event, err);
	if (r == 0)
		r = service_commit(ask->service, err);
	if (r < 0)
		return NULL;
	ids = json_array();
	if (delivery_rows_of_event(db, event, api_channels_on_test, ids, err) ==
	    0)
		return ids;
	json_decref(ids);
	return NULL;
}

static char *
api_channels_test(
    const struct api_ask *ask, const struct channel *channel, int *ret_status)
{
	struct err err = ERR_NONE;
	json_t *ids = api_channels_try(ask, channel, &err);

	if (ids == NULL)
		return api_ask_fail(&err, ret_status);
	log_info(
	    "channel '%s': tested, as %s wants", channel->name, ask->author);
	*ret_status = 200;
	return json_text(json_pack(
	    "{s:s, s:o}", "channel", channel->name, "deliveries", ids));
}

char *
api_channels_do(const struct api_ask *ask, int *ret_status)
{
	const char *slash = strrchr(ask->rest, '/');
	const char *verb = slash != NULL ? slash + 1 : "";
	const struct channel *channel = NULL;
	struct err err = ERR_NONE;
	int r;

	if (slash != NULL)
		channel =
		    api_channels_find(ask, (size_t)(slash - ask->rest), &err);
	if (slash != NULL && channel == NULL)
		return api_ask_fail(&err, ret_status);
	if (strcmp(verb, "test") == 0)
		return api_channels_test(ask, channel, ret_status);
	if (strcmp(verb, "enable") == 0)
		r = api_channels_enable(ask, channel, &err);
	else if (strcmp(verb, "disable") == 0)
		r = api_channels_disable(ask, channel, &err);
	else
		return api_ask_refuse(404, "no such resource", ret_status);
	if (r == 0)
		r = service_commit(ask->service, &err);
	if (r < 0)
		return api_ask_fail(&err, ret_status);
	return api_channels_text(ask, channel, ret_status);
}
