/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * No address that is not public is connected to, however it is written, by
 * whichever part of filingd: connect() and getaddrinfo() are those of this
 * test, so that every attempt is seen and none leaves the machine.
 */
#include "alerts/carrier.h"
#include "daemon/heartbeat.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/net/guard.h"
#include "lib/net/http.h"
#include "lib/net/pace.h"
#include "tests/lib/peer.h"
#include "tests/lib/spellings.h"
#include "tests/scenario/world.h"
#include "watchers/definition.h"
#include "watchers/fetch.h"
#include "watchers/websub.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define START  EVENING
#define HOME   "127.0.0.9" /* the peer is allowed there, and there alone */
#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define PUBLIC "93.184.215.14"

/* What was connected to since the last look, at the peer's port. */
static struct {
	int port;
	_Atomic int home, others;
	char last[INET6_ADDRSTRLEN];
} network;

static int
network_port(const struct sockaddr *sa)
{
	/* in the same place for both families */
	return ntohs(((const struct sockaddr_in *)(const void *)sa)->sin_port);
}

static bool
network_is_home(const struct sockaddr *sa)
{
	const struct sockaddr_in *in = (const void *)sa;

	return sa->sa_family == AF_INET &&
	       in->sin_addr.s_addr == inet_addr(HOME);
}

int
connect(int fd, const struct sockaddr *sa, socklen_t len)
{
	const struct sockaddr_in *in = (const void *)sa;
	const struct sockaddr_in6 *in6 = (const void *)sa;
	bool v6 = sa->sa_family == AF_INET6;

	if (sa->sa_family == AF_UNIX || network_port(sa) != network.port)
		return (int)syscall(SYS_connect, fd, sa, len);
	if (network_is_home(sa)) {
		network.home++;
		return (int)syscall(SYS_connect, fd, sa, len);
	}
	network.others++;
	inet_ntop(sa->sa_family,
	    v6 ? (const void *)&in6->sin6_addr : (const void *)&in->sin_addr,
	    network.last, sizeof(network.last));
	errno = ECONNREFUSED;
	return -1;
}

/* Two names, whose addresses change from one question to the next. */
static _Atomic int rebind_asked;

int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
    struct addrinfo **ret)
{
	static int (*real)(const char *, const char *, const struct addrinfo *,
	    struct addrinfo **);
	struct addrinfo numeric = *hints;

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	numeric.ai_flags |= AI_NUMERICHOST;
	numeric.ai_family = AF_UNSPEC;
	if (strcasecmp(node, "localhost") == 0)
		return real("127.0.0.1", service, &numeric, ret);
	if (strcmp(node, "rebind.test") == 0)
		return real(rebind_asked++ == 0 ? PUBLIC : "10.9.8.7", service,
		    &numeric, ret);
	if (strcmp(node, "both.test") == 0) {
		int r = real(PUBLIC, service, &numeric, ret);

		return r != 0 ? r
			      : real("10.9.8.7", service, &numeric,
				    &(*ret)->ai_next);
	}
	return real(node, service, &numeric, ret);
}

/* What the parts of filingd that ask the network share. */
struct stand {
	struct clock *clock;
	struct loop *loop;
	struct http *http;
	struct pace *pace;
	struct fetch *fetch;
	struct peer *peer;
	struct websub *websub;
	struct guard guard;
	struct guard_net nets[2];
	struct definition definition;
	struct carrier_parts parts;
	struct channel channel;
	struct delivery delivery;
	struct delivery_event event;
	struct carriage carriage;
	const char *host; /* what is tried */
	char url[256];
	int port;
	bool done;
	int code;
	char why[512];
};

static void
stand_end(struct stand *stand, int code, const char *why)
{
	stand->done = true;
	stand->code = code;
	(void)snprintf(stand->why, sizeof(stand->why), "%s", why);
}

/* The peer sends everybody on to what is tried. */
static void
stand_on_request(struct peer_conn *conn, const char *message, void *arg)
{
	struct stand *stand = arg;

	(void)message;
	peer_say(conn,
	    "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n",
	    stand->url);
}

static void
stand_on_document(struct fetch_result *result, void *arg)
{
	stand_end(arg, result->error.code, result->error.text);
}

static void
stand_on_answer(const struct carrier_answer *answer, void *arg)
{
	stand_end(arg, answer->error, answer->why);
}

