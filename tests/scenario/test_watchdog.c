/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who watches over filingd, in held time: the service manager's watchdog and
 * its status line, and the heartbeat that goes out. What cannot be had
 * otherwise, a part that stands still and a store that fails, is wrapped in.
 */
#include "tests/scenario/world.h"

#include "daemon/pulse.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "tests/lib/peer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LOSS                                                                                       \
	"<html><body><p>预计2025年度归属于上市公司股东的净利润为-9,000万元至" \
	"-7,500万元。</p></body></html>"

static bool stands;

bool __real_pulse_beats(struct service *service, const char **ret_why);
bool __wrap_pulse_beats(struct service *service, const char **ret_why);

bool
__wrap_pulse_beats(struct service *service, const char **ret_why)
{
	bool beats = __real_pulse_beats(service, ret_why);

	/* Held time stands still for nobody. */
	assert_true(beats);
	return !stands;
}

static bool ailing;

bool __wrap_service_is_ailing(const struct service *service);

bool
__wrap_service_is_ailing(const struct service *service)
{
	(void)service;
	return ailing;
}

/* The service manager's end. */
struct manager {
	int fd;
	char path[64];
	int fed;
	int ready;
	char status[1024];
};

static void
manager_init(struct manager *manager)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};

	*manager = (struct manager){0};
	(void)snprintf(manager->path, sizeof(manager->path),
	    "/tmp/filingd-notify-%d", (int)getpid());
	memcpy(sun.sun_path, manager->path, strlen(manager->path) + 1);
	(void)unlink(manager->path); /* of a run that was killed */
	manager->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	assert_true(manager->fd >= 0);
	assert_int_equal(
	    bind(manager->fd, (struct sockaddr *)&sun, sizeof(sun)), 0);
	assert_int_equal(setenv("NOTIFY_SOCKET", manager->path, 1), 0);
	assert_int_equal(setenv("WATCHDOG_USEC", "60000000", 1), 0);
	(void)unsetenv("WATCHDOG_PID");
}

static void
manager_done(struct manager *manager)
{
	(void)unsetenv("NOTIFY_SOCKET");
	(void)unsetenv("WATCHDOG_USEC");
	close(manager->fd);
	(void)unlink(manager->path);
}

static void
manager_read(struct manager *manager)
{
	char text[1024];
	ssize_t n;

	manager->fed = 0;
	while ((n = recv(manager->fd, text, sizeof(text) - 1, 0)) > 0) {
		text[n] = '\0';
		manager->fed += strcmp(text, "WATCHDOG=1") == 0;
		manager->ready += strcmp(text, "READY=1") == 0;
		if (strncmp(text, "STATUS=", 7) == 0)
			(void)snprintf(manager->status, sizeof(manager->status),
			    "%s", text + 7);
	}
}

/* The queue of a datagram socket is short: it is read as time goes on. */
static int
fed_in(struct world *world, struct manager *manager, int64_t ms)
{
	int fed = 0;

	for (int64_t done = 0; done < ms; done += SECONDS(30)) {
		world_after(world, SECONDS(30));
		manager_read(manager);
		fed += manager->fed;
	}
	return fed;
}

static void
the_watchdog_is_fed_while_all_moves(void **state)
{
	struct world *world = world_new();
	struct manager manager;
	char wanted[] = "1/1 fresh, 0 pending, last warning ";

	(void)state;
	manager_init(&manager);
	world_publish(world, "1225000001", "603138", "业绩预亏公告", LOSS);
	world_start(world, NULL);
	assert_in_range(fed_in(world, &manager, MINUTES(5)), 25, 35);
	assert_int_equal(manager.ready, 1);
	if (strncmp(manager.status, wanted, strlen(wanted)) != 0)
		fail_msg("STATUS=%s", manager.status);

	stands = true;
	assert_int_equal(fed_in(world, &manager, MINUTES(5)), 0);
	stands = false;
	assert_true(fed_in(world, &manager, MINUTES(1)) > 0);
	world_free(world);
	manager_done(&manager);
}

static const char config[] =
    "instance: test\n"
    "state: %%DIR%%/state\n"
    "socket: %%DIR%%/sock\n"
    "definitions: %%DIR%%/sources\n"
    "reader: { program: %%READER%%, lexicon: %%SRC%%/reading/lexicon }\n"
    "sources:\n"
    "  cninfo: { catch-up: all, allow: 127.0.0.0/8 }\n"
    "channels:\n"
    "  desk: { mail: desk@localhost, smtp: \"%%SMTP%%\" }\n"
    "operator: desk\n"
    "heartbeat: { url: \"http://127.0.0.1:%d/ping/1b2c\", every: 60s%s }\n";

