/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl doctor`: the daemon, and the hosts that it tells. */
#include "clients/doctor.h"
#include "lib/base/mem.h"
#include "lib/net/http.h"

#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DOCTOR_NET_MS 10000

void
doctor_look_at_daemon(struct doctor *doctor)
{
	const char *socket = doctor->context->socket;
	json_t *status = verb_ask_quietly(doctor->context, "/v1/status");

	if (status == NULL) {
		doctor_say(doctor, DOCTOR_FAIL, "daemon",
		    "no filingd answers on %s; systemctl start filingd, and "
		    "journalctl -u filingd when it does not stay",
		    socket);
		return;
	}
	doctor_say(doctor,
	    json_is_true(json_object_get(status, "well")) ? DOCTOR_OK
							  : DOCTOR_FAIL,
	    "daemon", "%s, %s", verb_text(status, "version"),
	    verb_text(status, "summary"));
	if (strcmp(verb_text(status, "version"), PACKAGE_VERSION) != 0)
		doctor_say(doctor, DOCTOR_WARN, "version",
		    "filingctl is %s; systemctl restart filingd",
		    PACKAGE_VERSION);
	json_decref(status);
}

/* Host and port of "smtp://host:port"; false: it has none. */
static bool
doctor_split(const char *url, char **ret_host, char **ret_port)
{
	const char *host = strstr(url, "://");
	bool tls = strncmp(url, "smtps:", 6) == 0;
	const char *end, *colon;

	if (host == NULL)
		return false;
	host += 3;
	end = host + strcspn(host, "/");
	colon = host[0] == '[' ? memchr(host, ']', (size_t)(end - host)) : host;
	if (colon == NULL)
		return false;
	colon = memchr(colon, ':', (size_t)(end - colon));
	*ret_port = colon != NULL
			? mem_strndup(colon + 1, (size_t)(end - colon) - 1)
			: mem_strdup(tls ? "465" : "25");
	if (colon == NULL)
		colon = end;
	*ret_host = host[0] == '['
			? mem_strndup(host + 1, (size_t)(colon - host) - 2)
			: mem_strndup(host, (size_t)(colon - host));
	return true;
}

static int
doctor_connect(const struct addrinfo *address)
{
	struct timeval limit = {.tv_sec = DOCTOR_NET_MS / 1000};
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int rc;

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	rc = connect(fd, address->ai_addr, address->ai_addrlen);
	close(fd);
	return rc;
}

static void
doctor_try_smtp(struct doctor *doctor, const char *name, const char *url)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
	char *host, *port;
	int rc;

	if (!doctor_split(url, &host, &port))
		return;
	rc = getaddrinfo(host, port, &hints, &found);
	if (rc != 0)
		doctor_say(doctor, DOCTOR_FAIL, "network",
		    "channel '%s': %s: %s; check 'smtp' and the resolver", name,
		    host, gai_strerror(rc));
	else if (doctor_connect(found) != 0)
		doctor_say(doctor, DOCTOR_FAIL, "network",
		    "channel '%s': %s:%s does not take connections: is the "
		    "mail server up?",
		    name, host, port);
	else
		doctor_say(doctor, DOCTOR_OK, "network",
		    "channel '%s': %s:%s takes connections", name, host, port);
	if (rc == 0)
		freeaddrinfo(found);
	mem_free(host);
	mem_free(port);
}

struct doctor_try {
	struct loop *loop;
	struct err err;
	int status;
};

static void
doctor_on_response(struct http_response *response, void *arg)
{
	struct doctor_try *try = arg;

	try->err = response->error;
	try->status = response->status;
	loop_stop(try->loop);
}

/* Any answer will do: the way there, the certificate and the guard are good. */
static void
doctor_try_url(struct doctor *doctor, const char *name, const char *url,
    const struct guard *guard)
{
	struct clock *clock = clock_new_real();
	struct doctor_try try = {.loop = loop_new(clock)};
	struct http *http = http_new(try.loop, "filingd/" PACKAGE_VERSION);
	struct http_request request = {.method = "HEAD",
	    .url = url,
	    .limit = KIB,
	    .cut_at_limit = true,
	    .deadline_ms = DOCTOR_NET_MS,
	    .guard = guard};

	(void)http_send(http, &request, doctor_on_response, &try);
	loop_run(try.loop);
	if (try.err.code != 0)
		doctor_say(doctor, DOCTOR_FAIL, "network", "%s: %s", name,
		    try.err.text);
	else
		doctor_say(doctor, DOCTOR_OK, "network", "%s: reached, http %d",
		    name, try.status);
	http_free(http);
	loop_free(try.loop);
	clock_free(clock);
}

static void
doctor_try_channel(struct doctor *doctor, const struct channel *channel)
{
	char *name = mem_printf("channel '%s'", channel->name);

	switch (channel->kind) {
	case CHANNEL_WEBHOOK:
		doctor_try_url(doctor, name, channel->url, &channel->guard);
		break;
	case CHANNEL_MAIL:
		doctor_try_smtp(doctor, channel->name, channel->smtp);
		break;
	case CHANNEL_EXEC:
	case CHANNEL_DESKTOP:
		break;
	}
	mem_free(name);
}

void
doctor_look_at_network(struct doctor *doctor)
{
	const struct config *config = doctor->config;

	if (config == NULL)
		return;
	for (size_t i = 0; i < config->channel_count; i++)
		doctor_try_channel(doctor, &config->channels[i]);
	if (config->heartbeat.url != NULL)
		doctor_try_url(doctor, "heartbeat", config->heartbeat.url,
		    &config->heartbeat.guard);
}
