/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A blocking HTTP client on a Unix socket, for filingctl alone: one request,
 * the answer handed over as it arrives.
 */
#ifndef LIB_NET_LOCAL_H
#define LIB_NET_LOCAL_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

/* Called with each piece of the body; return false to end the transfer. */
typedef bool local_fn(struct span piece, void *arg);

struct local {
	const char *socket; /* path */
	const char *method; /* "GET" */
	const char *path; /* "/v1/status" */
	int timeout_ms; /* 0: none (streams) */
	local_fn *fn;
	void *arg;
};

/*
 * 0 and the status once the answer has ended or fn ended it; ERR_CONNECT when
 * nobody answers there, ERR_IO when the answer broke off.
 */
int local_request(
    const struct local *local, int *ret_status, struct err *err) WARN_UNUSED;

/* The same with the whole body, at most its buffer's cap. */
int local_get(const char *socket, const char *method, const char *path,
    struct buf *body, int *ret_status, struct err *err) WARN_UNUSED;

#endif
