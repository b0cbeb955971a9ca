/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs that behave and programs that do not: each ends once, in time, and
 * leaves nothing behind. In real time: the kernel's signals keep no other.
 */
#include "lib/net/process.h"

#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Strings of commands are char *; the tests only lend literals. */
#define LIT(s)	 ((char *)(uintptr_t)(s))

#define QUICK_MS 300

struct run {
	struct clock *clock;
	struct loop *loop;
	struct process *process;
	int calls;
	int error;
	int exit;
	char why[256];
	char output[PROCESS_OUTPUT_MAX + 1];
	size_t output_len;
};

static int
setup(void **state)
{
	struct run *run = mem_new(sizeof(*run));

	run->clock = clock_new_real();
	run->loop = loop_new(run->clock);
	*state = run;
	return 0;
}

/* No child is left over, and nothing counts as in flight. */
static int
teardown(void **state)
{
	struct run *run = *state;

	assert_int_equal(loop_busy_count(run->loop), 0);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	loop_free(run->loop);
	clock_free(run->clock);
	mem_free(run);
	return 0;
}

static void
on_end(const struct process_end *end, void *arg)
{
	struct run *run = arg;

	run->process = NULL;
	run->calls++;
	run->error = end->error;
	run->exit = end->exit;
	(void)snprintf(run->why, sizeof(run->why), "%s", end->why);
	run->output_len = end->output.len;
	if (end->output.len > 0)
		memcpy(run->output, end->output.p, end->output.len);
	run->output[end->output.len] = '\0';
	loop_stop(run->loop);
}

static void
start(struct run *run, struct process_command command)
{
	run->process = process_start(run->loop, &command, on_end, run);
	assert_int_equal(run->calls, 0); /* never from inside */
}

static struct process_command
shell(const char *script, int64_t deadline_ms)
{
	static char *arguments[4];
	static char *environment[] = {
	    LIT("PATH=/usr/bin:/bin"), LIT("FILINGD_EVENT=evt_1"), NULL};

	arguments[0] = LIT("/bin/sh");
	arguments[1] = LIT("-c");
	arguments[2] = LIT(script);
	arguments[3] = NULL;
	return (struct process_command){
	    .arguments = arguments,
	    .environment = environment,
	    .input = span_of("{\"type\":\"warning.detected\"}"),
	    .deadline_ms = deadline_ms,
	};
}

static void
run_to_end(struct run *run, struct process_command command)
{
	start(run, command);
	loop_run(run->loop);
	assert_int_equal(run->calls, 1);
}

static const struct {
	const char *what;
	const char *script;
	int64_t deadline_ms;
	int error;
	int exit;
	const char *why;
	const char *output; /* its beginning */
} programs[] = {
    {"reads its input", "cat", 20000, 0, 0, "",
	"{\"type\":\"warning.detected\"}"},
    {"reads nothing", "exit 0", 20000, 0, 0, "", ""},
    {"fails and says why", "echo no such desk >&2; echo more; exit 3", 20000, 0,
	3, "exit 3: no such desk", "no such desk\nmore\n"},
    {"fails silently", "exit 75", 20000, 0, 75, "exit 75", ""},
    {"says bytes that are no text", "printf 'a\\001\\377b\\n'; exit 1", 20000,
	0, 1, "exit 1: a??b", "a"},
    {"dies of a signal", "kill -9 $$", 20000, ERR_CRASHED, 0,
	"killed by signal 9", ""},
    {"floods its output and ends", "yes | head -c 3000000", 20000, 0, 0, "",
	"y\ny\n"},
    {"floods its output for ever", "yes", QUICK_MS, ERR_TIMEOUT, 0,
	"took longer than 1 s", "y\ny\n"},
    {"does not end", "echo here; sleep 60", QUICK_MS, ERR_TIMEOUT, 0,
	"took longer than 1 s", "here\n"},
    {"ignores SIGTERM", "trap '' TERM; while :; do sleep 60; done", QUICK_MS,
	ERR_TIMEOUT, 0, "took longer than 1 s", ""},
    {"leaves a child that keeps its output open", "sleep 60 & echo done", 20000,
	0, 0, "", "done\n"},
    {"closes its output and goes on", "exec >&- 2>&-; cat >/dev/null; exit 4",
	20000, 0, 4, "exit 4", ""},
};

