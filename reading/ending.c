/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a status of waitpid. Out: a code and words. reading/reader.c asks about
 * readers, reading/zygote.c about the children of a zygote.
 */
#define _GNU_SOURCE 1
#include "reading/ending.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

int
ending_explain(int status, const struct err *known, struct err *err)
{
	int signum = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	if (signum == SIGALRM || signum == SIGXCPU)
		return err_set(err, ERR_TIMEOUT, "took too long");
	if (known->code != 0 && (signum == 0 || signum == SIGKILL))
		return err_set(err, known->code, "%s", known->text);
	if (signum == 0)
		return err_set(err, ERR_CRASHED, "ended with status %d",
		    WEXITSTATUS(status));
	if (signum == SIGSYS)
		return err_set(err, ERR_CRASHED, "killed by its jail (SIGSYS)");
	const char *name = sigabbrev_np(signum);
	return err_set(err, ERR_CRASHED, "killed by signal %d (SIG%s)", signum,
	    name != NULL ? name : "?");
}
