/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The migrations. lib/store/db.c runs those that a store lacks, each in one
 * transaction. A migration that has shipped is never edited.
 */
#include "lib/store/schema.h"

#include <stddef.h>

/* clang-format off */
static const char schema_1[] =
/* What a watcher remembers of its source. */
"CREATE TABLE source ("
" name TEXT PRIMARY KEY,"
" baseline INTEGER NOT NULL DEFAULT 0," /* a first poll has completed */
" state TEXT NOT NULL DEFAULT 'ok',"
" state_since INTEGER NOT NULL DEFAULT 0,"
" state_why TEXT NOT NULL DEFAULT '',"
" failures INTEGER NOT NULL DEFAULT 0," /* in a row */
" first_failure INTEGER NOT NULL DEFAULT 0,"
" told INTEGER NOT NULL DEFAULT 0," /* degraded was told, not yet recovered */
" last_poll INTEGER NOT NULL DEFAULT 0,"
" last_success INTEGER NOT NULL DEFAULT 0,"
" newest INTEGER NOT NULL DEFAULT 0,"    /* published, of the newest item */
" complete_until INTEGER NOT NULL DEFAULT 0"
");"
/* The seen-set, and the queue of items that still wait for a decision. */
"CREATE TABLE item ("
" id INTEGER PRIMARY KEY,"
" source TEXT NOT NULL,"
" key TEXT NOT NULL,"
" state TEXT NOT NULL," /* baseline, pending, decided */
" digest TEXT NOT NULL," /* of title, url, time: tells a revised row */
" title TEXT NOT NULL,"
" url TEXT,"
" page_url TEXT,"
" publisher TEXT,"
" category TEXT,"
" text TEXT,"
" published_raw TEXT NOT NULL,"
" published INTEGER NOT NULL,"
" precision TEXT NOT NULL,"
" first_seen INTEGER NOT NULL,"
" decided INTEGER,"
" late INTEGER NOT NULL DEFAULT 0,"
" UNIQUE (source, key)"
");"
"CREATE INDEX item_pending ON item (published, source, key)"
" WHERE state = 'pending';"
"CREATE TABLE item_issuer ("
" item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,"
" position INTEGER NOT NULL,"
" listing TEXT,"
" code TEXT,"
" name TEXT,"
" PRIMARY KEY (item, position)"
");"
/* What a known item said later: its title, url or time changed. */
"CREATE TABLE item_revision ("
" item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,"
" digest TEXT NOT NULL,"
" seen INTEGER NOT NULL,"
" title TEXT NOT NULL,"
" url TEXT,"
" published_raw TEXT NOT NULL,"
" published INTEGER NOT NULL,"
" PRIMARY KEY (item, digest)"
");"
/* What an item announced, once its document was read. */
"CREATE TABLE filing ("
" id INTEGER PRIMARY KEY,"
" item INTEGER NOT NULL UNIQUE REFERENCES item (id),"
" source TEXT NOT NULL,"
" source_id TEXT NOT NULL,"
" title TEXT NOT NULL,"
" url TEXT,"
" sha256 TEXT,"
" form TEXT NOT NULL,"
" publisher TEXT,"
" readable INTEGER NOT NULL,"
" unreadable_why TEXT,"
" supersedes INTEGER REFERENCES filing (id),"
" published INTEGER NOT NULL,"
" published_raw TEXT NOT NULL,"
" precision TEXT NOT NULL,"
" first_seen INTEGER NOT NULL,"
" decided INTEGER NOT NULL,"
" UNIQUE (source, source_id)"
");"
"CREATE INDEX filing_sha256 ON filing (sha256) WHERE sha256 IS NOT NULL;"
"CREATE INDEX filing_supersedes ON filing (supersedes)"
" WHERE supersedes IS NOT NULL;"
/* The ledger: every figure known of an issuer, on two time axes. */
"CREATE TABLE fact ("
" id INTEGER PRIMARY KEY,"
" filing INTEGER NOT NULL REFERENCES filing (id),"
" position INTEGER NOT NULL,"
" listing TEXT NOT NULL,"
" metric TEXT NOT NULL,"
" basis TEXT NOT NULL,"
" role TEXT NOT NULL,"
" period_start INTEGER NOT NULL,"
" period_end INTEGER NOT NULL,"
" low TEXT NOT NULL,"
" high TEXT NOT NULL,"
" flags INTEGER NOT NULL," /* FACT_ROW_* of ledger/ledger_rows.c */
" currency TEXT NOT NULL,"
" broker TEXT,"
" quote TEXT NOT NULL,"
" quote_offset INTEGER NOT NULL,"
" page INTEGER NOT NULL,"
" published INTEGER NOT NULL," /* known to the world */
" known INTEGER NOT NULL,"     /* known to us */
" superseded INTEGER NOT NULL DEFAULT 0,"
" UNIQUE (filing, listing, position)"
");"
"CREATE INDEX fact_period ON fact (listing, period_end);"
"CREATE INDEX fact_published ON fact (listing, published);"
/* One per filing, issuer and period. */
"CREATE TABLE verdict ("
" id INTEGER PRIMARY KEY,"
" filing INTEGER NOT NULL REFERENCES filing (id),"
" listing TEXT NOT NULL,"
" period_start INTEGER NOT NULL,"
" period_end INTEGER NOT NULL,"
" family TEXT NOT NULL,"
" warning_id TEXT NOT NULL,"
" version INTEGER NOT NULL,"
" class TEXT NOT NULL,"
" direction TEXT NOT NULL,"
" severity INTEGER NOT NULL,"
" grade TEXT NOT NULL,"
" guidance TEXT NOT NULL,"
" warning INTEGER NOT NULL,"
" digest TEXT NOT NULL,"
" event TEXT," /* id of the event it made, if any */
" UNIQUE (filing, listing, period_start, period_end, family)"
");"
"CREATE INDEX verdict_warning ON verdict (warning_id, version);"
"CREATE INDEX verdict_issuer ON verdict (listing, period_end);"
/* What is told: the body is fixed here, once. */
"CREATE TABLE event ("
" seq INTEGER PRIMARY KEY AUTOINCREMENT,"
" id TEXT NOT NULL UNIQUE,"
" type TEXT NOT NULL,"
" source TEXT,"
" listing TEXT,"
" warning_id TEXT,"
" version INTEGER,"
" severity INTEGER,"
" line TEXT NOT NULL," /* one line for people */
" body BLOB NOT NULL,"
" record BLOB NOT NULL," /* struct event as a message, for late readers */
" seen INTEGER NOT NULL,"
" created INTEGER NOT NULL,"
" late INTEGER NOT NULL DEFAULT 0"
");"
"CREATE INDEX event_listing ON event (listing, seq);"
/* The outbox: one row per message, channel and recipient. */
"CREATE TABLE delivery ("
" id INTEGER PRIMARY KEY,"
" channel TEXT NOT NULL,"
" recipient TEXT NOT NULL," /* '' for a webhook */
" state TEXT NOT NULL," /* pending, leased, retry, sent, dead */
" sequence INTEGER NOT NULL," /* gap-free per channel */
" rule TEXT NOT NULL,"
" note TEXT NOT NULL DEFAULT '',"  /* "undecided: ..." */
" created INTEGER NOT NULL,"
" due_at INTEGER NOT NULL,"
" attempts INTEGER NOT NULL DEFAULT 0,"
" lease_until INTEGER NOT NULL DEFAULT 0,"
" last_error TEXT NOT NULL DEFAULT '',"
" finished INTEGER,"
" message BLOB" /* frozen at the first attempt */
");"
"CREATE INDEX delivery_due ON delivery (channel, due_at, id)"
" WHERE state IN ('pending', 'retry', 'leased');"
"CREATE TABLE delivery_event ("
" delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,"
" event INTEGER NOT NULL REFERENCES event (seq),"
" PRIMARY KEY (delivery, event)"
");"
"CREATE INDEX delivery_event_event ON delivery_event (event);"
"CREATE TABLE channel ("
" name TEXT PRIMARY KEY,"
" sequence INTEGER NOT NULL DEFAULT 0,"
" disabled_since INTEGER,"
" disabled_why TEXT,"
" first_failure INTEGER,"
" last_failure INTEGER"
");"
/* Facts about this store itself: instance, started_at, ledger_since. */
"CREATE TABLE setting ("
" name TEXT PRIMARY KEY,"
" value TEXT NOT NULL"
");";

