/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens. Out: marks, each of the longest stretch of tokens that means one
 * thing. The reader of facts calls it for every piece of a text.
 */
#include "reading/mark.h"

#include "lib/base/mem.h"
#include "reading/glyph.h"
#include "reading/mark_unit.h"
#include "reading/mark_year.h"

#include <string.h>

#define MARK_TITLE_MAX	80 /* tokens between 《 and 》 */
#define MARK_ROW	24 /* marks looked back for cells */
#define MARK_ASIDE	16 /* marks between brackets */
#define MARK_TAG_MAX	8 /* tokens of a tag */
#define MARK_LIST_YEARS 3 /* columns of years from which cells are lists */

struct mark_reader {
	struct marks *marks;
	const struct tokens *tokens;
	const struct mark_style *style;
	struct amount_style amounts;
	int years; /* columns of years in a row so far */
	size_t at;
};

static const struct token *
mark_token(const struct mark_reader *reader)
{
	return &reader->tokens->list[reader->at];
}

static const struct token *
mark_next(const struct mark_reader *reader)
{
	const struct token *token = mark_token(reader);

	return token->kind == TOKEN_END ? token : token + 1;
}

/* A new mark of the tokens up to end. */
static struct mark *
mark_add(struct mark_reader *reader, enum mark_kind kind, size_t end)
{
	struct marks *marks = reader->marks;
	const struct token *first = mark_token(reader);
	const struct token *last =
	    end > reader->at ? &reader->tokens->list[end - 1] : first;

	marks->list = mem_grow(
	    marks->list, marks->count, &marks->cap, sizeof marks->list[0]);
	struct mark *mark = &marks->list[marks->count++];
	memset(mark, 0, sizeof *mark);
	mark->kind = kind;
	mark->space = first->space;
	mark->from = first->from;
	mark->to = last->to;
	reader->at = end;
	return mark;
}

/* "(百万元)", "单位:万元", "CNY million". */
static bool
mark_read_unit(struct mark_reader *reader)
{
	struct mark_unit unit;
	size_t n = reader->marks->count;
	bool begins_cell =
	    n > 0 && reader->marks->list[n - 1].kind == MARK_CELL;
	size_t count = mark_unit_read(mark_token(reader), begins_cell, &unit);

	if (count == 0 || !mark_unit_find_currency(reader->tokens->list,
			      reader->at, reader->at + count, &unit))
		return false;
	mark_add(reader, MARK_UNIT, reader->at + count)->unit = unit;
	return true;
}

static bool
mark_begins_line(const struct mark_reader *reader)
{
	size_t n = reader->marks->count;

	return n == 0 || reader->marks->list[n - 1].kind == MARK_LINE;
}

/* Words, a year, or the end of a line that is the number alone. */
static bool
mark_follows_item(const struct mark_reader *reader, const struct token *after)
{
	if (token_is_char(after, '\n'))
		return mark_begins_line(reader);
	if (after->kind == TOKEN_NUMBER)
		return after->number.digits == 4 && after->number.places == 0 &&
		       !after->space;
	return after->kind == TOKEN_TEXT || after->kind == TOKEN_PHRASE;
}

/* "1、" "2." at the start of an item. */
static bool
mark_is_item(const struct mark_reader *reader)
{
	const struct token *token = mark_token(reader);
	const struct token *dot = mark_next(reader);

	if (token_is_char(token, GLYPH_BULLET))
		return true;
	if (token->kind != TOKEN_NUMBER || token->number.digits > 2 ||
	    token->number.places > 0 || dot->kind != TOKEN_CHAR)
		return false;
	if (!mark_follows_item(reader, dot + 1))
		return false;
	return dot->c == GLYPH_LIST_COMMA || (dot->c == '.' && !dot->space);
}

static size_t
mark_item_end(const struct mark_reader *reader)
{
	const struct token *next = mark_next(reader);
	size_t end = reader->at + 1;

	return end + (token_is_char(next, GLYPH_LIST_COMMA) ||
			 token_is_char(next, '.') || token_is_char(next, ')'));
}

static bool
mark_read_time(struct mark_reader *reader)
{
	struct timespan time;
	size_t end = timespan_read(reader->tokens, reader->at, &time);

	if (end == reader->at) {
		if (!mark_year_is_bare(reader->marks, mark_token(reader)))
			return false;
		int year = (int)mark_token(reader)->number.value.coef;
		time = (struct timespan){
		    .kind = TIMESPAN_PERIOD,
		    .period = timespan_part(year, TIME_FY),
		    .year = year,
		    .part = TIME_FY,
		    .weak = true,
		    .year_end = DATE_NONE,
		};
		end = reader->at + 1;
	}
	reader->years = time.mark != 0 ? reader->years + 1 : 0;
	reader->amounts.list |= reader->years >= MARK_LIST_YEARS;
	mark_add(reader, MARK_TIME, end)->time = time;
	return true;
}

