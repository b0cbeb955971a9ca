/* SPDX-License-Identifier: BSD-2-Clause */
/* The text of a mail, plain lines that end in "\n". */
#ifndef ALERTS_MAIL_TEXT_H
#define ALERTS_MAIL_TEXT_H

#include "alerts/mail.h"

#define MAIL_TEXT_MAX (256 * KIB)

/* line is event_line's. text has room for MAIL_TEXT_MAX. */
void mail_put_text(const struct event *event,
    const struct mail_context *context, const char *line, struct buf *text);

#endif
