/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a text of any form. Out: the same words in one form and the map back.
 * read_text calls it first; the lexicon calls it for its phrases, so that both
 * sides of a match are written alike.
 */
#include "reading/normal.h"

#include "reading/glyph.h"

#include <string.h>
#include <utf8proc.h>

#define NORMAL_BLOCK   4096 /* source bytes per entry of points */
#define NORMAL_SEGMENT 64 /* bytes of a base character with its marks */
#define NORMAL_WRAP    56 /* columns from which a line can be wrapped */
#define NORMAL_CELL    24 /* columns of a narrow cell */
#define NORMAL_LOOK    400 /* bytes looked ahead for a table's cells */
#define NORMAL_QUOTE   2048 /* bytes of the source */
#define NORMAL_EXPAND  512 /* code points that a segment can become */

struct normal_mark {
	uint32_t text;
	uint32_t source;
};

struct normal_run {
	struct normal *normal;
	const struct fold *fold;
	size_t at; /* in the source */
	size_t space_at; /* where pending white space began */
	bool space, newline; /* white space that is not written yet */
	bool cells; /* the line has tabs or bars */
	int columns; /* of the line so far */
	int cell; /* of it, those before the last space */
	int32_t last; /* last character written */
	uint32_t points;
	int code;
};

static void
normal_put(struct normal_run *run, const void *p, size_t n)
{
	if (run->code == 0)
		run->code = buf_add(&run->normal->text, p, n);
}

/* Notes that the text from here on comes from source. */
static void
normal_note(struct normal_run *run, size_t source)
{
	struct normal *normal = run->normal;
	struct normal_mark mark = {
	    (uint32_t)normal->text.len, (uint32_t)source};
	size_t n = normal->marks.len / sizeof mark;

	if (n > 0) {
		struct normal_mark last;
		memcpy(&last, normal->marks.data + (n - 1) * sizeof last,
		    sizeof last);
		if (mark.text - last.text == mark.source - last.source)
			return;
		if (mark.text == last.text)
			normal->marks.len -= sizeof last;
	}
	if (run->code == 0)
		run->code = buf_add(&normal->marks, &mark, sizeof mark);
}

static void
normal_put_char(struct normal_run *run, int32_t c, size_t source)
{
	uint8_t bytes[4];

	normal_note(run, source);
	normal_put(run, bytes, (size_t)utf8proc_encode_char(c, bytes));
	run->last = c;
	run->columns += glyph_is_cjk(c) ? 2 : 1;
	run->cells |= c == '\t' || c == '|';
}

/* True when the next line, at the run's place, is a row of a table. */
static bool
normal_next_has_cells(const struct normal_run *run)
{
	const char *p = run->normal->source.p + run->at;
	size_t n = run->normal->source.len - run->at;

	for (size_t i = 0; i < n && i < NORMAL_LOOK && p[i] != '\n'; i++)
		if (p[i] == '\t' || p[i] == '|')
			return true;
	return false;
}

/* The k-th character of the source from the run's place on; 0 at its end. */
static int32_t
normal_peek(const struct normal_run *run, int k)
{
	const struct span *source = &run->normal->source;
	int32_t c = 0;

	for (size_t at = run->at; k >= 0; k--) {
		if (at >= source->len)
			return 0;
		utf8proc_ssize_t n =
		    utf8proc_iterate((const uint8_t *)source->p + at,
			(utf8proc_ssize_t)(source->len - at), &c);
		at += n > 0 ? (size_t)n : 1;
	}
	return glyph_plain(c);
}

/* The next line begins with "1、", "12.", "二、" or "(三)". */
static bool
normal_next_is_item(const struct normal_run *run)
{
	int k = 0;

	if (normal_peek(run, 0) == '(')
		return glyph_numeral(normal_peek(run, 1)) >= 0 ||
		       normal_peek(run, 2) == ')';
	while (k < 2 && (glyph_is_digit(normal_peek(run, k)) ||
			    glyph_numeral(normal_peek(run, k)) >= 0))
		k++;
	int32_t c = normal_peek(run, k);
	return k > 0 && (c == GLYPH_LIST_COMMA || c == '.' || c == ')');
}

