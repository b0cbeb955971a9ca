/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stored event, told by mail alone and in a digest: only printable ASCII in
 * lines that end in CRLF, none of the body longer than 76, and an end.
 */
#include "tests/fuzz/driver.h"
#include "alerts/mail.h"
#include "ledger/event.h"

#include <assert.h>
#include <string.h>

static const struct mail_context context = {
    .instance = "desk1",
    .host = "desk1.filingd",
    .rule = "core warnings",
    .note = "",
    .from = "filingd@example.org",
    .to = "desk@example.org",
    .urgent = true,
};

static void
check_mail(const struct buf *mail)
{
	const char *body = strstr(mail->data, "\r\n\r\n");
	size_t line = 0;

	assert(body != NULL && strlen(mail->data) == mail->len);
	for (const char *p = mail->data; *p != '\0'; p++) {
		if (p[0] == '\r' && p[1] == '\n') {
			assert(line <= (p < body ? 998 : 76));
			line = 0;
			p++;
			continue;
		}
		assert(*p >= 0x20 && *p < 0x7f);
		line++;
	}
	assert(strcmp(mail->data + mail->len - 4, "--\r\n") == 0);
}

static void
check_event(struct event *event)
{
	struct mail_entry entries[] = {
	    {.event = event}, {.event = event, .before = "before"}};
	struct buf mail;

	event_identify(event);
	buf_init(&mail, MIB);
	mail_build(&entries[0], &context, &mail);
	check_mail(&mail);
	buf_clear(&mail);
	mail_build_digest(entries, 2, &context, &mail);
	check_mail(&mail);
	buf_done(&mail);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire wire = wire_init(data, size);
	struct event event;

	event_get(&wire, &event);
	if (wire_get_end(&wire) == 0)
		check_event(&event);
	event_done(&event);
	return 0;
}
