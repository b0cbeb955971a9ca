/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of a request that are encoded whole, literals and placeholders
 * alike: queries, forms and JSON bodies. Pure.
 */
#ifndef WATCHERS_TEMPLATE_FORM_H
#define WATCHERS_TEMPLATE_FORM_H

#include "watchers/template.h"

enum template_form {
	TEMPLATE_FORM, /* application/x-www-form-urlencoded (WHATWG URL 5.2) */
	TEMPLATE_QUERY /* of a url: blanks are %20 */
};

/*
 * Appends name=value pairs with "&" between them; values are expanded first.
 * ERR_TOOBIG, and the faults of template_expand.
 */
int template_form_pairs(const struct name_value *fields, size_t count,
    const struct template_values *values, enum template_form form,
    struct buf *out, struct err *err) WARN_UNUSED;

/*
 * Appends a JSON body. Texts are expanded and then written as JSON strings
 * (RFC 8259 7), whatever they hold. Likewise.
 */
int template_form_json(const struct body_node *node,
    const struct template_values *values, struct buf *out,
    struct err *err) WARN_UNUSED;

#endif
