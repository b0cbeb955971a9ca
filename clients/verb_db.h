/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of `filingctl db` share. */
#ifndef CLIENTS_VERB_DB_H
#define CLIENTS_VERB_DB_H

#include "clients/verb.h"

struct db_ask {
	const struct verb_context *context;
	char *store; /* path */
	const char *config; /* NULL: not given */
	const char *argument; /* of backup and restore */
	bool force;
	bool of_daemon; /* a daemon answered with its store */
};

/* Prints why it could not be done; the exit code of that. */
int db_refused(const struct err *err);

/* clients/db_look.c */
int db_check(struct db_ask *ask);
int db_stats(struct db_ask *ask);

#endif
