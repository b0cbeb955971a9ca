/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 (RFC 4287), JSON Feed, as
 * they are in the wild.
 */
#ifndef READING_ITEMS_FEED_H
#define READING_ITEMS_FEED_H

#include "reading/job.h"

/*
 * The entries of body by spec into answer, which is empty with total and more
 * unknown. Without templates of their own key, title, url and time are {id},
 * {title}, {link} and {published}. The hub and the feed's own address go into
 * answer too.
 */
void items_feed_read(
    const struct list_spec *spec, struct span body, struct list_answer *answer);

#endif
