/* SPDX-License-Identifier: BSD-2-Clause */
/* Deliveries to programs, by the outbox on its held clock. */
#include "alerts/outbox.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/rig.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static char folder[] = "/tmp/filingd-run-XXXXXX";

/* A channel that runs a script; "$1" is the folder. */
static void
add_script(struct rig *rig, const char *script)
{
	struct channel *channel = &rig->channels[rig->channel_count++];

	*channel = (struct channel){
	    .name = mem_strdup("tool"),
	    .kind = CHANNEL_EXEC,
	    .concurrency = 1,
	    .deadline_ms = 20000,
	    .memory = 256,
	};
	channel->arguments = mem_array(6, sizeof(char *));
	channel->arguments[channel->argument_count++] = mem_strdup("/bin/sh");
	channel->arguments[channel->argument_count++] = mem_strdup("-c");
	channel->arguments[channel->argument_count++] = mem_strdup(script);
	channel->arguments[channel->argument_count++] = mem_strdup("sh");
	channel->arguments[channel->argument_count++] = mem_strdup(folder);
	rig_use_channels(rig);
}

/* What the script wrote to a file of the folder, which goes. Gives. */
static char *
written(const char *name)
{
	char *path = mem_printf("%s/%s", folder, name);
	FILE *file = fopen(path, "r");
	char text[16 * KIB];

	assert_non_null(file);
	size_t n = fread(text, 1, sizeof(text), file);
	fclose(file);
	assert_int_equal(unlink(path), 0);
	mem_free(path);
	return mem_strndup(text, n);
}

static void
a_program_gets_the_event_and_what_belongs_to_it(void **state)
{
	struct rig *rig = rig_new(NULL);

	(void)state;
	add_script(
	    rig, "cat > $1/event; env | grep -v -e PWD -e _= | sort > $1/env");
	rig_send(rig, 7, "tool");
	rig_run(rig, M);
	assert_int_equal(rig->result_count, 1);
	assert_true(rig->results[0].sent);
	char *event = written("event"), *env = written("env");
	assert_int_equal(
	    strncmp(event, "{\"type\":\"warning.detected\"", 26), 0);
	assert_int_equal(event[strlen(event) - 1], '}');
	assert_string_equal(env,
	    "FILINGD_ATTEMPT=1\nFILINGD_CHANNEL=tool\nFILINGD_EVENT=evt_7\n"
	    "FILINGD_LATE=false\nFILINGD_SEQUENCE=1\n"
	    "FILINGD_TYPE=warning.detected\nLANG=C.UTF-8\n"
	    "PATH=/usr/local/bin:/usr/bin:/bin\n");
	mem_free(event);
	mem_free(env);
	rig_free(rig);
}

static void
a_program_that_fails_is_tried_again_and_a_person_hears(void **state)
{
	struct rig *rig = rig_new(NULL);

	(void)state;
	add_script(rig,
	    "echo $FILINGD_ATTEMPT >> $1/tries;"
	    "test $FILINGD_ATTEMPT = 3 || { echo no desk; exit 3; }");
	rig_send(rig, 1, "tool");
	rig_run(rig, H);
	char *tries = written("tries");
	assert_string_equal(tries, "1\n2\n3\n");
	assert_int_equal(rig->result_count, 3);
	assert_string_equal(rig->results[0].why, "exit 3: no desk");
	assert_in_range(rig->results[1].retry_ms, 24 * S, 36 * S);
	assert_true(rig->results[2].sent);
	mem_free(tries);
	rig_free(rig);
}

static void
a_program_that_is_gone_keeps_the_schedule(void **state)
{
	struct rig *rig = rig_new(NULL);

	(void)state;
	add_script(rig, "");
	mem_set(&rig->channels[0].arguments[0], "/nonexistent/sh");
	rig_use_channels(rig);
	rig_send(rig, 1, "tool");
	rig_run(rig, S);
	assert_int_equal(rig->result_count, 1);
	assert_false(rig->results[0].sent || rig->results[0].dead);
	assert_string_equal(rig->results[0].why,
	    "not started: program: No such file or directory");
	rig_free(rig);
}

static void
on_word(int fd, int what, void *arg)
{
	(void)fd, (void)what;
	loop_stop(arg);
}

static void
an_outbox_that_ends_takes_its_programs_along(void **state)
{
	struct rig *rig = rig_new(NULL);
	char *path = mem_printf("%s/word", folder);

	(void)state;
	assert_int_equal(mkfifo(path, 0600), 0);
	int fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	struct loop_io *io =
	    loop_io_new(rig->loop, fd, LOOP_READ, on_word, rig->loop);
	add_script(rig, "echo begun > $1/word; sleep 60");
	rig_send(rig, 1, "tool");
	loop_run(rig->loop);
	loop_io_free(io);
	rig_free(rig);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(close(fd), 0);
	assert_int_equal(unlink(path), 0);
	mem_free(path);
}

static int
set_up(void **state)
{
	(void)state;
	return mkdtemp(folder) != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_program_gets_the_event_and_what_belongs_to_it),
	    cmocka_unit_test(
		a_program_that_fails_is_tried_again_and_a_person_hears),
	    cmocka_unit_test(a_program_that_is_gone_keeps_the_schedule),
	    cmocka_unit_test(an_outbox_that_ends_takes_its_programs_along),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
