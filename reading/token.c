/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a piece of normal text and the phrases found in it. Out: tokens. The
 * reader of facts calls it for piece after piece.
 */
#include "reading/token.h"

#include "lib/base/mem.h"
#include "reading/glyph.h"

#include <string.h>
#include <utf8proc.h>

#define TOKEN_LONG_VOWEL 0x30fc

struct token_reader {
	struct tokens *tokens;
	const struct lexicon *lexicon;
	const struct lexicon_hits *hits;
	const struct normal *normal;
	size_t from; /* of the piece */
	size_t at; /* in the piece */
	size_t known; /* Hangul before this byte is known to be all phrases */
};

static const char *
token_bytes(const struct token_reader *reader)
{
	return reader->normal->text.data + reader->from + reader->at;
}

static size_t
token_left(const struct token_reader *reader)
{
	return reader->hits->count - reader->at;
}

static const struct entry *
token_entry(const struct token_reader *reader, size_t at, size_t *ret_len)
{
	if (at >= reader->hits->count)
		return NULL;
	return lexicon_at(
	    reader->lexicon, reader->hits, LAYER_FIGURES, at, ret_len);
}

static struct token *
token_add(struct token_reader *reader, enum token_kind kind, size_t len)
{
	struct tokens *tokens = reader->tokens;
	uint32_t from = (uint32_t)(reader->from + reader->at);
	bool space = from > 0 && reader->normal->text.data[from - 1] == ' ';

	tokens->list = mem_grow(
	    tokens->list, tokens->count, &tokens->cap, sizeof tokens->list[0]);
	struct token *token = &tokens->list[tokens->count++];
	*token = (struct token){
	    .kind = kind,
	    .from = from,
	    .to = from + (uint32_t)len,
	    .space = space || normal_gap(reader->normal, from),
	};
	reader->at += len;
	return token;
}

static int32_t
token_char_at(const struct token_reader *reader, size_t at, size_t *ret_len)
{
	int32_t c;
	utf8proc_ssize_t n = utf8proc_iterate(
	    (const uint8_t *)reader->normal->text.data + reader->from + at,
	    (utf8proc_ssize_t)(reader->hits->count - at), &c);

	*ret_len = n > 0 ? (size_t)n : 1;
	return n > 0 ? c : 0xfffd;
}

/* Part of a word that the lexicon does not know. */
static bool
token_is_wordy(int32_t c)
{
	if (c < 0x370)
		return glyph_is_letter(c);
	if (glyph_is_cjk(c))
		return c < 0x3001 || c > 0x303f || c == 0x3005;
	return c < 0x2000 || glyph_is_hangul(c) || c > 0xffff;
}

/* Numerals in words count only before what measures them. */
static bool
token_measures(const struct entry *entry)
{
	switch ((int)entry->kind) {
	case KIND_SCALE:
	case KIND_CURRENCY:
		return true;
	case KIND_UNIT:
		return entry->value == UNIT_TENTH || entry->value == UNIT_TIMES;
	case KIND_TIME:
		return entry->value == TIME_YEAR ||
		       entry->value == TIME_MONTH || entry->value == TIME_DAY ||
		       entry->value == TIME_MONTH_END ||
		       entry->value == TIME_MONTHS || entry->value == TIME_FY;
	}
	return false;
}

static const struct token *
token_last(const struct token_reader *reader)
{
	const struct tokens *tokens = reader->tokens;

	return tokens->count > 0 ? &tokens->list[tokens->count - 1] : NULL;
}

/* "单位:千元": a scale and its currency, without a number. */
static bool
token_is_bare_scale(
    const struct token_reader *reader, const struct entry *scale, size_t len)
{
	size_t phrase = 0;

	if (scale->kind != KIND_SCALE)
		return false;
	const struct entry *after =
	    token_entry(reader, reader->at + len, &phrase);
	return after != NULL && after->kind == KIND_CURRENCY;
}

/* A phrase there takes the numeral's place: 一季度, or 千 after 3. */
static bool
token_is_phrase(const struct token_reader *reader, size_t len)
{
	const struct token *last = token_last(reader);
	size_t phrase = 0;
	const struct entry *entry = token_entry(reader, reader->at, &phrase);

	if (entry == NULL)
		return false;
	if (phrase == len && token_is_bare_scale(reader, entry, len))
		return true;
	bool glued = last != NULL && last->kind == TOKEN_NUMBER &&
		     last->to == reader->from + reader->at;
	return phrase > len || glued;
}

/* "三、" and "(三)" number items. */
static bool
token_is_item(const struct token_reader *reader, size_t len)
{
	const struct token *last = token_last(reader);
	size_t next = 0;

	if (reader->at + len >= reader->hits->count)
		return false;
	int32_t c = token_char_at(reader, reader->at + len, &next);
	return c == GLYPH_LIST_COMMA ||
	       (c == ')' && last != NULL && token_is_char(last, '('));
}

