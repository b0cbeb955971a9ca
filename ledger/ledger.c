/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a filing and what its document says. Out: rows, and the events that
 * tell what changed. The driver of this stage; daemon/pipeline.c and backtest
 * call it, inside the turn's transaction.
 */
#include "ledger/ledger.h"

#include "ledger/ledger_rows.h"
#include "ledger/sighting_rows.h"
#include "ledger/statement.h"
#include "ledger/verdict_rows.h"
#include "lib/base/mem.h"

#include <string.h>

/* One filing on its way through. */
struct ledger_turn {
	const struct ledger *ledger;
	struct db *db; /* the ledger's */
	struct filing *filing;
	const struct reading *reading;
	struct err *err;
	int64_t since; /* ledger_since */
	int64_t superseded; /* row of the filing that this one replaces; 0 */
	bool told; /* an event */
	bool repeated; /* one that was told already */
};

/* What a verdict means for its warning. */
enum ledger_step {
	LEDGER_QUIET, /* nothing new */
	LEDGER_REPEATED, /* told already */
	LEDGER_DETECTED,
	LEDGER_UPDATED,
	LEDGER_RETRACTED
};

static void
ledger_tell(struct ledger_turn *turn, struct event *event)
{
	if (!turn->ledger->quiet)
		turn->ledger->fn(event, turn->ledger->arg);
}

/*
 * An event that borrows the verdict's parts: ledger_event_done it. It weighs
 * severity at least, since a retraction matters as much as what it takes back.
 */
static void
ledger_event(struct ledger_turn *turn, enum event_type type,
    const struct verdict *verdict, int severity, struct event *ret)
{
	event_init(ret);
	ret->type = type;
	ret->has_verdict = true;
	ret->verdict = *verdict;
	if (verdict->severity < severity)
		ret->verdict.severity = severity;
	filing_copy(&ret->filing, turn->filing);
	ret->ledger_since = turn->since;
	ret->late = turn->filing->late;
	event_identify(ret);
}

/*
 * Of an event's warning. Where it goes back and forth (withdrawn, shown again,
 * withdrawn), the id of what is said again would be no news to anybody.
 */
static int
ledger_set_version(struct ledger_turn *turn, struct event *event, int version)
{
	bool told;

	event->version = version;
	int r = verdict_rows_was_told(
	    turn->db, event->id, version, &told, turn->err);
	if (r == 0 && told)
		event_identify_again(event);
	return r;
}

/* The verdict stays the caller's. */
static void
ledger_event_done(struct event *event)
{
	event->verdict = (struct verdict){.deciding = -1};
	event_done(event);
}

/* Says less than what is known: less sure, or the same once more. */
static bool
ledger_is_weaker(
    const struct verdict *verdict, const struct verdict_standing *standing)
{
	return verdict->severity <= standing->severity &&
	       (verdict->grade < standing->grade ||
		   verdict->guidance == GUIDANCE_REITERATED);
}

/* A new forecast or a corrected document takes an earlier warning's place. */
static bool
ledger_replaces(const struct ledger_turn *turn, const struct verdict *verdict,
    const struct verdict_standing *standing)
{
	enum form form = turn->reading->form;

	if (verdict->deciding < 0 || verdict->grade < standing->grade ||
	    !turn->reading->by_issuer)
		return false;
	/* Rows of figures come one by one: sales first are not the result. */
	if (turn->reading->from_row &&
	    verdict->facts[verdict->deciding].metric == METRIC_REV)
		return false;
	return form == FORM_FORECAST || form == FORM_FORECAST_REVISION ||
	       turn->reading->correction || turn->superseded != 0 ||
	       turn->filing->revised;
}

static enum ledger_step
ledger_step(const struct ledger_turn *turn, const struct verdict *verdict,
    const struct verdict_standing *standing, const char *digest)
{
	if (verdict->severity < 2) {
		if (standing->active &&
		    ledger_replaces(turn, verdict, standing))
			return LEDGER_RETRACTED;
		return LEDGER_QUIET;
	}
	/* What was taken back holds again: its first event has gone out. */
	if (!standing->active && standing->own)
		return LEDGER_UPDATED;
	if (!standing->active)
		return LEDGER_DETECTED;
	if (strcmp(standing->digest, digest) == 0 ||
	    ledger_is_weaker(verdict, standing))
		return LEDGER_REPEATED;
	return LEDGER_UPDATED;
}