/* What a watcher needs to pace itself over a restart. */
static const char schema_2[] =
"ALTER TABLE source ADD COLUMN last_sweep INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE source ADD COLUMN next_due INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE source ADD COLUMN day_end INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE source ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;";

/* What people ask of a source: pauses, and the past (backfill). */
static const char schema_3[] =
"ALTER TABLE source ADD COLUMN day_items INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE source ADD COLUMN gap TEXT NOT NULL DEFAULT '';" /* the last */
"ALTER TABLE source ADD COLUMN gap_at INTEGER NOT NULL DEFAULT 0;"
"CREATE TABLE source_pause ("
" name TEXT PRIMARY KEY,"
" since INTEGER NOT NULL,"
" until INTEGER NOT NULL," /* 0: until it is resumed */
" author TEXT NOT NULL,"
" reason TEXT NOT NULL"
");"
/* An item that fills the ledger and is told to nobody. */
"ALTER TABLE item ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0;"
"CREATE TABLE backfill ("
" source TEXT PRIMARY KEY,"
" state TEXT NOT NULL," /* running, done, stopped */
" since INTEGER NOT NULL," /* first and last day */
" until INTEGER NOT NULL,"
" next INTEGER NOT NULL," /* the first day that is still to be asked */
" author TEXT NOT NULL,"
" started INTEGER NOT NULL,"
" ended INTEGER NOT NULL DEFAULT 0,"
" requests INTEGER NOT NULL DEFAULT 0,"
" rows INTEGER NOT NULL DEFAULT 0,"
" items INTEGER NOT NULL DEFAULT 0," /* handed to the ledger */
" why TEXT NOT NULL DEFAULT ''" /* a trouble that it waits out */
");";

