/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: files and folders from the command line, or the corpus of the target that
 * the program is named after. Out: how many inputs the target survived. Linked
 * in the place of libFuzzer, so that make check runs every corpus.
 */
#include "tests/fuzz/driver.h"

#include "lib/base/buf.h"
#include "lib/base/mem.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Runs the target once, over exactly n bytes on the heap. */
static void
driver_run(const void *p, size_t n)
{
	uint8_t *copy = mem_dup(p, n);

	(void)LLVMFuzzerTestOneInput(copy, n); /* always 0 */
	mem_free(copy);
}

static int
driver_run_file(const char *path)
{
	char piece[4096];
	struct buf buf;
	size_t n;
	int r = 0;
	FILE *in = fopen(path, "re");

	if (in == NULL)
		return ERR_IO;
	buf_init(&buf, 16 * MIB);
	while (r == 0 && (n = fread(piece, 1, sizeof(piece), in)) > 0)
		r = buf_add(&buf, piece, n);
	if (ferror(in) != 0)
		r = ERR_IO;
	(void)fclose(in); /* only read */
	if (r == 0)
		driver_run(buf.data, buf.len);
	buf_done(&buf);
	return r;
}

/* Runs the files of a folder, or one file; returns their number or ERR_*. */
static int
driver_run_path(const char *path)
{
	struct dirent **names;
	struct stat st;
	int ran = 0, r = 0;

	if (stat(path, &st) != 0)
		return ERR_NOTFOUND;
	if (!S_ISDIR(st.st_mode)) {
		r = driver_run_file(path);
		return r < 0 ? r : 1;
	}
	int n = scandir(path, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char *file = mem_printf("%s/%s", path, names[i]->d_name);
		if (names[i]->d_name[0] != '.' && r == 0) {
			r = driver_run_file(file);
			ran++;
		}
		mem_free(file);
		mem_free(names[i]);
	}
	if (n >= 0)
		mem_free(names);
	return n < 0 ? ERR_IO : r < 0 ? r : ran;
}

/* The corpus of the target; "fuzz_yaml" has tests/fuzz/corpus/yaml. Gives. */
static char *
driver_corpus(const char *program)
{
	const char *slash = strrchr(program, '/');
	const char *name = strstr(slash != NULL ? slash : program, "fuzz_");
	const char *source = getenv("FILINGD_SRCDIR");

	return mem_printf("%s/tests/fuzz/corpus/%s",
	    source != NULL ? source : ".", name != NULL ? name + 5 : program);
}

int
main(int argc, char *argv[])
{
	int ran = 0;
	char *corpus = driver_corpus(argv[0]);
	char *only[] = {argv[0], corpus};

	if (argc < 2) {
		argc = 2;
		argv = only;
	}
	for (int i = 1; i < argc; i++) {
		int r = driver_run_path(argv[i]);
		if (r <= 0) {
			(void)fprintf(stderr, "%s: %s\n", argv[i],
			    r < 0 ? err_text(r) : "no input in it");
			return 1;
		}
		ran += r;
	}
	(void)printf("%s: %d inputs\n", argv[0], ran);
	mem_free(corpus);
	return 0;
}
