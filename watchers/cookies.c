/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: Set-Cookie headers and addresses. Goes out: Cookie headers. Called
 * by watchers/machine_prelude.c.
 */
#include "watchers/cookies.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define COOKIE_VALUE_MAX 4096 /* RFC 6265 6.1 */
#define COOKIE_AGE_MAX	 INT64_C(400000000) /* seconds */

struct cookie {
	char *name, *value;
	char *host;
	char *path;
	bool below; /* goes to the hosts below host as well */
	bool secure;
	int64_t until; /* wall ms; INT64_MAX: as long as filingd runs */
};

/* Where a request goes. */
struct cookie_place {
	struct span host, path;
	bool secure;
};

static bool
cookie_place_of(const char *url, struct cookie_place *ret)
{
	const char *start = strstr(url, "://");

	if (!start)
		return false;
	ret->secure = strncasecmp(url, "https:", 6) == 0;
	start += 3;
	size_t n = strcspn(start, "/?#");
	ret->path = (struct span){start + n, strcspn(start + n, "?#")};
	if (ret->path.len == 0)
		ret->path = span_of("/");
	ret->host = (struct span){start, n};
	if (n > 0 && *start == '[')
		ret->host.len = strcspn(start, "]");
	else
		ret->host.len = strcspn(start, ":/?#");
	return ret->host.len > 0;
}

static bool
cookie_ends_with(struct span s, const char *end)
{
	size_t n = strlen(end);

	return s.len >= n && strncasecmp(s.p + s.len - n, end, n) == 0;
}

/* RFC 6265 5.1.3 */
static bool
cookie_is_host(const char *host, bool below, struct span of)
{
	size_t n = strlen(host);

	if (!cookie_ends_with(of, host))
		return false;
	return of.len == n || (below && of.p[of.len - n - 1] == '.');
}

/* RFC 6265 5.1.4 */
static bool
cookie_is_path(const char *path, struct span of)
{
	size_t n = strlen(path);

	if (of.len < n || memcmp(of.p, path, n) != 0)
		return false;
	return of.len == n || path[n - 1] == '/' || of.p[n] == '/';
}

/* The folder of a path, without its last slash (RFC 6265 5.1.4). Gives. */
static char *
cookie_folder(struct span path)
{
	size_t n = path.len;

	while (n > 1 && path.p[n - 1] != '/')
		n--;
	return n > 2 ? mem_strndup(path.p, n - 1) : mem_strdup("/");
}

static void
cookie_done(struct cookie *cookie)
{
	mem_free(cookie->name);
	mem_free(cookie->value);
	mem_free(cookie->host);
	mem_free(cookie->path);
	*cookie = (struct cookie){0};
}

void
cookies_done(struct cookies *cookies)
{
	for (size_t i = 0; i < cookies->count; i++)
		cookie_done(&cookies->list[i]);
	mem_free(cookies->list);
	*cookies = (struct cookies){0};
}

static void
cookies_drop(struct cookies *cookies, size_t i)
{
	cookie_done(&cookies->list[i]);
	cookies->count--;
	memmove(&cookies->list[i], &cookies->list[i + 1],
	    (cookies->count - i) * sizeof(*cookies->list));
}

/* "Thu, 01 Jan 1970 00:00:00 GMT", with blanks or dashes (RFC 6265 5.1.1). */
static bool
cookie_read_date(const char *text, int64_t *ret)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4] = "";
	int day, year, hour, minute, second;

	text += strcspn(text, "0123456789");
	if (sscanf(text, "%2d%*1[- ]%3[A-Za-z]%*1[- ]%4d %2d:%2d:%2d", &day,
		month, &year, &hour, &minute, &second) != 6)
		return false;
	const char *found = strstr(months, month);
	if (!found || strlen(month) != 3)
		return false;
	char *iso = mem_printf("%04d-%02d-%02d %02d:%02d:%02d",
	    year < 100 ? year + 2000 : year, (int)(found - months) / 3 + 1, day,
	    hour, minute, second);
	bool has_time, has_zone;
	int rc = datetime_parse(
	    iso, "%Y-%m-%d %H:%M:%S", 0, ret, &has_time, &has_zone);
	mem_free(iso);
	return rc == 0;
}

/* Blanks around s go. */
static struct span
cookie_trim(struct span s)
{
	while (s.len > 0 && (*s.p == ' ' || *s.p == '\t'))
		s = (struct span){s.p + 1, s.len - 1};
	while (s.len > 0 && (s.p[s.len - 1] == ' ' || s.p[s.len - 1] == '\t'))
		s.len--;
	return s;
}

/* Takes "name=value" off *rest, up to the next ';'. */
static void
cookie_next(const char **rest, struct span *name, struct span *value)
{
	size_t n = strcspn(*rest, ";");
	const char *equals = memchr(*rest, '=', n);
	size_t left = equals ? (size_t)(equals - *rest) : n;

	*name = cookie_trim((struct span){*rest, left});
	*value = equals ? cookie_trim((struct span){equals + 1, n - left - 1})
			: (struct span){"", 0};
	*rest += n;
	if (**rest == ';')
		(*rest)++;
}

