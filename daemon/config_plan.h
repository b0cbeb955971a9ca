/* SPDX-License-Identifier: BSD-2-Clause */
/* Members that the settings table fills of a channel's quiet hours and cap. */
#ifndef DAEMON_CONFIG_PLAN_H
#define DAEMON_CONFIG_PLAN_H

#include <stdint.h>

/* As written; owned. */
struct config_quiet {
	char *from, *to, *zone, *days;
	char *outside;
	char *except;
};

struct config_cap {
	int events; /* 0: not given */
	int64_t per;
};

#endif
