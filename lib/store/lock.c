/* SPDX-License-Identifier: BSD-2-Clause */
/* In: a path. Out: a lock, or who has it. lib/store/db.c calls it. */
#include "lib/store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#define LOCK_PID_MAX 16

/* The pid that the holder wrote, digits only; "" when there is none. */
static void
lock_read_pid(int fd, char pid[LOCK_PID_MAX])
{
	ssize_t n = pread(fd, pid, LOCK_PID_MAX - 1, 0);
	ssize_t len = 0;

	while (len < n && pid[len] >= '0' && pid[len] <= '9')
		len++;
	pid[len] = '\0';
}

static int
lock_complain(int fd, const char *path, int errnum, struct err *err)
{
	char pid[LOCK_PID_MAX];

	if (errnum != EWOULDBLOCK)
		return err_set_errno(
		    err, ERR_STORE, errnum, "lock file '%s'", path);
	lock_read_pid(fd, pid);
	return err_set(err, ERR_BUSY,
	    "another filingd (process %s) holds '%s'; stop it first, or give "
	    "this one its own state",
	    pid[0] != '\0' ? pid : "unknown", path);
}

int
lock_take(const char *path, int *ret_fd, struct err *err)
{
	char pid[LOCK_PID_MAX];
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return err_set_errno(
		    err, ERR_STORE, errno, "lock file '%s'", path);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		int code = lock_complain(fd, path, errno, err);
		(void)close(fd);
		return code;
	}
	int len = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t)len, 0) != len) {
		/* A full disk: the lock holds, only its message is poorer. */
	}
	*ret_fd = fd;
	return 0;
}

void
lock_release(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}
