/* SPDX-License-Identifier: BSD-2-Clause */
/* The verbs `filingctl events ...` that have files of their own. */
#ifndef CLIENTS_EVENTS_H
#define CLIENTS_EVENTS_H

#include "clients/verb.h"

/* argv[0] is the word after `events`. */
verb_fn events_export;
verb_fn events_replay;

#endif
