# SPDX-License-Identifier: BSD-2-Clause
# The words of the lexicon in a manual page: reads the X-macros of the headers
# given first, with the comment beside each, then copies the page, where a line
# "@words NAME@" becomes the list that the macro NAME makes.
/^#define [A-Z_]+\(X\)/ {
	name = $2
	sub(/\(X\).*/, "", name)
}

/"/ && name != "" && FILENAME !~ /\.in$/ {
	rest = $0
	while (match(rest, /X\([A-Z0-9_]+, "[a-z0-9_]+"[^)]*\)/)) {
		item = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		gloss = ""
		if (match(rest, /\/\*.*\*\//) && rest !~ /X\(/)
			gloss = substr(rest, RSTART + 3, RLENGTH - 6)
		split(item, part, "\"")
		if (part[2] != "none")
			list[name] = list[name] ".It Cm " part[2] "\n" \
			    (gloss != "" ? "\\&" gloss "\n" : "")
	}
}

FILENAME ~ /\.in$/ && /^@words / {
	gsub(/@/, "", $2)
	if (list[$2] == "") {
		print "words.awk: no list " $2 > "/dev/stderr"
		exit 1
	}
	printf ".Bl -tag -width plus_minus -compact\n%s.El\n", list[$2]
	next
}

FILENAME ~ /\.in$/ { print }