/* A newline inside a paragraph that was wrapped at a fixed width. */
static bool
normal_is_wrap(const struct normal_run *run, int32_t next)
{
	if (run->columns < NORMAL_WRAP || run->cells)
		return false;
	if (glyph_ends_sentence(run->last) || !glyph_continues(next))
		return false;
	return !normal_next_has_cells(run) && !normal_next_is_item(run);
}

/* What the line at the run's place begins with is no wider than a cell. */
static bool
normal_next_is_narrow(const struct normal_run *run)
{
	const char *p = run->normal->source.p + run->at;
	size_t n = run->normal->source.len - run->at;

	for (size_t i = 0; i < n && i <= NORMAL_CELL * 3 / 2; i++)
		if (p[i] == '\n' || p[i] == ' ' || p[i] == '\t' || p[i] == '|')
			return p[i] == '\n' || p[i] == ' ';
	return n <= NORMAL_CELL * 3 / 2;
}

/* A newline between CJK characters of a narrow cell: a word may go on. */
static bool
normal_is_split(const struct normal_run *run, int32_t next)
{
	return !run->cells && run->columns - run->cell <= NORMAL_CELL &&
	       glyph_is_cjk(run->last) && glyph_is_cjk(next) &&
	       !glyph_ends_sentence(run->last) && normal_next_is_narrow(run);
}

/* Writes or drops the white space before the character next. */
static void
normal_flush_space(struct normal_run *run, int32_t next)
{
	struct normal *normal = run->normal;
	uint32_t at = (uint32_t)normal->text.len;
	bool newline = run->newline && !normal_is_wrap(run, next);

	if (newline && normal_is_split(run, next)) {
		if (run->code == 0)
			run->code = buf_add(&normal->breaks, &at, sizeof at);
	} else if (newline) {
		normal_put_char(run, '\n', run->space_at);
		run->cells = false;
	} else if (run->last != 0 && run->last != '\n' &&
		   glyph_drops_space(run->last, next)) {
		if (run->code == 0)
			run->code = buf_add(&normal->gaps, &at, sizeof at);
	} else if (run->last != 0 && run->last != '\n') {
		normal_put_char(run, ' ', run->space_at);
	}
	if (run->newline)
		run->columns = 0;
	run->cell = run->columns;
	run->space = run->newline = false;
}

/* A base character and the marks after it, through NFKC as one. */
static size_t
normal_segment(const struct normal_run *run, size_t first)
{
	const struct span *source = &run->normal->source;
	size_t len = first;

	while (len < NORMAL_SEGMENT && run->at + len < source->len) {
		int32_t c;
		utf8proc_ssize_t n =
		    utf8proc_iterate((const uint8_t *)source->p + run->at + len,
			(utf8proc_ssize_t)(source->len - run->at - len), &c);
		if (n <= 0 || !glyph_joins(c))
			break;
		len += (size_t)n;
	}
	return len;
}

/* Writes the NFKC form of the len bytes at the run's place. */
static void
normal_compose(struct normal_run *run, size_t len)
{
	int32_t points[NORMAL_EXPAND];
	const int options =
	    UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE;
	utf8proc_ssize_t n =
	    utf8proc_decompose((const uint8_t *)run->normal->source.p + run->at,
		(utf8proc_ssize_t)len, points, NORMAL_EXPAND, options);

	if (n > NORMAL_EXPAND)
		n = 0;
	if (n > 0)
		n = utf8proc_normalize_utf32(points, n, options);
	normal_note(run, run->at);
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		uint8_t bytes[4];
		int32_t c = fold_char(run->fold, glyph_plain(points[i]));
		if (c == GLYPH_DROP)
			continue;
		normal_put(run, bytes, (size_t)utf8proc_encode_char(c, bytes));
		run->last = c;
	}
	run->columns += 2;
}

/* One character of len bytes that is no white space. */
static size_t
normal_char(struct normal_run *run, int32_t c, size_t len)
{
	int32_t plain = glyph_plain(c);

	if (plain == GLYPH_DROP)
		return len;
	if (plain != c || glyph_is_inert(c)) {
		plain = fold_char(run->fold, plain);
		if (run->space || run->newline)
			normal_flush_space(run, plain);
		normal_put_char(run, plain, run->at);
		return len;
	}
	if (run->space || run->newline)
		normal_flush_space(run, c);
	len = normal_segment(run, len);
	normal_compose(run, len);
	return len;
}

