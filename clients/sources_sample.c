/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl sources sample`: the answer that showed a source's trouble. In:
 * the API's JSON. Out: its bytes, and what was wrong with them.
 */
#include "clients/sources.h"
#include "lib/base/digest.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Foreign bytes: on a terminal nothing of them may be an order to it. */
static void
sample_print(const uint8_t *bytes, size_t n)
{
	bool terminal = isatty(STDOUT_FILENO) != 0;

	for (size_t i = 0; i < n; i++) {
		bool plain = (bytes[i] >= ' ' && bytes[i] < 0x7f) ||
			     bytes[i] == '\n' || bytes[i] == '\t';

		putchar(terminal && !plain ? '?' : bytes[i]);
	}
}

static int
sample_tell(const struct verb_context *context, const json_t *sample)
{
	const char *text = verb_text(sample, "bytes");
	size_t size = 3 * strlen(text) / 4 + 1, n = 0;
	uint8_t *bytes = mem_array(size, 1);
	int rc = base64_decode(text, bytes, size, &n);

	if (!context->quiet) {
		fprintf(stderr, "%s at %s, http %lld, %lld bytes",
		    verb_text(sample, "state"), verb_text(sample, "taken"),
		    (long long)json_integer_value(
			json_object_get(sample, "status")),
		    (long long)json_integer_value(
			json_object_get(sample, "size")));
		fprintf(stderr, ": %s\n", verb_text(sample, "why"));
	}
	if (rc == 0)
		sample_print(bytes, n);
	mem_free(bytes);
	return rc == 0 ? VERB_OK
		       : verb_fail(VERB_FAILED, "the sample is damaged");
}

int
sources_sample(const struct verb_context *context, int argc, char **argv)
{
	json_t *sample;
	char *tail, *path, *text;
	int rc;

	if (argc != 2 && argc != 3)
		return verb_fail(
		    VERB_USAGE, "usage: filingctl sources sample NAME [STATE]");
	text = verb_escape(argc == 3 ? argv[2] : "");
	tail = mem_printf("/sample%s%s", argc == 3 ? "?state=" : "", text);
	path = sources_path(argv[1], tail);
	rc = verb_ask(context, "GET", path, &sample);
	mem_free(path);
	mem_free(tail);
	mem_free(text);
	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		text = json_text(sample);
		puts(text);
		mem_free(text);
		return VERB_OK;
	}
	rc = sample_tell(context, sample);
	json_decref(sample);
	return rc;
}
