/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: urls of documents, as lists name them. Goes out: their bytes, or
 * why there are none. Called by daemon/pipeline.c.
 *
 *   waiting -> running -> done           waiting: in its host's queue
 *      ^          |                      running: a transfer
 *      |          v                      resting: a timer, until the next try
 *      +------ resting
 */
#include "watchers/fetch.h"

#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "lib/net/pace.h"
#include "watchers/definition.h"
#include "watchers/request.h"
#include "watchers/secret.h"
#include "watchers/source_config.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/queue.h>

#define FETCH_RETRY_LIMIT_MS (INT64_C(10) * 60 * 1000)

static const int64_t fetch_waits[] = {5000, 30000, 120000, 600000};
#define FETCH_TRIES ((int)(sizeof(fetch_waits) / sizeof(fetch_waits[0])) + 1)

TAILQ_HEAD(fetch_queue, fetch_job);

/* All documents of one host: how many run, and which wait. */
struct fetch_host {
	struct fetch *fetch;
	char *name;
	int jobs; /* in any state */
	int running;
	int64_t next_start; /* not before this */
	struct loop_timer *timer;
	struct fetch_queue waiting;
	TAILQ_ENTRY(fetch_host) entry;
};

/* As struct machine_wait: outlives a job that is canceled. */
struct fetch_wait {
	struct fetch_job *job;
};

struct fetch_job {
	struct fetch *fetch;
	struct fetch_host *host;
	const struct definition *definition;
	const struct guard *guard;
	const struct source_config *source;
	char *url;
	int rank;
	fetch_fn *fn;
	void *arg;
	int attempts, tries;
	bool waiting, canceled;
	struct err fault; /* why it could not be asked for */
	struct fetch_wait *wait; /* while it runs */
	struct http_transfer *transfer;
	struct loop_timer *timer; /* while it rests */
	TAILQ_ENTRY(fetch_job) queue;
	TAILQ_ENTRY(fetch_job) entry;
};

struct fetch {
	struct loop *loop;
	struct http *http;
	struct pace *pace;
	TAILQ_HEAD(, fetch_host) hosts;
	TAILQ_HEAD(, fetch_job) jobs;
	int count;
};

struct fetch *
fetch_new(struct loop *loop, struct http *http, struct pace *pace)
{
	struct fetch *fetch = mem_new(sizeof(*fetch));

	fetch->loop = loop;
	fetch->http = http;
	fetch->pace = pace;
	TAILQ_INIT(&fetch->hosts);
	TAILQ_INIT(&fetch->jobs);
	return fetch;
}

/* The authority of a url, for pacing only: a wrong one harms nobody. */
static char *
fetch_host_name(const char *url)
{
	const char *start = strstr(url, "://");

	start = start ? start + 3 : url;
	return mem_strndup(start, strcspn(start, "/?#"));
}

static struct fetch_host *
fetch_host_of(struct fetch *fetch, const char *url)
{
	struct fetch_host *host;
	char *name = fetch_host_name(url);

	TAILQ_FOREACH(host, &fetch->hosts, entry)
	{
		if (strcmp(host->name, name) == 0) {
			mem_free(name);
			return host;
		}
	}
	host = mem_new(sizeof(*host));
	host->fetch = fetch;
	host->name = name;
	TAILQ_INIT(&host->waiting);
	TAILQ_INSERT_TAIL(&fetch->hosts, host, entry);
	return host;
}

static void
fetch_host_leave(struct fetch_host *host)
{
	if (--host->jobs > 0)
		return;
	TAILQ_REMOVE(&host->fetch->hosts, host, entry);
	loop_cancel(host->timer);
	mem_free(host->name);
	mem_free(host);
}

/* Takes the job out of its host: out of the queue, off the wire. */
static void
fetch_job_detach(struct fetch_job *job)
{
	if (job->waiting)
		TAILQ_REMOVE(&job->host->waiting, job, queue);
	job->waiting = false;
	loop_cancel(job->timer);
	job->timer = NULL;
	if (job->wait) {
		job->wait->job = NULL;
		job->wait = NULL;
		job->host->running--;
		http_cancel(job->transfer);
	}
}

