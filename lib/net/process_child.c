/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a forked child of filingd. Out: the program, with nothing of filingd's
 * but what it is meant to have. lib/net/process.c calls it.
 */
#include "lib/net/process_child.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHILD_FAULT 3 /* the only descriptor beside 0, 1 and 2 */
#define CHILD_FILES 256
#define CHILD_FSIZE (64 * MIB)

/* Each returns 0 or sets errno. */
typedef int process_step_fn(const struct process_plan *plan);

/* First out of the way of 0 to 3, wherever they are. */
static int
process_set_files(const struct process_plan *plan)
{
	int input = fcntl(plan->input, F_DUPFD_CLOEXEC, CHILD_FAULT + 1);
	int output = fcntl(plan->output, F_DUPFD_CLOEXEC, CHILD_FAULT + 1);
	int fault = fcntl(plan->fault, F_DUPFD_CLOEXEC, CHILD_FAULT + 1);

	if (input < 0 || output < 0 || fault < 0 || dup2(input, 0) < 0 ||
	    dup2(output, 1) < 0 || dup2(output, 2) < 0 ||
	    dup3(fault, CHILD_FAULT, O_CLOEXEC) < 0)
		return -1;
	return close_range(CHILD_FAULT + 1, ~0U, 0);
}

/* Signals as a new program expects them, whatever ours are. */
static int
process_set_signals(const struct process_plan *plan)
{
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigset_t none;

	(void)plan;
	for (int i = 1; i < NSIG; i++)
		(void)sigaction(i, &action, NULL); /* some cannot be set */
	sigemptyset(&none);
	return sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Never above what we have ourselves: that only root may ask for. */
static int
process_limit(int resource, rlim_t most)
{
	struct rlimit limit;

	if (getrlimit((__rlimit_resource_t)resource, &limit) != 0)
		return -1;
	if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > most)
		limit.rlim_max = most;
	limit.rlim_cur = limit.rlim_max;
	return setrlimit((__rlimit_resource_t)resource, &limit);
}

/* CPU: a little more than the deadline, should we be gone by then. */
static int
process_set_limits(const struct process_plan *plan)
{
	const struct process_command *command = plan->command;
	rlim_t seconds = (rlim_t)(command->deadline_ms / 1000 + 2);

	if (command->memory > 0 &&
	    process_limit(RLIMIT_AS, (rlim_t)command->memory * MIB) != 0)
		return -1;
	if (process_limit(RLIMIT_CPU, seconds) != 0 ||
	    process_limit(RLIMIT_NOFILE, CHILD_FILES) != 0 ||
	    process_limit(RLIMIT_FSIZE, CHILD_FSIZE) != 0)
		return -1;
	return process_limit(RLIMIT_CORE, 0);
}

/* For good: real, effective and saved ids, read back. */
static int
process_set_user(const struct process_plan *plan)
{
	const struct process_user *user = plan->command->user;
	uid_t real, effective, saved;

	if (user == NULL)
		return 0;
	if (setgroups(user->group_count, user->groups) != 0 ||
	    setresgid(user->gid, user->gid, user->gid) != 0 ||
	    setresuid(user->uid, user->uid, user->uid) != 0 ||
	    getresuid(&real, &effective, &saved) != 0)
		return -1;
	if (real == user->uid && effective == user->uid && saved == user->uid)
		return 0;
	errno = EPERM;
	return -1;
}

/* It dies with filingd; after the user, whose change undoes that. */
static int
process_set_fate(const struct process_plan *plan)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
		return -1;
	if (getppid() == plan->parent)
		return 0;
	errno = ESRCH;
	return -1;
}

static int
process_set_place(const struct process_plan *plan)
{
	(void)plan;
	(void)umask(S_IRWXG | S_IRWXO);
	return chdir("/");
}

static int
process_become(const struct process_plan *plan)
{
	const struct process_command *command = plan->command;

	return execve(
	    command->arguments[0], command->arguments, command->environment);
}

static const struct {
	const char *name;
	process_step_fn *fn;
} process_steps[] = {
    {"descriptors", process_set_files},
    {"signals", process_set_signals},
    {"limits", process_set_limits},
    {"user", process_set_user},
    {"privileges", process_set_fate},
    {"folder", process_set_place},
    {"program", process_become},
};

#define PROCESS_STEPS ((int)(sizeof(process_steps) / sizeof(process_steps[0])))

const char *
process_step(int step)
{
	return step >= 0 && step < PROCESS_STEPS ? process_steps[step].name
						 : "?";
}

void
process_child(const struct process_plan *plan)
{
	struct process_fault fault = {0, 0};

	(void)setsid(); /* a new child leads no group: it cannot fail */
	while (fault.step < PROCESS_STEPS &&
	       process_steps[fault.step].fn(plan) == 0)
		fault.step++;
	fault.error = errno;
	int fd = fault.step == 0 ? plan->fault : CHILD_FAULT;
	ssize_t n = write(fd, &fault, sizeof(fault));
	_exit(n < 0 ? 126 : 127);
}
