/* SPDX-License-Identifier: BSD-2-Clause */
/* Everything around an outbox that its tests need. */
#include "tests/unit/alerts/rig.h"

#include "alerts/body.h"
#include "alerts/event_rows.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <unistd.h>

static void
rig_on_turn(void *arg)
{
	struct rig *rig = arg;

	if (db_is_open(rig->db))
		err_drop(db_commit(rig->db, NULL)); /* the callbacks know */
}

static void
rig_on_result(const struct outbox_result *result, void *arg)
{
	struct rig *rig = arg;
	struct rig_result *kept = &rig->results[rig->result_count++];

	assert(rig->result_count < RIG_MAX);
	*kept = (struct rig_result){.at = loop_now(rig->loop),
	    .attempt = result->attempt,
	    .sent = result->sent,
	    .dead = result->dead,
	    .retry_ms = result->retry_ms};
	(void)snprintf(
	    kept->channel, sizeof(kept->channel), "%s", result->channel);
	(void)snprintf(
	    kept->recipient, sizeof(kept->recipient), "%s", result->recipient);
	(void)snprintf(
	    kept->event_id, sizeof(kept->event_id), "%s", result->event_id);
	(void)snprintf(kept->why, sizeof(kept->why), "%s", result->why);
}

static void
rig_on_trouble(const struct outbox_trouble *trouble, void *arg)
{
	struct rig *rig = arg;
	struct rig_trouble *kept = &rig->troubles[rig->trouble_count++];

	assert(rig->trouble_count < RIG_MAX);
	kept->type = trouble->type;
	(void)snprintf(
	    kept->channel, sizeof(kept->channel), "%s", trouble->channel);
	(void)snprintf(kept->text, sizeof(kept->text), "%s", trouble->text);
}

void
rig_open_outbox(struct rig *rig)
{
	rig->outbox = outbox_new(rig->loop, rig->db, rig->http, "desk1");
	outbox_on_result(rig->outbox, rig_on_result, rig);
	outbox_on_trouble(rig->outbox, rig_on_trouble, rig);
}

struct rig *
rig_new(const char *path)
{
	struct rig *rig = mem_new(sizeof(*rig));
	struct err err = ERR_NONE;

	rig->clock = clock_new_held(RIG_START);
	rig->loop = loop_new(rig->clock);
	rig->http = http_new(rig->loop, "filingd/test");
	loop_on_turn(rig->loop, rig_on_turn, rig);
	int r = db_open(path != NULL ? path : ":memory:", &rig->db, &err);
	if (r < 0)
		(void)fprintf(stderr, "%s\n", err.text);
	assert(r == 0);
	rig_open_outbox(rig);
	return rig;
}

void
rig_free(struct rig *rig)
{
	outbox_free(rig->outbox);
	for (size_t i = 0; i < rig->channel_count; i++)
		channel_done(&rig->channels[i]);
	db_close(rig->db);
	http_free(rig->http);
	loop_free(rig->loop);
	clock_free(rig->clock);
	mem_free(rig);
}

void
rig_limit_files(bool full)
{
	struct rlimit limit;
	int r = getrlimit(RLIMIT_FSIZE, &limit);

	assert(r == 0);
	limit.rlim_cur = full ? 4096 : limit.rlim_max;
	r = setrlimit(RLIMIT_FSIZE, &limit);
	assert(r == 0);
}

void
rig_remove_store(const char *dir, const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm", ".lock"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char *file = mem_printf("%s%s", path, ends[i]);
		(void)unlink(file); /* some are not there */
		mem_free(file);
	}
	int r = rmdir(dir);
	assert(r == 0);
}

static struct channel *
rig_add_channel(struct rig *rig, const char *name, enum channel_kind kind)
{
	struct channel *channel = &rig->channels[rig->channel_count++];
	int r;

	assert(rig->channel_count <= RIG_CHANNEL);
	*channel = (struct channel){
	    .name = mem_strdup(name), .kind = kind, .concurrency = 4};
	channel->guard.nets = mem_array(1, sizeof(*channel->guard.nets));
	channel->guard.count = 1;
	r = guard_net_parse("127.0.0.0/8", channel->guard.nets, NULL);
	assert(r == 0);
	return channel;
}

