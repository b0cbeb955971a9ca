/* SPDX-License-Identifier: BSD-2-Clause */
/* The tests of a configuration, as `filingctl check` runs them. */
#ifndef CLIENTS_CHECK_TESTS_H
#define CLIENTS_CHECK_TESTS_H

#include "clients/verb.h"
#include "daemon/config.h"

/* Runs them and prints what failed; VERB_USAGE when one did. */
int check_tests(const struct verb_context *context, struct config *config);

#endif
