/* SPDX-License-Identifier: BSD-2-Clause */
/* The query of a hub, its signature: what is taken is text, within bounds. */
#include "lib/base/mem.h"
#include "tests/fuzz/driver.h"
#include "watchers/websub_message.h"

#include <assert.h>
#include <string.h>

static void
check_text(const char *text)
{
	for (; text != NULL && *text != '\0'; text++)
		assert((unsigned char)*text >= ' ' && *text != 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char *text = mem_strndup((const char *)p, n);
	struct websub_query query;

	if (websub_message_query(text, &query) == 0) {
		assert(query.lease >= WEBSUB_LEASE_MIN &&
		       query.lease <= WEBSUB_LEASE_MAX);
		assert(query.mode == WEBSUB_OTHER || query.topic != NULL);
		check_text(query.topic);
		check_text(query.challenge);
		check_text(query.reason);
	}
	websub_query_done(&query);
	assert(!websub_message_is_signed(text, "secret", span_of(text)));
	mem_free(text);
	return 0;
}