struct channel *
rig_add_hook(struct rig *rig, const char *name, int port)
{
	struct channel *channel = rig_add_channel(rig, name, CHANNEL_WEBHOOK);
	int r;

	channel->url = mem_printf("http://127.0.0.1:%d/hook", port);
	channel->allow_insecure = true;
	channel->secret_count = 1;
	r = channel_secret_parse(RIG_SECRET, &channel->secrets[0], NULL);
	assert(r == 0);
	return channel;
}

struct channel *
rig_add_mail(struct rig *rig, const char *name, int port,
    const char *const recipients[], size_t count)
{
	struct channel *channel = rig_add_channel(rig, name, CHANNEL_MAIL);

	channel->smtp = mem_printf("smtp://127.0.0.1:%d", port);
	channel->from = mem_strdup("filingd@example.org");
	channel->recipient_count = count;
	channel->recipients = mem_array(count, sizeof(char *));
	for (size_t i = 0; i < count; i++)
		channel->recipients[i] = mem_strdup(recipients[i]);
	return channel;
}

struct channel *
rig_add_desktop(struct rig *rig, const char *name)
{
	struct channel *channel = rig_add_channel(rig, name, CHANNEL_DESKTOP);

	channel->group = mem_strdup("traders");
	channel->body = mem_strdup("full");
	channel->max_age = 24 * H;
	return channel;
}

void
rig_use_channels(struct rig *rig)
{
	outbox_set_channels(rig->outbox, rig->channels, rig->channel_count);
}

int64_t
rig_store_event(struct rig *rig, int n)
{
	struct err err = ERR_NONE;
	struct sample sample;
	struct buf body;

	sample_fill(&sample);
	(void)snprintf(sample.event.id, sizeof(sample.event.id), "evt_%d", n);
	buf_init(&body, BODY_LIMIT);
	body_build(&sample.event, &body);
	int r = event_rows_add(rig->db, &sample.event,
	    &(struct event_row){
		.line = "the line",
		.body = {body.data, body.len},
		.seen = loop_now(rig->loop) - 1000,
		.created = loop_now(rig->loop),
	    },
	    &err);
	if (r < 0)
		(void)fprintf(stderr, "%s\n", err.text);
	assert(r == 0);
	buf_done(&body);
	rig->seq = sample.event.seq;
	return rig->seq;
}

int
rig_add(struct rig *rig, const char *channel, int64_t seq)
{
	struct err err = ERR_NONE;
	int r = outbox_add(rig->outbox,
	    &(struct outbox_message){
		.channel = channel, .event = seq, .rule = "core", .note = ""},
	    &err);

	if (r < 0)
		(void)fprintf(stderr, "%s\n", err.text);
	return r;
}

void
rig_send(struct rig *rig, int n, const char *channel)
{
	int64_t seq = rig_store_event(rig, n);
	int r = rig_add(rig, channel, seq);

	assert(r == 0);
}

void
rig_run(struct rig *rig, int64_t ms)
{
	loop_run_until(rig->loop, loop_now(rig->loop) + ms);
}

size_t
rig_count(const struct rig *rig, const char *channel)
{
	size_t count = 0;

	for (size_t i = 0; i < rig->result_count; i++)
		count += strcmp(rig->results[i].channel, channel) == 0;
	return count;
}

static void
rig_keep(struct rig_receiver *receiver, const char *text)
{
	assert(receiver->count < RIG_MAX);
	receiver->requests[receiver->count++] = (struct rig_request){
	    loop_now(receiver->rig->loop), mem_strdup(text)};
}

