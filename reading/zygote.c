/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a job that holds a PDF. Out: the frame that the child sent, once it is
 * whole and no larger than an answer may be, or how the child ended.
 * reading/main.c calls it. The zygote itself never looks into the bytes.
 */
#define _GNU_SOURCE 1
#include "reading/zygote.h"

#include "reading/ending.h"
#include "reading/jail.h"
#include "reading/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a child writes when it is done with its jail and begins to read. */
#define ZYGOTE_READING "r"

/* The child: its end of the pipe takes the place of the socket. */
static void
zygote_child(const struct lexicon *lexicon, const struct frame_in *job, int fd)
{
	struct err err = ERR_NONE;
	struct buf answer;
	if (dup2(fd, FRAME_FD) != FRAME_FD)
		_exit(1);
	int code = jail_prepare(FRAME_FD, &err);
	jail_alarm(serve_alarm_ms(job));
	jail_limit_cpu(serve_alarm_ms(job));
	if (code == 0)
		code = jail_enter(JAIL_PDF, &err);
	if (frame_write(FRAME_FD, span_of(ZYGOTE_READING)) != 0)
		_exit(1);
	if (code == 0)
		serve_job(lexicon, job, &answer);
	else
		frame_failed(&answer, job->job, &err);
	struct span bytes = {answer.data, answer.len};
	_exit(frame_write(FRAME_FD, bytes) == 0 ? 0 : 1);
}

/* The child's frame for this job; ERR_PROTOCOL or ERR_NOTFOUND: none. */
static int
zygote_hear(
    int fd, const struct frame_in *job, struct frame_in *in, bool *ret_reading)
{
	char mark;
	ssize_t n;
	do
		n = read(fd, &mark, 1);
	while (n < 0 && errno == EINTR);
	*ret_reading = n == 1;
	if (n != 1)
		return ERR_NOTFOUND;
	int code = frame_in_read_all(in, fd);
	if (code == 0 && (in->job != job->job || (in->kind != FRAME_READING &&
						     in->kind != FRAME_FAILED)))
		code = ERR_PROTOCOL;
	return code;
}

/* Why there is no frame, from the end of the child. */
static void
zygote_explain(int code, bool reading, int status, struct err *err)
{
	struct err known = ERR_NONE;
	if (code == ERR_PROTOCOL)
		err_set(&known, code, "sent what is no answer");
	ending_explain(status, &known, err);
	err_wrap(err, "a child %s",
	    reading ? "that was reading a PDF" : "on its way into the jail");
}

/* Relays what the child sends and ends it, whatever it does then. */
static void
zygote_relay(
    pid_t child, int fd, const struct frame_in *job, struct buf *answer)
{
	struct frame_in in;
	struct err err = ERR_NONE;
	bool reading;
	int status = 0;
	frame_in_init(&in, FRAME_ANSWER_LIMIT);
	int code = zygote_hear(fd, job, &in, &reading);
	if (code != ERR_NOTFOUND)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		;
	if (code == 0) {
		*answer = in.bytes;
		return;
	}
	frame_in_done(&in);
	zygote_explain(code, reading, status, &err);
	frame_failed(answer, job->job, &err);
}

static pid_t
zygote_fork(
    const struct lexicon *lexicon, const struct frame_in *job, int *ret_fd)
{
	int fds[2];
	if (pipe2(fds, O_CLOEXEC) != 0)
		return -1;
	pid_t child = fork();
	if (child == 0)
		zygote_child(lexicon, job, fds[1]);
	int error = errno;
	close(fds[1]);
	if (child == -1)
		close(fds[0]);
	errno = error;
	*ret_fd = fds[0];
	return child;
}

void
zygote_serve(const struct lexicon *lexicon, const struct frame_in *job,
    struct buf *answer)
{
	int fd;
	pid_t child = zygote_fork(lexicon, job, &fd);
	if (child == -1) {
		struct err err = ERR_NONE;
		err_set_errno(&err, ERR_SYSTEM, errno, "no child for a PDF");
		frame_failed(answer, job->job, &err);
		return;
	}
	zygote_relay(child, fd, job, answer);
	close(fd);
}
