/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: hubs that polls found, their verifications and pushes. Goes out:
 * requests to subscribe, and polls that come sooner. Made by
 * daemon/generation.c, which offers the hubs; daemon/api_hub.c brings what the
 * hubs send.
 */
#include "watchers/websub.h"

#include "lib/base/digest.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"
#include "watchers/websub_message.h"

#include <stdio.h>
#include <string.h>

#define SECOND	    INT64_C(1000)
#define MINUTE	    (60 * SECOND)
#define HOUR	    (60 * MINUTE)
#define ANSWER_MS   (30 * SECOND)
#define VERIFY_MS   (5 * MINUTE)
#define BACKOFF_MS  MINUTE
#define BACKOFF_MAX (6 * HOUR)
#define DENIED_MS   (24 * HOUR)
#define PUSH_GAP_MS (5 * SECOND)
#define FORM_MAX    (16 * KIB)
#define REPLY_MAX   (64 * KIB)
#define REDIRECTS   3
#define RANDOM_LEN  32
#define TOKEN_SIZE  BASE32_SIZE(RANDOM_LEN)
#define WHY_MAX	    200

struct websub_sub {
	struct websub *websub;
	char *source, *hub, *topic;
	const struct guard *guard;
	enum websub_state state;
	char why[WHY_MAX];
	char token[TOKEN_SIZE];
	char secret[TOKEN_SIZE];
	bool asked; /* at least once: a verification may come */
	int tries; /* in vain, in a row */
	int64_t until; /* wall ms, end of the lease; 0: none */
	struct loop_timer *timer; /* of the state */
	struct http_transfer *transfer;
	struct loop_timer *push_timer; /* a poll is to come */
	int64_t hurried; /* wall ms of the last one; 0: none */
	int64_t pushes, forged;
	struct websub_sub *next;
};

struct websub {
	struct websub_parts parts;
	struct websub_sub *subs;
};

static void
websub_set_timer(struct websub_sub *sub, int64_t ms, loop_fn *fn)
{
	loop_cancel(sub->timer);
	sub->timer = loop_after(sub->websub->parts.loop, ms, fn, sub);
}

static bool
websub_is_held(const struct websub_sub *sub)
{
	return sub->until > loop_now(sub->websub->parts.loop);
}

static void
websub_make_random(char text[TOKEN_SIZE])
{
	uint8_t bytes[RANDOM_LEN];

	random_bytes(bytes, sizeof(bytes));
	(void)base32_encode(bytes, sizeof(bytes), text);
	bytes_wipe(bytes, sizeof(bytes));
}

static void websub_ask(void *arg);

/* The hub did not do what was asked: it is asked again. */
static void
websub_fail(struct websub_sub *sub, const char *why)
{
	int64_t wait = BACKOFF_MS;

	for (int i = 0; i < sub->tries && wait < BACKOFF_MAX; i++)
		wait *= 2;
	if (wait > BACKOFF_MAX)
		wait = BACKOFF_MAX;
	sub->tries++;
	sub->state = websub_is_held(sub) ? WEBSUB_RENEWING : WEBSUB_IDLE;
	(void)snprintf(sub->why, sizeof(sub->why), "%s", why);
	websub_set_timer(sub, wait, websub_ask);
	log_info("source '%s': hub '%s': %s, asked again in %lld s, the polls "
		 "go on",
	    sub->source, sub->hub, why, (long long)(wait / SECOND));
}

static void
websub_on_silence(void *arg)
{
	struct websub_sub *sub = arg;

	sub->timer = NULL;
	websub_fail(sub, "it did not verify the subscription");
}

/* It may have verified, or denied, before it answered. */
static void
websub_on_response(struct http_response *response, void *arg)
{
	struct websub_sub *sub = arg;
	char why[WHY_MAX];

	sub->transfer = NULL;
	if (sub->state != WEBSUB_ASKED && sub->state != WEBSUB_RENEWING)
		return;
	if (response->error.code != 0) {
		websub_fail(sub, response->error.text);
	} else if (response->status != 202) {
		(void)snprintf(why, sizeof(why), "it answers %d, not 202",
		    response->status);
		websub_fail(sub, why);
	} else {
		websub_set_timer(sub, VERIFY_MS, websub_on_silence);
	}
}

