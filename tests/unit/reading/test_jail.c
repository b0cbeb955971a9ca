/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The jail, from inside: a child goes in, tries one thing, and its end tells.
 * A sanitizer build has no jail; there all but the refusal is skipped.
 */
#define _GNU_SOURCE 1
#include "reading/jail.h"
#include "reading/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

/* What a child does: 0 when it was let. */
typedef int attempt_fn(void);

static int file_fd; /* a file that is open for writing before the jail */

static void
need_jail(void)
{
#ifdef SANITIZED
	print_message("skipped: a sanitizer build has no jail\n");
	skip();
#endif
}

/* The wait status of a child that runs fn. */
static int
status_of(int (*fn)(const void *), const void *arg)
{
	int status;
	pid_t pid = fork();
	if (pid == 0)
		_exit(fn(arg));
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static int
try_open_file(void)
{
	return open("/etc/passwd", O_RDONLY) == -1;
}

static int
try_open_maps(void)
{
	char c;
	int fd = open("/usr/share/poppler/cMap/Adobe-GB1/GBK-EUC-H", O_RDONLY);
	return fd == -1 || read(fd, &c, 1) != 1;
}

static int
try_open_fonts(void)
{
	return open("/etc/fonts/fonts.conf", O_RDONLY) == -1;
}

static int
try_list_folder(void)
{
	return open("/", O_RDONLY | O_DIRECTORY) == -1;
}

static int
try_create_file(void)
{
	return open("/tmp", O_TMPFILE | O_WRONLY, 0600) == -1;
}

static int
try_write_map_folder(void)
{
	return open("/usr/share/poppler/x", O_CREAT | O_WRONLY, 0600) == -1;
}

static int
try_write_open_file(void)
{
	return write(file_fd, "x", 1) != 1;
}

static int
try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) == -1;
}

static int
try_unix_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) == -1;
}

static int
try_exec(void)
{
	char name[] = "true";
	char *argv[] = {name, NULL};
	execv("/bin/true", argv);
	return 1;
}

static int
try_fork(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	return pid == -1 || waitpid(pid, NULL, 0) != pid;
}

static void *
thread_main(void *arg)
{
	return arg;
}

static int
try_thread(void)
{
	pthread_t thread;
	return pthread_create(&thread, NULL, thread_main, NULL) != 0;
}

static int
try_map_executable(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

static int
try_make_executable(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED || mprotect(p, 4096, PROT_READ | PROT_EXEC) != 0;
}

/* A zygote may signal its children; whom else is Landlock's since version 6. */
static int
try_signal_parent(void)
{
	if (landlock_abi() < 6)
		return syscall(SYS_pidfd_open, getppid(), 0) == -1;
	return kill(getppid(), 0) != 0;
}

static int
try_trace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0;
}

static int
try_namespace(void)
{
	return unshare(CLONE_NEWUSER) != 0;
}

