/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A mail in HTML: no script, nothing remote, every style inline, so that it
 * reads the same in a program that drops <style>. Colours of text and
 * background are the program's own, light or dark; tables have headers and
 * fit narrow windows.
 */
#ifndef ALERTS_MAIL_HTML_H
#define ALERTS_MAIL_HTML_H

#include "alerts/mail_format.h"

extern const struct mail_format mail_html;

#endif
