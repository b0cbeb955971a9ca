/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shipped definitions against answers of others, where the folder of shared
 * data is there: captures, and answers put together from public descriptions.
 */
#include "lib/base/mem.h"
#include "tests/lib/list_case.h"
#include "watchers/definition.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

struct real_answer {
	const char *source;
	const char *file; /* below data/world/ */
	const char *shown; /* outcome, why, then items; its beginning */
	size_t count;
	uint32_t faulty, left_out;
	int64_t total; /* 0: unknown, or none */
	const char *name, *value; /* of the matrix; NULL */
	const char *base;
};

static const struct real_answer answers[] = {
    {.source = "sec-edgar",
	.file = "edgar/submissions/CIK0001318605_captured_20260305.json",
	.shown = "ok\n0001628280-26-003837|8-K Tesla, Inc. 2.02,9.01|"
		 "2026-01-28T21:11:04Z second|",
	.count = 94,
	.left_out = 908},
    {.source = "opendart",
	.file = "transcribed/dart_list.json",
	.shown =
	    "ok\n20260419800123|매출액또는손익구조30%(대규모법인은15%)이상변경|"
	    "2026-04-18T15:00:00Z day|https://opendart.fss.or.kr/api/"
	    "document.xml?rcept_no=20260419800123|XKRX:005930\n"
	    "20260731000779|",
	.count = 2,
	.total = 1234},
    {.source = "opendart",
	.file = "transcribed/dart_list_no_data.json",
	.shown = "empty\n"},
    {.source = "opendart",
	.file = "transcribed/dart_list_window_error.json",
	.shown = "drift: '/status' is '100'\n"},
    {.source = "fca-nsm",
	.file = "transcribed/fca_nsm_search.json",
	.shown = "ok\ndisclosure-123|Trading update|2026-07-01T06:00:06Z "
		 "second|https://data.fca.org.uk/artefacts/NSM/RNS/"
		 "disclosure-123.html|2138002P5RNKC5W2JZ46\n",
	.count = 1,
	.total = 1},
    {.source = "hkex",
	.file = "transcribed/hkex_lcisehk1relsde_1.json",
	.shown = "ok\n12247523|VOLUNTARY ANNOUNCEMENT SIGNED MULTIPLE LLM "
		 "PROJECTS|2026-07-17T00:13:00Z minute|"
		 "https://www1.hkexnews.hk/listedco/listconews/sehk/2026/"
		 "0717/2026071700075.pdf|XHKG:09678\n",
	.count = 1,
	.left_out = 1},
    {.source = "asx",
	.file = "transcribed/asx_markets_announcements.json",
	.shown = "ok\n",
	.left_out = 1},
};

/* The definition's own list spec as asked for this answer. */
static struct list_spec
asked(const struct definition *definition, const struct real_answer *real,
    struct list_pair *pair)
{
	struct list_spec spec = definition->spec;

	*pair =
	    (struct list_pair){mem_strdup(real->name), mem_strdup(real->value)};
	spec.names = pair;
	spec.name_count = real->name != NULL;
	spec.base = mem_strdup(real->base);
	return spec;
}

static void
compare(const struct real_answer *real, const struct list_answer *answer)
{
	char *shown = list_case_print(answer);

	if (strncmp(shown, real->shown, strlen(real->shown)) != 0 ||
	    answer->count != real->count || answer->faulty != real->faulty ||
	    answer->left_out != real->left_out ||
	    (answer->total > 0 ? answer->total : 0) != real->total)
		fail_msg("%s reads %s as %zu items of %lld, %u faulty, %u left "
			 "out:\n%.2000s",
		    real->source, real->file, answer->count,
		    (long long)answer->total, answer->faulty, answer->left_out,
		    shown);
	mem_free(shown);
}

static void
read_real(const struct real_answer *real, const char *path)
{
	struct definition *definition = list_case_source(real->source);
	struct list_answer answer;
	struct list_pair pair;
	struct buf body;

	struct list_spec spec = asked(definition, real, &pair);
	list_case_load(path, &body);
	read_list(&spec, (struct span){body.data, body.len}, &answer);
	compare(real, &answer);
	list_answer_done(&answer);
	buf_done(&body);
	mem_free(spec.base);
	mem_free(pair.name);
	mem_free(pair.value);
	definition_free(definition);
}

static void
shipped_definitions_read_answers_of_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		char *name = mem_printf("data/world/%s", answers[i].file);
		char *path = list_case_shared(name);

		mem_free(name);
		if (path == NULL)
			skip();
		read_real(&answers[i], path);
		mem_free(path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shipped_definitions_read_answers_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