static enum event_type
ledger_type(enum ledger_step step, enum family family)
{
	switch (step) {
	case LEDGER_RETRACTED:
		return EVENT_WARNING_RETRACTED;
	case LEDGER_UPDATED:
		if (family == FAMILY_RESULT)
			return EVENT_WARNING_UPDATED;
		break;
	case LEDGER_QUIET:
	case LEDGER_REPEATED:
	case LEDGER_DETECTED:
		break;
	}
	return family == FAMILY_DISTRESS ? EVENT_DISTRESS_DETECTED
					 : EVENT_WARNING_DETECTED;
}

/* A verdict with its place among those on the same warning. */
struct ledger_place {
	struct verdict_standing standing;
	enum ledger_step step;
	int version;
	char warning_id[WARNING_ID_MAX];
	char digest[SHA256_HEX_SIZE];
};

/*
 * A filing that was published later told the same; or, where a source retells
 * figures, told it as well as they do.
 */
static bool
ledger_is_told(const struct ledger_turn *turn, const struct verdict *verdict,
    const struct verdict_standing *later, const char *digest)
{
	if (!later->active)
		return false;
	return strcmp(later->digest, digest) == 0 ||
	       (turn->reading->from_row && ledger_is_weaker(verdict, later));
}

static int
ledger_find_place(struct ledger_turn *turn, const struct verdict *verdict,
    struct ledger_place *ret)
{
	struct verdict_standing later = {0};
	bool told;

	(void)event_warning_id(turn->filing, verdict, ret->warning_id);
	(void)event_verdict_digest(verdict, ret->digest);
	int r = verdict_rows_standing(
	    turn->db, turn->filing, ret->warning_id, &ret->standing, turn->err);
	if (r < 0)
		return r;
	ret->step = ledger_step(turn, verdict, &ret->standing, ret->digest);
	/* Seen late, after a filing that told the same. */
	if (ret->step == LEDGER_DETECTED)
		r = verdict_rows_next(
		    turn->db, turn->filing, ret->warning_id, &later, turn->err);
	told = ledger_is_told(turn, verdict, &later, ret->digest);
	if (told)
		ret->step = LEDGER_REPEATED;
	ret->version = ret->standing.version;
	if (ret->step > LEDGER_REPEATED || (told && ret->version == 0))
		ret->version++;
	return r;
}

static int
ledger_store(struct ledger_turn *turn, const struct verdict *verdict,
    const struct ledger_place *place, const char *event)
{
	struct verdict_row row = {.filing = turn->filing,
	    .verdict = verdict,
	    .warning_id = place->warning_id,
	    .digest = place->digest,
	    .version = place->version,
	    .warns = verdict->severity >= 2,
	    .event = turn->ledger->quiet ? NULL : event};

	return verdict_rows_store(turn->db, &row, turn->err);
}

static int
ledger_verdict(struct ledger_turn *turn, struct verdict *verdict)
{
	struct ledger_place place = {.step = LEDGER_QUIET};
	struct event event;

	int r = ledger_find_place(turn, verdict, &place);
	if (r < 0)
		return r;
	turn->told |= place.step > LEDGER_REPEATED;
	turn->repeated |= place.step == LEDGER_REPEATED;
	if (place.step <= LEDGER_REPEATED)
		return ledger_store(turn, verdict, &place, NULL);
	bool retracted = place.step == LEDGER_RETRACTED;
	ledger_event(turn, ledger_type(place.step, verdict->family), verdict,
	    retracted ? place.standing.severity : 0, &event);
	r = ledger_set_version(turn, &event, place.version);
	if (r == 0)
		r = ledger_store(turn, verdict, &place, event.id);
	if (r == 0)
		ledger_tell(turn, &event);
	ledger_event_done(&event);
	return r;
}

/* Of several verdicts that warn of nothing, the one a reader would want. */
static struct verdict *
ledger_foremost(struct verdicts *verdicts)
{
	struct verdict *best = NULL;

	for (size_t i = 0; i < verdicts->count; i++) {
		struct verdict *verdict = &verdicts->items[i];
		if (verdict->family == FAMILY_RESULT &&
		    (best == NULL || verdict->severity > best->severity ||
			(verdict->severity == best->severity &&
			    verdict->good >= best->good)))
			best = verdict;
	}
	return best;
}

/*
 * Forecasts and results that warn of nothing, and other words for a warning
 * that stays as it was: one quiet event each.
 */
