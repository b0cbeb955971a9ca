/* SPDX-License-Identifier: BSD-2-Clause */
/* Members of archives, also of those that are no good. */
#include "lib/base/mem.h"
#include "reading/archive.h"
#include "reading/read.h"
#include "reading/text.h"
#include "tests/lib/pack.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* The grammar is not asked here. */
void
read_text(const struct lexicon *lexicon, struct span text,
    const struct document_hint *hint, struct reading *reading)
{
	(void)lexicon;
	(void)hint;
	reading->text_len = (int64_t)text.len;
}

static struct span
span_of_pack(const struct pack *pack)
{
	return (struct span){pack->bytes.data, pack->bytes.len};
}

/* Reads the first member; the code, and its text or the reason. */
static int
read_first(struct span bytes, struct buf *out, struct err *err)
{
	struct archive archive;

	*err = (struct err){0};
	buf_init(out, ARCHIVE_LIMIT);
	int r = archive_open(bytes, &archive, err);
	if (r == 0 && archive.count > 0)
		r = archive_read(&archive, &archive.members[0], out, err);
	archive_done(&archive);
	return r;
}

static void
members_come_out_as_they_went_in(void **state)
{
	(void)state;
	for (int deflated = 0; deflated <= 1; deflated++) {
		struct pack pack;
		struct buf out;
		struct err err;

		pack_init(&pack);
		pack_add(
		    &pack, "a.txt", span_of("first, first, first"), deflated);
		pack_add(&pack, "b.txt", span_of(""), deflated);
		pack_end(&pack);
		assert_int_equal(
		    read_first(span_of_pack(&pack), &out, &err), 0);
		assert_int_equal(out.len, 19);
		assert_memory_equal(out.data, "first, first, first", 19);
		buf_done(&out);
		pack_done(&pack);
	}
}

static void
globs_are_of_the_last_part_unless_they_name_folders(void **state)
{
	static const struct {
		const char *name, *glob;
		bool matches;
	} cases[] = {
	    {"tse-rvfc-99990-2026-ixbrl.htm", "tse-rvfc-*-ixbrl.htm", true},
	    {"tse-rvdf-99990-2026-ixbrl.htm", "tse-rvfc-*-ixbrl.htm", false},
	    {"XBRLData/Summary/tse-x-ixbrl.htm", "*-ixbrl.htm", true},
	    {"XBRLData/Summary/tse-x-ixbrl.htm", "*/Summary/*.htm", true},
	    {"XBRLData/Attachment/a.htm", "*/Summary/*.htm", false},
	    {"a.htm", "?.htm", true},
	    {"ab.htm", "?.htm", false},
	    {"a.html", "*.htm", false},
	    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "*a*a*a*a*a*a*a*b", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct archive_member member = {.name = span_of(cases[i].name)};
		if (archive_matches(&member, cases[i].glob) != cases[i].matches)
			fail_msg("%s: %s", cases[i].glob, cases[i].name);
	}
}

static void
what_expands_beyond_bounds_is_refused(void **state)
{
	char *zeros = mem_array(1, 24 * MIB);
	struct pack pack;
	struct buf out;
	struct err err;

	(void)state;
	/* a bomb that says what it is */
	pack_init(&pack);
	pack_add(&pack, "bomb", (struct span){zeros, 24 * MIB}, true);
	pack_end(&pack);
	assert_int_equal(
	    read_first(span_of_pack(&pack), &out, &err), ERR_TOOBIG);
	assert_int_equal(out.len, 0);
	buf_done(&out);
	/* and one that says it has a byte */
	size_t entry = pack.bytes.len - 22 - 46 - 4;
	assert_memory_equal(pack.bytes.data + entry, "PK\001\002", 4);
	memcpy(pack.bytes.data + entry + 24, "\001\0\0\0", 4);
	assert_int_equal(
	    read_first(span_of_pack(&pack), &out, &err), ERR_TOOBIG);
	assert_non_null(strstr(err.text, "expands beyond"));
	assert_true(out.len <= ARCHIVE_LIMIT);
	buf_done(&out);
	pack_done(&pack);
	mem_free(zeros);
}

static void
damage_is_told_and_no_member(void **state)
{
	static const struct {
		int at; /* from the end: of the directory's entry */
		unsigned char value;
		const char *says;
	} cases[] = {
	    {-1, 0, "directory is damaged"}, /* its signature */
	    {8, 1, "is encrypted"}, {10, 12, "packed by method 12"},
	    {16, 0xff, "is damaged"}, /* CRC */
	    {22, 0x7f, "is cut"}, /* packed size */
	    {24, 0x01, "is damaged"}, /* size */
	    {28, 0xff, "directory is damaged"}, /* length of the name */
	    {44, 0x7f, "is not there"}, /* offset */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pack pack;
		struct buf out;
		struct err err;

		pack_init(&pack);
		pack_add(&pack, "a.htm", span_of("text of it"), true);
		pack_end(&pack);
		size_t entry = pack.bytes.len - 22 - 46 - 5;
		size_t at =
		    cases[i].at < 0 ? entry : entry + (size_t)cases[i].at;
		pack.bytes.data[at] = (char)cases[i].value;
		assert_int_equal(read_first(span_of_pack(&pack), &out, &err),
		    ERR_UNREADABLE);
		if (strstr(err.text, cases[i].says) == NULL)
			fail_msg("%s, not %s", err.text, cases[i].says);
		buf_done(&out);
		pack_done(&pack);
	}
}