/* Who watches over filingd, and what it got. */
struct over {
	struct world *world;
	struct peer *peer;
	int status; /* that it answers */
	int pings, fails, others;
	char body[256];
	int lines; /* about the heartbeat, in the log */
};

static void
over_on_request(struct peer_conn *conn, const char *message, void *arg)
{
	struct over *over = arg;
	const char *body = strstr(message, "\r\n\r\n");

	if (strncmp(message, "GET /ping/1b2c HTTP", 19) == 0)
		over->pings++;
	else if (strncmp(message, "POST /ping/1b2c/fail HTTP", 25) == 0)
		over->fails++;
	else
		over->others++;
	(void)snprintf(
	    over->body, sizeof(over->body), "%s", body != NULL ? body + 4 : "");
	peer_say(
	    conn, "HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n", over->status);
}

static void
over_on_line(enum log_level level, const char *line, void *arg)
{
	struct over *over = arg;

	over->lines +=
	    level <= LOG_AT_INFO && strncmp(line, "heartbeat: ", 11) == 0;
	/* The address is a secret of a kind: who knows it can answer for us. */
	assert_null(strstr(line, "1b2c"));
}

static void
over_start(struct over *over, const char *allow)
{
	char *text;

	over->world = world_new();
	log_set_level(LOG_AT_INFO);
	log_set_hook(over_on_line, over);
	over->status = 200;
	over->peer =
	    peer_new(over->world->loop, PEER_HTTP, over_on_request, over);
	text = mem_printf(config, peer_port(over->peer), allow);
	world_start(over->world, text);
	mem_free(text);
}

static void
over_end(struct over *over)
{
	log_set_hook(NULL, NULL);
	service_free(over->world->service);
	over->world->service = NULL;
	peer_free(over->peer);
	world_free(over->world);
}

static void
a_heartbeat_goes_out_while_all_is_well(void **state)
{
	struct over over = {0};

	(void)state;
	over_start(&over, ", allow: 127.0.0.0/8");
	world_after(over.world, MINUTES(10) + SECONDS(5));
	assert_int_equal(over.pings, 10);
	assert_int_equal(over.fails + over.others + over.lines, 0);
	assert_int_equal(
	    service_heartbeat_at(over.world->service), EVENING + MINUTES(10));
	over_end(&over);
}

static void
a_source_that_is_not_seen_fails_it(void **state)
{
	struct over over = {0};

	(void)state;
	over_start(&over, ", allow: 127.0.0.0/8");
	world_after(over.world, MINUTES(2) + SECONDS(5));
	assert_int_equal(over.pings, 2);
	world_fault(over.world, EXCHANGE_STATUS, 500, MINUTES(30));
	world_after(over.world, MINUTES(25));
	assert_true(over.fails > 10);
	assert_memory_equal(over.body, "cninfo: ", 8);
	world_after(over.world, MINUTES(15));
	assert_string_equal(over.body, "");
	assert_int_equal(over.lines, 0);
	over_end(&over);
}

static void
a_store_that_cannot_write_fails_it(void **state)
{
	struct over over = {0};

	(void)state;
	over_start(&over, ", allow: 127.0.0.0/8");
	ailing = true;
	world_after(over.world, MINUTES(2) + SECONDS(5));
	ailing = false;
	assert_int_equal(over.fails, 2);
	assert_int_equal(over.pings, 0);
	assert_string_equal(over.body, "the store cannot write");
	over_end(&over);
}

static void
one_that_is_not_taken_is_logged_once(void **state)
{
	struct over over = {0};

	(void)state;
	over_start(&over, ", allow: 127.0.0.0/8");
	over.status = 503;
	world_after(over.world, MINUTES(5) + SECONDS(5));
	assert_int_equal(over.pings, 5);
	assert_int_equal(over.lines, 1);
	assert_int_equal(service_heartbeat_at(over.world->service), 0);
	over.status = 200;
	world_after(over.world, MINUTES(5));
	assert_int_equal(over.lines, 2);
	over_end(&over);
}

static void
an_address_that_is_not_allowed_gets_nothing(void **state)
{
	struct over over = {0};

	(void)state;
	over_start(&over, "");
	world_after(over.world, MINUTES(5));
	assert_int_equal(peer_accepted(over.peer), 0);
	assert_int_equal(over.lines, 1);
	over_end(&over);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_watchdog_is_fed_while_all_moves),
	    cmocka_unit_test(a_heartbeat_goes_out_while_all_is_well),
	    cmocka_unit_test(a_source_that_is_not_seen_fails_it),
	    cmocka_unit_test(a_store_that_cannot_write_fails_it),
	    cmocka_unit_test(one_that_is_not_taken_is_logged_once),
	    cmocka_unit_test(an_address_that_is_not_allowed_gets_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
