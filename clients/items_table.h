/* SPDX-License-Identifier: BSD-2-Clause */
/* What was read from a list, for people. */
#ifndef CLIENTS_ITEMS_TABLE_H
#define CLIENTS_ITEMS_TABLE_H

struct list_answer;
struct zone;

/*
 * A line of what the answer is, and a table of its first items, their times in
 * zone.
 */
void items_table_print(
    const struct list_answer *answer, const struct zone *zone);

#endif
