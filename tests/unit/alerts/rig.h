/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An outbox on a held clock with a store of its own, and receivers on loopback
 * that answer as they are told and keep what came.
 */
#ifndef TESTS_UNIT_ALERTS_RIG_H
#define TESTS_UNIT_ALERTS_RIG_H

#include "alerts/outbox.h"
#include "lib/net/http.h"
#include "tests/lib/peer.h"
#include "tests/unit/alerts/sample.h"

#define S	    INT64_C(1000)
#define M	    (60 * S)
#define H	    (60 * M)

#define RIG_START   INT64_C(1737013570000)
#define RIG_MAX	    256
#define RIG_SECRET  "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define RIG_CHANNEL 3

struct rig_result {
	int64_t at;
	char channel[32];
	char recipient[64];
	char event_id[EVENT_ID_MAX];
	int attempt;
	bool sent;
	bool dead;
	int64_t retry_ms;
	char why[256];
};

struct rig_trouble {
	enum event_type type;
	char channel[32];
	char text[256];
};

/* A request or mail as it came, and when. */
struct rig_request {
	int64_t at;
	char *text;
};

struct rig_receiver {
	struct peer *peer;
	const struct rig *rig;
	int status; /* what is answered; 0: silence; mail: cut off */
	const char *headers; /* of the answer, each with CRLF; "" */
	size_t huge; /* bytes of answer body */
	int greeting; /* mail: the code to RCPT; 0: 250 */
	size_t count;
	struct rig_request requests[RIG_MAX];
	struct buf message; /* mail: what comes after DATA */
};

struct rig {
	struct clock *clock;
	struct loop *loop;
	struct db *db;
	struct http *http;
	struct outbox *outbox;
	int64_t seq; /* of the event stored last */
	size_t result_count;
	struct rig_result results[RIG_MAX];
	size_t trouble_count;
	struct rig_trouble troubles[RIG_MAX];
	int drained;
	struct channel channels[RIG_CHANNEL];
	size_t channel_count;
};

/* path NULL: a store in memory. The clock stands at RIG_START. */
struct rig *rig_new(const char *path);
void rig_free(struct rig *rig);
/* A full disk: no file of this process grows beyond what it has. */
void rig_limit_files(bool full);
/* The store at path, in dir, and both are gone. */
void rig_remove_store(const char *dir, const char *path);
/* As a crash: the store is closed, nothing else is told. */
void rig_open_outbox(struct rig *rig);

/* Adds a webhook to the receiver, or to a port; rig_use_channels applies. */
struct channel *rig_add_hook(struct rig *rig, const char *name, int port);
struct channel *rig_add_mail(struct rig *rig, const char *name, int port,
    const char *const recipients[], size_t count);
struct channel *rig_add_desktop(struct rig *rig, const char *name);
void rig_use_channels(struct rig *rig);

/* Stores an event "evt_<n>" of the sample; not yet committed. */
int64_t rig_store_event(struct rig *rig, int n);
/* One delivery of a stored event; what outbox_add returns. */
int rig_add(struct rig *rig, const char *channel, int64_t seq);
/* Stores an event, and adds one delivery of it. */
void rig_send(struct rig *rig, int n, const char *channel);

/* Runs for ms of the held clock. */
void rig_run(struct rig *rig, int64_t ms);
/* Results of one channel so far. */
size_t rig_count(const struct rig *rig, const char *channel);

struct rig_receiver *rig_receiver_new(struct rig *rig, enum peer_mode mode);
void rig_receiver_free(struct rig_receiver *receiver);
/* A header of the i-th request; "" when it has none. Static until the next. */
const char *rig_header(
    const struct rig_receiver *receiver, size_t i, const char *name);
/* The same as a number; filingd-attempt and filingd-sequence. */
int64_t rig_number(
    const struct rig_receiver *receiver, size_t i, const char *name);
int64_t rig_attempt(const struct rig_receiver *receiver, size_t i);
int64_t rig_sequence(const struct rig_receiver *receiver, size_t i);
const char *rig_body(const struct rig_receiver *receiver, size_t i);

#endif
