/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The floor of `filingctl read --batch`: reads JSON Lines from standard input
 * and prints them again, with jansson alone. bench.py runs both in turn.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

int
main(void)
{
	static char out[256 * 1024];
	char *line = NULL, *text;
	size_t size = 0;
	ssize_t n;

	setvbuf(stdout, out, _IOFBF, sizeof(out));
	while ((n = getline(&line, &size, stdin)) > 0) {
		json_t *json = json_loadb(line, (size_t)n,
		    JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
		if (json == NULL ||
		    (text = json_dumps(json, JSON_COMPACT)) == NULL) {
			fputs("bench_json: a line is no JSON\n", stderr);
			return 1;
		}
		puts(text);
		free(text);
		json_decref(json);
	}
	free(line);
	return fflush(stdout) == 0 ? 0 : 1;
}