static bool
token_read_words(struct token_reader *reader)
{
	struct numeral number;
	size_t phrase = 0;
	size_t len = numeral_read_words(
	    token_bytes(reader), token_left(reader), &number);

	if (len == 0 || token_is_phrase(reader, len))
		return false;
	const struct entry *after =
	    token_entry(reader, reader->at + len, &phrase);
	if (after != NULL && token_measures(after)) {
		token_add(reader, TOKEN_NUMBER, len)->number = number;
		return true;
	}
	if (!token_is_item(reader, len))
		return false;
	token_add(reader, TOKEN_CHAR, len)->c = GLYPH_BULLET;
	return true;
}

/* "3.2026年": an item and a year, no number with four places. */
static bool
token_is_item_year(
    const struct numeral *number, const char *p, size_t len, size_t n)
{
	static const char year[] = "年";

	return len > 0 && number->places == 4 && number->digits > 0 &&
	       number->digits <= 2 && !number->grouped &&
	       n - len >= sizeof year - 1 &&
	       memcmp(p + len, year, sizeof year - 1) == 0;
}

static bool
token_read_number(struct token_reader *reader)
{
	struct numeral number;
	const char *p = token_bytes(reader);
	size_t n = token_left(reader), skip = 0;

	/* ".05": a number that begins with its point; "...50" does not. */
	if (n > 1 && p[0] == '.' && glyph_is_digit(p[1]) &&
	    (reader->at == 0 || (!glyph_is_digit(p[-1]) && p[-1] != '.')))
		skip = 1;
	size_t len = numeral_read(p + skip, n - skip, &number);
	if (token_is_item_year(&number, p, len, n))
		len = numeral_read(p, (size_t)number.digits, &number);
	if (len == 0)
		return false;
	if (skip > 0) {
		number.places = number.digits;
		number.digits = 0;
		number.padded = false;
		number.bad |= number.grouped || number.places > 18 ||
			      decimal_scale10(number.value, -number.places,
				  &number.value) < 0;
	}
	token_add(reader, TOKEN_NUMBER, len + skip)->number = number;
	return true;
}

/* The end of the run of Hangul at a byte. */
static size_t
token_hangul_end(const struct token_reader *reader, size_t at)
{
	size_t step = 0;

	while (at < reader->hits->count &&
	       glyph_is_hangul(token_char_at(reader, at, &step)))
		at += step;
	return at;
}

/* 원, 주, 명: parts of other words unless a number stands before. */
static bool
token_is_unit(const struct entry *entry)
{
	return entry->kind == KIND_SCALE || entry->kind == KIND_CURRENCY ||
	       entry->kind == KIND_UNIT;
}

/*
 * A word of Hangul is a phrase or a chain of them: "전기" is the period before,
 * in "전기차" it is nothing. After a number the unit begins a word.
 */
static bool
token_is_chain(struct token_reader *reader)
{
	size_t at = reader->at, end, len = 0;
	const struct token *last = token_last(reader);
	bool unit = true;

	if (at < reader->known ||
	    !glyph_is_hangul(token_char_at(reader, at, &len)))
		return true;
	if (last != NULL && last->kind == TOKEN_NUMBER)
		return true;
	end = token_hangul_end(reader, at);
	while (at < end) {
		const struct entry *entry = token_entry(reader, at, &len);
		if (entry == NULL || (token_is_unit(entry) && !unit))
			return false;
		/* "억여원": about so many. */
		unit = token_is_unit(entry) || entry->kind == KIND_APPROX;
		at += len;
		if (at > end || (entry->flags & ENTRY_STEM) != 0)
			end = token_hangul_end(reader, at);
		if ((entry->flags & ENTRY_STEM) != 0)
			at = end;
	}
	reader->known = at;
	return true;
}

/*
 * The particle that ends a word of Hangul: 은, 에서. Those that are as often
 * the end of a noun (온라인, 디스플레이) are weak.
 */
static size_t
token_particle_len(const struct token_reader *reader, size_t end)
{
	size_t len = 0;

	for (size_t n = 9; n > 0; n -= 3) {
		if (end < reader->at + n + 3)
			continue;
		const struct entry *entry = token_entry(reader, end - n, &len);
		if (entry != NULL && len == n &&
		    (entry->flags & ENTRY_WEAK) == 0 &&
		    (entry->kind == KIND_GLUE || entry->kind == KIND_RANGE))
			return n;
	}
	return 0;
}

static size_t
token_hangul_len(const struct token_reader *reader)
{
	size_t end = token_hangul_end(reader, reader->at);

	return end - token_particle_len(reader, end) - reader->at;
}