/* What a source in trouble answered, and what it usually brings. */
static const char schema_4[] =
"CREATE TABLE sample ("
" source TEXT NOT NULL,"
" state TEXT NOT NULL," /* of the trouble */
" taken INTEGER NOT NULL,"
" why TEXT NOT NULL,"
" page INTEGER NOT NULL,"
" status INTEGER NOT NULL," /* HTTP */
" content_type TEXT,"
" size INTEGER NOT NULL," /* of the whole body */
" bytes BLOB NOT NULL,"   /* its beginning */
" PRIMARY KEY (source, state)"
");"
"CREATE TABLE usual ("
" source TEXT PRIMARY KEY,"
" record BLOB NOT NULL" /* struct usual as a message */
");";

/* What a row of figures states (struct item_fact as a message). */
static const char schema_5[] = "ALTER TABLE item ADD COLUMN facts BLOB;";

/* What becomes of an item after it was seen. */
static const char schema_6[] =
"ALTER TABLE item ADD COLUMN updated INTEGER;" /* by the source's own word */
"ALTER TABLE item ADD COLUMN backdated INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE item ADD COLUMN revised INTEGER NOT NULL DEFAULT 0;" /* last */
"ALTER TABLE item ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;" /* since */
"ALTER TABLE item ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;"
"CREATE INDEX item_published ON item (source, published);"
"ALTER TABLE filing ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;";

/* By which names other sources may list an item, and where they did. */
static const char schema_7[] =
"CREATE TABLE item_identity ("
" name TEXT NOT NULL,"
" item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,"
" PRIMARY KEY (name, item)"
");"
"CREATE INDEX item_identity_item ON item_identity (item);"
"CREATE TABLE sighting ("
" item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,"
" filing INTEGER NOT NULL REFERENCES filing (id),"
" how TEXT NOT NULL," /* name, bytes */
" seen INTEGER NOT NULL"
");"
"CREATE INDEX sighting_filing ON sighting (filing);";

/* How its list was asked and read when it was compared last. */
static const char schema_8[] =
"ALTER TABLE source ADD COLUMN shape TEXT NOT NULL DEFAULT '';";

