/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a program, its input and its limits. Out: how it ended and what it said.
 * alerts/carrier_exec.c calls it. The input is a sealed memory file, so that
 * nothing waits for a program that does not read; the end is learned from a
 * pidfd, so that no handler of SIGCHLD is needed.
 *
 *   RUNNING --deadline--> OVERDUE --a second--> KILLED
 *      \_____________________\____________________\___> (ended: fn)
 */
#include "lib/net/process.h"

#include "lib/base/line.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/net/process_child.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <inttypes.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESS_GRACE_MS 1000
#define PROCESS_PIECE	 (16 * KIB)
#define PROCESS_LINE	 200 /* bytes of its first line in a reason */

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

struct process {
	struct loop *loop;
	process_fn *fn;
	void *arg;
	pid_t pid;
	int pidfd;
	int out; /* what it says */
	int fault; /* why it could not start, struct process_fault */
	struct loop_io *out_io;
	struct loop_io *end_io;
	struct loop_timer *timer;
	int64_t deadline_ms;
	bool overdue;
	bool killed;
	struct buf output;
	struct err err; /* of a start that failed */
};

int
process_find_user(const char *name, struct process_user *ret, struct err *err)
{
	int count = PROCESS_GROUPS;
	const struct passwd *entry = getpwnam(name);

	if (entry == NULL)
		return err_set(err, ERR_NOTFOUND, "no user '%s' here", name);
	if (getgrouplist(name, entry->pw_gid, ret->groups, &count) < 0)
		return err_set(err, ERR_TOOBIG,
		    "user '%s' is in more than %d groups", name,
		    PROCESS_GROUPS);
	ret->uid = entry->pw_uid;
	ret->gid = entry->pw_gid;
	ret->group_count = (size_t)count;
	if (geteuid() == 0)
		return 0;
	uid_t own = geteuid();
	entry = getpwuid(own);
	return err_set(err, ERR_DENIED,
	    "filingd runs as '%s' and cannot become '%s': leave run-as out, "
	    "or run filingd as root",
	    entry != NULL ? entry->pw_name : "?", name);
}

