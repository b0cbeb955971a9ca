/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Members of a ZIP archive (PKWARE APPNOTE 6.3), of bytes that nobody vouches
 * for: each member is taken out by itself and within bounds, so an archive that
 * would fill a disk costs no more than one that would not.
 */
#ifndef READING_ARCHIVE_H
#define READING_ARCHIVE_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define ARCHIVE_MEMBERS 4096 /* of one archive */
/* Bytes of a member, and how many times those that are packed. */
#define ARCHIVE_LIMIT	(32 * MIB)
#define ARCHIVE_RATIO	250
/* Less than this may be packed more tightly. */
#define ARCHIVE_SMALL	MIB

struct archive_member {
	struct span name; /* as the archive spells it */
	uint16_t flags, method;
	uint32_t packed, size, crc;
	uint32_t offset; /* of its local header */
};

struct archive {
	struct span bytes; /* borrowed */
	size_t count;
	struct archive_member *members; /* in the order of its directory */
};

/*
 * Reads the directory; archive_done is right after either. ERR_UNREADABLE with
 * the reason: damaged, too many members, ZIP64. Borrows bytes until then.
 */
int archive_open(
    struct span bytes, struct archive *ret, struct err *err) WARN_UNUSED;
void archive_done(struct archive *archive);

/* The name says a file, not a folder, and has no NUL in it. */
bool archive_is_file(const struct archive_member *member);

/*
 * Glob of one member: '*' any bytes, '?' one. Without a '/' it is about the
 * last part of the name.
 */
bool archive_matches(const struct archive_member *member, const char *glob);

/*
 * Appends the member's bytes to out, whose cap is ARCHIVE_LIMIT at least.
 * ERR_UNREADABLE: damaged, encrypted, packed by another method than deflate;
 * ERR_TOOBIG: beyond the bounds, whatever its directory says.
 */
int archive_read(const struct archive *archive,
    const struct archive_member *member, struct buf *out,
    struct err *err) WARN_UNUSED;

#endif
