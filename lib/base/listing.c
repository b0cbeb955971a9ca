/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: listings as people and sources write them. Out: the canonical form, and
 * what follows from the market. The settings, readers of lists and messages
 * call it.
 */
#include "lib/base/listing.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define LISTING_TICKER_MAX 16

struct listing_market {
	const char *mic;
	const char *suffix; /* shown; NULL: the canonical form is shown */
	const char *suffix_too; /* accepted as well, or NULL */
	size_t width; /* of the ticker; 0: any */
	bool padded; /* shorter tickers get zeros in front */
	bool letters; /* letters may stand in it */
	int offset_min; /* in winter, where the market has a summer time */
	const char *currency;
	int year_end; /* month that its issuers' years end with; 0: any */
};

static const struct listing_market listing_markets[] = {
    {"XSHG", "SH", "SS", 6, false, false, 480, "CNY", 0},
    {"XSHE", "SZ", NULL, 6, false, false, 480, "CNY", 0},
    {"BJSE", "BJ", NULL, 6, false, false, 480, "CNY", 0},
    {"XHKG", "HK", NULL, 5, true, false, 480, "HKD", 0},
    {"XTKS", "T", NULL, 4, false, true, 540, "JPY", 0},
    {"XKRX", "KS", NULL, 6, false, true, 540, "KRW", 0},
    {"XKOS", "KQ", NULL, 6, false, true, 540, "KRW", 0},
    {"US", "US", NULL, 0, false, true, -300, "USD", 0},
    {"XNYS", NULL, NULL, 0, false, true, -300, "USD", 0},
    {"XNAS", NULL, NULL, 0, false, true, -300, "USD", 0},
    {"XLON", "L", NULL, 0, false, true, 0, "GBP", 0},
    {"XASX", "AX", NULL, 0, false, true, 600, "AUD", 6},
    {"XNZE", "NZ", NULL, 0, false, true, 720, "NZD", 0},
    {"XSES", "SI", NULL, 0, false, true, 480, "SGD", 0},
    {"XTAI", "TW", NULL, 0, false, true, 480, "TWD", 0},
    {"ROCO", "TWO", NULL, 0, false, true, 480, "TWD", 0},
    {"XNSE", "NS", NULL, 0, false, true, 330, "INR", 3},
    {"XBOM", "BO", NULL, 0, false, true, 330, "INR", 3},
    {"XOSL", "OL", NULL, 0, false, true, 60, "NOK", 0},
    {"XSTO", "ST", NULL, 0, false, true, 60, "SEK", 0},
    {"XCSE", "CO", NULL, 0, false, true, 60, "DKK", 0},
    {"XHEL", "HE", NULL, 0, false, true, 120, "EUR", 0},
    {"XETR", "DE", NULL, 0, false, true, 60, "EUR", 0},
    {"XPAR", "PA", NULL, 0, false, true, 60, "EUR", 0},
    {"XAMS", "AS", NULL, 0, false, true, 60, "EUR", 0},
    {"XSWX", "SW", NULL, 0, false, true, 60, "CHF", 0},
    {"XTSE", "TO", NULL, 0, false, true, -300, "CAD", 0},
};

#define LISTING_MARKETS (sizeof(listing_markets) / sizeof(listing_markets[0]))

/* The market whose MIC is the n bytes at mic; NULL for none. */
static const struct listing_market *
listing_by_mic(const char *mic, size_t n)
{
	for (size_t i = 0; i < LISTING_MARKETS; i++) {
		const char *known = listing_markets[i].mic;
		if (strlen(known) == n && memcmp(known, mic, n) == 0)
			return &listing_markets[i];
	}
	return NULL;
}

static const struct listing_market *
listing_by_suffix(const char *suffix)
{
	for (size_t i = 0; i < LISTING_MARKETS; i++) {
		const struct listing_market *m = &listing_markets[i];
		if (m->suffix != NULL && strcmp(m->suffix, suffix) == 0)
			return m;
		if (m->suffix_too != NULL && strcmp(m->suffix_too, suffix) == 0)
			return m;
	}
	return NULL;
}

static const struct listing_market *
listing_market(const char *listing)
{
	return listing_by_mic(listing, strcspn(listing, ":"));
}

