/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rules in the API: what there is and how often it wanted events, how each
 * came to its answer about a filing, and the history to try others on.
 */
#ifndef DAEMON_API_RULES_H
#define DAEMON_API_RULES_H

#include "daemon/api_ask.h"

/* GET /v1/rules: the rules at work with their hits. */
api_ask_fn api_rules_list;
/*
 * GET /v1/rules/explain?event=ID or seq=N or source=S&filing=ID, [rule=NAME]:
 * the events of the filing, each with the trace of every rule and with its
 * deliveries.
 */
api_ask_fn api_rules_explain;
/*
 * GET /v1/history?after=SEQ&limit=N: events in order with their records in
 * base64 (event_rows_decode reads them), fewer than limit when they are large.
 */
api_ask_fn api_rules_history;

#endif
