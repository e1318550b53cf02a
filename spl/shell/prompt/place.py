"""Where in a half-typed search the cursor stands: in which command, call, comparison or quote."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NEXT = re.compile(
    r"```(?:.*?```|.*)|(?P<macro>`[^`]*(?P<ended>`)?)"
    r'|(?P<string>"(?:[^"\\]++|\\.)*+(?P<closed>")?)|\\.|(?P<mark>[|\[\]()])',
    re.DOTALL,
)
_WORD = re.compile(r"[\w.:{}@$*+-]*\Z")
_NAME = re.compile(r"\s*([A-Za-z_]\w*)")
_ASSIGNING = frozenset({"eval", "where", "fieldformat"})  # here a = b compares no field's values
_CALLED = re.compile(r"([A-Za-z_]\w*)\s*$")
_COMPARED = re.compile(
    r"""(?:(?P<field>[\w.:{}-]+)|'(?P<quoted>[^']*)')\s*
        (?:(?P<op>=|!=|<=?|>=?)\s*|\s+(?:NOT\s+)?IN\s*\((?:[^()]*,)?\s*)\Z""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Call:
    """An open bracket behind a name: a function, and how many commas have gone by."""

    name: str
    argument: int


@dataclass(frozen=True, slots=True)
class Place:
    """What stands before the cursor.

    Attributes:
        command: name of the command in lower case; ``search`` where it is implied.
        named: whether the command's name is complete, so that its arguments follow.
        text: the command's text up to the cursor.
        word: the word that is being typed, without the quote that opens it.
        call: the innermost open call, or None.
        compared: the field whose value is being typed, or None.
        macro: the cursor is in a macro call.
        quoted: the cursor is in double quotes.
    """

    command: str
    named: bool
    text: str
    word: str
    call: Call | None = None
    compared: str | None = None
    macro: bool = False
    quoted: bool = False

    def within(self, *names: str) -> bool:
        """Whether the cursor is in a call of one of *names*."""
        return self.call is not None and self.call.name in names


def place_at(before: str) -> Place:
    """Read the text *before* the cursor; never raises, however odd it is."""
    start, calls, macro, quote = _scan(before)
    text = before[start:]
    implied = start == 0 and not before.lstrip().startswith("|")
    name = _NAME.match(text)
    ended = name is not None and name.end() < len(text)
    command = name[1].lower() if name is not None else ""
    if implied and command != "search":
        command, ended = "search", True
    opened = quote if quote is not None else macro
    word = before[opened + 1 :] if opened is not None else _word(text)
    stem = before[start : opened if opened is not None else len(before) - len(word)]
    compared = None if command in _ASSIGNING else _COMPARED.search(stem)
    return Place(
        command=command,
        named=ended,
        text=text,
        word=word,
        call=_call(before, calls),
        compared=(compared["field"] or compared["quoted"]) if compared else None,
        macro=macro is not None and quote is None,
        quoted=quote is not None,
    )


def _word(text: str) -> str:
    found = _WORD.search(text)
    return found[0] if found else ""


def _scan(before: str) -> tuple[int, list[int], int | None, int | None]:
    """Start of the command, its open parentheses, and the macro or quote that is still open."""
    stages: list[tuple[int, list[int]]] = [(0, [])]
    macro = quote = None
    for found in _NEXT.finditer(before):
        mark = found["mark"]
        if found["macro"] is not None and found["ended"] is None:
            macro = found.start()
        elif found["string"] is not None and found["closed"] is None:
            quote = found.start()
        elif mark == "|":
            stages[-1] = (found.end(), [])
        elif mark == "[":
            stages.append((found.end(), []))
        elif mark == "]" and len(stages) > 1:
            stages.pop()
        elif mark == "(":
            stages[-1][1].append(found.start())
        elif mark == ")" and stages[-1][1]:
            stages[-1][1].pop()
    return (*stages[-1], macro, quote)


def _call(before: str, calls: list[int]) -> Call | None:
    for at in reversed(calls):
        name = _CALLED.search(before[:at])
        if name is not None:
            return Call(name[1].lower(), _commas(before[at + 1 :]))
    return None


def _commas(text: str) -> int:
    """The commas of a call's own arguments in what has been typed of them."""
    depth = count = 0
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"?|[(),]', text):
        depth += (found[0] == "(") - (found[0] == ")")
        count += found[0] == "," and depth == 0
    return count
