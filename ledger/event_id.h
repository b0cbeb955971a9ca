/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The names of events and warnings: hashes over what they say, never over
 * where, when or in which order this instance saw it. event_identify of
 * ledger/event.h is made of these.
 */
#ifndef LEDGER_EVENT_ID_H
#define LEDGER_EVENT_ID_H

#include "ledger/event.h"
#include "lib/base/digest.h"

/*
 * Over what a reader would call the same verdict: period, class, direction,
 * severity, grade, guidance, and the deciding figure to four digits, so that
 * another print of it is no news. Returns buf.
 */
char *event_verdict_digest(
    const struct verdict *verdict, char buf[SHA256_HEX_SIZE]);

/*
 * "wrn_" and a hash over issuer, period and family; where no period is known,
 * over the day of publication. Returns buf.
 */
char *event_warning_id(const struct filing *filing,
    const struct verdict *verdict, char buf[WARNING_ID_MAX]);

#endif
