/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program that is given some bytes and judged by how it ends. No shell: the
 * arguments are what they are. It starts with a clean slate: the environment
 * that it is given, / as folder, a session of its own, no descriptor but the
 * three, default signals, no new privileges, and limits. What it leaves
 * running in its session's first group ends with it.
 */
#ifndef LIB_NET_PROCESS_H
#define LIB_NET_PROCESS_H

#include "lib/base/buf.h"
#include "lib/net/loop.h"

#include <sys/types.h>

#define PROCESS_GROUPS	   64
#define PROCESS_OUTPUT_MAX (2 * KIB) /* kept; the rest is thrown away */

/* Whom it runs as. */
struct process_user {
	uid_t uid;
	gid_t gid;
	size_t group_count;
	gid_t groups[PROCESS_GROUPS];
};

struct process_command {
	char *const *arguments; /* the absolute path first, NULL last */
	char *const *environment; /* all of it, NULL last */
	struct span input; /* standard input; copied */
	const struct process_user *user; /* NULL: as we are */
	/* Real time. Then SIGTERM to its group, a second later SIGKILL. */
	int64_t deadline_ms;
	int memory; /* MiB of address space; 0: no limit */
};

struct process_end {
	/*
	 * 0: it ended by itself; ERR_TIMEOUT, ERR_CRASHED (a signal),
	 * ERR_SYSTEM (it could not be started).
	 */
	int error;
	int exit; /* its exit status when error is 0 */
	/* "exit 3: its first line", "killed by signal 9", "took longer than
	   20 s"; "" for exit 0 */
	const char *why;
	struct span output; /* the beginning of what it wrote to 1 and 2 */
};

struct process;

typedef void process_fn(const struct process_end *end, void *arg);

/*
 * Looks up a user and the groups it is in. ERR_NOTFOUND: there is none;
 * ERR_DENIED: we are not root and cannot become another.
 */
int process_find_user(
    const char *name, struct process_user *ret, struct err *err) WARN_UNUSED;

/*
 * Starts it. Keeps loop, copies the command. fn comes exactly once, never from
 * inside, and ends the handle; a program that cannot be started tells it
 * there. Gives.
 */
struct process *process_start(struct loop *loop,
    const struct process_command *command, process_fn *fn, void *arg);
/* Kills it and its group, without fn. NULL does nothing. */
void process_forget(struct process *process);

#endif