static void
fetch_job_finish(struct fetch_job *job, struct fetch_result *result)
{
	TAILQ_REMOVE(&job->fetch->jobs, job, entry);
	job->fetch->count--;
	fetch_host_leave(job->host);
	result->attempts = job->attempts;
	job->fn(result, job->arg);
	buf_done(&result->body);
	mem_free(job->url);
	mem_free(job);
}

static void
fetch_job_drop(struct fetch_job *job)
{
	struct fetch_result result = {.url = job->url};

	(void)err_set(&result.error, ERR_CANCELED, "canceled");
	fetch_job_finish(job, &result);
}

static void fetch_host_pump(struct fetch_host *host);

static void
fetch_job_queue(struct fetch_job *job)
{
	struct fetch_job *other;

	job->waiting = true;
	TAILQ_FOREACH(other, &job->host->waiting, queue)
	{
		if (other->rank > job->rank) {
			TAILQ_INSERT_BEFORE(other, job, queue);
			return;
		}
	}
	TAILQ_INSERT_TAIL(&job->host->waiting, job, queue);
}

static void
fetch_job_on_rested(void *arg)
{
	struct fetch_job *job = arg;

	job->timer = NULL;
	fetch_job_queue(job);
	fetch_host_pump(job->host);
}

/* Faults that asking again cannot mend. */
static bool
fetch_is_final(int code)
{
	return code == ERR_DENIED || code == ERR_INVALID ||
	       code == ERR_UNSUPPORTED || code == ERR_TOOBIG;
}

/* Gives up, or rests until the next try. */
static void
fetch_job_fail(
    struct fetch_job *job, struct fetch_result *result, int64_t retry_after)
{
	int64_t wait;

	if (fetch_is_final(result->error.code) || job->attempts >= job->tries) {
		fetch_job_finish(job, result);
		return;
	}
	wait = fetch_waits[job->attempts - 1];
	if (retry_after > FETCH_RETRY_LIMIT_MS)
		retry_after = FETCH_RETRY_LIMIT_MS;
	if (retry_after > wait)
		wait = retry_after;
	job->timer =
	    loop_after(job->fetch->loop, wait, fetch_job_on_rested, job);
	buf_done(&result->body);
}

static bool
fetch_begins(const struct word_list *magic, const struct buf *body)
{
	for (size_t i = 0; i < magic->count; i++) {
		size_t n = strlen(magic->words[i]);

		if (body->len >= n &&
		    memcmp(body->data, magic->words[i], n) == 0)
			return true;
	}
	return magic->count == 0;
}

static int
fetch_check(const struct fetch_job *job, const struct http_response *response,
    struct err *err)
{
	const struct word_list *magic = &job->definition->files.magic;

	if (job->fault.code != 0) {
		*err = job->fault;
		return err->code;
	}
	if (response->error.code != 0) {
		*err = response->error;
		return err->code;
	}
	if (response->status != 200)
		return err_set(err, ERR_PROTOCOL, "http %d", response->status);
	if (response->body.len == 0)
		return err_set(err, ERR_PROTOCOL, "the document is empty");
	if (!fetch_begins(magic, &response->body))
		return err_set(err, ERR_PROTOCOL,
		    "the document does not begin with %s", magic->words[0]);
	return 0;
}

/* Where it came from, as it may be told. Gives. */
static char *
fetch_shown_url(const struct fetch_job *job, const char *url)
{
	char *shown = mem_strdup(url);

	if (shown && job->source)
		secret_hide(shown, job->source->credentials,
		    job->source->credential_count);
	return shown;
}

static void
fetch_on_response(struct http_response *response, void *arg)
{
	struct fetch_wait *wait = arg;
	struct fetch_job *job = wait->job;
	struct fetch_result result = {0};
	const char *after = http_header_get(response, "Retry-After");
	struct fetch_host *host;
	char *url;
	int64_t retry_after = -1;

	mem_free(wait);
	if (!job)
		return;
	host = job->host;
	host->running--;
	host->jobs++; /* stays until it was pumped */
	job->wait = NULL;
	job->transfer = NULL;
	result.url = url = fetch_shown_url(job, response->url);
	result.content_type = http_header_get(response, "Content-Type");
	if (fetch_check(job, response, &result.error) == 0) {
		result.body = response->body;
		buf_init(&response->body, 0);
		fetch_job_finish(job, &result);
	} else {
		if (after && http_retry_after(after, loop_now(job->fetch->loop),
				 &retry_after) < 0)
			retry_after = -1;
		fetch_job_fail(job, &result, retry_after);
	}
	mem_free(url);
	fetch_host_pump(host);
	fetch_host_leave(host);
}