static void
programs_end_once_whatever_they_do(void **state)
{
	struct run *run = *state;

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		run->calls = 0;
		run_to_end(
		    run, shell(programs[i].script, programs[i].deadline_ms));
		if (run->error != programs[i].error ||
		    run->exit != programs[i].exit ||
		    strcmp(run->why, programs[i].why) != 0 ||
		    strncmp(run->output, programs[i].output,
			strlen(programs[i].output)) != 0)
			fail_msg("%s: error %d, exit %d, '%s', said '%.80s'",
			    programs[i].what, run->error, run->exit, run->why,
			    run->output);
		assert_in_range(run->output_len, 0, PROCESS_OUTPUT_MAX);
	}
}

static void
input_that_nobody_reads_blocks_nothing(void **state)
{
	struct run *run = *state;
	struct process_command command = shell("exit 0", 20000);
	size_t len = MIB;
	char *event = mem_new(len);

	memset(event, 'x', len);
	command.input = (struct span){event, len};
	run_to_end(run, command);
	assert_int_equal(run->error, 0);
	assert_int_equal(run->exit, 0);
	run->calls = 0;
	command = shell("wc -c", 20000);
	command.input = (struct span){event, len};
	run_to_end(run, command);
	assert_string_equal(run->output, "1048576\n");
	mem_free(event);
}

static void
a_program_gets_only_what_it_is_meant_to_have(void **state)
{
	struct run *run = *state;

	run_to_end(
	    run, shell("tr '\\0' '\\n' < /proc/$$/environ; pwd; umask;"
		       "ls /proc/$$/fd; ulimit -c; ulimit -n; ulimit -v;"
		       "test $(cut -d' ' -f6 /proc/$$/stat) = $$ && echo leads",
		     20000));
	assert_string_equal(run->output,
	    "PATH=/usr/bin:/bin\nFILINGD_EVENT=evt_1\n/\n0077\n0\n1\n2\n"
	    "0\n256\nunlimited\nleads\n");
}

static void
a_program_begins_with_no_signal_blocked_or_ignored(void **state)
{
	struct run *run = *state;
	uint64_t blocked = 1, ignored = 1;
	unsigned confined = 0;

	/* exec: a shell blocks signals while it starts something */
	run_to_end(run, shell("exec grep -h -e NoNewPrivs -e SigBlk -e SigIgn "
			      "/proc/self/status",
			    20000));
	assert_int_equal(
	    sscanf(run->output,
		"SigBlk:\t%" SCNx64 "\nSigIgn:\t%" SCNx64 "\nNoNewPrivs:\t%u",
		&blocked, &ignored, &confined),
	    3);
	assert_int_equal(blocked, 0);
	/* 32 and 33 are the C library's: nobody else can set them */
	assert_int_equal(ignored & ~UINT64_C(0x180000000), 0);
	assert_int_equal(confined, 1);
}

/* Who started us may have ignored SIGCHLD: that outlives an exec. */
static void
a_failure_is_told_though_ends_of_children_were_ignored(void **state)
{
	struct run *run = *state;
	void (*before)(int) = signal(SIGCHLD, SIG_IGN);

	run_to_end(run, shell("exit 3", 20000));
	signal(SIGCHLD, before);
	assert_int_equal(run->error, 0);
	assert_int_equal(run->exit, 3);
}

static void
the_input_cannot_be_changed(void **state)
{
	struct run *run = *state;

	run_to_end(run, shell("echo x >> /proc/self/fd/0", 20000));
	assert_int_not_equal(run->exit, 0);
}

static void
memory_has_an_end(void **state)
{
	struct run *run = *state;
	struct process_command command =
	    shell("dd if=/dev/zero of=/dev/null bs=300M count=1", 20000);

	command.memory = 128;
	run_to_end(run, command);
	assert_int_equal(run->error, 0);
	assert_int_equal(run->exit, 1);
	assert_non_null(strstr(run->why, "memory"));
}

