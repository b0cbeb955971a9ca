/* SPDX-License-Identifier: BSD-2-Clause */
/* What changed, as the rows of a mail's table: before, now, by how much. */
#ifndef ALERTS_MAIL_FIGURES_H
#define ALERTS_MAIL_FIGURES_H

#include "alerts/mail_format.h"
#include "ledger/verdict.h"

#define MAIL_ROWS 16

struct mail_figures {
	size_t count;
	struct mail_row rows[MAIL_ROWS];
};

/* The first changes of the verdict; mail_figures_done it. */
void mail_figures_fill(
    struct mail_figures *figures, const struct verdict *verdict);
void mail_figures_done(struct mail_figures *figures);

/*
 * The greatest distance of a change from nothing, in percent; zero when no
 * change has any.
 */
struct decimal mail_figures_size(const struct verdict *verdict);

#endif
