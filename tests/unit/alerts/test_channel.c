/* SPDX-License-Identifier: BSD-2-Clause */
/* Channels: secrets and addresses as an operator may write them. */
#include "alerts/channel.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define GOOD_SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

static const struct {
	const char *text;
	size_t len; /* 0: refused */
} secrets[] = {
    {GOOD_SECRET, 24},
    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 33},
    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
     "AAAAAAAAAAAAAAAAAAAAAA==",
	64},
    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
     "AAAAAAAAAAAAAAAAAAAAAAA=",
	0},
    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 0},
    {"whsec_", 0},
    {"", 0},
    {"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 0},
    {"WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 0},
    {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", 0},
    {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!", 0},
    {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", 0},
    {" whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 0},
};

static void
secrets_are_24_to_64_bytes_and_never_repeated(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		struct channel_secret secret = {NULL, 0, 0};
		struct err err = ERR_NONE;
		int r = channel_secret_parse(secrets[i].text, &secret, &err);
		if (secrets[i].len > 0) {
			assert_int_equal(r, 0);
			assert_int_equal(secret.len, secrets[i].len);
			mem_free(secret.key);
			continue;
		}
		assert_int_equal(r, ERR_INVALID);
		assert_null(secret.key);
		assert_true(strlen(err.text) > 0);
		assert_null(strstr(err.text, "MfKQ"));
		assert_null(strstr(err.text, "AAAA"));
	}
}

static const struct {
	const char *url;
	bool insecure;
	const char *fault; /* NULL: good */
} urls[] = {
    {"https://hooks.example.org/f", false, NULL},
    {"https://hooks.example.org", false, NULL},
    {"https://hooks.example.org:8443/a/b?c=d&e=@", false, NULL},
    {"https://[2001:db8::1]:443/", false, NULL},
    {"http://127.0.0.1:8000/x", true, NULL},
    {"http://hooks.example.org/f", false, "allow-insecure"},
    {"ftp://hooks.example.org/f", true, "https://"},
    {"HTTPS:hooks.example.org", false, "https://"},
    {"https://", false, "no host"},
    {"https:///f", false, "no host"},
    {"https://:443/", false, "no host"},
    {"https://h:/", false, "no host"},
    {"https://h:443x/", false, "no host"},
    {"https://h:443443/", false, "no host"},
    {"https://[]/", false, "no host"},
    {"https://[::1/", false, "no host"},
    {"https://[::1]x/", false, "no host"},
    {"https://me@h/", false, "user or password"},
    {"https://me:pw@h/", false, "user or password"},
    {"https://h/#top", false, "'#'"},
    {"https://h/a b", false, "byte 12"},
    {"https://h/\r\nx: y", false, "byte 11"},
    {"https://h\xC3\xA9/", false, "byte 10"},
    {"", false, "https://"},
};

static void
webhook_urls_are_checked(void **state)
{
	struct channel channel = {.kind = CHANNEL_WEBHOOK, .secret_count = 1};

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct err err = ERR_NONE;
		channel.url = mem_strdup(urls[i].url);
		channel.allow_insecure = urls[i].insecure;
		int r = channel_check(&channel, &err);
		if (urls[i].fault == NULL
			? r != 0
			: r != ERR_INVALID ||
			      strstr(err.text, urls[i].fault) == NULL)
			fail_msg("%s: %d %s", urls[i].url, r, err.text);
		mem_free(channel.url);
	}
}

static void
a_webhook_without_secret_or_url_is_refused(void **state)
{
	struct channel channel = {.kind = CHANNEL_WEBHOOK, .secret_count = 1};
	struct err err = ERR_NONE;
	char url[CHANNEL_URL_MAX + 32];

	(void)state;
	assert_int_equal(channel_check(&channel, &err), ERR_INVALID);
	memset(url, 'a', sizeof(url) - 1);
	url[sizeof(url) - 1] = '\0';
	memcpy(url, "https://", 8);
	channel.url = url;
	assert_int_equal(channel_check(&channel, &err), ERR_INVALID);
	url[40] = '\0';
	assert_int_equal(channel_check(&channel, &err), 0);
	channel.secret_count = 0;
	assert_int_equal(channel_check(&channel, &err), ERR_INVALID);
}

static const struct {
	const char *recipient;
	const char *from;
	const char *smtp;
	const char *fault;
} mails[] = {
    {"desk@example.org", NULL, "smtp://localhost:25", NULL},
    {"desk@example.org", "filingd@example.org", "smtps://relay:465", NULL},
    {"desk@example.org", NULL, "smtp://[::1]:25/", NULL},
    {"desk@example.org", NULL, "smtp://localhost/path", "may follow"},
    {"desk@example.org", NULL, "http://localhost", "smtp://"},
    {"desk@example.org", NULL, NULL, "no smtp"},
    {"desk", NULL, "smtp://localhost", "no mail address"},
    {"@example.org", NULL, "smtp://localhost", "no mail address"},
    {"desk@", NULL, "smtp://localhost", "no mail address"},
    {"de\r\nBcc: x@example.org", NULL, "smtp://localhost", "byte 3"},
    {"a@b>,c@d", NULL, "smtp://localhost", "byte 4"},
    {"a@b", "x y@c", "smtp://localhost", "byte 2"},
    {"\xE5\x8D\x96@example.org", NULL, "smtp://localhost", "byte 1"},
};

static void
mailboxes_and_relays_are_checked(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		struct err err = ERR_NONE;
		char *recipient = mem_strdup(mails[i].recipient);
		struct channel channel = {.kind = CHANNEL_MAIL,
		    .recipient_count = 1,
		    .recipients = &recipient,
		    .from = mem_strdup(mails[i].from),
		    .smtp = mem_strdup(mails[i].smtp)};
		int r = channel_check(&channel, &err);
		if (mails[i].fault == NULL
			? r != 0
			: r != ERR_INVALID ||
			      strstr(err.text, mails[i].fault) == NULL)
			fail_msg("row %zu: %d %s", i, r, err.text);
		mem_free(recipient);
		mem_free(channel.from);
		mem_free(channel.smtp);
	}
}

static const struct {
	const char *url;
	bool good;
} unsubscribes[] = {
    {"mailto:off@example.org", true},
    {"https://example.org/off?a=b", true},
    {"http://example.org/off", false},
    {"off@example.org", false},
    {"mailto:off@example.org\r\nBcc: x@example.org", false},
    {"https://example.org/>,<https://b.example/", false},
};

static void
addresses_to_unsubscribe_are_checked(void **state)
{
	char *recipient = mem_strdup("desk@example.org");
	char *smtp = mem_strdup("smtp://localhost");

	(void)state;
	for (size_t i = 0; i < sizeof(unsubscribes) / sizeof(unsubscribes[0]);
	     i++) {
		struct err err = ERR_NONE;
		struct channel channel = {.kind = CHANNEL_MAIL,
		    .recipient_count = 1,
		    .recipients = &recipient,
		    .smtp = smtp,
		    .unsubscribe = mem_strdup(unsubscribes[i].url)};
		assert_int_equal(channel_check(&channel, &err),
		    unsubscribes[i].good ? 0 : ERR_INVALID);
		mem_free(channel.unsubscribe);
	}
	mem_free(recipient);
	mem_free(smtp);
}

static void
a_login_is_a_user_and_a_password(void **state)
{
	char *recipient = mem_strdup("desk@example.org");
	struct channel channel = {.kind = CHANNEL_MAIL,
	    .recipient_count = 1,
	    .recipients = &recipient,
	    .smtp = mem_strdup("smtps://relay.example.org"),
	    .user = mem_strdup("filingd")};
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(channel_check(&channel, &err), ERR_INVALID);
	channel.password = channel.user;
	assert_int_equal(channel_check(&channel, &err), 0);
	channel.user = NULL;
	assert_int_equal(channel_check(&channel, &err), ERR_INVALID);
	mem_free(channel.password);
	mem_free(channel.smtp);
	mem_free(recipient);
}

static void
a_program_is_an_absolute_path(void **state)
{
	char *arguments[] = {mem_strdup("/bin/true"), NULL};
	struct channel channel = {.kind = CHANNEL_EXEC, .arguments = arguments};
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(channel_check(&channel, &err), ERR_INVALID);
	channel.argument_count = 1;
	assert_int_equal(channel_check(&channel, &err), 0);
	arguments[0][0] = 'x';
	assert_int_equal(channel_check(&channel, &err), ERR_INVALID);
	mem_free(arguments[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(secrets_are_24_to_64_bytes_and_never_repeated),
	    cmocka_unit_test(webhook_urls_are_checked),
	    cmocka_unit_test(a_webhook_without_secret_or_url_is_refused),
	    cmocka_unit_test(mailboxes_and_relays_are_checked),
	    cmocka_unit_test(addresses_to_unsubscribe_are_checked),
	    cmocka_unit_test(a_login_is_a_user_and_a_password),
	    cmocka_unit_test(a_program_is_an_absolute_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