/* Notes the code points before each block of the source. */
static void
normal_count(struct normal_run *run, size_t len)
{
	struct buf *points = &run->normal->points;

	while (points->len / sizeof run->points * NORMAL_BLOCK <= run->at)
		if (run->code == 0)
			run->code =
			    buf_add(points, &run->points, sizeof run->points);
		else
			return;
	for (size_t i = 0; i < len; i++)
		run->points +=
		    (run->normal->source.p[run->at + i] & 0xc0) != 0x80;
}

/* Han that is not folded, kana, Hangul, and the two commonest signs. */
static bool
normal_keeps(const struct fold *fold, int32_t c)
{
	if (c >= FOLD_FIRST && c <= FOLD_LAST)
		return fold_char(fold, c) == c;
	return glyph_is_kana(c) || glyph_is_hangul(c) ||
	       c == GLYPH_LIST_COMMA || c == GLYPH_FULL_STOP;
}

/*
 * The length of the character at p, which ends before end, when it is one of
 * those that nearly all texts are made of and that stay as they are; else 0.
 */
static size_t
normal_plain(
    const struct fold *fold, const char *p, const char *end, int32_t *ret)
{
	const unsigned char *b = (const unsigned char *)p;

	if (*b < 0x80) {
		*ret = *b;
		return *b > ' ' && *b < 0x7f && *b != '|' ? 1 : 0;
	}
	if (end - p < 3 || *b < 0xe3 || *b > 0xed || (b[1] & 0xc0) != 0x80 ||
	    (b[2] & 0xc0) != 0x80)
		return 0;
	*ret = (b[0] & 0x0f) << 12 | (b[1] & 0x3f) << 6 | (b[2] & 0x3f);
	return normal_keeps(fold, *ret) ? 3 : 0;
}

/* Copies plain characters up to the block's end; returns their length. */
static size_t
normal_copy(struct normal_run *run)
{
	const struct span *source = &run->normal->source;
	size_t block = (run->at / NORMAL_BLOCK + 1) * NORMAL_BLOCK;
	const char *from = source->p + run->at, *p = from;
	const char *end = source->p + source->len, *stop = end;
	int32_t c = 0;
	size_t n = normal_plain(run->fold, p, end, &c);

	if (n == 0)
		return 0;
	if (block < source->len)
		stop = source->p + block;
	if (run->space || run->newline)
		normal_flush_space(run, c);
	normal_note(run, run->at);
	do {
		run->last = c;
		run->columns += glyph_is_cjk(c) ? 2 : 1;
		p += n;
		n = p < stop ? normal_plain(run->fold, p, end, &c) : 0;
	} while (n > 0);
	normal_put(run, from, (size_t)(p - from));
	return (size_t)(p - from);
}

static size_t
normal_take(struct normal_run *run)
{
	const struct span *source = &run->normal->source;
	int32_t c;
	utf8proc_ssize_t n =
	    utf8proc_iterate((const uint8_t *)source->p + run->at,
		(utf8proc_ssize_t)(source->len - run->at), &c);
	size_t len = n > 0 ? (size_t)n : 1;

	if (n <= 0)
		c = 0xfffd;
	if (c != '\n' && !glyph_is_space(c))
		return normal_char(run, c, len);
	if (!run->space && !run->newline)
		run->space_at = run->at;
	run->newline |= c == '\n';
	run->space = true;
	return len;
}

static void
normal_step(struct normal_run *run)
{
	size_t len = normal_copy(run);

	if (len == 0)
		len = normal_take(run);
	normal_count(run, len);
	run->at += len;
}

static bool
normal_is_alnum(char c)
{
	return (unsigned char)c < 0x80 &&
	       (glyph_is_letter(c) || glyph_is_digit(c));
}

bool
normal_is_normal(const struct fold *fold, struct span source)
{
	const char *p = source.p, *end = source.p + source.len;
	int32_t c;

	while (p < end) {
		size_t n = normal_plain(fold, p, end, &c);
		if (n == 0 &&
		    (*p != ' ' || p == source.p || p + 1 == end ||
			!normal_is_alnum(p[-1]) || !normal_is_alnum(p[1])))
			return false;
		p += n > 0 ? n : 1;
	}
	return true;
}

