/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: digits of documents, amounts, percentages. Out: exact results or
 * ERR_RANGE. The grammar, the ledger and the message builders call it.
 *
 * Every coefficient stays below 10^36, so that ten times a value and twice a
 * value still fit the 127 bits of the integer.
 */
#include "lib/base/decimal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECIMAL_DIGITS	  36
#define DECIMAL_SCALE_MAX 18

typedef unsigned __int128 decimal_uint;

/* 10^n for n 0..36. */
static decimal_uint
decimal_pow10(int n)
{
	decimal_uint p = 1;

	assert(n >= 0 && n <= DECIMAL_DIGITS);
	while (n-- > 0)
		p *= 10;
	return p;
}

static decimal_uint
decimal_magnitude(__int128 coef)
{
	return coef < 0 ? -(decimal_uint)coef : (decimal_uint)coef;
}

/* Joins sign, magnitude and any scale into a normalised value that fits. */
static int
decimal_make(bool negative, decimal_uint m, int scale, struct decimal *ret)
{
	for (; scale < 0; scale++) {
		if (m >= decimal_pow10(DECIMAL_DIGITS))
			return ERR_RANGE;
		m *= 10;
	}
	while (scale > 0 && m % 10 == 0) {
		m /= 10;
		scale--;
	}
	if (scale > DECIMAL_SCALE_MAX || m >= decimal_pow10(DECIMAL_DIGITS))
		return ERR_RANGE;
	ret->coef = negative ? -(__int128)m : (__int128)m;
	ret->scale = scale;
	return 0;
}

struct decimal
decimal_from_int(int64_t value)
{
	return (struct decimal){value, 0};
}

bool
decimal_is_valid(struct decimal d)
{
	if (d.scale < 0 || d.scale > DECIMAL_SCALE_MAX)
		return false;
	if (d.scale > 0 && d.coef % 10 == 0)
		return false;
	return decimal_magnitude(d.coef) < decimal_pow10(DECIMAL_DIGITS);
}

/* Length of the run of digits at s. */
static size_t
decimal_digits(const char *s, size_t n)
{
	size_t len = 0;

	while (len < n && s[len] >= '0' && s[len] <= '9')
		len++;
	return len;
}

/* Appends digits to m; ERR_RANGE when they do not fit. */
static int
decimal_take(const char *s, size_t n, decimal_uint *m)
{
	decimal_uint limit = decimal_pow10(DECIMAL_DIGITS - 1);

	for (size_t i = 0; i < n; i++) {
		if (*m >= limit)
			return ERR_RANGE;
		*m = *m * 10 + (unsigned char)(s[i] - '0');
	}
	return 0;
}

int
decimal_parse(const char *s, size_t n, struct decimal *ret)
{
	bool negative = n > 0 && s[0] == '-';
	size_t sign = negative || (n > 0 && s[0] == '+') ? 1 : 0;
	const char *whole = s + sign;
	size_t whole_len = decimal_digits(whole, n - sign);
	const char *frac = whole + whole_len;
	size_t frac_len = n - sign - whole_len;

	if (whole_len == 0)
		return ERR_SYNTAX;
	if (frac_len > 0) {
		if (frac[0] != '.' || frac_len == 1)
			return ERR_SYNTAX;
		frac++;
		frac_len--;
	}
	if (decimal_digits(frac, frac_len) != frac_len)
		return ERR_SYNTAX;
	while (frac_len > 0 && frac[frac_len - 1] == '0')
		frac_len--;
	if (frac_len > DECIMAL_SCALE_MAX)
		return ERR_RANGE;

	decimal_uint m = 0;
	int r = decimal_take(whole, whole_len, &m);
	if (r == 0)
		r = decimal_take(frac, frac_len, &m);
	return r == 0 ? decimal_make(negative, m, (int)frac_len, ret) : r;
}

/* Writes d with at least places decimals. */
static char *
decimal_write(struct decimal d, int places, char buf[DECIMAL_STR_MAX])
{
	char digits[DECIMAL_STR_MAX];
	decimal_uint m = decimal_magnitude(d.coef);
	int pad = places > d.scale ? places - d.scale : 0;
	int decimals = d.scale + pad;
	char *p = digits + sizeof(digits);

	*--p = '\0';
	for (int i = 0; i < decimals || m > 0 || i == decimals; i++) {
		if (i == decimals && decimals > 0)
			*--p = '.';
		*--p = i < pad ? '0' : (char)('0' + (int)(m % 10));
		m = i < pad ? m : m / 10;
	}
	if (d.coef < 0)
		*--p = '-';
	memcpy(buf, p, strlen(p) + 1);
	return buf;
}

char *
decimal_print(struct decimal d, char buf[DECIMAL_STR_MAX])
{
	return decimal_write(d, 0, buf);
}

char *
decimal_print_fixed(struct decimal d, int places, char buf[DECIMAL_STR_MAX])
{
	assert(places >= 0 && places <= DECIMAL_SCALE_MAX);
	return decimal_write(decimal_round(d, places), places, buf);
}

/* Compares a with b * 10^shift. */
static int
decimal_cmp_shifted(decimal_uint a, decimal_uint b, int shift)
{
	decimal_uint p = decimal_pow10(shift);
	decimal_uint whole = a / p;

	if (whole != b)
		return whole < b ? -1 : 1;
	return a % p > 0 ? 1 : 0;
}

int
decimal_cmp(struct decimal a, struct decimal b)
{
	int sign = decimal_sign(a);

	if (sign != decimal_sign(b))
		return sign < decimal_sign(b) ? -1 : 1;
	decimal_uint x = decimal_magnitude(a.coef);
	decimal_uint y = decimal_magnitude(b.coef);
	int r = a.scale >= b.scale
		    ? decimal_cmp_shifted(x, y, a.scale - b.scale)
		    : -decimal_cmp_shifted(y, x, b.scale - a.scale);
	return sign < 0 ? -r : r;
}

