/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A verdict: what the changes of one filing amount to for one issuer and one
 * period. Pure: the reading and the history in, verdicts out.
 */
#ifndef LEDGER_VERDICT_H
#define LEDGER_VERDICT_H

#include "ledger/change.h"
#include "ledger/filing.h"
#include "ledger/history.h"

/* Why a verdict is as severe as it is: one row of domain 2.5. */
struct reason {
	char *id; /* "prior.loss_narrower", "consensus.below_25" */
	enum axis axis;
	int severity;
	char *text; /* one line for people */
};

/* What a warning is about; part of its identity. */
enum family { FAMILY_RESULT, FAMILY_DISTRESS };

struct verdict {
	struct period period;
	enum family family;
	enum verdict_class class_;
	enum direction direction;
	int severity; /* 0..5, domain 2.5 */
	int good; /* 0..4, the mirrored scale of good news */
	enum grade grade;
	enum guidance guidance;
	enum distress distress;
	unsigned flags; /* verdict_flag */
	bool warning; /* severity >= 2 and bad news or mandatory */
	bool data_gap; /* neither a figure nor words could be read */
	bool closes; /* closes an open forecast */
	int deciding; /* index in facts; -1: none */
	size_t fact_count;
	struct fact *facts; /* of this period, deciding first */
	size_t change_count;
	struct change *changes;
	size_t reason_count;
	struct reason *reasons;
};

void verdict_done(struct verdict *verdict);
void verdict_put(struct buf *buf, const struct verdict *verdict);
void verdict_get(struct wire *wire, struct verdict *verdict);

struct verdicts {
	size_t count;
	struct verdict *items;
};

void verdicts_done(struct verdicts *verdicts);

/*
 * Decides. history holds only what was published before the filing. A filing
 * whose facts speak of several periods gives a verdict for each, in order of
 * their end; one without figures gives one by words or title. Brokers' notes,
 * briefings, notices and texts of no known form without a forecast give none.
 * What is not by the issuer keeps its class and loses its severity. Signs of
 * distress give one more, the last.
 */
void verdict_decide(const struct filing *filing, const struct reading *reading,
    const struct history *history, struct verdicts *ret);

#endif
