/* SPDX-License-Identifier: BSD-2-Clause */
/* ZIP archives as a test wants them. */
#ifndef TESTS_LIB_PACK_H
#define TESTS_LIB_PACK_H

#include "lib/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct pack {
	struct buf bytes; /* the members so far; after pack_end all of it */
	struct buf directory;
	uint16_t count;
};

void pack_init(struct pack *pack);
void pack_done(struct pack *pack);
/* Adds a member, deflated or stored. */
void pack_add(
    struct pack *pack, const char *name, struct span bytes, bool deflated);
void pack_end(struct pack *pack);
/* All in one: members of text, deflated. After pack_init. */
struct pack_text {
	const char *name, *text;
};
void pack_texts(struct pack *pack, const struct pack_text *texts, size_t count);

#endif
