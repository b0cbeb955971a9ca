/* SPDX-License-Identifier: BSD-2-Clause */
/* In: list bodies. Out: what filingd-reader makes of them, in its jail. */
#include "clients/jailed.h"

#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/place.h"
#include "reading/pool.h"

/* So many jobs that failed in a row are the reader's fault, not theirs. */
#define JAILED_FAILURES 3

struct jailed {
	struct clock *clock;
	struct loop *loop;
	struct pool *pool;
	int failures; /* in a row */
	int code; /* of the job at hand */
	struct list_answer *answer;
};

struct jailed *
jailed_new(const struct verb_context *context)
{
	struct jailed *jailed = mem_new(sizeof(*jailed));
	struct pool_options options;
	char *lexicon = place_data("lexicon");

	/* of the watcher and the reader: only what a person must hear */
	log_init("filingctl", LOG_TO_STDERR, LOG_AT_WARNING);
	jailed->clock = clock_new_real();
	jailed->loop = loop_new(jailed->clock);
	pool_options_default(&options);
	options.workers = 1;
	if (context->program != NULL)
		options.program = context->program;
	options.lexicon_dir =
	    context->lexicon != NULL ? context->lexicon : lexicon;
	jailed->pool = pool_new(jailed->loop, &options);
	mem_free(lexicon);
	return jailed;
}

void
jailed_free(struct jailed *jailed)
{
	if (jailed == NULL)
		return;
	pool_free(jailed->pool);
	loop_free(jailed->loop);
	clock_free(jailed->clock);
	mem_free(jailed);
}

struct loop *
jailed_loop(struct jailed *jailed)
{
	return jailed->loop;
}

struct pool *
jailed_pool(struct jailed *jailed)
{
	return jailed->pool;
}

static void
jailed_on_answer(int code, struct list_answer *answer, void *arg)
{
	struct jailed *jailed = arg;

	jailed->code = code;
	if (code == 0) {
		*jailed->answer = *answer;
		*answer = (struct list_answer){0};
	}
	loop_stop(jailed->loop);
}

int
jailed_read(struct jailed *jailed, const struct list_spec *spec,
    struct span body, struct list_answer *ret, struct err *err)
{
	if (jailed->failures == JAILED_FAILURES)
		return err_set(err, ERR_CRASHED, "the reader does not work");
	jailed->answer = ret;
	pool_read_list(jailed->pool, spec, body, jailed_on_answer, jailed);
	loop_run(jailed->loop);
	jailed->failures = jailed->code != 0 ? jailed->failures + 1 : 0;
	if (jailed->code != 0)
		return err_set(err, jailed->code, "the reader failed: %s",
		    err_text(jailed->code));
	return 0;
}