static void
begin_fetch(struct stand *stand, const char *url)
{
	struct fetch_request request = {.definition = &stand->definition,
	    .guard = &stand->guard,
	    .url = url,
	    .tries = 1};

	(void)fetch_start(stand->fetch, &request, stand_on_document, stand);
}

static void
begin_document(struct stand *stand)
{
	begin_fetch(stand, stand->url);
}

static void
begin_redirect(struct stand *stand)
{
	char url[64];

	(void)snprintf(
	    url, sizeof(url), "http://" HOME ":%d/list", stand->port);
	begin_fetch(stand, url);
}

static void
begin_proxied(struct stand *stand)
{
	static char proxy[64];

	(void)snprintf(proxy, sizeof(proxy), "http://" HOME ":%d", stand->port);
	stand->guard.proxy = proxy;
	begin_fetch(stand, stand->url);
}

static void
stand_carry(struct stand *stand)
{
	struct err err = ERR_NONE;

	if (channel_check(&stand->channel, &err) < 0)
		stand_end(stand, err.code, err.text); /* no such config */
	else
		(void)carrier_of(stand->channel.kind)
		    ->send(&stand->carriage, stand_on_answer, stand);
}

static void
begin_webhook(struct stand *stand)
{
	stand->channel.kind = CHANNEL_WEBHOOK;
	stand->channel.url = stand->url;
	stand_carry(stand);
}

/* As the config reads it: a mail server may be this machine. */
static void
begin_mail(struct stand *stand)
{
	static char *recipients[] = {(char *)(uintptr_t) "a@example.org"};

	stand->channel.kind = CHANNEL_MAIL;
	stand->channel.recipient_count = 1;
	stand->channel.recipients = recipients;
	(void)snprintf(stand->url, sizeof(stand->url), "smtp://%s:%d",
	    stand->host, stand->port);
	stand->channel.smtp = stand->url;
	stand_carry(stand);
}

static void
begin_hub(struct stand *stand)
{
	(void)snprintf(stand->url, sizeof(stand->url), "https://%s:%d/",
	    stand->host, stand->port);
	websub_offer(stand->websub, &(struct websub_offer){.source = "s",
					.hub = stand->url,
					.topic = "https://t.example",
					.guard = &stand->guard});
}

static bool
stand_on_poll(void *arg, const char *source)
{
	(void)arg;
	(void)source;
	return true;
}

static void
stand_look_at_hub(struct stand *stand)
{
	struct websub_figures figures;

	if (websub_figures(stand->websub, "s", &figures) &&
	    figures.why[0] != '\0')
		stand_end(stand,
		    strstr(figures.why, " is refused: ") != NULL ? ERR_DENIED
								 : ERR_CONNECT,
		    figures.why);
}

static void
stand_run(struct stand *stand)
{
	for (int i = 0; i < 600 && !stand->done; i++) {
		loop_run_until(stand->loop, loop_now(stand->loop) + 1000);
		stand_look_at_hub(stand);
	}
	if (!stand->done)
		fail_msg("%s: nothing came of it", stand->url);
}

static void
stand_open_parts(struct stand *stand)
{
	struct err err = ERR_NONE;

	stand->definition.document_limit = MIB;
	stand->definition.deadline_ms = 30000;
	stand->parts = (struct carrier_parts){.loop = stand->loop,
	    .http = stand->http,
	    .instance = (char *)(uintptr_t) "test",
	    .host = (char *)(uintptr_t) "test"};
	stand->channel = (struct channel){.allow_insecure = true,
	    .name = (char *)(uintptr_t) "c",
	    .concurrency = 1,
	    .secret_count = 1};
	assert_int_equal(
	    channel_secret_parse(SECRET, &stand->channel.secrets[0], &err), 0);
	stand->event.id = (char *)(uintptr_t) "evt_test";
	buf_init(&stand->event.body, MIB);
	buf_init(&stand->delivery.message, MIB);
	assert_int_equal(buf_add(&stand->event.body, "{}", 2), 0);
	assert_int_equal(
	    buf_add(&stand->delivery.message, "Subject: x\n", 11), 0);
	stand->delivery.event_count = 1;
	stand->delivery.events = &stand->event;
	stand->delivery.recipient = (char *)(uintptr_t) "a@example.org";
	stand->carriage = (struct carriage){.parts = &stand->parts,
	    .channel = &stand->channel,
	    .delivery = &stand->delivery,
	    .now = START};
}

