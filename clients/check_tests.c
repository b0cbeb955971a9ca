/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a configuration with tests. Out: for each expectation that failed its
 * place, what came instead and how the rule that differs came to it.
 */
#include "clients/check_tests.h"

#include "clients/rule_text.h"
#include "daemon/rule_test.h"
#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>

static void
check_tests_put_came(const char *came)
{
	fputs("  what came:\n", stderr);
	for (const char *p = came; *p != '\0'; p += strcspn(p, "\n") + 1)
		fprintf(stderr, "    %.*s\n", (int)strcspn(p, "\n"), p);
}

static void
check_tests_on_fault(const struct rule_test_fault *fault, void *arg)
{
	const struct config *config = arg;
	struct buf text;

	if (fault->came != NULL) {
		check_tests_put_came(fault->came);
		return;
	}
	buf_init(&text, MIB);
	config_point(config, fault->mark, fault->text, &text);
	fputs(text.len > 0 ? text.data : "", stderr);
	buf_done(&text);
	if (fault->trace != NULL) {
		json_t *trace = json_loads(fault->trace, 0, NULL);

		rule_text_print(stderr, trace);
		json_decref(trace);
	}
}

int
check_tests(const struct verb_context *context, struct config *config)
{
	struct err err = ERR_NONE;
	size_t failed;

	if (context->program != NULL)
		mem_set(&config->reader.program, context->program);
	if (context->lexicon != NULL)
		mem_set(&config->reader.lexicon, context->lexicon);
	fflush(stdout);
	if (rule_tests_run(
		config, check_tests_on_fault, config, &failed, &err) != 0)
		return verb_fail(VERB_FAILED, "tests: %s", err.text);
	if (failed > 0)
		return verb_fail(VERB_USAGE, "%zu of %zu test%s failed", failed,
		    config->test_count, config->test_count == 1 ? "" : "s");
	return VERB_OK;
}
