/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a delivery of one event to a program. Out: the program, run, and how it
 * ended. Attempts call it.
 */
#include "alerts/carrier_exec.h"

#include "alerts/schedule.h"
#include "lib/base/mem.h"
#include "lib/net/process.h"

#define CARRIER_VARIABLES 16

struct carrier_run {
	struct process *process;
	carrier_fn *fn;
	void *arg;
};

static void
carrier_on_end(const struct process_end *end, void *arg)
{
	struct carrier_run run = *(struct carrier_run *)arg;

	mem_free(arg);
	run.fn(
	    &(struct carrier_answer){
		.status = end->exit,
		.error = end->error,
		.retry_after_ms = SCHEDULE_NONE,
		.why = end->why,
		.excerpt = end->output,
	    },
	    run.arg);
}

/* Fills env, which is zeroed; each is to be freed. */
static void
carrier_environment(
    const struct carriage *carriage, char *env[CARRIER_VARIABLES])
{
	const struct delivery *delivery = carriage->delivery;
	const struct delivery_event *event = &delivery->events[0];
	size_t n = 0;

	env[n++] = mem_strdup("PATH=/usr/local/bin:/usr/bin:/bin");
	env[n++] = mem_strdup("LANG=C.UTF-8");
	env[n++] = mem_printf("FILINGD_EVENT=%s", event->id);
	env[n++] = mem_printf(
	    "FILINGD_TYPE=%s", vocab_word(VOCAB_EVENTS, (int)event->type));
	env[n++] = mem_printf("FILINGD_CHANNEL=%s", carriage->channel->name);
	env[n++] = mem_printf("FILINGD_ATTEMPT=%d", delivery->attempts);
	env[n++] =
	    mem_printf("FILINGD_SEQUENCE=%lld", (long long)delivery->sequence);
	env[n] =
	    mem_printf("FILINGD_LATE=%s", carriage->late ? "true" : "false");
}

static void *
carrier_run(const struct carriage *carriage, carrier_fn *fn, void *arg)
{
	const struct channel *channel = carriage->channel;
	const struct delivery_event *event = &carriage->delivery->events[0];
	struct carrier_run *run = mem_new(sizeof(*run));
	char *env[CARRIER_VARIABLES] = {NULL};

	carrier_environment(carriage, env);
	*run = (struct carrier_run){NULL, fn, arg};
	run->process = process_start(carriage->parts->loop,
	    &(struct process_command){
		.arguments = channel->arguments,
		.environment = env,
		.input = {event->body.data, event->body.len},
		.user = channel->run_as,
		.deadline_ms = channel->deadline_ms,
		.memory = channel->memory,
	    },
	    carrier_on_end, run);
	for (size_t i = 0; env[i] != NULL; i++)
		mem_free(env[i]);
	return run;
}

static void
carrier_forget_run(void *sending)
{
	struct carrier_run *run = sending;

	process_forget(run->process);
	mem_free(run);
}

const struct carrier carrier_exec = {
    .send = carrier_run,
    .forget = carrier_forget_run,
};
