/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON of a source for the API: how it fares, and what it is. */
#ifndef DAEMON_SOURCE_JSON_H
#define DAEMON_SOURCE_JSON_H

#include "daemon/config.h"
#include "watchers/backfill_rows.h"
#include "watchers/sample_rows.h"
#include "watchers/websub.h"

#include <jansson.h>

/* RFC 3339 in UTC; null for 0. Gives. */
json_t *source_json_time(int64_t wall);
/* Text from outside; null for what is no UTF-8. Gives. */
json_t *source_json_foreign(const char *s);
/* One line's worth of it: health, answers, the next poll and why then. Gives */
json_t *source_json_stats(const struct watcher_stats *stats);
/*
 * The same with all there is to know: budget, gap, pause, and what its
 * definition says of when and how it is asked. own: the folder of the user's
 * definitions; the source's zone is told as it is now. Gives.
 */
json_t *source_json_whole(const struct watcher_stats *stats,
    const struct config_source *source, const char *own, int64_t now);

/* What was kept of a trouble of that state, its bytes in base64. Gives. */
json_t *source_json_sample(
    const char *source, enum health_state state, const struct sample *sample);

/* A source and the hub of its feed. Gives. */
json_t *source_json_hub(const struct websub_figures *hub);

/* A backfill and what it waits for; null when there never was one. Gives. */
json_t *source_json_backfill(
    const struct backfill_row *row, const char *waits_for);

#endif
