/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a date of a feed, in any of its kinds. Out: the moment and its precision.
 * The text is taken apart into numbers, words and zones, whatever their order.
 * Called by list_time.c.
 */
#include "reading/feed_time.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define FEED_TIME_MAX	 200 /* bytes of a date */
#define FEED_NUMBERS	 3
#define FEED_WORD_MAX	 16
#define FEED_ZONE_NONE	 INT32_MIN
#define FEED_NINE_DIGITS 9

struct feed_time {
	const char *p;
	int numbers[FEED_NUMBERS];
	int digits[FEED_NUMBERS]; /* of each */
	int count;
	int month; /* by name; 0: none */
	int hour, minute, second, ms;
	bool has_time, has_second, has_ms, afternoon, morning;
	int zone; /* minutes east, FEED_ZONE_NONE */
};

static const struct {
	const char *word; /* beginning, in small letters */
	int month;
} feed_months[] = {{"jan", 1}, {"ene", 1}, {"gen", 1}, {"feb", 2}, {"fév", 2},
    {"fev", 2}, {"mar", 3}, {"mär", 3}, {"mrz", 3}, {"maa", 3}, {"már", 3},
    {"apr", 4}, {"avr", 4}, {"abr", 4}, {"ápr", 4}, {"may", 5}, {"mai", 5},
    {"maj", 5}, {"mei", 5}, {"mag", 5}, {"máj", 5}, {"juni", 6}, {"juin", 6},
    {"jun", 6}, {"giu", 6}, {"jún", 6}, {"jul", 7}, {"juil", 7}, {"lug", 7},
    {"júl", 7}, {"aug", 8}, {"aoû", 8}, {"aou", 8}, {"ago", 8}, {"sep", 9},
    {"set", 9}, {"sze", 9}, {"oct", 10}, {"okt", 10}, {"ott", 10}, {"out", 10},
    {"nov", 11}, {"dec", 12}, {"dez", 12}, {"déc", 12}, {"dic", 12},
    {"des", 12}};

static const struct {
	const char *name;
	int minutes;
} feed_zones[] = {{"z", 0}, {"ut", 0}, {"utc", 0}, {"gmt", 0}, {"wet", 0},
    {"bst", 60}, {"cet", 60}, {"met", 60}, {"mez", 60}, {"cest", 120},
    {"mesz", 120}, {"eet", 120}, {"eest", 180}, {"msk", 180}, {"ist", 330},
    {"hkt", 480}, {"sgt", 480}, {"cct", 480}, {"awst", 480}, {"jst", 540},
    {"kst", 540}, {"aest", 600}, {"aedt", 660}, {"nzst", 720}, {"nzdt", 780},
    {"ast", -240}, {"adt", -180}, {"est", -300}, {"edt", -240}, {"cst", -360},
    {"cdt", -300}, {"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420},
    {"akst", -540}, {"akdt", -480}, {"hst", -600}};

/* Digits at *p, at most max of them; their number, 0: none. */
static int
feed_time_digits(const char **p, int max, int *ret)
{
	int n = 0, v = 0;

	for (; n < max && isdigit((unsigned char)**p); n++)
		v = v * 10 + (*(*p)++ - '0');
	*ret = v;
	return n;
}

/* "+08:00", "-0500", "+8": minutes east of UTC. */
static int
feed_time_offset(struct feed_time *t)
{
	int sign = *t->p == '-' ? -1 : 1;
	int hours = 0, minutes = 0;

	t->p++;
	int n = feed_time_digits(&t->p, 4, &hours);
	if (n >= 3) {
		minutes = hours % 100;
		hours /= 100;
	} else if (n > 0 && *t->p == ':') {
		t->p++;
		(void)feed_time_digits(&t->p, 2, &minutes);
	}
	if (n == 0 || hours > 15 || minutes > 59)
		return ERR_SYNTAX;
	t->zone = sign * (hours * 60 + minutes);
	return 0;
}

/* "09:30:01.25", its hour read. */
static int
feed_time_clock(struct feed_time *t, int hour)
{
	t->hour = hour;
	t->has_time = true;
	t->p++;
	if (feed_time_digits(&t->p, 2, &t->minute) == 0)
		return ERR_SYNTAX;
	if ((*t->p == ':' || *t->p == '.') && isdigit((unsigned char)t->p[1])) {
		t->p++;
		t->has_second = feed_time_digits(&t->p, 2, &t->second) > 0;
	}
	if (t->has_second && (*t->p == '.' || *t->p == ',') &&
	    isdigit((unsigned char)t->p[1])) {
		t->p++;
		int n = feed_time_digits(&t->p, 3, &t->ms);
		for (; n < 3; n++)
			t->ms *= 10;
		t->p += strspn(t->p, "0123456789");
		t->has_ms = true;
	}
	return 0;
}

static void
feed_time_keep(struct feed_time *t, int number, int digits)
{
	t->numbers[t->count] = number;
	t->digits[t->count++] = digits;
}

/* "20260102", with "T093001" after it or not. */
static int
feed_time_compact(struct feed_time *t, int number)
{
	int clock, n;

	feed_time_keep(t, number / 10000, 4);
	feed_time_keep(t, number / 100 % 100, 2);
	feed_time_keep(t, number % 100, 2);
	if ((*t->p != 'T' && *t->p != 't') || !isdigit((unsigned char)t->p[1]))
		return 0;
	const char *at = t->p + 1;
	n = feed_time_digits(&at, 6, &clock);
	if (*at == ':' || (n != 4 && n != 6))
		return 0;
	t->p = at;
	t->has_time = true;
	t->has_second = n == 6;
	t->second = n == 6 ? clock % 100 : 0;
	clock = n == 6 ? clock / 100 : clock;
	t->hour = clock / 100;
	t->minute = clock % 100;
	return 0;
}

/* A sign behind a number makes it a part of the clock. */
static bool
feed_time_counted(struct feed_time *t, int number)
{
	static const struct {
		const char *sign;
		int part;
	} signs[] = {{"时", 0}, {"時", 0}, {"시", 0}, {"点", 0}, {"點", 0},
	    {"分", 1}, {"분", 1}, {"秒", 2}, {"초", 2}};
	int *parts[] = {&t->hour, &t->minute, &t->second};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t n = strlen(signs[i].sign);
		if (strncmp(t->p, signs[i].sign, n) != 0)
			continue;
		*parts[signs[i].part] = number;
		t->has_time = true;
		t->has_second |= signs[i].part == 2;
		t->p += n;
		return true;
	}
	return false;
}

