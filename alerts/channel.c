/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what the config says of a place to tell. Out: 0, or why it cannot work.
 * The config reader calls it; the outbox reads the records.
 */
#include "alerts/channel.h"

#include "alerts/plan.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/net/process.h"

#include <string.h>

#define CHANNEL_KEY_LEAST 24 /* bytes: Standard Webhooks 1.0.0 */
#define CHANNEL_KEY_MOST  64
#define CHANNEL_MAIL_URL  512
#define CHANNEL_MAIL_MAX  254 /* RFC 5321 4.5.3.1.3, without the brackets */

static const char channel_secret_prefix[] = "whsec_";
static const char channel_sign_prefix[] = "whsk_";

void
channel_copy(struct channel *to, const struct channel *from)
{
	*to = *from;
	to->plan = NULL; /* an attempt is past planning */
	to->name = mem_strdup(from->name);
	to->guard.nets = mem_dup(
	    from->guard.nets, from->guard.count * sizeof(from->guard.nets[0]));
	to->url = mem_strdup(from->url);
	for (size_t i = 0; i < from->secret_count; i++)
		to->secrets[i].key =
		    mem_dup(from->secrets[i].key, from->secrets[i].len);
	to->recipients =
	    mem_array(from->recipient_count, sizeof(to->recipients[0]));
	for (size_t i = 0; i < from->recipient_count; i++)
		to->recipients[i] = mem_strdup(from->recipients[i]);
	if (from->sign_key != NULL)
		to->sign_key = mem_dup(from->sign_key, sizeof(*from->sign_key));
	to->certificate = mem_strdup(from->certificate);
	to->certificate_key = mem_strdup(from->certificate_key);
	to->cloudevents = mem_strdup(from->cloudevents);
	to->smtp = mem_strdup(from->smtp);
	to->user = mem_strdup(from->user);
	to->password = mem_strdup(from->password);
	to->from = mem_strdup(from->from);
	to->unsubscribe = mem_strdup(from->unsubscribe);
	to->arguments =
	    mem_array(from->argument_count + 1, sizeof(to->arguments[0]));
	for (size_t i = 0; i < from->argument_count; i++)
		to->arguments[i] = mem_strdup(from->arguments[i]);
	if (from->run_as != NULL)
		to->run_as = mem_dup(from->run_as, sizeof(*from->run_as));
	to->group = mem_strdup(from->group);
	to->body = mem_strdup(from->body);
}

const char *
channel_kind_word(enum channel_kind kind)
{
	switch (kind) {
	case CHANNEL_WEBHOOK:
		return "webhook";
	case CHANNEL_MAIL:
		return "mail";
	case CHANNEL_EXEC:
		return "exec";
	case CHANNEL_DESKTOP:
		return "desktop";
	}
	return "";
}

const char *
channel_from(const struct channel *channel)
{
	return channel->from != NULL ? channel->from : "filingd@localhost";
}

void
channel_done(struct channel *channel)
{
	for (size_t i = 0; i < channel->secret_count; i++) {
		bytes_wipe(channel->secrets[i].key, channel->secrets[i].len);
		mem_free(channel->secrets[i].key);
	}
	for (size_t i = 0; i < channel->recipient_count; i++)
		mem_free(channel->recipients[i]);
	if (channel->password != NULL)
		bytes_wipe(channel->password, strlen(channel->password));
	plan_channel_free(channel->plan);
	if (channel->certificate_key != NULL)
		bytes_wipe(
		    channel->certificate_key, strlen(channel->certificate_key));
	if (channel->sign_key != NULL)
		bytes_wipe(channel->sign_key, sizeof(*channel->sign_key));
	mem_free(channel->sign_key);
	mem_free(channel->certificate);
	mem_free(channel->certificate_key);
	mem_free(channel->cloudevents);
	mem_free(channel->recipients);
	mem_free(channel->password);
	mem_free(channel->name);
	mem_free(channel->guard.nets);
	mem_free(channel->url);
	mem_free(channel->smtp);
	mem_free(channel->user);
	mem_free(channel->from);
	mem_free(channel->unsubscribe);
	for (size_t i = 0; i < channel->argument_count; i++)
		mem_free(channel->arguments[i]);
	mem_free(channel->arguments);
	mem_free(channel->run_as);
	mem_free(channel->group);
	mem_free(channel->body);
	*channel = (struct channel){.name = NULL};
}

