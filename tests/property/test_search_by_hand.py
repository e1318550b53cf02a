"""The search command, as text through the whole engine, against rules written out a second time.

Nothing of the package decides here what matches: wildcards are matched by a table of prefixes, rows
are asked one by one. Splunk, Search Reference: search; Search Manual: Boolean expressions,
Wildcards, Backslashes.
"""

from __future__ import annotations

import ipaddress
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from spl import Session

SESSION = Session(now=1_700_000_000)
NAMES = {"f": "f", "a.b{}": "a.b{}", "user name": '"user name"', "nosuch": "nosuch"}
TEXTS = ["a", "A", "ab", "b a", "7", "7.0", "10", "-3", "10.1.2.3", "", "a-b", "É", "C:\\x", "\\"]
TEXTS += ['"q"', "(|,", "7b", "é"]
VALUES = st.sampled_from(TEXTS) | st.tuples(*[st.sampled_from(TEXTS)] * 2).map("".join)


ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
Cells = list[str]


@dataclass(frozen=True)
class Ask:
    """``name op literal``, or IN with several literals."""

    name: str
    op: str
    literals: tuple[str, ...]
    bare: bool

    def text(self) -> str:
        """As it is typed."""
        shown = [literal if self.bare and plain(literal) else quoted(literal)
                 for literal in self.literals]  # fmt: skip
        if self.op == "IN":
            return f"{NAMES[self.name]} IN ({', '.join(shown)})"
        return f"{NAMES[self.name]}{self.op}{shown[0]}"

    def holds(self, row: dict[str, Cells]) -> bool:
        """Whether any value of the field is as asked."""
        return any(self.fits(value) for value in row.get(self.name, ()))

    def fits(self, value: str) -> bool:
        """Whether one value is as asked."""
        if self.op == "!=":
            return not equal(self.literals[0], value)
        if self.op in ORDER:
            return ordered(self.op, value, self.literals[0])
        return any(equal(literal, value) for literal in self.literals)


@dataclass(frozen=True)
class Join:
    """AND, written as a blank or as a word, OR, or NOT."""

    word: str
    parts: tuple[Any, ...]

    def text(self) -> str:
        """As it is typed, with only those parentheses that the order of operators asks for."""
        if self.word == "NOT":
            return f"NOT {self.bracketed(self.parts[0], Ask)}"
        kinds = (Ask, Join) if self.word in (" ", "AND") else Ask
        word = " " if self.word == " " else f" {self.word} "
        return word.join(self.bracketed(part, kinds) for part in self.parts)

    def bracketed(self, part: Any, bare: Any) -> str:
        """A part, in parentheses unless it binds more tightly: NOT, then OR, then AND."""
        tight = isinstance(part, bare) and not (
            isinstance(part, Join) and part.word in (" ", "AND")
        )
        tight = tight or (isinstance(part, Join) and part.word == "NOT" and self.word != "NOT")
        return part.text() if tight else f"({part.text()})"

    def holds(self, row: dict[str, Cells]) -> bool:
        """What the parts give together."""
        answers = [part.holds(row) for part in self.parts]
        if self.word == "NOT":
            return not answers[0]
        return any(answers) if self.word == "OR" else all(answers)


def plain(literal: str) -> bool:
    return literal.isascii() and literal.replace("*", "a").replace(".", "a").isalnum() and (
        literal not in ("OR", "AND", "NOT", "IN")
    )  # fmt: skip


def quoted(literal: str) -> str:
    return '"' + literal.replace("\\", "\\\\").replace('"', '\\"') + '"'


def equal(literal: str, value: str) -> bool:
    if "/" in literal:
        try:
            return ipaddress.ip_address(value) in ipaddress.ip_network(literal)
        except ValueError:
            return False
    return like(literal.lower(), value.lower())


def like(pattern: str, text: str) -> bool:
    """Whether *text* is *pattern*, row by row through the table of their prefixes."""
    row = [True] + [False] * len(text)
    for mark in pattern:
        if mark == "*":
            for at in range(1, len(row)):
                row[at] = row[at] or row[at - 1]
        else:
            row = [False] + [row[at] and text[at] == mark for at in range(len(text))]
    return row[-1]


def ordered(op: str, value: str, literal: str) -> bool:
    try:
        return ORDER[op](float(value), float(literal))
    except ValueError:
        return ORDER[op](value.lower(), literal.lower())


def cells(row: dict[str, Any]) -> dict[str, Cells]:
    listed = {name: value if isinstance(value, list) else [value] for name, value in row.items()}
    return {name: [str(v) for v in value] for name, value in listed.items() if value != [None]}


@st.composite
def _pattern(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    """A value in which some characters became wildcards, or a wildcard came in between."""
    text = draw(values)
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + "*" + text[at + draw(st.integers(0, 2)) :]
    return text


@st.composite
def _case(draw: st.DrawFn) -> tuple[Ask | Join, list[dict[str, Any]]]:
    """An expression and rows, both out of a few values, so that much matches and much does not."""
    few = st.sampled_from(draw(st.lists(VALUES, min_size=2, max_size=4)))
    cells_of = few | st.lists(few, min_size=2, max_size=3) | st.integers(-3, 12) | st.none()
    fields = st.sampled_from(["f", "a.b{}", "user name"])
    rows = draw(st.lists(st.dictionaries(fields, cells_of, min_size=1), min_size=1, max_size=6))
    literals = _pattern(few) | st.sampled_from(["10.0.0.0/8", "10.1.2.0/24", "*", "**", "OR"])
    names = fields | st.just("nosuch")
    one = st.sampled_from(["=", "=", "!=", "!=", "<", ">", "<=", ">="])
    leaves = st.builds(Ask, names, one, st.tuples(literals), st.booleans())
    several = st.lists(literals, min_size=1, max_size=3).map(tuple)
    leaves |= st.builds(Ask, names, st.just("IN"), several, st.booleans())
    words = st.sampled_from([" ", "AND", "OR"])
    expressions = st.recursive(
        leaves,
        lambda inner: (
            st.builds(Join, st.just("NOT"), st.tuples(inner))
            | st.builds(Join, words, st.tuples(inner, inner))
        ),
        max_leaves=4,
    )
    return draw(expressions), rows


@settings(max_examples=200, deadline=None)
@given(_case())
@example((Ask("f", "!=", ("a",), bare=True), [{"f": ["a", "b"]}, {"f": "A"}, {"g": "b"}]))
@example((Ask("f", "=", ("\\*",), bare=False), [{"f": "\\x"}, {"f": "x"}]))
@example((Join("NOT", (Ask("f", "!=", ("*",), bare=True),)), [{"f": "a"}, {}]))
def test_a_search_finds_what_the_rules_say(case: tuple[Ask | Join, list[dict[str, Any]]]) -> None:
    asked, rows = case
    numbered = [{**row, "row": number} for number, row in enumerate(rows)]
    found = SESSION.search(f"search {asked.text()}", rows=numbered)
    wanted = [str(n) for n, row in enumerate(rows) if asked.holds(cells(row))]
    assert [row["row"] for row in found] == wanted, asked.text()
