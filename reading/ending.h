/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a reader process ended, in words.
 */
#ifndef READING_ENDING_H
#define READING_ENDING_H

#include "lib/base/err.h"

/*
 * Explains a status of waitpid(2) and returns err's code: ERR_TIMEOUT for its
 * own alarm or CPU limit, else ERR_CRASHED with the signal or exit status.
 * known (code 0: nothing) is what the caller holds against the process: it
 * wins over an exit and over SIGKILL, which then was the caller's.
 */
int ending_explain(int status, const struct err *known, struct err *err);

#endif
