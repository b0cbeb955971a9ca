/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a filing is called wherever it is listed: the exchange's own id, which
 * is a source's key or the name of the document's file. Pure.
 */
#ifndef WATCHERS_IDENTITY_H
#define WATCHERS_IDENTITY_H

#include "watchers/item.h"

#include <stddef.h>
#include <stdint.h>

#define IDENTITY_MAX   72
#define IDENTITY_COUNT 2

/*
 * The names of an item, small letters and digits alone, distinct; their number.
 * A name counts only when it can hardly name something else of the same issuer:
 * "1225000001" and "000119312526012345" do; "exhibit991", or a code with a date
 * and nothing more, do not.
 */
size_t identity_of(
    const struct item *item, char ret[IDENTITY_COUNT][IDENTITY_MAX]);

#endif
