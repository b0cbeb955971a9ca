/* SPDX-License-Identifier: BSD-2-Clause */
/* How filingd fares, in one line for people. */
#ifndef DAEMON_SUMMARY_H
#define DAEMON_SUMMARY_H

#include "daemon/service.h"
#include "lib/base/buf.h"

#define SUMMARY_MAX (8 * KIB)

/*
 * Appends "all is well: 6 of 6 sources fresh, nothing waits", or everything
 * that is wrong. True: all is well. What does not fit is left out.
 */
bool summary_write(struct service *service, struct buf *out);
/* "6/6 fresh, 0 pending, last warning 12 m ago", for STATUS=. */
void summary_write_short(struct service *service, struct buf *out);

#endif
