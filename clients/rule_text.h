/* SPDX-License-Identifier: BSD-2-Clause */
/* How a rule came to its answer, for people. */
#ifndef CLIENTS_RULE_TEXT_H
#define CLIENTS_RULE_TEXT_H

#include <jansson.h>
#include <stdio.h>

/* Prints the object of rule_json_put_trace. */
void rule_text_print(FILE *out, const json_t *trace);

#endif
