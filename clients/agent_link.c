/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what the daemon lists and streams. Out: notices to be shown, cursors that
 * follow. clients/agent.c starts it; clients/agent_call.c carries it.
 *
 *   asking for channels --> a stream for each --broken--> waiting --> asking
 */
#include "clients/agent_link.h"

#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <glib.h>
#include <jansson.h>
#include <string.h>

#define LINK_FIRST_S   1
#define LINK_MOST_S    60
#define LINK_IDLE_S    45 /* three heartbeats of the stream */
#define LINK_ANSWER_S  20
#define LINK_RECHECK_S 60 /* the daemon may have other channels by now */
#define LINK_MAX_AGE   (INT64_C(24) * 3600 * 1000)

struct link_channel {
	struct agent_link *link;
	char *name; /* as it stands in a path; NULL: free */
	struct agent_call *stream;
	struct agent_call *move; /* of the cursor */
	int64_t max_age;
	int64_t moving; /* the cursor that is being sent */
	int64_t moved; /* the daemon knows it */
	bool full; /* its stream was ended: too many wait */
};

struct agent_link {
	const char *socket;
	struct agent_show *show;
	void (*fn)(void *arg);
	void *arg;
	struct agent_call *ask;
	guint timer;
	guint wait_s;
	bool broken; /* the timer waits because something broke */
	unsigned failures; /* in a row */
	bool lonely; /* it was said that no channel is for this user */
	bool may_operate;
	struct link_channel channels[SHOW_CHANNELS];
};

static void link_ask(struct agent_link *link);

static size_t
link_index(const struct link_channel *channel)
{
	return (size_t)(channel - channel->link->channels);
}

static gboolean
link_on_timer(gpointer arg)
{
	struct agent_link *link = arg;

	link->timer = 0;
	link->broken = false;
	link_ask(link);
	return G_SOURCE_REMOVE;
}

static void
link_wait(struct agent_link *link, guint seconds)
{
	if (link->timer != 0)
		g_source_remove(link->timer);
	link->timer = g_timeout_add_seconds(seconds, link_on_timer, link);
}

/* Something broke: said at first, then every tenth time. */
static void
link_fail(struct agent_link *link, const char *what, const char *why)
{
	if (link->broken)
		return;
	link->broken = true;
	link->failures++;
	if (link->failures == 1 || link->failures % 10 == 0)
		log_warning("%s: %s, failure %u in a row, again in %u s", what,
		    why, link->failures, link->wait_s);
	link_wait(link, link->wait_s);
	link->wait_s =
	    2 * link->wait_s < LINK_MOST_S ? 2 * link->wait_s : LINK_MOST_S;
}

static void
link_work(struct agent_link *link)
{
	if (link->failures > 0)
		log_info(
		    "daemon: answers again after %u failures", link->failures);
	link->failures = 0;
	link->wait_s = LINK_FIRST_S;
}

static void link_move(struct link_channel *channel);

static void
link_on_moved(int status, struct span body, const struct err *err, void *arg)
{
	struct link_channel *channel = arg;

	(void)body;
	channel->move = NULL;
	if (err != NULL || status != 200) {
		/* The next begin of the stream tells where it stands. */
		log_warning("channel '%s': the cursor did not move: %s",
		    channel->name, err != NULL ? err->text : "refused");
		return;
	}
	channel->moved = channel->moving;
	link_move(channel);
}

/* One POST at a time; the last position counts. */
static void
link_move(struct link_channel *channel)
{
	struct agent_link *link = channel->link;
	int64_t cursor = agent_show_cursor(link->show, link_index(channel));
	char *target;

	if (channel->move != NULL || cursor <= channel->moved)
		return;
	channel->moving = cursor;
	target = mem_printf(
	    "/v1/desktop/%s/cursor?seq=%lld", channel->name, (long long)cursor);
	channel->move = agent_call_start(&(struct agent_request){
	    .socket = link->socket,
	    .method = "POST",
	    .target = target,
	    .idle_s = LINK_ANSWER_S,
	    .end = link_on_moved,
	    .arg = channel,
	});
	mem_free(target);
}

static int64_t
link_number(const json_t *json, const char *key, int64_t fallback)
{
	const json_t *number = json_object_get(json, key);

	return json_is_integer(number) && json_integer_value(number) >= 0
		   ? json_integer_value(number)
		   : fallback;
}

static void
link_on_begin(struct link_channel *channel, const char *data)
{
	struct agent_link *link = channel->link;
	json_t *begin = json_loads(data, 0, NULL);
	int64_t after = link_number(begin, "after", 0);

	link_work(link);
	channel->max_age = link_number(begin, "max_age_ms", LINK_MAX_AGE);
	channel->moved = after;
	agent_show_begin(link->show, link_index(channel), after,
	    link_number(begin, "newest", 0));
	json_decref(begin);
	link_move(channel);
}

static void
link_on_offer(struct link_channel *channel, const struct agent_frame *frame)
{
	struct agent_link *link = channel->link;
	size_t i = link_index(channel);
	struct agent_notice notice;
	struct err err = ERR_NONE;

	if (agent_notice_read(frame->data, frame->id, &notice, &err) != 0) {
		log_warning(
		    "channel '%s': %s, passed over", channel->name, err.text);
		agent_show_pass(link->show, i, frame->id);
		return;
	}
	if (agent_show_add(link->show, i, &notice,
		g_get_monotonic_time() / 1000, channel->max_age))
		return;
	channel->full = true;
	agent_call_stop(channel->stream);
	channel->stream = NULL;
	agent_show_broken(link->show, i);
}