static void
rig_on_request(struct peer_conn *conn, const char *message, void *arg)
{
	struct rig_receiver *receiver = arg;

	rig_keep(receiver, message);
	if (receiver->status == 0) {
		peer_hold(conn);
		return;
	}
	peer_say(conn, "HTTP/1.1 %d x\r\nContent-Length: %zu\r\n%s\r\n",
	    receiver->status, receiver->huge, receiver->headers);
	char blanks[4096];
	memset(blanks, ' ', sizeof(blanks));
	for (size_t sent = 0; sent < receiver->huge; sent += sizeof(blanks))
		peer_send(conn, blanks, sizeof(blanks));
}

static void
rig_on_data(
    struct rig_receiver *receiver, struct peer_conn *conn, const char *line)
{
	if (strcmp(line, ".") != 0) {
		int r = buf_addf(&receiver->message, "%s\r\n", line);
		assert(r == 0);
		return;
	}
	rig_keep(receiver, receiver->message.data);
	peer_set_step(conn, 0);
	if (receiver->status == 0)
		peer_close(conn);
	else
		peer_say(conn, "250 2.0.0 taken\r\n");
}

static void
rig_on_line(struct peer_conn *conn, const char *line, void *arg)
{
	struct rig_receiver *receiver = arg;

	if (peer_step(conn) == 1) {
		rig_on_data(receiver, conn, line);
	} else if (strcmp(line, "DATA") == 0) {
		buf_clear(&receiver->message);
		peer_set_step(conn, 1);
		peer_say(conn, "354 go on\r\n");
	} else if (strncmp(line, "RCPT", 4) == 0 && receiver->greeting != 0) {
		peer_say(conn, "%d not now\r\n", receiver->greeting);
	} else if (strcmp(line, "QUIT") != 0) {
		peer_say(conn, "250 fine\r\n");
	}
}

struct rig_receiver *
rig_receiver_new(struct rig *rig, enum peer_mode mode)
{
	struct rig_receiver *receiver = mem_new(sizeof(*receiver));

	receiver->rig = rig;
	receiver->status = 200;
	receiver->headers = "";
	buf_init(&receiver->message, MIB);
	receiver->peer = peer_new(rig->loop, mode,
	    mode == PEER_HTTP ? rig_on_request : rig_on_line, receiver);
	if (mode == PEER_LINES)
		peer_set_greeting(receiver->peer, "220 test ESMTP\r\n");
	return receiver;
}

void
rig_receiver_free(struct rig_receiver *receiver)
{
	peer_free(receiver->peer);
	for (size_t i = 0; i < receiver->count; i++)
		mem_free(receiver->requests[i].text);
	buf_done(&receiver->message);
	mem_free(receiver);
}

const char *
rig_header(const struct rig_receiver *receiver, size_t i, const char *name)
{
	static char value[512];
	const char *p = receiver->requests[i].text;
	size_t len = strlen(name);

	value[0] = '\0';
	for (p = strstr(p, "\r\n"); p != NULL && strncmp(p, "\r\n\r\n", 4) != 0;
	     p = strstr(p + 2, "\r\n")) {
		if (strncasecmp(p + 2, name, len) != 0 || p[2 + len] != ':')
			continue;
		p += 2 + len + 2;
		(void)snprintf(
		    value, sizeof(value), "%.*s", (int)strcspn(p, "\r"), p);
		break;
	}
	return value;
}

const char *
rig_body(const struct rig_receiver *receiver, size_t i)
{
	return strstr(receiver->requests[i].text, "\r\n\r\n") + 4;
}

int64_t
rig_number(const struct rig_receiver *receiver, size_t i, const char *name)
{
	const char *value = rig_header(receiver, i, name);
	int64_t number;
	int r = number_parse(value, 0, INT64_MAX, &number);

	assert(r == 0);
	return number;
}

int64_t
rig_attempt(const struct rig_receiver *receiver, size_t i)
{
	return rig_number(receiver, i, "filingd-attempt");
}

int64_t
rig_sequence(const struct rig_receiver *receiver, size_t i)
{
	return rig_number(receiver, i, "filingd-sequence");
}
