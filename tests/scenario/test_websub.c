/* SPDX-License-Identifier: BSD-2-Clause */
/* A feed with a hub: a push hurries the poll, and the polls never wait. */
#include "daemon/generation.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "tests/lib/peer.h"
#include "tests/scenario/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FEED "/feed.xml"

static const char config[] =
    "instance: test\n"
    "state: %%DIR%%/state\n"
    "socket: %%DIR%%/sock\n"
    "definitions: %%SRC%%/watchers/sources\n"
    "reader: { program: %%READER%%, lexicon: %%SRC%%/reading/lexicon }\n"
    "%s{ callback: \"https://me.example.org/hub/\", listen: "
    "\"127.0.0.1:%d\" }\n"
    "sources:\n"
    "  ir: { kind: feed, url: \"%%URL%%" FEED "\", issuer: 603138.SH,\n"
    "    allow: 127.0.0.0/8, poll: 1h }\n"
    "channels:\n"
    "  desk: { mail: desk@localhost, smtp: \"%%SMTP%%\" }\n"
    "operator: desk\n";

static const char feed[] =
    "<?xml version=\"1.0\"?><rss version=\"2.0\" "
    "xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>IR</title>"
    "<atom:link rel=\"self\" href=\"https://ir.example.org/feed.xml\"/>"
    "<atom:link rel=\"hub\" href=\"http://127.0.0.1:%d/\"/>"
    "<item><guid>1</guid><title>Annual meeting</title>"
    "<link>https://ir.example.org/1</link></item></channel></rss>";

/* The hub, and who asks filingd's listener. */
struct stand {
	struct world *world;
	struct peer *hub;
	struct http *http;
	struct guard guard;
	int port; /* of the listener */
	int status; /* that the hub answers */
	int asked;
	bool mute; /* it does not verify */
	const char *verification; /* besides the challenge */
	char token[80], secret[80];
	int answer; /* to the last request at the listener */
	char text[80]; /* its body */
};

static void
on_answer(struct http_response *response, void *arg)
{
	struct stand *stand = arg;

	stand->answer = response->status;
	(void)snprintf(stand->text, sizeof(stand->text), "%s",
	    response->body.len > 0 ? response->body.data : "");
}

static void
request(struct stand *stand, const char *tail, const char *signature,
    const char *body)
{
	const struct http_header header = {"X-Hub-Signature", signature};
	char *url = mem_printf("http://127.0.0.1:%d/hub/%s", stand->port, tail);

	stand->answer = 0;
	(void)http_send(stand->http,
	    &(struct http_request){
		.method = body != NULL ? "POST" : "GET",
		.url = url,
		.headers = &header,
		.header_count = signature != NULL,
		.body = body,
		.body_len = body != NULL ? strlen(body) : 0,
		.limit = MIB,
		.deadline_ms = 10000,
		.guard = &stand->guard,
	    },
	    on_answer, stand);
	mem_free(url);
}

static void
verify(void *arg)
{
	struct stand *stand = arg;
	char *tail = mem_printf(
	    "%s?hub.challenge=a%%2Bb&%s", stand->token, stand->verification);

	request(stand, tail, NULL, NULL);
	mem_free(tail);
}

/* What stands in the form between name and the next &, after the last %2F. */
static void
take(const char *form, const char *name, char value[80])
{
	const char *at = strstr(form, name), *end, *p;

	assert_non_null(at);
	at += strlen(name);
	end = at + strcspn(at, "&");
	for (p = at; p + 3 <= end; p++)
		if (strncmp(p, "%2F", 3) == 0)
			at = p + 3;
	assert_true(end - at < 80);
	(void)snprintf(value, 80, "%.*s", (int)(end - at), at);
}

static void
on_form(struct peer_conn *conn, const char *message, void *arg)
{
	struct stand *stand = arg;

	assert_non_null(strstr(message, "hub.mode=subscribe"));
	assert_non_null(
	    strstr(message, "hub.topic=https%3A%2F%2Fir.example.org%2Ffeed"));
	assert_non_null(
	    strstr(message, "hub.callback=https%3A%2F%2Fme.example.org%2Fhub"
			    "%2F"));
	take(message, "hub.callback=", stand->token);
	take(message, "hub.secret=", stand->secret);
	stand->asked++;
	peer_say(
	    conn, "HTTP/1.1 %d x\r\nContent-Length: 0\r\n\r\n", stand->status);
	if (stand->status == 202 && !stand->mute)
		loop_defer(stand->world->loop, verify, stand);
}

