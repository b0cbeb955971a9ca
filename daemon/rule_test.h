/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tests of a configuration: each filing through the pipeline, offline, and
 * what the rules make of its events compared with what was expected. Nothing
 * is sent.
 */
#ifndef DAEMON_RULE_TEST_H
#define DAEMON_RULE_TEST_H

#include "daemon/config_tests.h"

struct rule_test_fault {
	const struct config_test *test;
	struct yaml_mark mark; /* of the expectation */
	const char *text; /* which one failed, and what came instead */
	const char *trace; /* JSON of the rule that differed; NULL: none did */
	/* The last fault of a test has what came, a line per event; else NULL. */
	const char *came;
};

/* Borrowed during the call. */
typedef void rule_test_fault_fn(const struct rule_test_fault *fault, void *arg);

/*
 * Runs the tests in their order; *ret_failed counts those that failed. An error
 * is one of the pipeline itself.
 */
int rule_tests_run(const struct config *config, rule_test_fault_fn *fn,
    void *arg, size_t *ret_failed, struct err *err) WARN_UNUSED;

#endif