/* What cannot be closed is closed with the process. */
static void
process_close(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* A file of input that nobody can change; -1 with errno. */
static int
process_input(struct span input)
{
	const char *name = "filingd-event";
	unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
	int fd = memfd_create(name, flags | MFD_NOEXEC_SEAL);
	size_t at = 0;

	if (fd < 0 && errno == EINVAL) /* before Linux 6.3 */
		fd = memfd_create(name, flags);
	while (fd >= 0 && at < input.len) {
		ssize_t n = write(fd, input.p + at, input.len - at);
		if (n <= 0)
			break;
		at += (size_t)n;
	}
	if (fd >= 0 && at == input.len && lseek(fd, 0, SEEK_SET) == 0 &&
	    fcntl(fd, F_ADD_SEALS,
		F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
		return fd;
	int error = errno;
	process_close(fd);
	errno = error;
	return -1;
}

/* A pipe, our end of which does not block; 0 or errno. */
static int
process_pipe(int fds[2])
{
	if (pipe2(fds, O_CLOEXEC) != 0)
		return errno;
	return fcntl(fds[0], F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
}

/* Forks; no handler of ours runs in the child. 0 or errno. */
static int
process_fork(struct process *process, const struct process_plan *plan)
{
	sigset_t all, before;

	sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	process->pid = fork();
	int error = process->pid < 0 ? errno : 0;
	if (process->pid == 0)
		process_child(plan);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

/* Opens all, forks, closes the child's ends. 0 or errno. */
static int
process_spawn(struct process *process, const struct process_command *command)
{
	int out[2] = {-1, -1}, fault[2] = {-1, -1};
	struct process_plan plan = {.command = command, .parent = getpid()};
	int error = process_pipe(out);

	if (error == 0)
		error = process_pipe(fault);
	plan.input = error == 0 ? process_input(command->input) : -1;
	if (error == 0 && plan.input < 0)
		error = errno;
	plan.output = out[1];
	plan.fault = fault[1];
	if (error == 0)
		error = process_fork(process, &plan);
	process_close(plan.input);
	process_close(out[1]);
	process_close(fault[1]);
	process->out = out[0];
	process->fault = fault[0];
	if (error != 0)
		return error;
	process->pidfd = pidfd_open(process->pid, 0);
	return process->pidfd >= 0 ? 0 : errno;
}

static void
process_signal(const struct process *process, int signum)
{
	/* Before its setsid it has no group. */
	if (kill(-process->pid, signum) != 0)
		(void)kill(process->pid, signum);
}

/* Kills and reaps; blocks no longer than the kernel needs. */
static int
process_reap(struct process *process)
{
	int status = 0;

	if (process->pid <= 0)
		return 0;
	process_signal(process, SIGKILL);
	while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
		;
	process->pid = 0;
	return status;
}

static void
process_free(struct process *process)
{
	loop_io_free(process->out_io);
	loop_io_free(process->end_io);
	loop_cancel(process->timer);
	(void)process_reap(process); /* dead already, but for process_forget */
	process_close(process->pidfd);
	process_close(process->out);
	process_close(process->fault);
	buf_done(&process->output);
	loop_busy(process->loop, -1);
	mem_free(process);
}

/* One piece of what it says; false: no more for now, or ever. */
static bool
process_hear(struct process *process)
{
	char piece[PROCESS_PIECE];
	ssize_t n = read(process->out, piece, sizeof(piece));

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		loop_io_set(process->out_io, 0);
	if (n <= 0)
		return false;
	size_t room = PROCESS_OUTPUT_MAX - process->output.len;
	size_t keep = (size_t)n < room ? (size_t)n : room;
	int r = buf_add(&process->output, piece, keep);
	return r == 0 && keep == (size_t)n;
}

static void
process_on_output(int fd, int what, void *arg)
{
	(void)fd, (void)what;
	(void)process_hear(arg); /* more: the loop comes again */
}

/* "exit 3: its first line" */
static void
process_explain_exit(
    const struct process *process, int status, char *why, size_t size)
{
	const struct buf *output = &process->output;
	const char *text = output->len > 0 ? output->data : "";
	size_t len = strcspn(text, "\r\n");

	if (len > PROCESS_LINE)
		len = PROCESS_LINE;
	int n = snprintf(why, size, "exit %d%s%.*s", status,
	    len > 0 ? ": " : "", (int)len, text);
	line_tidy(why, size, n);
	utf8_mend(why);
}

/* The child's reason, when it never became the program. */
static bool
process_read_fault(const struct process *process, struct process_fault *ret)
{
	return read(process->fault, ret, sizeof(*ret)) == (ssize_t)sizeof(*ret);
}

static void
process_tell(struct process *process, int error, int status, const char *why)
{
	struct process_end end = {
	    .error = error,
	    .exit = status,
	    .why = why,
	    .output = {process->output.data, process->output.len},
	};

	process->fn(&end, process->arg);
	process_free(process);
}

static void
process_on_exit(int fd, int what, void *arg)
{
	struct process *process = arg;
	struct process_fault fault;
	char why[PROCESS_LINE + 64] = "";

	(void)fd, (void)what;
	while (process_hear(process))
		; /* its last words; ends when enough was kept */
	int status = process_reap(process);
	if (process_read_fault(process, &fault)) {
		(void)snprintf(why, sizeof(why), "not started: %s: %s",
		    process_step(fault.step), strerror(fault.error));
		process_tell(process, ERR_SYSTEM, 0, why);
	} else if (process->overdue) {
		(void)snprintf(why, sizeof(why),
		    "took longer than %" PRId64 " s",
		    (process->deadline_ms + 999) / 1000);
		process_tell(process, ERR_TIMEOUT, 0, why);
	} else if (WIFSIGNALED(status)) {
		(void)snprintf(
		    why, sizeof(why), "killed by signal %d", WTERMSIG(status));
		process_tell(process, ERR_CRASHED, 0, why);
	} else {
		if (WEXITSTATUS(status) != 0)
			process_explain_exit(
			    process, WEXITSTATUS(status), why, sizeof(why));
		process_tell(process, 0, WEXITSTATUS(status), why);
	}
}

static void
process_on_deadline(void *arg)
{
	struct process *process = arg;
	int64_t grace =
	    clock_work_ms(loop_clock(process->loop), PROCESS_GRACE_MS);

	process->timer = NULL;
	process_signal(process, process->overdue ? SIGKILL : SIGTERM);
	if (process->overdue)
		return;
	process->overdue = true;
	process->timer =
	    loop_after(process->loop, grace, process_on_deadline, process);
}

static void
process_on_failed(void *arg)
{
	struct process *process = arg;

	process_tell(process, ERR_SYSTEM, 0, process->err.text);
}

struct process *
process_start(struct loop *loop, const struct process_command *command,
    process_fn *fn, void *arg)
{
	struct process *process = mem_new(sizeof(*process));

	*process = (struct process){
	    .loop = loop,
	    .fn = fn,
	    .arg = arg,
	    .pidfd = -1,
	    .deadline_ms = command->deadline_ms,
	};
	buf_init(&process->output, PROCESS_OUTPUT_MAX);
	loop_busy(loop, 1);
	/* Ignored, as it may be inherited, it would cost us the exit code. */
	(void)signal(SIGCHLD, SIG_DFL);
	int error = process_spawn(process, command);
	if (error != 0) {
		err_drop(err_set_errno(&process->err, ERR_SYSTEM, error,
		    "not started")); /* told by fn */
		loop_defer(loop, process_on_failed, process);
		return process;
	}
	process->out_io = loop_io_new(
	    loop, process->out, LOOP_READ, process_on_output, process);
	process->end_io = loop_io_new(
	    loop, process->pidfd, LOOP_READ, process_on_exit, process);
	process->timer = loop_after(loop,
	    clock_work_ms(loop_clock(loop), command->deadline_ms),
	    process_on_deadline, process);
	return process;
}

void
process_forget(struct process *process)
{
	if (process == NULL)
		return;
	loop_undefer(process->loop, process);
	process_free(process);
}
