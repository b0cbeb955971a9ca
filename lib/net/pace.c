/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: wishes to ask a host. Out: the calls that let them, not too fast. The
 * watchers and the fetcher of documents ask before every request.
 */
#include "lib/net/pace.h"

#include "lib/base/mem.h"
#include "lib/net/loop.h"

#include <stdbool.h>
#include <string.h>
#include <sys/queue.h>

#define PACE_BUCKETS  4096
#define PACE_HOST_MAX 256

TAILQ_HEAD(pace_queue, pace_ticket);

struct pace_host {
	struct pace *pace;
	char name[PACE_HOST_MAX];
	struct pace_rate rate;
	int64_t arrival; /* the theoretical arrival time of the next request */
	int64_t held; /* nobody before this */
	struct pace_queue queues[PACE_SWEEP + 1]; /* by rank */
	struct loop_timer *timer; /* for the first of the queues */
	bool full; /* waits for room, in the queue of those that do */
	TAILQ_ENTRY(pace_host) entry, wait;
};

struct pace_ticket {
	struct pace_host *host;
	enum pace_rank rank;
	pace_fn *fn;
	void *arg;
	TAILQ_ENTRY(pace_ticket) entry;
};

TAILQ_HEAD(pace_bucket, pace_host);

struct pace {
	struct loop *loop;
	int room, out;
	struct pace_bucket full; /* hosts whose first could go */
	struct pace_bucket buckets[PACE_BUCKETS];
};

struct pace *
pace_new(struct loop *loop, int room)
{
	struct pace *pace = mem_new(sizeof(*pace));

	pace->loop = loop;
	pace->room = room;
	TAILQ_INIT(&pace->full);
	for (size_t i = 0; i < PACE_BUCKETS; i++)
		TAILQ_INIT(&pace->buckets[i]);
	return pace;
}

/* Who goes next; NULL: nobody waits. */
static struct pace_ticket *
pace_host_first(const struct pace_host *host)
{
	struct pace_ticket *first = NULL;

	for (int rank = PACE_LIST; rank <= PACE_SWEEP && first == NULL; rank++)
		first = TAILQ_FIRST(&host->queues[rank]);
	return first;
}

/* Out of its queue, and gone. */
static void
pace_ticket_free(struct pace_ticket *ticket)
{
	TAILQ_REMOVE(&ticket->host->queues[ticket->rank], ticket, entry);
	mem_free(ticket);
}

static void
pace_host_free(struct pace_host *host)
{
	struct pace_ticket *ticket;

	while ((ticket = pace_host_first(host)) != NULL)
		pace_ticket_free(ticket);
	loop_cancel(host->timer);
	mem_free(host);
}

void
pace_free(struct pace *pace)
{
	struct pace_host *host;

	if (pace == NULL)
		return;
	for (size_t i = 0; i < PACE_BUCKETS; i++) {
		while ((host = TAILQ_FIRST(&pace->buckets[i])) != NULL) {
			TAILQ_REMOVE(&pace->buckets[i], host, entry);
			pace_host_free(host);
		}
	}
	mem_free(pace);
}

/* Host and port of a url in small letters; what is no url is a host of its own.
 */
static void
pace_name(const char *url, char name[PACE_HOST_MAX])
{
	const char *start = strstr(url, "://");
	size_t n = 0;

	start = start != NULL ? start + 3 : url;
	for (; start[n] != '\0' && strchr("/?#", start[n]) == NULL &&
	       n < PACE_HOST_MAX - 1;
	     n++)
		name[n] = start[n] >= 'A' && start[n] <= 'Z'
			      ? (char)(start[n] + 32)
			      : start[n];
	name[n] = '\0';
}

/* FNV-1a; a collision costs a comparison. */
static size_t
pace_hash(const char *name)
{
	uint32_t hash = 2166136261U;

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619U;
	return hash % PACE_BUCKETS;
}

static struct pace_host *
pace_find(const struct pace *pace, const char *name)
{
	const struct pace_bucket *bucket = &pace->buckets[pace_hash(name)];
	struct pace_host *host;

	TAILQ_FOREACH(host, bucket, entry)
	{
		if (strcmp(host->name, name) == 0)
			return host;
	}
	return NULL;
}

static struct pace_host *
pace_host_of(struct pace *pace, const char *url)
{
	char name[PACE_HOST_MAX];
	struct pace_host *host;

	pace_name(url, name);
	host = pace_find(pace, name);
	if (host != NULL)
		return host;
	host = mem_new(sizeof(*host));
	host->pace = pace;
	host->rate.burst = 1;
	memcpy(host->name, name, sizeof(name));
	for (int rank = PACE_LIST; rank <= PACE_SWEEP; rank++)
		TAILQ_INIT(&host->queues[rank]);
	TAILQ_INSERT_TAIL(&pace->buckets[pace_hash(name)], host, entry);
	return host;
}

