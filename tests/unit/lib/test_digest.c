/* SPDX-License-Identifier: BSD-2-Clause */
/* Digests against published vectors, encodings against RFC 4648 10. */
#include "lib/base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void
sha256_of_known_text(void **state)
{
	char hex[SHA256_HEX_SIZE];

	(void)state;
	/* FIPS 180-4 examples. */
	assert_string_equal(digest_sha256_hex("", 0, hex),
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	assert_string_equal(digest_sha256_hex("abc", 3, hex),
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
}

/* A key or data of RFC 4231: one byte n times, or text when n is 0. */
struct repeated {
	int byte;
	size_t n;
	const char *text;
};

static size_t
fill(struct repeated r, uint8_t *out)
{
	if (r.n == 0) {
		memcpy(out, r.text, strlen(r.text));
		return strlen(r.text);
	}
	memset(out, r.byte, r.n);
	return r.n;
}

static void
hmac_of_rfc_4231(void **state)
{
	static const struct {
		struct repeated key;
		struct repeated data;
		const char *mac;
	} cases[] = {
	    {{0x0b, 20, NULL}, {0, 0, "Hi There"},
		"b0344c61d8db38535ca8afceaf0bf12b"
		"881dc200c9833da726e9376c2e32cff7"},
	    {{0, 0, "Jefe"}, {0, 0, "what do ya want for nothing?"},
		"5bdcc146bf60754e6a042426089575c7"
		"5a003f089d2739839dec58b964ec3843"},
	    {{0xaa, 20, NULL}, {0xdd, 50, NULL},
		"773ea91e36800e46854db8ebd09181a7"
		"2959098b3ef8c122d9635514ced565fe"},
	    {{0, 0,
		 "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d"
		 "\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19"},
		{0xcd, 50, NULL},
		"82558a389a443c0ea4cc819899f2083a"
		"85f0faa3e578f8077a2e3ff46729665b"},
	    {{0xaa, 131, NULL},
		{0, 0,
		    "Test Using Larger Than Block-Size Key - Hash Key First"},
		"60e431591ee0b67f0d8a26aacbf5b77f"
		"8e0bc6213728c5140546040f0ee37f54"},
	    {{0xaa, 131, NULL},
		{0, 0,
		    "This is a test using a larger than block-size key and a "
		    "larger than block-size data. The key needs to be hashed "
		    "before being used by the HMAC algorithm."},
		"9b09ffa71b942fcb27635fbcd5b0e944"
		"bfdc63644f0713938a7f51535c3a35e2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t key[256], data[256], mac[SHA256_LEN];
		char hex[SHA256_HEX_SIZE];
		size_t key_len = fill(cases[i].key, key);
		size_t data_len = fill(cases[i].data, data);
		digest_hmac(key, key_len, data, data_len, mac);
		assert_string_equal(
		    hex_encode(mac, sizeof(mac), hex), cases[i].mac);
	}
}

static void
standard_webhooks_signature(void **state)
{
	/* The vector that every library of Standard Webhooks 1.0.0 carries. */
	static const char secret[] = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
	static const char signed_text[] = "msg_p5jXN8AQM9LWM0D4loKWxJek."
					  "1614265330."
					  "{\"test\": 2432232314}";
	uint8_t key[64], mac[SHA256_LEN];
	char text[BASE64_SIZE(SHA256_LEN)];
	size_t len = 0;

	(void)state;
	assert_int_equal(base64_decode(secret, key, sizeof(key), &len), 0);
	assert_int_equal(len, 24);
	digest_hmac(key, len, signed_text, strlen(signed_text), mac);
	assert_string_equal(base64_encode(mac, sizeof(mac), text),
	    "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

/* RFC 8032 7.1, test 3. */
static void
ed25519_of_rfc_8032(void **state)
{
	static const uint8_t key[ED25519_KEY_LEN] = {0xc5, 0xaa, 0x8d, 0xf4,
	    0x3f, 0x9f, 0x83, 0x7b, 0xed, 0xb7, 0x44, 0x2f, 0x31, 0xdc, 0xb7,
	    0xb1, 0x66, 0xd3, 0x85, 0x35, 0x07, 0x6f, 0x09, 0x4b, 0x85, 0xce,
	    0x3a, 0x2e, 0x0b, 0x44, 0x58, 0xf7};
	uint8_t public[ED25519_KEY_LEN], signature[ED25519_SIGN_LEN];
	char hex[2 * ED25519_SIGN_LEN + 1];

	(void)state;
	digest_ed25519_public(key, public);
	assert_string_equal(hex_encode(public, sizeof(public), hex),
	    "fc51cd8e6218a1a38da47ed00230f058"
	    "0816ed13ba3303ac5deb911548908025");
	digest_ed25519_sign(key, "\xaf\x82", 2, signature);
	assert_string_equal(hex_encode(signature, sizeof(signature), hex),
	    "6291d657deec24024827e69c3abe01a3"
	    "0ce548a284743a445e3680d7db5ac3ac"
	    "18ff9b538d16f290ae67f760984dc659"
	    "4a7c15e9716ed28dc027beceea1ec40a");
}

static void
empty_key_and_data_have_a_mac(void **state)
{
	uint8_t mac[SHA256_LEN];
	char hex[SHA256_HEX_SIZE];

	(void)state;
	digest_hmac(NULL, 0, NULL, 0, mac);
	assert_string_equal(hex_encode(mac, sizeof(mac), hex),
	    "b613679a0814d9ec772f95d778c35fc5"
	    "ff1697c493715653c6c712144292c5ad");
}

static void
fields_keep_their_borders(void **state)
{
	static const char *const fields[][2] = {
	    {"ab", "c"}, {"a", "bc"}, {"abc", ""}, {"", "abc"}, {"abc", NULL}};
	uint8_t md[5][SHA256_LEN];

	(void)state;
	for (int i = 0; i < 5; i++) {
		struct digest *digest = digest_new();
		digest_field(digest, fields[i][0]);
		digest_field(digest, fields[i][1]);
		digest_finish(digest, md[i]);
		for (int j = 0; j < i; j++)
			assert_memory_not_equal(md[i], md[j], SHA256_LEN);
	}
}

static void
a_field_is_its_length_and_its_bytes(void **state)
{
	uint8_t a[SHA256_LEN], b[SHA256_LEN];
	struct digest *digest = digest_new();

	(void)state;
	digest_field_n(digest, "abc", 3);
	digest_finish(digest, a);
	digest_sha256("\0\0\0\0\0\0\0\3abc", 11, b);
	assert_memory_equal(a, b, SHA256_LEN);
}

static void
encodings_of_rfc_4648(void **state)
{
	static const struct {
		const char *in;
		const char *base64;
		const char *base32;
		const char *hex;
	} cases[] = {
	    {"", "", "", ""},
	    {"f", "Zg==", "my", "66"},
	    {"fo", "Zm8=", "mzxq", "666f"},
	    {"foo", "Zm9v", "mzxw6", "666f6f"},
	    {"foob", "Zm9vYg==", "mzxw6yq", "666f6f62"},
	    {"fooba", "Zm9vYmE=", "mzxw6ytb", "666f6f6261"},
	    {"foobar", "Zm9vYmFy", "mzxw6ytboi", "666f6f626172"},
	    {"\xff\xfe\x80", "//6A", "777ia", "fffe80"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *in = cases[i].in;
		char text[BASE64_SIZE(6) + BASE32_SIZE(6)];
		uint8_t bytes[6];
		size_t n = strlen(in), len = 99;
		assert_string_equal(
		    base64_encode(in, n, text), cases[i].base64);
		assert_int_equal(strlen(text), BASE64_SIZE(n) - 1);
		assert_int_equal(base64_decode(text, bytes, n, &len), 0);
		assert_int_equal(len, n);
		assert_memory_equal(bytes, in, n);
		assert_string_equal(
		    base32_encode(in, n, text), cases[i].base32);
		assert_int_equal(strlen(text), BASE32_SIZE(n) - 1);
		assert_string_equal(hex_encode(in, n, text), cases[i].hex);
	}
}

static void
base64_is_strict(void **state)
{
	static const char *const cases[] = {"Zg", "Zg=", "Zg===", "Zg==\n",
	    " Zg==", "Zh==", "Zm9=", "Z===", "====", "=", "Zg==Zg==", "Zm-_",
	    "Zm9v=", "Z", "Zm9vY"};
	uint8_t bytes[16];
	size_t len = 99;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    base64_decode(cases[i], bytes, sizeof(bytes), &len),
		    ERR_SYNTAX);
	assert_int_equal(base64_decode("Zm9v", bytes, 2, &len), ERR_TOOBIG);
	assert_int_equal(len, 99);
}

static void
random_bytes_differ_and_secrets_are_wiped(void **state)
{
	uint8_t a[32] = {0}, b[32] = {0};
	static const uint8_t zero[32];

	(void)state;
	random_bytes(a, sizeof(a));
	random_bytes(b, sizeof(b));
	assert_false(bytes_equal(a, b, sizeof(a)));
	assert_true(bytes_equal(a, a, sizeof(a)));
	bytes_wipe(a, sizeof(a));
	assert_memory_equal(a, zero, sizeof(a));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sha256_of_known_text),
	    cmocka_unit_test(hmac_of_rfc_4231),
	    cmocka_unit_test(ed25519_of_rfc_8032),
	    cmocka_unit_test(standard_webhooks_signature),
	    cmocka_unit_test(empty_key_and_data_have_a_mac),
	    cmocka_unit_test(fields_keep_their_borders),
	    cmocka_unit_test(a_field_is_its_length_and_its_bytes),
	    cmocka_unit_test(encodings_of_rfc_4648),
	    cmocka_unit_test(base64_is_strict),
	    cmocka_unit_test(random_bytes_differ_and_secrets_are_wiped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