int
channel_secret_parse(
    const char *text, struct channel_secret *secret, struct err *err)
{
	size_t prefix = sizeof(channel_secret_prefix) - 1;
	uint8_t key[CHANNEL_KEY_MOST + 3];
	size_t len;

	if (strncmp(text, channel_secret_prefix, prefix) != 0)
		return err_set(
		    err, ERR_INVALID, "a webhook secret begins with whsec_");
	if (strlen(text + prefix) >= BASE64_SIZE(CHANNEL_KEY_MOST))
		return err_set(err, ERR_INVALID,
		    "a webhook secret has at most %d bytes", CHANNEL_KEY_MOST);
	int r = base64_decode(text + prefix, key, sizeof(key), &len);
	if (r < 0)
		r = err_set(err, ERR_INVALID,
		    "a webhook secret is base64 after whsec_");
	else if (len < CHANNEL_KEY_LEAST || len > CHANNEL_KEY_MOST)
		r = err_set(err, ERR_INVALID,
		    "a webhook secret has %d to %d bytes, this one %zu",
		    CHANNEL_KEY_LEAST, CHANNEL_KEY_MOST, len);
	else
		*secret = (struct channel_secret){mem_dup(key, len), len, 0};
	bytes_wipe(key, sizeof(key));
	return r;
}

int
channel_sign_key_parse(
    const char *text, struct channel_sign_key *key, struct err *err)
{
	size_t prefix = sizeof(channel_sign_prefix) - 1;
	uint8_t bytes[2 * ED25519_KEY_LEN + 3], public[ED25519_KEY_LEN];
	size_t len;
	int r = 0;

	_Static_assert(sizeof(key->key) == ED25519_KEY_LEN, "of one size");
	if (strncmp(text, channel_sign_prefix, prefix) != 0 ||
	    base64_decode(text + prefix, bytes, sizeof(bytes), &len) < 0 ||
	    (len != ED25519_KEY_LEN && len != 2 * ED25519_KEY_LEN)) {
		bytes_wipe(bytes, sizeof(bytes));
		return err_set(err, ERR_INVALID,
		    "a signing key is whsk_ and the base64 of 32 or 64 bytes; "
		    "'filingctl channels secret new --ed25519' makes one");
	}
	digest_ed25519_public(bytes, public);
	if (len > ED25519_KEY_LEN &&
	    !bytes_equal(public, bytes + ED25519_KEY_LEN, sizeof(public)))
		r = err_set(err, ERR_INVALID,
		    "a signing key: its public half is another's");
	else
		memcpy(key->key, bytes, sizeof(key->key));
	bytes_wipe(bytes, sizeof(bytes));
	return r;
}

/* Length of the host of "host[:port]" up to end; 0 when it is none. */
static size_t
channel_host(const char *p, size_t len)
{
	size_t host = *p == '[' ? strcspn(p, "]") + 1 : strcspn(p, ":");

	if (host > len)
		host = len;
	if (*p == '[' && (host < 4 || p[host - 1] != ']'))
		return 0;
	size_t port = len - host;
	if (port > 0 && (port == 1 || port > 6 || p[host] != ':' ||
			    strspn(p + host + 1, "0123456789") < port - 1))
		return 0;
	return host;
}

/* scheme://host[:port] and then, when rest is true, a path and a query. */
static int
channel_check_url(
    const char *url, const char *scheme, bool rest, struct err *err)
{
	const char *authority = url + strlen(scheme);
	size_t len = strlen(url);

	if (len > CHANNEL_URL_MAX)
		return err_set(err, ERR_INVALID, "url of more than %d bytes",
		    CHANNEL_URL_MAX);
	for (size_t i = 0; i < len; i++) {
		if (url[i] <= 0x20 || url[i] >= 0x7F)
			return err_set(err, ERR_INVALID,
			    "url: byte %zu is no printable ASCII", i + 1);
	}
	if (strchr(url, '#') != NULL)
		return err_set(err, ERR_INVALID, "url: leave out the '#' part");
	size_t end = strcspn(authority, "/?");
	if (memchr(authority, '@', end) != NULL)
		return err_set(err, ERR_INVALID,
		    "url: no user or password belongs into it");
	if (channel_host(authority, end) == 0)
		return err_set(
		    err, ERR_INVALID, "url: no host[:port] after '%s'", scheme);
	if (!rest && authority[end] != '\0' &&
	    strcmp(authority + end, "/") != 0)
		return err_set(
		    err, ERR_INVALID, "url: nothing may follow the host");
	return 0;
}

static bool
channel_has_scheme(const char *url, const char *scheme)
{
	return strncmp(url, scheme, strlen(scheme)) == 0;
}

/* What filingd shows of itself, when it does. */
static int
channel_check_certificate(const struct channel *channel, struct err *err)
{
	if (channel->certificate == NULL && channel->certificate_key == NULL)
		return 0;
	if (channel->certificate == NULL || channel->certificate_key == NULL)
		return err_set(err, ERR_INVALID,
		    "client-certificate and client-key need each other");
	return digest_check_pair(
	    channel->certificate, channel->certificate_key, err);
}

