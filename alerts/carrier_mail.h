/* SPDX-License-Identifier: BSD-2-Clause */
/* Mail: the message of alerts/mail.h, by SMTP. */
#ifndef ALERTS_CARRIER_MAIL_H
#define ALERTS_CARRIER_MAIL_H

#include "alerts/carrier.h"

extern const struct carrier carrier_mail;

#endif
