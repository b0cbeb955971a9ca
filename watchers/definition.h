/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A source definition, compiled: how to ask (request, paging, manners) and how
 * a list body becomes items (struct list_spec, which travels with each reader
 * job). Written in the closed language that filingd-source(5) lists:
 * no conditionals, loops or expressions; what is not known is refused by name.
 */
#ifndef WATCHERS_DEFINITION_H
#define WATCHERS_DEFINITION_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/yaml.h"
#include "lib/base/zone.h"
#include "watchers/definition_parts.h"
#include "watchers/list_spec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct definition {
	char *name;
	char *path; /* where it was loaded from; NULL: from nowhere */
	int format;
	char *verified; /* date */
	struct word_list to_verify; /* not checked against the live source */
	enum source_kind kind;
	char *market; /* MIC, home of all its issuers; NULL */
	struct word_list credentials; /* names that the config must give */
	bool needs_contact; /* a request says {contact} */
	bool own_codes; /* codes of its rows are no tickers of the market */
	bool directory; /* of files; spec reads the list that inbox.h makes */
	bool hub; /* subscribe when the feed offers it (WebSub) */
	/* requests; a url that is NULL: no such request */
	struct request_spec prelude; /* GET before the list, for its cookies */
	int64_t prelude_every_ms; /* again after this; 0: when blocked only */
	struct request_spec list;
	struct request_spec document; /* url NULL: the item's url by GET */
	struct document_spec files;
	/* paging */
	int page_first;
	int page_size;
	int page_cap; /* pages per poll at most */
	unsigned until; /* UNTIL_* */
	int split_over; /* more rows: ask in halves by days; 0: never */
	/* the nominal window of each poll, in days around today */
	int window_back;
	int window_ahead;
	bool window_daily; /* each day is asked for by itself */
	/* the wide sweep: days back, and how often; 0: none */
	int sweep_back;
	int64_t sweep_every_ms;
	/* manners */
	int64_t peak_ms;
	int64_t quiet_ms;
	int64_t page_gap_ms; /* pause between pages */
	int64_t deadline_ms;
	int64_t rate_every_ms; /* of each host; 0: not limited */
	int rate_burst;
	int budget; /* requests a day, in the zone; 0: not limited */
	int jitter_percent; /* of the interval */
	char *calendar; /* name of the trading calendar; NULL: every day */
	struct expectation expect;
	size_t body_limit;
	size_t document_limit;
	size_t window_count;
	struct poll_window *windows;
	struct zone zone;
	int64_t
	    stale_after_ms; /* spec.generated older than this is frozen; 0 */
	char *terms;
	bool terms_must_accept;
	struct list_spec spec;
};

/*
 * Compiles a definition. Every fault is appended to complaints as
 * file:line:col text (yaml_complain) and ERR_CONFIG returned. Gives.
 */
int definition_parse(const struct yaml *yaml, struct definition **ret,
    struct buf *complaints) WARN_UNUSED;
/*
 * Loads sources/<name>/definition.yaml from the first of dirs that has it.
 * ERR_NOTFOUND when none has.
 */
int definition_load(const char *name, const char *const dirs[], size_t n,
    struct definition **ret, struct buf *complaints) WARN_UNUSED;
void definition_free(struct definition *definition);

#endif
