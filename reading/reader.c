/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: frames for a filingd-reader. Out: the frames that it answers, and how it
 * ended. The pool calls it. The end of the process is learned from a pidfd,
 * so no handler of SIGCHLD is needed and no other child is ever touched.
 */
#define _GNU_SOURCE 1
#include "reading/reader.h"

#include "lib/base/mem.h"
#include "reading/ending.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct reader {
	struct reader_calls calls;
	void *arg;
	pid_t pid;
	int pidfd;
	int fd; /* our end of the socket */
	struct loop_io *io;
	struct loop_io *end;
	struct frame_in in;
	struct buf out;
	size_t sent; /* of out */
	bool deaf; /* nothing more is read or written */
	struct err killed;
};

/* What reaches the reader of our environment. */
static const char *const reader_variables[] = {
    "FILINGD_READER_UNJAILED", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"};

#define READER_VARIABLES                                                       \
	(sizeof(reader_variables) / sizeof(reader_variables[0]))

static void
reader_environment(char *env[READER_VARIABLES + 1])
{
	size_t n = 0;
	for (size_t i = 0; i < READER_VARIABLES; i++) {
		const char *value = getenv(reader_variables[i]);
		if (value != NULL)
			env[n++] =
			    mem_printf("%s=%s", reader_variables[i], value);
	}
	env[n] = NULL;
}

/* Signals as a new program expects them, whatever ours are. */
static void
reader_set_signals(posix_spawnattr_t *attr)
{
	sigset_t set;
	sigemptyset(&set);
	posix_spawnattr_setsigmask(attr, &set);
	sigfillset(&set);
	posix_spawnattr_setsigdefault(attr, &set);
	posix_spawnattr_setflags(
	    attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static int
reader_spawn(const struct reader_command *command, int fd, pid_t *ret_pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	char *argv[] = {mem_strdup(command->program), mem_strdup(command->mode),
	    mem_strdup(command->lexicon_dir),
	    command->lexicon_dir != NULL ? mem_strdup(command->own_dir) : NULL,
	    NULL};
	char *env[READER_VARIABLES + 1];

	reader_environment(env);
	posix_spawnattr_init(&attr);
	reader_set_signals(&attr);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, fd, FRAME_FD);
	posix_spawn_file_actions_addclosefrom_np(&files, FRAME_FD + 1);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	int error =
	    posix_spawn(ret_pid, command->program, &files, &attr, argv, env);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	for (size_t i = 0; env[i] != NULL; i++)
		mem_free(env[i]);
	for (size_t i = 0; i < 4; i++)
		mem_free(argv[i]);
	return error;
}

/* Sockets for us (non-blocking) and for it. Returns 0 or errno. */
static int
reader_socketpair(int fds[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
		return errno;
	if (fcntl(fds[0], F_SETFL, O_NONBLOCK) == 0)
		return 0;
	int error = errno;
	close(fds[0]);
	close(fds[1]);
	return error;
}

/* The process and what we hold of it. Returns 0 or errno. */
static int
reader_start(struct reader *reader, const struct reader_command *command)
{
	int fds[2];
	int error = reader_socketpair(fds);
	if (error != 0)
		return error;
	reader->fd = fds[0];
	error = reader_spawn(command, fds[1], &reader->pid);
	close(fds[1]);
	if (error != 0)
		goto close_socket;
	reader->pidfd = pidfd_open(reader->pid, 0);
	if (reader->pidfd != -1)
		return 0;
	error = errno;
	kill(reader->pid, SIGKILL);
	waitpid(reader->pid, NULL, 0);
close_socket:
	close(reader->fd);
	return error;
}

/* No more of it is believed; its end is awaited. */
static void
reader_fail(struct reader *reader, int code, const char *why)
{
	if (reader->killed.code == 0)
		err_set(&reader->killed, code, "%s", why);
	reader->deaf = true;
	loop_io_set(reader->io, 0);
	kill(reader->pid, SIGKILL);
}

/* Takes one frame or less; false when there is nothing more for now. */
static bool
reader_hear(struct reader *reader)
{
	struct frame_in *in = &reader->in;
	if (reader->deaf)
		return false;
	size_t before = in->bytes.len;
	int code = frame_in_read(in, reader->fd);
	if (code == ERR_BUSY)
		return in->bytes.len > before;
	if (code == ERR_PROTOCOL || code == ERR_TOOBIG)
		reader_fail(reader, ERR_PROTOCOL, "sent what is no frame");
	else if (code != 0)
		reader_fail(reader, 0, "");
	if (code != 0)
		return false;
	reader->calls.on_frame(
	    in->kind, in->job, frame_in_payload(in), reader->arg);
	frame_in_clear(in);
	return true;
}

static void
reader_write(struct reader *reader)
{
	struct buf *out = &reader->out;
	ssize_t n = send(reader->fd, out->data + reader->sent,
	    out->len - reader->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		reader_fail(reader, 0, "");
	if (n <= 0)
		return;
	reader->sent += (size_t)n;
	if (reader->sent < out->len)
		return;
	buf_done(out);
	reader->sent = 0;
	loop_io_set(reader->io, LOOP_READ);
}

static void
reader_on_io(int fd, int what, void *arg)
{
	struct reader *reader = arg;
	(void)fd;
	if ((what & LOOP_WRITE) != 0 && !reader->deaf)
		reader_write(reader);
	if ((what & LOOP_READ) != 0)
		(void)reader_hear(reader); /* more: the loop comes again */
}

static void
reader_release(struct reader *reader)
{
	loop_io_free(reader->io);
	loop_io_free(reader->end);
	close(reader->fd);
	close(reader->pidfd);
	frame_in_done(&reader->in);
	buf_done(&reader->out);
	mem_free(reader);
}

static void
reader_on_exit(int fd, int what, void *arg)
{
	struct reader *reader = arg;
	struct err err = ERR_NONE;
	int status = 0;
	(void)fd, (void)what;
	while (reader_hear(reader))
		; /* its last words, such as why it refuses to start */
	waitpid(reader->pid, &status, 0);
	int code = ending_explain(status, &reader->killed, &err);
	reader->calls.on_end(code, err.text, reader->arg);
	reader_release(reader);
}

int
reader_new(struct loop *loop, const struct reader_command *command,
    const struct reader_calls *calls, void *arg, struct reader **ret,
    struct err *err)
{
	struct reader *reader = mem_new(sizeof(*reader));
	int error = reader_start(reader, command);
	if (error != 0) {
		mem_free(reader);
		return err_set_errno(
		    err, ERR_SYSTEM, error, "%s", command->program);
	}
	reader->calls = *calls;
	reader->arg = arg;
	frame_in_init(&reader->in, FRAME_ANSWER_LIMIT);
	buf_init(&reader->out, 0);
	reader->io =
	    loop_io_new(loop, reader->fd, LOOP_READ, reader_on_io, reader);
	reader->end =
	    loop_io_new(loop, reader->pidfd, LOOP_READ, reader_on_exit, reader);
	*ret = reader;
	return 0;
}

void
reader_free(struct reader *reader)
{
	if (reader == NULL)
		return;
	kill(reader->pid, SIGKILL);
	waitpid(reader->pid, NULL, 0);
	reader_release(reader);
}

void
reader_send(struct reader *reader, struct buf *frame)
{
	assert(reader->out.len == 0); /* one job at a time */
	if (reader->deaf) {
		buf_done(frame); /* its end is on the way */
		return;
	}
	buf_done(&reader->out);
	reader->out = *frame;
	buf_init(frame, 0);
	loop_io_set(reader->io, LOOP_READ | LOOP_WRITE);
}

void
reader_kill(struct reader *reader, int code, const char *why)
{
	reader_fail(reader, code, why);
}
