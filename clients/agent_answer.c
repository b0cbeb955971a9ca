/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the bytes of a connection to the API. Out: the status, and the body
 * without its chunks. clients/agent_call.c feeds it.
 */
#include "clients/agent_answer.h"

#include "lib/base/number.h"

#include <string.h>
#include <strings.h>

#define ANSWER_CHUNK_DIGITS 7 /* 256 MiB less one */

void
agent_answer_init(struct agent_answer *answer, agent_body_fn *fn, void *arg)
{
	*answer = (struct agent_answer){.left = -1, .fn = fn, .arg = arg};
	buf_init(&answer->line, AGENT_HEAD_MAX);
}

void
agent_answer_done(struct agent_answer *answer)
{
	buf_done(&answer->line);
}

static int
agent_answer_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* "HTTP/1.1 200 OK" */
static int
agent_answer_read_status(const char *line, int *ret)
{
	char digits[4] = "";
	int64_t status;

	if (strncmp(line, "HTTP/1.", 7) != 0 ||
	    (line[7] != '0' && line[7] != '1') || line[8] != ' ')
		return ERR_PROTOCOL;
	for (size_t i = 0; i < 3 && line[9 + i] != '\0'; i++)
		digits[i] = line[9 + i];
	if (number_parse(digits, 100, 599, &status) != 0 ||
	    (line[12] != ' ' && line[12] != '\0'))
		return ERR_PROTOCOL;
	*ret = (int)status;
	return 0;
}

/* One header line; only how long the body is matters. */
static int
agent_answer_read_header(struct agent_answer *answer, const char *line)
{
	const char *colon = strchr(line, ':');
	size_t n = colon != NULL ? (size_t)(colon - line) : 0;
	const char *value = colon != NULL ? colon + 1 : "";

	if (n == 0)
		return ERR_PROTOCOL;
	value += strspn(value, " \t");
	if (n == 14 && strncasecmp(line, "content-length", n) == 0)
		return number_parse(value, 0, INT64_MAX, &answer->left) == 0
			   ? 0
			   : ERR_PROTOCOL;
	if (n == 17 && strncasecmp(line, "transfer-encoding", n) == 0) {
		if (strcasecmp(value, "chunked") != 0)
			return ERR_PROTOCOL;
		answer->chunked = true;
	}
	return 0;
}

static int
agent_answer_read_head(struct agent_answer *answer)
{
	char *line = answer->line.data;
	bool first = true;
	int rc = 0;

	while (rc == 0 && *line != '\0') {
		char *end = strstr(line, "\r\n");

		if (end == NULL) /* a NUL byte in the head */
			return ERR_PROTOCOL;
		*end = '\0';
		if (first)
			rc = agent_answer_read_status(line, &answer->status);
		else if (*line != '\0')
			rc = agent_answer_read_header(answer, line);
		first = false;
		line = end + 2;
	}
	return rc;
}

static void
agent_answer_begin_body(struct agent_answer *answer)
{
	if (answer->chunked)
		answer->state = AGENT_ANSWER_CHUNK_SIZE;
	else if (answer->left == 0 || answer->status == 204)
		answer->state = AGENT_ANSWER_DONE;
	else if (answer->left > 0)
		answer->state = AGENT_ANSWER_COUNTED;
	else
		answer->state = AGENT_ANSWER_UNTIL_CLOSE;
}

/* "1a3\r\n", perhaps with an extension. */
static int
agent_answer_read_size(struct agent_answer *answer)
{
	const char *line = answer->line.data;
	int64_t size = 0;
	size_t n = 0;

	for (; agent_answer_digit(line[n]) >= 0; n++) {
		if (n == ANSWER_CHUNK_DIGITS)
			return ERR_PROTOCOL;
		size = size * 16 + agent_answer_digit(line[n]);
	}
	if (n == 0 || strchr("\r; \t", line[n]) == NULL || line[n] == '\0')
		return ERR_PROTOCOL;
	answer->left = size;
	answer->state = size > 0 ? AGENT_ANSWER_CHUNK : AGENT_ANSWER_TRAILER;
	return 0;
}

/* A whole line, or the whole head, has come. */
static int
agent_answer_on_line(struct agent_answer *answer)
{
	const struct buf *line = &answer->line;
	bool empty = line->len == 2;
	int rc = 0;

	if (answer->state == AGENT_ANSWER_HEAD) {
		if (line->len < 4 ||
		    memcmp(line->data + line->len - 4, "\r\n\r\n", 4) != 0)
			return 0;
		rc = agent_answer_read_head(answer);
		if (rc == 0)
			agent_answer_begin_body(answer);
	} else if (answer->state == AGENT_ANSWER_CHUNK_SIZE) {
		rc = agent_answer_read_size(answer);
	} else if (answer->state == AGENT_ANSWER_CHUNK_END) {
		rc = empty ? 0 : ERR_PROTOCOL;
		answer->state = AGENT_ANSWER_CHUNK_SIZE;
	} else if (empty) {
		answer->state = AGENT_ANSWER_DONE;
	}
	buf_clear(&answer->line);
	return rc;
}

/* Up to the end of a line; gives how many bytes it took. */
static int
agent_answer_take_line(
    struct agent_answer *answer, struct span bytes, size_t *ret_took)
{
	const char *end = memchr(bytes.p, '\n', bytes.len);
	size_t n = end != NULL ? (size_t)(end - bytes.p) + 1 : bytes.len;
	int rc = buf_add(&answer->line, bytes.p, n);

	*ret_took = n;
	if (rc != 0 || end == NULL)
		return rc;
	if (answer->line.len < 2 ||
	    answer->line.data[answer->line.len - 2] != '\r')
		return ERR_PROTOCOL;
	return agent_answer_on_line(answer);
}

static int
agent_answer_take_body(
    struct agent_answer *answer, struct span bytes, size_t *ret_took)
{
	size_t n = bytes.len;

	if (answer->state != AGENT_ANSWER_UNTIL_CLOSE) {
		if ((int64_t)n > answer->left)
			n = (size_t)answer->left;
		answer->left -= (int64_t)n;
		if (answer->left == 0)
			answer->state = answer->state == AGENT_ANSWER_CHUNK
					    ? AGENT_ANSWER_CHUNK_END
					    : AGENT_ANSWER_DONE;
	}
	*ret_took = n;
	return answer->fn((struct span){bytes.p, n}, answer->arg);
}

static bool
agent_answer_is_body(enum agent_answer_state state)
{
	return state == AGENT_ANSWER_COUNTED || state == AGENT_ANSWER_CHUNK ||
	       state == AGENT_ANSWER_UNTIL_CLOSE;
}

int
agent_answer_feed(struct agent_answer *answer, struct span bytes)
{
	int rc = 0;

	while (rc == 0 && bytes.len > 0 && answer->state != AGENT_ANSWER_DONE) {
		size_t took = 0;

		if (agent_answer_is_body(answer->state))
			rc = agent_answer_take_body(answer, bytes, &took);
		else
			rc = agent_answer_take_line(answer, bytes, &took);
		bytes = (struct span){bytes.p + took, bytes.len - took};
	}
	return rc;
}

int
agent_answer_close(const struct agent_answer *answer)
{
	if (answer->state == AGENT_ANSWER_DONE ||
	    answer->state == AGENT_ANSWER_UNTIL_CLOSE)
		return 0;
	return ERR_IO;
}
