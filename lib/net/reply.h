/* SPDX-License-Identifier: BSD-2-Clause */
/* The lines that an SMTP server answers with (RFC 5321 4.2.1). */
#ifndef LIB_NET_REPLY_H
#define LIB_NET_REPLY_H

#include "lib/base/err.h"

#include <stddef.h>

#define REPLY_TEXT_MAX 256

/*
 * Reads one line of n bytes, its end included or not: "250-text" or "250 text"
 * or "250". 1: the last line of a reply, 0: more follow, ERR_PROTOCOL: no such
 * line (nothing is written). The text is cut to fit and is ascii: other
 * bytes are '?'.
 */
int reply_read(const char *p, size_t n, int *ret_code,
    char ret_text[REPLY_TEXT_MAX]) WARN_UNUSED;

#endif
