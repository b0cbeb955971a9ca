/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: bytes that nobody has looked at. Out: the draft of a definition, through
 * a pipe: the jail has no way back. Called by clients/sources_new.c.
 */
#include "clients/sketched.h"

#include "reading/jail.h"
#include "reading/text.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKETCHED_LIMIT	(64 * KIB)
#define SKETCHED_CPU_MS 10000

static bool
sketched_send(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t written = write(fd, p, n);

		if (written <= 0)
			return false;
		p += written;
		n -= (size_t)written;
	}
	return true;
}

/* The child: a byte for how it went, then the draft or the reason. */
static int
sketched_child(const struct sketch_ask *ask, struct span body, int fd)
{
	struct err err = ERR_NONE;
	struct buf out;
	int rc;

	jail_limit_cpu(SKETCHED_CPU_MS);
	buf_init(&out, SKETCHED_LIMIT);
	rc = jail_enter(JAIL_CLIENT, &err);
	if (rc == 0)
		rc = sketch_definition(ask, body, &out, &err);
	if (rc == 0)
		return !sketched_send(fd, "+", 1) ||
		       !sketched_send(fd, out.data, out.len);
	return !sketched_send(fd, "-", 1) ||
	       !sketched_send(fd, err.text, strlen(err.text));
}

static int
sketched_receive(int fd, struct buf *out, struct err *err)
{
	char piece[4096], how = '\0';
	ssize_t n;
	int rc = 0;

	if (read(fd, &how, 1) != 1)
		return err_set(
		    err, ERR_CRASHED, "the reader died over this answer");
	while (rc == 0 && (n = read(fd, piece, sizeof(piece))) > 0)
		rc = buf_add(out, piece, (size_t)n);
	if (rc != 0)
		return err_set(err, rc, "the draft is too big");
	if (how == '+')
		return 0;
	(void)err_set(
	    err, ERR_NOTFOUND, "%s", out->len > 0 ? out->data : "no draft");
	buf_clear(out);
	return ERR_NOTFOUND;
}

int
sketched_definition(const struct sketch_ask *ask, struct span body,
    struct buf *out, struct err *err)
{
	int fds[2], status, rc;
	pid_t pid;

	text_preload();
	if (pipe(fds) != 0)
		return err_set_errno(err, ERR_SYSTEM, errno, "pipe");
	pid = fork();
	if (pid == 0) {
		close(fds[0]);
		_exit(sketched_child(ask, body, fds[1]));
	}
	close(fds[1]);
	if (pid < 0)
		rc = err_set_errno(err, ERR_SYSTEM, errno, "fork");
	else
		rc = sketched_receive(fds[0], out, err);
	close(fds[0]);
	if (pid > 0 && waitpid(pid, &status, 0) != pid)
		rc = err_set_errno(err, ERR_SYSTEM, errno, "waitpid");
	return rc;
}
