/* SPDX-License-Identifier: BSD-2-Clause */
/* Amounts of a sentence to statements, by what its words have said so far. */
#ifndef READING_BIND_H
#define READING_BIND_H

#include "reading/clause.h"

/*
 * Binds the amount at i, or the list of amounts that begins there; returns
 * the place after them. Clears what held for one amount only.
 */
size_t bind_amounts(struct clause *clause, const struct marks *marks, size_t i);
/* The change at i says its size itself: doubled, or cut in half. */
void bind_doubled(struct clause *clause, const struct marks *marks, size_t i);

#endif
