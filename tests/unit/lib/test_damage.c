/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A damaged store is refused with advice, and its file is left as it is: never
 * started empty. One that only looks odd is opened with all its rows.
 */
#include "lib/base/mem.h"
#include "lib/store/backup.h"
#include "lib/store/inspect.h"
#include "lib/store/schema.h"
#include "tests/unit/lib/db_fixture.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROWS	 200
#define WORD_(n) #n
#define WORD(n)	 WORD_(n)
#define NEWEST	 WORD(SCHEMA_VERSION)
#define NOBODY	 65534
#define ADVICE                                                                 \
	"put a backup back (filingctl db restore), or move it away to start "  \
	"a new one"
#define SEE                                                                    \
	"; filingctl db check says more, filingctl db restore puts a backup "  \
	"back"

static int
open_file(const char *path, const char *tail, int flags)
{
	char *name = mem_printf("%s%s", path, tail);
	int fd = open(name, flags | O_CLOEXEC, 0600);

	if (fd < 0)
		fail_msg("cannot open %s", name);
	mem_free(name);
	return fd;
}

static void
overwrite(struct fixture *f, const char *tail, off_t at, int byte, size_t n)
{
	char *junk = mem_new(n);
	int fd = open_file(f->path, tail, O_WRONLY | O_CREAT);

	memset(junk, byte, n);
	assert_int_equal(pwrite(fd, junk, n, at), n);
	assert_int_equal(close(fd), 0);
	mem_free(junk);
}

static off_t
size_of(const struct fixture *f)
{
	struct stat st;

	return stat(f->path, &st) == 0 ? st.st_size : -1;
}

static void
truncate_to(struct fixture *f, off_t size)
{
	assert_int_equal(truncate(f->path, size), 0);
}

static void
to_nothing(struct fixture *f)
{
	truncate_to(f, 0);
}

static void
to_a_stub(struct fixture *f)
{
	truncate_to(f, 60);
}

static void
to_half(struct fixture *f)
{
	truncate_to(f, size_of(f) / 8192 * 4096);
}

static void
to_half_a_page(struct fixture *f)
{
	truncate_to(f, size_of(f) - 2000);
}

static void
be_a_text(struct fixture *f)
{
	overwrite(f, "", 0, 'x', (size_t)size_of(f));
}

/* Pages in the middle, and a log that says that nobody closed the store. */
static void
lose_pages_in_a_crash(struct fixture *f)
{
	overwrite(f, "", size_of(f) / 8192 * 4096, 0xa5, 8 * 4096);
	overwrite(f, "-wal", 0, 0, 4096);
}

static void
lose_the_file_but_not_its_log(struct fixture *f)
{
	overwrite(f, "-wal", 0, 0, 4096);
	assert_int_equal(unlink(f->path), 0);
}

static void
have_a_log_of_junk(struct fixture *f)
{
	overwrite(f, "-wal", 0, 0x5a, 40000);
}

static void
have_an_empty_log(struct fixture *f)
{
	int fd = open_file(f->path, "-wal", O_WRONLY | O_CREAT);

	assert_int_equal(close(fd), 0);
}

static void
have_a_half_made_twin(struct fixture *f)
{
	overwrite(f, ".new", 0, 0, 4096);
}

struct damage {
	const char *says; /* it was made to ... */
	void (*fn)(struct fixture *f); /* NULL: n times byte at an offset */
	const char *want; /* after "store '<path>': "; NULL: opens, all there */
	off_t at;
	int byte;
	size_t n;
};