/* A Latin word with its digits, or other script up to a phrase or number. */
static size_t
token_word_len(const struct token_reader *reader)
{
	size_t step, phrase, at = reader->at;
	int32_t first = token_char_at(reader, at, &step);
	bool latin = glyph_is_letter(first);

	if (glyph_is_hangul(first))
		return token_hangul_len(reader);
	for (at += step; at < reader->hits->count; at += step) {
		int32_t c = token_char_at(reader, at, &step);
		if (normal_break(reader->normal, reader->from + at))
			break;
		if (latin) {
			if (!glyph_is_letter(c) && !glyph_is_digit(c))
				break;
		} else if (!token_is_wordy(c) || glyph_is_letter(c) ||
			   glyph_numeral(c) >= 0 || glyph_is_hangul(c) ||
			   token_entry(reader, at, &phrase) != NULL) {
			break;
		}
	}
	return at - reader->at;
}

/*
 * "9M" is nine months, but "9m" and what stands behind a currency or goes on a
 * range is an amount.
 */
static bool
token_is_millions(
    const struct token_reader *reader, const struct entry *entry, size_t len)
{
	const struct tokens *tokens = reader->tokens;
	const char *p = token_bytes(reader);
	const struct token *last =
	    tokens->count > 0 ? &tokens->list[tokens->count - 1] : NULL;

	if (entry->kind != KIND_TIME || p[0] < '0' || p[0] > '9')
		return false;
	if (p[len - 1] >= 'a' && p[len - 1] <= 'z' && len == 2)
		return true;
	if (last == NULL)
		return false;
	return token_is_kind(last, KIND_CURRENCY) ||
	       (token_is_dash(last) && tokens->count > 1 &&
		   (last[-1].kind == TOKEN_NUMBER ||
		       token_is_kind(last - 1, KIND_SCALE)));
}

/* A phrase at the reader's place; its length to *ret_len. */
static const struct entry *
token_find_phrase(struct token_reader *reader, size_t *ret_len)
{
	const struct entry *entry = token_entry(reader, reader->at, ret_len);

	if (entry == NULL || !token_is_chain(reader) ||
	    token_is_millions(reader, entry, *ret_len))
		return NULL;
	if ((entry->flags & ENTRY_STEM) != 0)
		*ret_len = token_hangul_end(reader, reader->at + *ret_len) -
			   reader->at;
	return entry;
}

static void
token_step(struct token_reader *reader)
{
	size_t len = 0;
	int32_t c = token_char_at(reader, reader->at, &len);

	if (c == ' ') {
		reader->at++;
		return;
	}
	if (glyph_numeral(c) >= 0 && token_read_words(reader))
		return;
	const struct entry *entry = token_find_phrase(reader, &len);
	if (entry != NULL) {
		token_add(reader, TOKEN_PHRASE, len)->entry = entry;
		return;
	}
	if (token_read_number(reader))
		return;
	if (token_is_wordy(c)) {
		size_t n = token_word_len(reader);
		/* No word is a long vowel alone: it is printed for a dash. */
		if (c == TOKEN_LONG_VOWEL && n == 3)
			token_add(reader, TOKEN_CHAR, n)->c = GLYPH_LONG_DASH;
		else
			token_add(reader, TOKEN_TEXT, n);
		return;
	}
	(void)token_char_at(reader, reader->at, &len);
	token_add(reader, TOKEN_CHAR, len)->c = c;
}

void
tokens_read(struct tokens *tokens, const struct lexicon *lexicon,
    const struct lexicon_hits *hits, const struct normal *normal, size_t from)
{
	struct token_reader reader = {
	    .tokens = tokens,
	    .lexicon = lexicon,
	    .hits = hits,
	    .normal = normal,
	    .from = from,
	};

	tokens->count = 0;
	tokens->normal = normal;
	while (reader.at < hits->count) {
		if (normal_break(normal, from + reader.at))
			token_add(&reader, TOKEN_CHAR, 0)->c = '\n';
		token_step(&reader);
	}
	token_add(&reader, TOKEN_END, 0);
	tokens->count--;
}

void
tokens_done(struct tokens *tokens)
{
	mem_free(tokens->list);
	*tokens = (struct tokens){0};
}

bool
token_is_char(const struct token *token, int32_t c)
{
	return token->kind == TOKEN_CHAR && token->c == c;
}

bool
token_is_dash(const struct token *token)
{
	return token->kind == TOKEN_CHAR &&
	       (token->c == '-' || token->c == GLYPH_LONG_DASH);
}

bool
token_is_kind(const struct token *token, enum entry_kind kind)
{
	return token->kind == TOKEN_PHRASE && token->entry->kind == kind;
}

bool
token_is(const struct token *token, enum entry_kind kind, int value)
{
	return token_is_kind(token, kind) && token->entry->value == value;
}
