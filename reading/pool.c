/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: list bodies and documents. Out: what the jailed readers say of them, to
 * callbacks. The pipeline and the watchers call it. Two teams, workers and
 * zygotes: each has a queue of jobs and seats for processes (reading/seat.h).
 */
#include "reading/pool.h"

#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "reading/seat.h"
#include "reading/text_kind.h"

#include <assert.h>
#include <string.h>
#include <sys/queue.h>

#define POOL_SLACK_MS	 1000 /* of a reader's own alarm past our deadline */
#define POOL_START_TRIES 3 /* failures in a row, then jobs fail too */

enum job_state { JOB_QUEUED, JOB_RUNNING, JOB_DONE };

struct pool_job {
	TAILQ_ENTRY(pool_job) link; /* in a team's queue, or pool->done */
	struct pool *pool;
	struct team *team;
	enum job_state state;
	uint64_t id;
	int rank; /* lower ones first; lists are all alike */
	struct buf frame; /* while queued */
	pool_list_fn *list_fn; /* one of the two */
	pool_document_fn *document_fn;
	void *arg;
	int code;
	struct list_answer answer;
	struct reading reading;
};

TAILQ_HEAD(pool_jobs, pool_job);

struct team_seat {
	struct team *team;
	struct seat *seat;
	struct pool_job *job; /* NULL: none, or canceled */
};

/* The seats of one mode, and the jobs that wait for them. */
struct team {
	struct pool *pool;
	const char *mode;
	int count;
	struct team_seat *seats;
	struct pool_jobs queue;
	int queued;
	int start_failures; /* in a row */
};

enum { TEAM_WORKERS, TEAM_ZYGOTES, TEAMS };

struct pool {
	struct loop *loop;
	struct pool_options options;
	char *program;
	char *lexicon_dir;
	char *own_dir;
	char *own_fault; /* of the user's phrases, as last said; NULL */
	struct team teams[TEAMS];
	struct pool_jobs done; /* their callbacks are due */
	uint64_t last_id;
	int restarts;
	bool stepping; /* pool_on_step is due */
	bool no_pdf_said;
	bool closing;
};

void
pool_options_default(struct pool_options *options)
{
	*options =
	    (struct pool_options){.program = LIBEXECDIR "/filingd-reader",
		.workers = 2,
		.zygotes = 2,
		.bodies_per_worker = 1000,
		.list_deadline_ms = 10000,
		.document_deadline_ms = 30000};
}

/* The callback, exactly once, and the end of the job. */
static void
pool_job_fire(struct pool_job *job)
{
	struct reading *reading = job->code == 0 ? &job->reading : NULL;
	struct list_answer *answer = job->code == 0 ? &job->answer : NULL;
	TAILQ_REMOVE(&job->pool->done, job, link);
	if (job->list_fn != NULL)
		job->list_fn(job->code, answer, job->arg);
	else
		job->document_fn(job->code, reading, job->arg);
	list_answer_done(&job->answer);
	reading_done(&job->reading);
	mem_free(job);
}

static void
pool_job_on_due(void *arg)
{
	pool_job_fire(arg);
}

/* Out of its queue or seat; its callback is due on this turn. */
static void
pool_job_finish(struct pool_job *job, int code)
{
	struct pool *pool = job->pool;
	if (job->state == JOB_QUEUED) {
		TAILQ_REMOVE(&job->team->queue, job, link);
		job->team->queued--;
	}
	job->state = JOB_DONE;
	job->code = code;
	buf_done(&job->frame);
	TAILQ_INSERT_TAIL(&pool->done, job, link);
	loop_defer(pool->loop, pool_job_on_due, job);
}

static void
team_fail_queue(struct team *team, int code)
{
	while (!TAILQ_EMPTY(&team->queue))
		pool_job_finish(TAILQ_FIRST(&team->queue), code);
}

static void
team_give(struct team_seat *place, struct pool_job *job)
{
	const struct pool_options *options = &job->pool->options;
	TAILQ_REMOVE(&job->team->queue, job, link);
	job->team->queued--;
	job->state = JOB_RUNNING;
	place->job = job;
	seat_give(place->seat, job->id, &job->frame,
	    job->list_fn != NULL ? options->list_deadline_ms
				 : options->document_deadline_ms);
}

static void
team_step(struct team *team)
{
	int starting = 0;
	for (int i = 0; i < team->count; i++) {
		struct team_seat *place = &team->seats[i];
		if (seat_is_idle(place->seat) && team->queued > 0)
			team_give(place, TAILQ_FIRST(&team->queue));
		starting += seat_is_starting(place->seat);
	}
	for (int i = 0; i < team->count && starting < team->queued; i++) {
		if (seat_is_empty(team->seats[i].seat)) {
			seat_start(team->seats[i].seat);
			starting++;
		}
	}
}

static void
pool_on_step(void *arg)
{
	struct pool *pool = arg;
	pool->stepping = false;
	for (int i = 0; i < TEAMS; i++)
		team_step(&pool->teams[i]);
}

/*
 * Seats and jobs are matched on this turn, not inside the caller: a reader
 * that answered and died in one turn is not given another job.
 */
