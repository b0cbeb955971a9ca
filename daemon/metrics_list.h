/* SPDX-License-Identifier: BSD-2-Clause */
/* Every counter that daemon/metrics.c keeps, with its labels. */
#ifndef DAEMON_METRICS_LIST_H
#define DAEMON_METRICS_LIST_H

/* Whose series it is: the label's name. */
#define METRICS_OWNERS(X)                                                      \
	X(METRICS_SELF, "")                                                    \
	X(METRICS_SOURCE, "source")                                            \
	X(METRICS_CHANNEL, "channel")                                          \
	X(METRICS_RULE, "rule")

#define METRICS_ENUM(name, ...) name,
enum metrics_owner { METRICS_OWNERS(METRICS_ENUM) METRICS_OWNER_COUNT };

#define METRICS_OF_WARNINGS(X, name, direction)                                \
	X(COUNTER_WARNINGS_##name##_POSSIBLE, METRICS_SOURCE,                  \
	    COUNTER_WARNINGS,                                                  \
	    "direction=\"" direction "\",grade=\"possible\"")                  \
	X(COUNTER_WARNINGS_##name##_PROBABLE, METRICS_SOURCE,                  \
	    COUNTER_WARNINGS,                                                  \
	    "direction=\"" direction "\",grade=\"probable\"")                  \
	X(COUNTER_WARNINGS_##name##_CERTAIN, METRICS_SOURCE, COUNTER_WARNINGS, \
	    "direction=\"" direction "\",grade=\"certain\"")

#define METRICS_OF_ATTEMPTS(X, name, result)                                   \
	X(COUNTER_ATTEMPT_##name##_4XX, METRICS_CHANNEL, COUNTER_ATTEMPTS,     \
	    "result=\"" result "\",reason=\"4xx\"")                            \
	X(COUNTER_ATTEMPT_##name##_5XX, METRICS_CHANNEL, COUNTER_ATTEMPTS,     \
	    "result=\"" result "\",reason=\"5xx\"")                            \
	X(COUNTER_ATTEMPT_##name##_STATUS, METRICS_CHANNEL, COUNTER_ATTEMPTS,  \
	    "result=\"" result "\",reason=\"status\"")                         \
	X(COUNTER_ATTEMPT_##name##_CONNECT, METRICS_CHANNEL, COUNTER_ATTEMPTS, \
	    "result=\"" result "\",reason=\"connect\"")                        \
	X(COUNTER_ATTEMPT_##name##_TLS, METRICS_CHANNEL, COUNTER_ATTEMPTS,     \
	    "result=\"" result "\",reason=\"tls\"")                            \
	X(COUNTER_ATTEMPT_##name##_TIMEOUT, METRICS_CHANNEL, COUNTER_ATTEMPTS, \
	    "result=\"" result "\",reason=\"timeout\"")                        \
	X(COUNTER_ATTEMPT_##name##_DENIED, METRICS_CHANNEL, COUNTER_ATTEMPTS,  \
	    "result=\"" result "\",reason=\"denied\"")                         \
	X(COUNTER_ATTEMPT_##name##_OTHER, METRICS_CHANNEL, COUNTER_ATTEMPTS,   \
	    "result=\"" result "\",reason=\"other\"")

/* X(name, family name, help): the families of counters. */
#define METRICS_FAMILIES(X)                                                    \
	X(COUNTER_POLLS, "filingd_source_polls_total", "polls that ended")     \
	X(COUNTER_RESPONSES, "filingd_source_responses_total",                 \
	    "answers of a source by status; error: none came")                 \
	X(COUNTER_NOT_MODIFIED, "filingd_source_not_modified_total",           \
	    "pages with the same bytes as before")                             \
	X(COUNTER_BYTES, "filingd_source_bytes_total",                         \
	    "bytes of answers, unpacked")                                      \
	X(COUNTER_QUARANTINED, "filingd_source_quarantined_total",             \
	    "rows that were not of the declared shape")                        \
	X(COUNTER_GAPS, "filingd_source_gaps_total",                           \
	    "times that rows were out of reach")                               \
	X(COUNTER_DRIFT, "filingd_source_schema_drift_total",                  \
	    "times that a list was not of the declared shape")                 \
	X(COUNTER_FILINGS, "filingd_filings_total",                            \
	    "filings; baseline: stored without telling")                       \
	X(COUNTER_WARNINGS, "filingd_warnings_total",                          \
	    "events about warnings, updates included")                         \
	X(COUNTER_ATTEMPTS, "filingd_delivery_attempts_total",                 \
	    "attempts at deliveries")                                          \
	X(COUNTER_RULES, "filingd_rule_matches_total",                         \
	    "events that a rule wanted")                                       \
	X(COUNTER_SUPPRESSED, "filingd_suppressed_total",                      \
	    "deliveries that were held back or silenced")                      \
	X(COUNTER_STORE, "filingd_store_errors_total", "commits that failed")  \
	X(COUNTER_REFUSED, "filingd_api_refused_total",                        \
	    "connections and requests of the API that were refused")

