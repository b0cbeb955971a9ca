/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The jail for everything that parses outside bytes: no network, no new
 * process, no file but character maps for PDFs, little memory, no executable
 * memory, no core. Made of seccomp (kills), Landlock and rlimits; there is no
 * way out. Load what is needed before: the lexicon, the character set
 * converters.
 *
 *		opens		forks	descriptors	without Landlock
 * worker	nothing		no	kept		seccomp alone
 * zygote	maps		yes	kept		refused
 * pdf		maps		no	kept		refused
 * client	nothing		no	kept, files too	seccomp alone
 * client-pdf	maps		no	kept, files too	refused
 *
 * A worker and a PDF child can write to pipes and sockets only; a client
 * (filingctl read) also to the files that it had open.
 */
#ifndef READING_JAIL_H
#define READING_JAIL_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum jail_kind {
	JAIL_WORKER,
	JAIL_ZYGOTE,
	JAIL_PDF,
	JAIL_CLIENT,
	JAIL_CLIENT_PDF
};

/*
 * Takes the process into the jail, for good. ERR_UNSUPPORTED when the kernel
 * has no seccomp, or no Landlock where the kind needs it; ERR_SYSTEM when it
 * refuses. After a fault the process is half jailed and must end.
 *
 * A sanitizer cannot live in here: a build with one refuses, too, unless the
 * environment says FILINGD_READER_UNJAILED=1; then this does nothing and
 * returns 0. Other builds do not know the variable.
 */
int jail_enter(enum jail_kind kind, struct err *err) WARN_UNUSED;

/* True when jail_enter does nothing (see above). Never in a plain build. */
bool jail_is_off(void);

/*
 * Before the jail: the process is to die with its parent, and keeps no
 * descriptor above last_fd.
 */
int jail_prepare(int last_fd, struct err *err) WARN_UNUSED;

/* Before the jail: ends the process after ms of its own CPU time. */
void jail_limit_cpu(int64_t ms);

/*
 * Ends the process by SIGALRM after ms of real time, whatever clock the parent
 * goes by; 0 calls it off. Works inside too.
 */
void jail_alarm(int64_t ms);

#endif