static void
pool_step_soon(struct pool *pool)
{
	if (!pool->stepping)
		loop_defer(pool->loop, pool_on_step, pool);
	pool->stepping = true;
}

static void
pool_on_free(void *arg)
{
	struct team_seat *place = arg;
	pool_step_soon(place->team->pool);
}

/* The user's own phrases, once per fault and once when it is mended. */
static void
pool_say_own(struct pool *pool, const char *fault)
{
	const char *said = pool->own_fault != NULL ? pool->own_fault : "";

	if (strcmp(said, fault != NULL ? fault : "") == 0)
		return;
	if (fault != NULL)
		log_error("lexicon: %s; none of your own phrases is read "
			  "until this is mended and filingd reloaded",
		    fault);
	else
		log_info("lexicon: your own phrases are read again");
	mem_set(&pool->own_fault, fault);
}

static void
pool_on_hello(const char *no_pdf, const char *own_fault, void *arg)
{
	struct team_seat *place = arg;
	struct pool *pool = place->team->pool;
	place->team->start_failures = 0;
	pool_say_own(pool, own_fault);
	if (no_pdf == NULL || pool->no_pdf_said)
		return;
	log_warning(
	    "reader '%s': PDFs are refused: %s", place->team->mode, no_pdf);
	pool->no_pdf_said = true;
}

/*
 * The job failed: its code, and why to the log (a refusal of PDFs is there
 * already). False when that is nonsense.
 */
static bool
pool_job_get_failure(struct pool_job *job, struct wire *wire, int *ret_code)
{
	struct err err = ERR_NONE;
	int64_t code = wire_get_i64(wire);
	char *why = wire_get_str(wire);
	bool valid = wire_get_end(wire) == 0 && why != NULL && code < 0 &&
		     code >= ERR_SYSTEM;
	if (valid)
		*ret_code = err_set(&err, (int)code, "%s", why);
	if (valid && code != ERR_UNSUPPORTED)
		log_warning("reader '%s': %s", job->team->mode, err.text);
	mem_free(why);
	return valid;
}

/* Fills the job and its code from the answer. False when that is nonsense. */
static bool
pool_job_get_answer(struct pool_job *job, enum frame_kind kind,
    struct wire *wire, int *ret_code)
{
	if (kind == FRAME_FAILED)
		return pool_job_get_failure(job, wire, ret_code);
	if (kind == FRAME_LIST_ANSWER && job->list_fn != NULL)
		list_answer_get(wire, &job->answer);
	else if (kind == FRAME_READING && job->document_fn != NULL)
		reading_get(wire, &job->reading);
	else
		return false;
	*ret_code = 0;
	return wire_get_end(wire) == 0;
}

static bool
pool_on_answer(enum frame_kind kind, struct wire *wire, void *arg)
{
	struct team_seat *place = arg;
	int code;
	if (place->job == NULL)
		return true;
	if (!pool_job_get_answer(place->job, kind, wire, &code))
		return false;
	pool_job_finish(place->job, code);
	place->job = NULL;
	return true;
}

static void
pool_on_loss(int code, bool starting, void *arg)
{
	struct team_seat *place = arg;
	struct team *team = place->team;
	team->pool->restarts++;
	if (place->job != NULL)
		pool_job_finish(place->job, code);
	place->job = NULL;
	if (!starting)
		return;
	team->start_failures++;
	if (team->start_failures < POOL_START_TRIES)
		return;
	if (team->start_failures == POOL_START_TRIES)
		log_error("reader '%s': does not start, its jobs fail until "
			  "it does",
		    team->mode);
	team_fail_queue(team, code);
}

static void
team_init(struct team *team, struct pool *pool, const char *mode, int count,
    int bodies)
{
	static const struct seat_calls calls = {
	    pool_on_free, pool_on_answer, pool_on_loss, pool_on_hello};
	struct seat_options options = {.program = pool->program,
	    .mode = mode,
	    .lexicon_dir = pool->lexicon_dir,
	    .own_dir = pool->own_dir,
	    .bodies = bodies};
	assert(count > 0);
	*team = (struct team){.pool = pool, .mode = mode, .count = count};
	team->seats = mem_array((size_t)count, sizeof(*team->seats));
	TAILQ_INIT(&team->queue);
	for (int i = 0; i < count; i++) {
		struct team_seat *place = &team->seats[i];
		options.number = i + 1;
		place->team = team;
		place->seat = seat_new(pool->loop, &options, &calls, place);
	}
}

struct pool *
pool_new(struct loop *loop, const struct pool_options *options)
{
	assert(options->program != NULL);
	struct pool *pool = mem_new(sizeof(*pool));
	pool->loop = loop;
	pool->options = *options;
	pool->program = mem_strdup(options->program);
	pool->lexicon_dir = mem_strdup(options->lexicon_dir);
	pool->own_dir = mem_strdup(options->own_dir);
	pool->options.program = NULL; /* the copies are meant */
	pool->options.lexicon_dir = NULL;
	pool->options.own_dir = NULL;
	TAILQ_INIT(&pool->done);
	team_init(&pool->teams[TEAM_WORKERS], pool, "worker", options->workers,
	    options->bodies_per_worker);
	team_init(
	    &pool->teams[TEAM_ZYGOTES], pool, "zygote", options->zygotes, 0);
	return pool;
}

