/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Landlock: a process gives up the file system, TCP and signals to others for
 * itself and its children, except reading below the folders it names
 * (landlock(7)). Debian 12's headers know the first version alone, so the
 * later numbers of the kernel's interface stand in landlock.c.
 */
#ifndef READING_LANDLOCK_H
#define READING_LANDLOCK_H

#include "lib/base/err.h"

/* The kernel's version of the interface; 0 when there is no Landlock. */
int landlock_abi(void);

/*
 * Leaves only reading below folders (NULL-terminated; one that is absent or
 * out of reach is passed over). Cannot be undone. ERR_UNSUPPORTED without Landlock,
 * ERR_SYSTEM when the kernel refuses. Needs PR_SET_NO_NEW_PRIVS.
 */
int landlock_restrict(const char *const folders[], struct err *err) WARN_UNUSED;

#endif