int
normal_init(struct normal *normal, const struct fold *fold, struct span source)
{
	*normal = (struct normal){.source = source};
	normal->cut = source.len > NORMAL_LIMIT;
	if (normal->cut)
		normal->source.len = NORMAL_LIMIT;
	buf_init(&normal->text, 3 * NORMAL_LIMIT);
	buf_init(&normal->marks, 4 * NORMAL_LIMIT * sizeof(uint32_t));
	buf_init(&normal->gaps, NORMAL_LIMIT * sizeof(uint32_t));
	buf_init(&normal->breaks, NORMAL_LIMIT * sizeof(uint32_t));
	buf_init(&normal->points, NORMAL_LIMIT);
	struct normal_run run = {.normal = normal, .fold = fold};
	while (run.at < normal->source.len && run.code == 0)
		normal_step(&run);
	if (run.code != 0)
		normal_done(normal);
	return run.code;
}

void
normal_done(struct normal *normal)
{
	buf_done(&normal->text);
	buf_done(&normal->marks);
	buf_done(&normal->gaps);
	buf_done(&normal->breaks);
	buf_done(&normal->points);
}

static struct normal_mark
normal_get_mark(const struct normal *normal, size_t i)
{
	struct normal_mark mark;

	memcpy(&mark, normal->marks.data + i * sizeof mark, sizeof mark);
	return mark;
}

/* The place of the first mark after `at`; the first mark is at 0. */
static size_t
normal_after(const struct normal *normal, size_t at)
{
	size_t low = 0;
	size_t high = normal->marks.len / sizeof(struct normal_mark);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (normal_get_mark(normal, mid).text <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

size_t
normal_source(const struct normal *normal, size_t at)
{
	const struct span *source = &normal->source;
	size_t count = normal->marks.len / sizeof(struct normal_mark);

	if (at >= normal->text.len)
		return source->len;
	size_t next = normal_after(normal, at), end = source->len;
	struct normal_mark mark = normal_get_mark(normal, next - 1);
	if (next < count)
		end = normal_get_mark(normal, next).source;
	/* A form longer than its source must not run into what follows. */
	size_t to = mark.source + (at - mark.text);
	if (to >= end)
		to = end - 1;
	while (to > mark.source && (source->p[to] & 0xc0) == 0x80)
		to--;
	return to;
}

int64_t
normal_points(const struct normal *normal, size_t at)
{
	size_t block = at / NORMAL_BLOCK;
	size_t blocks = normal->points.len / sizeof(uint32_t);
	uint32_t count = 0;

	if (at > normal->source.len)
		at = normal->source.len;
	if (block >= blocks)
		block = blocks > 0 ? blocks - 1 : 0;
	if (blocks > 0)
		memcpy(&count, normal->points.data + block * sizeof count,
		    sizeof count);
	/* A block's count belongs to the first character at or after it. */
	for (size_t i = block * NORMAL_BLOCK; i < at; i++)
		count += (normal->source.p[i] & 0xc0) != 0x80;
	return count;
}

static bool
normal_is_blank(char c)
{
	return c >= 0 && c <= ' ';
}

struct span
normal_quote(const struct normal *normal, size_t from, size_t to)
{
	size_t a = normal_source(normal, from), b = normal_source(normal, to);
	const char *p = normal->source.p;

	while (a < b && normal_is_blank(p[a]))
		a++;
	/* Blanks that the normal form has dropped can be many. */
	if (b > a + NORMAL_QUOTE)
		for (b = a + NORMAL_QUOTE; (p[b] & 0xc0) == 0x80;)
			b--;
	while (b > a && normal_is_blank(p[b - 1]))
		b--;
	return (struct span){p + a, b - a};
}

/* `at` is among the places, which rise. */
static bool
normal_is_among(const struct buf *places, size_t at)
{
	size_t low = 0, high = places->len / sizeof(uint32_t);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		uint32_t place;
		memcpy(&place, places->data + mid * sizeof place, sizeof place);
		if (place == at)
			return true;
		if (place < at)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

bool
normal_gap(const struct normal *normal, size_t at)
{
	return normal_is_among(&normal->gaps, at);
}

bool
normal_break(const struct normal *normal, size_t at)
{
	return normal_is_among(&normal->breaks, at);
}