void
pool_renew(struct pool *pool)
{
	for (int t = 0; t < TEAMS; t++)
		for (int i = 0; i < pool->teams[t].count; i++)
			seat_renew(pool->teams[t].seats[i].seat);
}

/* Ends the processes; their jobs, too, have a callback due then. */
static void
team_stop(struct team *team)
{
	for (int i = 0; i < team->count; i++) {
		seat_free(team->seats[i].seat);
		if (team->seats[i].job != NULL)
			pool_job_finish(team->seats[i].job, ERR_CANCELED);
	}
	team_fail_queue(team, ERR_CANCELED);
	mem_free(team->seats);
	team->count = 0;
}

void
pool_free(struct pool *pool)
{
	if (pool == NULL)
		return;
	pool->closing = true;
	loop_undefer(pool->loop, pool);
	for (int i = 0; i < TEAMS; i++)
		team_stop(&pool->teams[i]);
	while (!TAILQ_EMPTY(&pool->done)) {
		struct pool_job *job = TAILQ_FIRST(&pool->done);
		loop_undefer(pool->loop, job);
		job->code = ERR_CANCELED;
		pool_job_fire(job);
	}
	mem_free(pool->program);
	mem_free(pool->lexicon_dir);
	mem_free(pool->own_dir);
	mem_free(pool->own_fault);
	mem_free(pool);
}

/* A job whose frame lacks only the bytes. */
static struct pool_job *
pool_job_new(
    struct team *team, enum frame_kind kind, int64_t deadline_ms, void *arg)
{
	struct pool *pool = team->pool;
	assert(!pool->closing);
	struct pool_job *job = mem_new(sizeof(*job));
	job->pool = pool;
	job->team = team;
	job->id = ++pool->last_id;
	job->arg = arg;
	reading_init(&job->reading);
	frame_begin(&job->frame, kind, job->id, FRAME_JOB_LIMIT);
	wire_put_i64(&job->frame, deadline_ms + POOL_SLACK_MS);
	return job;
}

/* Behind the jobs of its rank. */
static void
pool_job_insert(struct pool_job *job)
{
	struct pool_jobs *queue = &job->team->queue;
	struct pool_job *other = TAILQ_LAST(queue, pool_jobs);

	while (other != NULL && other->rank > job->rank)
		other = TAILQ_PREV(other, pool_jobs, link);
	if (other != NULL)
		TAILQ_INSERT_AFTER(queue, other, job, link);
	else
		TAILQ_INSERT_HEAD(queue, job, link);
	job->team->queued++;
}

/* The bytes complete the frame; the job waits for a seat. */
static struct pool_job *
pool_job_queue(struct pool_job *job, struct span bytes)
{
	wire_put_bytes(&job->frame, bytes.p, bytes.len);
	job->state = JOB_QUEUED;
	pool_job_insert(job);
	if (bytes.len > JOB_BODY_LIMIT || frame_end(&job->frame) != 0)
		pool_job_finish(job, ERR_TOOBIG);
	pool_step_soon(job->pool);
	return job;
}

struct pool_job *
pool_read_list(struct pool *pool, const struct list_spec *spec,
    struct span body, pool_list_fn *fn, void *arg)
{
	assert(fn != NULL);
	struct pool_job *job = pool_job_new(&pool->teams[TEAM_WORKERS],
	    FRAME_LIST, pool->options.list_deadline_ms, arg);
	job->list_fn = fn;
	list_spec_put(&job->frame, spec);
	return pool_job_queue(job, body);
}

struct pool_job *
pool_read_document(struct pool *pool, struct span bytes,
    const struct document_hint *hint, pool_document_fn *fn, void *arg)
{
	assert(fn != NULL);
	enum text_kind kind =
	    text_kind_of(bytes, hint->content_type, hint->url);
	/* A PDF may be the member of an archive that is read. */
	bool alone = kind == TEXT_PDF || kind == TEXT_ZIP;
	struct pool_job *job =
	    pool_job_new(&pool->teams[alone ? TEAM_ZYGOTES : TEAM_WORKERS],
		FRAME_DOCUMENT, pool->options.document_deadline_ms, arg);
	job->document_fn = fn;
	job->rank = hint->rank;
	document_hint_put(&job->frame, hint);
	return pool_job_queue(job, bytes);
}

void
pool_cancel(struct pool_job *job)
{
	if (job->state == JOB_DONE) {
		job->code = ERR_CANCELED;
		return;
	}
	for (int i = 0; i < job->team->count; i++) {
		if (job->team->seats[i].job == job)
			job->team->seats[i].job = NULL;
	}
	pool_job_finish(job, ERR_CANCELED);
}

int
pool_restarts(const struct pool *pool)
{
	return pool->restarts;
}

int
pool_queue_len(const struct pool *pool)
{
	return pool->teams[TEAM_WORKERS].queued +
	       pool->teams[TEAM_ZYGOTES].queued;
}
