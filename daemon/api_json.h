/* SPDX-License-Identifier: BSD-2-Clause */
/* What the API answers, as JSON. */
#ifndef DAEMON_API_JSON_H
#define DAEMON_API_JSON_H

#include "alerts/export_rows.h"

/* The envelope of one event with its body as it was signed. Gives. */
char *api_json_event(const struct event_row *row);
/* The same as a channel was to hear of it: number, state and why. Gives. */
char *api_json_export(const struct export_row *row);
/* {"error": text}. Gives. */
char *api_json_error(const char *text);

#endif