static const struct damage damages[] = {
    {.says = "be cut to nothing",
	.fn = to_nothing,
	.want = "not a store of filingd, or emptied; " ADVICE},
    {.says = "be cut to a stub",
	.fn = to_a_stub,
	.want = "not a store of filingd, or emptied; " ADVICE},
    {.says = "be cut in half",
	.fn = to_half,
	.want = "checking: database disk image is malformed" SEE},
    {.says = "lack half a page", .fn = to_half_a_page, .want = "damaged ("},
    {.says = "lose its first bytes",
	.want = "checking: file is not a database" SEE,
	.at = 0,
	.byte = 0x20,
	.n = 16},
    {.says = "lose its header",
	.want = "checking: file is not a database" SEE,
	.at = 16,
	.byte = 0xff,
	.n = 84},
    {.says = "lose its schema",
	.want = "checking: database disk image is malformed" SEE,
	.at = 100,
	.byte = 0xff,
	.n = 3996},
    {.says = "be of another program",
	.want = "not a store of filingd, or emptied; " ADVICE,
	.at = 68,
	.byte = 0,
	.n = 4},
    {.says = "come from the future",
	.want =
	    "written by a newer filingd (schema 16843009, this one knows " NEWEST
	    "); "
	    "install that one, or put a backup back: filingctl db restore",
	.at = 60,
	.byte = 0x01,
	.n = 4},
    {.says = "be of no version",
	.want = "not a store of filingd, or emptied; " ADVICE,
	.at = 60,
	.byte = 0,
	.n = 4},
    {.says = "be a text",
	.fn = be_a_text,
	.want = "checking: file is not a database" SEE},
    {.says = "lose pages in a crash",
	.fn = lose_pages_in_a_crash,
	.want = "damaged ("},
    {.says = "lose all but its log",
	.fn = lose_the_file_but_not_its_log,
	.want = "the store is gone but its log '"},
    {.says = "have a log of junk", .fn = have_a_log_of_junk, .want = NULL},
    {.says = "have an empty log", .fn = have_an_empty_log, .want = NULL},
    {.says = "have a half-made twin",
	.fn = have_a_half_made_twin,
	.want = NULL},
};

static void
fill(struct fixture *f)
{
	char name[1000];

	open_store(f);
	for (int i = 0; i < ROWS; i++) {
		(void)snprintf(name, sizeof(name), "%0999d", i);
		assert_int_equal(put(f, name, "x"), 0);
	}
	assert_int_equal(db_commit(f->db, &f->err), 0);
	close_store(f);
}

/* What the refusal says after the store's name; "" when it does not say it. */
static const char *
refusal(const struct fixture *f)
{
	static char prefix[160];

	(void)snprintf(prefix, sizeof(prefix), "store '%s': ", f->path);
	return strncmp(f->err.text, prefix, strlen(prefix)) == 0
		   ? f->err.text + strlen(prefix)
		   : "";
}

static bool
refuses(struct fixture *f, const struct damage *damage)
{
	off_t before = size_of(f);
	size_t n = strlen(damage->want);
	bool whole = damage->want[n - 1] != '(' && damage->want[n - 1] != '\'';
	int code = db_open(f->path, &f->db, &f->err);
	const char *text = refusal(f);
	bool good =
	    code == ERR_STORE && (whole ? strcmp(text, damage->want) == 0
					: strncmp(text, damage->want, n) == 0);

	if (!good)
		print_message("made to %s: %d '%s'\n", damage->says, code,
		    code != 0 ? f->err.text : "opened");
	return good && before == size_of(f);
}

static bool
opens(struct fixture *f, const struct damage *damage)
{
	bool good =
	    db_open(f->path, &f->db, &f->err) == 0 && ask(f, COUNT) == ROWS;

	if (!good)
		print_message("made to %s: '%s'\n", damage->says, f->err.text);
	return good;
}

static void
damage_is_refused_with_advice_and_nothing_is_started_anew(void **state)
{
	size_t faulty = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		void *one = NULL;
		struct fixture *f;

		assert_int_equal(setup(&one), 0);
		f = one;
		fill(f);
		if (damages[i].fn != NULL)
			damages[i].fn(f);
		else
			overwrite(f, "", damages[i].at, damages[i].byte,
			    damages[i].n);
		if (damages[i].want != NULL ? !refuses(f, &damages[i])
					    : !opens(f, &damages[i]))
			faulty++;
		assert_int_equal(teardown(&one), 0);
	}
	assert_int_equal(faulty, 0);
}

/* What a child of another user is told when it opens the store. */
static void
open_as_nobody(struct fixture *f, char *text, size_t size)
{
	int ends[2];
	pid_t pid;
	ssize_t n;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (geteuid() == 0 &&
		    (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 ||
			setuid(NOBODY) != 0))
			_exit(1);
		if (db_open(f->path, &f->db, &f->err) == 0)
			(void)snprintf(
			    f->err.text, sizeof(f->err.text), "opened");
		n = write(ends[1], f->err.text, strlen(f->err.text));
		_exit(n > 0 ? 0 : 1);
	}
	(void)close(ends[1]);
	n = read(ends[0], text, size - 1);
	(void)close(ends[0]);
	text[n > 0 ? n : 0] = '\0';
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void
give_to_nobody(struct fixture *f, const char *tail, mode_t mode)
{
	char *path = mem_printf("%s%s", f->path, tail);

	if (geteuid() == 0)
		assert_int_equal(chown(path, NOBODY, NOBODY), 0);
	assert_int_equal(chmod(path, mode), 0);
	mem_free(path);
}

