/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A preloaded library that counts what filingd writes, syncs and sends, and
 * kills it at a chosen one. KILLPOINT_AT=N: SIGKILL just before the N-th call
 * (0: never); KILLPOINT_COUNT=FILE: the count so far, one byte per call, is
 * appended there. Only the process named filingd counts.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t killpoint_lock = PTHREAD_MUTEX_INITIALIZER;
static long killpoint_at;
static long killpoint_seen;
static int killpoint_fd = -1;
static int killpoint_on = -1;

static ssize_t (*killpoint_real_write)(int, const void *, size_t);

static void
killpoint_start(void)
{
	const char *at = getenv("KILLPOINT_AT");
	const char *file = getenv("KILLPOINT_COUNT");

	killpoint_real_write =
	    (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
	killpoint_on = strcmp(program_invocation_short_name, "filingd") == 0;
	if (!killpoint_on)
		return;
	for (; at != NULL && *at >= '0' && *at <= '9'; at++)
		killpoint_at = killpoint_at * 10 + (*at - '0');
	if (file != NULL)
		killpoint_fd =
		    open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void
killpoint_hit(void)
{
	pthread_mutex_lock(&killpoint_lock);
	if (killpoint_on < 0)
		killpoint_start();
	if (killpoint_on) {
		killpoint_seen++;
		if (killpoint_fd >= 0)
			(void)!killpoint_real_write(killpoint_fd, ".", 1);
		if (killpoint_seen == killpoint_at)
			kill(getpid(), SIGKILL);
	}
	pthread_mutex_unlock(&killpoint_lock);
}

/* One wrapper per call that leaves a trace outside of the process. */
#define KILLPOINT(ret, name, params, args)                                     \
	ret name params;                                                       \
	ret name params                                                        \
	{                                                                      \
		static ret(*real) params;                                      \
                                                                               \
		if (real == NULL)                                              \
			real = (ret(*) params)dlsym(RTLD_NEXT, #name);         \
		killpoint_hit();                                               \
		return real args;                                              \
	}

KILLPOINT(ssize_t, write, (int fd, const void *p, size_t n), (fd, p, n))
KILLPOINT(ssize_t, pwrite64, (int fd, const void *p, size_t n, off64_t at),
    (fd, p, n, at))
KILLPOINT(ssize_t, pwrite, (int fd, const void *p, size_t n, off_t at),
    (fd, p, n, at))
KILLPOINT(ssize_t, writev, (int fd, const struct iovec *v, int n), (fd, v, n))
KILLPOINT(int, fsync, (int fd), (fd))
KILLPOINT(int, fdatasync, (int fd), (fd))
KILLPOINT(int, ftruncate64, (int fd, off64_t n), (fd, n))
KILLPOINT(int, unlink, (const char *path), (path))
KILLPOINT(int, rename, (const char *from, const char *to), (from, to))
KILLPOINT(ssize_t, send, (int fd, const void *p, size_t n, int flags),
    (fd, p, n, flags))
KILLPOINT(ssize_t, sendmsg, (int fd, const struct msghdr *m, int flags),
    (fd, m, flags))
KILLPOINT(ssize_t, sendto,
    (int fd, const void *p, size_t n, int flags, const struct sockaddr *sa,
	socklen_t len),
    (fd, p, n, flags, sa, len))
