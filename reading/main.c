/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filingd-reader worker|zygote [lexicon [own]]: parses what comes from outside, for
 * filingd alone, which starts it with a socket as descriptor 3 (the frames of
 * reading/frame.h). It loads what reading needs, goes into the jail, says
 * hello and takes one job after the other until the socket ends.
 */
#include "reading/jail.h"
#include "reading/landlock.h"
#include "reading/lexicon.h"
#include "reading/serve.h"
#include "reading/text.h"
#include "reading/zygote.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAIN_START_MS 60000 /* for loading */
#define MAIN_CPU_MS   3600000 /* of a worker, in all its life */
#define MAIN_LEXICON  DATADIR "/lexicon"

static const char main_no_pdf[] = "this kernel has no Landlock";

struct reader_program {
	bool zygote;
	const char *no_pdf; /* why no PDF is read; NULL */
	const char *lexicon_dir, *own_dir;
	char own_fault[ERR_TEXT_MAX]; /* of the user's phrases; "" */
	struct lexicon *lexicon;
};

static bool
main_is_socket(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode);
}

/* Whatever a library prints about foreign bytes goes nowhere. */
static void
main_silence(void)
{
	if (jail_is_off())
		fprintf(stderr, "filingd-reader: the jail is off\n");
	else
		dup2(STDOUT_FILENO, STDERR_FILENO);
}

/* Bad phrases of the user's cost these phrases, not the reading. */
static int
main_load_lexicon(struct reader_program *program, struct err *err)
{
	struct book_report report = {0};
	struct err fault = ERR_NONE;
	int code = lexicon_load_own(program->lexicon_dir, program->own_dir,
	    &report, &program->lexicon, err);
	if (code == 0 && report.errors > 0)
		err_set(&fault, ERR_INVALID, "%.400s%s", report.first,
		    report.errors > 1 ? " and more" : "");
	memcpy(program->own_fault, fault.text, ERR_TEXT_MAX);
	return code;
}

static int
main_load(struct reader_program *program, struct err *err)
{
	int code = main_load_lexicon(program, err);
	if (code != 0)
		return code;
	text_preload();
	json_object_seed(0); /* by /dev/urandom, while it can be opened */
	if (program->zygote && program->no_pdf == NULL)
		text_pdf_preload();
	return 0;
}

static int
main_enter_jail(const struct reader_program *program, struct err *err)
{
	bool zygote = program->zygote && program->no_pdf == NULL;
	if (!program->zygote)
		jail_limit_cpu(MAIN_CPU_MS);
	return jail_enter(zygote ? JAIL_ZYGOTE : JAIL_WORKER, err);
}

static int
main_start(struct reader_program *program, struct err *err)
{
	int code = jail_prepare(FRAME_FD, err);
	if (code != 0)
		return code;
	jail_alarm(MAIN_START_MS);
	if (program->zygote && landlock_abi() == 0 && !jail_is_off())
		program->no_pdf = main_no_pdf;
	code = main_load(program, err);
	if (code != 0)
		return code;
	main_silence();
	code = main_enter_jail(program, err);
	jail_alarm(0);
	return code;
}

static int
main_send(struct buf *frame)
{
	int code =
	    frame_write(FRAME_FD, (struct span){frame->data, frame->len});
	buf_done(frame);
	return code;
}

static int
main_hello(const struct reader_program *program)
{
	struct buf hello;
	frame_begin(&hello, FRAME_HELLO, 0, KIB);
	wire_put_str(&hello, program->no_pdf);
	wire_put_str(
	    &hello, program->own_fault[0] != '\0' ? program->own_fault : NULL);
	int code = frame_end(&hello);
	return code == 0 ? main_send(&hello) : code;
}

static void
main_refuse(const struct err *err)
{
	struct buf refusal;
	frame_failed(&refusal, 0, err);
	int code = main_send(&refusal);
	if (code != 0) /* no filingd to be told */
		fprintf(stderr, "filingd-reader: %s\n", err->text);
}

static int
main_serve(const struct reader_program *program, const struct frame_in *job)
{
	struct err err = ERR_NONE;
	struct buf answer;
	if (program->no_pdf != NULL) {
		err_set(&err, ERR_UNSUPPORTED, "%s", program->no_pdf);
		frame_failed(&answer, job->job, &err);
	} else if (program->zygote) {
		zygote_serve(program->lexicon, job, &answer);
	} else {
		jail_alarm(serve_alarm_ms(job));
		serve_job(program->lexicon, job, &answer);
		jail_alarm(0);
	}
	return main_send(&answer);
}

static int
main_run(const struct reader_program *program)
{
	struct frame_in job;
	frame_in_init(&job, FRAME_JOB_LIMIT);
	int code = main_hello(program);
	while (code == 0) {
		code = frame_in_read_all(&job, FRAME_FD);
		if (code == 0)
			code = main_serve(program, &job);
		frame_in_clear(&job);
	}
	frame_in_done(&job);
	return code;
}

int
main(int argc, char **argv)
{
	struct reader_program program = {0};
	struct err err = ERR_NONE;
	bool worker = argc >= 2 && strcmp(argv[1], "worker") == 0;
	program.zygote = argc >= 2 && strcmp(argv[1], "zygote") == 0;
	if ((!worker && !program.zygote) || argc > 4 ||
	    !main_is_socket(FRAME_FD)) {
		fprintf(stderr, "filingd-reader is started by filingd; "
				"'filingctl read FILE' reads a document\n");
		return 2;
	}
	program.lexicon_dir = argc > 2 ? argv[2] : MAIN_LEXICON;
	program.own_dir = argc > 3 ? argv[3] : NULL;
	if (main_start(&program, &err) != 0) {
		main_refuse(&err);
		return 1;
	}
	int code = main_run(&program);
	lexicon_free(program.lexicon);
	return code == ERR_NOTFOUND ? 0 : 1;
}
