/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Families of phrases on one line of the lexicon: "<prior|earlier> <guidance|
 * outlook>" stands for all four; "<|its >guidance" for two.
 */
#ifndef READING_VARIANT_H
#define READING_VARIANT_H

#include "lib/base/err.h"

#include <stddef.h>

#define VARIANT_GROUPS 6 /* choices in one phrase */
#define VARIANT_MAX    1000 /* phrases that one line may stand for */

/* Takes one phrase of a family; a negative return ends the walk. */
typedef int variant_fn(const char *phrase, size_t len, void *arg);

/*
 * Calls fn for every phrase that text stands for; the text itself when it has
 * no choices. ERR_INVALID: brackets that do not pair, or a family too large
 * or too long; else what fn returned.
 */
int variant_each(const char *text, variant_fn *fn, void *arg) WARN_UNUSED;

#endif
