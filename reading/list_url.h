/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses in lists. */
#ifndef READING_LIST_URL_H
#define READING_LIST_URL_H

#include <stdbool.h>

/*
 * url by base (RFC 3986 5.2), as an absolute http or https address, what is no
 * character of an address percent-encoded; NULL when it is none. base may be
 * NULL. Gives.
 */
char *list_url_resolve(const char *base, const char *url);

/* True when all of url may stand in an address, beyond ASCII too. */
bool list_url_is_good(const char *url);

#endif
