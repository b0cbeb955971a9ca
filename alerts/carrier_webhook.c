/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a delivery of one event to a webhook. Out: a signed request, and what
 * the receiver answered. Attempts call it.
 */
#include "alerts/carrier_webhook.h"

#include "alerts/schedule.h"
#include "alerts/webhook.h"
#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"

#include <stdio.h>

#define CARRIER_DEADLINE_MS 20000
#define CARRIER_CONNECT_MS  5000
#define CARRIER_ANSWER_MAX  (16 * KIB)

struct carrier_post {
	struct loop *loop;
	struct http_transfer *transfer;
	carrier_fn *fn;
	void *arg;
};

static void
carrier_on_http(struct http_response *response, void *arg)
{
	struct carrier_post *post = arg;
	const char *after = http_header_get(response, "retry-after");
	char why[32];
	struct carrier_answer answer = {
	    .status = response->status,
	    .error = response->error.code,
	    .retry_after_ms = SCHEDULE_NONE,
	    .why = why,
	    .excerpt = {response->body.data, response->body.len},
	};
	carrier_fn *fn = post->fn;
	void *fn_arg = post->arg;

	if (after != NULL && http_retry_after(after, loop_now(post->loop),
				 &answer.retry_after_ms) < 0)
		answer.retry_after_ms = SCHEDULE_NONE;
	(void)snprintf(why, sizeof(why), "http %d", response->status);
	if (response->error.code != 0)
		answer.why = response->error.text;
	if (answer.excerpt.len > CARRIER_EXCERPT_MAX)
		answer.excerpt.len = CARRIER_EXCERPT_MAX;
	mem_free(post);
	fn(&answer, fn_arg);
}

static void *
carrier_post(const struct carriage *carriage, carrier_fn *fn, void *arg)
{
	const struct delivery *delivery = carriage->delivery;
	const struct delivery_event *event = &delivery->events[0];
	const struct channel *channel = carriage->channel;
	struct carrier_post *post = mem_new(sizeof(*post));
	struct webhook_header headers[WEBHOOK_HEADERS];
	struct http_header lines[WEBHOOK_HEADERS];
	size_t count = webhook_headers(channel,
	    &(struct webhook_attempt){
		.event_id = event->id,
		.type = vocab_word(VOCAB_EVENTS, (int)event->type),
		.source = event->source,
		.body = {event->body.data, event->body.len},
		.instance = carriage->parts->instance,
		.attempt = delivery->attempts,
		.sequence = delivery->sequence,
		.now = carriage->now,
		.seen = event->seen,
		.decided = event->decided,
		.late = carriage->late,
	    },
	    headers);

	for (size_t i = 0; i < count; i++)
		lines[i] =
		    (struct http_header){headers[i].name, headers[i].value};
	*post = (struct carrier_post){carriage->parts->loop, NULL, fn, arg};
	post->transfer = http_send(carriage->parts->http,
	    &(struct http_request){
		.method = "POST",
		.url = channel->url,
		.headers = lines,
		.header_count = count,
		.body = event->body.data,
		.body_len = event->body.len,
		.limit = CARRIER_ANSWER_MAX,
		.cut_at_limit = true,
		.deadline_ms = CARRIER_DEADLINE_MS,
		.connect_ms = CARRIER_CONNECT_MS,
		.https_only = !channel->allow_insecure,
		.guard = &channel->guard,
		.certificate = channel->certificate,
		.certificate_key = channel->certificate_key,
	    },
	    carrier_on_http, post);
	return post;
}

static void
carrier_forget_post(void *sending)
{
	struct carrier_post *post = sending;

	http_forget(post->transfer);
	mem_free(post);
}

const struct carrier carrier_webhook = {
    .send = carrier_post,
    .forget = carrier_forget_post,
};
