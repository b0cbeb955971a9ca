/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A directory as a source: drop a file, it is a filing. Watched by inotify(7)
 * and read anew at each poll, so that what was dropped while nobody looked is
 * found. Nothing in it is ever changed or removed.
 */
#ifndef WATCHERS_INBOX_H
#define WATCHERS_INBOX_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct inbox;
struct loop;

typedef void inbox_fn(void *arg);

/*
 * Watches the directory; fn fires soon after files came to rest in it, never
 * from inside. A directory that is not there yet is watched from the first
 * scan that finds it. Copies path, keeps the rest. Gives.
 */
struct inbox *inbox_new(
    struct loop *loop, const char *path, inbox_fn *fn, void *arg);
void inbox_free(struct inbox *inbox);

/*
 * Appends the list of its files as JSON, by name:
 *
 *	{"total":2,"files":[{"name":"a.pdf","stem":"a","modified":1768896000000,
 *	"size":1024},{"fault":"no plain file"}]}
 *
 * Left out are directories, names that begin with a dot, and files that are
 * being written: opened and not closed since, or, where that was not seen,
 * changed in the last INBOX_REST_MS (fn fires when they have rested). A name
 * that is no UTF-8, holds control characters or is longer than INBOX_NAME_MAX,
 * and what is no plain file, is a row without a name: a fault that is told.
 * ERR_IO; ERR_TOOBIG: more than fits body.
 */
#define INBOX_REST_MS  INT64_C(10000)
#define INBOX_NAME_MAX 200
int inbox_scan(
    struct inbox *inbox, struct buf *body, struct err *err) WARN_UNUSED;

/* How many files the last scan could not list, and why the first; borrowed. */
size_t inbox_faults(const struct inbox *inbox, const char **ret_why);

/*
 * Appends the bytes of a plain file in the directory. ERR_IO; ERR_TOOBIG: more
 * than fits body; ERR_INVALID: no plain file, or no name of one.
 */
int inbox_read(const char *path, const char *name, struct buf *body,
    struct err *err) WARN_UNUSED;

#endif
