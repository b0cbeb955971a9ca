/* SPDX-License-Identifier: BSD-2-Clause */
/* Which addresses are public, which are not, and what an allowance opens. */
#include "lib/net/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <cmocka.h>

/* The socket address of a numeric address. */
static const struct sockaddr *
address(const char *s)
{
	static struct sockaddr_storage ss;
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, s, &in.sin_addr) == 1)
		memcpy(&ss, &in, sizeof(in));
	else if (inet_pton(AF_INET6, s, &in6.sin6_addr) == 1)
		memcpy(&ss, &in6, sizeof(in6));
	else
		fail_msg("'%s' is no address", s);
	return (const struct sockaddr *)&ss;
}

struct block {
	const char *first;
	const char *last;
	const char *before; /* NULL: not public either */
	const char *after;
};

/* Each block's both ends are denied; its public neighbours are not. */
static const struct block blocks[] = {
    {"0.0.0.0", "0.255.255.255", NULL, "1.0.0.0"},
    {"10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"},
    {"100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"},
    {"127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"},
    {"169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"},
    {"172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"},
    {"192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"},
    {"192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"},
    {"192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"},
    {"192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"},
    {"198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"},
    {"198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"},
    {"203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"},
    {"224.0.0.0", "239.255.255.255", "223.255.255.255", NULL},
    {"240.0.0.0", "255.255.255.255", NULL, NULL},
    {"::", "::1", NULL, NULL},
    {"::127.0.0.1", "::255.255.255.255", NULL, NULL},
    {"::ffff:10.0.0.0", "::ffff:10.255.255.255", "::ffff:9.255.255.255",
	"::ffff:11.0.0.0"},
    {"::ffff:127.0.0.1", "::ffff:127.255.255.255", NULL, "::ffff:128.0.0.0"},
    {"64:ff9b::", "64:ff9b::ffff:ffff", NULL, NULL},
    {"64:ff9b:1::", "64:ff9b:1:ffff::1", NULL, NULL},
    {"100::", "100::ffff:ffff:ffff:ffff", NULL, NULL},
    {"2001::", "2001:0:ffff::1", NULL, "2001:200::"},
    {"2001:db8::", "2001:db8:ffff::1", "2001:db7:ffff::1", "2001:db9::"},
    {"2002::", "2002:ffff::1", "2001:ffff::1", "2003::"},
    {"3fff::", "3fff:fff:ffff::1", "3ffe:ffff::1", "3fff:1000::"},
    {"5f00::", "5f00:ffff::1", NULL, NULL},
    {"fc00::", "fdff:ffff::1", NULL, NULL},
    {"fe80::", "febf:ffff::1", NULL, NULL},
    {"fec0::", "feff:ffff::1", NULL, NULL},
    {"ff00::", "ffff:ffff::1", NULL, NULL},
    {"4000::", "fbff::", "3fff:1000::", NULL},
};

static void
expect(const char *s, int code)
{
	struct err err = ERR_NONE;

	if (s == NULL)
		return;
	int r = guard_check(NULL, address(s), &err);
	if (r != code)
		fail_msg("%s: %d, not %d (%s)", s, r, code, err.text);
	assert_true((guard_kind(address(s)) == NULL) == (code == 0));
	if (code != 0)
		assert_non_null(strstr(err.text, "add \"allow: "));
}

static void
special_blocks_are_denied_from_end_to_end_and_no_further(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		expect(blocks[i].first, ERR_DENIED);
		expect(blocks[i].last, ERR_DENIED);
		expect(blocks[i].before, 0);
		expect(blocks[i].after, 0);
	}
}

static void
refusal_names_the_address_its_kind_and_the_line_to_add(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    guard_check(NULL, address("::ffff:10.2.3.4"), &err), ERR_DENIED);
	assert_string_equal(err.text,
	    "10.2.3.4 is refused: private (RFC 1918); to permit it, add "
	    "\"allow: 10.2.3.4\" to the source or channel that names it");
}

static void
other_families_are_always_denied(void **state)
{
	struct sockaddr sa = {.sa_family = AF_UNIX};
	struct guard_net all = {.bits = 0};
	struct guard guard = {.allow_loopback = true, .count = 1, .nets = &all};
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(guard_check(&guard, &sa, &err), ERR_DENIED);
	assert_non_null(guard_kind(&sa));
}

