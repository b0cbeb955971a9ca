/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages of an aggregator: some header lines, then three lines an entry: title,
 * "SOURCE<middle dot> TIME" or just the time, excerpt.
 */
#ifndef READING_ITEMS_PAGE_H
#define READING_ITEMS_PAGE_H

#include "reading/job.h"

/*
 * The entries of body by spec into answer, which is empty with total and more
 * unknown. Templates may name {title}, {source}, {time} and {excerpt}; without
 * a template title and publisher are the first two. The excerpt is the
 * document (item.text). Without a template the key is a hash of listing, time
 * and title, so it stays when the excerpt changes. A line that does not fit
 * makes the whole page drift: what it says could be of another entry.
 */
void items_page_read(
    const struct list_spec *spec, struct span body, struct list_answer *answer);

#endif
