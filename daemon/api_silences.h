/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Silences (alerts/silence.h):
 *
 *   GET  /v1/silences		those that hold; all=1: of the last 30 days, too
 *   POST /v1/silences		issuer, rule, channel, condition; for (ms) or
 *				until (wall ms); reason
 *   GET  /v1/silences/preview	the same but the last two, and since (wall ms):
 *				what it would have hidden
 *   POST /v1/silences/ID/expire
 */
#ifndef DAEMON_API_SILENCES_H
#define DAEMON_API_SILENCES_H

#include "daemon/api_ask.h"

char *api_silences_list(const struct api_ask *ask, int *ret_status);
char *api_silences_add(const struct api_ask *ask, int *ret_status);
char *api_silences_preview(const struct api_ask *ask, int *ret_status);
char *api_silences_do(const struct api_ask *ask, int *ret_status);

#endif
