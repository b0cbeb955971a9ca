/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an address as a list prints it, and where the list stands. Out: the
 * absolute one. Called by list_value.c, feed_entry.c and items_feed.c.
 */
#include "reading/list_url.h"

#include "lib/base/buf.h"
#include "lib/base/mem.h"

#include <libxml/uri.h>
#include <string.h>
#include <strings.h>

#define LIST_URL_MAX (4 * KIB)

static bool
list_url_is_http(const char *url)
{
	return strncasecmp(url, "http://", 7) == 0 ||
	       strncasecmp(url, "https://", 8) == 0;
}

/* With what no address may hold in percents; NULL: too long. Gives. */
static char *
list_url_escape(const char *url)
{
	struct buf out;
	int r = 0;

	buf_init(&out, LIST_URL_MAX);
	for (; *url != '\0' && r == 0; url++) {
		unsigned char c = (unsigned char)*url;
		bool bad = c <= ' ' || c >= 0x7f ||
			   strchr("\"<>\\^`{|}", (char)c) != NULL;
		r = bad ? buf_addf(&out, "%%%02X", c)
			: buf_add_char(&out, (char)c);
	}
	if (r == 0 && out.len > 0)
		return buf_take(&out);
	buf_done(&out);
	return NULL;
}

/* url by base, both escaped; NULL: it cannot be. Gives. */
static char *
list_url_build(const char *base, const char *url)
{
	xmlChar *built =
	    xmlBuildURI((const xmlChar *)url, (const xmlChar *)base);
	char *text = NULL;

	if (built != NULL && list_url_is_http((char *)built) &&
	    strlen((char *)built) <= LIST_URL_MAX)
		text = mem_strdup((char *)built);
	xmlFree(built);
	return text;
}

char *
list_url_resolve(const char *base, const char *url)
{
	char *whole = list_url_escape(url);

	if (whole == NULL || list_url_is_http(whole))
		return whole;
	char *from = base != NULL ? list_url_escape(base) : NULL;
	char *built = from != NULL ? list_url_build(from, whole) : NULL;
	mem_free(from);
	mem_free(whole);
	return built;
}

bool
list_url_is_good(const char *url)
{
	while ((unsigned char)*url > ' ' && *url != 0x7f)
		url++;
	return *url == '\0';
}