static int
feed_time_number(struct feed_time *t)
{
	int number;
	int n = feed_time_digits(&t->p, FEED_NINE_DIGITS, &number);

	if (*t->p == ':' && n <= 2 && !t->has_time)
		return feed_time_clock(t, number);
	if (feed_time_counted(t, number))
		return 0;
	if (n == 8 && t->count == 0)
		return feed_time_compact(t, number);
	if (t->count >= FEED_NUMBERS || n > 4)
		return ERR_SYNTAX;
	feed_time_keep(t, number, n);
	return 0;
}

/* Whether word is the first of words, or holds one of the others. */
static bool
feed_time_is_half(const char *word, const char *const words[4])
{
	if (strcmp(word, words[0]) == 0)
		return true;
	for (int i = 1; i < 4; i++)
		if (strstr(word, words[i]) != NULL)
			return true;
	return false;
}

/* What a word says: month, zone, half of the day, or nothing. */
static void
feed_time_look_up(struct feed_time *t, const char *word)
{
	static const char *const after[] = {"pm", "오후", "下午", "午後"};
	static const char *const before[] = {"am", "오전", "上午", "午前"};
	const size_t zones = sizeof(feed_zones) / sizeof(feed_zones[0]);
	const size_t months = sizeof(feed_months) / sizeof(feed_months[0]);

	t->afternoon |= feed_time_is_half(word, after);
	t->morning |= feed_time_is_half(word, before);
	for (size_t i = 0; i < zones && t->has_time; i++)
		if (strcmp(word, feed_zones[i].name) == 0)
			t->zone = feed_zones[i].minutes;
	/* "mardi 3 février": what is no month stands before the day. */
	bool open = t->month == 0 || t->count < 2;
	for (size_t i = 0; i < months && open; i++) {
		const char *known = feed_months[i].word;
		if (strncmp(word, known, strlen(known)) != 0)
			continue;
		t->month = feed_months[i].month;
		open = false;
	}
}

static void
feed_time_word(struct feed_time *t)
{
	char word[FEED_WORD_MAX];
	size_t n = 0;

	for (; isalpha((unsigned char)*t->p) || (unsigned char)*t->p >= 0x80;
	     t->p++)
		if (n + 1 < sizeof(word))
			word[n++] = (char)tolower((unsigned char)*t->p);
	word[n] = '\0';
	feed_time_look_up(t, word);
}