static void
a_cut_archive_is_unreadable_wherever_it_is_cut(void **state)
{
	struct pack pack;

	(void)state;
	pack_init(&pack);
	pack_add(&pack, "a.htm", span_of("text of it"), true);
	pack_end(&pack);
	for (size_t n = 0; n < pack.bytes.len; n++) {
		/* of its own size, for sanitizers */
		char *copy = mem_array(1, n + 1);
		struct buf out;
		struct err err;

		memcpy(copy, pack.bytes.data, n);
		assert_int_equal(read_first((struct span){copy, n}, &out, &err),
		    ERR_UNREADABLE);
		buf_done(&out);
		mem_free(copy);
	}
	pack_done(&pack);
}

/* What a document becomes: "readable: offset of first words" or the reason. */
static char *
read_as(const struct pack *pack, const char *members)
{
	struct document_hint hint = {
	    .title = "t", .members = members, .url = "https://x.example/a.zip"};
	struct reading reading;
	char *text;

	reading_init(&reading);
	read_document(NULL, span_of_pack(pack), &hint, &reading);
	text = reading.readable
		   ? mem_printf("%lld", (long long)reading.text_len)
		   : mem_strdup(reading.unreadable_why);
	reading_done(&reading);
	return text;
}

static void
the_first_glob_that_can_be_read_is_the_document(void **state)
{
	static const struct pack_text texts[] = {
	    {"folder/", ""},
	    {"notes.txt", "12345\n"},
	    {"blank.htm", "<html><body></body></html>"},
	    {"good.htm", "<html><body><p>1234567</p></body></html>"},
	    {"broken.pdf", "%PDF-1.4 no"},
	    {"inner.zip", "PK\003\004 inner"},
	};
	static const struct {
		const char *members, *got;
	} cases[] = {
	    {"good.htm", "8"},
	    {"notes.txt\n*.htm", "6"},
	    {"*.htm\nnotes.txt", "8"}, /* the blank one is passed over */
	    {"*.pdf\nnotes.txt", "6"},
	    {"*.xml", "the archive has no member that is asked for"},
	    {"inner.zip", "an archive within an archive"},
	    {NULL, "8"},
	};
	struct pack pack;

	(void)state;
	pack_init(&pack);
	pack_texts(&pack, texts, COUNT(texts));
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *got = read_as(&pack, cases[i].members);
		assert_string_equal(got, cases[i].got);
		mem_free(got);
	}
	pack_done(&pack);
}

static void
members_that_cannot_be_read_are_counted_over_all_globs(void **state)
{
	struct pack pack;

	(void)state;
	for (int broken = 15; broken <= 17; broken++) {
		pack_init(&pack);
		for (int i = 0; i < broken; i++) {
			char *name = mem_printf("%d.pdf", i);
			pack_add(&pack, name, span_of("%PDF-1.4 no"), true);
			mem_free(name);
		}
		pack_add(&pack, "notes.txt", span_of("12345\n"), true);
		pack_end(&pack);
		char *got = read_as(&pack, "*.pdf\n*.txt");
		assert_string_equal(
		    got, broken < 16 ? "6"
				     : "no text in the first 16 members of the "
				       "archive that are asked for");
		mem_free(got);
		pack_done(&pack);
	}
}

static void
parts_of_a_submission_are_read_by_their_roles(void **state)
{
	static const char submission[] =
	    "<SEC-DOCUMENT>x\n"
	    "<DOCUMENT>\n<TYPE>8-K/A\n<TEXT>\nform\n</TEXT>\n</DOCUMENT>\n"
	    "<DOCUMENT>\n<TYPE>EX-99.2\n<TEXT>\nsecond\n</TEXT>\n</DOCUMENT>\n"
	    "<DOCUMENT>\n<TYPE>EX-99.1\n<TEXT>\nfirst!!\n</TEXT>\n</DOCUMENT>\n"
	    "<DOCUMENT>\n<TYPE>GRAPHIC\n<TEXT>\nx\n</TEXT>\n</DOCUMENT>\n";
	static const struct {
		const char *roles, *text;
	} cases[] = {
	    {NULL, "second first!! form"},
	    {"8-K\nEX-99", "form second first!!"},
	    {"EX-99.1\nEX-99", "first!! second"},
	    {"EX-99.1\n8-K", "first!! form"},
	    {"EX-9", "form"}, /* none: the first document */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out;
		char *words;

		buf_init(&out, MIB);
		assert_int_equal(text_from_sgml(span_of(submission),
				     cases[i].roles, &out, NULL),
		    0);
		words = buf_take(&out);
		for (char *p = words; *p != '\0'; p++)
			if (*p == '\n' || *p == '\f')
				*p = ' ';
		char *to = words;
		for (char *p = words; *p != '\0'; p++)
			if (*p != ' ' || (to > words && to[-1] != ' '))
				*to++ = *p;
		while (to > words && to[-1] == ' ')
			to--;
		*to = '\0';
		assert_string_equal(words, cases[i].text);
		mem_free(words);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(members_come_out_as_they_went_in),
	    cmocka_unit_test(
		globs_are_of_the_last_part_unless_they_name_folders),
	    cmocka_unit_test(what_expands_beyond_bounds_is_refused),
	    cmocka_unit_test(damage_is_told_and_no_member),
	    cmocka_unit_test(a_cut_archive_is_unreadable_wherever_it_is_cut),
	    cmocka_unit_test(the_first_glob_that_can_be_read_is_the_document),
	    cmocka_unit_test(
		members_that_cannot_be_read_are_counted_over_all_globs),
	    cmocka_unit_test(parts_of_a_submission_are_read_by_their_roles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
