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
	X(METRIC_WARNINGS_##name##_POSSIBLE, METRICS_SOURCE, METRIC_WARNINGS,  \
	    "direction=\"" direction "\",grade=\"possible\"")                  \
	X(METRIC_WARNINGS_##name##_PROBABLE, METRICS_SOURCE, METRIC_WARNINGS,  \
	    "direction=\"" direction "\",grade=\"probable\"")                  \
	X(METRIC_WARNINGS_##name##_CERTAIN, METRICS_SOURCE, METRIC_WARNINGS,   \
	    "direction=\"" direction "\",grade=\"certain\"")

#define METRICS_OF_ATTEMPTS(X, name, result)                                   \
	X(METRIC_ATTEMPT_##name##_HTTP_4XX, METRICS_CHANNEL, METRIC_ATTEMPTS,  \
	    "result=\"" result "\",reason=\"http_4xx\"")                       \
	X(METRIC_ATTEMPT_##name##_HTTP_5XX, METRICS_CHANNEL, METRIC_ATTEMPTS,  \
	    "result=\"" result "\",reason=\"http_5xx\"")                       \
	X(METRIC_ATTEMPT_##name##_STATUS, METRICS_CHANNEL, METRIC_ATTEMPTS,    \
	    "result=\"" result "\",reason=\"status\"")                         \
	X(METRIC_ATTEMPT_##name##_CONNECT, METRICS_CHANNEL, METRIC_ATTEMPTS,   \
	    "result=\"" result "\",reason=\"connect\"")                        \
	X(METRIC_ATTEMPT_##name##_TLS, METRICS_CHANNEL, METRIC_ATTEMPTS,       \
	    "result=\"" result "\",reason=\"tls\"")                            \
	X(METRIC_ATTEMPT_##name##_TIMEOUT, METRICS_CHANNEL, METRIC_ATTEMPTS,   \
	    "result=\"" result "\",reason=\"timeout\"")                        \
	X(METRIC_ATTEMPT_##name##_DENIED, METRICS_CHANNEL, METRIC_ATTEMPTS,    \
	    "result=\"" result "\",reason=\"denied\"")                         \
	X(METRIC_ATTEMPT_##name##_OTHER, METRICS_CHANNEL, METRIC_ATTEMPTS,     \
	    "result=\"" result "\",reason=\"other\"")

/* X(name, family name, help): the families of counters. */
#define METRICS_FAMILIES(X)                                                    \
	X(METRIC_POLLS, "filingd_source_polls_total", "polls that ended")      \
	X(METRIC_RESPONSES, "filingd_source_responses_total",                  \
	    "answers of a source by status; error: none came")                 \
	X(METRIC_NOT_MODIFIED, "filingd_source_not_modified_total",            \
	    "pages with the same bytes as before")                             \
	X(METRIC_BYTES, "filingd_source_bytes_total",                          \
	    "bytes of answers, unpacked")                                      \
	X(METRIC_QUARANTINED, "filingd_source_quarantined_total",              \
	    "rows that were not of the declared shape")                        \
	X(METRIC_GAPS, "filingd_source_gaps_total",                            \
	    "times that rows were out of reach")                               \
	X(METRIC_DRIFT, "filingd_source_schema_drift_total",                   \
	    "times that a list was not of the declared shape")                 \
	X(METRIC_FILINGS, "filingd_filings_total",                             \
	    "filings; baseline: stored without telling")                       \
	X(METRIC_WARNINGS, "filingd_warnings_total",                           \
	    "events about warnings, updates included")                         \
	X(METRIC_ATTEMPTS, "filingd_delivery_attempts_total",                  \
	    "attempts at deliveries")                                          \
	X(METRIC_RULES, "filingd_rule_matches_total",                          \
	    "events that a rule wanted")                                       \
	X(METRIC_SUPPRESSED, "filingd_suppressed_total",                       \
	    "deliveries that were held back or silenced")                      \
	X(METRIC_STORE, "filingd_store_errors_total", "commits that failed")   \
	X(METRIC_REFUSED, "filingd_api_refused_total",                         \
	    "connections and requests of the API that were refused")

enum metric_family { METRICS_FAMILIES(METRICS_ENUM) METRIC_FAMILY_COUNT };

/*
 * X(name, owner, family, labels): the counters, those of an owner together,
 * and of these those of a family.
 */
