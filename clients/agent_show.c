/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: notices of the channels, and what became of cards. Out: the next card,
 * the cursors. clients/agent.c asks whenever something has changed.
 */
#include "clients/agent_show.h"

#include "lib/base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define SHOW_EVENTS   512 /* shown last */
#define SHOW_ID_MAX   64
#define SHOW_KEY_MAX  64
#define SHOW_TEXT_MAX (16 * KIB)
#define SHOW_URGENT   "urgent"

struct show_item {
	struct agent_notice notice;
	size_t channel;
	int64_t expires;
	int64_t came; /* mono */
};

struct show_event {
	char id[SHOW_ID_MAX];
	char key[SHOW_KEY_MAX];
	int64_t version;
};

struct show_channel {
	int64_t last; /* seq that came last */
	int64_t newest; /* of the backlog; 0: it is complete */
};

struct agent_show {
	agent_since_fn *since;
	struct show_channel channels[SHOW_CHANNELS];
	size_t count;
	struct show_item items[SHOW_MAX];
	size_t out; /* items that the card that is out stands for */
	char key[SHOW_KEY_MAX]; /* of the card that is out */
	bool out_critical;
	struct buf title;
	struct buf body;
	size_t standing_count;
	char standing[SHOW_CRITICAL][SHOW_KEY_MAX]; /* critical cards */
	size_t urgent; /* in the card that gathers them; 0: it is not there */
	struct buf urgent_lines;
	size_t shown_at;
	struct show_event shown[SHOW_EVENTS];
	int64_t backlogs; /* told so far, for their keys */
};

struct agent_show *
agent_show_new(agent_since_fn *since)
{
	struct agent_show *show = mem_new(sizeof(*show));

	show->since = since;
	buf_init(&show->title, SHOW_TEXT_MAX);
	buf_init(&show->body, SHOW_TEXT_MAX);
	buf_init(&show->urgent_lines, SHOW_TEXT_MAX);
	return show;
}

void
agent_show_free(struct agent_show *show)
{
	if (show == NULL)
		return;
	for (size_t i = 0; i < show->count; i++)
		agent_notice_done(&show->items[i].notice);
	buf_done(&show->title);
	buf_done(&show->body);
	buf_done(&show->urgent_lines);
	mem_free(show);
}

void
agent_show_begin(
    struct agent_show *show, size_t channel, int64_t after, int64_t newest)
{
	struct show_channel *of = &show->channels[channel];

	assert(channel < SHOW_CHANNELS);
	/* Behind what we know: the store is another one. */
	if (after > of->last || newest < of->last)
		of->last = after;
	of->newest = newest > of->last ? newest : 0;
}

void
agent_show_broken(struct agent_show *show, size_t channel)
{
	show->channels[channel].newest = 0;
}

void
agent_show_pass(struct agent_show *show, size_t channel, int64_t seq)
{
	struct show_channel *of = &show->channels[channel];

	if (seq > of->last)
		of->last = seq;
	if (of->last >= of->newest)
		of->newest = 0;
}

bool
agent_show_add(struct agent_show *show, size_t channel,
    struct agent_notice *notice, int64_t mono, int64_t max_age)
{
	int64_t seq = notice->seq;

	if (notice->seq <= show->channels[channel].last) {
		agent_notice_done(notice);
		return true;
	}
	if (show->count == SHOW_MAX) {
		agent_notice_done(notice);
		return false;
	}
	show->items[show->count++] = (struct show_item){
	    .notice = *notice,
	    .channel = channel,
	    .came = mono,
	    .expires = mono + max_age - notice->age_ms,
	};
	agent_show_pass(show, channel, seq);
	return true;
}

/* It, or a later version: quiet hours may hold the first and not the last. */
static bool
show_was_shown(const struct agent_show *show, const struct agent_notice *notice)
{
	for (size_t i = 0; i < SHOW_EVENTS; i++) {
		const struct show_event *shown = &show->shown[i];

		if (strcmp(shown->id, notice->event) == 0 ||
		    (strcmp(shown->key, notice->key) == 0 &&
			shown->version > notice->version))
			return true;
	}
	return false;
}