/* A request that cannot be made is answered like one that failed. */
static void
fetch_job_ask(struct fetch_job *job, struct request *request)
{
	struct template_values values = {0};

	if (job->source) {
		values.contact = job->source->contact;
		values.credential_count = job->source->credential_count;
		values.credentials = job->source->credentials;
	}
	if (request_init_document(
		request, job->definition, job->url, &values, &job->fault) < 0) {
		job->fault.code = ERR_INVALID;
		request->http = (struct http_request){
		    .method = "GET", .url = "", .limit = 1, .deadline_ms = 1};
	}
	request->http.guard = job->guard;
}

static void
fetch_job_run(struct fetch_job *job)
{
	struct fetch *fetch = job->fetch;
	struct request request;

	TAILQ_REMOVE(&job->host->waiting, job, queue);
	job->waiting = false;
	job->attempts++;
	job->host->running++;
	job->wait = mem_new(sizeof(*job->wait));
	job->wait->job = job;
	fetch_job_ask(job, &request);
	job->transfer =
	    http_send(fetch->http, &request.http, fetch_on_response, job->wait);
	request_done(&request);
}

static void
fetch_host_on_timer(void *arg)
{
	struct fetch_host *host = arg;

	host->timer = NULL;
	fetch_host_pump(host);
}

/* When the host may be asked for a job: after the gap, and in its turn. */
static int64_t
fetch_host_when(const struct fetch_host *host, const struct fetch_job *job)
{
	const struct pace *pace = host->fetch->pace;
	int64_t when = pace ? pace_when(pace, job->url) : 0;

	return when > host->next_start ? when : host->next_start;
}

/* Starts what may start now; sets a timer when only the gap is in the way. */
static void
fetch_host_pump(struct fetch_host *host)
{
	struct fetch *fetch = host->fetch;
	struct fetch_job *job;
	int64_t now = loop_now(fetch->loop);

	while (host->running < FETCH_PER_HOST &&
	       (job = TAILQ_FIRST(&host->waiting)) != NULL) {
		int64_t when = fetch_host_when(host, job);
		if (now < when) {
			if (!host->timer)
				host->timer = loop_after(fetch->loop,
				    when - now, fetch_host_on_timer, host);
			return;
		}
		host->next_start = now + job->definition->page_gap_ms;
		if (fetch->pace)
			pace_take(fetch->pace, job->url);
		fetch_job_run(job);
	}
}

struct fetch_job *
fetch_start(struct fetch *fetch, const struct fetch_request *request,
    fetch_fn *fn, void *arg)
{
	struct fetch_job *job = mem_new(sizeof(*job));

	job->fetch = fetch;
	job->definition = request->definition;
	job->guard = request->guard;
	job->source = request->source;
	job->url = mem_strdup(request->url);
	job->rank = request->rank;
	job->tries = request->tries > 0 && request->tries < FETCH_TRIES
			 ? request->tries
			 : FETCH_TRIES;
	job->fn = fn;
	job->arg = arg;
	job->host = fetch_host_of(fetch, job->url);
	job->host->jobs++;
	TAILQ_INSERT_TAIL(&fetch->jobs, job, entry);
	fetch->count++;
	fetch_job_queue(job);
	fetch_host_pump(job->host);
	return job;
}

static void
fetch_job_on_canceled(void *arg)
{
	fetch_job_drop(arg);
}

void
fetch_cancel(struct fetch_job *job)
{
	if (job->canceled)
		return;
	job->canceled = true;
	fetch_job_detach(job);
	fetch_host_pump(job->host);
	loop_defer(job->fetch->loop, fetch_job_on_canceled, job);
}

void
fetch_free(struct fetch *fetch)
{
	struct fetch_job *job;

	if (!fetch)
		return;
	while ((job = TAILQ_FIRST(&fetch->jobs)) != NULL) {
		loop_undefer(fetch->loop, job);
		fetch_job_detach(job);
		fetch_job_drop(job);
	}
	mem_free(fetch);
}

int
fetch_count(const struct fetch *fetch)
{
	return fetch->count;
}