/* "EUR 3.1 million (3.4)": brackets behind a sum are no minus. */
static bool
mark_opens_aside(const struct mark_reader *reader)
{
	const struct marks *marks = reader->marks;

	if (marks->count == 0 || !token_is_char(mark_token(reader), '('))
		return false;
	const struct mark *last = &marks->list[marks->count - 1];
	return last->kind == MARK_AMOUNT &&
	       last->amount.first.unit == AMOUNT_MONEY &&
	       !token_is_char(mark_token(reader) - 1, ')');
}

/* "EUR 88.2 (95.4) million": the scale behind the brackets is of both. */
static void
mark_share_scale(
    const struct mark_reader *reader, size_t end, struct amount *amount)
{
	const struct token *token = &reader->tokens->list[end];

	if (token_is_char(token, '(') && token[1].kind == TOKEN_NUMBER &&
	    token_is_char(token + 2, ')') &&
	    token_is_kind(token + 3, KIND_SCALE))
		amount_add_scale(amount, token[3].entry->value);
}

static bool
mark_read_amount(struct mark_reader *reader)
{
	struct amount amount;

	if (mark_opens_aside(reader))
		return false;
	size_t end =
	    amount_read(reader->tokens, reader->at, &reader->amounts, &amount);

	if (end == reader->at)
		return false;
	mark_share_scale(reader, end, &amount);
	mark_add(reader, MARK_AMOUNT, end)->amount = amount;
	return true;
}

static bool
mark_read_measure(struct mark_reader *reader)
{
	struct measure measure;
	size_t end = measure_read(
	    reader->tokens, reader->at, reader->style->china, &measure);

	if (end == reader->at)
		return false;
	mark_add(reader, MARK_MEASURE, end)->measure = measure;
	return true;
}

/* "reported EPS at A, adjusted at B": the basis changes, not the metric. */
static bool
mark_read_basis(struct mark_reader *reader)
{
	const struct token *token = mark_token(reader);
	bool adjusted = token_is(token, KIND_PART, PART_ADJUSTED);

	if (!adjusted && !token_is(token, KIND_PART, PART_GAAP))
		return false;
	mark_add(reader, MARK_BASIS, reader->at + 1)->measure.basis =
	    adjusted ? BASIS_ADJUSTED : BASIS_GAAP;
	return true;
}

/* The place after the closing character, among the next max tokens; or 0. */
static size_t
mark_find_close(const struct mark_reader *reader, int32_t close, size_t max)
{
	for (size_t i = reader->at + 1; i <= reader->at + max; i++) {
		const struct token *token = &reader->tokens->list[i];
		if (token->kind == TOKEN_END)
			return 0;
		if (token_is_char(token, close))
			return i + 1;
	}
	return 0;
}

/* "[13]" and "[Table_EPS]": references and a template's tags. */
static size_t
mark_tag_end(const struct mark_reader *reader)
{
	const struct token *token = mark_token(reader);
	size_t end = 0;

	if (mark_next(reader)->kind == TOKEN_NUMBER)
		end = mark_find_close(reader, ']', 2);
	else if (token_is_char(token + 1 + (token[1].kind != TOKEN_END), '_'))
		end = mark_find_close(reader, ']', MARK_TAG_MAX);
	return end;
}

/* The title of another document, a page or a tag: nothing of this text. */
static bool
mark_read_aside(struct mark_reader *reader)
{
	const struct token *token = mark_token(reader);
	size_t end = 0;

	if (token_is_char(token, '['))
		end = mark_tag_end(reader);
	else if (token_is_char(token, 0x300a))
		end = mark_find_close(reader, 0x300b, MARK_TITLE_MAX);
	if (end == 0)
		return false;
	mark_add(reader, MARK_GLUE, end);
	return true;
}

