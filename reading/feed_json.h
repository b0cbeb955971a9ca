/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON Feed 1.0 and 1.1 (jsonfeed.org). */
#ifndef READING_FEED_JSON_H
#define READING_FEED_JSON_H

#include "reading/list_reader.h"

/*
 * Adds the items of a feed in UTF-8 to the reader's answer, with its hub. What
 * is no such feed fails the answer.
 */
void feed_json_read(struct list_reader *reader, struct span text);

#endif