static void
ledger_published(struct ledger_turn *turn, struct verdicts *verdicts)
{
	struct verdict *verdict = ledger_foremost(verdicts);
	bool revised = turn->filing->revised;
	struct event event;

	if (turn->told || (turn->repeated && !revised) || verdict == NULL ||
	    !turn->reading->by_issuer)
		return;
	ledger_event(turn,
	    revised ? EVENT_FILING_REVISED : EVENT_FILING_PUBLISHED, verdict, 0,
	    &event);
	ledger_tell(turn, &event);
	ledger_event_done(&event);
}

/* Takes a stored warning back, unless another filing keeps it standing. */
static int
ledger_retract(struct ledger_turn *turn, struct verdict_warning *warning)
{
	struct event event;
	int64_t maker;

	int r = verdict_rows_maker(
	    turn->db, warning->warning_id, &maker, turn->err);
	if (r < 0)
		return r;
	if (maker != warning->row)
		return verdict_rows_end(
		    turn->db, warning->row, warning->version, NULL, turn->err);
	ledger_event(
	    turn, EVENT_WARNING_RETRACTED, &warning->verdict, 0, &event);
	r = ledger_set_version(turn, &event, warning->version + 1);
	if (r == 0)
		r = verdict_rows_end(turn->db, warning->row, event.version,
		    turn->ledger->quiet ? NULL : event.id, turn->err);
	if (r == 0) {
		turn->told = true;
		ledger_tell(turn, &event);
	}
	ledger_event_done(&event);
	return r;
}

static bool
ledger_speaks_of(struct ledger_turn *turn, const struct verdicts *verdicts,
    const char *warning_id)
{
	char id[WARNING_ID_MAX];

	for (size_t i = 0; i < verdicts->count; i++) {
		(void)event_warning_id(turn->filing, &verdicts->items[i], id);
		if (strcmp(id, warning_id) == 0)
			return true;
	}
	return false;
}

/* Warnings of a replaced version that the new one says nothing of. */
static int
ledger_retract_rest(
    struct ledger_turn *turn, int64_t filing, const struct verdicts *verdicts)
{
	struct verdict_warnings warnings;
	int r = verdict_rows_warnings(turn->db, filing, &warnings, turn->err);

	for (size_t i = 0; i < warnings.count && r == 0; i++) {
		struct verdict_warning *warning = &warnings.items[i];
		if (strcmp(warning->listing, turn->filing->listing) == 0 &&
		    !ledger_speaks_of(turn, verdicts, warning->warning_id))
			r = ledger_retract(turn, warning);
	}
	verdict_warnings_done(&warnings);
	return r;
}

/* Titles of a new version of a document that was there before. */
static bool
ledger_is_version(const struct filing *filing)
{
	static const char *const marks[] = {"更正后", "更新后", "修订版",
	    "修订稿", "修正后", "訂正後", "기재정정"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (strstr(filing->title, marks[i]) != NULL)
			return true;
	}
	return filing->supersedes != NULL;
}

/*
 * A corrected version takes the place of the earlier one. A revised forecast
 * does not: the earlier one is what it is compared with.
 */
static int
ledger_supersede(struct ledger_turn *turn)
{
	const struct reading *reading = turn->reading;
	char *source_id = NULL;

	if (!ledger_is_version(turn->filing) &&
	    (!reading->correction || reading->form == FORM_FORECAST_REVISION))
		return 0;
	int r = ledger_rows_earlier(turn->db, turn->filing, reading->period,
	    &turn->superseded, &source_id, turn->err);
	if (r == 0 && turn->superseded != 0) {
		mem_set(&turn->filing->supersedes, source_id);
		r = ledger_rows_supersede(
		    turn->db, turn->superseded, turn->err);
	}
	mem_free(source_id);
	return r;
}

/* What the reading knows better than the pipeline. */
static void
ledger_complete(struct filing *filing, const struct reading *reading)
{
	filing->form = reading->form;
	filing->readable = reading->readable;
	if (reading->unreadable_why != NULL)
		mem_set(&filing->unreadable_why, reading->unreadable_why);
	if (filing->listing == NULL)
		mem_set(&filing->listing, "");
	if (filing->title == NULL)
		mem_set(&filing->title, "");
	if (filing->issuer_name == NULL)
		mem_set(&filing->issuer_name, reading->issuer_name);
}