/* Whether c may stand in a ticker of the market. */
static bool
listing_char_is_valid(const struct listing_market *m, char c)
{
	if (c >= '0' && c <= '9')
		return true;
	if (!m->letters)
		return false;
	return (c >= 'A' && c <= 'Z') ||
	       (m->width == 0 &&
		   (c == '.' || c == '-' || c == '/' || c == '&'));
}

static bool
listing_ticker_is_valid(
    const struct listing_market *m, const char *ticker, size_t n)
{
	if (n == 0 || n > LISTING_TICKER_MAX ||
	    !isalnum((unsigned char)*ticker))
		return false;
	if (m->width > 0 && (m->padded ? n > m->width : n != m->width))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!listing_char_is_valid(m, ticker[i]))
			return false;
	}
	return true;
}

/* s in capitals into text; false when it is too long. */
static bool
listing_capitals(const char *s, char text[LISTING_MAX])
{
	size_t n = strnlen(s, LISTING_MAX);

	if (n == LISTING_MAX)
		return false;
	for (size_t i = 0; i <= n; i++)
		text[i] = s[i] >= 'a' && s[i] <= 'z' ? (char)(s[i] - 32) : s[i];
	return true;
}

int
listing_parse(const char *s, char buf[LISTING_MAX], struct err *err)
{
	char text[LISTING_MAX] = "";
	const struct listing_market *m = NULL;
	const char *ticker = text;
	size_t n = 0;

	if (listing_capitals(s, text)) {
		char *colon = strchr(text, ':');
		char *dot = strrchr(text, '.');
		if (colon != NULL) {
			m = listing_by_mic(text, (size_t)(colon - text));
			ticker = colon + 1;
			n = strlen(ticker);
		} else if (dot != NULL) {
			m = listing_by_suffix(dot + 1);
			n = (size_t)(dot - text);
		}
	}
	if (m == NULL || !listing_ticker_is_valid(m, ticker, n))
		return err_set(err, ERR_INVALID,
		    "'%.40s' is no listing; write MIC:ticker (XSHG:603138) or "
		    "603138.SH, 600000.SS, 000001.SZ, 920185.BJ, 00700.HK, "
		    "7203.T, 005930.KS, 035720.KQ, AAPL.US",
		    s);
	int zeros = m->padded ? (int)(m->width - n) : 0;
	(void)snprintf(buf, LISTING_MAX, "%s:%.*s%.*s", m->mic, zeros, "00000",
	    (int)n, ticker);
	return 0;
}

char *
listing_show(const char *listing, char buf[LISTING_MAX])
{
	const struct listing_market *m = listing_market(listing);

	if (m == NULL || m->suffix == NULL || strchr(listing, ':') == NULL)
		(void)snprintf(buf, LISTING_MAX, "%s", listing);
	else
		(void)snprintf(buf, LISTING_MAX, "%s.%s",
		    listing + strlen(m->mic) + 1, m->suffix);
	return buf;
}

int
listing_from_cn_code(const char *code, char buf[LISTING_MAX])
{
	static const struct {
		const char *prefix;
		const char *mic;
	} ranges[] = {
	    {"60", "XSHG"},
	    {"68", "XSHG"},
	    {"900", "XSHG"},
	    {"00", "XSHE"},
	    {"20", "XSHE"},
	    {"30", "XSHE"},
	    {"43", "BJSE"},
	    {"83", "BJSE"},
	    {"87", "BJSE"},
	    {"88", "BJSE"},
	    {"92", "BJSE"},
	};

	if (strlen(code) != 6 || strspn(code, "0123456789") != 6)
		return ERR_INVALID;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const char *prefix = ranges[i].prefix;
		if (strncmp(code, prefix, strlen(prefix)) != 0)
			continue;
		(void)snprintf(buf, LISTING_MAX, "%s:%s", ranges[i].mic, code);
		return 0;
	}
	return ERR_INVALID;
}

int
listing_offset(const char *listing)
{
	const struct listing_market *m = listing_market(listing);

	return m != NULL ? m->offset_min : 0;
}

const char *
listing_currency(const char *listing)
{
	const struct listing_market *m = listing_market(listing);

	return m != NULL ? m->currency : "";
}

int
listing_year_end(const char *listing)
{
	const struct listing_market *m = listing_market(listing);

	return m != NULL ? m->year_end : 0;
}