#define METRICS_COUNTERS(X)                                                    \
	X(METRIC_SUPPRESSED_SILENCE, METRICS_SELF, METRIC_SUPPRESSED,          \
	    "reason=\"silence\"")                                              \
	X(METRIC_SUPPRESSED_HELD, METRICS_SELF, METRIC_SUPPRESSED,             \
	    "reason=\"held\"")                                                 \
	X(METRIC_STORE_COMMIT, METRICS_SELF, METRIC_STORE, "op=\"commit\"")    \
	X(METRIC_REFUSED_FULL, METRICS_SELF, METRIC_REFUSED,                   \
	    "reason=\"connections\"")                                          \
	X(METRIC_REFUSED_SLOW, METRICS_SELF, METRIC_REFUSED,                   \
	    "reason=\"slow\"")                                                 \
	X(METRIC_REFUSED_STREAMS, METRICS_SELF, METRIC_REFUSED,                \
	    "reason=\"streams\"")                                              \
	X(METRIC_REFUSED_ACCESS, METRICS_SELF, METRIC_REFUSED,                 \
	    "reason=\"access\"")                                               \
	X(METRIC_POLL_COMPLETE, METRICS_SOURCE, METRIC_POLLS,                  \
	    "result=\"complete\"")                                             \
	X(METRIC_POLL_INCOMPLETE, METRICS_SOURCE, METRIC_POLLS,                \
	    "result=\"incomplete\"")                                           \
	X(METRIC_RESPONSE_200, METRICS_SOURCE, METRIC_RESPONSES,               \
	    "code=\"200\"")                                                    \
	X(METRIC_RESPONSE_304, METRICS_SOURCE, METRIC_RESPONSES,               \
	    "code=\"304\"")                                                    \
	X(METRIC_RESPONSE_403, METRICS_SOURCE, METRIC_RESPONSES,               \
	    "code=\"403\"")                                                    \
	X(METRIC_RESPONSE_404, METRICS_SOURCE, METRIC_RESPONSES,               \
	    "code=\"404\"")                                                    \
	X(METRIC_RESPONSE_429, METRICS_SOURCE, METRIC_RESPONSES,               \
	    "code=\"429\"")                                                    \
	X(METRIC_RESPONSE_5XX, METRICS_SOURCE, METRIC_RESPONSES,               \
	    "code=\"5xx\"")                                                    \
	X(METRIC_RESPONSE_OTHER, METRICS_SOURCE, METRIC_RESPONSES,             \
	    "code=\"other\"")                                                  \
	X(METRIC_RESPONSE_ERROR, METRICS_SOURCE, METRIC_RESPONSES,             \
	    "code=\"error\"")                                                  \
	X(METRIC_UNCHANGED, METRICS_SOURCE, METRIC_NOT_MODIFIED, "")           \
	X(METRIC_RECEIVED, METRICS_SOURCE, METRIC_BYTES, "")                   \
	X(METRIC_FAULTY_ROWS, METRICS_SOURCE, METRIC_QUARANTINED,              \
	    "reason=\"row\"")                                                  \
	X(METRIC_GAP, METRICS_SOURCE, METRIC_GAPS, "")                         \
	X(METRIC_DRIFTED, METRICS_SOURCE, METRIC_DRIFT, "")                    \
	X(METRIC_FILING_NEW, METRICS_SOURCE, METRIC_FILINGS, "kind=\"new\"")   \
	X(METRIC_FILING_REVISED, METRICS_SOURCE, METRIC_FILINGS,               \
	    "kind=\"revised\"")                                                \
	X(METRIC_FILING_WITHDRAWN, METRICS_SOURCE, METRIC_FILINGS,             \
	    "kind=\"withdrawn\"")                                              \
	X(METRIC_FILING_BASELINE, METRICS_SOURCE, METRIC_FILINGS,              \
	    "kind=\"baseline\"")                                               \
	METRICS_OF_WARNINGS(X, NONE, "none")                                   \
	METRICS_OF_WARNINGS(X, UP, "up")                                       \
	METRICS_OF_WARNINGS(X, MIXED, "mixed")                                 \
	METRICS_OF_WARNINGS(X, DOWN, "down")                                   \
	X(METRIC_ATTEMPT_SENT, METRICS_CHANNEL, METRIC_ATTEMPTS,               \
	    "result=\"sent\",reason=\"\"")                                     \
	METRICS_OF_ATTEMPTS(X, RETRY, "retry")                                 \
	METRICS_OF_ATTEMPTS(X, DEAD, "dead")                                   \
	X(METRIC_RULE_MATCH, METRICS_RULE, METRIC_RULES, "")

enum metric { METRICS_COUNTERS(METRICS_ENUM) METRIC_COUNT };

#endif
