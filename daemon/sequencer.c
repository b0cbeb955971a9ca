/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One sorted queue per issuer; an entry with several issuers stands in each.
 * In: entries and when they are ready; out: what may be decided now. Called by
 * daemon/pipeline.c.
 */
#include "daemon/sequencer.h"

#include "lib/base/mem.h"

#include <assert.h>
#include <string.h>

#define SEQUENCER_BUCKETS 1024

/* An entry's place in the queue of one issuer. */
struct sequencer_place {
	struct sequencer_entry *entry;
	struct sequencer_queue *queue;
	struct sequencer_place *prev, *next;
};

struct sequencer_queue {
	char *listing;
	struct sequencer_place *head;
	struct sequencer_queue *next; /* in its bucket */
};

struct sequencer_entry {
	struct sequencer *sequencer;
	struct sequencer_key key;
	void *arg;
	bool ready;
	size_t place_count;
	struct sequencer_place *places;
	struct sequencer_entry *prev, *next; /* among the ready */
};

struct sequencer {
	struct sequencer_queue *buckets[SEQUENCER_BUCKETS];
	struct sequencer_entry *ready;
	size_t count;
};

struct sequencer *
sequencer_new(void)
{
	return mem_new(sizeof(struct sequencer));
}

static size_t
sequencer_hash(const char *s)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h % SEQUENCER_BUCKETS;
}

static struct sequencer_queue *
sequencer_queue(struct sequencer *sequencer, const char *listing)
{
	struct sequencer_queue **bucket =
	    &sequencer->buckets[sequencer_hash(listing)];
	struct sequencer_queue *queue;

	for (queue = *bucket; queue != NULL; queue = queue->next) {
		if (strcmp(queue->listing, listing) == 0)
			return queue;
	}
	queue = mem_new(sizeof(*queue));
	queue->listing = mem_strdup(listing);
	queue->next = *bucket;
	*bucket = queue;
	return queue;
}

static int
sequencer_compare(const struct sequencer_key *a, const struct sequencer_key *b)
{
	int c;

	if (a->published != b->published)
		return a->published < b->published ? -1 : 1;
	c = strcmp(a->source, b->source);
	return c != 0 ? c : strcmp(a->source_id, b->source_id);
}

static void
sequencer_queue_insert(
    struct sequencer_queue *queue, struct sequencer_place *place)
{
	struct sequencer_place *at = queue->head, *before = NULL;

	while (at != NULL &&
	       sequencer_compare(&at->entry->key, &place->entry->key) <= 0) {
		before = at;
		at = at->next;
	}
	place->queue = queue;
	place->prev = before;
	place->next = at;
	if (at != NULL)
		at->prev = place;
	if (before != NULL)
		before->next = place;
	else
		queue->head = place;
}

static void
sequencer_queue_remove(
    struct sequencer *sequencer, struct sequencer_place *place)
{
	struct sequencer_queue *queue = place->queue;
	struct sequencer_queue **link;

	if (place->next != NULL)
		place->next->prev = place->prev;
	if (place->prev != NULL)
		place->prev->next = place->next;
	else
		queue->head = place->next;
	if (queue->head != NULL)
		return;
	link = &sequencer->buckets[sequencer_hash(queue->listing)];
	while (*link != queue)
		link = &(*link)->next;
	*link = queue->next;
	mem_free(queue->listing);
	mem_free(queue);
}

struct sequencer_entry *
sequencer_add(struct sequencer *sequencer, struct sequencer_key key,
    const char *const listings[], size_t count, void *arg)
{
	struct sequencer_entry *entry = mem_new(sizeof(*entry));

	assert(count > 0);
	entry->sequencer = sequencer;
	entry->key = key;
	entry->arg = arg;
	entry->places = mem_array(count, sizeof(*entry->places));
	entry->place_count = count;
	for (size_t i = 0; i < count; i++) {
		entry->places[i].entry = entry;
		sequencer_queue_insert(
		    sequencer_queue(sequencer, listings[i]), &entry->places[i]);
	}
	sequencer->count++;
	return entry;
}

void
sequencer_ready(struct sequencer_entry *entry)
{
	struct sequencer *sequencer = entry->sequencer;

	if (entry->ready)
		return;
	entry->ready = true;
	entry->prev = NULL;
	entry->next = sequencer->ready;
	if (sequencer->ready != NULL)
		sequencer->ready->prev = entry;
	sequencer->ready = entry;
}

void
sequencer_unready(struct sequencer_entry *entry)
{
	if (!entry->ready)
		return;
	entry->ready = false;
	if (entry->next != NULL)
		entry->next->prev = entry->prev;
	if (entry->prev != NULL)
		entry->prev->next = entry->next;
	else
		entry->sequencer->ready = entry->next;
}

static bool
sequencer_is_first(const struct sequencer_entry *entry)
{
	for (size_t i = 0; i < entry->place_count; i++) {
		if (entry->places[i].prev != NULL)
			return false;
	}
	return true;
}

void *
sequencer_next(struct sequencer *sequencer)
{
	struct sequencer_entry *entry;

	for (entry = sequencer->ready; entry != NULL; entry = entry->next) {
		if (sequencer_is_first(entry))
			return entry->arg;
	}
	return NULL;
}

void
sequencer_remove(struct sequencer_entry *entry)
{
	struct sequencer *sequencer = entry->sequencer;

	sequencer_unready(entry);
	for (size_t i = 0; i < entry->place_count; i++)
		sequencer_queue_remove(sequencer, &entry->places[i]);
	sequencer->count--;
	mem_free(entry->places);
	mem_free(entry);
}

size_t
sequencer_count(const struct sequencer *sequencer)
{
	return sequencer->count;
}

void
sequencer_free(struct sequencer *sequencer)
{
	if (sequencer == NULL)
		return;
	for (size_t i = 0; i < SEQUENCER_BUCKETS; i++) {
		/* The last entry of a queue takes the queue along. */
		while (sequencer->buckets[i] != NULL)
			sequencer_remove(sequencer->buckets[i]->head->entry);
	}
	mem_free(sequencer);
}