static void
file_that_may_not_be_written_is_refused(void **state)
{
	struct fixture *f = *state;
	char text[ERR_TEXT_MAX];

	fill(f);
	give_to_nobody(f, ".lock", 0600);
	give_to_nobody(f, "", 0400);
	assert_int_equal(chmod(f->folder, 0777), 0);
	open_as_nobody(f, text, sizeof(text));
	if (strstr(text, "the file may not be written") == NULL)
		fail_msg("%s", text);
	assert_true(size_of(f) > 100000);
}

static void
folder_that_may_not_be_written_is_refused(void **state)
{
	struct fixture *f = *state;
	char text[ERR_TEXT_MAX];

	fill(f);
	give_to_nobody(f, ".lock", 0600);
	give_to_nobody(f, "", 0600);
	assert_int_equal(chmod(f->folder, 0555), 0);
	open_as_nobody(f, text, sizeof(text));
	assert_int_equal(chmod(f->folder, 0700), 0);
	if (strstr(text, "its folder may not be written") == NULL)
		fail_msg("%s", text);
}

/* No file may grow: as on a full disk, the system's word is another. */
static void
full_disk_makes_no_half_store(void **state)
{
	struct fixture *f = *state;
	struct rlimit old, tight;
	int code;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	tight = (struct rlimit){8192, old.rlim_max};
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	code = db_open(f->path, &f->db, &f->err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_true(code == ERR_FULL || code == ERR_STORE);
	assert_int_equal(size_of(f), -1);
	open_store(f);
	assert_int_equal(ask(f, COUNT), 0);
}

static void
count_fault(const char *text, void *arg)
{
	assert_non_null(text);
	(*(int *)arg)++;
}

/* Bytes that SQLite reads as a page of rows: only a check finds them. */
static void
check_finds_what_opening_does_not_read(void **state)
{
	struct fixture *f = *state;
	struct inspect *inspect = NULL;
	int faults = -1, told = 0;

	fill(f);
	overwrite(f, "", size_of(f) / 8192 * 4096 + 8, 0xa5, 2000);
	open_store(f);
	close_store(f);
	assert_int_equal(inspect_open(f->path, &inspect, &f->err), 0);
	assert_int_equal(
	    inspect_check(inspect, count_fault, &told, &faults, &f->err), 0);
	inspect_close(inspect);
	assert_true(faults > 0);
	assert_int_equal(faults, told);
}

/* The rows of a filingd that was killed stand in its log alone. */
static void
leave_a_log(struct fixture *f)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		open_store(f);
		_exit(
		    put(f, "late", "row") == 0 && db_commit(f->db, &f->err) == 0
			? 0
			: 1);
	}
	int status = -1;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
restored_store_gets_no_log_of_the_one_that_is_gone(void **state)
{
	static const char *const tails[] = {".copy", ".gone-wal"};
	struct fixture *f = *state;
	char *copy = mem_printf("%s.copy", f->path);
	int64_t rows;

	fill(f);
	assert_int_equal(backup_make(f->path, copy, &f->err), 0);
	leave_a_log(f);
	assert_int_equal(unlink(f->path), 0);
	if (backup_restore(copy, f->path, NULL, &f->err) != 0)
		fail_msg("%s", f->err.text);
	open_store(f);
	rows = ask(f, COUNT " WHERE name = 'late'");
	close_store(f);
	mem_free(copy);
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		char *path = mem_printf("%s%s", f->path, tails[i]);
		(void)unlink(path);
		mem_free(path);
	}
	assert_int_equal(rows, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		damage_is_refused_with_advice_and_nothing_is_started_anew),
	    TEST(file_that_may_not_be_written_is_refused),
	    TEST(folder_that_may_not_be_written_is_refused),
	    TEST(full_disk_makes_no_half_store),
	    TEST(check_finds_what_opening_does_not_read),
	    TEST(restored_store_gets_no_log_of_the_one_that_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
