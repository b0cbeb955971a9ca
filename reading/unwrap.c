/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: marks in the order of the text. Out: the same with labels made whole.
 * read_text.c calls it for every piece.
 *
 *	wrapped = head [LINE] figures LINE tail
 *	head	= part [scrap] | measure "(" part [scrap]
 *	tail	= [scrap] ["的"] measure | [scrap] ")"
 */
#include "reading/unwrap.h"

#define UNWRAP_REACH 16 /* marks between the halves of a label */
#define UNWRAP_SCRAP 6 /* bytes of a phrase that the break cut */

/* What was found of a label; places among the marks. */
struct unwrap {
	const struct mark *list;
	struct measure measure;
	bool open; /* the tail has to close brackets */
	size_t figures, line; /* the figures, and the line's end after them */
	size_t end; /* after the tail */
};

static bool
unwrap_is_part(const struct mark *mark)
{
	return mark->kind == MARK_TEXT && mark->entry != NULL &&
	       mark->entry->kind == KIND_PART &&
	       mark->entry->value == PART_ATTR;
}

/* Half a word that the break has cut: "归属于上市公司股"; where it ends. */
static const struct mark *
unwrap_skip_scrap(const struct mark *mark)
{
	const struct mark *first = mark;

	while (
	    mark->kind == MARK_TEXT && mark->to - first->from <= UNWRAP_SCRAP)
		mark++;
	return mark;
}

static bool
unwrap_read_head(struct unwrap *unwrap, size_t i)
{
	const struct mark *mark = &unwrap->list[i];

	unwrap->measure = (struct measure){.metric = METRIC_NI_ATTR};
	if (mark->kind == MARK_MEASURE &&
	    (mark->measure.metric == METRIC_NI_TOTAL ||
		mark->measure.metric == METRIC_NI_ATTR) &&
	    mark[1].kind == MARK_OPEN && unwrap_is_part(mark + 2)) {
		unwrap->open = true;
		unwrap->measure.loss = mark->measure.loss;
		i += 2;
	} else if (mark->kind == MARK_MEASURE &&
		   mark->measure.metric == METRIC_NI_EXNR) {
		unwrap->measure = mark->measure;
	} else if (!unwrap_is_part(mark)) {
		return false;
	}
	mark = unwrap_skip_scrap(&unwrap->list[i + 1]);
	mark += mark->kind == MARK_LINE;
	unwrap->figures = (size_t)(mark - unwrap->list);
	return true;
}

/* Marks of a row's figures and of remarks on them. */
static bool
unwrap_is_figure(const struct mark *mark)
{
	switch ((int)mark->kind) {
	case MARK_AMOUNT:
	case MARK_NULL:
	case MARK_SIGN:
	case MARK_ROLE:
	case MARK_TIME:
	case MARK_BASE:
	case MARK_CHANGE:
	case MARK_COLON:
	case MARK_CELL:
	case MARK_LIST:
	case MARK_GLUE:
		return true;
	}
	return false;
}

static bool
unwrap_read_figures(struct unwrap *unwrap)
{
	size_t i = unwrap->figures, amounts = 0;

	while (i < unwrap->figures + UNWRAP_REACH &&
	       unwrap_is_figure(&unwrap->list[i])) {
		amounts += unwrap->list[i].kind == MARK_AMOUNT;
		i++;
	}
	unwrap->line = i;
	return amounts > 0 && unwrap->list[i].kind == MARK_LINE;
}

static bool
unwrap_read_tail(struct unwrap *unwrap)
{
	const struct mark *mark =
	    unwrap_skip_scrap(&unwrap->list[unwrap->line + 1]);

	if (unwrap->open) {
		unwrap->end = (size_t)(mark - unwrap->list) + 1;
		return mark->kind == MARK_CLOSE;
	}
	mark += mark->kind == MARK_GLUE;
	unwrap->measure.loss |= mark->measure.loss;
	unwrap->end = (size_t)(mark - unwrap->list) + 1;
	return mark->kind == MARK_MEASURE &&
	       mark->measure.metric == METRIC_NI_TOTAL;
}

static bool
unwrap_read(struct unwrap *unwrap, const struct marks *marks, size_t i)
{
	*unwrap = (struct unwrap){.list = marks->list};
	if (i > 0 && marks->list[i - 1].kind != MARK_LINE)
		return false;
	return unwrap_read_head(unwrap, i) && unwrap_read_figures(unwrap) &&
	       unwrap_read_tail(unwrap);
}

void
marks_unwrap(struct marks *marks)
{
	struct mark *list = marks->list;
	struct unwrap unwrap;
	size_t n = 0;

	for (size_t i = 0; i < marks->count;) {
		if (!unwrap_read(&unwrap, marks, i)) {
			list[n++] = list[i++];
			continue;
		}
		struct mark label = list[i];
		label.kind = MARK_MEASURE;
		label.entry = NULL;
		label.measure = unwrap.measure;
		list[n++] = label;
		for (i = unwrap.figures; i < unwrap.line; i++)
			list[n++] = list[i];
		i = unwrap.end;
	}
	list[n] = list[marks->count];
	marks->count = n;
}
