/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads a configuration as the daemon would, but without its secrets. */
#include "clients/offline_config.h"

#include "clients/verb.h"

#include <stdio.h>

int
offline_config_load(const char *path, struct config **ret)
{
	struct config_options options;
	struct buf complaints;
	int errors, rc;

	config_options_default(&options);
	options.offline = true;
	buf_init(&complaints, MIB);
	rc = config_load(path, &options, ret, &complaints, &errors);
	if (complaints.len > 0)
		fputs(complaints.data, stderr);
	buf_done(&complaints);
	if (rc != 0)
		return verb_fail(VERB_USAGE, "%s: %d error%s", path, errors,
		    errors == 1 ? "" : "s");
	return VERB_OK;
}
