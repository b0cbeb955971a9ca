/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a delivery that is due. Out: whether it is still needed. The outbox asks
 * before it starts an attempt.
 */
#include "alerts/escalation.h"

#include "alerts/ack_rows.h"
#include "alerts/outbox_rows.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

/* Who acknowledged all that it carries; NULL: some of it nobody did. Gives. */
static int
escalation_acked(struct db *db, const struct delivery *delivery,
    char **ret_author, struct err *err)
{
	char *author = NULL;
	int r = 0;

	for (size_t i = 0; r == 0 && i < delivery->event_count; i++) {
		mem_replace(&author, NULL);
		r = ack_rows_author(db, delivery->events[i].seq, &author, err);
		if (author == NULL)
			break;
	}
	*ret_author = author;
	return r;
}

int
escalation_spare(struct db *db, const struct delivery *delivery, int64_t now,
    bool *ret_spared, struct err *err)
{
	char *author = NULL;
	char *why;
	int r = 0;

	if (delivery->unless_acked)
		r = escalation_acked(db, delivery, &author, err);
	*ret_spared = r == 0 && author != NULL;
	if (!*ret_spared)
		return r;
	why = mem_printf("acknowledged by %s", author);
	r = outbox_rows_cancel(db, delivery->id, why, now, err);
	if (r == 0)
		log_info("delivery '%s' to '%s': not sent, %s",
		    delivery->events[0].id, delivery->channel, why);
	mem_free(why);
	mem_free(author);
	return r;
}
