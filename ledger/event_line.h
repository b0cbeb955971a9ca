/* SPDX-License-Identifier: BSD-2-Clause */
/* Parts of the one line that people read of an event (event_line). */
#ifndef LEDGER_EVENT_LINE_H
#define LEDGER_EVENT_LINE_H

#include "ledger/event.h"

/* Bytes of a line at most, and code points of the quote in it. */
#define EVENT_LINE_MAX	 1000
#define EVENT_LINE_QUOTE 60

/*
 * What the verdict is about: its deciding figure, else its worst reason:
 * "net loss 55-71m CNY".
 */
void event_line_add_matter(struct buf *buf, const struct verdict *verdict);
/* "; guidance cut -35 %; consensus -129 %; prior +13..+32 %" */
void event_line_add_changes(struct buf *buf, const struct verdict *verdict);

#endif