static void
websub_post(struct websub_sub *sub, struct span form)
{
	static const struct http_header type = {
	    "Content-Type", "application/x-www-form-urlencoded"};
	const struct http_request request = {
	    .method = "POST",
	    .url = sub->hub,
	    .headers = &type,
	    .header_count = 1,
	    .body = form.p,
	    .body_len = form.len,
	    .limit = REPLY_MAX,
	    .cut_at_limit = true,
	    .deadline_ms = ANSWER_MS,
	    .redirects = REDIRECTS,
	    .secret = true, /* WebSub 5.1: over HTTPS only */
	    .guard = sub->guard,
	};

	sub->asked = true;
	sub->transfer = http_send(
	    sub->websub->parts.http, &request, websub_on_response, sub);
}

/* For the first time, again, or for longer. */
static void
websub_ask(void *arg)
{
	struct websub_sub *sub = arg;
	const char *base = sub->websub->parts.callback;
	size_t n = strlen(base);
	char *callback = mem_printf("%.*s/%s",
	    (int)(n > 0 && base[n - 1] == '/' ? n - 1 : n), base, sub->token);
	const struct websub_ask ask = {
	    callback, sub->topic, sub->secret, WEBSUB_LEASE_MAX};
	struct buf form;

	sub->timer = NULL;
	buf_init(&form, FORM_MAX);
	sub->state = websub_is_held(sub) ? WEBSUB_RENEWING : WEBSUB_ASKED;
	if (websub_message_ask(&form, &ask) == 0)
		websub_post(sub, (struct span){form.data, form.len});
	else
		websub_fail(sub, "the feed's own address is too long");
	bytes_wipe(form.data, form.len);
	buf_done(&form);
	mem_free(callback);
}

static void
websub_sub_free(struct websub_sub *sub)
{
	loop_cancel(sub->timer);
	loop_cancel(sub->push_timer);
	http_forget(sub->transfer);
	mem_free(sub->source);
	mem_free(sub->hub);
	mem_free(sub->topic);
	bytes_wipe(sub, sizeof(*sub));
	mem_free(sub);
}

static struct websub_sub **
websub_place(struct websub *websub, const char *source)
{
	struct websub_sub **at = &websub->subs;

	while (*at != NULL && strcmp((*at)->source, source) != 0)
		at = &(*at)->next;
	return at;
}

static bool
websub_is_same(const struct websub_sub *sub, const struct websub_offer *offer)
{
	if ((sub->topic == NULL) != (offer->topic == NULL) ||
	    strcmp(sub->hub, offer->hub) != 0)
		return false;
	return sub->topic == NULL || strcmp(sub->topic, offer->topic) == 0;
}

static void
websub_begin(struct websub_sub *sub)
{
	const struct websub_parts *parts = &sub->websub->parts;
	const char *why = parts->callback == NULL ? parts->why_not
			  : sub->topic == NULL	  ? "the feed names no rel=self"
						  : NULL;

	if (why != NULL) {
		(void)snprintf(sub->why, sizeof(sub->why), "%s", why);
		log_info("source '%s': the feed offers the hub '%s': not "
			 "subscribed, %s",
		    sub->source, sub->hub, why);
		return;
	}
	websub_make_random(sub->token);
	websub_make_random(sub->secret);
	sub->state = WEBSUB_ASKED;
	websub_set_timer(sub, 0, websub_ask);
}

void
websub_offer(struct websub *websub, const struct websub_offer *offer)
{
	struct websub_sub **at = websub_place(websub, offer->source);
	struct websub_sub *sub = *at;

	if (sub != NULL && offer->hub != NULL && websub_is_same(sub, offer))
		return;
	if (sub != NULL) {
		log_info("source '%s': the feed does not name the hub '%s' any "
			 "more",
		    sub->source, sub->hub);
		*at = sub->next;
		websub_sub_free(sub);
	}
	if (offer->hub == NULL)
		return;
	sub = mem_new(sizeof(*sub));
	sub->websub = websub;
	sub->source = mem_strdup(offer->source);
	sub->hub = mem_strdup(offer->hub);
	sub->topic = mem_strdup(offer->topic);
	sub->guard = offer->guard;
	sub->next = websub->subs;
	websub->subs = sub;
	websub_begin(sub);
}

static struct websub_sub *
websub_find(const struct websub *websub, const char *token)
{
	struct websub_sub *sub = websub->subs;

	if (strlen(token) != TOKEN_SIZE - 1)
		return NULL;
	while (sub != NULL && !bytes_equal(sub->token, token, TOKEN_SIZE))
		sub = sub->next;
	return sub;
}

