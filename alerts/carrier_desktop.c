/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a delivery to a desktop channel. Out: offers, written with the answer.
 * Attempts call it.
 */
#include "alerts/carrier_desktop.h"

#include "alerts/offer_rows.h"
#include "alerts/schedule.h"
#include "lib/base/mem.h"
#include "lib/net/loop.h"

struct carrier_offer {
	struct loop *loop;
	carrier_fn *fn;
	void *arg;
};

static void
carrier_on_offer(void *arg)
{
	struct carrier_offer offer = *(struct carrier_offer *)arg;

	mem_free(arg);
	offer.fn(
	    &(struct carrier_answer){
		.retry_after_ms = SCHEDULE_NONE, .why = "", .excerpt = {"", 0}},
	    offer.arg);
}

/* Nothing can fail before the answer is written. */
static void *
carrier_offer(const struct carriage *carriage, carrier_fn *fn, void *arg)
{
	struct carrier_offer *offer = mem_new(sizeof(*offer));

	*offer = (struct carrier_offer){carriage->parts->loop, fn, arg};
	loop_defer(offer->loop, carrier_on_offer, offer);
	return offer;
}

static void
carrier_forget_offer(void *sending)
{
	struct carrier_offer *offer = sending;

	loop_undefer(offer->loop, offer);
	mem_free(offer);
}

static int
carrier_settle_offer(const struct carriage *carriage, struct err *err)
{
	return offer_rows_add(
	    carriage->parts->db, carriage->delivery, carriage->now, err);
}

const struct carrier carrier_desktop = {
    .send = carrier_offer,
    .forget = carrier_forget_offer,
    .settle = carrier_settle_offer,
};
