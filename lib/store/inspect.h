/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A look into a store's file, which is only read: beside a running filingd
 * too, whose work it does not hold up (one snapshot of the write-ahead log).
 */
#ifndef LIB_STORE_INSPECT_H
#define LIB_STORE_INSPECT_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct inspect;
struct sqlite3;

/*
 * Opens path and holds its snapshot until inspect_close. ERR_NOTFOUND: there is
 * no such file; ERR_DENIED: it may not be read; ERR_STORE: it is no store of
 * filingd, too damaged to be opened, or newer than this program. Gives.
 */
int inspect_open(
    const char *path, struct inspect **ret, struct err *err) WARN_UNUSED;
void inspect_close(struct inspect *inspect); /* NULL does nothing */

int inspect_version(const struct inspect *inspect);
/* For lib/store/backup.c. Borrowed. */
struct sqlite3 *inspect_handle(struct inspect *inspect);

/* One line on what is wrong, borrowed. */
typedef void inspect_fault_fn(const char *text, void *arg);
/*
 * Reads every page, every reference and what filingd itself promises of its
 * rows; tells each fault, 100 of a kind at most. 0 and their number, or
 * ERR_STORE when it could not be read to the end.
 */
int inspect_check(struct inspect *inspect, inspect_fault_fn *fn, void *arg,
    int *ret_faults, struct err *err) WARN_UNUSED;

struct inspect_table {
	const char *name;
	int64_t rows;
	int64_t bytes; /* with its indexes; -1: this SQLite cannot tell */
};
typedef void inspect_table_fn(const struct inspect_table *table, void *arg);
/* Each table by name; reads every page. */
int inspect_tables(struct inspect *inspect, inspect_table_fn *fn, void *arg,
    struct err *err) WARN_UNUSED;

struct inspect_size {
	int64_t page_size;
	int64_t pages;
	int64_t free_pages;
	int64_t log_bytes; /* of the write-ahead log's file */
	int64_t first_event, last_event; /* created, wall ms; 0: none */
	int64_t purged; /* highest seq that retention let go */
	int64_t waiting; /* deliveries that have not ended */
};
int inspect_size(struct inspect *inspect, struct inspect_size *ret,
    struct err *err) WARN_UNUSED;

#endif
