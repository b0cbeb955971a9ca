/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opens what a person clicked on with the desktop's own programs: GIO first,
 * which asks a portal where there is one, then xdg-open. No shell is involved.
 */
#ifndef CLIENTS_AGENT_OPEN_H
#define CLIENTS_AGENT_OPEN_H

/* An address that agent_notice_is_url takes. */
void agent_open_url(const char *url);
/*
 * A text, as a file that only the user may read, in
 * $XDG_RUNTIME_DIR/filingd-agent; name becomes the file's.
 */
void agent_open_text(const char *name, const char *text);
/* Removes the texts of the last run. */
void agent_open_clear(void);

#endif