/* What a phrase outside of amounts, times and measures is; by its kind. */
static enum mark_kind
mark_kind_of(const struct entry *entry)
{
	static const enum mark_kind kinds[KIND_COUNT] = {
	    [KIND_METRIC] = MARK_TEXT,
	    [KIND_PART] = MARK_TEXT,
	    [KIND_SCALE] = MARK_TEXT,
	    [KIND_CURRENCY] = MARK_GLUE,
	    [KIND_UNIT] = MARK_GLUE,
	    [KIND_SIGN] = MARK_SIGN,
	    [KIND_BOUND] = MARK_GLUE,
	    [KIND_APPROX] = MARK_GLUE,
	    [KIND_RANGE] = MARK_TO,
	    [KIND_ROLE] = MARK_ROLE,
	    [KIND_CHANGE] = MARK_CHANGE,
	    [KIND_BASE] = MARK_BASE,
	    [KIND_TIME] = MARK_GLUE,
	    [KIND_NOUN] = MARK_NOUN,
	    [KIND_SUBJECT] = MARK_SUBJECT,
	    [KIND_SECTION] = MARK_SECTION,
	    [KIND_LABEL] = MARK_LABEL,
	    [KIND_HEAD] = MARK_TEXT,
	};
	static const enum mark_kind glue[GLUE_COUNT] = {
	    [GLUE_WORD] = MARK_GLUE,
	    [GLUE_STOP] = MARK_HALT,
	    [GLUE_NULL] = MARK_NULL,
	    [GLUE_RESULT] = MARK_GLUE,
	    [GLUE_EACH] = MARK_GLUE,
	    [GLUE_OF] = MARK_GLUE,
	    [GLUE_IN] = MARK_GLUE,
	    [GLUE_BY] = MARK_GLUE,
	    [GLUE_AS] = MARK_GLUE,
	    [GLUE_MISSED] = MARK_HALT,
	    [GLUE_BEATEN] = MARK_HALT,
	    [GLUE_DENY] = MARK_TEXT,
	};

	if (entry->kind == KIND_GLUE)
		return glue[entry->value];
	if (entry->kind == KIND_RANGE && entry->value == RANGE_AND)
		return MARK_LIST;
	if (entry->kind == KIND_UNIT && entry->value == UNIT_OTHER)
		return MARK_TEXT;
	return kinds[entry->kind];
}

/* "(previously" opens brackets, too. */
static void
mark_open_phrase(struct mark_reader *reader)
{
	const struct token *token = mark_token(reader);

	if (reader->tokens->normal->text.data[token->from] == '(')
		mark_add(reader, MARK_OPEN, reader->at)->value = '(';
}

/* A number follows, or the sign of one. */
static bool
mark_leads_number(const struct mark_reader *reader)
{
	const struct token *next = mark_next(reader);

	next += next->kind == TOKEN_CHAR;
	return next->kind == TOKEN_NUMBER;
}

static void
mark_read_phrase(struct mark_reader *reader)
{
	const struct entry *entry = mark_token(reader)->entry;

	if (entry->kind == KIND_ROLE)
		mark_open_phrase(reader);
	/* "新12,000" is the new figure, "新工場" a plant; "同5%増", "同様". */
	bool word = (entry->kind == KIND_ROLE || entry->kind == KIND_BASE) &&
		    (entry->flags & ENTRY_WEAK) != 0 &&
		    (entry->flags & ENTRY_AFTER) == 0 &&
		    !mark_leads_number(reader);
	struct mark *mark = mark_add(
	    reader, word ? MARK_TEXT : mark_kind_of(entry), reader->at + 1);

	mark->value = entry->value;
	mark->flags = entry->flags;
	mark->entry = entry;
}

/* "-4.7 - 직전": a dash of its own behind bare numbers is an empty cell. */
static bool
mark_is_row_dash(const struct mark_reader *reader)
{
	const struct mark *last =
	    &reader->marks->list[reader->marks->count - 1];

	if (reader->marks->count == 0 || !mark_token(reader)->space ||
	    !(mark_next(reader)->space || mark_next(reader)->kind == TOKEN_END))
		return false;
	return last->kind == MARK_NULL ||
	       (last->kind == MARK_AMOUNT && !last->amount.range &&
		   last->amount.first.unit == AMOUNT_BARE);
}

/* A lone dash: an empty cell, or the bullet of a list on one line. */
static enum mark_kind
mark_kind_of_dash(const struct mark_reader *reader)
{
	const struct token *next = mark_next(reader);
	size_t n = reader->marks->count;
	enum mark_kind last =
	    n > 0 ? reader->marks->list[n - 1].kind : MARK_LINE;
	bool end = next->kind == TOKEN_END || token_is_char(next, '\t') ||
		   token_is_char(next, '|') || token_is_char(next, '\n');

	if (end && (last == MARK_CELL || last == MARK_LINE))
		return MARK_NULL;
	if (mark_is_row_dash(reader))
		return MARK_NULL;
	if (mark_token(reader)->space && next->space)
		return MARK_STOP;
	return last == MARK_LINE ? MARK_ITEM : MARK_GLUE;
}

