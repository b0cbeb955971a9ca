/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a socket address just before connect. Out: whether a request may reach
 * it. lib/net/transfer.c calls it for every connection.
 */
#include "lib/net/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define GUARD_SHOWN_MAX 64

/* ::ffff:0:0/96, the form in which IPv4 is kept here (RFC 4291 2.5.5.2). */
static const uint8_t guard_mapped[12] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

struct guard_block {
	uint8_t prefix[6];
	int bits;
	const char *kind;
};

/* IANA IPv4 Special-Purpose Address Registry, and multicast. */
static const struct guard_block guard_v4[] = {
    {{0}, 8, "this network (RFC 791)"},
    {{10}, 8, "private (RFC 1918)"},
    {{100, 64}, 10, "carrier NAT (RFC 6598)"},
    {{127}, 8, "loopback"},
    {{169, 254}, 16, "link-local (RFC 3927)"},
    {{172, 16}, 12, "private (RFC 1918)"},
    {{192, 0, 0}, 24, "protocol assignments (RFC 6890)"},
    {{192, 0, 2}, 24, "documentation (RFC 5737)"},
    {{192, 88, 99}, 24, "6to4 relay (RFC 7526)"},
    {{192, 168}, 16, "private (RFC 1918)"},
    {{198, 18}, 15, "benchmarking (RFC 2544)"},
    {{198, 51, 100}, 24, "documentation (RFC 5737)"},
    {{203, 0, 113}, 24, "documentation (RFC 5737)"},
    {{224}, 4, "multicast (RFC 5771)"},
    {{240}, 4, "reserved (RFC 1112)"},
};

/* IANA IPv6 Special-Purpose Address Registry. Outside 2000::/3 nothing is
 * global unicast (RFC 4291 2.4), named or not. */
static const struct guard_block guard_v6[] = {
    {{0, 0x64, 0xff, 0x9b}, 32, "NAT64 (RFC 6052, RFC 8215)"},
    {{0x01, 0x00}, 16, "discard (RFC 6666)"},
    {{0x20, 0x01, 0, 0}, 32, "Teredo (RFC 4380)"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation (RFC 3849)"},
    {{0x20, 0x02}, 16, "6to4 (RFC 3056)"},
    {{0x3f, 0xff, 0}, 20, "documentation (RFC 9637)"},
    {{0x5f, 0x00}, 16, "segment routing (RFC 9602)"},
    {{0xfc}, 7, "unique local (RFC 4193)"},
    {{0xfe, 0x80}, 10, "link-local (RFC 4291)"},
    {{0xfe, 0xc0}, 10, "site-local (RFC 3879)"},
    {{0xff}, 8, "multicast (RFC 4291)"},
};

/* The first bits of a and b are equal. */
static bool
guard_same_bits(const uint8_t *a, const uint8_t *b, int bits)
{
	size_t whole = (size_t)bits / 8;
	unsigned mask = 0xff00U >> (bits % 8) & 0xff;

	if (memcmp(a, b, whole) != 0)
		return false;
	return bits % 8 == 0 || ((a[whole] ^ b[whole]) & mask) == 0;
}

static bool
guard_is_v4(const uint8_t addr[16])
{
	return memcmp(addr, guard_mapped, sizeof(guard_mapped)) == 0;
}

/* The address as 16 bytes; false for other families. */
static bool
guard_bytes(const struct sockaddr *sa, uint8_t ret[16])
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	if (sa->sa_family == AF_INET) {
		memcpy(&in, sa, sizeof(in));
		memcpy(ret, guard_mapped, 12);
		memcpy(ret + 12, &in.sin_addr, 4);
		return true;
	}
	if (sa->sa_family == AF_INET6) {
		memcpy(&in6, sa, sizeof(in6));
		memcpy(ret, &in6.sin6_addr, 16);
		return true;
	}
	return false;
}

static const char *
guard_find(const struct guard_block *blocks, size_t n, const uint8_t *addr)
{
	for (size_t i = 0; i < n; i++) {
		if (guard_same_bits(addr, blocks[i].prefix, blocks[i].bits))
			return blocks[i].kind;
	}
	return NULL;
}

