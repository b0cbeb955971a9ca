/* SPDX-License-Identifier: BSD-2-Clause */
/* How filingd fares, as one screen of text. */
#ifndef CLIENTS_STATUS_TEXT_H
#define CLIENTS_STATUS_TEXT_H

#include "clients/verb.h"

/* What the daemon says; channels, silences: NULL when it does not. */
struct status_text {
	json_t *status;
	json_t *channels;
	json_t *silences;
};

/* Asks the daemon. VERB_OK, or an exit code with its message printed. */
int status_text_ask(
    const struct verb_context *context, struct status_text *ret);
void status_text_done(struct status_text *text);
/* The screen, on standard output. */
void status_text_print(const struct status_text *text);

#endif
