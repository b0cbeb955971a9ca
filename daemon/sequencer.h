/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Order of decisions: per issuer by (published, source, source id), so that
 * results do not depend on which reader finishes first. A slow document holds
 * back only its own issuers. Pure bookkeeping.
 */
#ifndef DAEMON_SEQUENCER_H
#define DAEMON_SEQUENCER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sequencer;
struct sequencer_entry;

struct sequencer_key {
	int64_t published;
	const char *source; /* borrowed while the entry lives */
	const char *source_id; /* borrowed while the entry lives */
};

struct sequencer *sequencer_new(void);
/* Entries that are left are freed, their args are not touched. */
void sequencer_free(struct sequencer *sequencer);

/* Joins the queues of its issuers (at least one; "" for unknown). Gives. */
struct sequencer_entry *sequencer_add(struct sequencer *sequencer,
    struct sequencer_key key, const char *const listings[], size_t count,
    void *arg);
/* It may be decided as soon as it is first everywhere. */
void sequencer_ready(struct sequencer_entry *entry);
/* Back to not ready: its decision could not be stored. */
void sequencer_unready(struct sequencer_entry *entry);
/*
 * The arg of a ready entry that is first in all its queues, or NULL. The same
 * entry comes again until it is removed or unready.
 */
void *sequencer_next(struct sequencer *sequencer);
/* Leaves the queues and frees the entry. */
void sequencer_remove(struct sequencer_entry *entry);

size_t sequencer_count(const struct sequencer *sequencer);

#endif
