/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Requests through a proxy: it looks up the names, so that the guard sees its
 * address alone. What can be told of the target without a name service is
 * held against the guard still.
 */
#ifndef LIB_NET_PROXY_H
#define LIB_NET_PROXY_H

#include "lib/base/err.h"

struct guard;

/* 0 for http://, https:// and socks5h:// with a host, else ERR_INVALID. */
int proxy_parse(const char *url, struct err *err) WARN_UNUSED;

/* Leads a libcurl handle through the proxy of guard, or past all others. */
void proxy_set(void *easy, const struct guard *guard);

/*
 * ERR_DENIED when the host of url is an address (in any spelling), or a name
 * of this machine (RFC 6761 6.3), that guard does not let pass.
 */
int proxy_check_target(
    const struct guard *guard, const char *url, struct err *err) WARN_UNUSED;

#endif
