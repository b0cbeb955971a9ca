/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of carriers. alerts/attempt.c asks. */
#include "alerts/carrier.h"

#include "alerts/carrier_desktop.h"
#include "alerts/carrier_exec.h"
#include "alerts/carrier_mail.h"
#include "alerts/carrier_webhook.h"

const struct carrier *
carrier_of(enum channel_kind kind)
{
	switch (kind) {
	case CHANNEL_WEBHOOK:
		return &carrier_webhook;
	case CHANNEL_MAIL:
		return &carrier_mail;
	case CHANNEL_EXEC:
		return &carrier_exec;
	case CHANNEL_DESKTOP:
		return &carrier_desktop;
	}
	return NULL;
}
