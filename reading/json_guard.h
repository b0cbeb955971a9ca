/* SPDX-License-Identifier: BSD-2-Clause */
/* What jansson must not be fed. */
#ifndef READING_JSON_GUARD_H
#define READING_JSON_GUARD_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

/*
 * ERR_TOOBIG with the reason when body is nested deeper than 64 or holds more
 * than a million values: the parser recurses into the one (2,048 levels) and
 * takes some 100 bytes for each of the other. Linear; body need not be JSON.
 */
int json_guard(struct span body, struct err *err) WARN_UNUSED;

#endif
