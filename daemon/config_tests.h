/* SPDX-License-Identifier: BSD-2-Clause */
/* The section `tests` of the configuration, as loaded. */
#ifndef DAEMON_CONFIG_TESTS_H
#define DAEMON_CONFIG_TESTS_H

#include "daemon/config.h"

/* A filing of a test. */
struct config_filing {
	struct yaml_mark mark;
	char *source; /* whose it is; NULL: the first that covers the issuer */
	char *market; /* instead of that of the source */
	char *issuer; /* canonical */
	char *name; /* of the issuer */
	char *publisher;
	char *title;
	char *text;
	char *file; /* of the document */
	int64_t published;
	const struct config_source *base; /* the source */
};

/* A test of the rules: what is to come of a filing. */
struct config_test {
	char *name;
	struct yaml_mark mark;
	struct config_filing filing;
	size_t after_count;
	struct config_filing *after; /* told before it */
	bool quiet; /* no rule is to want it */
	bool has_rules;
	struct config_words rules; /* which are to want it, and no other */
	struct rules *expect; /* a rule for each condition on its event */
	size_t expect_count;
	struct yaml_mark *expect_marks;
};

/* Appends "file:line:col: text", the source line and a caret. */
void config_point(const struct config *config, struct yaml_mark mark,
    const char *text, struct buf *out);

#endif