static enum mark_kind
mark_kind_of_char(const struct mark_reader *reader)
{
	const struct token *token = mark_token(reader);

	switch (token->c) {
	case '\n':
	case '\f':
		return MARK_LINE;
	case '\t':
	case '|':
		return MARK_CELL;
	case GLYPH_FULL_STOP:
	case 0x3011: /* the end of a headline in black brackets */
	case ';':
	case '!':
	case '?':
		return MARK_STOP;
	case '.':
		return mark_next(reader)->space ||
			       mark_next(reader)->kind == TOKEN_END
			   ? MARK_STOP
			   : MARK_GLUE;
	case ',':
		return MARK_COMMA;
	case GLYPH_LIST_COMMA:
	case '/':
		return MARK_LIST;
	case ':':
		return MARK_COLON;
	case '(':
	case '[':
		return MARK_OPEN;
	case ')':
	case ']':
		return MARK_CLOSE;
	case '-':
	case GLYPH_LONG_DASH:
		return mark_kind_of_dash(reader);
	}
	return MARK_GLUE;
}

/*
 * What is written in hiragana alone are endings and particles, whatever the
 * lexicon knows of them.
 */
static bool
mark_is_hiragana(const struct mark_reader *reader)
{
	const struct token *token = mark_token(reader);
	const uint8_t *p =
	    (const uint8_t *)reader->tokens->normal->text.data + token->from;

	for (size_t n = token->to - token->from; n > 0; p += 3, n -= 3) {
		bool first = p[0] == 0xe3 && p[1] == 0x81;
		bool rest = p[0] == 0xe3 && p[1] == 0x82 && p[2] < 0xa0;
		if (n < 3 || !(first || rest))
			return false;
	}
	return true;
}

static void
mark_step(struct mark_reader *reader)
{
	const struct token *token = mark_token(reader);

	if (mark_is_item(reader)) {
		mark_add(reader, MARK_ITEM, mark_item_end(reader));
		return;
	}
	if (mark_read_unit(reader) || mark_read_time(reader) ||
	    mark_read_measure(reader) || mark_read_amount(reader) ||
	    mark_read_aside(reader) || mark_read_basis(reader))
		return;
	if (token->kind == TOKEN_PHRASE)
		mark_read_phrase(reader);
	else if (token->kind == TOKEN_CHAR)
		mark_add(reader, mark_kind_of_char(reader), reader->at + 1)
		    ->value = token->c;
	else if (mark_is_hiragana(reader))
		mark_add(reader, MARK_GLUE, reader->at + 1);
	else
		mark_add(reader, MARK_TEXT, reader->at + 1);
}

void
marks_read(struct marks *marks, const struct tokens *tokens,
    const struct mark_style *style)
{
	struct mark_reader reader = {
	    .marks = marks,
	    .tokens = tokens,
	    .style = style,
	    .amounts.triangles =
		style->lang == LANG_JA || style->lang == LANG_KO,
	};

	marks->count = 0;
	while (mark_token(&reader)->kind != TOKEN_END)
		mark_step(&reader);
	mark_add(&reader, MARK_END, reader.at);
	marks->count--;
}

void
marks_done(struct marks *marks)
{
	mem_free(marks->list);
	*marks = (struct marks){0};
}

int
mark_cell(const struct marks *marks, size_t i)
{
	int cell = 0;

	for (size_t k = 0; k < MARK_ROW && k < i; k++) {
		const struct mark *mark = &marks->list[i - k - 1];
		if (mark->kind == MARK_LINE)
			break;
		cell += mark->kind == MARK_CELL && mark->value == '\t';
	}
	return cell;
}

size_t
mark_find_open(const struct marks *marks, size_t i)
{
	for (size_t k = 1; k <= MARK_ASIDE && k <= i; k++) {
		const struct mark *mark = &marks->list[i - k];
		if (mark->kind == MARK_OPEN)
			return i - k;
		if (mark->kind == MARK_CLOSE || mark->kind == MARK_LINE)
			break;
	}
	return i;
}

bool
mark_ends_row(const struct mark *mark)
{
	return mark->kind == MARK_CELL && mark->value == '|' &&
	       mark[1].kind == MARK_CELL && mark[1].value == '|' &&
	       mark[2].kind != MARK_AMOUNT && mark[2].kind != MARK_NULL;
}
