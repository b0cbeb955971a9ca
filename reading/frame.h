/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames on the socket between filingd and its reader, and on the pipe between
 * a zygote and its child: magic u32, kind u32, job u64, length u32, payload,
 * little endian. Neither side believes the other: a length above the limit, a
 * wrong magic or an unknown kind is ERR_PROTOCOL.
 */
#ifndef READING_FRAME_H
#define READING_FRAME_H

#include "reading/job.h"

/* What a frame carries, in the order of the fields of its payload. */
enum frame_kind {
	FRAME_HELLO = 1, /* reader: str why it reads no PDFs, or NULL */
	FRAME_LIST, /* filingd: i64 alarm ms, list_spec, bytes */
	FRAME_DOCUMENT, /* filingd: i64 alarm ms, document_hint, bytes */
	FRAME_LIST_ANSWER, /* reader: list_answer */
	FRAME_READING, /* reader: reading */
	FRAME_FAILED /* reader: i64 ERR_* code, str why */
};

#define FRAME_HEADER	   20
/* Payloads: room for the spec or the hint beside the bytes. */
#define FRAME_JOB_LIMIT	   (JOB_BODY_LIMIT + MIB)
#define FRAME_ANSWER_LIMIT JOB_ANSWER_LIMIT
/* The descriptor where a reader finds its socket. */
#define FRAME_FD	   3

/*
 * Initialises buf for a frame with at most limit bytes of payload and puts its
 * header; then put the payload and call frame_end.
 */
void frame_begin(
    struct buf *buf, enum frame_kind kind, uint64_t job, size_t limit);
/* Completes the header. ERR_TOOBIG when the payload outgrew its limit. */
int frame_end(struct buf *buf) WARN_UNUSED;
/* A whole FRAME_FAILED. */
void frame_failed(struct buf *buf, uint64_t job, const struct err *err);
/* Writes all of bytes to a blocking descriptor. ERR_IO. */
int frame_write(int fd, struct span bytes) WARN_UNUSED;

/* A frame that is coming in. */
struct frame_in {
	struct buf bytes; /* header and payload so far */
	size_t limit; /* of payloads */
	size_t length; /* of this payload, once the header is there */
	enum frame_kind kind;
	uint64_t job;
};

void frame_in_init(struct frame_in *in, size_t limit);
void frame_in_done(struct frame_in *in);
/* Forgets the frame that was read; the next may come. */
void frame_in_clear(struct frame_in *in);
/*
 * One read(2). 0: the frame is whole; ERR_BUSY: more must come; ERR_NOTFOUND:
 * the other side closed between two frames; ERR_PROTOCOL: it closed inside
 * one, or this is no frame; ERR_IO. Never reads past the frame.
 */
int frame_in_read(struct frame_in *in, int fd) WARN_UNUSED;
/* The same, as often as a blocking descriptor needs: never ERR_BUSY. */
int frame_in_read_all(struct frame_in *in, int fd) WARN_UNUSED;
/* The payload of a whole frame. Borrowed. */
struct span frame_in_payload(const struct frame_in *in);

#endif