static bool
cookie_is(struct span name, const char *word)
{
	return name.len == strlen(word) &&
	       strncasecmp(name.p, word, name.len) == 0;
}

/* ERR_INVALID: a domain that is not that of the answer, or is no domain. */
static int
cookie_read_domain(
    struct cookie *cookie, const char *text, const struct cookie_place *place)
{
	if (*text == '.')
		text++;
	if (!*text)
		return 0;
	/* one label is a public suffix at best */
	if (!strchr(text, '.') || !cookie_is_host(text, true, place->host))
		return ERR_INVALID;
	mem_set(&cookie->host, text);
	cookie->below = true;
	return 0;
}

static int
cookie_read_attribute(struct cookie *cookie, struct span name, const char *text,
    const struct cookie_place *place, int64_t now)
{
	int64_t number;

	if (cookie_is(name, "Domain"))
		return cookie_read_domain(cookie, text, place);
	if (cookie_is(name, "Path") && *text == '/')
		mem_set(&cookie->path, text);
	if (cookie_is(name, "Secure"))
		cookie->secure = true;
	if (cookie_is(name, "Max-Age"))
		cookie->until =
		    number_parse(text, 1, COOKIE_AGE_MAX, &number) == 0
			? now + number * 1000
			: now;
	/* Max-Age counts before it (RFC 6265 5.3) */
	if (cookie_is(name, "Expires") && cookie->until == INT64_MAX &&
	    cookie_read_date(text, &number))
		cookie->until = number;
	return 0;
}

/* Fills cookie; the caller frees it, also on a fault. */
static int
cookie_read(struct cookie *cookie, const struct cookie_place *place,
    const char *rest, int64_t now)
{
	struct span name, value;
	int rc = 0;

	cookie_next(&rest, &name, &value);
	*cookie = (struct cookie){
	    .name = mem_strndup(name.p, name.len),
	    .value = mem_strndup(value.p, value.len),
	    .host = mem_strndup(place->host.p, place->host.len),
	    .path = cookie_folder(place->path),
	    .until = INT64_MAX,
	};
	if (name.len == 0)
		return ERR_INVALID;
	while (*rest && rc == 0) {
		cookie_next(&rest, &name, &value);
		char *text = mem_strndup(value.p, value.len);
		rc = cookie_read_attribute(cookie, name, text, place, now);
		mem_free(text);
	}
	return rc;
}

/* Puts cookie in the place of the one of its name, host and path. Takes. */
static void
cookies_put(struct cookies *cookies, struct cookie *cookie, int64_t now)
{
	for (size_t i = 0; i < cookies->count; i++) {
		const struct cookie *old = &cookies->list[i];
		if (strcmp(old->name, cookie->name) == 0 &&
		    strcasecmp(old->host, cookie->host) == 0 &&
		    strcmp(old->path, cookie->path) == 0)
			cookies_drop(cookies, i--);
	}
	if (cookie->until <= now) {
		cookie_done(cookie);
		return;
	}
	if (cookies->count == COOKIES_MAX)
		cookies_drop(cookies, 0);
	cookies->list = mem_resize(
	    cookies->list, cookies->count + 1, sizeof(*cookies->list));
	cookies->list[cookies->count++] = *cookie;
}

/* What would end the header, or is no text at all. */
static bool
cookie_is_text(const char *value)
{
	for (; *value; value++)
		if ((unsigned char)*value < ' ' || *value == 0x7f)
			return false;
	return true;
}

int
cookies_take(
    struct cookies *cookies, const char *url, const char *value, int64_t now)
{
	struct cookie_place place;
	struct cookie cookie;

	if (strnlen(value, COOKIE_VALUE_MAX) == COOKIE_VALUE_MAX ||
	    !cookie_is_text(value) || !cookie_place_of(url, &place))
		return ERR_INVALID;
	int rc = cookie_read(&cookie, &place, value, now);
	if (rc < 0)
		cookie_done(&cookie);
	else
		cookies_put(cookies, &cookie, now);
	return rc;
}

void
cookies_print(const struct cookies *cookies, const char *url, int64_t now,
    struct buf *out)
{
	struct cookie_place place;
	bool first = true;

	if (!cookie_place_of(url, &place))
		return;
	for (size_t i = 0; i < cookies->count; i++) {
		const struct cookie *cookie = &cookies->list[i];
		if (cookie->until <= now || (cookie->secure && !place.secure) ||
		    !cookie_is_host(cookie->host, cookie->below, place.host) ||
		    !cookie_is_path(cookie->path, place.path))
			continue;
		if (buf_addf(out, "%s%s=%s", first ? "" : "; ", cookie->name,
			cookie->value) < 0)
			return;
		first = false;
	}
}