static void
a_program_that_cannot_start_says_so_later(void **state)
{
	static char *const missing[] = {LIT("/nonexistent/program"), NULL};
	static char *const folder[] = {LIT("/tmp"), NULL};
	struct run *run = *state;
	struct process_command command = shell("", 20000);

	command.arguments = missing;
	run_to_end(run, command);
	assert_int_equal(run->error, ERR_SYSTEM);
	assert_string_equal(
	    run->why, "not started: program: No such file or directory");
	run->calls = 0;
	command.arguments = folder;
	run_to_end(run, command);
	assert_string_equal(
	    run->why, "not started: program: Permission denied");
}

static void
no_descriptor_left_is_told_later(void **state)
{
	struct run *run = *state;
	struct rlimit before, few;
	int fds[64];
	size_t n = 0;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = before;
	few.rlim_cur = 64;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	while (n < 64 && (fds[n] = dup(0)) >= 0)
		n++;
	assert_in_range(n, 1, 63);
	int failed = 0;
	do {
		run->calls = 0;
		run_to_end(run, shell("exit 0", 20000));
		failed += run->error == ERR_SYSTEM;
		close(fds[--n]);
	} while (run->error != 0 && n > 0);
	while (n > 0)
		close(fds[--n]);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(run->error, 0);
	assert_int_equal(failed, 8); /* two pipes, the input, three copies */
}

static void
never(void *arg)
{
	loop_stop(arg);
}

static void
a_forgotten_program_is_gone_and_silent(void **state)
{
	static char *const missing[] = {LIT("/nonexistent/program"), NULL};
	struct run *run = *state;
	struct process_command command = shell("sleep 60 & sleep 60", 20000);

	start(run, command);
	process_forget(run->process);
	command.arguments = missing;
	start(run, command);
	process_forget(run->process);
	process_forget(NULL);
	(void)loop_after(run->loop, 50, never, run->loop);
	loop_run(run->loop);
	assert_int_equal(run->calls, 0);
}

static void
another_user_is_become_for_good(void **state)
{
	struct run *run = *state;
	struct process_user user;
	struct err err = ERR_NONE;
	struct process_command command =
	    shell("id -u; id -g; id -G; grep Uid /proc/$$/status", 20000);

	if (geteuid() != 0)
		skip(); /* only root can become somebody else */
	assert_int_equal(process_find_user("nobody", &user, &err), 0);
	command.user = &user;
	run_to_end(run, command);
	assert_string_equal(run->output,
	    "65534\n65534\n65534\nUid:\t65534\t65534\t65534\t65534\n");
}

static void
who_cannot_become_another_is_told_why(void **state)
{
	struct process_user user;
	struct err err = ERR_NONE;
	bool root = geteuid() == 0;

	(void)state;
	assert_int_equal(
	    process_find_user("no-such-user-here", &user, &err), ERR_NOTFOUND);
	if (root)
		assert_int_equal(seteuid(65534), 0);
	int r = process_find_user("root", &user, &err);
	if (root)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(r, ERR_DENIED);
	if (root)
		assert_string_equal(err.text,
		    "filingd runs as 'nobody' and cannot become 'root': leave "
		    "run-as out, or run filingd as root");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(programs_end_once_whatever_they_do),
	    TEST(input_that_nobody_reads_blocks_nothing),
	    TEST(a_program_gets_only_what_it_is_meant_to_have),
	    TEST(a_program_begins_with_no_signal_blocked_or_ignored),
	    TEST(a_failure_is_told_though_ends_of_children_were_ignored),
	    TEST(the_input_cannot_be_changed),
	    TEST(memory_has_an_end),
	    TEST(a_program_that_cannot_start_says_so_later),
	    TEST(no_descriptor_left_is_told_later),
	    TEST(a_forgotten_program_is_gone_and_silent),
	    TEST(another_user_is_become_for_good),
	    TEST(who_cannot_become_another_is_told_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
