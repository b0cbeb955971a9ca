/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: bytes, keys, fields. Out: digests, signatures and their text. Ids of
 * documents and events and the webhook channel are made here. libcrypto fails
 * at these calls only when memory is out or the provider is broken: abort.
 */
#include "lib/base/digest.h"

#include "lib/base/mem.h"

#include <assert.h>
#include <limits.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <string.h>

struct digest {
	EVP_MD_CTX *md;
};

/* Fetched once: EVP_sha256() is looked up at each use (EVP_MD_fetch(3)). */
static const EVP_MD *
digest_method(void)
{
	static EVP_MD *method;

	if (method == NULL)
		method = EVP_MD_fetch(NULL, "SHA256", NULL);
	assert(method != NULL);
	return method;
}

void
digest_sha256(const void *p, size_t n, uint8_t ret[SHA256_LEN])
{
	int ok = EVP_Digest(p, n, ret, NULL, digest_method(), NULL);

	assert(ok == 1);
}

char *
digest_sha256_hex(const void *p, size_t n, char buf[SHA256_HEX_SIZE])
{
	uint8_t md[SHA256_LEN];

	digest_sha256(p, n, md);
	return hex_encode(md, sizeof(md), buf);
}

size_t
digest_hmac_of(enum digest_hash hash, const void *key, size_t key_len,
    const void *p, size_t n, uint8_t ret[DIGEST_MAX])
{
	const EVP_MD *method = hash == DIGEST_SHA512   ? EVP_sha512()
			       : hash == DIGEST_SHA384 ? EVP_sha384()
						       : EVP_sha256();
	unsigned len = DIGEST_MAX;

	assert(key_len <= INT_MAX);
	const void *mac = HMAC(method, key_len > 0 ? key : "", (int)key_len,
	    n > 0 ? p : "", n, ret, &len);
	assert(mac != NULL && len == (unsigned)EVP_MD_get_size(method));
	return len;
}

void
digest_hmac(const void *key, size_t key_len, const void *p, size_t n,
    uint8_t ret[SHA256_LEN])
{
	uint8_t mac[DIGEST_MAX];

	memcpy(
	    ret, mac, digest_hmac_of(DIGEST_SHA256, key, key_len, p, n, mac));
}

/* Aborts: any 32 bytes are a key. */
static EVP_PKEY *
digest_ed25519_key(const uint8_t key[ED25519_KEY_LEN])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(
	    EVP_PKEY_ED25519, NULL, key, ED25519_KEY_LEN);

	assert(pkey != NULL);
	return pkey;
}

void
digest_ed25519_public(
    const uint8_t key[ED25519_KEY_LEN], uint8_t ret[ED25519_KEY_LEN])
{
	EVP_PKEY *pkey = digest_ed25519_key(key);
	size_t len = ED25519_KEY_LEN;
	int ok = EVP_PKEY_get_raw_public_key(pkey, ret, &len);

	assert(ok == 1 && len == ED25519_KEY_LEN);
	EVP_PKEY_free(pkey);
}

void
digest_ed25519_sign(const uint8_t key[ED25519_KEY_LEN], const void *p, size_t n,
    uint8_t ret[ED25519_SIGN_LEN])
{
	EVP_PKEY *pkey = digest_ed25519_key(key);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t len = ED25519_SIGN_LEN;

	assert(ctx != NULL);
	int ok = EVP_DigestSignInit(ctx, NULL, NULL, NULL, pkey);
	assert(ok == 1);
	ok = EVP_DigestSign(ctx, ret, &len, p, n);
	assert(ok == 1 && len == ED25519_SIGN_LEN);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
}

static BIO *
digest_bio(const char *text)
{
	BIO *bio = BIO_new_mem_buf(text, -1);

	assert(bio != NULL);
	return bio;
}

/* No pass phrase: filingd starts with nobody there to type one. */
static int
digest_no_phrase(char *buf, int size, int rwflag, void *arg)
{
	(void)buf;
	(void)size;
	(void)rwflag;
	(void)arg;
	return -1;
}

int
digest_check_pair(const char *certificate, const char *key, struct err *err)
{
	BIO *cert_bio = digest_bio(certificate);
	BIO *key_bio = digest_bio(key);
	X509 *cert = PEM_read_bio_X509(cert_bio, NULL, NULL, NULL);
	EVP_PKEY *pkey =
	    PEM_read_bio_PrivateKey(key_bio, NULL, digest_no_phrase, NULL);
	int r = 0;

	if (cert == NULL)
		r = err_set(err, ERR_INVALID,
		    "the certificate is no certificate in PEM");
	else if (pkey == NULL)
		r = err_set(err, ERR_INVALID,
		    "the key is no private key in PEM without a pass phrase");
	else if (X509_check_private_key(cert, pkey) != 1)
		r = err_set(
		    err, ERR_INVALID, "the key is not that of the certificate");
	EVP_PKEY_free(pkey);
	X509_free(cert);
	BIO_free(key_bio);
	BIO_free(cert_bio);
	ERR_clear_error();
	return r;
}

