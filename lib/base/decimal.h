/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exact decimals for amounts and percentages: coef * 10^-scale, coef up to
 * 36 digits, scale 0..18. Never double. Results that do not fit are ERR_RANGE.
 * Values are kept normalised: no trailing zero digits after the point, so
 * equal values have equal members.
 */
#ifndef LIB_BASE_DECIMAL_H
#define LIB_BASE_DECIMAL_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct decimal {
	__int128 coef; /* GNU extension, named in HACKING.md */
	int scale;
};

#define DECIMAL_ZERO	((struct decimal){0, 0})
#define DECIMAL_STR_MAX 64

struct decimal decimal_from_int(int64_t value);
/* Within the bounds and normalised; for values that another process made. */
bool decimal_is_valid(struct decimal d);

/*
 * Parses [+-]digits[.digits], all n bytes. ERR_SYNTAX, ERR_RANGE.
 * Thousands separators are the caller's affair.
 */
int decimal_parse(const char *s, size_t n, struct decimal *ret) WARN_UNUSED;

/* Writes plain notation ("-71000000", "0.05"); returns buf. */
char *decimal_print(struct decimal d, char buf[DECIMAL_STR_MAX]);
/* Writes with exactly places 0..18 decimals, half to even; returns buf. */
char *decimal_print_fixed(
    struct decimal d, int places, char buf[DECIMAL_STR_MAX]);

int decimal_cmp(struct decimal a, struct decimal b);
int decimal_sign(struct decimal d); /* -1, 0, 1 */
bool decimal_is_zero(struct decimal d);
struct decimal decimal_neg(struct decimal d);
struct decimal decimal_abs(struct decimal d);

int decimal_add(
    struct decimal a, struct decimal b, struct decimal *ret) WARN_UNUSED;
int decimal_sub(
    struct decimal a, struct decimal b, struct decimal *ret) WARN_UNUSED;
int decimal_mul(
    struct decimal a, struct decimal b, struct decimal *ret) WARN_UNUSED;
/* a * 10^exp; exp -18..18. */
int decimal_scale10(struct decimal a, int exp, struct decimal *ret) WARN_UNUSED;
/*
 * a / b to places 0..18 decimals, half to even. ERR_RANGE: b zero, or more than
 * 36 digits before zeros at the end are dropped.
 */
int decimal_div(struct decimal a, struct decimal b, int places,
    struct decimal *ret) WARN_UNUSED;
/* Rounds to places decimals, half to even. */
struct decimal decimal_round(struct decimal d, int places);

/*
 * Change of value against base in percent, (value - base) / |base| * 100, two
 * decimals half to even. base zero: ERR_RANGE. Source: domain rule g(x,p).
 */
int decimal_change_pct(struct decimal value, struct decimal base,
    struct decimal *ret_pct) WARN_UNUSED;

/* Nearest double, for rule columns only. */
double decimal_to_double(struct decimal d);

#endif
