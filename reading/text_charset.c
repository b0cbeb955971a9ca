/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: bytes in a charset that a label, the bytes themselves or nobody names.
 * Out: UTF-8. Labels lie, so a guess counts by how it decodes: the first
 * without a bad character wins, else the one with the fewest. The text readers
 * and the page engine call it.
 */
#include "reading/text_charset.h"

#include "lib/base/utf8.h"
#include "reading/text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>
#include <uchardet/uchardet.h>

/*
 * X(value, name for iconv). Supersets stand for what is labelled: GB18030 for
 * GB2312 and GBK, CP932 for Shift_JIS, and so on (measured, libraries.md 5).
 */
#define CHARSETS(X)                                                            \
	X(CHARSET_UTF8, "UTF-8")                                               \
	X(CHARSET_UTF16LE, "UTF-16LE")                                         \
	X(CHARSET_UTF16BE, "UTF-16BE")                                         \
	X(CHARSET_GB, "GB18030")                                               \
	X(CHARSET_BIG5, "BIG5-HKSCS")                                          \
	X(CHARSET_SJIS, "CP932")                                               \
	X(CHARSET_EUCJP, "EUC-JP-MS")                                          \
	X(CHARSET_KOREAN, "CP949")                                             \
	X(CHARSET_LATIN, "CP1252")                                             \
	X(CHARSET_CYRILLIC, "CP1251")                                          \
	X(CHARSET_KOI8, "KOI8-R")                                              \
	X(CHARSET_THAI, "TIS-620")                                             \
	X(CHARSET_HEBREW, "CP1255")

#define CHARSET_VALUE(value, name) value,
enum charset { CHARSETS(CHARSET_VALUE) CHARSET_COUNT, CHARSET_NONE };
#undef CHARSET_VALUE

static const struct {
	const char *label;
	enum charset charset;
} charset_labels[] = {
    {"utf-8", CHARSET_UTF8},
    {"utf8", CHARSET_UTF8},
    {"utf-16", CHARSET_UTF16LE},
    {"utf-16le", CHARSET_UTF16LE},
    {"utf-16be", CHARSET_UTF16BE},
    {"gb2312", CHARSET_GB},
    {"gbk", CHARSET_GB},
    {"x-gbk", CHARSET_GB},
    {"cp936", CHARSET_GB},
    {"gb18030", CHARSET_GB},
    {"big5", CHARSET_BIG5},
    {"big5-hkscs", CHARSET_BIG5},
    {"cp950", CHARSET_BIG5},
    {"shift_jis", CHARSET_SJIS},
    {"shift-jis", CHARSET_SJIS},
    {"sjis", CHARSET_SJIS},
    {"x-sjis", CHARSET_SJIS},
    {"cp932", CHARSET_SJIS},
    {"windows-31j", CHARSET_SJIS},
    {"euc-jp", CHARSET_EUCJP},
    {"euc-kr", CHARSET_KOREAN},
    {"ks_c_5601-1987", CHARSET_KOREAN},
    {"uhc", CHARSET_KOREAN},
    {"cp949", CHARSET_KOREAN},
    {"us-ascii", CHARSET_LATIN},
    {"ascii", CHARSET_LATIN},
    {"iso-8859-1", CHARSET_LATIN},
    {"latin1", CHARSET_LATIN},
    {"windows-1252", CHARSET_LATIN},
    {"windows-1251", CHARSET_CYRILLIC},
    {"koi8-r", CHARSET_KOI8},
    {"tis-620", CHARSET_THAI},
    {"windows-1255", CHARSET_HEBREW},
};

/* Multi-byte characters that make valid UTF-8 no accident of another. */
#define CHARSET_SURE	  8
/* How far labels inside the bytes are looked for. */
#define CHARSET_META_SCAN (4 * KIB)
#define CHARSET_DETECT	  (256 * KIB)
#define CHARSET_PIECE	  (4 * KIB) /* added at once: what a cap may cut off */
/* More bad characters than both of these: it is no text. */
#define CHARSET_BAD_MIN	  3
#define CHARSET_BAD_SHARE 20

/*
 * Converters stay open: opening reads files, which the jail refuses. 0: not
 * yet; (iconv_t)-1: the system has none.
 */
static iconv_t charset_open[CHARSET_COUNT];

static iconv_t
charset_converter(enum charset charset)
{
#define CHARSET_NAME(value, name) name,
	static const char *const names[] = {CHARSETS(CHARSET_NAME)};
#undef CHARSET_NAME

	if (charset_open[charset] == NULL)
		charset_open[charset] = iconv_open("UTF-8", names[charset]);
	return charset_open[charset];
}

