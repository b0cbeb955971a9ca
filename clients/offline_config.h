/* SPDX-License-Identifier: BSD-2-Clause */
/* A configuration for verbs that look into it, not for the daemon. */
#ifndef CLIENTS_OFFLINE_CONFIG_H
#define CLIENTS_OFFLINE_CONFIG_H

#include "daemon/config.h"

#define OFFLINE_CONFIG_PATH SYSCONFDIR "/filingd/filingd.yaml"

/* Loads it; complaints go to standard error. An exit code. Gives. */
int offline_config_load(const char *path, struct config **ret);

#endif
