/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event's members. Out: its id and that of its warning.
 * ledger/ledger.c and whoever makes source, channel and system events call it.
 */
#include "ledger/event_id.h"

#include <stdio.h>
#include <string.h>

/* Bytes of a hash that make an id; base32 of 20 is 32 letters. */
#define EVENT_HASH   20
#define EVENT_DIGITS 10000 /* four digits */

static void
event_field_int(struct digest *digest, int64_t v)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%lld", (long long)v);
	digest_field(digest, text);
}

static void
event_field(struct digest *digest, const char *s)
{
	digest_field(digest, s != NULL ? s : "");
}

/* The amount to four digits, half to even. */
static void
event_field_amount(struct digest *digest, struct decimal d, bool open)
{
	__int128 coef = d.coef < 0 ? -d.coef : d.coef;
	int exponent = -d.scale;
	bool more = false;
	int last = 0;
	char text[64];

	if (open) {
		digest_field(digest, "open");
		return;
	}
	for (; coef >= EVENT_DIGITS; coef /= 10, exponent++) {
		more |= last != 0;
		last = (int)(coef % 10);
	}
	if (last > 5 || (last == 5 && (more || coef % 2 != 0)))
		coef++;
	for (; coef != 0 && coef % 10 == 0; coef /= 10)
		exponent++;
	(void)snprintf(text, sizeof(text), "%s%de%d", d.coef < 0 ? "-" : "",
	    (int)coef, coef != 0 ? exponent : 0);
	digest_field(digest, text);
}

static void
event_field_deciding(struct digest *digest, const struct verdict *verdict)
{
	if (verdict->deciding < 0)
		return;
	const struct fact *fact = &verdict->facts[verdict->deciding];
	digest_field(digest, vocab_word(VOCAB_METRICS, (int)fact->metric));
	digest_field(digest, fact->currency);
	event_field_amount(digest, fact->low, fact->low_open);
	event_field_amount(digest, fact->high, fact->high_open);
}

/* A forecast that is new or merely repeated says the same. */
static enum guidance
event_told_guidance(enum guidance guidance)
{
	return guidance == GUIDANCE_INITIATED || guidance == GUIDANCE_REITERATED
		   ? GUIDANCE_NONE
		   : guidance;
}

char *
event_verdict_digest(const struct verdict *verdict, char buf[SHA256_HEX_SIZE])
{
	struct digest *digest = digest_new();
	enum guidance guidance = event_told_guidance(verdict->guidance);
	uint8_t hash[SHA256_LEN];

	digest_field(digest, "filingd.verdict.v1");
	event_field_int(digest, verdict->period.start);
	event_field_int(digest, verdict->period.end);
	event_field_int(digest, verdict->family);
	digest_field(digest, vocab_word(VOCAB_CLASSES, (int)verdict->class_));
	digest_field(
	    digest, vocab_word(VOCAB_DIRECTIONS, (int)verdict->direction));
	event_field_int(digest, verdict->severity);
	digest_field(digest, vocab_word(VOCAB_GRADES, (int)verdict->grade));
	digest_field(digest, vocab_word(VOCAB_GUIDANCES, (int)guidance));
	digest_field(
	    digest, vocab_word(VOCAB_DISTRESSES, (int)verdict->distress));
	event_field_int(digest, verdict->data_gap);
	event_field_deciding(digest, verdict);
	digest_finish(digest, hash);
	return hex_encode(hash, sizeof(hash), buf);
}

static char *
event_encode(struct digest *digest, const char *prefix, char *buf)
{
	uint8_t hash[SHA256_LEN];
	size_t n = strlen(prefix);

	_Static_assert(EVENT_ID_MAX >= 4 + BASE32_SIZE(EVENT_HASH) &&
			   WARNING_ID_MAX >= 4 + BASE32_SIZE(EVENT_HASH),
	    "ids fit their members");
	digest_finish(digest, hash);
	memcpy(buf, prefix, n);
	(void)base32_encode(hash, EVENT_HASH, buf + n);
	return buf;
}

/* The listing, else the name, else the filing stands for itself. */
static void
event_field_issuer(struct digest *digest, const struct filing *filing)
{
	if (filing->listing != NULL && filing->listing[0] != '\0') {
		digest_field(digest, "listing");
		digest_field(digest, filing->listing);
	} else if (filing->issuer_name != NULL &&
		   filing->issuer_name[0] != '\0') {
		digest_field(digest, "name");
		digest_field(digest, filing->issuer_name);
	} else {
		digest_field(digest, "filing");
		event_field(digest, filing->source);
		event_field(digest, filing->source_id);
	}
}

char *
event_warning_id(const struct filing *filing, const struct verdict *verdict,
    char buf[WARNING_ID_MAX])
{
	struct digest *digest = digest_new();

	digest_field(digest, "filingd.warning.v1");
	event_field_issuer(digest, filing);
	if (period_is_known(verdict->period)) {
		event_field_int(digest, verdict->period.start);
		event_field_int(digest, verdict->period.end);
	} else {
		digest_field(digest, "published");
		event_field_int(digest, filing->published / DAY_MS);
	}
	event_field_int(digest, verdict->family);
	return event_encode(digest, "wrn_", buf);
}

static void
event_identify_filing(struct digest *digest, const struct event *event)
{
	const struct filing *filing = &event->filing;
	const char *content =
	    filing->sha256 != NULL ? filing->sha256 : filing->title;
	char hex[SHA256_HEX_SIZE] = "";

	event_field(digest, filing->source);
	event_field(digest, filing->source_id);
	event_field_issuer(digest, filing);
	event_field_int(
	    digest, event->has_verdict ? event->verdict.period.end : DATE_NONE);
	event_field(digest, content);
	if (event->has_verdict)
		(void)event_verdict_digest(&event->verdict, hex);
	digest_field(digest, hex);
}

static bool
event_is_of_filing(enum event_type type)
{
	return type <= EVENT_DISTRESS_DETECTED;
}

void
event_identify(struct event *event)
{
	struct digest *digest = digest_new();

	_Static_assert(EVENT_DISTRESS_DETECTED < EVENT_SOURCE_DEGRADED,
	    "events of filings come first");
	digest_field(digest, "filingd.event.v1");
	digest_field(digest, vocab_word(VOCAB_EVENTS, (int)event->type));
	if (event_is_of_filing(event->type)) {
		event_identify_filing(digest, event);
	} else {
		event_field(digest, event->instance);
		event_field(digest, event->subject);
		event_field_int(digest, event->moment);
	}
	(void)event_encode(digest, "evt_", event->id);
	event->warning_id[0] = '\0';
	if (event->has_verdict)
		(void)event_warning_id(
		    &event->filing, &event->verdict, event->warning_id);
}

void
event_identify_again(struct event *event)
{
	struct digest *digest = digest_new();

	digest_field(digest, "filingd.event.v1.again");
	digest_field(digest, event->id);
	event_field_int(digest, event->version);
	(void)event_encode(digest, "evt_", event->id);
}
