/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asks a source once, as filingd itself would: its prelude, its headers and
 * cookies, its rates; one page of each of its lists at most. Nothing is kept.
 */
#ifndef CLIENTS_PROBE_H
#define CLIENTS_PROBE_H

#include "clients/jailed.h"
#include "daemon/config.h"
#include "watchers/health.h"
#include "watchers/list_answer.h"

/* The source to be asked: of a configuration, or by its definition alone. */
struct probe_target {
	struct config *config; /* NULL: none names it */
	struct definition *definition; /* that of no configuration */
	struct source_config source;
};

/*
 * NAME of the configuration at path (NULL: the usual one), else a definition as
 * tape_find knows it. What is wrong is printed. An exit code.
 */
int probe_find(const char *what, const char *config, struct probe_target *ret);
/*
 * The folder of the definition that a source of the configuration goes by;
 * NULL: there is no such configuration, or no such source in it. Gives.
 */
char *probe_folder(const char *name, const char *config);
void probe_target_done(struct probe_target *target);

/* An answer that came: all borrowed. */
struct probe_body {
	int index; /* from 0 */
	const struct list_spec *spec; /* with what it was asked for */
	struct span bytes;
	const struct list_answer *answer; /* NULL: the reader failed */
};

struct probe {
	bool all_lists; /* else the first of the matrix alone */
	void (*fn)(void *arg, const struct probe_body *body);
	void *arg;
};

struct probe_result {
	int bodies; /* that came */
	enum health_state health;
	char why[200]; /* "" when ok */
};

int probe_run(struct jailed *jailed, const struct probe_target *target,
    const struct probe *probe, struct probe_result *ret,
    struct err *err) WARN_UNUSED;

/* What a person can do about a state; "" for ok. */
const char *probe_advice(enum health_state health);

#endif
