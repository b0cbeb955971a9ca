/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens at a part of a metric's name. Out: the metric and its basis.
 * mark.c calls it.
 *
 *	measure = { part } ( metric | loss ) [ "(" { part } ")" ] { part }
 *		| without-non-recurring-items
 */
#include "reading/measure.h"

#define MEASURE_NOTE  14 /* tokens of "(a loss is given with -)" */
#define MEASURE_PARTS 12 /* of one name, with the words between */

/* What was seen of the parts. */
struct measure_reader {
	const struct token *list;
	size_t at;
	unsigned parts; /* bits of enum entry_part */
	const struct entry *metric;
	bool loss;
	bool china;
};

static bool
measure_has(const struct measure_reader *reader, enum entry_part part)
{
	return (reader->parts & (1U << (unsigned)part)) != 0;
}

/* A narrow cell broke the line between two words of the name. */
static bool
measure_is_broken(const struct token *token)
{
	return token_is_char(token, '\n') && token->from == token->to &&
	       (token_is_kind(token + 1, KIND_PART) ||
		   token_is_kind(token + 1, KIND_METRIC));
}

static bool
measure_take_part(struct measure_reader *reader)
{
	const struct token *token = &reader->list[reader->at];

	if (!token_is_kind(token, KIND_PART))
		return false;
	reader->parts |= 1U << (unsigned)token->entry->value;
	reader->at++;
	reader->at += measure_is_broken(token + 1);
	return true;
}

/* Parts before the metric, with 的 and 后 between them. */
static void
measure_read_parts(struct measure_reader *reader)
{
	for (int i = 0; i < MEASURE_PARTS; i++) {
		const struct token *token = &reader->list[reader->at];
		if (measure_take_part(reader))
			continue;
		if (reader->parts == 0 ||
		    !token_is(token, KIND_GLUE, GLUE_WORD) ||
		    token->to - token->from > 3 ||
		    !(token_is_kind(token + 1, KIND_PART) ||
			token_is_kind(token + 1, KIND_METRIC)))
			return;
		reader->at++;
	}
}

/* The metric's own word; "attributable loss" is one, too. */
static bool
measure_read_metric(struct measure_reader *reader)
{
	const struct token *token = &reader->list[reader->at];

	if (token_is_kind(token, KIND_METRIC)) {
		if (reader->china && (token->entry->flags & ENTRY_ABROAD) != 0)
			return false;
		reader->metric = token->entry;
		reader->at++;
		return true;
	}
	bool owned = measure_has(reader, PART_ATTR);
	/* "股东应占亏损收窄": the loss is named by its change. */
	if (owned && token_is_kind(token, KIND_CHANGE) &&
	    (token->entry->flags & ENTRY_LOSS) != 0) {
		reader->loss = true;
		return true;
	}
	if (owned && token_is(token, KIND_SIGN, SIGN_LOSS)) {
		reader->loss = true;
		reader->at++;
		return true;
	}
	return measure_has(reader, PART_EXNR);
}

/* "(归属于母公司所有者)" narrows, "(净亏损以-号填列)" is a note. */
static void
measure_read_brackets(struct measure_reader *reader)
{
	size_t at = reader->at + 1;
	const struct token *token = &reader->list[at];

	if (!token_is_char(token - 1, '('))
		return;
	if (token_is_kind(token, KIND_PART)) {
		size_t back = reader->at;
		reader->at = at;
		measure_read_parts(reader);
		token = &reader->list[reader->at];
		if (token_is_kind(token, KIND_METRIC))
			reader->at++;
		if (token_is_char(&reader->list[reader->at], ')'))
			reader->at++;
		else
			reader->at = back;
		return;
	}
	bool note = token_is_kind(token, KIND_METRIC) ||
		    token_is_kind(token, KIND_SIGN);
	for (size_t i = 0; note && i < MEASURE_NOTE; i++, token++) {
		if (token->kind == TOKEN_END || token->kind == TOKEN_NUMBER)
			return;
		if (token_is_char(token, ')')) {
			reader->at = (size_t)(token - reader->list) + 1;
			return;
		}
	}
}

/* English: "net profit attributable to shareholders". */
static void
measure_read_trailing(struct measure_reader *reader)
{
	size_t at = reader->at;
	unsigned parts = reader->parts;

	while (reader->list[reader->at].kind == TOKEN_PHRASE &&
	       reader->list[reader->at].entry->lang == LANG_EN &&
	       measure_take_part(reader))
		continue;
	/* They belong to a metric that follows. */
	if (token_is_kind(&reader->list[reader->at], KIND_METRIC)) {
		reader->at = at;
		reader->parts = parts;
	}
}

/* Net income by its parts. */
static enum metric
measure_of_income(
    const struct measure_reader *reader, enum metric metric, bool china)
{
	if (measure_has(reader, PART_FULL))
		return METRIC_NI_ATTR;
	if (measure_has(reader, PART_EXNR) ||
	    (china && measure_has(reader, PART_ADJUSTED)))
		return METRIC_NI_EXNR;
	if (measure_has(reader, PART_ATTR))
		return METRIC_NI_ATTR;
	return metric;
}

static enum basis
measure_basis(const struct measure_reader *reader, enum metric metric)
{
	if (measure_has(reader, PART_PARENT))
		return BASIS_PARENT;
	if (metric == METRIC_NI_EXNR)
		return BASIS_UNKNOWN;
	if (measure_has(reader, PART_ADJUSTED) ||
	    measure_has(reader, PART_EXNR))
		return BASIS_ADJUSTED;
	return measure_has(reader, PART_GAAP) ? BASIS_GAAP : BASIS_UNKNOWN;
}

static void
measure_finish(
    const struct measure_reader *reader, bool china, struct measure *ret)
{
	const struct entry *entry = reader->metric;
	enum metric metric =
	    entry != NULL ? (enum metric)entry->value : METRIC_NI_TOTAL;
	unsigned flags = entry != NULL ? entry->flags : 0;

	if (metric == METRIC_NI_TOTAL || metric == METRIC_NI_ATTR)
		metric = measure_of_income(reader, metric, china);
	*ret = (struct measure){
	    .metric = metric,
	    .basis = measure_basis(reader, metric),
	    .loss = reader->loss || (flags & ENTRY_LOSS) != 0,
	    .expected = (flags & ENTRY_EXPECT) != 0,
	    .owned = measure_has(reader, PART_ATTR),
	    .weak = (flags & ENTRY_WEAK) != 0,
	};
	if (measure_has(reader, PART_OTHER))
		ret->metric = METRIC_NONE;
}

size_t
measure_read(
    const struct tokens *tokens, size_t at, bool china, struct measure *ret)
{
	struct measure_reader reader = {
	    .list = tokens->list, .at = at, .china = china};

	measure_read_parts(&reader);
	if (!measure_read_metric(&reader))
		return at;
	measure_read_brackets(&reader);
	measure_read_trailing(&reader);
	measure_finish(&reader, china, ret);
	return reader.at;
}
