/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Items whose rows are figures (kind: facts, estimates): they become a reading
 * without a document.
 */
#ifndef DAEMON_PIPELINE_FIGURES_H
#define DAEMON_PIPELINE_FIGURES_H

#include "reading/reading.h"
#include "watchers/definition.h"
#include "watchers/item.h"

/* The rows of the source are figures: no document is asked for. */
bool pipeline_figures_are(const struct definition *definition);

/*
 * Puts the item's figures in the place of what the reading, made of its title,
 * has of them; the row's words are the proof. What a source of facts states
 * are the issuer's figures unless the item names a publisher; estimates never
 * are. A role that does not belong into such a source is left out, and
 * so is a forecast of a period that was over for more than a year. A former
 * forecast without the one that took its place was the forecast of its day.
 */
void pipeline_figures_fill(
    const struct item *item, enum source_kind kind, struct reading *reading);

#endif
