dnl SPDX-License-Identifier: BSD-2-Clause
dnl FILINGD_WARNINGS: the warning and hardening flags that every build uses,
dnl each probed, collected in WARN_CFLAGS and HARDEN_CFLAGS.
AC_DEFUN([FILINGD_TRY_FLAG], [
	AX_CHECK_COMPILE_FLAG([$2], [$1="$$1 $2"], [], [-Werror])
])
AC_DEFUN([FILINGD_WARNINGS], [
	WARN_CFLAGS=
	m4_foreach_w([flag], [-Wall -Wextra -Wshadow -Wstrict-prototypes
		-Wmissing-prototypes -Wold-style-definition -Wpointer-arith
		-Wwrite-strings -Wcast-qual -Wundef -Wvla -Wformat=2
		-Wswitch-enum -Wimplicit-fallthrough -Wconversion
		-Wdouble-promotion -Wnull-dereference -Wlogical-op
		-Wduplicated-cond -Wduplicated-branches],
		[FILINGD_TRY_FLAG([WARN_CFLAGS], m4_defn([flag]))])
	AS_IF([test "x$enable_werror" = xyes], [WARN_CFLAGS="$WARN_CFLAGS -Werror"])
	HARDEN_CFLAGS=
	m4_foreach_w([flag], [-fstack-protector-strong
		-fstack-clash-protection -fcf-protection],
		[FILINGD_TRY_FLAG([HARDEN_CFLAGS], m4_defn([flag]))])
	AS_IF([test "x$enable_sanitizers" != xyes],
		[HARDEN_CFLAGS="$HARDEN_CFLAGS -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3"])
	AC_SUBST([WARN_CFLAGS])
	AC_SUBST([HARDEN_CFLAGS])
])
dnl FILINGD_INSTRUMENT: sanitizers, fuzzers and coverage.
AC_DEFUN([FILINGD_INSTRUMENT], [
	INSTR_CFLAGS=
	AS_IF([test "x$enable_sanitizers" = xyes],
		[INSTR_CFLAGS="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"])
	AS_IF([test "x$enable_fuzzers" = xyes],
		[INSTR_CFLAGS="$INSTR_CFLAGS -fsanitize=fuzzer-no-link"
		 FUZZ_LDFLAGS="-fsanitize=fuzzer"])
	AS_IF([test "x$enable_coverage" = xyes],
		[INSTR_CFLAGS="$INSTR_CFLAGS --coverage"])
	AC_SUBST([INSTR_CFLAGS])
	AC_SUBST([FUZZ_LDFLAGS])
])
