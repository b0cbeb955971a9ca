/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules and how they came to their answer, as JSON: for the API and filingctl. */
#ifndef DAEMON_RULE_JSON_H
#define DAEMON_RULE_JSON_H

#include "alerts/rule.h"
#include "lib/base/json_out.h"

/* Members of the object that is open: name, on, watch, when, unknown, to. */
void rule_json_put_spec(struct json_out *out, const struct rule_spec *spec);
/*
 * An object: rule, wants, note; on and watch with whether they fit; when: each
 * condition with its answer, why it is undecided and what it read; to.
 */
void rule_json_put_trace(struct json_out *out, const struct rule_trace *trace);

#endif
