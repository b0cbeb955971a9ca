/* SPDX-License-Identifier: BSD-2-Clause */
/* What the verbs `filingctl sources ...` share. */
#ifndef CLIENTS_SOURCES_H
#define CLIENTS_SOURCES_H

#include "clients/verb.h"

/* "/v1/sources/NAME" with a tail, the name percent-encoded. Gives. */
char *sources_path(const char *name, const char *tail);

/* The page of one source for people, from what the API tells of it. */
void sources_show_print(const json_t *source);

/* One of `sources`: argv[0] is its name. */
verb_fn sources_show;
verb_fn sources_sample;
verb_fn sources_doctor;
verb_fn sources_new;
verb_fn sources_tape;
verb_fn sources_record; /* of `sources tape` */

#endif
