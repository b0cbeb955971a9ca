/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The JSON Schema (draft 2020-12) of each type of event, from one table of the
 * members that alerts/body.c writes. Unknown members are allowed: a later
 * filingd may add some.
 */
#ifndef ALERTS_EVENT_SCHEMA_H
#define ALERTS_EVENT_SCHEMA_H

#include "lib/base/vocab.h"

/* The schema of bodies of a type, indented, with a newline. Gives. */
char *event_schema_text(enum event_type type) __attribute__((returns_nonnull));

#endif
