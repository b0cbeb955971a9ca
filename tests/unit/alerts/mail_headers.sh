#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Reads a mail back with Python's email package, a parser that is not ours.
if ! command -v python3 >/dev/null 2>&1; then
	echo "skipped: no python3 to parse the mail with"
	exit 77
fi
"${FILINGD_BUILDDIR:?}/tests/unit/alerts/test_mail" --print |
	python3 "${FILINGD_SRCDIR:?}/tests/unit/alerts/mail_headers.py"
