/* SPDX-License-Identifier: BSD-2-Clause */
/* What an event says, for those who write it down: bodies, mails, columns. */
#ifndef ALERTS_VIEW_H
#define ALERTS_VIEW_H

#include "ledger/event.h"

/* The fact that decides; NULL. Borrowed. */
const struct fact *view_deciding(const struct verdict *verdict);

/*
 * Whether the change names what it was compared with. A base of zero that
 * nothing says is zero is one that is not known: it is never told as a figure.
 */
bool view_has_base(const struct change *change);

/* Whether below_pct of a consensus can be said: brokers, and a best case. */
bool view_has_below(const struct change *change);

/* warning.*, filing.* and distress.*; the rest is about filingd itself. */
bool view_is_about_filing(enum event_type type);

#endif
