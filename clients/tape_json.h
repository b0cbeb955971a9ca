/* SPDX-License-Identifier: BSD-2-Clause */
/* What the reader made of an answer, as items.json of a tape writes it. */
#ifndef CLIENTS_TAPE_JSON_H
#define CLIENTS_TAPE_JSON_H

#include "watchers/list_answer.h"

#include <jansson.h>

/* The answer without "file". Gives. */
json_t *tape_json_answer(const struct list_answer *answer);
/* "ok"; the words of items.json. */
const char *tape_json_outcome(enum list_outcome outcome);

#endif
