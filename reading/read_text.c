/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the text of a document and what is known of it. Out: the reading. The
 * order is that of domain 3.5: issuer, form, boilerplate, figures with roles.
 * filingd-reader and `filingctl read` call it.
 */
#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "reading/clause.h"
#include "reading/issuer.h"
#include "reading/lexicon.h"
#include "reading/mark_caption.h"
#include "reading/matrix_fact.h"
#include "reading/outline.h"
#include "reading/read.h"
#include "reading/signal.h"
#include "reading/table.h"
#include "reading/trend.h"
#include "reading/unwrap.h"

#include <string.h>

#define READ_TAIL 200 /* bytes at the end that show a cut */

/* All that lives while one text is read. */
struct read_job {
	const struct lexicon *lexicon;
	const struct document_hint *hint;
	struct reading *reading;
	struct normal text, title;
	struct lexicon_hits hits;
	struct tokens tokens;
	struct marks marks;
	struct outline outline;
	struct figures figures;
	struct reject_notes rejects;
	struct trend trend; /* of the headline, or of what is forecast */
	bool trend_in_title;
	bool told; /* the headline tells of results */
	bool guided; /* sentences speak of coming results */
};

static int
read_make_text(struct read_job *job, struct span text)
{
	const struct fold *fold = lexicon_fold(job->lexicon);
	const char *title = job->hint->title != NULL ? job->hint->title : "";
	int r = normal_init(&job->title, fold, span_of(title));

	if (r == 0)
		r = normal_init(&job->text, fold, text);
	return r;
}

/* Where the piece that begins at from ends: at a line, sentence or word. */
static size_t
read_piece_end(const struct normal *normal, size_t from)
{
	const char *p = normal->text.data;
	size_t n = normal->text.len;
	size_t end = from + LEXICON_PIECE;

	if (end >= n)
		return n;
	for (size_t at = end; at > from + LEXICON_PIECE / 2; at--)
		if (p[at - 1] == '\n')
			return at;
	for (size_t at = end; at > from + LEXICON_PIECE / 2; at--)
		if (p[at - 1] == ' ')
			return at;
	while (end > from + 1 && ((unsigned char)p[end] & 0xc0) == 0x80)
		end--;
	return end;
}

/* Phrases and tokens of a piece of a text. */
static void
read_piece(
    struct read_job *job, const struct normal *normal, size_t from, size_t end)
{
	struct span piece = {normal->text.data + from, end - from};

	lexicon_find(job->lexicon, job->outline.lang, piece, &job->hits);
	tokens_read(&job->tokens, job->lexicon, &job->hits, normal, from);
}

static void
read_signals(struct read_job *job, const struct normal *normal, bool title,
    struct signals *ret)
{
	const struct signal_source source = {
	    .lexicon = job->lexicon,
	    .hits = &job->hits,
	    .normal = normal,
	    .title = title,
	    .reading = job->reading,
	    .rejects = job->hint->explain ? &job->rejects : NULL,
	};

	signals_read(ret, &source);
}

static void
read_issuer(struct read_job *job)
{
	const struct issuer_source source = {
	    .lexicon = job->lexicon,
	    .hits = &job->hits,
	    .tokens = &job->tokens,
	    .lang = job->outline.lang,
	};

	issuer_read(&source, job->reading);
}

static void
read_marks(struct read_job *job)
{
	const struct mark_style style = {job->outline.lang, job->outline.china};

	marks_read(&job->marks, &job->tokens, &style);
	marks_read_captions(&job->marks);
	marks_unwrap(&job->marks);
}

