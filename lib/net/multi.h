/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libcurl's multi_socket interface on the loop, inside lib/net only. libcurl's
 * own timers run on real time whatever the loop's clock does: they serve real
 * sockets. Its callbacks only take notes, they never call libcurl.
 */
#ifndef LIB_NET_MULTI_H
#define LIB_NET_MULTI_H

#include <curl/curl.h>

struct loop;
struct multi;

/*
 * Called when libcurl is done with a handle, with its CURLOPT_PRIVATE. It may
 * remove that handle or any other, and add new ones.
 */
typedef void multi_fn(void *owner, CURLcode code);

/* Keeps loop. Gives. */
struct multi *multi_new(struct loop *loop, multi_fn *fn);
/* Closes the kept connections. All handles must have been removed. */
void multi_free(struct multi *multi);

void multi_add(struct multi *multi, CURL *easy);
/* Nothing comes of the handle any more; what was half sent is cut off. */
void multi_remove(struct multi *multi, CURL *easy);

#endif