/* A listening socket on a free port. */
static int
bind_port(int *ret_port)
{
	struct sockaddr_in sin = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(sin);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&sin, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&sin, &len), 0);
	assert_int_equal(listen(fd, 1), 0);
	*ret_port = ntohs(sin.sin_port);
	return fd;
}

static void
stand_init_at(struct stand *stand, const char *key, int port)
{
	char *text;

	*stand = (struct stand){
	    .world = world_new(),
	    .guard = {.allow_loopback = true},
	    .port = port,
	    .status = 202,
	    .verification = "hub.mode=subscribe&hub.lease_seconds=3600&"
			    "hub.topic=https://ir.example.org/feed.xml",
	};
	stand->hub = peer_new(stand->world->loop, PEER_HTTP, on_form, stand);
	stand->http = http_new(stand->world->loop, "hub");
	text = mem_printf(feed, peer_port(stand->hub));
	exchange_add_body(
	    stand->world->exchange, FEED, "application/xml", 0, span_of(text));
	mem_free(text);
	text = mem_printf(config, key, stand->port);
	world_start(stand->world, text);
	mem_free(text);
}

static void
stand_init(struct stand *stand, const char *key)
{
	int port, fd = bind_port(&port);

	close(fd);
	stand_init_at(stand, key, port);
}

static void
stand_done(struct stand *stand)
{
	http_free(stand->http);
	service_free(stand->world->service);
	stand->world->service = NULL;
	peer_free(stand->hub);
	world_free(stand->world);
}

static int64_t
polls(const struct stand *stand)
{
	return exchange_requests(stand->world->exchange, FEED);
}

/* Signed with the secret, and something before it. */
static void
push(struct stand *stand, const char *more, const char *body)
{
	uint8_t mac[SHA256_LEN];
	char hex[SHA256_HEX_SIZE];
	char *signature;

	digest_hmac(
	    stand->secret, strlen(stand->secret), body, strlen(body), mac);
	signature =
	    mem_printf("sha256=%s%s", hex_encode(mac, sizeof(mac), hex), more);
	request(stand, stand->token, signature, body);
	mem_free(signature);
}

static void
a_push_hurries_the_poll_and_a_forged_one_does_not(void **state)
{
	struct stand stand;

	(void)state;
	stand_init(&stand, "websub: ");
	world_after(stand.world, MINUTES(1));
	assert_int_equal(polls(&stand), 1);
	assert_int_equal(stand.asked, 1);
	assert_int_equal(stand.answer, 200);
	assert_string_equal(stand.text, "a+b");
	push(&stand, "", "<rss/>");
	world_after(stand.world, SECONDS(1));
	assert_int_equal(stand.answer, 200);
	assert_int_equal(polls(&stand), 2);
	push(&stand, "", "<rss/>");
	push(&stand, "", "<rss></rss>");
	world_after(stand.world, SECONDS(1));
	assert_int_equal(polls(&stand), 2); /* not yet */
	world_after(stand.world, SECONDS(30));
	assert_int_equal(polls(&stand), 3); /* and once */
	push(&stand, "0", "<rss/>");
	world_after(stand.world, SECONDS(30));
	assert_int_equal(stand.answer, 200);
	request(&stand, stand.token, NULL, "<rss/>");
	world_after(stand.world, SECONDS(30));
	assert_int_equal(stand.answer, 200);
	assert_int_equal(polls(&stand), 3);
	stand_done(&stand);
}

