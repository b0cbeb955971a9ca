/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A configuration as it is in force: its files merged, defaults filled in, no
 * secret (there are only the names of secrets in it).
 */
#ifndef DAEMON_CONFIG_SHOW_H
#define DAEMON_CONFIG_SHOW_H

#include "daemon/config.h"

#include <jansson.h>

/*
 * {"path", "files", "hash", "redacted", "config", "defaults"}: every value of
 * config is a text, a list or an object, as in the files; defaults names those
 * that no file says ("reader.workers"). The hash is that of config with the
 * defaults, whatever is redacted. Redacted: addresses keep their host alone,
 * and labels, refs and arguments of programs are left out. Gives.
 */
json_t *config_show(const struct config *config, bool redacted)
    __attribute__((returns_nonnull));

#endif