void
text_charset_preload(void)
{
	for (int i = 0; i < CHARSET_COUNT; i++)
		(void)charset_converter((enum charset)i);
}

static enum charset
charset_by_label(const char *label, size_t n)
{
	size_t count = sizeof(charset_labels) / sizeof(charset_labels[0]);

	for (size_t i = 0; i < count; i++) {
		if (strlen(charset_labels[i].label) == n &&
		    strncasecmp(charset_labels[i].label, label, n) == 0)
			return charset_labels[i].charset;
	}
	return CHARSET_NONE;
}

/* The place after word (lower case) in bytes, in any case; NULL: absent. */
static const char *
charset_after(struct span bytes, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= bytes.len; i++) {
		if ((bytes.p[i] | ' ') == *word &&
		    strncasecmp(bytes.p + i, word, n) == 0)
			return bytes.p + i + n;
	}
	return NULL;
}

/* The charset named after key, as in charset="gbk" or encoding='GBK'. */
static enum charset
charset_by_key(struct span bytes, const char *key)
{
	const char *p = charset_after(bytes, key);
	const char *end = bytes.p + bytes.len;

	while (p != NULL && p < end && strchr(" \t\r\n=\"'", *p) != NULL &&
	       *p != '\0')
		p++;
	if (p == NULL)
		return CHARSET_NONE;
	const char *name = p;
	while (p < end && strchr(" \t\r\n;\"'?>/", *p) == NULL)
		p++;
	return charset_by_label(name, (size_t)(p - name));
}

/* Of a content type, or a bare name. */
static enum charset
charset_of_label(const char *label)
{
	if (label == NULL)
		return CHARSET_NONE;
	if (strchr(label, '/') == NULL && strchr(label, '=') == NULL)
		return charset_by_label(label, strlen(label));
	return charset_by_key(span_of(label), "charset");
}

/* Of <meta charset> or the XML declaration. */
static enum charset
charset_of_meta(struct span bytes)
{
	struct span head = {bytes.p,
	    bytes.len < CHARSET_META_SCAN ? bytes.len : CHARSET_META_SCAN};

	enum charset charset = charset_by_key(head, "charset");
	if (charset == CHARSET_NONE && charset_after(head, "<?xml") != NULL)
		charset = charset_by_key(head, "encoding");
	/* Whoever can read an ASCII label does not read UTF-16. */
	if (charset == CHARSET_UTF16LE || charset == CHARSET_UTF16BE)
		return CHARSET_UTF8;
	return charset;
}

static enum charset
charset_of_statistics(struct span bytes)
{
	size_t n = bytes.len < CHARSET_DETECT ? bytes.len : CHARSET_DETECT;
	enum charset charset = CHARSET_NONE;

	uchardet_t detector = uchardet_new();
	if (uchardet_handle_data(detector, bytes.p, n) == 0) {
		uchardet_data_end(detector);
		const char *name = uchardet_get_charset(detector);
		charset = charset_by_label(name, strlen(name));
	}
	uchardet_delete(detector);
	return charset;
}

