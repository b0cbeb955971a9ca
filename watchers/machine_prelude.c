/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the time, and answers that set cookies. Goes out: the request
 * before a list, and Cookie headers. Called by watchers/machine_page.c, and by
 * watchers/machine_end.c after a poll.
 */
#include "watchers/machine_prelude.h"

#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"
#include "watchers/backfill.h"
#include "watchers/machine.h"
#include "watchers/manners.h"
#include "watchers/request.h"
#include "watchers/secret.h"

#include <strings.h>

bool
machine_wants_prelude(const struct watcher *watcher)
{
	const struct definition *definition = watcher->definition;
	int64_t age = loop_now(watcher->loop) - watcher->prelude_at;

	if (!definition->prelude.url)
		return false;
	return watcher->prelude_at == 0 ||
	       (definition->prelude_every_ms > 0 &&
		   age >= definition->prelude_every_ms);
}

static void
machine_keep_cookies(
    struct watcher *watcher, const struct http_response *response)
{
	for (size_t i = 0; i < response->header_count; i++)
		if (strcasecmp(response->headers[i].name, "Set-Cookie") == 0)
			/* what is no cookie is not kept */
			err_drop(cookies_take(&watcher->cookies, response->url,
			    response->headers[i].value,
			    loop_now(watcher->loop)));
}

static void
machine_on_prelude(struct http_response *response, void *arg)
{
	struct watcher *watcher = machine_wait_over(arg);
	struct judgement judgement;

	if (!watcher)
		return;
	judgement = judge_response(&watcher->definition->prelude,
	    &watcher->definition->spec, response, loop_now(watcher->loop));
	secret_hide(
	    judgement.why, watcher->credentials, watcher->credential_count);
	if (judgement.state != HEALTH_OK) {
		judgement.final = true;
		machine_bad_page(watcher, &judgement);
		return;
	}
	machine_keep_cookies(watcher, response);
	watcher->prelude_at = loop_now(watcher->loop);
	machine_back(watcher);
	machine_go(watcher, MACHINE_WAITING);
}

void
machine_ask_prelude(struct watcher *watcher)
{
	struct template_values values = {
	    .now = loop_now(watcher->loop),
	    .zone = watcher->definition->zone,
	    .credential_count = watcher->credential_count,
	    .credentials = watcher->credentials,
	};
	struct request request;
	struct judgement bad;
	struct err err = ERR_NONE;

	cookies_done(&watcher->cookies);
	if (request_init_prelude(&request, watcher->definition,
		watcher->contact, &values, &err) < 0) {
		bad = judge_bad(HEALTH_DRIFT, err.text);
		bad.final = true;
		machine_bad_page(watcher, &bad);
	} else {
		request.http.guard = watcher->guard;
		manners_count_day(watcher, loop_now(watcher->loop));
		watcher->row.requests++;
		if (watcher->past)
			backfill_on_request(watcher->past);
		watcher->transfer = http_send(watcher->http, &request.http,
		    machine_on_prelude, machine_wait_new(watcher));
	}
	request_done(&request);
}

void
machine_take_cookies(
    struct watcher *watcher, const struct http_response *response)
{
	if (watcher->definition->list.cookies)
		machine_keep_cookies(watcher, response);
}

void
machine_add_cookies(struct watcher *watcher, struct request *request)
{
	struct buf text;

	if (watcher->cookies.count == 0)
		return;
	buf_init(&text, COOKIES_HEADER_MAX);
	cookies_print(&watcher->cookies, request->http.url,
	    loop_now(watcher->loop), &text);
	if (text.len > 0)
		request_add_header(request, "Cookie", text.data);
	buf_done(&text);
}

void
machine_drop_cookies(struct watcher *watcher, const struct judgement *verdict)
{
	if (verdict->state != HEALTH_BLOCKED && verdict->state != HEALTH_PAGE)
		return;
	cookies_done(&watcher->cookies);
	watcher->prelude_at = 0;
}