/* A broker that the lexicon does not know still calls itself one. */
static bool
read_is_brokers_name(const struct normal *name)
{
	static const char *const ends[] = {"证券", "证券研究所", "Securities"};
	const struct buf *text = &name->text;

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		size_t n = strlen(ends[i]);
		if (text->len > n &&
		    memcmp(text->data + text->len - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

/* The publisher's name when it is a broker; the lexicon's or the hint's. */
static const char *
read_publisher(struct read_job *job)
{
	struct normal name;
	struct signals signals = {0};
	const char *publisher = job->hint->publisher, *broker = NULL;

	if (publisher == NULL || normal_init(&name, lexicon_fold(job->lexicon),
				     span_of(publisher)) < 0)
		return NULL;
	if (read_is_brokers_name(&name))
		broker = publisher;
	read_piece(job, &name, 0, read_piece_end(&name, 0));
	read_signals(job, &name, true, &signals);
	if (signals.broker != NULL)
		broker = signals.broker->text;
	normal_done(&name);
	return broker;
}

static bool
read_is_mainland(const char *listing)
{
	return listing != NULL && (strncmp(listing, "XSHG", 4) == 0 ||
				      strncmp(listing, "XSHE", 4) == 0 ||
				      strncmp(listing, "BJSE", 4) == 0 ||
				      strncmp(listing, "XBSE", 4) == 0);
}

/* Some amount of the marks is printed in this currency. */
static bool
read_prints_currency(const struct marks *marks, const char *currency)
{
	for (size_t i = 0; i < marks->count; i++)
		if (marks->list[i].kind == MARK_AMOUNT &&
		    strcmp(marks->list[i].amount.last.currency, currency) == 0)
			return true;
	return false;
}

/* Where the issuer is listed, as far as that is known; or NULL. */
static const char *
read_listing(const struct read_job *job)
{
	const struct reading *reading = job->reading;

	if (job->hint->listing != NULL)
		return job->hint->listing;
	if (reading->listing_count > 0)
		return reading->listings[0];
	return job->hint->market;
}

/* The translator's habits; before any mark of the text is made. */
static void
read_set_china(struct read_job *job)
{
	const char *listing = read_listing(job);

	job->outline.china = read_is_mainland(listing) ||
			     (listing == NULL && job->outline.lang == LANG_ZH);
}

/*
 * The home currency follows from the listing. A Hong Kong issuer that prints
 * yuan somewhere and Hong Kong dollars nowhere means yuan.
 */
static void
read_set_currency(struct read_job *job)
{
	static const char *const homes[LANG_COUNT] = {
	    [LANG_ZH] = "CNY",
	    [LANG_JA] = "JPY",
	    [LANG_KO] = "KRW",
	};
	const char *listing = read_listing(job);
	const char *currency = NULL;

	if (listing != NULL && listing_currency(listing)[0] != '\0')
		currency = listing_currency(listing);
	if (currency != NULL && strcmp(currency, "HKD") == 0 &&
	    read_prints_currency(&job->marks, "CNY") &&
	    !read_prints_currency(&job->marks, "HKD"))
		currency = "CNY";
	if (currency == NULL)
		currency = homes[job->outline.lang];
	if (currency != NULL && strlen(currency) < CURRENCY_MAX)
		memcpy(job->outline.currency, currency, strlen(currency) + 1);
}

/* The market's habit, until the text says better. */
static void
read_set_years(struct read_job *job)
{
	const char *listing = read_listing(job);
	int month = listing != NULL ? listing_year_end(listing) : 0;

	if (month != 0)
		job->outline.years.end =
		    (struct date){1, month, date_month_days(1, month)};
}

/* The title's word first; but what has not changed is no news. */
static enum guidance
read_guidance(const struct signals *title, const struct signals *text)
{
	if (title->guidance != GUIDANCE_NONE &&
	    (title->guidance != GUIDANCE_REITERATED ||
		text->guidance == GUIDANCE_NONE))
		return title->guidance;
	return text->guidance;
}

static void
read_claims(struct read_job *job, const struct signals *title,
    const struct signals *text)
{
	struct reading *reading = job->reading;
	bool named = title->class != CLASS_NONE && !text->ticked;

	reading->form = job->outline.form;
	reading->by_issuer = job->outline.by_issuer;
	reading->correction = job->outline.correction;
	reading->claimed_class = named ? title->class : text->class;
	reading->claimed_guidance = read_guidance(title, text);
	job->guided = title->guided || text->guided;
	reading->distress =
	    title->distress != DISTRESS_NONE ? title->distress : text->distress;
	reading->words =
	    title->words > text->words ? title->words : text->words;
	reading->publisher = mem_strdup(job->outline.broker);
	reading->lang = mem_strdup(entry_lang_word(job->outline.lang));
}

/* What the headline says by words: the title, or the text's first sentence. */
static void
read_headline(struct read_job *job, bool title, const struct signals *signals)
{
	const struct normal *normal = title ? &job->title : &job->text;

	if (normal->text.len == 0 || job->trend.end > 0)
		return;
	trend_read(&job->trend, &job->marks, TREND_HEADLINE);
	job->trend_in_title = title;
	job->told = job->trend.told || (signals->class != CLASS_NONE &&
					   signals->class_at < job->trend.end);
}

/* A forecast may give words for figures in any sentence that expects. */
static void
read_expected(struct read_job *job)
{
	struct trend trend;

	if (job->outline.form != FORM_FORECAST &&
	    job->outline.form != FORM_FORECAST_REVISION)
		return;
	trend_read(&trend, &job->marks, TREND_EXPECTED);
	if (trend.words <= job->trend.words)
		return;
	job->trend = trend;
	job->trend_in_title = false;
}

static void
read_trend(struct read_job *job)
{
	struct reading *reading = job->reading;
	const struct trend *trend = &job->trend;

	if (trend->words > reading->words)
		reading->words = trend->words;
	if (reading->claimed_class == CLASS_NONE)
		reading->claimed_class = trend->class;
	if (trend->entry == NULL || job->trend_in_title)
		return;
	struct span quote = normal_quote(&job->text, trend->from, trend->to);
	size_t offset = (size_t)(quote.p - job->text.source.p);
	reading_add_phrase(reading, trend->entry->id, quote,
	    normal_points(&job->text, offset));
}

/* Those who file on a market of yen write Japanese. */
static bool
read_is_japanese(const struct document_hint *hint)
{
	const char *market =
	    hint->listing != NULL ? hint->listing : hint->market;

	return hint->lang == NULL && market != NULL &&
	       strcmp(listing_currency(market), "JPY") == 0;
}

/*
 * The text's language; where that shows none, the title's. A table of Han
 * characters alone is Japanese under a title with kana, or on its market.
 */
static enum entry_lang
read_lang(const struct read_job *job)
{
	enum entry_lang text = outline_lang(&job->text, job->hint->lang);
	enum entry_lang title = outline_lang(&job->title, job->hint->lang);

	if (text == LANG_EN || (text == LANG_ZH && title == LANG_JA))
		text = title;
	if (text == LANG_ZH && read_is_japanese(job->hint))
		return LANG_JA;
	return text;
}

/*
 * The outline: from the title, then from the first piece of the text, whose
 * marks are left for the figures; returns where that piece ends.
 */
static size_t
read_outline(struct read_job *job)
{
	struct outline *outline = &job->outline;
	struct signals title = {0}, text = {0};

	outline->period = (struct period){DATE_NONE, DATE_NONE};
	outline->year_end = DATE_NONE;
	read_set_years(job);
	outline->published = job->hint->published;
	outline->lang = read_lang(job);
	outline->broker = read_publisher(job);
	read_piece(job, &job->title, 0, read_piece_end(&job->title, 0));
	read_issuer(job);
	read_set_china(job);
	read_signals(job, &job->title, true, &title);
	read_marks(job);
	targets_find(&outline->targets, job->lexicon, &job->hits, &job->title);
	outline_see_title(outline, &job->marks);
	read_headline(job, true, &title);
	size_t end = read_piece_end(&job->text, 0);
	read_piece(job, &job->text, 0, end);
	read_issuer(job);
	read_signals(job, &job->text, false, &text);
	targets_find(&outline->targets, job->lexicon, &job->hits, &job->text);
	outline_set_form(outline, &title, &text, job->hint);
	read_set_china(job);
	read_marks(job);
	read_set_currency(job);
	outline_see_text(outline, &job->marks);
	read_claims(job, &title, &text);
	read_headline(job, false, &text);
	read_expected(job);
	read_trend(job);
	return end;
}

static void
read_figures_piece(struct read_job *job, size_t from)
{
	struct clause clause;
	struct table table;

	job->figures.piece = from;
	figures_look_below(&job->figures, &job->marks);
	clause_init(&clause, &job->figures);
	table_init(&table, &job->figures);
	for (size_t i = 0; i < job->marks.count;) {
		size_t end = matrix_take(&job->figures, &job->marks, i);
		if (end == i)
			end = table_take(&table, &job->marks, i);
		if (end != i) {
			clause_end(&clause, true);
			i = end;
			continue;
		}
		table_pass(&table, &job->marks, i);
		i = clause_take(&clause, &job->marks, i);
	}
	clause_end(&clause, true);
}

/* The headline gives a figure of the income. */
static bool
read_is_headline(const struct read_job *job, const struct fact *fact)
{
	bool income = fact->metric == METRIC_NI_ATTR ||
		      fact->metric == METRIC_NI_EXNR ||
		      fact->metric == METRIC_NI_TOTAL;

	return income && job->title.text.len == 0 &&
	       fact->offset < normal_points(&job->text,
				  normal_source(&job->text, job->trend.end));
}

/* A result beside last year's or its change, or a loss that is called one. */
static bool
read_is_result(const struct reading *reading, const struct fact *fact)
{
	if (fact->role != ROLE_ACTUAL || fact->metric == METRIC_REV ||
	    fact->metric == METRIC_EQUITY || fact->metric == METRIC_CASH_FLOW)
		return false;
	if (!fact->high_open && decimal_sign(fact->high) < 0 &&
	    reading->claimed_class != CLASS_NONE)
		return true;
	for (size_t i = 0; i < reading->fact_count; i++) {
		const struct fact *other = &reading->facts[i];
		if (other->metric == fact->metric &&
		    (other->role == ROLE_PRIOR_YEAR ||
			other->role == ROLE_PCT_CHANGE))
			return true;
	}
	return false;
}

/* News of a forecast or of results need not call it one. */
static void
read_settle_form(struct read_job *job)
{
	struct reading *reading = job->reading;
	bool expected = job->figures.drafts.expected || job->guided ||
			(job->told && job->trend.expected);
	bool told = job->told;

	if (reading->form != FORM_OTHER || !reading->by_issuer)
		return;
	for (size_t i = 0; i < reading->fact_count; i++) {
		expected |= reading->facts[i].role == ROLE_FORECAST;
		told |= read_is_headline(job, &reading->facts[i]);
		told |= read_is_result(reading, &reading->facts[i]);
	}
	if (expected)
		reading->form = FORM_FORECAST;
	else if (told)
		reading->form = FORM_RESULTS;
}

/*
 * A loss that is said to grow or shrink is a loss, also under a title like
 * "positive profit alert".
 */
static void
read_settle_class(struct reading *reading, enum verdict_class said)
{
	switch ((int)reading->claimed_class) {
	case CLASS_NONE:
	case CLASS_UP_BIG:
	case CLASS_UP_SMALL:
	case CLASS_PROFIT:
	case CLASS_LOSS:
		if (said != CLASS_NONE)
			reading->claimed_class = said;
		break;
	}
}

/* The figures of the first piece, which is at hand, and of all others. */
static void
read_figures(struct read_job *job, size_t end)
{
	job->figures = (struct figures){
	    .outline = &job->outline,
	    .lexicon = job->lexicon,
	    .normal = &job->text,
	    .hits = &job->hits,
	    .drafts.rejects = job->hint->explain ? &job->rejects : NULL,
	    .drafts.lexicon = job->hint->explain ? job->lexicon : NULL,
	};
	read_figures_piece(job, 0);
	while (end < job->text.text.len) {
		size_t from = end;
		end = read_piece_end(&job->text, from);
		read_piece(job, &job->text, from, end);
		read_marks(job);
		read_figures_piece(job, from);
	}
	drafts_settle(
	    &job->figures.drafts, &job->outline, &job->text, job->reading);
	read_settle_form(job);
	read_settle_class(job->reading, job->figures.drafts.class);
	if (job->reading->claimed_guidance == GUIDANCE_NONE)
		job->reading->claimed_guidance = job->figures.drafts.guidance;
	drafts_done(&job->figures.drafts);
}

/* Texts that end in dots or inside brackets were cut by their source. */
static bool
read_is_cut(const struct normal *text)
{
	const char *p = text->text.data;
	size_t n = text->text.len;
	int open = 0;

	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\n'))
		n--;
	if (n >= 3 && memcmp(p + n - 3, "...", 3) == 0)
		return true;
	for (size_t i = n > READ_TAIL ? n - READ_TAIL : 0; i < n; i++) {
		open += p[i] == '(';
		open -= p[i] == ')' && open > 0;
	}
	return text->cut || open > 0;
}

static void
read_finish(struct read_job *job)
{
	struct reading *reading = job->reading;

	if (job->hint->explain)
		reading->rejects = reject_settle(
		    &job->rejects, &job->text, &reading->reject_count);
	reject_notes_done(&job->rejects);
	reading->period = job->outline.period;
	reading->truncated = read_is_cut(&job->text);
	reading->text_len = normal_points(&job->text, job->text.source.len);
	marks_done(&job->marks);
	tokens_done(&job->tokens);
	lexicon_hits_done(&job->hits);
}

void
read_text(const struct lexicon *lexicon, struct span text,
    const struct document_hint *hint, struct reading *reading)
{
	struct read_job job = {
	    .lexicon = lexicon,
	    .hint = hint,
	    .reading = reading,
	};

	reading_init(reading);
	int r = read_make_text(&job, text);
	if (r == 0)
		read_figures(&job, read_outline(&job));
	read_finish(&job);
	normal_done(&job.title);
	normal_done(&job.text);
	reading->readable = r == 0;
	if (r < 0)
		reading->unreadable_why = mem_strdup(err_text(r));
}
