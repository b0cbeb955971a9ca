/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the bytes of a ZIP archive. Out: its directory, and single members. The
 * directory at the end counts, as with all unpackers; local headers are only
 * stepped over. document_archive of read_document.c calls it, in the jail.
 */
#include "reading/archive.h"

#include "lib/base/mem.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

#define END_SIZE     22u /* of the end of the directory, without its comment */
#define END_COMMENT  65535u
#define ENTRY_SIZE   46u
#define LOCAL_SIZE   30u
#define STORED	     0
#define DEFLATED     8
#define ENCRYPTED    (1u << 0 | 1u << 6)
#define ARCHIVE_STEP (64 * KIB)

static uint16_t
archive_u16(struct span bytes, size_t at)
{
	const unsigned char *p = (const unsigned char *)bytes.p + at;

	return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t
archive_u32(struct span bytes, size_t at)
{
	return (uint32_t)archive_u16(bytes, at) |
	       (uint32_t)archive_u16(bytes, at + 2) << 16;
}

/* A record of size bytes with this signature stands at at. */
static bool
archive_is_at(struct span bytes, size_t at, const char *mark, size_t size)
{
	return at <= bytes.len && bytes.len - at >= size &&
	       memcmp(bytes.p + at, mark, 4) == 0;
}

/* Where the end of the directory stands; bytes.len: nowhere. */
static size_t
archive_find_end(struct span bytes)
{
	size_t last = bytes.len - END_SIZE;

	if (bytes.len < END_SIZE)
		return bytes.len;
	for (size_t back = 0; back <= END_COMMENT && back <= last; back++) {
		size_t at = last - back;
		if (archive_is_at(bytes, at, "PK\005\006", END_SIZE) &&
		    archive_u16(bytes, at + 20) <= back)
			return at;
	}
	return bytes.len;
}

/* The entry at *at, which moves behind it; false: there is none. */
static bool
archive_get_entry(struct span bytes, size_t *at, struct archive_member *ret)
{
	if (!archive_is_at(bytes, *at, "PK\001\002", ENTRY_SIZE))
		return false;
	size_t name = archive_u16(bytes, *at + 28);
	size_t rest =
	    (size_t)archive_u16(bytes, *at + 30) + archive_u16(bytes, *at + 32);
	if (bytes.len - *at - ENTRY_SIZE < name + rest)
		return false;
	*ret =
	    (struct archive_member){.name = {bytes.p + *at + ENTRY_SIZE, name},
		.flags = archive_u16(bytes, *at + 8),
		.method = archive_u16(bytes, *at + 10),
		.crc = archive_u32(bytes, *at + 16),
		.packed = archive_u32(bytes, *at + 20),
		.size = archive_u32(bytes, *at + 24),
		.offset = archive_u32(bytes, *at + 42)};
	*at += ENTRY_SIZE + name + rest;
	return true;
}

int
archive_open(struct span bytes, struct archive *ret, struct err *err)
{
	size_t end = archive_find_end(bytes);

	*ret = (struct archive){.bytes = bytes};
	if (end == bytes.len)
		return err_set(err, ERR_UNREADABLE,
		    "the archive has no directory: it is cut");
	size_t count = archive_u16(bytes, end + 10);
	size_t at = archive_u32(bytes, end + 16);
	if (count > ARCHIVE_MEMBERS)
		return err_set(err, ERR_UNREADABLE,
		    "an archive of %zu members, at most %d", count,
		    ARCHIVE_MEMBERS);
	struct span directory = {bytes.p, end};
	ret->members = mem_array(count + 1, sizeof(*ret->members));
	while (ret->count < count) {
		struct archive_member *member = &ret->members[ret->count];
		if (!archive_get_entry(directory, &at, member))
			return err_set(err, ERR_UNREADABLE,
			    "the archive's directory is damaged");
		ret->count++;
	}
	return 0;
}

void
archive_done(struct archive *archive)
{
	mem_free(archive->members);
	*archive = (struct archive){0};
}

bool
archive_is_file(const struct archive_member *member)
{
	struct span name = member->name;

	return name.len > 0 && name.p[name.len - 1] != '/' &&
	       memchr(name.p, '\0', name.len) == NULL;
}

/* Goes back to the last '*' only, so its time is bounded by both lengths. */
static bool
archive_glob(struct span name, const char *glob)
{
	const char *star = NULL;
	size_t i = 0, mark = 0;

	while (i < name.len) {
		if (*glob == '*') {
			star = ++glob;
			mark = i;
		} else if (*glob != '\0' &&
			   (*glob == '?' || *glob == name.p[i])) {
			glob++;
			i++;
		} else if (star != NULL) {
			glob = star;
			i = ++mark;
		} else {
			return false;
		}
	}
	while (*glob == '*')
		glob++;
	return *glob == '\0';
}

bool
archive_matches(const struct archive_member *member, const char *glob)
{
	struct span name = member->name;
	const char *slash = memrchr(name.p, '/', name.len);

	if (slash != NULL && strchr(glob, '/') == NULL) {
		name.len -= (size_t)(slash + 1 - name.p);
		name.p = slash + 1;
	}
	return archive_glob(name, glob);
}

/* The packed bytes, behind the local header. */
static int
archive_packed(const struct archive *archive,
    const struct archive_member *member, struct span *ret, struct err *err)
{
	struct span bytes = archive->bytes;
	size_t at = member->offset;

	if (!archive_is_at(bytes, at, "PK\003\004", LOCAL_SIZE))
		return err_set(err, ERR_UNREADABLE,
		    "a member of the archive is not there");
	at += LOCAL_SIZE + (size_t)archive_u16(bytes, at + 26) +
	      archive_u16(bytes, at + 28);
	if (at > bytes.len || bytes.len - at < member->packed)
		return err_set(
		    err, ERR_UNREADABLE, "a member of the archive is cut");
	*ret = (struct span){bytes.p + at, member->packed};
	return 0;
}

/* What a member may become, by how much of it there is. */
static size_t
archive_bound(size_t packed)
{
	if (packed <= ARCHIVE_SMALL / ARCHIVE_RATIO)
		return ARCHIVE_SMALL;
	return packed < ARCHIVE_LIMIT / ARCHIVE_RATIO ? packed * ARCHIVE_RATIO
						      : ARCHIVE_LIMIT;
}

/* One step of inflate(); its code. */
static int
archive_step(z_stream *stream, char *piece, size_t *ret_len)
{
	stream->next_out = (Bytef *)piece;
	stream->avail_out = ARCHIVE_STEP;
	int code = inflate(stream, Z_NO_FLUSH);

	*ret_len = ARCHIVE_STEP - stream->avail_out;
	return code;
}

static int
archive_inflate_all(
    z_stream *stream, size_t bound, struct buf *out, struct err *err)
{
	size_t before = out->len, n;
	char *piece = mem_array(1, ARCHIVE_STEP);
	int code = Z_OK, r = 0;

	while (code == Z_OK && r == 0) {
		code = archive_step(stream, piece, &n);
		if (out->len - before + n > bound)
			r = err_set(err, ERR_TOOBIG,
			    "a member of the archive expands beyond %zu bytes",
			    bound);
		else
			r = buf_add(out, piece, n);
	}
	mem_free(piece);
	if (r == 0 && code != Z_STREAM_END)
		r = err_set(
		    err, ERR_UNREADABLE, "a member of the archive is damaged");
	return r;
}

static int
archive_inflate(
    struct span packed, size_t bound, struct buf *out, struct err *err)
{
	z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed.p,
	    .avail_in = (uInt)packed.len};

	if (packed.len > UINT_MAX || inflateInit2(&stream, -MAX_WBITS) != Z_OK)
		return err_set(err, ERR_UNREADABLE, "zlib refuses to start");
	int r = archive_inflate_all(&stream, bound, out, err);
	(void)inflateEnd(&stream); /* only frees */
	return r;
}