/* A later version of the same warning waits as well. */
static bool
show_is_outdated(const struct agent_show *show, size_t at)
{
	const struct agent_notice *notice = &show->items[at].notice;

	for (size_t i = at + 1; i < show->count; i++) {
		const struct agent_notice *later = &show->items[i].notice;

		if (strcmp(later->key, notice->key) == 0 &&
		    later->version >= notice->version)
			return true;
	}
	return false;
}

/* What needs no showing counts as seen. */
static void
show_sweep(struct agent_show *show, int64_t mono)
{
	size_t kept = 0;

	for (size_t i = 0; i < show->count; i++) {
		struct show_item *item = &show->items[i];

		if (mono > item->expires ||
		    show_was_shown(show, &item->notice) ||
		    show_is_outdated(show, i))
			agent_notice_done(&item->notice);
		else
			show->items[kept++] = *item;
	}
	show->count = kept;
}

static bool
show_is_gathering(const struct agent_show *show)
{
	for (size_t i = 0; i < SHOW_CHANNELS; i++) {
		if (show->channels[i].newest > 0)
			return true;
	}
	return false;
}

static bool
show_stands(const struct agent_show *show, const char *key)
{
	for (size_t i = 0; i < show->standing_count; i++) {
		if (strcmp(show->standing[i], key) == 0)
			return true;
	}
	return false;
}

/* The worst of the first n that no line stands for yet, then the newest. */
static size_t
show_worst(const struct agent_show *show, const bool *told)
{
	size_t worst = show->out;

	for (size_t i = show->out; i-- > 0;) {
		if (!told[i] && (worst == show->out ||
				    show->items[i].notice.severity >
					show->items[worst].notice.severity))
			worst = i;
	}
	return worst;
}

static void
show_add_line(struct buf *out, const char *line)
{
	/* What does not fit is left out: the title counts it. */
	err_drop(buf_addf(out, "%s%s", out->len > 0 ? "\n" : "", line));
}

static void
show_list_backlog(struct agent_show *show)
{
	bool told[SHOW_MAX] = {false};

	for (size_t n = 0; n < SHOW_LINES && n < show->out; n++) {
		size_t worst = show_worst(show, told);

		told[worst] = true;
		show_add_line(&show->body, show->items[worst].notice.title);
	}
	if (show->out > SHOW_LINES)
		err_drop(buf_addf(&show->body,
		    "\nand %zu more: filingctl events list",
		    show->out - SHOW_LINES)); /* the title counts them */
}

/* All that wait, in one card. */
static void
show_make_backlog(struct agent_show *show, int64_t mono, struct agent_card *ret)
{
	int64_t oldest = 0;
	bool warnings = true;
	char *since;

	show->out = show->count;
	for (size_t i = 0; i < show->out; i++) {
		const struct show_item *item = &show->items[i];
		int64_t age = item->notice.age_ms + (mono - item->came);

		oldest = age > oldest ? age : oldest;
		warnings = warnings && item->notice.is_warning;
		ret->critical = ret->critical || item->notice.is_critical;
	}
	since = show->since(oldest);
	(void)snprintf(show->key, sizeof(show->key), "backlog-%lld",
	    (long long)++show->backlogs);
	err_drop(buf_addf(&show->title, "%zu %s since %s", show->out,
	    warnings ? "warnings" : "alerts", since)); /* it fits */
	mem_free(since);
	show_list_backlog(show);
}

static void
show_note_shown(struct agent_show *show, const struct agent_notice *notice)
{
	struct show_event *shown = &show->shown[show->shown_at];

	(void)snprintf(shown->id, sizeof(shown->id), "%s", notice->event);
	(void)snprintf(shown->key, sizeof(shown->key), "%s", notice->key);
	shown->version = notice->version;
	show->shown_at = (show->shown_at + 1) % SHOW_EVENTS;
}

