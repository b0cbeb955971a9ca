/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A lock file that lets one process in. The lock is the kernel's (flock), so
 * it dies with the process; the file itself stays and holds the pid, which is
 * only for messages.
 */
#ifndef LIB_STORE_LOCK_H
#define LIB_STORE_LOCK_H

#include "lib/base/err.h"

/*
 * Takes the lock at path, made when absent, and gives its descriptor.
 * ERR_BUSY: a message with the holder's pid; ERR_STORE: it cannot be made.
 */
int lock_take(const char *path, int *ret_fd, struct err *err) WARN_UNUSED;
/* Lets the next one in; fd -1 does nothing. */
void lock_release(int fd);

#endif