static int
try_memory(void)
{
	return mmap(NULL, 600UL << 20, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

static int
try_ioctl(void)
{
	int n;
	return ioctl(file_fd, FIONREAD, &n) != 0;
}

static int
try_io_uring(void)
{
	char params[120] = {0}; /* struct io_uring_params */
	return syscall(SYS_io_uring_setup, 1, params) < 0;
}

static int
try_read_and_write(void)
{
	int fds[2] = {-1, -1};
	char c;
	return read(0, &c, 0) != 0 || write(2, "", 0) != 0 ||
	       close(fds[0]) == 0;
}

static int
try_work(void)
{
	void *p = mmap(NULL, 64UL << 20, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return 1;
	memset(p, 1, 64UL << 20);
	return munmap(p, 64UL << 20) != 0 || try_read_and_write() != 0;
}

enum {
	IN_WORKER = 1 << JAIL_WORKER,
	IN_ZYGOTE = 1 << JAIL_ZYGOTE,
	IN_PDF = 1 << JAIL_PDF,
	IN_CLIENT = 1 << JAIL_CLIENT,
	IN_CLIENT_PDF = 1 << JAIL_CLIENT_PDF,
	IN_NONE = 0,
	IN_ALL = (1 << (JAIL_CLIENT_PDF + 1)) - 1,
	IN_PDFS = IN_ZYGOTE | IN_PDF | IN_CLIENT_PDF,
};

/* Every attempt is made in every jail. */
static const struct attempt {
	const char *what;
	attempt_fn *fn;
	unsigned let;
} attempts[] = {
    {"read and write what is open, use memory", try_work, IN_ALL},
    {"open a file", try_open_file, IN_NONE},
    {"open a character map", try_open_maps, IN_PDFS},
    {"open the fonts' configuration", try_open_fonts, IN_NONE},
    {"open a folder", try_list_folder, IN_NONE},
    {"create a file", try_create_file, IN_NONE},
    {"create a file beside the maps", try_write_map_folder, IN_NONE},
    {"write to a file that was open", try_write_open_file,
	IN_CLIENT | IN_CLIENT_PDF},
    {"make a TCP socket", try_socket, IN_NONE},
    {"make a Unix socket", try_unix_socket, IN_NONE},
    {"run a program", try_exec, IN_NONE},
    {"fork", try_fork, IN_ZYGOTE},
    {"start a thread", try_thread, IN_NONE},
    {"map executable memory", try_map_executable, IN_NONE},
    {"make memory executable", try_make_executable, IN_NONE},
    {"send its parent a signal", try_signal_parent, IN_NONE},
    {"have itself traced", try_trace, IN_NONE},
    {"make a namespace", try_namespace, IN_NONE},
    {"use 600 MB of memory", try_memory, IN_NONE},
    {"use ioctl", try_ioctl, IN_NONE},
    {"use io_uring", try_io_uring, IN_NONE},
};

struct visit {
	enum jail_kind kind;
	attempt_fn *fn;
};

static int
visit_nothing(const void *arg)
{
	const struct visit *visit = arg;
	return visit->fn();
}

static int
visit_jail(const void *arg)
{
	const struct visit *visit = arg;
	struct err err = ERR_NONE;
	if (jail_enter(visit->kind, &err) != 0) {
		fprintf(stderr, "%s\n", err.text);
		return 99;
	}
	return visit->fn();
}

static void
check_attempt(const struct attempt *attempt, enum jail_kind kind)
{
	struct visit visit = {kind, attempt->fn};
	int status = status_of(visit_jail, &visit);
	bool let = (attempt->let >> kind & 1) != 0;
	assert_int_not_equal(WEXITSTATUS(status), 99);
	if ((status == 0) != let)
		fail_msg("jail %d: %s: status %#x", (int)kind, attempt->what,
		    (unsigned)status);
}

static void
each_jail_lets_in_what_its_work_needs_and_nothing_else(void **state)
{
	(void)state;
	need_jail();
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		struct visit outside = {JAIL_WORKER, attempts[i].fn};
		if (status_of(visit_nothing, &outside) != 0)
			print_message("proves nothing here, as it fails "
				      "outside as well: %s\n",
			    attempts[i].what);
		for (int kind = JAIL_WORKER; kind <= JAIL_CLIENT_PDF; kind++)
			check_attempt(&attempts[i], (enum jail_kind)kind);
	}
}

static int
do_abort(void)
{
	abort();
}

static int
do_hang(void)
{
	volatile bool hung = true;
	jail_alarm(20);
	while (hung)
		;
	return 0;
}

static void
an_abort_is_seen_as_an_abort(void **state)
{
	struct visit visit = {JAIL_WORKER, do_abort};
	(void)state;
	need_jail();
	int status = status_of(visit_jail, &visit);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void
a_hung_prisoner_is_ended_by_its_own_alarm(void **state)
{
	struct visit visit = {JAIL_WORKER, do_hang};
	(void)state;
	need_jail();
	int status = status_of(visit_jail, &visit);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGALRM);
}

static int
limit_cpu(const void *arg)
{
	struct rlimit limit;
	(void)arg;
	jail_limit_cpu(31000);
	return getrlimit(RLIMIT_CPU, &limit) != 0 || limit.rlim_cur != 32 ||
	       limit.rlim_max != 33;
}

static void
cpu_time_is_limited_to_the_next_second(void **state)
{
	(void)state;
	need_jail();
	assert_int_equal(status_of(limit_cpu, NULL), 0);
}

static int
prepare(const void *arg)
{
	struct err err = ERR_NONE;
	int fd = *(const int *)arg;
	int above = fcntl(fd, F_DUPFD, fd + 1);
	if (above <= fd || jail_prepare(fd, &err) != 0)
		return 1;
	return fcntl(fd, F_GETFD) == -1 || fcntl(above, F_GETFD) != -1;
}

static void
descriptors_that_nobody_named_are_closed(void **state)
{
	(void)state;
	assert_int_equal(status_of(prepare, &file_fd), 0);
}

/* A parent whose child prepares itself, says so and waits for ever. */
static int
leave_a_child_behind(const void *arg)
{
	const int *fds = arg;
	struct err err = ERR_NONE;
	char c;
	pid_t pid = fork();
	if (pid == 0) {
		close(fds[0]);
		if (jail_prepare(fds[1], &err) != 0 ||
		    write(fds[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(fds[1]);
	return pid == -1 || read(fds[0], &c, 1) != 1;
}

static void
a_reader_dies_with_its_parent(void **state)
{
	int fds[2];
	char c;
	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(status_of(leave_a_child_behind, fds), 0);
	close(fds[1]);
	struct pollfd end = {.fd = fds[0], .events = POLLIN};
	assert_int_equal(poll(&end, 1, 10000), 1);
	assert_int_equal(read(fds[0], &c, 1), 0);
	close(fds[0]);
}

/* Makes this process one of a kernel without these system calls. */
static int
forget_call(int number, unsigned arg0)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int code = arg0 != 0 ? seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL),
				   number, 1, SCMP_A0(SCMP_CMP_EQ, arg0, 0))
			     : seccomp_rule_add(
				   filter, SCMP_ACT_ERRNO(ENOSYS), number, 0);
	if (code == 0)
		code = seccomp_load(filter);
	seccomp_release(filter);
	return code;
}

static int
enter_without_landlock(const void *arg)
{
	const enum jail_kind *kind = arg;
	struct err err = ERR_NONE;
	if (forget_call(SCMP_SYS(landlock_create_ruleset), 0) != 0)
		return 99;
	return -jail_enter(*kind, &err);
}

static void
without_landlock_there_is_no_jail_for_pdfs_but_one_for_text(void **state)
{
	(void)state;
	need_jail();
	const enum jail_kind worker = JAIL_WORKER, pdf = JAIL_PDF;
	int status = status_of(enter_without_landlock, &pdf);
	assert_int_equal(WEXITSTATUS(status), -ERR_UNSUPPORTED);
	assert_int_equal(status_of(enter_without_landlock, &worker), 0);
}

static int
enter_without_seccomp(const void *arg)
{
	struct err err = ERR_NONE;
	(void)arg;
	if (forget_call(SCMP_SYS(prctl), PR_SET_SECCOMP) != 0 ||
	    forget_call(SCMP_SYS(seccomp), 0) != 0)
		return 99;
	return -jail_enter(JAIL_WORKER, &err);
}

static void
without_seccomp_there_is_no_jail(void **state)
{
	(void)state;
	need_jail();
	int status = status_of(enter_without_seccomp, NULL);
	assert_int_equal(WEXITSTATUS(status), -ERR_UNSUPPORTED);
}

static int
enter_with_switch(const void *arg)
{
	struct err err = ERR_NONE;
	setenv("FILINGD_READER_UNJAILED", arg, 1);
	return -jail_enter(JAIL_WORKER, &err);
}

static int
ask_switch(const void *arg)
{
	setenv("FILINGD_READER_UNJAILED", arg, 1);
	return jail_is_off();
}

static void
only_a_sanitizer_build_can_turn_the_jail_off(void **state)
{
	(void)state;
#ifdef SANITIZED
	assert_int_equal(WEXITSTATUS(status_of(ask_switch, "1")), 1);
	assert_int_equal(WEXITSTATUS(status_of(ask_switch, "yes")), 0);
	assert_int_equal(
	    WEXITSTATUS(status_of(enter_with_switch, "0")), -ERR_UNSUPPORTED);
	assert_int_equal(status_of(enter_with_switch, "1"), 0);
#else
	assert_int_equal(WEXITSTATUS(status_of(ask_switch, "1")), 0);
	struct visit visit = {JAIL_WORKER, try_open_file};
	setenv("FILINGD_READER_UNJAILED", "1", 1);
	assert_int_not_equal(status_of(visit_jail, &visit), 0);
	(void)enter_with_switch;
#endif
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		each_jail_lets_in_what_its_work_needs_and_nothing_else),
	    cmocka_unit_test(an_abort_is_seen_as_an_abort),
	    cmocka_unit_test(a_hung_prisoner_is_ended_by_its_own_alarm),
	    cmocka_unit_test(cpu_time_is_limited_to_the_next_second),
	    cmocka_unit_test(descriptors_that_nobody_named_are_closed),
	    cmocka_unit_test(a_reader_dies_with_its_parent),
	    cmocka_unit_test(
		without_landlock_there_is_no_jail_for_pdfs_but_one_for_text),
	    cmocka_unit_test(without_seccomp_there_is_no_jail),
	    cmocka_unit_test(only_a_sanitizer_build_can_turn_the_jail_off),
	};
	file_fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (file_fd == -1) {
		perror("/tmp");
		return 99;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
