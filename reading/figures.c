/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: marks and phrases of a text. Out: what its sentences and tables share,
 * such as the unit that is declared below them and the broker that speaks.
 */
#include "reading/clause.h"

#define FIGURES_BROKER 900 /* bytes looked back for a broker's name */

/*
 * A figure in words of its own does not count, nor a unit without scale; two
 * units leave it open which of them a table has.
 */
void
figures_look_below(struct figures *figures, const struct marks *marks)
{
	figures->has_below = false;
	for (size_t i = 0; i < marks->count; i++) {
		const struct mark *mark = &marks->list[i];
		if (mark->kind != MARK_UNIT || mark->unit.scale == 0)
			continue;
		if (figures->has_below &&
		    figures->below.scale != mark->unit.scale) {
			figures->has_below = false;
			return;
		}
		figures->below = mark->unit;
		figures->has_below = true;
	}
}

const struct mark_unit *
figures_unit(const struct figures *figures)
{
	if (figures->has_unit)
		return &figures->unit;
	return figures->has_below ? &figures->below : NULL;
}

const char *
figures_broker(const struct figures *figures, size_t from, size_t to)
{
	size_t first = figures->piece;
	size_t len;

	if (to > from + FIGURES_BROKER)
		from = to - FIGURES_BROKER;
	if (from < first)
		from = first;
	for (size_t at = to; at > from; at--) {
		const struct entry *entry = lexicon_at(figures->lexicon,
		    figures->hits, LAYER_SIGNALS, at - 1 - first, &len);
		if (entry == NULL || entry->kind != KIND_BROKER)
			continue;
		/* "国泰君安(601211)": a broker as an issuer. */
		const char *after = figures->normal->text.data + at - 1 + len;
		return *after == '(' ? NULL : entry->text;
	}
	return NULL;
}
