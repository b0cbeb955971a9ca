/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a reading and its verdict. Out: sentences on how one came of the other.
 * Both forms of `filingctl read --explain` call it.
 */
#include "clients/explain.h"

#include "lib/base/mem.h"

#include <string.h>

#define EXPLAIN_LIMIT (4 * KIB)

static int
explain_worst(const struct verdict *verdict)
{
	int worst = 0;

	for (size_t i = 0; i < verdict->reason_count; i++)
		if (verdict->reasons[i].severity > worst)
			worst = verdict->reasons[i].severity;
	return worst;
}

const char *
explain_severity(const struct reading *reading, const struct verdict *verdict)
{
	int worst = explain_worst(verdict);

	if (verdict->reason_count == 0)
		return "no reason for any";
	if (verdict->severity == worst)
		return "that of the worst reason";
	if (verdict->severity > worst)
		return "one more than the worst reason: two axes warn";
	if (verdict->severity == 0 && !reading->by_issuer)
		return "none: these are not the issuer's own words";
	if (verdict->grade == GRADE_POSSIBLE)
		return "at most 3: only the title could be read";
	return "one less than the worst reason: the amounts are small";
}

static const char *
explain_word(enum verdict_class class_)
{
	return vocab_word(VOCAB_CLASSES, (int)class_);
}

/* The change of the deciding figure against the year before; NULL: none. */
static const struct change *
explain_prior(const struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->change_count; i++) {
		const struct change *change = &verdict->changes[i];
		if (change->axis == AXIS_PRIOR &&
		    explain_unused(verdict, change) == NULL)
			return change;
	}
	return NULL;
}

static void
explain_source(
    struct buf *out, const struct reading *reading, const struct verdict *v)
{
	const struct change *prior = explain_prior(v);
	const char *metric =
	    v->deciding < 0
		? ""
		: vocab_word(VOCAB_METRICS, (int)v->facts[v->deciding].metric);
	const char *how = "by the issuer's own word";

	if (v->deciding < 0 && reading->claimed_class == CLASS_NONE)
		how = "no figure was read and no class is named";
	else if (v->deciding < 0)
		how = "no figure was read; by the issuer's own word";
	else if (prior != NULL && prior->class_ == v->class_)
		how = prior->base_low_open ? "by the printed change of "
					   : "by the year before, of ";
	else if (reading->claimed_class != v->class_)
		how = "by the sign of ";
	err_drop(buf_addf(out, "%s: %s%s", explain_word(v->class_), how,
	    how[strlen(how) - 1] == ' ' ? metric : "")); /* short */
}

char *
explain_class(const struct reading *reading, const struct verdict *verdict)
{
	enum verdict_class claimed = reading->claimed_class;
	const struct change *prior = explain_prior(verdict);
	struct buf out;
	int r = 0;

	buf_init(&out, EXPLAIN_LIMIT);
	explain_source(&out, reading, verdict);
	if (claimed != CLASS_NONE && claimed != verdict->class_)
		r = buf_addf(&out, "; the issuer's word is %s%s",
		    explain_word(claimed),
		    (verdict->flags & FLAG_CLASS_CONFLICT) != 0
			? ", which the figures contradict"
			: ", which is less exact");
	if (r == 0 && prior != NULL && prior->class_ != verdict->class_ &&
	    prior->class_ != CLASS_NONE)
		r = buf_addf(&out, "; the figures alone say %s",
		    explain_word(prior->class_));
	err_drop(r); /* short */
	return buf_take(&out);
}

const char *
explain_unused(const struct verdict *verdict, const struct change *change)
{
	enum metric deciding = verdict->deciding < 0
				   ? METRIC_NONE
				   : verdict->facts[verdict->deciding].metric;

	if (change->metric == deciding)
		return NULL;
	if (change->axis == AXIS_GUIDANCE || change->axis == AXIS_ACTUAL)
		return NULL;
	if (change->axis == AXIS_CONSENSUS)
		return change->metric == METRIC_REV ? NULL
						    : "of another metric";
	return "another metric decides the class";
}

char *
explain_flags(unsigned flags)
{
	static const char *const words[] = {
#define EXPLAIN_WORD(name, word) word,
	    VOCAB_FLAG(EXPLAIN_WORD)
#undef EXPLAIN_WORD
	};
	struct buf out;

	buf_init(&out, EXPLAIN_LIMIT);
	err_drop(buf_add_str(&out, "")); /* short */
	for (unsigned i = 0; i < FLAG_COUNT; i++)
		if ((flags & (1U << i)) != 0)
			err_drop(buf_addf(&out, "%s%s", out.len > 0 ? " " : "",
			    words[i])); /* short */
	return buf_take(&out);
}

bool
explain_next(const char **at, struct explain_line *ret)
{
	const char *line = *at;
	size_t n = strcspn(line, "\n");
	const char *colon = memchr(line, ':', n);
	size_t key = colon != NULL ? (size_t)(colon - line) : 0;

	if (*line == '\0')
		return false;
	*at = line + n + (line[n] == '\n');
	*ret = (struct explain_line){.key = "rule"};
	if (key > 0 && key < sizeof ret->key && colon[1] == ' ') {
		memcpy(ret->key, line, key);
		ret->key[key] = '\0';
		line += key + 2;
		n -= key + 2;
	}
	ret->value = mem_strndup(line, n);
	return true;
}
