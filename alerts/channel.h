/* SPDX-License-Identifier: BSD-2-Clause */
/* A channel: a place to tell, as the config describes it. Plain record. */
#ifndef ALERTS_CHANNEL_H
#define ALERTS_CHANNEL_H

#include "lib/net/guard.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct plan_channel;
struct process_user;

enum channel_kind {
	CHANNEL_WEBHOOK,
	CHANNEL_MAIL,
	CHANNEL_EXEC,
	CHANNEL_DESKTOP
};

#define CHANNEL_SECRETS 2 /* the current one and, in overlap, the one before */

struct channel_secret {
	uint8_t *key;
	size_t len; /* 24..64 bytes, Standard Webhooks 1.0.0 */
	int64_t until; /* signs no more from then on; 0: as long as it stands */
};

/* Ed25519, for receivers that are to know the public half alone. */
struct channel_sign_key {
	uint8_t key[32];
};

struct channel {
	char *name;
	enum channel_kind kind;
	struct guard guard; /* allow: networks; owned */
	struct plan_channel *plan; /* owned; NULL: told at any time */
	/* webhook */
	char *url;
	size_t secret_count;
	struct channel_secret secrets[CHANNEL_SECRETS];
	struct channel_sign_key *sign_key; /* owned; NULL: none */
	char *certificate; /* of filingd itself, for TLS, PEM; NULL: none */
	char *certificate_key; /* PEM */
	char *cloudevents; /* "binary": headers of CloudEvents as well */
	bool allow_insecure; /* http: to a loopback or allowed address */
	int concurrency; /* requests at once, 1..32 */
	bool ordered; /* one after the other, by their numbers */
	/* mail */
	size_t recipient_count;
	char **recipients;
	char *smtp; /* "smtp://localhost:25" */
	char *user;
	char *password;
	char *from;
	bool starttls;
	char *unsubscribe; /* List-Unsubscribe: mailto: or https:; NULL */
	/* exec */
	size_t argument_count;
	char **arguments; /* the program's absolute path first; NULL last */
	struct process_user *run_as; /* owned; NULL: as filingd */
	int64_t deadline_ms;
	int memory; /* MiB of address space */
	/* desktop */
	char *group; /* whose members are shown it */
	char *body; /* "full", "minimal": the issuer alone, for lock screens */
	int64_t max_age; /* ms; what is older is shown to nobody */
};

#define CHANNEL_URL_MAX 2048

/* "webhook": as the config says it. */
const char *channel_kind_word(enum channel_kind kind);

/*
 * Whether the channel can work as it is written: an https url (http only when
 * allow_insecure) of a host, without user, password or fragment, and a secret;
 * or an smtp or smtps url of a host and mailboxes without control characters;
 * or the absolute path of a program; or a group.
 * ERR_INVALID with what is wrong; no message repeats a secret.
 */
int channel_check(const struct channel *channel, struct err *err) WARN_UNUSED;

/* A deep copy, for an attempt that outlives its config; channel_done it. */
void channel_copy(struct channel *to, const struct channel *from);
/* The sender of a mail channel: from, or filingd@localhost. Borrowed. */
const char *channel_from(const struct channel *channel);

/* Wipes secrets and frees members. */
void channel_done(struct channel *channel);

/*
 * Decodes "whsec_" + base64 (24..64 bytes) into secret. ERR_INVALID with a
 * message that does not repeat the secret.
 */
int channel_secret_parse(const char *text, struct channel_secret *secret,
    struct err *err) WARN_UNUSED;
/*
 * The same for "whsk_" + base64 of the private key: 32 bytes, or 64 when the
 * public half follows, which must be its own.
 */
int channel_sign_key_parse(const char *text, struct channel_sign_key *key,
    struct err *err) WARN_UNUSED;

#endif