/* How alerts are held, merged, silenced, acknowledged and kept. */
static const char schema_9[] =
/* Events join a delivery of the same batch while it waits; '': none may. */
"ALTER TABLE delivery ADD COLUMN batch TEXT NOT NULL DEFAULT '';"
/* Sent only when nobody acknowledged its events before it was due. */
"ALTER TABLE delivery ADD COLUMN unless_acked INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE delivery ADD COLUMN late INTEGER NOT NULL DEFAULT 0;"
"ALTER TABLE delivery ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;"
/* By which rule an event of a batch came; '': by that of the delivery. */
"ALTER TABLE delivery_event ADD COLUMN rule TEXT NOT NULL DEFAULT '';"
"ALTER TABLE delivery_event ADD COLUMN note TEXT NOT NULL DEFAULT '';"
/* Attempts made before a person asked for another round of them. */
"ALTER TABLE delivery ADD COLUMN forgiven INTEGER NOT NULL DEFAULT 0;"
/* What is not over; a list of states here was built anew by each write. */
"DROP INDEX delivery_due;"
"CREATE INDEX delivery_due ON delivery (channel, due_at, id)"
" WHERE finished IS NULL;"
/* A number of the channel is taken by the first attempt; 0: none yet. */
"CREATE INDEX delivery_sequence ON delivery (channel, sequence)"
" WHERE sequence > 0;"
"CREATE INDEX delivery_unsent ON delivery (state, id)"
" WHERE state IN ('dead', 'silenced', 'canceled');"
"CREATE INDEX delivery_retry ON delivery (channel, sequence)"
" WHERE state = 'retry';"
"CREATE INDEX delivery_batch ON delivery (channel, recipient, batch)"
" WHERE state = 'pending' AND batch <> '';"
/* How many messages a channel was told, for its cap. */
"CREATE INDEX delivery_told ON delivery (channel, recipient, due_at)"
" WHERE state IN ('pending', 'leased', 'retry', 'sent');"
"CREATE INDEX event_trouble ON event (source, created)"
" WHERE type = 'system.trouble';"
"CREATE INDEX event_warning ON event (warning_id) WHERE warning_id <> '';"
/* '': filingd itself, which gives it another chance with a new config. */
"ALTER TABLE channel ADD COLUMN disabled_by TEXT NOT NULL DEFAULT '';"
/* Why it will not mend by itself; '' once it works. */
"ALTER TABLE channel ADD COLUMN attention TEXT NOT NULL DEFAULT '';"
/* The highest sequence number that retention let go. */
"ALTER TABLE channel ADD COLUMN purged INTEGER NOT NULL DEFAULT 0;"
"CREATE TABLE attempt ("
" delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,"
" number INTEGER NOT NULL," /* from 1 */
" ended INTEGER NOT NULL,"
" elapsed_ms INTEGER NOT NULL,"
" status INTEGER NOT NULL," /* of HTTP, SMTP or the program; 0 none */
" why TEXT NOT NULL,"	    /* '': sent */
" answer BLOB,"		    /* its beginning */
" PRIMARY KEY (delivery, number)"
");"
"CREATE TABLE silence ("
" id INTEGER PRIMARY KEY,"
" condition TEXT NOT NULL," /* as of a rule */
" channel TEXT NOT NULL DEFAULT ''," /* '': all */
" rule TEXT NOT NULL DEFAULT '',"    /* '': all */
" author TEXT NOT NULL,"
" reason TEXT NOT NULL,"
" created INTEGER NOT NULL,"
" starts INTEGER NOT NULL,"
" until INTEGER NOT NULL,"
" ended INTEGER NOT NULL DEFAULT 0," /* before its time */
" ended_by TEXT NOT NULL DEFAULT ''"
");"
"CREATE TABLE ack ("
" subject TEXT NOT NULL," /* a warning's id, or that of another event */
" version INTEGER NOT NULL," /* of the warning; later ones are news */
" event TEXT NOT NULL,"
" author TEXT NOT NULL,"
" note TEXT NOT NULL,"
" acked INTEGER NOT NULL,"
" PRIMARY KEY (subject, version)"
");"
/* What a desktop channel shows, and how far each user has seen it. */
"CREATE TABLE offer ("
" seq INTEGER PRIMARY KEY AUTOINCREMENT,"
" channel TEXT NOT NULL,"
" delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,"
" event INTEGER NOT NULL REFERENCES event (seq),"
" offered INTEGER NOT NULL"
");"
"CREATE INDEX offer_channel ON offer (channel, seq);"
"CREATE INDEX offer_delivery ON offer (delivery);"
"CREATE INDEX offer_event ON offer (event);"
"CREATE TABLE cursor ("
" channel TEXT NOT NULL,"
" uid INTEGER NOT NULL,"
" seq INTEGER NOT NULL," /* of offer: shown up to this */
" moved INTEGER NOT NULL,"
" PRIMARY KEY (channel, uid)"
");"
/* How often rules wanted events, by hours; past a month only the last. */
"CREATE TABLE rule_hit ("
" rule TEXT NOT NULL,"
" hour INTEGER NOT NULL," /* since 1970 */
" hits INTEGER NOT NULL,"
" last INTEGER NOT NULL,"
" event INTEGER NOT NULL," /* seq of that one */
" PRIMARY KEY (rule, hour)"
");";

/*
 * The conditions of these were lists, for which SQLite makes a table at every
 * write, whatever it writes.
 */
static const char schema_10[] =
"DROP INDEX delivery_unsent;"
"DROP INDEX delivery_told;"
"CREATE INDEX delivery_unsent ON delivery (state, id)"
" WHERE finished IS NOT NULL AND state <> 'sent';"
"CREATE INDEX delivery_told ON delivery (channel, recipient, due_at)"
" WHERE state <> 'dead' AND state <> 'silenced' AND state <> 'canceled';";
/* clang-format on */

static const char *const schema_list[] = {schema_1, schema_2, schema_3,
    schema_4, schema_5, schema_6, schema_7, schema_8, schema_9, schema_10};

const char *
schema_migration(int version)
{
	int n = (int)(sizeof(schema_list) / sizeof(schema_list[0]));

	_Static_assert(
	    sizeof(schema_list) / sizeof(schema_list[0]) == SCHEMA_VERSION,
	    "one migration per version");
	if (version < 1 || version > n)
		return NULL;
	return schema_list[version - 1];
}
