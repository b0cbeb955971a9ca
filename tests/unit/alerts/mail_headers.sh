#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Reads mails back with Python's email and html packages, parsers that are not
# ours.
set -eu
if ! command -v python3 >/dev/null 2>&1; then
	echo "skipped: no python3 to parse the mail with"
	exit 77
fi
here=${FILINGD_SRCDIR:?}/tests/unit/alerts
built=${FILINGD_BUILDDIR:?}/tests/unit/alerts
"$built/test_mail" --print | python3 "$here/mail_headers.py" event
"$built/test_mail_digest" --print | python3 "$here/mail_headers.py" digest
