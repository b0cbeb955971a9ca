/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of `filingctl doctor` share. */
#ifndef CLIENTS_DOCTOR_H
#define CLIENTS_DOCTOR_H

#include "clients/verb.h"
#include "daemon/config.h"

enum doctor_finding { DOCTOR_OK, DOCTOR_WARN, DOCTOR_FAIL };

struct doctor {
	const struct verb_context *context;
	const char *path; /* of the configuration */
	const struct config *config; /* NULL: it could not be loaded */
	json_t *findings;
	int counts[DOCTOR_FAIL + 1];
};

/* One finding: what was looked at, and what is so, or to be done. */
void doctor_say(struct doctor *doctor, enum doctor_finding finding,
    const char *what, const char *fmt, ...) PRINTF(4, 5);

/* This machine: the state directory, its disk, the store. */
void doctor_look_at_state(struct doctor *doctor);
/* What the reader needs: its program, its jail, fonts' tables. */
void doctor_look_at_reader(struct doctor *doctor);
void doctor_look_at_clock(struct doctor *doctor);
/* How old the proof of each source's definition is. */
void doctor_look_at_sources(struct doctor *doctor);
/* The daemon: that it answers, and what it says of itself. */
void doctor_look_at_daemon(struct doctor *doctor);
/* Hosts of channels and of the heartbeat: names, connections, certificates. */
void doctor_look_at_network(struct doctor *doctor);

#endif
