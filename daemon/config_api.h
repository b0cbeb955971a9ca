/* SPDX-License-Identifier: BSD-2-Clause */
/* What the configuration says of the API's port and of the heartbeat. */
#ifndef DAEMON_CONFIG_API_H
#define DAEMON_CONFIG_API_H

#include "lib/net/guard.h"

/* The API beside its socket; listen NULL: nowhere. */
struct config_api {
	char *listen;
	char *token;
	bool operate; /* and not only read */
};

/* url NULL: nobody is told. */
struct config_heartbeat {
	char *url;
	int64_t every;
	struct guard guard;
};

#endif
