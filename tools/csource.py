# SPDX-License-Identifier: BSD-2-Clause
"""What the checks in this folder need of C: the files of a tree, their tokens
without comments and preprocessor lines, and the functions they define."""
import os
import re
import sys

FOLDERS = ("lib", "watchers", "reading", "ledger", "alerts", "daemon",
           "clients", "tests")

LEXER = re.compile(r"""
    (?P<blank>[ \t\r\f]+)
  | (?P<newline>\n)
  | (?P<comment>/\*.*?\*/|//[^\n]*)
  | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
  | (?P<char>[uUL]?'(?:\\.|[^'\\\n])*')
  | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
  | (?P<number>\.?[0-9](?:[eEpP][+-]|[A-Za-z_0-9.])*)
  | (?P<op>->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||\.\.\.|.)
""", re.X | re.S)


class Token:
    """kind (word, number, string, char, op), text and line."""

    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line


def root_of(argv):
    """The tree to check: the argument, or the one this script stands in."""
    if len(argv) > 1:
        return argv[1]
    return os.path.dirname(os.path.dirname(os.path.abspath(argv[0])))


def files(root, endings=(".c", ".h"), folders=FOLDERS):
    """Paths below root, from the root, sorted."""
    found = []
    for folder in folders:
        for path, _, names in os.walk(os.path.join(root, folder)):
            found += [os.path.relpath(os.path.join(path, name), root)
                      for name in names if name.endswith(endings)]
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8",
              errors="surrogateescape") as file:
        return file.read()


def without_directives(text):
    """The text with preprocessor lines made empty; line numbers stay."""
    def empty(match):
        return "\n" * match.group(0).count("\n")
    # A comment may hold a '#' line of its own: look at both in one pass.
    pattern = re.compile(r"""
        (?P<keep>/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
      | (?P<directive>^[ \t]*\#(?:/\*.*?\*/|\\\n|[^\n])*)
    """, re.X | re.S | re.M)
    return pattern.sub(
        lambda m: m.group(0) if m.group("keep") else empty(m), text)


def tokens(text):
    """Tokens of a text, without comments; what is left of a line by line."""
    found, line = [], 1
    for match in LEXER.finditer(text):
        if match.lastgroup not in ("blank", "newline", "comment"):
            found.append(Token(match.lastgroup, match.group(0), line))
        line += match.group(0).count("\n")
    return found


def opening(toks, close):
    """Index of the bracket that toks[close] closes, or -1."""
    depth = 0
    for i in range(close, -1, -1):
        if toks[i].text in (")", "]", "}"):
            depth += 1
        elif toks[i].text in ("(", "[", "{"):
            depth -= 1
            if depth == 0:
                return i
    return -1


def closing(toks, start):
    """Index of the bracket that closes toks[start], or the last index."""
    depth = 0
    for i in range(start, len(toks)):
        if toks[i].text in ("(", "[", "{"):
            depth += 1
        elif toks[i].text in (")", "]", "}"):
            depth -= 1
            if depth == 0:
                return i
    return len(toks) - 1


class Function:
    """A definition: name, line, its parameters and the tokens of its body
    with both braces."""

    def __init__(self, name, parameters, body):
        self.name, self.parameters, self.body = name, parameters, body
        self.line = body[0].line
        self.lines = body[-1].line - body[0].line + 1


def functions(text):
    """The functions that a C text defines."""
    toks = tokens(without_directives(text))
    found, i = [], 0
    while i < len(toks):
        if toks[i].text != "{":
            i += 1
            continue
        end = closing(toks, i)
        start = opening(toks, i - 1) if i and toks[i - 1].text == ")" else -1
        if start > 0 and toks[start - 1].kind == "word":
            found.append(Function(toks[start - 1].text,
                                  toks[start + 1:i - 1], toks[i:end + 1]))
        i = end + 1
    return found


def report(complaints, what):
    """Prints complaints and ends the program."""
    for complaint in complaints:
        print(complaint)
    if complaints:
        print("%s: %d complaints" % (what, len(complaints)))
    sys.exit(1 if complaints else 0)