static int
archive_check(
    const struct archive_member *member, struct span got, struct err *err)
{
	uLong crc = crc32(0, (const Bytef *)got.p, (uInt)got.len);

	if (got.len == member->size && crc == member->crc)
		return 0;
	return err_set(
	    err, ERR_UNREADABLE, "a member of the archive is damaged");
}

int
archive_read(const struct archive *archive, const struct archive_member *member,
    struct buf *out, struct err *err)
{
	size_t before = out->len, bound = archive_bound(member->packed);
	struct span packed = {"", 0};
	int r = archive_packed(archive, member, &packed, err);

	if (r < 0)
		return r;
	if ((member->flags & ENCRYPTED) != 0)
		return err_set(err, ERR_UNREADABLE,
		    "a member of the archive is encrypted");
	if (member->size > bound)
		return err_set(err, ERR_TOOBIG,
		    "a member of the archive has %lu bytes, at most %zu",
		    (unsigned long)member->size, bound);
	if (member->method == DEFLATED)
		r = archive_inflate(packed, bound, out, err);
	else if (member->method == STORED)
		r = buf_add(out, packed.p, packed.len);
	else
		r = err_set(err, ERR_UNREADABLE,
		    "a member of the archive is packed by method %u",
		    member->method);
	if (r < 0)
		return r;
	return archive_check(
	    member, (struct span){out->data + before, out->len - before}, err);
}