static const char *
guard_kind_v6(const uint8_t addr[16])
{
	static const uint8_t zero[15];
	const char *kind =
	    guard_find(guard_v6, sizeof(guard_v6) / sizeof(guard_v6[0]), addr);

	if (kind != NULL)
		return kind;
	if (memcmp(addr, zero, 15) == 0 && addr[15] <= 1)
		return addr[15] == 1 ? "loopback" : "unspecified (RFC 4291)";
	if (addr[0] >> 5 != 1)
		return "reserved (outside 2000::/3)";
	return NULL;
}

static const char *
guard_kind_of(const uint8_t addr[16])
{
	if (guard_is_v4(addr))
		return guard_find(guard_v4,
		    sizeof(guard_v4) / sizeof(guard_v4[0]), addr + 12);
	return guard_kind_v6(addr);
}

const char *
guard_kind(const struct sockaddr *sa)
{
	uint8_t addr[16];

	if (!guard_bytes(sa, addr))
		return "not an internet address";
	return guard_kind_of(addr);
}

bool
guard_is_loopback(const struct sockaddr *sa)
{
	const char *kind = guard_kind(sa);

	return kind != NULL && strcmp(kind, "loopback") == 0;
}

static bool
guard_allows(const struct guard *guard, const uint8_t addr[16])
{
	for (size_t i = 0; i < guard->count; i++) {
		const struct guard_net *net = &guard->nets[i];
		if (guard_same_bits(addr, net->addr, net->bits))
			return true;
	}
	return false;
}

static const char *
guard_show(const uint8_t addr[16], char shown[GUARD_SHOWN_MAX])
{
	bool v4 = guard_is_v4(addr);

	return inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? addr + 12 : addr, shown,
	    GUARD_SHOWN_MAX);
}

int
guard_check(
    const struct guard *guard, const struct sockaddr *sa, struct err *err)
{
	char shown[GUARD_SHOWN_MAX];
	uint8_t addr[16];

	if (!guard_bytes(sa, addr))
		return err_set(err, ERR_DENIED,
		    "address family %d is refused, only internet addresses are "
		    "reached",
		    sa->sa_family);
	const char *kind = guard_kind_of(addr);
	if (kind == NULL)
		return 0;
	if (guard != NULL && guard->allow_loopback && guard_is_loopback(sa))
		return 0;
	if (guard != NULL && guard_allows(guard, addr))
		return 0;
	(void)guard_show(addr, shown);
	return err_set(err, ERR_DENIED,
	    "%s is refused: %s; to permit it, add \"allow: %s\" to the source "
	    "or channel that names it",
	    shown, kind, shown);
}

/* The number of bits after the slash, at most max; -1: no such number. */
static int
guard_parse_bits(const char *s, int max)
{
	int bits = 0;

	if (s[0] == '\0' || strlen(s) > 3 || (s[0] == '0' && s[1] != '\0'))
		return -1;
	for (; *s >= '0' && *s <= '9'; s++)
		bits = bits * 10 + (*s - '0');
	return *s == '\0' && bits <= max ? bits : -1;
}

static bool
guard_has_host_bits(const struct guard_net *net)
{
	for (int bit = net->bits; bit < 128; bit++) {
		if (net->addr[bit / 8] & (0x80U >> (bit % 8)))
			return true;
	}
	return false;
}

static int
guard_parse_addr(const char *s, struct guard_net *net)
{
	if (inet_pton(AF_INET, s, net->addr + 12) == 1) {
		memcpy(net->addr, guard_mapped, sizeof(guard_mapped));
		return 32;
	}
	return inet_pton(AF_INET6, s, net->addr) == 1 ? 128 : -1;
}

int
guard_net_parse(const char *s, struct guard_net *ret, struct err *err)
{
	struct guard_net net;
	char addr[GUARD_SHOWN_MAX];
	size_t len = strcspn(s, "/");
	int max = -1;

	if (len < sizeof(addr)) {
		memcpy(addr, s, len);
		addr[len] = '\0';
		max = guard_parse_addr(addr, &net);
	}
	int bits = s[len] == '/' ? guard_parse_bits(s + len + 1, max) : max;
	if (max < 0 || bits < 0)
		return err_set(err, ERR_INVALID,
		    "'%s' is no network; write an address (10.2.0.5, fd00::5) "
		    "or a block (10.2.0.0/16, fd00::/8)",
		    s);
	net.bits = bits + 128 - max;
	if (guard_has_host_bits(&net))
		return err_set(err, ERR_INVALID,
		    "'%s' is no network: the address has bits set beyond /%d",
		    s, bits);
	*ret = net;
	return 0;
}
