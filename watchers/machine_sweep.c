/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a complete sweep no longer shows was withdrawn. Comes in: a poll whose
 * pages were all good. Goes out: rows, and a call for each filing that is
 * gone. Called at the end of a poll by watchers/machine_end.c.
 */
#include "watchers/machine.h"

#include "lib/base/mem.h"
#include "lib/base/date.h"
#include "lib/base/digest.h"
#include "lib/base/log.h"
#include "watchers/item_rows.h"
#include "watchers/sweep_rows.h"

#include <stdio.h>

/*
 * The days that the poll showed in full. A list that was asked for days: those
 * without the first, whose edge the source may see otherwise. Else all after
 * the oldest row of a list that is in order of time.
 */
static void
machine_sweep_days(const struct watcher *watcher, struct sweep *sweep)
{
	const struct poll *poll = &watcher->poll;

	if (!watcher->dated) {
		sweep->from = poll->covered;
		sweep->to = INT64_MAX;
		return;
	}
	sweep->from = poll->window.from;
	sweep->to = poll->window.to + DAY_MS - 1;
	if (poll->window.to - poll->window.from > DAY_MS)
		sweep->from += DAY_MS;
}

/* Nothing is concluded from less than a complete sweep without any doubt. */
static bool
machine_sweep_counts(const struct watcher *watcher)
{
	const struct poll *poll = &watcher->poll;
	const struct watcher_counts *counts = &poll->counts;

	if (poll->verdict.state != HEALTH_OK || poll->narrow ||
	    poll->gap != NULL || counts->faulty > 0 || counts->rows == 0 ||
	    !watcher->saved.baseline || watcher->intake.past || watcher->inbox)
		return false;
	/* a table of figures shows the newest row of each issuer alone */
	if (watcher->definition->kind != SOURCE_LIVE)
		return false;
	if (!watcher->dated && poll->covered == INT64_MAX)
		return false;
	/* the same bytes miss nothing that they did not miss before */
	return watcher->changed || !watcher->nothing_missing;
}

static int
machine_withdraw(
    struct watcher *watcher, int64_t id, int64_t now, struct err *err)
{
	const struct intake *intake = &watcher->intake;
	struct item item = {0};
	bool pending = false;
	int rc = item_rows_withdraw(intake->db, id, now, &pending, err);

	if (rc == 0)
		rc = item_rows_load(intake->db, id, &item, err);
	if (rc < 0)
		return rc;
	log_info("filing '%s/%s': withdrawn, the list does not show it any "
		 "more",
	    watcher->name, item.key);
	watcher->poll.counts.withdrawn++;
	if (pending)
		intake->calls->item(intake->arg, watcher->name, id, &item);
	item_done(&item);
	return 0;
}

static void
machine_shape_pairs(
    struct digest *digest, const struct name_value *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		digest_field(digest, pairs[i].name);
		digest_field(digest, pairs[i].value);
	}
}

/* How the list is asked and read, in a word. */
static char *
machine_shape(const struct watcher *watcher, char buf[SHA256_HEX_SIZE])
{
	const struct request_spec *list = &watcher->definition->list;
	struct digest *digest = digest_new();
	uint8_t hash[SHA256_LEN];
	struct buf spec;

	buf_init(&spec, MIB);
	list_spec_put(&spec, &watcher->definition->spec);
	if (spec.len > 0)
		digest_field_n(digest, spec.data, spec.len);
	buf_done(&spec);
	digest_field(digest, watcher->url ? watcher->url : "");
	digest_field(digest, list->url ? list->url : "");
	machine_shape_pairs(digest, list->query, list->query_count);
	machine_shape_pairs(digest, list->form, list->form_count);
	for (size_t i = 0; i < list->axis_count; i++)
		for (size_t k = 0; k < list->axes[i].values.count; k++)
			digest_field(digest, list->axes[i].values.words[k]);
	digest_finish(digest, hash);
	return hex_encode(hash, sizeof(hash), buf);
}

/* Once: a new definition comes with a new watcher. */
static int
machine_check_shape(struct watcher *watcher, bool *ret_anew, struct err *err)
{
	char shape[SHA256_HEX_SIZE];
	int rc;

	if (watcher->shaped)
		return 0;
	rc = sweep_rows_reshape(watcher->intake.db, watcher->name,
	    machine_shape(watcher, shape), ret_anew, err);
	watcher->shaped = rc == 0;
	return rc;
}

static int
machine_compare(struct watcher *watcher, int64_t now, struct err *err)
{
	struct sweep sweep = {
	    .source = watcher->name, .now = now, .keys = &watcher->poll.keys};
	struct sweep_found found;
	struct poll *poll = &watcher->poll;
	int rc;

	machine_sweep_days(watcher, &sweep);
	rc = machine_check_shape(watcher, &sweep.anew, err);
	if (rc < 0)
		return rc;
	rc = sweep_rows_compare(watcher->intake.db, &sweep, &found, err);
	if (rc == 0 && found.doubtful)
		mem_replace(&poll->gap,
		    mem_printf("%lld of %lld known filings are missing at once",
			(long long)found.missing, (long long)found.known));
	for (size_t i = 0; i < found.gone_count && rc == 0; i++)
		rc = machine_withdraw(watcher, found.gone[i], now, err);
	watcher->changed = false;
	watcher->nothing_missing = rc == 0 && found.missing == 0;
	sweep_found_done(&found);
	return rc;
}

void
machine_sweep(struct watcher *watcher, int64_t now)
{
	struct err err = ERR_NONE;
	int rc;

	if (!machine_sweep_counts(watcher))
		return;
	rc = machine_compare(watcher, now, &err);
	if (rc < 0)
		watcher->poll.verdict = judge_store(rc, err.text);
}
