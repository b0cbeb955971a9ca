/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The address guard (design 12): which socket addresses a request may reach.
 * It looks at the sockaddr after name lookup, just before connect, so that
 * neither spelling nor DNS rebinding passes it. Sources of the deny list:
 * IANA special-purpose address registries (RFC 6890).
 */
#ifndef LIB_NET_GUARD_H
#define LIB_NET_GUARD_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockaddr;

/* An allowed network, "10.2.0.0/16" or "fd00::/8" or one address. */
struct guard_net {
	uint8_t addr[16]; /* IPv4 as ::ffff:a.b.c.d */
	int bits; /* 0..128 */
};

struct guard {
	bool allow_loopback; /* SMTP hosts written in the config */
	size_t count;
	struct guard_net
	    *nets; /* owned by whoever filled it, as what follows */
	char *proxy; /* url that all requests go through; NULL: straight */
	char *proxy_login; /* "user:password" for it; NULL: none */
};

/* ERR_INVALID, also for an address with bits set beyond its prefix. */
int guard_net_parse(
    const char *s, struct guard_net *ret, struct err *err) WARN_UNUSED;

/* 0 when guard lets a connection to sa pass, else ERR_DENIED with a message
 * that names the address, its kind and the line to add. guard NULL: public
 * addresses only. Unix sockets are always denied. */
int guard_check(
    const struct guard *guard, const struct sockaddr *sa, struct err *err);

/* Kind of a denied address, "loopback", "private (RFC 1918)"; NULL: public. */
const char *guard_kind(const struct sockaddr *sa);

/* 127/8, ::1, and the first as IPv4-mapped. */
bool guard_is_loopback(const struct sockaddr *sa);

#endif
