"""What ``field op literal`` of the search command asks of the value of a field.

Rules (Splunk, Search Reference: search; Search Manual: Difference between != and NOT):

- ``=`` and ``!=`` compare text without regard to case, with ``*`` as wildcard; ``1`` is not
  ``1.0``. ``CASE(x)`` makes the comparison case-sensitive.
- A literal ``address/bits`` also matches the addresses in that network.
- ``<``, ``>``, ``<=`` and ``>=`` compare numbers where both sides are numbers, else text.
- ``*`` alone asks whether the field is there; ``field!=*`` never holds. An absent field satisfies
  nothing, which is what tells ``!=`` from NOT.
- A multivalue field satisfies a comparison when any one of its values does.

Choices: where ``<`` and its kin compare text they ignore case too, so that ``<=`` is ``<`` or
``=``; ``*`` has no special meaning there. ``field=""`` asks for a field that is there and empty.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from spl.values.cidr import search_network
from spl.values.value import Value, as_texts, read_number
from spl.values.wildcard import fold, wildcard

Predicate = Callable[[Value], bool]

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def search_predicate(op: str, literal: str, *, case_sensitive: bool = False) -> Predicate:
    """Return the test of ``field op literal``; op is one of ``= == != < > <= >=``."""
    if op in _ORDER:
        return _any_text(_ordered(op, literal, case_sensitive=case_sensitive))
    if op not in ("=", "==", "!="):
        raise ValueError(f"{op!r} is not a comparison of the search command")
    same = _same(literal, case_sensitive=case_sensitive)
    if op == "!=":
        return _any_text(lambda text: not same(text))
    return _any_text(same)


def _any_text(fits: Callable[[str], bool]) -> Predicate:
    def holds(value: Value) -> bool:
        if isinstance(value, str):
            return fits(value)
        return any(map(fits, as_texts(value)))

    return holds


def _same(literal: str, *, case_sensitive: bool) -> Callable[[str], bool]:
    if literal and not literal.strip("*"):
        return lambda _text: True
    fits = wildcard(literal, ignore_case=not case_sensitive)
    inside = search_network(literal)
    if inside is None:
        return fits
    return lambda text: inside(text) or fits(text)


def _ordered(op: str, literal: str, *, case_sensitive: bool) -> Callable[[str], bool]:
    compare = _ORDER[op]
    number = read_number(literal)
    shown = literal if case_sensitive else fold(literal)

    def fits(text: str) -> bool:
        own = None if number is None else read_number(text)
        if own is not None:
            return compare(own, number)
        return compare(text if case_sensitive else fold(text), shown)

    return fits
