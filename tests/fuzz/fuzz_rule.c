/* SPDX-License-Identifier: BSD-2-Clause */
/* Rule conditions: whatever compiles is evaluated, or says why it is not. */
#include "tests/fuzz/driver.h"
#include "alerts/rule_sql.h"
#include "lib/base/mem.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct rule_sql *sql;
	static int runs;
	char *when = mem_strndup((const char *)p, n);
	struct event event = {.has_verdict = true, .filing = {.title = when}};
	size_t condition;
	struct rule_outcome outcome;
	struct rule_fault fault;

	if (runs++ % 20 == 0) { /* it keeps all that compiles */
		rule_sql_free(sql);
		sql = rule_sql_new();
	}
	rule_sql_set_event(sql, &event);
	if (rule_sql_compile(sql, when, &condition, &fault) == 0)
		rule_sql_eval(sql, condition, &outcome);
	mem_free(when);
	return 0;
}
