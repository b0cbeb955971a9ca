/* SPDX-License-Identifier: BSD-2-Clause */
/* Frees a delivery. outbox_rows.c fills it; attempts and carriers read it. */
#include "alerts/delivery.h"

#include "lib/base/mem.h"

static void
delivery_event_done(struct delivery_event *event)
{
	mem_free(event->id);
	mem_free(event->line);
	mem_free(event->source);
	mem_free(event->rule);
	mem_free(event->note);
	buf_done(&event->body);
}

void
delivery_done(struct delivery *delivery)
{
	for (size_t i = 0; i < delivery->event_count; i++)
		delivery_event_done(&delivery->events[i]);
	mem_free(delivery->events);
	mem_free(delivery->channel);
	mem_free(delivery->recipient);
	mem_free(delivery->rule);
	mem_free(delivery->note);
	buf_done(&delivery->message);
}