static void
websub_grant(struct websub_sub *sub, int64_t seconds)
{
	int64_t lease = seconds * SECOND;

	if (sub->state != WEBSUB_RENEWING)
		log_info("source '%s': subscribed at the hub '%s' for %lld s",
		    sub->source, sub->hub, (long long)seconds);
	sub->state = WEBSUB_ACTIVE;
	sub->until = loop_now(sub->websub->parts.loop) + lease;
	sub->tries = 0;
	sub->why[0] = '\0';
	websub_set_timer(sub, lease / 4 * 3, websub_ask);
}

static void
websub_deny(struct websub_sub *sub, const char *reason)
{
	sub->state = WEBSUB_IDLE;
	sub->until = 0;
	(void)snprintf(sub->why, sizeof(sub->why), "the hub denies it: %s",
	    reason != NULL ? reason : "no reason given");
	websub_set_timer(sub, DENIED_MS, websub_ask);
	log_info("source '%s': hub '%s': %s, the polls go on", sub->source,
	    sub->hub, sub->why);
}

/* What was asked, and by whom it was asked. */
static int
websub_answer(struct websub_sub *sub, const struct websub_query *query,
    struct buf *answer)
{
	if (query->mode == WEBSUB_OTHER ||
	    strcmp(query->topic, sub->topic) != 0)
		return 404;
	if (query->mode == WEBSUB_DENIED) {
		websub_deny(sub, query->reason);
		return 200;
	}
	if (buf_add_str(answer, query->challenge) != 0)
		return 404;
	websub_grant(sub, query->lease);
	return 200;
}

int
websub_verify(struct websub *websub, const char *token, const char *query,
    struct buf *answer)
{
	struct websub_sub *sub = websub_find(websub, token);
	struct websub_query read;
	int status = 404;

	if (sub == NULL || !sub->asked)
		return status;
	if (websub_message_query(query, &read) == 0)
		status = websub_answer(sub, &read, answer);
	websub_query_done(&read);
	return status;
}

static void
websub_on_hurry(void *arg)
{
	struct websub_sub *sub = arg;
	const struct websub_parts *parts = &sub->websub->parts;

	sub->hurried = loop_now(parts->loop);
	sub->push_timer = NULL;
	if (!parts->poll(parts->arg, sub->source))
		sub->push_timer =
		    loop_after(parts->loop, PUSH_GAP_MS, websub_on_hurry, sub);
}

/* All pushes until then are one. */
static void
websub_hurry(struct websub_sub *sub)
{
	struct loop *loop = sub->websub->parts.loop;
	int64_t wait = sub->hurried + PUSH_GAP_MS - loop_now(loop);

	if (sub->push_timer == NULL)
		sub->push_timer =
		    loop_after(loop, wait > 0 ? wait : 0, websub_on_hurry, sub);
}

int
websub_push(struct websub *websub, const char *token, const char *signature,
    struct span body)
{
	struct websub_sub *sub = websub_find(websub, token);

	if (sub == NULL)
		return strlen(token) == TOKEN_SIZE - 1 ? 410 : 404;
	if (websub_message_is_signed(signature, sub->secret, body)) {
		sub->pushes++;
		websub_hurry(sub);
		return 200;
	}
	sub->forged++;
	log_info("source '%s': a push of %zu bytes without the signature of "
		 "the hub '%s', nothing is done",
	    sub->source, body.len, sub->hub);
	return 200;
}

bool
websub_figures(
    const struct websub *websub, const char *source, struct websub_figures *ret)
{
	const struct websub_sub *sub = websub->subs;

	while (sub != NULL && strcmp(sub->source, source) != 0)
		sub = sub->next;
	if (sub == NULL)
		return false;
	*ret = (struct websub_figures){
	    .state = sub->state,
	    .hub = sub->hub,
	    .why = sub->why,
	    .until = websub_is_held(sub) ? sub->until : 0,
	    .pushes = sub->pushes,
	    .forged = sub->forged,
	};
	return true;
}

const char *
websub_word(enum websub_state state)
{
	static const char *const words[WEBSUB_STATES] = {
	    "idle", "asked", "active", "renewing"};

	return words[state];
}

struct websub *
websub_new(const struct websub_parts *parts)
{
	struct websub *websub = mem_new(sizeof(*websub));

	websub->parts = *parts;
	return websub;
}

void
websub_free(struct websub *websub)
{
	if (websub == NULL)
		return;
	while (websub->subs != NULL) {
		struct websub_sub *sub = websub->subs;

		websub->subs = sub->next;
		websub_sub_free(sub);
	}
	mem_free(websub);
}
