/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Silences: what people asked not to hear of for a while, by a condition, a
 * channel or a rule. A silenced delivery is stored as such, with who asked and
 * why; nothing vanishes.
 *
 * What concerns filingd itself (source.*, channel.*, system.*) is covered only
 * by a condition that reads `type`: whoever silences a source's warnings does
 * not mean to miss that the source is gone. What a condition leaves undecided
 * is told.
 */
#ifndef ALERTS_SILENCE_H
#define ALERTS_SILENCE_H

#include "alerts/rule.h"
#include "alerts/silence_rows.h"

#define SILENCE_LONGEST_MS (366 * DAY_MS)
#define SILENCE_REASON_MAX 500 /* bytes */

struct silences;

/* db is kept; NULL: only what is put is known. Gives. */
struct silences *silences_new(struct db *db);
void silences_free(struct silences *silences);
/* Adds one for as long as this lives. On an error fault says where. */
int silences_put(struct silences *silences, const struct silence *silence,
    struct rule_fault *fault) WARN_UNUSED;
/* Asks the store again before the next event: a silence came or ended. */
void silences_forget(struct silences *silences);

/* The event to be asked of, at now; kept until the next. */
void silences_set_event(
    struct silences *silences, const struct event *event, int64_t now);
/*
 * Why the event is not told to a channel by a rule, "silence 7 of alice until
 * 2026-01-22T16:00:00Z: known"; NULL: it is. Borrowed until the next.
 */
const char *silences_cover(
    struct silences *silences, const char *channel, const char *rule);

#endif
