"""Which of the rules found are run: by words of their name, by status, by type."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from spl.detections.rule import Rule
from spl.errors import BindError

Test: TypeAlias = Callable[[str], bool]

_TOKEN = re.compile(r"\s*(?:(\()|(\))|([^\s()]+))")


def name_test(expression: str) -> Test:
    """What ``-k`` means: words that a name holds, with ``and``, ``or``, ``not`` and brackets.

    Words match anywhere and in any case; words side by side must all be there, in any order.

    >>> wanted = name_test("registry and not (firewall or lsa)")
    >>> wanted("Disable Registry Tools"), wanted("Firewall Registry Change")
    (True, False)

    Raises:
        BindError: SPL360, the expression is not complete.
    """
    tokens = [match[0].strip() for match in _TOKEN.finditer(expression) if match[0].strip()]
    reader = _Reader(tokens, expression)
    test = reader.either()
    if reader.left:
        raise reader.broken()
    return test


class _Reader:
    """Reads an expression from left to right; ``or`` binds weakest, ``not`` strongest."""

    def __init__(self, tokens: list[str], expression: str) -> None:
        self.left = tokens
        self._expression = expression

    def either(self) -> Test:
        tests = [self._all()]
        while self._takes("or"):
            tests.append(self._all())
        return lambda name: any(test(name) for test in tests)

    def broken(self) -> BindError:
        return BindError(
            f"'{self._expression}' does not say which names to take.",
            code="SPL360",
            hint="Write words, and, or, not and brackets, such as 'registry and not firewall'.",
        )

    def _all(self) -> Test:
        tests = [self._one()]
        while self.left and self.left[0].lower() not in ("or", ")"):
            self._takes("and")
            tests.append(self._one())
        return lambda name: all(test(name) for test in tests)

    def _one(self) -> Test:
        if self._takes("not"):
            test = self._one()
            return lambda name: not test(name)
        if self._takes("("):
            test = self.either()
            if not self._takes(")"):
                raise self.broken()
            return test
        if not self.left or self.left[0].lower() in ("and", "or", ")"):
            raise self.broken()
        word = self.left.pop(0).lower()
        return lambda name: word in name.lower()

    def _takes(self, token: str) -> bool:
        if self.left and self.left[0].lower() == token:
            self.left.pop(0)
            return True
        return False


@dataclass(frozen=True, slots=True)
class Selection:
    """What rules are wanted; empty wants all.

    Attributes:
        words: an expression over the title and the file's name, as `name_test` reads it.
        statuses: production, experimental, deprecated, in any case.
        kinds: TTP, Anomaly, Hunting, Correlation, in any case.
    """

    words: str = ""
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def wants(self, rule: Rule) -> bool:
        """Whether to run *rule*; a rule that does not say its status or type is not left out."""
        named = not self.words or name_test(self.words)(f"{rule.name} {rule.path.stem}")
        return named and _among(rule.status, self.statuses) and _among(rule.kind, self.kinds)


def _among(value: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or not value or value.lower() in {each.lower() for each in wanted}
