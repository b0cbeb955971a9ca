/* SPDX-License-Identifier: BSD-2-Clause */
/* The families process_* that every exporter has, of this process. */
#ifndef DAEMON_METRICS_PROCESS_H
#define DAEMON_METRICS_PROCESS_H

#include "daemon/metrics_text.h"

/* started: wall ms. What the system does not tell is left out. */
void metrics_process_print(struct metrics_text *text, int64_t started);

#endif