/* Whether a sign at p is that of an offset: after a clock, before digits. */
static bool
feed_time_at_offset(const struct feed_time *t)
{
	return t->has_time && (*t->p == '+' || *t->p == '-') &&
	       isdigit((unsigned char)t->p[1]);
}

static int
feed_time_scan(struct feed_time *t)
{
	int r = 0;

	while (*t->p != '\0' && r == 0) {
		if (*t->p == '(') /* RFC 5322 3.2.2: a comment */
			t->p += strcspn(t->p, ")");
		else if (feed_time_at_offset(t))
			r = feed_time_offset(t);
		else if (isdigit((unsigned char)*t->p))
			r = feed_time_number(t);
		else if (isalpha((unsigned char)*t->p) ||
			 (unsigned char)*t->p >= 0x80)
			feed_time_word(t);
		else
			t->p++;
	}
	return r;
}

/* RFC 5322 4.3: years of two and three digits. */
static int
feed_time_year(int year, int digits)
{
	if (digits <= 2)
		return year < 50 ? 2000 + year : 1900 + year;
	return digits == 3 ? 1900 + year : year;
}

/* Numbers with the name of a month: day and year, in the order they stand. */
static int
feed_time_named(const struct feed_time *t, struct date *ret)
{
	bool year_first = t->count > 0 && t->digits[0] == 4;
	int day = year_first ? 1 : 0;

	if (t->count != 2)
		return ERR_SYNTAX;
	*ret = (struct date){
	    feed_time_year(t->numbers[1 - day], t->digits[1 - day]), t->month,
	    t->numbers[day]};
	return 0;
}

/* Numbers alone: year, month, day; what is left out is the first. */
static int
feed_time_plain(const struct feed_time *t, struct date *ret)
{
	if (t->count == 0 || (t->digits[0] != 4 && t->count != 3))
		return ERR_SYNTAX;
	if (t->digits[0] <= 2 && t->digits[2] != 2)
		return ERR_SYNTAX; /* 1/2/2026: nobody knows which is which */
	*ret = (struct date){feed_time_year(t->numbers[0], t->digits[0]),
	    t->count > 1 ? t->numbers[1] : 1, t->count > 2 ? t->numbers[2] : 1};
	return 0;
}

/* The clock by day and night; ERR_RANGE: it shows no such time. */
static int
feed_time_wind(struct feed_time *t)
{
	if (t->afternoon && t->hour < 12)
		t->hour += 12;
	else if (t->morning && t->hour == 12)
		t->hour = 0;
	if (t->second == 60) /* a leap second */
		t->second = 59;
	bool midnight = t->hour == 24 && t->minute == 0 && t->second == 0;
	return (t->hour > 23 && !midnight) || t->minute > 59 || t->second > 59
		   ? ERR_RANGE
		   : 0;
}

static int
feed_time_moment(
    struct feed_time *t, const struct zone *zone, int64_t *ret_wall)
{
	struct date date = {0};
	int r = t->month != 0 ? feed_time_named(t, &date)
			      : feed_time_plain(t, &date);

	if (r == 0)
		r = feed_time_wind(t);
	if (r < 0)
		return r;
	if (!date_is_valid(date))
		return ERR_RANGE;
	bool midnight = t->hour == 24;
	struct datetime civil = {
	    date, midnight ? 0 : t->hour, t->minute, t->second, t->ms};
	*ret_wall = t->zone != FEED_ZONE_NONE ? datetime_to_wall(civil, t->zone)
					      : zone_wall(zone, civil);
	*ret_wall += midnight ? DAY_MS : 0;
	return 0;
}

int
feed_time_parse(const char *text, const struct zone *zone, int64_t *ret_wall,
    enum precision *ret_precision)
{
	struct feed_time t = {.p = text, .zone = FEED_ZONE_NONE};

	if (strlen(text) > FEED_TIME_MAX)
		return ERR_SYNTAX;
	int r = feed_time_scan(&t);
	if (r == 0)
		r = feed_time_moment(&t, zone, ret_wall);
	if (r < 0)
		return r;
	*ret_precision = !t.has_time	? PRECISION_DAY
			 : t.has_ms	? PRECISION_MS
			 : t.has_second ? PRECISION_SECOND
					: PRECISION_MINUTE;
	return 0;
}