/* Another critical one when enough of them stand: they share a card. */
static void
show_make_urgent(struct agent_show *show, struct agent_card *ret)
{
	const struct agent_notice *notice = &show->items[0].notice;

	show->out = 1;
	ret->critical = true;
	(void)snprintf(show->key, sizeof(show->key), SHOW_URGENT);
	err_drop(buf_addf(&show->title, "%zu more urgent warning%s",
	    show->urgent + 1, show->urgent > 0 ? "s" : "")); /* it fits */
	show_add_line(&show->body, notice->title);
	if (show->urgent > 0)
		show_add_line(&show->body, show->urgent_lines.data);
}

static void
show_make_single(struct agent_show *show, struct agent_card *ret)
{
	const struct agent_notice *notice = &show->items[0].notice;

	show->out = 1;
	ret->critical = notice->is_critical;
	ret->notice = notice;
	ret->actions = (notice->url != NULL ? CARD_OPEN : 0U) |
		       (notice->details != NULL ? CARD_DIFF : 0U) | CARD_ACK |
		       (notice->issuer[0] != '\0' ? CARD_MUTE : 0U);
	(void)snprintf(show->key, sizeof(show->key), "%s", notice->key);
	show_add_line(&show->title, notice->title);
	show_add_line(&show->body, notice->body);
}

bool
agent_show_next(struct agent_show *show, int64_t mono, struct agent_card *ret)
{
	if (show->out > 0)
		return false;
	show_sweep(show, mono);
	if (show->count == 0 || show_is_gathering(show))
		return false;
	buf_clear(&show->title);
	buf_clear(&show->body);
	*ret = (struct agent_card){.key = show->key};
	if (show->count > SHOW_SINGLY)
		show_make_backlog(show, mono, ret);
	else if (show->items[0].notice.is_critical &&
		 show->standing_count == SHOW_CRITICAL &&
		 !show_stands(show, show->items[0].notice.key))
		show_make_urgent(show, ret);
	else
		show_make_single(show, ret);
	show->out_critical = ret->critical;
	ret->title = show->title.data;
	ret->body = show->body.data;
	return true;
}

/* Whether a single card stands as a critical one, from now on. */
static void
show_stand(struct agent_show *show)
{
	agent_show_closed(show, show->key);
	if (show->out_critical && show->standing_count < SHOW_CRITICAL)
		(void)snprintf(show->standing[show->standing_count++],
		    SHOW_KEY_MAX, "%s", show->key);
}

static void
show_keep_urgent(struct agent_show *show)
{
	const char *end = show->body.data;

	for (int i = 0; i < SHOW_LINES && end != NULL; i++)
		end = strchr(end + (i > 0), '\n');
	if (end != NULL)
		buf_cut(&show->body, (size_t)(end - show->body.data));
	buf_clear(&show->urgent_lines);
	show_add_line(&show->urgent_lines, show->body.data);
	show->urgent++;
}

void
agent_show_taken(struct agent_show *show, bool taken)
{
	size_t n = show->out;

	show->out = 0;
	if (!taken)
		return;
	for (size_t i = 0; i < n; i++) {
		show_note_shown(show, &show->items[i].notice);
		agent_notice_done(&show->items[i].notice);
	}
	memmove(show->items, show->items + n,
	    (show->count - n) * sizeof(show->items[0]));
	show->count -= n;
	if (strcmp(show->key, SHOW_URGENT) == 0)
		show_keep_urgent(show);
	else
		show_stand(show);
}

void
agent_show_closed(struct agent_show *show, const char *key)
{
	if (strcmp(key, SHOW_URGENT) == 0)
		show->urgent = 0;
	for (size_t i = 0; i < show->standing_count; i++) {
		if (strcmp(show->standing[i], key) != 0)
			continue;
		show->standing_count--;
		memmove(show->standing[i], show->standing[show->standing_count],
		    SHOW_KEY_MAX);
		return;
	}
}

int64_t
agent_show_cursor(const struct agent_show *show, size_t channel)
{
	for (size_t i = 0; i < show->count; i++) {
		if (show->items[i].channel == channel)
			return show->items[i].notice.seq - 1;
	}
	return show->channels[channel].last;
}

size_t
agent_show_waiting(const struct agent_show *show)
{
	return show->count;
}
