#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The evening of ./demo with the programs of this build, 240 times as fast: what
# must be told is told, nothing else is, and no file is left.
# usage: tests/demo/evening.sh       (FILINGD_SRCDIR, FILINGD_BUILDDIR)
set -u
if [ -n "${FILINGD_SANITIZERS:-}" ]; then
	echo "evening: skipped, a sanitizer cannot live in the jail"
	exit 77
fi
TMPDIR=$(mktemp -d) || exit 1
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 143' INT TERM HUP
"$FILINGD_SRCDIR/tests/demo/play" --once --rate 240 \
	--build "$FILINGD_BUILDDIR" || exit 1
left=$(find "$TMPDIR" -mindepth 1)
[ -z "$left" ] || { echo "evening: left behind: $left"; exit 1; }
