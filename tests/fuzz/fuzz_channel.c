/* SPDX-License-Identifier: BSD-2-Clause */
/* Secrets, addresses and mailboxes as an operator may write them. */
#include "tests/fuzz/driver.h"
#include "alerts/channel.h"
#include "lib/base/mem.h"

static void
check(struct channel channel)
{
	struct err err = ERR_NONE;

	err_drop(channel_check(&channel, &err));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_strndup((const char *)data, size);
	struct channel_secret secret;
	struct err err = ERR_NONE;

	if (channel_secret_parse(text, &secret, &err) == 0)
		mem_free(secret.key);
	check((struct channel){.kind = CHANNEL_WEBHOOK,
	    .url = text,
	    .allow_insecure = true,
	    .secret_count = 1});
	check((struct channel){.kind = CHANNEL_MAIL,
	    .smtp = text,
	    .recipient_count = 1,
	    .recipients = &text});
	mem_free(text);
	return 0;
}