int
decimal_sign(struct decimal d)
{
	return d.coef < 0 ? -1 : d.coef > 0 ? 1 : 0;
}

bool
decimal_is_zero(struct decimal d)
{
	return d.coef == 0;
}

struct decimal
decimal_neg(struct decimal d)
{
	return (struct decimal){-d.coef, d.scale};
}

struct decimal
decimal_abs(struct decimal d)
{
	return d.coef < 0 ? decimal_neg(d) : d;
}

/* coef * 10^shift; ERR_RANGE from 10^37 on, where no sum fits any more. */
static int
decimal_shift(__int128 coef, int shift, __int128 *ret)
{
	decimal_uint p = decimal_pow10(shift);

	if (decimal_magnitude(coef) > decimal_pow10(DECIMAL_DIGITS) / p * 10)
		return ERR_RANGE;
	*ret = coef * (__int128)p;
	return 0;
}

int
decimal_add(struct decimal a, struct decimal b, struct decimal *ret)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;
	__int128 x, y;

	int r = decimal_shift(a.coef, scale - a.scale, &x);
	if (r == 0)
		r = decimal_shift(b.coef, scale - b.scale, &y);
	if (r < 0)
		return r;
	__int128 sum = x + y;
	return decimal_make(sum < 0, decimal_magnitude(sum), scale, ret);
}

int
decimal_sub(struct decimal a, struct decimal b, struct decimal *ret)
{
	return decimal_add(a, decimal_neg(b), ret);
}

/* Divides one of the two by f; false when neither is divisible. */
static bool
decimal_cancel(decimal_uint *x, decimal_uint *y, unsigned f)
{
	decimal_uint *z = *x % f == 0 ? x : y;

	if (*z % f != 0)
		return false;
	*z /= f;
	return true;
}

int
decimal_mul(struct decimal a, struct decimal b, struct decimal *ret)
{
	decimal_uint x = decimal_magnitude(a.coef);
	decimal_uint y = decimal_magnitude(b.coef);
	int scale = a.scale + b.scale;

	if (x == 0 || y == 0) {
		*ret = DECIMAL_ZERO;
		return 0;
	}
	/* Zeros at the end of the product go before it is computed. */
	while (scale > 0 && (x % 2 == 0 || y % 2 == 0) &&
	       decimal_cancel(&x, &y, 5)) {
		(void)decimal_cancel(&x, &y, 2); /* tested just above */
		scale--;
	}
	if (x > decimal_pow10(DECIMAL_DIGITS) / y)
		return ERR_RANGE;
	return decimal_make((a.coef < 0) != (b.coef < 0), x * y, scale, ret);
}

int
decimal_scale10(struct decimal a, int exp, struct decimal *ret)
{
	assert(exp >= -DECIMAL_SCALE_MAX && exp <= DECIMAL_SCALE_MAX);
	return decimal_make(
	    a.coef < 0, decimal_magnitude(a.coef), a.scale - exp, ret);
}

/*
 * Drops the last digits (one at least) of m, half to even; more: something not
 * zero stood behind them already.
 */
static decimal_uint
decimal_drop(decimal_uint m, int digits, bool more)
{
	decimal_uint p = decimal_pow10(digits);
	decimal_uint kept = m / p;
	decimal_uint rest = m % p;

	if (rest > p / 2 || (rest == p / 2 && (more || kept % 2 == 1)))
		kept++;
	return kept;
}

int
decimal_div(struct decimal a, struct decimal b, int places, struct decimal *ret)
{
	decimal_uint x = decimal_magnitude(a.coef);
	decimal_uint y = decimal_magnitude(b.coef);
	int scale = a.scale - b.scale;

	assert(places >= 0 && places <= DECIMAL_SCALE_MAX);
	if (y == 0)
		return ERR_RANGE;
	/* Long division, to one digit more than wanted for the rounding. */
	decimal_uint q = x / y;
	decimal_uint rest = x % y;
	for (; rest != 0 && scale <= places; scale++) {
		if (q >= decimal_pow10(DECIMAL_DIGITS))
			return ERR_RANGE;
		q = q * 10 + rest * 10 / y;
		rest = rest * 10 % y;
	}
	if (scale > places) {
		q = decimal_drop(q, scale - places, rest != 0);
		scale = places;
	}
	return decimal_make((a.coef < 0) != (b.coef < 0), q, scale, ret);
}

struct decimal
decimal_round(struct decimal d, int places)
{
	struct decimal rounded = d;

	assert(places >= 0);
	if (d.scale <= places)
		return d;
	decimal_uint m =
	    decimal_drop(decimal_magnitude(d.coef), d.scale - places, false);
	int r = decimal_make(d.coef < 0, m, places, &rounded);
	assert(r == 0);
	return rounded;
}

int
decimal_change_pct(
    struct decimal value, struct decimal base, struct decimal *ret_pct)
{
	struct decimal change, ratio;

	int r = decimal_sub(value, base, &change);
	if (r == 0)
		r = decimal_div(change, decimal_abs(base), 4, &ratio);
	if (r == 0)
		r = decimal_scale10(ratio, 2, ret_pct);
	return r;
}

double
decimal_to_double(struct decimal d)
{
	char text[DECIMAL_STR_MAX];

	/* No decimal point, so that no locale can change the meaning. */
	(void)decimal_print((struct decimal){d.coef, 0}, text);
	size_t len = strlen(text);
	(void)snprintf(text + len, sizeof(text) - len, "e-%d", d.scale);
	return strtod(text, NULL);
}