static void
what_was_not_asked_is_not_verified(void **state)
{
	static const struct {
		int keep; /* of the token */
		const char *tail, *body;
		int answer;
	} cases[] = {
	    {80,
		"?hub.mode=subscribe&hub.challenge=c&hub.topic=https://x.org/f",
		NULL, 404},
	    {80,
		"?hub.mode=unsubscribe&hub.challenge=c&"
		"hub.topic=https://ir.example.org/feed.xml",
		NULL, 404},
	    {80, "", NULL, 404},
	    {51,
		"?hub.mode=subscribe&hub.challenge=c&"
		"hub.topic=https://ir.example.org/feed.xml",
		NULL, 404},
	    {51,
		"A?hub.mode=subscribe&hub.challenge=c&"
		"hub.topic=https://ir.example.org/feed.xml",
		NULL, 404},
	    {51, "A", "x", 410}, /* as of an earlier start */
	    {51, "", "x", 404},
	    {0, "", "x", 404},
	    {80,
		"?hub.mode=subscribe&hub.challenge=c&"
		"hub.topic=https://ir.example.org/feed.xml",
		NULL, 200},
	};
	struct stand stand;

	(void)state;
	stand_init(&stand, "websub: ");
	world_after(stand.world, MINUTES(1));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char tail[300];

		(void)snprintf(tail, sizeof(tail), "%.*s%s", cases[i].keep,
		    stand.token, cases[i].tail);
		request(&stand, tail, NULL, cases[i].body);
		world_after(stand.world, SECONDS(1));
		assert_int_equal(stand.answer, cases[i].answer);
		assert_string_equal(
		    stand.text, cases[i].answer == 200 ? "c" : "");
	}
	stand_done(&stand);
}

static void
a_subscription_is_renewed_before_its_lease_ends(void **state)
{
	struct stand stand;
	struct websub_figures hub;
	char token[80];

	(void)state;
	stand_init(&stand, "websub: ");
	world_after(stand.world, MINUTES(44));
	assert_int_equal(stand.asked, 1);
	(void)snprintf(token, sizeof(token), "%s", stand.token);
	world_after(stand.world, MINUTES(2));
	assert_int_equal(stand.asked, 2);
	assert_string_equal(stand.token, token);
	assert_true(
	    generation_hub(service_generation(stand.world->service), 0, &hub));
	assert_int_equal(hub.state, WEBSUB_ACTIVE);
	assert_in_range(
	    hub.until, EVENING + MINUTES(104), EVENING + MINUTES(106));
	/* nobody answers any more: the lease runs out, it is asked anew */
	stand.mute = true;
	world_after(stand.world, HOURS(2));
	assert_true(
	    generation_hub(service_generation(stand.world->service), 0, &hub));
	assert_int_equal(hub.until, 0);
	assert_true(stand.asked > 4);
	stand.mute = false;
	world_after(stand.world, HOURS(3));
	assert_true(
	    generation_hub(service_generation(stand.world->service), 0, &hub));
	assert_int_equal(hub.state, WEBSUB_ACTIVE);
	stand_done(&stand);
}

static void
the_polls_go_on_with_a_hub_that_fails(void **state)
{
	struct stand stand;
	struct watcher_stats stats;
	struct websub_figures hub;

	(void)state;
	stand_init(&stand, "websub: ");
	stand.status = 500;
	world_after(stand.world, MINUTES(1) + SECONDS(10));
	assert_int_equal(stand.asked, 2);
	world_after(stand.world, MINUTES(2));
	assert_int_equal(stand.asked, 3);
	peer_free(stand.hub);
	stand.hub = NULL;
	world_after(stand.world, HOURS(24));
	assert_in_range(polls(&stand), 24, 27);
	service_source_stats(stand.world->service, 0, &stats);
	assert_int_equal(stats.health, HEALTH_OK);
	assert_int_equal(world_events(stand.world, ""), 0);
	assert_true(
	    generation_hub(service_generation(stand.world->service), 0, &hub));
	assert_int_equal(hub.state, WEBSUB_IDLE);
	assert_non_null(strstr(hub.why, "127.0.0.1"));
	stand_done(&stand);
}

static void
a_denial_is_obeyed_for_a_day(void **state)
{
	struct stand stand;
	struct websub_figures hub;

	(void)state;
	stand_init(&stand, "websub: ");
	stand.verification = "hub.mode=denied&hub.reason=no+room&"
			     "hub.topic=https://ir.example.org/feed.xml";
	world_after(stand.world, HOURS(23));
	assert_int_equal(stand.answer, 200);
	assert_int_equal(stand.asked, 1);
	assert_true(
	    generation_hub(service_generation(stand.world->service), 0, &hub));
	assert_string_equal(hub.why, "the hub denies it: no room");
	world_after(stand.world, HOURS(2));
	assert_int_equal(stand.asked, 2);
	stand_done(&stand);
}

