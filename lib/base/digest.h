/* SPDX-License-Identifier: BSD-2-Clause */
/* Digests, signatures and their encodings (OpenSSL libcrypto). */
#ifndef LIB_BASE_DIGEST_H
#define LIB_BASE_DIGEST_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHA256_LEN	32
#define SHA256_HEX_SIZE (2 * SHA256_LEN + 1)
/* Base64 (RFC 4648 4, padded) of n bytes, with the NUL. */
#define BASE64_SIZE(n)	((((n) + 2) / 3) * 4 + 1)
/* Base32 (RFC 4648 6, lower case, no padding) of n bytes, with the NUL. */
#define BASE32_SIZE(n)	(((n)*8 + 4) / 5 + 1)

void digest_sha256(const void *p, size_t n, uint8_t ret[SHA256_LEN]);
/* Lower case hex of the digest; returns buf. */
char *digest_sha256_hex(const void *p, size_t n, char buf[SHA256_HEX_SIZE]);
/* HMAC-SHA-256 (RFC 2104). */
void digest_hmac(const void *key, size_t key_len, const void *p, size_t n,
    uint8_t ret[SHA256_LEN]);
enum digest_hash { DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512 };
#define DIGEST_MAX 64
/* HMAC of another hash; returns how many bytes it has. */
size_t digest_hmac_of(enum digest_hash hash, const void *key, size_t key_len,
    const void *p, size_t n, uint8_t ret[DIGEST_MAX]);

/*
 * Ed25519 (RFC 8032): the public key of a private one, the signature of n
 * bytes.
 */
#define ED25519_KEY_LEN	 32
#define ED25519_SIGN_LEN 64
void digest_ed25519_public(
    const uint8_t key[ED25519_KEY_LEN], uint8_t ret[ED25519_KEY_LEN]);
void digest_ed25519_sign(const uint8_t key[ED25519_KEY_LEN], const void *p,
    size_t n, uint8_t ret[ED25519_SIGN_LEN]);
/*
 * Whether the first certificate of a PEM text is that of a PEM private key.
 * ERR_INVALID with what is wrong, which repeats nothing of the key.
 */
int digest_check_pair(
    const char *certificate, const char *key, struct err *err) WARN_UNUSED;

/* An incremental SHA-256, for ids hashed over several fields. */
struct digest *digest_new(void);
/*
 * Adds the field's length (8 bytes, big endian) and its bytes. A NULL field has
 * the length 2^64 - 1, so that it differs from "".
 */
void digest_field(struct digest *digest, const char *s);
void digest_field_n(struct digest *digest, const void *p, size_t n);
/* Finishes and frees. */
void digest_finish(struct digest *digest, uint8_t ret[SHA256_LEN]);

/* Write digits and a NUL into buf; return buf. Hex needs 2 * n + 1 bytes. */
char *base64_encode(const void *p, size_t n, char *buf);
/*
 * Strict: padded, nothing else in it, ERR_SYNTAX. ERR_TOOBIG when size is less
 * than the bytes; 3 * strlen(s) / 4 + 1 always do.
 */
int base64_decode(
    const char *s, uint8_t *buf, size_t size, size_t *ret_len) WARN_UNUSED;
char *base32_encode(const void *p, size_t n, char *buf);
char *hex_encode(const void *p, size_t n, char *buf);

/* Version of the library below. */
const char *digest_library(void);

/* Random bytes; aborts when the system has none. */
void random_bytes(void *p, size_t n);
/* Constant time comparison. */
bool bytes_equal(const void *a, const void *b, size_t n);
/* Overwrites secrets in a way that compilers keep. */
void bytes_wipe(void *p, size_t n);

#endif