static int
ledger_tell_all(struct ledger_turn *turn, struct verdicts *verdicts)
{
	int r = 0;

	for (size_t i = 0; i < verdicts->count && r == 0; i++) {
		struct verdict *verdict = &verdicts->items[i];
		/* What a paper says of results is no verdict to stand by. */
		if (turn->reading->by_issuer ||
		    verdict->family == FAMILY_DISTRESS)
			r = ledger_verdict(turn, verdict);
	}
	if (r == 0 && turn->superseded != 0)
		r = ledger_retract_rest(turn, turn->superseded, verdicts);
	if (r == 0)
		r = ledger_retract_rest(turn, turn->filing->id, verdicts);
	if (r == 0)
		ledger_published(turn, verdicts);
	return r;
}

static int
ledger_judge(struct ledger_turn *turn)
{
	struct history history;
	struct verdicts verdicts = {0};

	int r = ledger_rows_history(turn->db, turn->filing,
	    statement_span(turn->reading), &history, turn->err);
	if (r == 0) {
		turn->since = history.since;
		verdict_decide(
		    turn->filing, turn->reading, &history, &verdicts);
		r = ledger_rows_store_facts(turn->db, turn->filing,
		    turn->reading, turn->ledger->now, turn->err);
	}
	if (r == 0)
		r = ledger_tell_all(turn, &verdicts);
	verdicts_done(&verdicts);
	history_done(&history);
	return r;
}

int
ledger_decide(const struct ledger *ledger, struct filing *filing,
    const struct reading *reading, struct err *err)
{
	struct ledger_turn turn = {.ledger = ledger,
	    .db = ledger->db,
	    .filing = filing,
	    .reading = reading,
	    .err = err};
	int64_t repost = 0;

	ledger_complete(filing, reading);
	int r = ledger_rows_repost(turn.db, filing, &repost, err);
	if (r == 0 && repost == 0)
		r = ledger_supersede(&turn);
	if (r == 0)
		r = ledger_rows_store_filing(
		    turn.db, filing, turn.superseded, ledger->now, err);
	if (r == 0 && repost != 0 && filing->item != 0)
		return sighting_rows_add(
		    turn.db, filing->item, repost, "bytes", ledger->now, err);
	return r == 0 && repost == 0 ? ledger_judge(&turn) : r;
}

/* As seen from the listing that the warning is about. */
static int
ledger_withdraw_warning(
    struct ledger_turn *turn, int64_t id, struct verdict_warning *warning)
{
	struct filing filing;

	int r = ledger_rows_load_filing(
	    turn->db, id, warning->listing, &filing, turn->err);
	if (r < 0)
		return r;
	turn->filing = &filing;
	r = ledger_retract(turn, warning);
	turn->filing = NULL;
	filing_done(&filing);
	return r;
}

static int
ledger_withdraw_warnings(struct ledger_turn *turn, int64_t id)
{
	struct verdict_warnings warnings = {0};

	int r = verdict_rows_warnings(turn->db, id, &warnings, turn->err);
	for (size_t i = 0; i < warnings.count && r == 0; i++)
		r = ledger_withdraw_warning(turn, id, &warnings.items[i]);
	verdict_warnings_done(&warnings);
	return r;
}

/* One quiet event for the issuer, of a filing that no warning was taken back
 * for. */
static int
ledger_tell_withdrawn(struct ledger_turn *turn, int64_t id, const char *listing)
{
	struct event event;

	event_init(&event);
	int r = ledger_rows_load_filing(
	    turn->db, id, listing, &event.filing, turn->err);
	if (r == 0) {
		event.type = EVENT_FILING_WITHDRAWN;
		event_identify(&event);
		ledger_tell(turn, &event);
	}
	event_done(&event);
	return r;
}

static int
ledger_withdraw_row(struct ledger_turn *turn, int64_t id)
{
	char *listing = NULL;

	int r =
	    ledger_rows_withdraw(turn->db, id, turn->ledger->now, turn->err);
	if (r == 0)
		r = ledger_withdraw_warnings(turn, id);
	if (r == 0 && !turn->told)
		r = ledger_rows_listing(turn->db, id, &listing, turn->err);
	if (r == 0 && !turn->told)
		r = ledger_tell_withdrawn(turn, id, listing);
	mem_free(listing);
	return r;
}

int
ledger_withdraw(const struct ledger *ledger, const char *source,
    const char *source_id, struct err *err)
{
	struct ledger_turn turn = {
	    .ledger = ledger, .db = ledger->db, .err = err};
	int64_t id = 0, since = 0;

	int r = ledger_rows_find_filing(turn.db, source, source_id, &id, err);
	if (r == 0)
		r = ledger_rows_withdrawn(turn.db, id, &since, err);
	return r == 0 && since == 0 ? ledger_withdraw_row(&turn, id) : r;
}
