/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Carriers: how each kind of channel takes a delivery. An attempt asks its
 * carrier to write the message (once) and to send it; everything else, leases,
 * the schedule, what is stored, is the same for all kinds.
 */
#ifndef ALERTS_CARRIER_H
#define ALERTS_CARRIER_H

#include "alerts/channel.h"
#include "alerts/delivery.h"

struct db;
struct http;
struct loop;

/* What carriers share; kept by them. */
struct carrier_parts {
	struct loop *loop;
	struct db *db;
	struct http *http;
	char *instance;
	char *host; /* right side of Message-ID */
};

/* One attempt's load; kept until it was answered or forgotten. */
struct carriage {
	const struct carrier_parts *parts;
	const struct channel *channel;
	const struct delivery *delivery; /* attempts: this one included */
	int64_t now; /* when the attempt began */
	bool late;
};

#define CARRIER_EXCERPT_MAX (2 * KIB)

struct carrier_answer {
	int status; /* of HTTP, SMTP or the program; 0 none */
	int error; /* ERR_*; 0: an answer came, or it was taken */
	int64_t retry_after_ms; /* SCHEDULE_NONE */
	const char *why; /* "http 503"; "" when taken */
	struct span excerpt; /* the beginning of what was answered */
};

typedef void carrier_fn(const struct carrier_answer *answer, void *arg);

struct carrier {
	/*
	 * Writes the message that every attempt sends; called before the
	 * first. NULL: the event's body is the message. out has room for
	 * DELIVERY_MESSAGE_MAX.
	 */
	int (*write)(
	    const struct carriage *carriage, struct buf *out, struct err *err);
	/* Calls fn exactly once, never from inside. Gives the sending. */
	void *(*send)(
	    const struct carriage *carriage, carrier_fn *fn, void *arg);
	/* Ends a sending without fn. */
	void (*forget)(void *sending);
	/*
	 * The delivery was sent: writes what belongs to it, in the transaction
	 * that settles it, and once more when that fails. NULL: nothing.
	 */
	int (*settle)(const struct carriage *carriage, struct err *err);
};

const struct carrier *carrier_of(enum channel_kind kind);

#endif
