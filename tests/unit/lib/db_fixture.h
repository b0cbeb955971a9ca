/* SPDX-License-Identifier: BSD-2-Clause */
/* A folder for a store, for the tests of lib/store. */
#ifndef TESTS_UNIT_LIB_DB_FIXTURE_H
#define TESTS_UNIT_LIB_DB_FIXTURE_H

#include "lib/store/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT "SELECT count(*) FROM setting"

struct fixture {
	char folder[64];
	char path[96];
	struct db *db; /* closed by teardown */
	struct err err;
	char trace[256];
};

int setup(void **state);
int teardown(void **state);

/* Appends "word code" to the trace. */
void note(struct fixture *f, const char *word, int code);
void open_store(struct fixture *f);
void close_store(struct fixture *f);
/* Inserts a setting in the turn's transaction; as db_run. */
int put(struct fixture *f, const char *name, const char *value);
/* The number that sql yields. */
int64_t ask(struct fixture *f, const char *sql);

#endif
