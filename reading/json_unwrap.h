/* SPDX-License-Identifier: BSD-2-Clause */
/* Wrappings of JSON lists, taken off in the order of the spec. */
#ifndef READING_JSON_UNWRAP_H
#define READING_JSON_UNWRAP_H

#include "reading/job.h"

#include <jansson.h>

/*
 * The JSON in a body that may be a call of a script, "name({...});", when the
 * spec says so. One that is torn keeps what there is of its end, so that its
 * parser says so. Borrows from body.
 */
struct span json_unwrap_body(const struct list_spec *spec, struct span body);

/*
 * Takes the other wrappings off *root: the only member of a list takes its
 * place; what a text or columns become stands where they stood. ERR_INVALID
 * with the reason when one is not there.
 */
int json_unwrap_root(
    const struct list_spec *spec, json_t **root, struct err *err) WARN_UNUSED;

#endif
