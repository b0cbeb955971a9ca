/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Foreign words on a terminal: one line of them, wrapped to its columns, with
 * nothing that moves the cursor, changes colours or turns the direction.
 */
#ifndef CLIENTS_WRAP_H
#define CLIENTS_WRAP_H

#include "lib/base/buf.h"

#define WRAP_COLUMNS 80

/*
 * Appends s from column `column` on; further lines begin at column indent.
 * White space becomes one space, control characters '?'. Ends without a
 * newline. ERR_TOOBIG. The locale's characters must be UTF-8.
 */
int wrap_add(
    struct buf *out, const char *s, int column, int indent) WARN_UNUSED;

#endif
