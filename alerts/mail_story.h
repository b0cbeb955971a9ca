/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a mail says of an event, and in which order (peers 5.2): the verdict in
 * one line, what it takes back, its caveat, figures, reasons, quotes, times,
 * links, why it came and what to do about it.
 */
#ifndef ALERTS_MAIL_STORY_H
#define ALERTS_MAIL_STORY_H

#include "alerts/mail.h"
#include "alerts/mail_format.h"

/* The whole mail of one event; line is event_line's. */
void mail_story_tell(const struct mail_format *format,
    const struct mail_entry *entry, const struct mail_context *context,
    const char *line, struct buf *out);

/* An event among others: line, what it takes back, figures, time and links. */
void mail_story_tell_entry(const struct mail_format *format,
    const struct mail_entry *entry, const char *line, struct buf *out);

/* By which rule, and how to get less of it. event NULL: of several. */
void mail_story_tell_rule(const struct mail_format *format,
    const struct mail_context *context, const struct event *event,
    struct buf *out);

/* Minutes from UTC that the event's times are told in. */
int mail_story_offset(const struct event *event);

#endif
