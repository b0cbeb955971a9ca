/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The body of an event: the JSON of design 8, fixed once and then stored,
 * signed and sent as the same bytes. Minified, fixed key order, amounts and
 * percentages as decimal strings, at most 20,000 bytes: beyond, facts are
 * dropped in a fixed order and `truncated` is true. Nothing in it depends on
 * when or where it was seen.
 */
#ifndef ALERTS_BODY_H
#define ALERTS_BODY_H

#include "ledger/event.h"

#define BODY_LIMIT 20000

void body_build(const struct event *event, struct buf *out);

#endif
