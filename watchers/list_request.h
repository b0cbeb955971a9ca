/* SPDX-License-Identifier: BSD-2-Clause */
/* The request for one page of a list, built from its definition. Pure. */
#ifndef WATCHERS_LIST_REQUEST_H
#define WATCHERS_LIST_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/net/http.h"
#include "watchers/definition.h"
#include "watchers/template.h"

struct list_request {
	struct http_request http; /* points into the rest */
	struct buf url;
	struct buf body;
	size_t header_count;
	struct http_header *headers;
	char **values; /* of the headers that are templates */
};

/*
 * Fills request (all of it, also on a fault: list_request_done is always right
 * after). url NULL: the definition's. contact (or NULL) is sent as From
 * (RFC 9110 10.1.2). Keeps definition's strings and contact.
 */
int list_request_init(struct list_request *request,
    const struct definition *definition, const char *url, const char *contact,
    const struct template_values *values, struct err *err) WARN_UNUSED;
void list_request_done(struct list_request *request);

/* Whether the request depends on the page, and on the nominal window. */
void list_request_depends(const struct definition *definition, const char *url,
    bool *ret_paged, bool *ret_dated);

#endif
