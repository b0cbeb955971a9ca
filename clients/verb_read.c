/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl read FILE...` and `read --batch`: the reader's library in this
 * process, which first takes itself into the jail. In: documents or JSON
 * Lines; out: one reading per line.
 */
#include "clients/explain_text.h"
#include "clients/own_lexicon.h"
#include "clients/reading_json.h"
#include "clients/verb.h"
#include "lib/base/date.h"
#include "lib/base/lines.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "lib/base/place.h"
#include "reading/batch.h"
#include "reading/entry.h"
#include "reading/jail.h"
#include "reading/lexicon.h"
#include "reading/read.h"
#include "reading/text.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ_LINE_LIMIT (32 * MIB)
#define READ_STDOUT_BUF (256 * KIB)

struct read_options {
	bool batch;
	bool explain; /* a page for people, or more members of the JSON */
	bool json;
	struct document_hint hint;
	char listing[LISTING_MAX];
	const char *own; /* folder of the user's phrases; NULL: the usual one */
	struct lexicon *lexicon;
};

static int
read_usage(void)
{
	return verb_fail(VERB_USAGE,
	    "usage: filingctl read [--title T] [--issuer LISTING] "
	    "[--publisher P] [--published DATE] [--lang L] "
	    "[--own-lexicon DIR] [--explain [--json]] FILE...\n"
	    "       filingctl read --batch [--explain] < LINES");
}

/* The reading's verdicts without a history: the document alone. */
static char *
read_judge(const struct read_options *options, const char *id,
    const struct document_hint *hint, const struct reading *reading)
{
	struct filing filing = {
	    .source = mem_strdup("read"),
	    .source_id = mem_strdup(id != NULL ? id : ""),
	    .title = mem_strdup(hint->title != NULL ? hint->title : ""),
	    .publisher = mem_strdup(hint->publisher),
	    .listing = mem_strdup(hint->listing != NULL ? hint->listing : ""),
	    .issuer_name = mem_strdup(hint->issuer_name),
	    .published_raw = mem_strdup(""),
	    .form = reading->form,
	    .readable = reading->readable,
	};
	struct verdicts verdicts = {0};
	struct history history;
	char *text;

	if (hint->published != DATE_NONE)
		filing.published = hint->published * DAY_MS;
	history_init(&history);
	verdict_decide(&filing, reading, &history, &verdicts);
	if (options->explain && !options->json)
		text = explain_text(hint->url, reading, &verdicts);
	else
		text = reading_json(id, reading, &verdicts, options->explain);
	verdicts_done(&verdicts);
	history_done(&history);
	filing_done(&filing);
	return text;
}

static int
read_batch_fault(int64_t number, const char *why)
{
	char *text = reading_json_error(number, why);

	puts(text);
	mem_free(text);
	return VERB_FAILED;
}

static int
read_batch_line(
    const struct read_options *options, struct span line, int64_t number)
{
	struct err err = ERR_NONE;
	struct batch_row row;
	struct reading reading;
	char *text;
	int rc = batch_row_parse(line, &row, &err);

	if (rc != 0)
		return read_batch_fault(number, err.text);
	row.hint.explain = options->explain;
	reading_init(&reading);
	read_text(options->lexicon, row.text, &row.hint, &reading);
	text = read_judge(options, row.id, &row.hint, &reading);
	puts(text);
	mem_free(text);
	reading_done(&reading);
	batch_row_done(&row);
	return VERB_OK;
}

/* All lines; what a line's fault is to the run's status. */
static int
read_batch_lines(const struct read_options *options)
{
	struct lines lines;
	struct span line;
	int code, worst = VERB_OK;

	lines_init(&lines, STDIN_FILENO, READ_LINE_LIMIT);
	while (lines_next(&lines, &line, &code)) {
		int rc = code != 0
			     ? read_batch_fault(lines.number,
				   "the line is longer than 32 MiB")
			     : read_batch_line(options, line, lines.number);
		worst = rc > worst ? rc : worst;
	}
	lines_done(&lines);
	if (code != 0)
		return verb_fail(
		    VERB_FAILED, "standard input: %s", strerror(errno));
	return worst;
}

static int
read_batch(const struct read_options *options)
{
	static char out[READ_STDOUT_BUF];
	struct err err = ERR_NONE;
	int worst;

	setvbuf(
	    stdout, out, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF, sizeof(out));
	if (jail_enter(JAIL_CLIENT, &err) != 0)
		return verb_fail(VERB_FAILED, "%s", err.text);
	worst = read_batch_lines(options);
	if (fflush(stdout) != 0)
		return verb_fail(
		    VERB_FAILED, "standard output: %s", strerror(errno));
	return worst;
}

static int
read_bytes(int fd, struct buf *out)
{
	char piece[65536];
	ssize_t n;

	while ((n = read(fd, piece, sizeof(piece))) > 0) {
		if (buf_add(out, piece, (size_t)n) != 0)
			return ERR_TOOBIG;
	}
	return n < 0 ? ERR_IO : 0;
}

/* In a child of its own: the jail has no way back. */
static int
read_one_jailed(const struct read_options *options, const char *path, int fd)
{
	struct document_hint hint = options->hint;
	struct err err = ERR_NONE;
	struct reading reading;
	enum text_kind text_kind;
	enum jail_kind kind;
	struct span span;
	struct buf bytes;
	char *text;
	int rc;

	buf_init(&bytes, JOB_BODY_LIMIT);
	rc = read_bytes(fd, &bytes);
	if (rc != 0)
		return verb_fail(VERB_FAILED, "%s: %s", path, err_text(rc));
	span = (struct span){bytes.data, bytes.len};
	/* Only a PDF needs files; without Landlock it is refused. */
	text_kind = text_kind_of(span, NULL, path);
	kind = text_kind == TEXT_PDF || text_kind == TEXT_ZIP ? JAIL_CLIENT_PDF
							      : JAIL_CLIENT;
	if (jail_enter(kind, &err) != 0)
		return verb_fail(VERB_FAILED, "%s: %s", path, err.text);
	hint.url = strcmp(path, "-") == 0 ? "standard input" : path;
	hint.explain = options->explain;
	reading_init(&reading);
	read_document(options->lexicon, span, &hint, &reading);
	text = read_judge(options, NULL, &hint, &reading);
	fputs(text, stdout);
	if (!options->explain || options->json)
		putchar('\n');
	rc = reading.readable ? VERB_OK : VERB_FAILED;
	mem_free(text);
	reading_done(&reading);
	buf_done(&bytes);
	return fflush(stdout) == 0 ? rc : VERB_FAILED;
}

static int
read_one(const struct read_options *options, const char *path)
{
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO
					: open(path, O_RDONLY | O_CLOEXEC);
	int status;
	pid_t pid;

	if (fd < 0)
		return verb_fail(VERB_FAILED, "%s: %s", path, strerror(errno));
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(read_one_jailed(options, path, fd));
	if (fd != STDIN_FILENO)
		close(fd);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return verb_fail(VERB_FAILED, "%s: %s", path, strerror(errno));
	if (WIFSIGNALED(status))
		return verb_fail(VERB_FAILED, "%s: the reader died (%s)", path,
		    strsignal(WTERMSIG(status)));
	return WEXITSTATUS(status);
}

enum {
	READ_BATCH,
	READ_EXPLAIN,
	READ_JSON,
	READ_TITLE,
	READ_ISSUER,
	READ_NAME,
	READ_PUBLISHER,
	READ_PUBLISHED,
	READ_LANG,
	READ_OWN
};

static int
read_take_lang(struct read_options *options, const char *lang)
{
	if (entry_lang_of(lang) <= LANG_ANY)
		return verb_fail(VERB_USAGE,
		    "'%s' must be a language: zh, en, ja or ko", lang);
	options->hint.lang = lang;
	return VERB_OK;
}

/* The usual folder may be missing, one that was asked for may not. */
static int
read_take_own(struct read_options *options, const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return verb_fail(VERB_USAGE, "%s: %s", dir, strerror(errno));
	close(fd);
	options->own = dir;
	return VERB_OK;
}

static int
read_option(struct read_options *options, int option, const char *value)
{
	struct err err = ERR_NONE;

	switch (option) {
	case READ_BATCH:
		options->batch = true;
		return VERB_OK;
	case READ_EXPLAIN:
		options->explain = true;
		return VERB_OK;
	case READ_JSON:
		options->json = true;
		return VERB_OK;
	case READ_TITLE:
		options->hint.title = value;
		return VERB_OK;
	case READ_ISSUER:
		if (listing_parse(value, options->listing, &err) != 0)
			return verb_fail(VERB_USAGE, "%s", err.text);
		options->hint.listing = options->listing;
		return VERB_OK;
	case READ_NAME:
		options->hint.issuer_name = value;
		return VERB_OK;
	case READ_PUBLISHER:
		options->hint.publisher = value;
		return VERB_OK;
	case READ_PUBLISHED:
		if (date_parse(value, &options->hint.published) != 0)
			return verb_fail(VERB_USAGE,
			    "'%s' must be a date, YYYY-MM-DD", value);
		return VERB_OK;
	case READ_LANG:
		return read_take_lang(options, value);
	case READ_OWN:
		return read_take_own(options, value);
	default:
		return read_usage();
	}
}

static int
read_parse(int argc, char **argv, struct read_options *options)
{
	static const struct option longs[] = {
	    {"batch", no_argument, NULL, READ_BATCH},
	    {"explain", no_argument, NULL, READ_EXPLAIN},
	    {"json", no_argument, NULL, READ_JSON},
	    {"title", required_argument, NULL, READ_TITLE},
	    {"issuer", required_argument, NULL, READ_ISSUER},
	    {"name", required_argument, NULL, READ_NAME},
	    {"publisher", required_argument, NULL, READ_PUBLISHER},
	    {"published", required_argument, NULL, READ_PUBLISHED},
	    {"lang", required_argument, NULL, READ_LANG},
	    {"own-lexicon", required_argument, NULL, READ_OWN},
	    {NULL, 0, NULL, 0}};
	int c, rc = VERB_OK;

	while (rc == VERB_OK &&
	       (c = getopt_long(argc, argv, "", longs, NULL)) != -1)
		rc = read_option(options, c, optarg);
	if (rc == VERB_OK && options->batch == (optind < argc))
		return read_usage();
	options->json |= options->batch;
	return rc;
}

/* FILINGD_LEXICON alone is a lexicon without a user. */
static int
read_load_lexicon(const struct verb_context *context,
    struct read_options *options, struct err *err)
{
	bool other = context->lexicon != NULL;
	char *dir =
	    other ? mem_strdup(context->lexicon) : place_data("lexicon");
	char *own = options->own != NULL ? mem_strdup(options->own)
		    : other		 ? NULL
					 : place_own("lexicon");
	int rc = own_lexicon_load(dir, own, &options->lexicon, err);

	mem_free(dir);
	mem_free(own);
	return rc;
}

int
verb_read(const struct verb_context *context, int argc, char **argv)
{
	struct read_options options = {
	    .hint.published = DATE_NONE, .json = context->json};
	struct err err = ERR_NONE;
	int worst;
	int rc = read_parse(argc, argv, &options);

	if (rc != VERB_OK)
		return rc;
	if (read_load_lexicon(context, &options, &err) != 0)
		return verb_fail(VERB_FAILED, "%s", err.text);
	text_preload();
	if (!options.batch)
		text_pdf_preload();
	worst = options.batch ? read_batch(&options) : VERB_OK;
	for (int i = optind; i < argc && !options.batch; i++) {
		rc = read_one(&options, argv[i]);
		worst = rc > worst ? rc : worst;
	}
	lexicon_free(options.lexicon);
	return worst;
}