/* The charset that a byte order mark names; *ret_len its length. */
static enum charset
charset_of_mark(struct span bytes, size_t *ret_len)
{
	*ret_len = 2;
	if (bytes.len >= 2 && memcmp(bytes.p, "\xff\xfe", 2) == 0)
		return CHARSET_UTF16LE;
	if (bytes.len >= 2 && memcmp(bytes.p, "\xfe\xff", 2) == 0)
		return CHARSET_UTF16BE;
	*ret_len = 3;
	if (bytes.len >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
		return CHARSET_UTF8;
	*ret_len = 0;
	return CHARSET_NONE;
}

/* True for UTF-8 with enough in it that is not ASCII. */
static bool
charset_is_surely_utf8(struct span bytes)
{
	size_t multi = 0, i = utf8_ascii(bytes.p, bytes.len);

	while (i < bytes.len) {
		size_t n = utf8_length(bytes.p + i, bytes.len - i);
		if (n == 0)
			return false;
		multi++;
		i += n;
		i += utf8_ascii(bytes.p + i, bytes.len - i);
	}
	return multi >= CHARSET_SURE;
}

/* Copies UTF-8 as it is, bad bytes as U+FFFD, in whole characters. */
static int
charset_copy_utf8(struct span bytes, struct buf *out, size_t *ret_bad)
{
	size_t from = 0, i = 0;
	int r = 0;

	while (i < bytes.len && r == 0) {
		size_t left = bytes.len - i, room = CHARSET_PIECE - (i - from);
		size_t n = utf8_ascii(bytes.p + i, left < room ? left : room);
		if (n == 0)
			n = utf8_length(bytes.p + i, left);
		i += n;
		if (n > 0 && i - from < CHARSET_PIECE)
			continue;
		r = buf_add(out, bytes.p + from, i - from);
		if (r == 0 && n == 0) {
			++*ret_bad;
			r = buf_add_str(out, "\xef\xbf\xbd");
			i++;
		}
		from = i;
	}
	return r < 0 ? r : buf_add(out, bytes.p + from, i - from);
}

static int
charset_convert(iconv_t cd, struct span bytes, struct buf *out, size_t *ret_bad)
{
	char chunk[4096];
	/* iconv does not write through it (POSIX says char **). */
	char *in = (char *)(uintptr_t)bytes.p;
	size_t left = bytes.len;
	int r = 0;

	(void)iconv(cd, NULL, NULL, NULL, NULL);
	while (left > 0 && r == 0) {
		char *to = chunk;
		size_t room = sizeof(chunk);
		size_t done = iconv(cd, &in, &left, &to, &room);
		int error = done == (size_t)-1 ? errno : 0;
		r = buf_add(out, chunk, (size_t)(to - chunk));
		if (error == 0 || error == E2BIG || r < 0)
			continue;
		++*ret_bad;
		r = buf_add_str(out, "\xef\xbf\xbd");
		in++;
		left--;
	}
	return r;
}

/* Appends bytes as charset; *ret_bad counts what is not of it. */
static int
charset_decode(
    enum charset charset, struct span bytes, struct buf *out, size_t *ret_bad)
{
	*ret_bad = 0;
	if (charset == CHARSET_UTF8)
		return charset_copy_utf8(bytes, out, ret_bad);
	iconv_t cd = charset_converter(charset);
	if (cd == (iconv_t)-1) {
		*ret_bad = bytes.len;
		return 0;
	}
	return charset_convert(cd, bytes, out, ret_bad);
}

static void
charset_rewind(struct buf *out, size_t len)
{
	if (out->len == len)
		return;
	out->len = len;
	out->data[len] = '\0';
}

/*
 * Appends bytes by the first charset that fits without a bad character, else
 * by that with the fewest.
 */
static int
charset_pick(
    struct span bytes, const char *label, struct buf *out, size_t *ret_bad)
{
	enum charset order[] = {charset_of_label(label), charset_of_meta(bytes),
	    CHARSET_UTF8, CHARSET_NONE};
	size_t count = sizeof(order) / sizeof(order[0]);
	size_t start = out->len, best = SIZE_MAX;
	enum charset chosen = CHARSET_UTF8;

	for (size_t i = 0; i < count; i++) {
		if (i + 1 == count)
			order[i] = charset_of_statistics(bytes);
		if (order[i] == CHARSET_NONE)
			continue;
		int r = charset_decode(order[i], bytes, out, ret_bad);
		if (*ret_bad == 0)
			return r;
		charset_rewind(out, start);
		if (*ret_bad < best) {
			best = *ret_bad;
			chosen = order[i];
		}
	}
	return charset_decode(chosen, bytes, out, ret_bad);
}

static int
charset_decode_any(
    struct span bytes, const char *label, struct buf *out, size_t *ret_bad)
{
	size_t mark_len;
	enum charset mark = charset_of_mark(bytes, &mark_len);
	struct span rest = {bytes.p + mark_len, bytes.len - mark_len};

	if (mark != CHARSET_NONE)
		return charset_decode(mark, rest, out, ret_bad);
	if (charset_is_surely_utf8(bytes))
		return charset_decode(CHARSET_UTF8, bytes, out, ret_bad);
	return charset_pick(bytes, label, out, ret_bad);
}

/* Blanks control characters that are no white space; returns how many. */
static size_t
charset_blank_controls(char *p, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if ((c >= 0x20 && c != 0x7f) || (c >= '\t' && c <= '\r'))
			continue;
		p[i] = ' ';
		count++;
	}
	return count;
}

int
text_decode(
    struct span bytes, const char *label, struct buf *out, struct err *err)
{
	size_t start = out->len, bad = 0;

	int r = charset_decode_any(bytes, label, out, &bad);
	size_t n = out->len - start;
	if (n > 0)
		bad += charset_blank_controls(out->data + start, n);
	if (bad > CHARSET_BAD_MIN && bad > n / CHARSET_BAD_SHARE) {
		charset_rewind(out, start);
		return err_set(err, ERR_UNREADABLE,
		    "not text in a known charset (%zu bytes of %zu are not)",
		    bad, bytes.len);
	}
	if (r == ERR_TOOBIG)
		return err_set(
		    err, r, "text longer than %zu bytes", out->limit);
	return r;
}
