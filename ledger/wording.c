/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: ranges, percentages, foreign text. Out: parts of one line for people.
 * The reasons of ledger/severity.c and ledger/event_line.c call it.
 */
#include "ledger/wording.h"

#include <string.h>

static const struct {
	const char *gain, *loss, *open;
} wording_metrics[METRIC_COUNT] = {
    [METRIC_NONE] = {"figure", "negative figure", "figure"},
    [METRIC_NI_ATTR] = {"net profit", "net loss", "net result"},
    [METRIC_NI_EXNR] = {"net profit before one-offs",
	"net loss before one-offs", "net result before one-offs"},
    [METRIC_NI_TOTAL] = {"net profit with minorities",
	"net loss with minorities", "net result with minorities"},
    [METRIC_REV] = {"revenue", "negative revenue", "revenue"},
    [METRIC_OP] = {"operating profit", "operating loss", "operating result"},
    [METRIC_ORD] = {"ordinary profit", "ordinary loss", "ordinary result"},
    [METRIC_PBT] = {"pre-tax profit", "pre-tax loss", "pre-tax result"},
    [METRIC_EPS] = {"earnings per share", "loss per share", "result per share"},
    [METRIC_EQUITY] = {"net assets", "negative net assets", "net assets"},
    [METRIC_EBITDA] = {"EBITDA", "negative EBITDA", "EBITDA"},
    [METRIC_CASH_FLOW] = {"cash inflow", "cash outflow", "cash flow"},
};

/* What does not fit ends the line: nothing more is added. */
static void
wording_add_n(struct buf *buf, const void *p, size_t n)
{
	if (buf_add(buf, p, n) < 0)
		buf->limit = buf->len;
}

void
wording_add(struct buf *buf, const char *s)
{
	wording_add_n(buf, s, strlen(s));
}

/* The unit for amounts of this size: 10^exponent and its letter. */
struct wording_unit {
	int exponent;
	const char *letter;
};

static struct wording_unit
wording_unit_of(struct decimal size)
{
	static const struct {
		int64_t from;
		struct wording_unit unit;
	} units[] = {
	    {INT64_C(1000000000000), {12, "tn"}},
	    {1000000000, {9, "bn"}},
	    {1000000, {6, "m"}},
	    {10000, {3, "k"}},
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (decimal_cmp(size, decimal_from_int(units[i].from)) >= 0)
			return units[i].unit;
	}
	return (struct wording_unit){0, ""};
}

/* Three digits, as far as they are not zeros after the point. */
static void
wording_add_number(struct buf *buf, struct decimal d, struct wording_unit unit)
{
	char text[DECIMAL_STR_MAX];
	struct decimal scaled = d;
	int places = 3;

	/* Dividing by a power of ten fails only beyond 18 decimals. */
	if (decimal_scale10(decimal_round(d, 4), -unit.exponent, &scaled) < 0)
		scaled = DECIMAL_ZERO;
	struct decimal size = decimal_abs(scaled);
	if (decimal_cmp(size, decimal_from_int(100)) >= 0)
		places = 0;
	else if (decimal_cmp(size, decimal_from_int(10)) >= 0)
		places = 1;
	else if (decimal_cmp(size, decimal_from_int(1)) >= 0)
		places = 2;
	wording_add(buf, decimal_print(decimal_round(scaled, places), text));
}

/* "55-71m": of what is not negative, the smaller first. */
static void
wording_add_sizes(struct buf *buf, struct decimal low, struct decimal high)
{
	struct wording_unit unit = wording_unit_of(high);
	size_t from = buf->len;

	wording_add_number(buf, low, unit);
	size_t len = buf->len - from;
	wording_add(buf, "-");
	size_t second = buf->len;
	wording_add_number(buf, high, unit);
	if (buf->len - second == len &&
	    memcmp(buf->data + from, buf->data + second, len) == 0)
		buf_cut(buf, from + len);
	wording_add(buf, unit.letter);
}

/* One bound: "at least 50m". */
static void
wording_add_bound(struct buf *buf, const char *word, struct decimal bound)
{
	struct decimal size = decimal_abs(bound);
	struct wording_unit unit = wording_unit_of(size);

	wording_add(buf, word);
	wording_add_number(buf, size, unit);
	wording_add(buf, unit.letter);
}

static void
wording_add_signed(struct buf *buf, struct decimal d, struct wording_unit unit)
{
	if (decimal_sign(d) > 0)
		wording_add(buf, "+");
	wording_add_number(buf, d, unit);
}

static void
wording_add_loss(struct buf *buf, const struct range *range)
{
	if (range->low_open)
		wording_add_bound(buf, "at least ", range->high);
	else if (decimal_is_zero(range->high))
		wording_add_bound(buf, "up to ", range->low);
	else
		wording_add_sizes(
		    buf, decimal_neg(range->high), decimal_neg(range->low));
}

static void
wording_add_gain(struct buf *buf, const struct range *range)
{
	if (range->high_open)
		wording_add_bound(buf, "at least ", range->low);
	else if (decimal_is_zero(range->low) && !range_is_point(range))
		wording_add_bound(buf, "up to ", range->high);
	else
		wording_add_sizes(buf, range->low, range->high);
}

