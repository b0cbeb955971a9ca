/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a channel's name, or a signing key. Out: a new secret, printed once and
 * kept nowhere, with the lines of the configuration that take it into use; or
 * the public half of a key. filingctl channels calls it.
 */
#include "clients/channels_secret.h"

#include "alerts/channel.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define SECRET_LEN 32
#define SECRET_MAX 256 /* text of a key */

static int
secret_usage(void)
{
	return verb_fail(VERB_USAGE,
	    "usage: filingctl channels secret new [C] [--ed25519]\n"
	    "       filingctl channels secret public [FILE]");
}

static void
secret_print_hmac(const struct verb_context *context, const char *name)
{
	uint8_t key[SECRET_LEN];
	char text[BASE64_SIZE(SECRET_LEN)];

	random_bytes(key, sizeof(key));
	base64_encode(key, sizeof(key), text);
	if (context->json)
		verb_print_json(json_pack(
		    "{s:o}", "secret", json_sprintf("whsec_%s", text)));
	else
		printf("whsec_%s\n", text);
	if (!context->json && !context->quiet)
		printf("\n# This is shown once. Give it to the receiver, and "
		       "to filingd as a systemd\n"
		       "# credential or a file that filingd alone can read. "
		       "Both secrets sign until\n"
		       "# the receiver knows the new one:\n"
		       "channels:\n  %s:\n"
		       "    secret: { credential: %s }\n"
		       "    previous-secret: { credential: %s-before, until: "
		       "YYYY-MM-DD }\n",
		    name, name, name);
	bytes_wipe(key, sizeof(key));
	bytes_wipe(text, sizeof(text));
}

/* "whpk_" and the public half. */
static char *
secret_public(const uint8_t key[ED25519_KEY_LEN])
{
	uint8_t public[ED25519_KEY_LEN];
	char text[BASE64_SIZE(ED25519_KEY_LEN)];

	digest_ed25519_public(key, public);
	return mem_printf(
	    "whpk_%s", base64_encode(public, sizeof(public), text));
}

/* The private key is told with its public half, as libsodium keeps them. */
static void
secret_print_ed25519(const struct verb_context *context, const char *name)
{
	uint8_t key[2 * ED25519_KEY_LEN];
	char text[BASE64_SIZE(2 * ED25519_KEY_LEN)];
	char *public;

	random_bytes(key, ED25519_KEY_LEN);
	digest_ed25519_public(key, key + ED25519_KEY_LEN);
	base64_encode(key, sizeof(key), text);
	public = secret_public(key);
	if (context->json)
		verb_print_json(json_pack("{s:o, s:s}", "secret",
		    json_sprintf("whsk_%s", text), "public", public));
	else
		printf("whsk_%s\n%s\n", text, public);
	if (!context->json && !context->quiet)
		printf("\n# The first is shown once and is for filingd alone; "
		       "the second is for receivers.\n"
		       "channels:\n  %s:\n"
		       "    sign-key: { credential: %s-key }\n",
		    name, name);
	mem_free(public);
	bytes_wipe(key, sizeof(key));
	bytes_wipe(text, sizeof(text));
}

static int
secret_new(const struct verb_context *context, int argc, char **argv)
{
	static const struct option longs[] = {
	    {"ed25519", no_argument, NULL, 'e'}, {NULL, 0, NULL, 0}};
	bool ed25519 = false;
	const char *name;
	int c;

	optind = 0;
	while ((c = getopt_long(argc, argv, "", longs, NULL)) == 'e')
		ed25519 = true;
	if (c != -1 || optind + 1 < argc)
		return secret_usage();
	name = optind < argc ? argv[optind] : "NAME";
	if (ed25519)
		secret_print_ed25519(context, name);
	else
		secret_print_hmac(context, name);
	return VERB_OK;
}

/* The first line of the file, without its end. */
static int
secret_read(const char *path, char text[SECRET_MAX])
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdin : fopen(path, "re");

	if (file == NULL)
		return verb_fail(VERB_FAILED, "'%s' cannot be read", path);
	(void)setvbuf(file, NULL, _IONBF, 0); /* a copy would stay behind */
	if (fgets(text, SECRET_MAX, file) == NULL)
		text[0] = '\0';
	text[strcspn(text, "\r\n")] = '\0';
	if (!standard)
		fclose(file);
	return VERB_OK;
}

static int
secret_show_public(const struct verb_context *context, const char *path)
{
	struct channel_sign_key key;
	struct err err = ERR_NONE;
	char text[SECRET_MAX];
	char *public;
	int rc = secret_read(path, text);

	if (rc != VERB_OK)
		return rc;
	if (channel_sign_key_parse(text, &key, &err) != 0)
		rc = verb_fail(VERB_USAGE, "%s: %s", path, err.text);
	bytes_wipe(text, sizeof(text));
	if (rc != VERB_OK)
		return rc;
	public = secret_public(key.key);
	if (context->json)
		verb_print_json(json_pack("{s:s}", "public", public));
	else
		puts(public);
	mem_free(public);
	bytes_wipe(&key, sizeof(key));
	return VERB_OK;
}

int
channels_secret(const struct verb_context *context, int argc, char **argv)
{
	if (argc >= 2 && strcmp(argv[1], "new") == 0)
		return secret_new(context, argc - 1, argv + 1);
	if (argc >= 2 && argc <= 3 && strcmp(argv[1], "public") == 0)
		return secret_show_public(context, argc == 3 ? argv[2] : "-");
	return secret_usage();
}