static void
loopback_may_be_allowed_alone(void **state)
{
	static const char *const open[] = {
	    "127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"};
	static const char *const shut[] = {
	    "0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "::2", "fe80::1"};
	struct guard guard = {.allow_loopback = true};

	(void)state;
	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
		assert_true(guard_is_loopback(address(open[i])));
		assert_int_equal(
		    guard_check(&guard, address(open[i]), NULL), 0);
	}
	for (size_t i = 0; i < sizeof(shut) / sizeof(shut[0]); i++)
		assert_false(guard_is_loopback(address(shut[i])));
	assert_int_equal(
	    guard_check(&guard, address("10.0.0.1"), NULL), ERR_DENIED);
}

static void
allowed_networks_open_what_they_cover(void **state)
{
	struct guard_net nets[3];
	struct guard guard = {.count = 3, .nets = nets};
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(guard_net_parse("10.2.0.0/16", &nets[0], &err), 0);
	assert_int_equal(guard_net_parse("fd00::/9", &nets[1], &err), 0);
	assert_int_equal(guard_net_parse("192.168.1.7", &nets[2], &err), 0);
	assert_int_equal(guard_check(&guard, address("10.2.255.255"), &err), 0);
	assert_int_equal(
	    guard_check(&guard, address("::ffff:10.2.0.1"), &err), 0);
	assert_int_equal(
	    guard_check(&guard, address("10.3.0.0"), &err), ERR_DENIED);
	assert_int_equal(guard_check(&guard, address("fd7f::1"), &err), 0);
	assert_int_equal(
	    guard_check(&guard, address("fd80::1"), &err), ERR_DENIED);
	assert_int_equal(guard_check(&guard, address("192.168.1.7"), &err), 0);
	assert_int_equal(
	    guard_check(&guard, address("192.168.1.6"), &err), ERR_DENIED);
	assert_int_equal(
	    guard_check(&guard, address("127.0.0.1"), &err), ERR_DENIED);
}

static void
network_of_no_bits_opens_everything(void **state)
{
	struct guard_net net;
	struct guard guard = {.count = 1, .nets = &net};

	(void)state;
	assert_int_equal(guard_net_parse("::/0", &net, NULL), 0);
	assert_int_equal(guard_check(&guard, address("127.0.0.1"), NULL), 0);
	assert_int_equal(guard_net_parse("0.0.0.0/0", &net, NULL), 0);
	assert_int_equal(guard_check(&guard, address("127.0.0.1"), NULL), 0);
	assert_int_equal(guard_check(&guard, address("::1"), NULL), ERR_DENIED);
}

static void
networks_are_parsed_strictly(void **state)
{
	static const char *const bad[] = {"", "/", "/8", "10", "10.2", "10.2.0",
	    "10.2.0.0/", "10.2.0.0/33", "10.2.0.0/-1", "10.2.0.0/016",
	    "10.2.0.0/16 ", " 10.2.0.0/16", "10.2.0.0/1x", "10.2.0.1/16",
	    "010.2.0.0/16", "0x0a.2.0.0/16", "10.2.0.0/16/16", "::/129",
	    "fd00::1/8", "fd00::/8888", "[::1]", "fe80::1%lo", "localhost",
	    "10.2.0.0/255.255.0.0",
	    "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc:dddd"};
	struct guard_net net = {.bits = 77};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err = (struct err)ERR_NONE;
		if (guard_net_parse(bad[i], &net, &err) != ERR_INVALID)
			fail_msg("'%s' was taken", bad[i]);
		assert_non_null(strstr(err.text, bad[i]));
		assert_int_equal(net.bits, 77);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		special_blocks_are_denied_from_end_to_end_and_no_further),
	    cmocka_unit_test(
		refusal_names_the_address_its_kind_and_the_line_to_add),
	    cmocka_unit_test(other_families_are_always_denied),
	    cmocka_unit_test(loopback_may_be_allowed_alone),
	    cmocka_unit_test(allowed_networks_open_what_they_cover),
	    cmocka_unit_test(network_of_no_bits_opens_everything),
	    cmocka_unit_test(networks_are_parsed_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
