/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prints a body of each type of event, and of odd ones, one a line: for
 * tests/scenario/schemas.py, which compares them with the schemas.
 */
#include "alerts/body.h"
#include "tests/unit/alerts/sample.h"

#include <stdio.h>
#include <string.h>

static void
print_body(const struct event *event)
{
	struct buf body;

	buf_init(&body, BODY_LIMIT);
	body_build(event, &body);
	(void)fwrite(body.data, 1, body.len, stdout);
	(void)putchar('\n');
	buf_done(&body);
}

/* Nothing is known but that there is a filing. */
static void
print_bare(enum event_type type)
{
	struct sample sample;

	sample_fill(&sample);
	sample.event.type = type;
	memset(&sample.event.filing, 0, sizeof(sample.event.filing));
	sample.event.verdict.deciding = -1;
	sample.event.verdict.period = (struct period){DATE_NONE, DATE_NONE};
	sample.event.verdict.fact_count = 0;
	sample.event.verdict.change_count = 0;
	sample.event.verdict.reason_count = 0;
	sample.event.ref = NULL;
	print_body(&sample.event);
}

/* Open bounds, and each axis. */
static void
print_odd(enum event_type type)
{
	struct sample sample;

	sample_fill(&sample);
	sample.event.type = type;
	for (int i = 0; i < SAMPLE_FACTS; i++) {
		sample.facts[i].low_open = true;
		sample.facts[i].derived = true;
		sample.facts[i].broker = sample.facts[0].quote;
		sample.facts[i].currency[0] = '\0';
	}
	for (int i = 0; i < AXIS_COUNT; i++) {
		sample.changes[0].axis = (enum axis)i;
		sample.changes[1].axis = (enum axis)(AXIS_COUNT - 1 - i);
		sample.changes[0].has_pct = i % 2 == 0;
		sample.changes[1].low_open = i % 2 == 0;
		print_body(&sample.event);
	}
}

static void
print_all(enum event_type type)
{
	struct sample sample;

	sample_fill_trouble(&sample);
	sample.event.type = type;
	if (strncmp(vocab_word(VOCAB_EVENTS, (int)type), "source.", 7) == 0 ||
	    strncmp(vocab_word(VOCAB_EVENTS, (int)type), "channel.", 8) == 0 ||
	    strncmp(vocab_word(VOCAB_EVENTS, (int)type), "system.", 7) == 0) {
		print_body(&sample.event);
		return;
	}
	sample_fill(&sample);
	sample.event.type = type;
	print_body(&sample.event);
	print_odd(type);
	print_bare(type);
}

int
main(void)
{
	for (int i = 0; i < EVENT_COUNT; i++)
		print_all((enum event_type)i);
	return 0;
}
