/* SPDX-License-Identifier: BSD-2-Clause */
/* In: the path of a page. Out: its text. daemon/api.c calls it. */
#include "daemon/api_pages.h"

#include "daemon/fresh.h"
#include "daemon/metrics_page.h"
#include "daemon/metrics_text.h"

#include <string.h>

#define PAGE_TEXT "text/plain; charset=utf-8"

static int
api_page_metrics(struct service *service, struct buf *out)
{
	return metrics_page(service, out) == 0 ? 200 : 500;
}

static int
api_page_health(struct service *service, struct buf *out)
{
	(void)service;
	return buf_add_str(out, "ok\n") == 0 ? 200 : 500;
}

static int
api_page_ready(struct service *service, struct buf *out)
{
	bool ailing = service_is_ailing(service);

	if (buf_add_str(out, ailing ? "the store cannot write\n" : "ok\n") != 0)
		return 500;
	return ailing ? 503 : 200;
}

static int
api_page_fresh(struct service *service, struct buf *out)
{
	struct fresh fresh;
	char why[FRESH_WHY_MAX];
	int rc = 0;

	fresh_look(service, &fresh);
	if (fresh_is_well(&fresh))
		return buf_addf(out, "ok, %zu of %zu sources fresh\n",
			   fresh.fresh, fresh.sources) == 0
			   ? 200
			   : 500;
	if (fresh.store_ailing)
		rc = buf_add_str(out, "the store cannot write\n");
	for (size_t i = 0; rc == 0 && i < service_source_count(service); i++) {
		enum fresh_state state = fresh_source(service, i, why);

		if (state == FRESH_STALE || state == FRESH_STARTING)
			rc = buf_addf(out, "%s\n", why);
	}
	return rc == 0 ? 503 : 500;
}

static const struct api_page api_pages[] = {
    {"/metrics", METRICS_TEXT_TYPE, api_page_metrics},
    {"/healthz", PAGE_TEXT, api_page_health},
    {"/readyz", PAGE_TEXT, api_page_ready},
    {"/freshz", PAGE_TEXT, api_page_fresh},
};

const struct api_page *
api_pages_find(const char *path)
{
	for (size_t i = 0; i < sizeof(api_pages) / sizeof(api_pages[0]); i++) {
		if (strcmp(api_pages[i].path, path) == 0)
			return &api_pages[i];
	}
	return NULL;
}
