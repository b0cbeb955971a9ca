/* SPDX-License-Identifier: BSD-2-Clause */
/* The figures that a row of a list states itself. */
#ifndef READING_LIST_FACT_H
#define READING_LIST_FACT_H

#include "reading/list_value.h"

/*
 * Adds the facts of a row to its item, which has its issuers. A figure that the
 * row leaves empty, or whose metric or role becomes empty or "none", is no
 * fact. One bound alone is exact where the spec has one, else the other side
 * is open. Without a currency it is that of the first issuer's listing.
 * ERR_INVALID with the reason: a metric, role or basis that is no word of the
 * vocabulary, a bound that is no number, a period that is no day.
 */
int list_fact_read(const struct list_spec *spec, const struct list_row *row,
    struct item *item, struct err *err) WARN_UNUSED;

#endif
