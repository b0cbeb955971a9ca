/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a verdict. Out: its changes as cells. mail_story.c and mail_digest.c
 * ask.
 */
#include "alerts/mail_figures.h"

#include "alerts/text.h"
#include "alerts/view.h"
#include "lib/base/mem.h"

#include <string.h>

#define MAIL_CELL_MAX KIB

static const char *
mail_metric(enum metric metric)
{
	static const char *const names[METRIC_COUNT] = {
	    [METRIC_NONE] = "figure",
	    [METRIC_NI_ATTR] = "net profit",
	    [METRIC_NI_EXNR] = "net profit before one-offs",
	    [METRIC_NI_TOTAL] = "net profit with minorities",
	    [METRIC_REV] = "revenue",
	    [METRIC_OP] = "operating profit",
	    [METRIC_ORD] = "ordinary profit",
	    [METRIC_PBT] = "profit before tax",
	    [METRIC_EPS] = "earnings per share",
	    [METRIC_EQUITY] = "equity",
	    [METRIC_EBITDA] = "EBITDA",
	    [METRIC_CASH_FLOW] = "cash flow",
	};

	return metric < METRIC_COUNT ? names[metric] : names[METRIC_NONE];
}

/* What a change is measured against, for people. */
static const char *
mail_axis(enum axis axis)
{
	switch (axis) {
	case AXIS_PRIOR:
		return "against the prior year";
	case AXIS_GUIDANCE:
		return "against its own forecast";
	case AXIS_CONSENSUS:
		return "against the brokers' mean";
	case AXIS_ACTUAL:
		return "result against the forecast";
	case AXIS_COUNT:
		break;
	}
	return "";
}

/* "-71,000,000 to -55,000,000", one figure for a point, "at most" when open. */
static void
mail_put_range(struct buf *text, struct decimal low, bool low_open,
    struct decimal high, bool high_open)
{
	if (low_open && high_open) {
		text_put(text, "unknown");
		return;
	}
	if (low_open || high_open)
		text_put(text, low_open ? "at most " : "at least ");
	if (!low_open)
		text_put_amount(text, low);
	if (!low_open && !high_open && decimal_cmp(low, high) == 0)
		return;
	if (!low_open && !high_open)
		text_put(text, " to ");
	if (!high_open)
		text_put_amount(text, high);
}

static void
mail_put_percent(struct buf *text, struct decimal pct)
{
	char digits[DECIMAL_STR_MAX];

	text_putf(text, "%s%s", decimal_sign(pct) > 0 ? "+" : "",
	    decimal_print_fixed(pct, 2, digits));
}

static void
mail_put_percents(struct buf *text, const struct change *change)
{
	if (!change->has_pct || (change->low_open && change->high_open))
		return;
	if (!change->low_open)
		mail_put_percent(text, change->low_pct);
	else
		text_put(text, "at most ");
	if (!change->low_open && change->high_open)
		text_put(text, " or more");
	else if (change->low_open ||
		 decimal_cmp(change->low_pct, change->high_pct) != 0) {
		text_put(text, change->low_open ? "" : " to ");
		mail_put_percent(text, change->high_pct);
	}
	text_put(text, " %");
}

/* The figure of this filing that a change compares; NULL. */
static const struct fact *
mail_find_fact(const struct verdict *verdict, enum metric metric)
{
	for (size_t i = 0; i < verdict->fact_count; i++) {
		const struct fact *fact = &verdict->facts[i];
		if (fact->metric == metric &&
		    (fact->role == ROLE_FORECAST || fact->role == ROLE_ACTUAL ||
			fact->role == ROLE_ACTUAL_FLASH))
			return fact;
	}
	return NULL;
}

/* "net profit, CNY, against the brokers' mean (3 brokers)" */
static void
mail_put_what(struct buf *text, const struct change *change)
{
	text_put(text, mail_metric(change->metric));
	if (*change->currency != '\0')
		text_putf(text, ", %s", change->currency);
	text_putf(text, ", %s", mail_axis(change->axis));
	if (change->axis == AXIS_CONSENSUS)
		text_putf(text, " (%d broker%s)", change->n,
		    change->n == 1 ? "" : "s");
	if (change->axis == AXIS_GUIDANCE)
		text_putf(text, " (%s)",
		    vocab_word(VOCAB_GUIDANCES, (int)change->guidance));
}

static void
mail_put_before(struct buf *text, const struct change *change)
{
	if (!view_has_base(change))
		text_put(text, "unknown");
	else if (change->axis == AXIS_CONSENSUS)
		mail_put_range(text, change->mean, false, change->mean, false);
	else
		mail_put_range(text, change->base_low, change->base_low_open,
		    change->base_high, change->base_high_open);
}

static void
mail_put_now(struct buf *text, const struct fact *fact)
{
	if (fact == NULL)
		text_put(text, "no figure");
	else
		mail_put_range(text, fact->low, fact->low_open, fact->high,
		    fact->high_open);
}

/* An empty cell is "", too. */
static char *
mail_take_cell(struct buf *text)
{
	return text->len > 0 ? buf_take(text) : mem_strdup("");
}

static void
mail_fill_row(struct mail_row *row, const struct verdict *verdict,
    const struct change *change)
{
	struct buf text;

	buf_init(&text, MAIL_CELL_MAX);
	mail_put_what(&text, change);
	row->what = mail_take_cell(&text);
	buf_init(&text, MAIL_CELL_MAX);
	mail_put_before(&text, change);
	row->before = mail_take_cell(&text);
	buf_init(&text, MAIL_CELL_MAX);
	mail_put_now(&text, mail_find_fact(verdict, change->metric));
	row->now = mail_take_cell(&text);
	buf_init(&text, MAIL_CELL_MAX);
	mail_put_percents(&text, change);
	row->change = mail_take_cell(&text);
	buf_done(&text);
}

void
mail_figures_fill(struct mail_figures *figures, const struct verdict *verdict)
{
	*figures = (struct mail_figures){.count = 0};
	while (figures->count < verdict->change_count &&
	       figures->count < MAIL_ROWS) {
		mail_fill_row(&figures->rows[figures->count], verdict,
		    &verdict->changes[figures->count]);
		figures->count++;
	}
}

void
mail_figures_done(struct mail_figures *figures)
{
	for (size_t i = 0; i < figures->count; i++) {
		mem_free(figures->rows[i].what);
		mem_free(figures->rows[i].before);
		mem_free(figures->rows[i].now);
		mem_free(figures->rows[i].change);
	}
}

struct decimal
mail_figures_size(const struct verdict *verdict)
{
	struct decimal size = DECIMAL_ZERO;

	for (size_t i = 0; i < verdict->change_count; i++) {
		const struct change *change = &verdict->changes[i];
		struct decimal own = decimal_abs(change->mid_pct);
		if (change->has_pct && decimal_cmp(own, size) > 0)
			size = own;
	}
	return size;
}
