/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Errors. A function that can fail returns 0 or a negative ERR_* code. Where a
 * person will read why, its last parameter is a struct err that carries the
 * code and one line of text; callers add the context that only they know.
 */
#ifndef LIB_BASE_ERR_H
#define LIB_BASE_ERR_H

#include <stdarg.h>

#define WARN_UNUSED  __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

/* X(name, value, text): the one list of codes. */
#define ERR_LIST(X)                                                            \
	X(ERR_INVALID, -1, "invalid value")                                    \
	X(ERR_NOTFOUND, -2, "not found")                                       \
	X(ERR_TOOBIG, -3, "too big")                                           \
	X(ERR_SYNTAX, -4, "syntax error")                                      \
	X(ERR_RANGE, -5, "out of range")                                       \
	X(ERR_IO, -6, "input or output failed")                                \
	X(ERR_TIMEOUT, -7, "timed out")                                        \
	X(ERR_CANCELED, -8, "canceled")                                        \
	X(ERR_CONNECT, -9, "could not connect")                                \
	X(ERR_DENIED, -10, "denied")                                           \
	X(ERR_STORE, -11, "store failed")                                      \
	X(ERR_FULL, -12, "no space left")                                      \
	X(ERR_EXISTS, -13, "exists already")                                   \
	X(ERR_BUSY, -14, "busy")                                               \
	X(ERR_PROTOCOL, -15, "unexpected answer")                              \
	X(ERR_CRASHED, -16, "the reader died")                                 \
	X(ERR_UNREADABLE, -17, "unreadable document")                          \
	X(ERR_UNSUPPORTED, -18, "not supported")                               \
	X(ERR_CONFIG, -19, "bad configuration")                                \
	X(ERR_TLS, -20, "tls failed")                                          \
	X(ERR_SYSTEM, -21, "system call failed")

#define ERR_ENUM(name, value, text) name = (value),
enum err_code { ERR_LIST(ERR_ENUM) };
#undef ERR_ENUM

/* A deliberate drop of a result; a comment beside it says why. */
static inline void
err_drop(int code)
{
	(void)code;
}

#define ERR_TEXT_MAX 512

struct err {
	int code; /* 0 or ERR_* */
	char text[ERR_TEXT_MAX]; /* one line, no newline, always terminated */
};

#define ERR_NONE                                                               \
	{                                                                      \
		0, ""                                                          \
	}

/* Fixed text of a code; "unknown error" for any other number. Borrowed. */
const char *err_text(int code);

/*
 * Sets code and formatted text (cut at ERR_TEXT_MAX) and returns code, so that
 * `return err_set(err, ERR_SYNTAX, ...)` is one line. err may be NULL.
 */
int err_set(struct err *err, int code, const char *fmt, ...) PRINTF(3, 4);

/* As err_set, appending ": " and strerror of errnum. */
int err_set_errno(struct err *err, int code, int errnum, const char *fmt, ...)
    PRINTF(4, 5);

/*
 * Puts "<context>: " before the text that is there. Returns err's code, or
 * ERR_INVALID when err is NULL.
 */
int err_wrap(struct err *err, const char *fmt, ...) PRINTF(2, 3);

#endif
