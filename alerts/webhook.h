/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The request of one webhook attempt, by Standard Webhooks 1.0.0: the body is
 * the event's stored bytes; what belongs to the attempt stands in headers.
 */
#ifndef ALERTS_WEBHOOK_H
#define ALERTS_WEBHOOK_H

#include "alerts/channel.h"
#include "lib/base/buf.h"

/*
 * "v1,<base64 of HMAC-SHA-256>" for each secret that signs at that time and
 * "v1a,<base64 of ed25519>" for a signing key, a space between.
 */
#define WEBHOOK_SIGNATURE_MAX (CHANNEL_SECRETS * 48 + 93 + 1)

/* Signs "<id>.<timestamp>.<body>"; timestamp in seconds. Returns buf. */
char *webhook_sign(const struct channel *channel, const char *id,
    int64_t timestamp, struct span body, char buf[WEBHOOK_SIGNATURE_MAX]);

struct webhook_attempt {
	const char *event_id;
	const char *type; /* "warning.detected" */
	const char *source; /* what the event is of */
	struct span body;
	const char *instance;
	int attempt; /* from 1 */
	int64_t sequence; /* gap-free in the channel */
	int64_t now;
	int64_t seen; /* when the filing was first seen */
	int64_t decided; /* when the event was made */
	bool late; /* seen after an outage, or long after it was decided */
};

#define WEBHOOK_HEADERS	   16
#define WEBHOOK_HEADER_MAX 512

struct webhook_header {
	const char *name; /* lower case */
	char value[WEBHOOK_HEADER_MAX];
};

/*
 * content-type, webhook-id, webhook-timestamp, webhook-signature and
 * filingd-attempt, -sequence, -channel, -instance, -first-seen, -decided and,
 * when it is so, filingd-late: true. Names hold printable ASCII; other bytes
 * and '%' are percent-encoded (RFC 3986 2.1). When the channel wants it, ce-id,
 * -source, -type, -time and -specversion as well (CloudEvents 1.0.2, binary
 * mode of its HTTP binding). Returns how many.
 */
size_t webhook_headers(const struct channel *channel,
    const struct webhook_attempt *attempt,
    struct webhook_header ret[WEBHOOK_HEADERS]);

#endif