static int
channel_check_webhook(const struct channel *channel, struct err *err)
{
	const char *url = channel->url;
	int r = channel_check_certificate(channel, err);

	if (r < 0)
		return r;

	if (url == NULL)
		return err_set(err, ERR_INVALID, "no url");
	if (channel->secret_count == 0)
		return err_set(
		    err, ERR_INVALID, "no secret: every webhook is signed");
	if (channel_has_scheme(url, "https://"))
		return channel_check_url(url, "https://", true, err);
	if (!channel_has_scheme(url, "http://"))
		return err_set(
		    err, ERR_INVALID, "url: a webhook begins with https://");
	if (!channel->allow_insecure)
		return err_set(err, ERR_INVALID,
		    "url: http: shows alerts to the network, use https: or "
		    "say allow-insecure: yes");
	return channel_check_url(url, "http://", true, err);
}

/* One mailbox, local@domain, as SMTP without SMTPUTF8 takes it. */
static int
channel_check_mailbox(const char *mailbox, struct err *err)
{
	size_t len = strlen(mailbox);
	const char *at = strrchr(mailbox, '@');

	if (len > CHANNEL_MAIL_MAX || at == NULL || at == mailbox ||
	    at[1] == '\0')
		return err_set(
		    err, ERR_INVALID, "'%s' is no mail address", mailbox);
	for (size_t i = 0; i < len; i++) {
		if (mailbox[i] > 0x20 && mailbox[i] < 0x7F &&
		    strchr("<>()[]\\,;:\"", mailbox[i]) == NULL)
			continue;
		return err_set(err, ERR_INVALID,
		    "'%s': byte %zu has no place in a mail address", mailbox,
		    i + 1);
	}
	return 0;
}

/* RFC 2369 3.2: an address that a mail program opens. */
static int
channel_check_unsubscribe(const char *url, struct err *err)
{
	bool known =
	    strncmp(url, "mailto:", 7) == 0 || strncmp(url, "https://", 8) == 0;

	for (const char *p = url; known && *p != '\0'; p++)
		known = *p > 0x20 && *p < 0x7F && strchr("<>,", *p) == NULL;
	if (known && strlen(url) <= CHANNEL_MAIL_URL)
		return 0;
	return err_set(err, ERR_INVALID,
	    "unsubscribe: a mailto: or https: address of at most %d bytes",
	    CHANNEL_MAIL_URL);
}

static int
channel_check_mail(const struct channel *channel, struct err *err)
{
	int r = 0;

	if (channel->recipient_count == 0)
		return err_set(err, ERR_INVALID, "no recipient");
	for (size_t i = 0; r == 0 && i < channel->recipient_count; i++)
		r = channel_check_mailbox(channel->recipients[i], err);
	if (r == 0 && channel->from != NULL)
		r = channel_check_mailbox(channel->from, err);
	if (r == 0 && channel->unsubscribe != NULL)
		r = channel_check_unsubscribe(channel->unsubscribe, err);
	if (r < 0)
		return r;
	if ((channel->user == NULL) != (channel->password == NULL))
		return err_set(err, ERR_INVALID,
		    "user and password: one is no login without the other");
	if (channel->smtp == NULL)
		return err_set(err, ERR_INVALID, "no smtp url");
	if (channel_has_scheme(channel->smtp, "smtps://"))
		return channel_check_url(channel->smtp, "smtps://", false, err);
	if (channel_has_scheme(channel->smtp, "smtp://"))
		return channel_check_url(channel->smtp, "smtp://", false, err);
	return err_set(
	    err, ERR_INVALID, "smtp: an url begins with smtp:// or smtps://");
}

static int
channel_check_exec(const struct channel *channel, struct err *err)
{
	if (channel->argument_count == 0 || channel->arguments[0][0] != '/')
		return err_set(err, ERR_INVALID,
		    "exec: a program's absolute path, then its arguments; "
		    "there is no shell");
	return 0;
}

int
channel_check(const struct channel *channel, struct err *err)
{
	switch (channel->kind) {
	case CHANNEL_WEBHOOK:
		return channel_check_webhook(channel, err);
	case CHANNEL_MAIL:
		return channel_check_mail(channel, err);
	case CHANNEL_EXEC:
		return channel_check_exec(channel, err);
	case CHANNEL_DESKTOP:
		if (channel->group != NULL && *channel->group != '\0')
			return 0;
		return err_set(err, ERR_INVALID,
		    "no group: its members are shown the alerts");
	}
	return err_set(err, ERR_INVALID, "no such kind of channel");
}