/* allow: one more network; NULL: none but the peer's. */
static void
stand_init(struct stand *stand, const char *host, const char *allow)
{
	*stand = (struct stand){.guard = {.count = 1}};
	stand->guard.nets = stand->nets;
	assert_int_equal(guard_net_parse(HOME, &stand->nets[0], NULL), 0);
	if (allow != NULL) {
		assert_int_equal(
		    guard_net_parse(allow, &stand->nets[1], NULL), 0);
		stand->guard.count = 2;
	}
	stand->clock = clock_new_held(START);
	stand->loop = loop_new(stand->clock);
	stand->http = http_new(stand->loop, "filingd-test");
	stand->pace = pace_new(stand->loop, 0);
	stand->fetch = fetch_new(stand->loop, stand->http, stand->pace);
	stand->peer = peer_new(stand->loop, PEER_HTTP, stand_on_request, stand);
	stand->port = peer_port(stand->peer);
	stand->websub = websub_new(&(struct websub_parts){.loop = stand->loop,
	    .http = stand->http,
	    .callback = "https://c.example/",
	    .poll = stand_on_poll});
	stand_open_parts(stand);
	stand->channel.guard = stand->guard;
	stand->host = host;
	(void)snprintf(
	    stand->url, sizeof(stand->url), "http://%s:%d/", host, stand->port);
	network.home = network.others = 0;
	network.port = stand->port;
}

static void
stand_done(struct stand *stand)
{
	websub_free(stand->websub);
	fetch_free(stand->fetch);
	http_free(stand->http);
	pace_free(stand->pace);
	peer_free(stand->peer);
	loop_free(stand->loop);
	clock_free(stand->clock);
	buf_done(&stand->event.body);
	buf_done(&stand->delivery.message);
	mem_free(stand->channel.secrets[0].key);
}

struct way {
	const char *name;
	void (*begin)(struct stand *stand);
	int home; /* connections to the peer that belong to it */
	bool loopback; /* is allowed */
};

static const struct way ways[] = {
    {"document", begin_document, 0, false},
    {"redirect", begin_redirect, 1, false},
    {"proxied", begin_proxied, 0, false},
    {"webhook", begin_webhook, 0, false},
    {"mail", begin_mail, 0, true},
    {"hub", begin_hub, 0, false},
};
#define WAYS (sizeof(ways) / sizeof(ways[0]))

/* Refused before connect; true when it was the guard that did. */
static bool
refused(const struct way *way, const char *host)
{
	struct stand stand;
	bool denied;

	stand_init(&stand, host, NULL);
	stand.channel.guard.allow_loopback = way->loopback;
	way->begin(&stand);
	stand_run(&stand);
	denied = stand.code == ERR_DENIED;
	if (way->loopback && network.others > 0) {
		/* the mail server of this machine */
		assert_true(strncmp(network.last, "127.", 4) == 0 ||
			    strcmp(network.last, "::1") == 0 ||
			    strncmp(network.last, "::ffff:127.", 11) == 0);
	} else if (network.others > 0 || network.home != way->home ||
		   stand.code == 0) {
		fail_msg("%s of %s: connected to %s, %d times home: %d %s",
		    way->name, host, network.last, network.home, stand.code,
		    stand.why);
	}
	if (denied && strstr(stand.why, "add \"allow: ") == NULL)
		fail_msg("%s of %s does not say what to add: %s", way->name,
		    host, stand.why);
	stand_done(&stand);
	return denied;
}

static void
no_part_of_filingd_connects_to_what_is_not_public(void **state)
{
	(void)state;
	assert_true(spelling_count >= 60);
	for (size_t i = 0; i < WAYS; i++) {
		int denied = 0;

		for (size_t k = 0; k < spelling_count; k++)
			denied += refused(&ways[i], spellings[k]);
		print_message("%s: %zu spellings, %d refused by address\n",
		    ways[i].name, spelling_count, denied);
		assert_true(denied >= 40);
	}
}

static const struct {
	const char *host, *allow, *reached;
} allowed[] = {
    {"10.2.0.7", "10.2.0.0/16", "10.2.0.7"},
    {"0xa9fea9fe", "169.254.169.254", "169.254.169.254"},
    {"[fd00::5]", "fd00::/8", "fd00::5"},
    {"127.1", "127.0.0.1", "127.0.0.1"},
    {"[::1]", "::1", "::1"},
};

