/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A mail in plain text: lines that end in "\n", columns that are aligned for a
 * fixed width, wide characters counted as two.
 */
#ifndef ALERTS_MAIL_TEXT_H
#define ALERTS_MAIL_TEXT_H

#include "alerts/mail_format.h"

extern const struct mail_format mail_text;

#endif