/* When the first of the queue may go. */
static int64_t
pace_host_when(const struct pace_host *host)
{
	int64_t burst = (host->rate.burst - 1) * host->rate.every_ms;
	int64_t when = host->arrival - burst;

	return when > host->held ? when : host->held;
}

/* Hosts are learned from outside, too: what nobody limits or waits for goes. */
static void
pace_host_leave(struct pace_host *host)
{
	struct pace *pace = host->pace;

	if (host->rate.every_ms > 0 || pace_host_first(host) != NULL ||
	    host->full || host->held > loop_now(pace->loop))
		return;
	TAILQ_REMOVE(&pace->buckets[pace_hash(host->name)], host, entry);
	pace_host_free(host);
}

static void
pace_host_take(struct pace_host *host)
{
	int64_t now = loop_now(host->pace->loop);

	host->arrival =
	    (host->arrival > now ? host->arrival : now) + host->rate.every_ms;
}

static bool
pace_is_full(const struct pace *pace)
{
	return pace->room > 0 && pace->out >= pace->room;
}

static void pace_host_set_timer(struct pace_host *host);

/* Lets the next host try for room; of those that cannot go now all. */
static void
pace_wake(struct pace *pace)
{
	struct pace_host *host;
	bool found = false;

	while (!found && (host = TAILQ_FIRST(&pace->full)) != NULL) {
		TAILQ_REMOVE(&pace->full, host, wait);
		host->full = false;
		found = pace_host_first(host) != NULL &&
			pace_host_when(host) <= loop_now(pace->loop);
		pace_host_set_timer(host);
		pace_host_leave(host);
	}
}

static void
pace_host_on_timer(void *arg)
{
	struct pace_host *host = arg;
	struct pace_ticket *ticket = pace_host_first(host);
	int64_t now = loop_now(host->pace->loop);
	struct pace_ticket told;

	host->timer = NULL;
	if (ticket == NULL || now < pace_host_when(host)) {
		pace_wake(host->pace); /* it may have been woken in vain */
		pace_host_set_timer(host);
		pace_host_leave(host);
		return;
	}
	if (pace_is_full(host->pace)) {
		host->full = true;
		TAILQ_INSERT_TAIL(&host->pace->full, host, wait);
		return;
	}
	pace_host_take(host);
	host->pace->out++;
	told = *ticket;
	pace_ticket_free(ticket);
	pace_host_set_timer(host);
	pace_host_leave(host);
	told.fn(told.arg);
}

static void
pace_host_set_timer(struct pace_host *host)
{
	struct loop *loop = host->pace->loop;
	int64_t wait = pace_host_when(host) - loop_now(loop);

	if (host->timer != NULL || host->full || pace_host_first(host) == NULL)
		return;
	host->timer =
	    loop_after(loop, wait > 0 ? wait : 0, pace_host_on_timer, host);
}

void
pace_limit(struct pace *pace, const char *url, struct pace_rate rate)
{
	struct pace_host *host = pace_host_of(pace, url);
	bool first = host->rate.every_ms == 0;

	if (rate.every_ms <= 0)
		return;
	if (rate.burst < 1)
		rate.burst = 1;
	if (rate.every_ms > host->rate.every_ms)
		host->rate.every_ms = rate.every_ms;
	if (first || rate.burst < host->rate.burst)
		host->rate.burst = rate.burst;
}

void
pace_hold(struct pace *pace, const char *url, int64_t until)
{
	struct pace_host *host = pace_host_of(pace, url);

	if (until > host->held)
		host->held = until;
}

struct pace_ticket *
pace_ask(struct pace *pace, const char *url, enum pace_rank rank, pace_fn *fn,
    void *arg)
{
	struct pace_host *host = pace_host_of(pace, url);
	struct pace_ticket *ticket = mem_new(sizeof(*ticket));

	*ticket = (struct pace_ticket){host, rank, fn, arg, {0}};
	TAILQ_INSERT_TAIL(&host->queues[rank], ticket, entry);
	pace_host_set_timer(host);
	return ticket;
}

void
pace_back(struct pace *pace)
{
	pace->out--;
	pace_wake(pace);
}

void
pace_cancel(struct pace_ticket *ticket)
{
	if (ticket != NULL)
		pace_ticket_free(ticket);
}

int64_t
pace_when(const struct pace *pace, const char *url)
{
	char name[PACE_HOST_MAX];
	const struct pace_host *host;
	int64_t now = loop_now(pace->loop);

	pace_name(url, name);
	host = pace_find(pace, name);
	if (host == NULL || pace_host_when(host) < now)
		return now;
	return pace_host_when(host);
}

void
pace_take(struct pace *pace, const char *url)
{
	char name[PACE_HOST_MAX];
	struct pace_host *host;

	pace_name(url, name);
	host = pace_find(pace, name);
	if (host != NULL)
		pace_host_take(host);
}