struct digest *
digest_new(void)
{
	struct digest *digest = mem_new(sizeof(*digest));

	digest->md = EVP_MD_CTX_new();
	assert(digest->md != NULL);
	int ok = EVP_DigestInit_ex(digest->md, digest_method(), NULL);
	assert(ok == 1);
	return digest;
}

static void
digest_add(struct digest *digest, uint64_t len, const void *p, size_t n)
{
	uint8_t head[8];

	for (int i = 0; i < 8; i++)
		head[i] = (uint8_t)(len >> (56 - 8 * i));
	int ok = EVP_DigestUpdate(digest->md, head, sizeof(head));
	assert(ok == 1);
	if (n == 0)
		return;
	ok = EVP_DigestUpdate(digest->md, p, n);
	assert(ok == 1);
}

void
digest_field(struct digest *digest, const char *s)
{
	if (s == NULL)
		digest_add(digest, UINT64_MAX, NULL, 0);
	else
		digest_add(digest, strlen(s), s, strlen(s));
}

void
digest_field_n(struct digest *digest, const void *p, size_t n)
{
	digest_add(digest, n, p, n);
}

void
digest_finish(struct digest *digest, uint8_t ret[SHA256_LEN])
{
	int ok = EVP_DigestFinal_ex(digest->md, ret, NULL);

	assert(ok == 1);
	EVP_MD_CTX_free(digest->md);
	mem_free(digest);
}

/*
 * Writes n bytes as digits of bits each, most significant first, the last one
 * filled with zero bits (RFC 4648 3.5); returns the end.
 */
static char *
digest_encode(
    const uint8_t *p, size_t n, int bits, const char *alphabet, char *out)
{
	unsigned held = 0;
	int count = 0;
	unsigned mask = (1U << bits) - 1;

	for (size_t i = 0; i < n; i++) {
		held = (held << 8 | p[i]) & 0xffff;
		for (count += 8; count >= bits; count -= bits)
			*out++ = alphabet[held >> (count - bits) & mask];
	}
	if (count > 0)
		*out++ = alphabet[held << (bits - count) & mask];
	*out = '\0';
	return out;
}

static const char base64_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *
base64_encode(const void *p, size_t n, char *buf)
{
	char *end = digest_encode(p, n, 6, base64_alphabet, buf);

	while ((end - buf) % 4 != 0)
		*end++ = '=';
	*end = '\0';
	return buf;
}

/* Value of a base64 digit. */
static int
base64_value(char c)
{
	const char *found = strchr(base64_alphabet, c);

	return (int)(found - base64_alphabet);
}

int
base64_decode(const char *s, uint8_t *buf, size_t size, size_t *ret_len)
{
	size_t digits = strspn(s, base64_alphabet);
	size_t pad = strspn(s + digits, "=");
	unsigned held = 0;
	int count = 0;
	size_t len = 0;

	if (s[digits + pad] != '\0' || (digits + pad) % 4 != 0 || pad > 2)
		return ERR_SYNTAX;
	if (digits * 3 / 4 > size)
		return ERR_TOOBIG;
	for (size_t i = 0; i < digits; i++) {
		held = (held << 6 | (unsigned)base64_value(s[i])) & 0xffff;
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		buf[len++] = (uint8_t)(held >> count);
	}
	/* The bits that fill up the last digit are zero, or s has a twin. */
	if ((held & ((1U << count) - 1)) != 0)
		return ERR_SYNTAX;
	*ret_len = len;
	return 0;
}

char *
base32_encode(const void *p, size_t n, char *buf)
{
	(void)digest_encode(p, n, 5, "abcdefghijklmnopqrstuvwxyz234567", buf);
	return buf;
}

char *
hex_encode(const void *p, size_t n, char *buf)
{
	(void)digest_encode(p, n, 4, "0123456789abcdef", buf);
	return buf;
}

const char *
digest_library(void)
{
	return OpenSSL_version(OPENSSL_VERSION_STRING);
}

void
random_bytes(void *p, size_t n)
{
	assert(n <= INT_MAX);
	int ok = RAND_bytes(p, (int)n);
	assert(ok == 1);
}

bool
bytes_equal(const void *a, const void *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}

void
bytes_wipe(void *p, size_t n)
{
	OPENSSL_cleanse(p, n);
}