/* The sign is open. */
static void
wording_add_either(struct buf *buf, const struct range *range)
{
	struct decimal low = range->low_open ? DECIMAL_ZERO : range->low;
	struct decimal high = range->high_open ? DECIMAL_ZERO : range->high;
	struct decimal size =
	    decimal_cmp(decimal_abs(low), decimal_abs(high)) > 0
		? decimal_abs(low)
		: decimal_abs(high);
	struct wording_unit unit = wording_unit_of(size);

	if (range->low_open)
		wording_add(buf, "at most ");
	if (range->high_open)
		wording_add(buf, "at least ");
	if (!range->low_open)
		wording_add_signed(buf, low, unit);
	if (!range->low_open && !range->high_open)
		wording_add(buf, "..");
	if (!range->high_open)
		wording_add_signed(buf, high, unit);
	wording_add(buf, unit.letter);
}

void
wording_add_figure(struct buf *buf, enum metric metric,
    const struct range *range, bool approx, const char *currency)
{
	bool loss = !range->high_open && decimal_sign(range->high) <= 0 &&
		    (range->low_open || decimal_sign(range->low) < 0);
	bool gain = !range->low_open && decimal_sign(range->low) >= 0;
	const char *word = wording_metrics[metric].open;

	if (loss || gain)
		word = loss ? wording_metrics[metric].loss
			    : wording_metrics[metric].gain;
	wording_add(buf, word);
	wording_add(buf, approx ? " about " : " ");
	if (loss)
		wording_add_loss(buf, range);
	else if (gain)
		wording_add_gain(buf, range);
	else if (range_is_empty(range))
		wording_add(buf, "not given");
	else
		wording_add_either(buf, range);
	if (currency[0] != '\0') {
		wording_add(buf, " ");
		wording_add_text(buf, currency, CURRENCY_MAX);
	}
}

static void
wording_add_percent(struct buf *buf, struct decimal pct)
{
	char text[DECIMAL_STR_MAX];
	struct decimal whole = decimal_round(pct, 0);

	if (decimal_sign(whole) > 0)
		wording_add(buf, "+");
	wording_add(buf, decimal_print(whole, text));
}

void
wording_add_pct(struct buf *buf, const struct range *pct)
{
	struct decimal low = decimal_round(pct->low, 0);
	struct decimal high = decimal_round(pct->high, 0);

	if (range_is_empty(pct)) {
		wording_add(buf, "not given");
		return;
	}
	if (pct->low_open || pct->high_open) {
		wording_add(buf, pct->low_open ? "at most " : "at least ");
		wording_add_percent(buf, pct->low_open ? high : low);
	} else {
		wording_add_percent(buf, low);
		if (decimal_cmp(low, high) != 0) {
			wording_add(buf, "..");
			wording_add_percent(buf, high);
		}
	}
	wording_add(buf, " %");
}

void
wording_add_change(struct buf *buf, enum metric metric, const struct range *pct)
{
	wording_add(buf, wording_metrics[metric].gain);
	wording_add(buf, " ");
	wording_add_pct(buf, pct);
}

/*
 * The code point at p and its length; 0xfffd and 1 for a byte that is no
 * UTF-8 (RFC 3629).
 */
static uint32_t
wording_point(const unsigned char *p, size_t *ret_len)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t len = *p < 0x80 ? 1 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
	uint32_t point = len == 1 ? *p : *p & (0x7fU >> len);

	*ret_len = 1;
	if ((*p >= 0x80 && *p < 0xc2) || *p > 0xf4)
		return 0xfffd;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0xfffd;
		point = point << 6 | (p[i] & 0x3fU);
	}
	if (point < least[len] || point > 0x10ffff ||
	    (point >= 0xd800 && point <= 0xdfff))
		return 0xfffd;
	*ret_len = len;
	return point;
}

/* White space, control characters, and those that turn or hide text. */
static bool
wording_is_blank(uint32_t point)
{
	static const uint32_t spans[][2] = {{0x00, 0x20}, {0x7f, 0xa0},
	    {0xad, 0xad}, {0x61c, 0x61c}, {0x2000, 0x200f}, {0x2028, 0x202f},
	    {0x205f, 0x206f}, {0x3000, 0x3000}, {0xfe00, 0xfe0f},
	    {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe0fff}};

	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
		if (point >= spans[i][0] && point <= spans[i][1])
			return true;
	}
	return false;
}

void
wording_add_text(struct buf *buf, const char *text, size_t max)
{
	const unsigned char *p = (const unsigned char *)text;
	bool blank = false;
	size_t points = 0;
	size_t len;

	for (; *p != '\0'; p += len) {
		uint32_t point = wording_point(p, &len);
		if (wording_is_blank(point)) {
			blank = points > 0;
			continue;
		}
		if (points == max) {
			wording_add(buf, "…");
			return;
		}
		if (blank)
			wording_add(buf, " ");
		blank = false;
		points++;
		if (point == 0xfffd && len == 1)
			wording_add(buf, "?");
		else
			wording_add_n(buf, p, len);
	}
}