static void
what_the_operator_allows_is_connected_to(void **state)
{
	struct stand stand;

	(void)state;
	for (size_t i = 0; i < WAYS; i++) {
		if (ways[i].begin == begin_proxied)
			continue; /* the proxy connects */
		for (size_t k = 0; k < sizeof(allowed) / sizeof(allowed[0]);
		     k++) {
			stand_init(&stand, allowed[k].host, allowed[k].allow);
			ways[i].begin(&stand);
			stand_run(&stand);
			if (stand.code == ERR_DENIED || network.others < 1)
				fail_msg("%s of %s: %s", ways[i].name,
				    allowed[k].host, stand.why);
			assert_string_equal(network.last, allowed[k].reached);
			stand_done(&stand);
		}
	}
}

/* First public, then private: judged by the address that is used. */
static void
a_name_that_is_bound_anew_leads_nowhere(void **state)
{
	struct stand stand;

	(void)state;
	for (size_t i = 0; i < WAYS; i++) {
		if (ways[i].begin == begin_proxied)
			continue; /* the proxy looks names up */
		rebind_asked = 0;
		for (int k = 0; k < 2; k++) {
			stand_init(&stand, "rebind.test", NULL);
			ways[i].begin(&stand);
			stand_run(&stand);
			assert_int_equal(network.others, k == 0 ? 1 : 0);
			if (k == 0)
				assert_string_equal(network.last, PUBLIC);
			assert_int_equal(stand.code == ERR_DENIED, k == 1);
			stand_done(&stand);
		}
		assert_int_equal(rebind_asked, 2);
	}
}

static void
a_name_with_a_public_and_a_private_address_leads_to_the_public_one(void **state)
{
	struct stand stand;

	(void)state;
	for (size_t i = 0; i < WAYS; i++) {
		if (ways[i].begin == begin_proxied)
			continue;
		stand_init(&stand, "both.test", NULL);
		ways[i].begin(&stand);
		stand_run(&stand);
		assert_int_equal(network.others, 1);
		assert_string_equal(network.last, PUBLIC);
		stand_done(&stand);
	}
}

/* The last line that was logged. */
static char logged[512];

static void
on_log(enum log_level level, const char *line, void *arg)
{
	(void)level;
	(void)arg;
	(void)snprintf(logged, sizeof(logged), "%s", line);
}

/* A beat to the host, without an answer from there. */
static void
beat(struct world *world, struct http *http, const char *host)
{
	struct heartbeat *heartbeat = heartbeat_new(world->service, http);
	char url[256];
	struct config_heartbeat config = {.url = url, .every = 1000};

	(void)snprintf(
	    url, sizeof(url), "http://%s:%d/beat", host, network.port);
	network.home = network.others = 0;
	logged[0] = '\0';
	heartbeat_configure(heartbeat, &config);
	world_after(world, SECONDS(2));
	if (network.others + network.home > 0 ||
	    strstr(logged, "heartbeat: ") == NULL)
		fail_msg("heartbeat to %s: connected to %s; %s", host,
		    network.last, logged);
	assert_int_equal(heartbeat_taken(heartbeat), 0);
	heartbeat_free(heartbeat);
}

static void
no_heartbeat_goes_to_what_is_not_public(void **state)
{
	struct world *world = world_new();
	struct http *http = http_new(world->loop, "filingd-test");
	int denied = 0;

	(void)state;
	world_start(world, NULL);
	world_after(world, MINUTES(1));
	log_set_level(LOG_AT_WARNING);
	log_set_hook(on_log, NULL);
	network.port = 1; /* nobody listens there */
	for (size_t i = 0; i < spelling_count; i++) {
		beat(world, http, spellings[i]);
		denied += strstr(logged, "add \"allow: ") != NULL;
	}
	log_set_hook(NULL, NULL);
	log_set_level(LOG_AT_ERROR);
	print_message("heartbeat: %zu spellings, %d refused by address\n",
	    spelling_count, denied);
	assert_true(denied >= 60);
	http_free(http);
	world_free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_part_of_filingd_connects_to_what_is_not_public),
	    cmocka_unit_test(no_heartbeat_goes_to_what_is_not_public),
	    cmocka_unit_test(what_the_operator_allows_is_connected_to),
	    cmocka_unit_test(a_name_that_is_bound_anew_leads_nowhere),
	    cmocka_unit_test(
		a_name_with_a_public_and_a_private_address_leads_to_the_public_one),
	};

	log_init("filingd", LOG_TO_STDERR, LOG_AT_ERROR);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
