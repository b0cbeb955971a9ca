/* SPDX-License-Identifier: BSD-2-Clause */
/* Secrets of webhooks, made and shown without a daemon. */
#ifndef CLIENTS_CHANNELS_SECRET_H
#define CLIENTS_CHANNELS_SECRET_H

#include "clients/verb.h"

/* `channels secret new [C] [--ed25519]` and `channels secret public [FILE]` */
verb_fn channels_secret;

#endif