static void
link_on_frame(const struct agent_frame *frame, void *arg)
{
	struct link_channel *channel = arg;

	if (strcmp(frame->event, "begin") == 0)
		link_on_begin(channel, frame->data);
	else if (strcmp(frame->event, "offer") == 0 && frame->id > 0)
		link_on_offer(channel, frame);
	channel->link->fn(channel->link->arg);
}

static void
link_on_end(int status, struct span body, const struct err *err, void *arg)
{
	struct link_channel *channel = arg;
	struct agent_link *link = channel->link;

	(void)body;
	channel->stream = NULL;
	agent_show_broken(link->show, link_index(channel));
	link_fail(link, channel->name,
	    err != NULL	    ? err->text
	    : status == 200 ? "the stream ended"
			    : "the stream was refused");
	link->fn(link->arg);
}

static void
link_stream(struct link_channel *channel)
{
	char *target;

	if (channel->stream != NULL || channel->full)
		return;
	target = mem_printf("/v1/desktop/%s/stream", channel->name);
	channel->stream = agent_call_start(&(struct agent_request){
	    .socket = channel->link->socket,
	    .method = "GET",
	    .target = target,
	    .idle_s = LINK_IDLE_S,
	    .frame = link_on_frame,
	    .end = link_on_end,
	    .arg = channel,
	});
	mem_free(target);
}

/* The channel's place; a new one when there is room. */
static struct link_channel *
link_channel_of(struct agent_link *link, const char *name)
{
	char *escaped = g_uri_escape_string(name, NULL, FALSE);
	struct link_channel *found = NULL;

	for (size_t i = 0; found == NULL && i < SHOW_CHANNELS; i++) {
		struct link_channel *channel = &link->channels[i];

		if (channel->name == NULL) {
			channel->link = link;
			channel->name = mem_strdup(escaped);
		}
		if (strcmp(channel->name, escaped) == 0)
			found = channel;
	}
	g_free(escaped);
	return found;
}

static void
link_on_channels(struct agent_link *link, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "channels");
	size_t streams = 0;

	link->may_operate =
	    json_is_true(json_object_get(answer, "may_operate"));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const char *name = json_string_value(
		    json_object_get(json_array_get(rows, i), "name"));
		struct link_channel *channel =
		    name != NULL ? link_channel_of(link, name) : NULL;

		if (channel == NULL)
			continue;
		streams++;
		link_stream(channel);
	}
	if (streams == 0 && !link->lonely)
		log_info("daemon: no desktop channel is for this user, asked "
			 "again every %d s",
		    LINK_RECHECK_S);
	link->lonely = streams == 0;
	if (!link->broken)
		link_wait(link, LINK_RECHECK_S);
}

static void
link_on_answer(int status, struct span body, const struct err *err, void *arg)
{
	struct agent_link *link = arg;
	json_t *answer = NULL;

	link->ask = NULL;
	if (err == NULL && status == 200)
		answer = json_loadb(body.p, body.len, 0, NULL);
	if (answer != NULL)
		link_on_channels(link, answer);
	else
		link_fail(link, "daemon",
		    err != NULL ? err->text : "it has no desktop channels");
	json_decref(answer);
}

static void
link_ask(struct agent_link *link)
{
	if (link->ask != NULL)
		return;
	link->ask = agent_call_start(&(struct agent_request){
	    .socket = link->socket,
	    .method = "GET",
	    .target = "/v1/desktop",
	    .idle_s = LINK_ANSWER_S,
	    .end = link_on_answer,
	    .arg = link,
	});
}

struct agent_link *
agent_link_new(const char *socket, struct agent_show *show,
    void (*fn)(void *arg), void *arg)
{
	struct agent_link *link = mem_new(sizeof(*link));

	link->socket = socket;
	link->show = show;
	link->fn = fn;
	link->arg = arg;
	link->wait_s = LINK_FIRST_S;
	link_ask(link);
	return link;
}

void
agent_link_free(struct agent_link *link)
{
	if (link == NULL)
		return;
	agent_call_stop(link->ask);
	if (link->timer != 0)
		g_source_remove(link->timer);
	for (size_t i = 0; i < SHOW_CHANNELS; i++) {
		agent_call_stop(link->channels[i].stream);
		agent_call_stop(link->channels[i].move);
		mem_free(link->channels[i].name);
	}
	mem_free(link);
}

void
agent_link_settle(struct agent_link *link)
{
	for (size_t i = 0; i < SHOW_CHANNELS; i++) {
		struct link_channel *channel = &link->channels[i];

		if (channel->name == NULL)
			continue;
		link_move(channel);
		if (!channel->full || agent_show_waiting(link->show) > 0)
			continue;
		channel->full = false;
		link_stream(channel);
	}
}

bool
agent_link_may_operate(const struct agent_link *link)
{
	return link->may_operate;
}

struct link_post {
	agent_done_fn *fn;
	void *arg;
};

static void
link_on_posted(int status, struct span body, const struct err *err, void *arg)
{
	struct link_post *post = arg;
	json_t *answer = json_loadb(body.p, body.len, 0, NULL);
	const char *why = json_string_value(json_object_get(answer, "error"));

	if (err != NULL)
		post->fn(err->text, post->arg);
	else if (status != 200)
		post->fn(why != NULL ? why : "refused", post->arg);
	else
		post->fn(NULL, post->arg);
	json_decref(answer);
	mem_free(post);
}

void
agent_link_post(
    struct agent_link *link, const char *target, agent_done_fn *fn, void *arg)
{
	struct link_post *post = mem_new(sizeof(*post));

	*post = (struct link_post){fn, arg};
	agent_call_start(&(struct agent_request){
	    .socket = link->socket,
	    .method = "POST",
	    .target = target,
	    .idle_s = LINK_ANSWER_S,
	    .end = link_on_posted,
	    .arg = post,
	});
}
