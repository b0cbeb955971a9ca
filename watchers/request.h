/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP requests as a definition wants them: a page of its list, a document. */
#ifndef WATCHERS_REQUEST_H
#define WATCHERS_REQUEST_H

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/net/http.h"
#include "watchers/definition.h"
#include "watchers/template.h"

#include <stdbool.h>
#include <stddef.h>

struct request {
	struct http_request http; /* points into the rest */
	struct buf url;
	struct buf body;
	size_t header_count, header_room;
	struct http_header *headers;
	char **values; /* of the headers */
};

/*
 * A page of the list. Fills request (all of it, also on a fault: request_done
 * is always right after). url NULL: the definition's. contact (or NULL) is sent
 * as From (RFC 9110 10.1.2), and is what {contact} gives. Keeps definition's
 * strings. Faults never hold what a placeholder stands for.
 */
int request_init_list(struct request *request,
    const struct definition *definition, const char *url, const char *contact,
    const struct template_values *values, struct err *err) WARN_UNUSED;
/* The request before the list, for its cookies; likewise. */
int request_init_prelude(struct request *request,
    const struct definition *definition, const char *contact,
    const struct template_values *values, struct err *err) WARN_UNUSED;
/* The document at url, likewise; url itself holds no placeholders. */
int request_init_document(struct request *request,
    const struct definition *definition, const char *url,
    const struct template_values *values, struct err *err) WARN_UNUSED;
void request_done(struct request *request);

/* One more header, after request_init; both strings are copied or static. */
void request_add_header(
    struct request *request, const char *name, const char *value);
/* Digest of what is asked: address and body, without the headers. */
void request_digest(const struct request *request, uint8_t ret[SHA256_LEN]);

/* What the list request depends on, all of it. url as above. */
struct template_use request_use(
    const struct definition *definition, const char *url);
/* Whether the list request depends on the page, and on the nominal window. */
void request_depends(const struct definition *definition, const char *url,
    bool *ret_paged, bool *ret_dated);

#endif
