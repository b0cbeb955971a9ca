/* SPDX-License-Identifier: BSD-2-Clause */
/* The envelope of a mail: headers and the two parts of its body. */
#ifndef ALERTS_MAIL_HEAD_H
#define ALERTS_MAIL_HEAD_H

#include "alerts/mail.h"

#define MAIL_HASH_SIZE 17

struct mail_head {
	const char *subject; /* cleaned; its words are encoded here */
	const char *id; /* left side of the Message-ID */
	const char *root; /* of the thread, with brackets; NULL: none */
	const char *event; /* what it tells of, for filters */
	const char *source; /* NULL: several, or none */
	bool has_verdict; /* then: */
	enum grade grade;
	int severity;
};

/* First 16 letters of a digest over s. */
void mail_head_hash(const char *s, char ret[MAIL_HASH_SIZE]);

/*
 * The phantom message that a thread hangs from: of the warning, or of the
 * source or channel that is in trouble. NULL: no thread. Gives.
 */
char *mail_head_root(const struct event *event, const char *host);

/* All headers; then mail_head_put_body. */
void mail_head_put(struct buf *out, const struct mail_head *head,
    const struct mail_context *context);

/* The parts, plain text first: RFC 2046 5.1.4. */
void mail_head_put_body(struct buf *out, const struct mail_head *head,
    struct span text, struct span html);

#endif