static void
a_reload_subscribes_anew(void **state)
{
	struct stand stand;
	struct err err = ERR_NONE;
	struct buf complaints;
	char token[80];

	(void)state;
	stand_init(&stand, "websub: ");
	world_after(stand.world, MINUTES(1));
	(void)snprintf(token, sizeof(token), "%s", stand.token);
	buf_init(&complaints, MIB);
	assert_int_equal(
	    service_reload(stand.world->service, &complaints, &err), 0);
	buf_done(&complaints);
	world_after(stand.world, HOURS(1)); /* the next poll */
	assert_int_equal(stand.asked, 2);
	assert_string_not_equal(stand.token, token);
	assert_int_equal(stand.answer, 200);
	request(&stand, token, NULL, "<rss/>");
	world_after(stand.world, SECONDS(1));
	assert_int_equal(stand.answer, 410);
	stand_done(&stand);
}

static void
a_push_does_not_disturb_a_source_that_fails(void **state)
{
	struct stand stand;
	int64_t before;

	(void)state;
	stand_init(&stand, "websub: ");
	world_after(stand.world, MINUTES(1));
	world_fault(stand.world, EXCHANGE_RETRY_AFTER, 600, HOURS(2));
	push(&stand, "", "<rss/>");
	world_after(stand.world, SECONDS(2));
	before = polls(&stand);
	assert_int_equal(before, 2);
	push(&stand, "", "<rss/>");
	world_after(stand.world, SECONDS(8));
	assert_int_equal(stand.answer, 200);
	assert_int_equal(polls(&stand), before);
	stand_done(&stand);
}

static void
without_the_section_nothing_is_subscribed(void **state)
{
	struct stand stand;
	struct websub_figures hub;

	(void)state;
	stand_init(&stand, "#websub: ");
	world_after(stand.world, HOURS(3));
	assert_int_equal(stand.asked, 0);
	assert_true(
	    generation_hub(service_generation(stand.world->service), 0, &hub));
	assert_string_equal(hub.why, "the configuration has no 'websub'");
	request(&stand, "x", NULL, "<rss/>");
	world_after(stand.world, SECONDS(1));
	assert_int_equal(stand.answer, 0); /* nobody listens */
	stand_done(&stand);
}

static void
without_its_listener_filingd_only_polls(void **state)
{
	struct stand stand;
	struct websub_figures hub;
	int port, fd = bind_port(&port);

	(void)state;
	stand_init_at(&stand, "websub: ", port);
	world_after(stand.world, HOURS(3));
	assert_int_equal(stand.asked, 0);
	assert_in_range(polls(&stand), 3, 5);
	assert_true(
	    generation_hub(service_generation(stand.world->service), 0, &hub));
	assert_string_equal(
	    hub.why, "filingd cannot listen for hubs, see its log");
	close(fd);
	stand_done(&stand);
}

static void
too_large_a_push_is_refused_unread(void **state)
{
	struct stand stand;
	char *body = mem_array(MIB + 2, 1);

	(void)state;
	stand_init(&stand, "websub: ");
	world_after(stand.world, MINUTES(1));
	memset(body, 'x', MIB + 1);
	push(&stand, "", body);
	world_after(stand.world, SECONDS(30));
	assert_int_not_equal(stand.answer, 200);
	assert_int_equal(polls(&stand), 1);
	body[MIB] = '\0';
	push(&stand, "", body);
	world_after(stand.world, SECONDS(30));
	assert_int_equal(stand.answer, 200);
	assert_int_equal(polls(&stand), 2);
	mem_free(body);
	stand_done(&stand);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_push_hurries_the_poll_and_a_forged_one_does_not),
	    cmocka_unit_test(what_was_not_asked_is_not_verified),
	    cmocka_unit_test(a_subscription_is_renewed_before_its_lease_ends),
	    cmocka_unit_test(the_polls_go_on_with_a_hub_that_fails),
	    cmocka_unit_test(a_denial_is_obeyed_for_a_day),
	    cmocka_unit_test(a_reload_subscribes_anew),
	    cmocka_unit_test(a_push_does_not_disturb_a_source_that_fails),
	    cmocka_unit_test(without_the_section_nothing_is_subscribed),
	    cmocka_unit_test(without_its_listener_filingd_only_polls),
	    cmocka_unit_test(too_large_a_push_is_refused_unread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
