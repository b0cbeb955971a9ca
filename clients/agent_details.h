/* SPDX-License-Identifier: BSD-2-Clause */
/* Old and new side by side: the page behind "Show change". Pure. */
#ifndef CLIENTS_AGENT_DETAILS_H
#define CLIENTS_AGENT_DETAILS_H

#include <jansson.h>

/*
 * A text of all changes of an event's data, each with what it was compared with
 * and the quotes; NULL when nothing was compared. Gives.
 */
char *agent_details(const char *line, const json_t *data);

#endif