enum counter_family { METRICS_FAMILIES(METRICS_ENUM) COUNTER_FAMILY_COUNT };

/*
 * X(name, owner, family, labels): the counters, those of an owner together,
 * and of these those of a family.
 */
#define METRICS_COUNTERS(X)                                                    \
	X(COUNTER_SUPPRESSED_SILENCE, METRICS_SELF, COUNTER_SUPPRESSED,        \
	    "reason=\"silence\"")                                              \
	X(COUNTER_SUPPRESSED_HELD, METRICS_SELF, COUNTER_SUPPRESSED,           \
	    "reason=\"held\"")                                                 \
	X(COUNTER_STORE_COMMIT, METRICS_SELF, COUNTER_STORE, "op=\"commit\"")  \
	X(COUNTER_REFUSED_FULL, METRICS_SELF, COUNTER_REFUSED,                 \
	    "reason=\"connections\"")                                          \
	X(COUNTER_REFUSED_SLOW, METRICS_SELF, COUNTER_REFUSED,                 \
	    "reason=\"slow\"")                                                 \
	X(COUNTER_REFUSED_STREAMS, METRICS_SELF, COUNTER_REFUSED,              \
	    "reason=\"streams\"")                                              \
	X(COUNTER_REFUSED_ACCESS, METRICS_SELF, COUNTER_REFUSED,               \
	    "reason=\"access\"")                                               \
	X(COUNTER_POLL_COMPLETE, METRICS_SOURCE, COUNTER_POLLS,                \
	    "result=\"complete\"")                                             \
	X(COUNTER_POLL_INCOMPLETE, METRICS_SOURCE, COUNTER_POLLS,              \
	    "result=\"incomplete\"")                                           \
	X(COUNTER_RESPONSE_200, METRICS_SOURCE, COUNTER_RESPONSES,             \
	    "code=\"200\"")                                                    \
	X(COUNTER_RESPONSE_304, METRICS_SOURCE, COUNTER_RESPONSES,             \
	    "code=\"304\"")                                                    \
	X(COUNTER_RESPONSE_403, METRICS_SOURCE, COUNTER_RESPONSES,             \
	    "code=\"403\"")                                                    \
	X(COUNTER_RESPONSE_404, METRICS_SOURCE, COUNTER_RESPONSES,             \
	    "code=\"404\"")                                                    \
	X(COUNTER_RESPONSE_429, METRICS_SOURCE, COUNTER_RESPONSES,             \
	    "code=\"429\"")                                                    \
	X(COUNTER_RESPONSE_5XX, METRICS_SOURCE, COUNTER_RESPONSES,             \
	    "code=\"5xx\"")                                                    \
	X(COUNTER_RESPONSE_OTHER, METRICS_SOURCE, COUNTER_RESPONSES,           \
	    "code=\"other\"")                                                  \
	X(COUNTER_RESPONSE_ERROR, METRICS_SOURCE, COUNTER_RESPONSES,           \
	    "code=\"error\"")                                                  \
	X(COUNTER_UNCHANGED, METRICS_SOURCE, COUNTER_NOT_MODIFIED, "")         \
	X(COUNTER_RECEIVED, METRICS_SOURCE, COUNTER_BYTES, "")                 \
	X(COUNTER_FAULTY_ROWS, METRICS_SOURCE, COUNTER_QUARANTINED,            \
	    "reason=\"row\"")                                                  \
	X(COUNTER_GAP, METRICS_SOURCE, COUNTER_GAPS, "")                       \
	X(COUNTER_DRIFTED, METRICS_SOURCE, COUNTER_DRIFT, "")                  \
	X(COUNTER_FILING_NEW, METRICS_SOURCE, COUNTER_FILINGS, "kind=\"new\"") \
	X(COUNTER_FILING_REVISED, METRICS_SOURCE, COUNTER_FILINGS,             \
	    "kind=\"revised\"")                                                \
	X(COUNTER_FILING_WITHDRAWN, METRICS_SOURCE, COUNTER_FILINGS,           \
	    "kind=\"withdrawn\"")                                              \
	X(COUNTER_FILING_BASELINE, METRICS_SOURCE, COUNTER_FILINGS,            \
	    "kind=\"baseline\"")                                               \
	METRICS_OF_WARNINGS(X, NONE, "none")                                   \
	METRICS_OF_WARNINGS(X, UP, "up")                                       \
	METRICS_OF_WARNINGS(X, MIXED, "mixed")                                 \
	METRICS_OF_WARNINGS(X, DOWN, "down")                                   \
	X(COUNTER_ATTEMPT_SENT, METRICS_CHANNEL, COUNTER_ATTEMPTS,             \
	    "result=\"sent\",reason=\"\"")                                     \
	METRICS_OF_ATTEMPTS(X, RETRY, "retry")                                 \
	METRICS_OF_ATTEMPTS(X, DEAD, "dead")                                   \
	X(COUNTER_RULE_MATCH, METRICS_RULE, COUNTER_RULES, "")

enum counter { METRICS_COUNTERS(METRICS_ENUM) COUNTER_COUNT };

#endif
