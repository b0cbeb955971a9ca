/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a channel that a person doubts. Out: an event and its deliveries. The
 * API calls it.
 */
#include "alerts/trial.h"

#include "alerts/body.h"
#include "alerts/event_rows.h"
#include "lib/base/mem.h"

static int
trial_store(struct db *db, struct event *event, int64_t now, struct err *err)
{
	char *line = event_line(event);
	struct buf body;

	buf_init(&body, BODY_LIMIT);
	body_build(event, &body);
	int r = event_rows_add(db, event,
	    &(struct event_row){
		.line = line,
		.body = {body.data, body.len},
		.seen = now,
		.created = now,
	    },
	    err);
	if (r == ERR_EXISTS)
		r = err_set(err, ERR_BUSY, "a test was asked for just now");
	buf_done(&body);
	mem_free(line);
	return r;
}

int
trial_send(struct db *db, struct outbox *outbox, const struct trial *trial,
    int64_t *ret_event, struct err *err)
{
	struct event event;
	int r;

	event_init(&event);
	event.type = EVENT_SYSTEM_TEST;
	event.subject = mem_strdup(trial->channel);
	event.text = mem_printf("test of channel '%s', asked for by %s",
	    trial->channel, trial->author);
	event.instance = mem_strdup(trial->instance);
	event.moment = trial->now;
	event_identify(&event);
	r = trial_store(db, &event, trial->now, err);
	if (r == 0)
		r = outbox_add(outbox,
		    &(struct outbox_message){
			.channel = trial->channel,
			.event = event.seq,
			.rule = "test",
			.note = "",
		    },
		    err);
	if (r == 0)
		*ret_event = event.seq;
	event_done(&event);
	return r;
}
