"""How expressions compare: ``= != < > <= >=``, LIKE, IN, and AND, OR, XOR, NOT with null.

What is compared with what (Splunk, Search Reference: eval, where):

    =============  ==========  =============  ===========  =======  ======  ==========
    left / right   number      numeric field  other text   boolean  null    multivalue
    =============  ==========  =============  ===========  =======  ======  ==========
    number         numbers     numbers        see below    null     null    any value
    numeric field  numbers     numbers        see below    null     null    any value
    other text     see below   see below      text         null     null    any value
    boolean        null        null           null         = != only null   any value
    null           null        null           null         null     null    null
    multivalue     any value   any value      any value    any      null    any pair
    =============  ==========  =============  ===========  =======  ======  ==========

Text is compared by code point, with regard to case. Choices where Splunk's manual is silent: a
number or numeric field against other text compares numbers if the text reads as one (``"10"`` in
quotes against a field), else the text of both; two texts in quotes are always text, so ``"10" <
"9"``. A multivalue satisfies a comparison, ``!=`` too, when any one of its values does.

A comparison with null is null. AND, OR and NOT over null are null unless the other side decides
(``false AND null`` is false): ``where`` keeps a row only where the expression could be evaluated
and is true, so ``where NOT field="x"`` drops rows without the field, unlike the search command.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from spl.values.value import NumericText, Scalar, Value, as_number, as_text, as_texts

_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def compare(op: str, left: Value, right: Value) -> bool | None:
    """Return what ``left op right`` is; op is one of ``= == != < > <= >=``."""
    if type(left) is str and type(right) is str:
        return _TESTS[op](left, right)
    if left is None or right is None:
        return None
    if isinstance(left, tuple) or isinstance(right, tuple):
        return any_true(
            _compare_scalars(op, one, other) for one in _items(left) for other in _items(right)
        )
    return _compare_scalars(op, left, right)


def equals(left: Value, right: Value) -> bool | None:
    """Return what ``left = right`` is."""
    return compare("=", left, right)


def in_list(value: Value, items: Iterable[Value]) -> bool | None:
    """Return what ``value IN (items)`` is: an OR of ``=``; ``*`` has no special meaning."""
    return any_true(equals(value, item) for item in items)


def like(value: Value, pattern: Value) -> bool | None:
    r"""Return what ``value LIKE pattern`` is; ``%`` is any run, ``_`` any one character.

    The pattern covers the whole value, with regard to case. Choice: a backslash is an ordinary
    character, so ``%`` and ``_`` cannot be escaped.
    """
    if not isinstance(pattern, (str, int, float)) or isinstance(pattern, bool):
        return None
    if value is None or isinstance(value, bool):
        return None
    fits = _like(as_text(pattern))
    return any(map(fits, as_texts(value)))


def and_(left: Value, right: Value) -> bool | None:
    """Return what ``left AND right`` is; what is no boolean counts as null."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def or_(left: Value, right: Value) -> bool | None:
    """Return what ``left OR right`` is; what is no boolean counts as null."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def xor_(left: Value, right: Value) -> bool | None:
    """Return what ``left XOR right`` is; what is no boolean counts as null."""
    if isinstance(left, bool) and isinstance(right, bool):
        return left != right
    return None


def not_(value: Value) -> bool | None:
    """Return what ``NOT value`` is; what is no boolean counts as null."""
    return not value if isinstance(value, bool) else None


def any_true(answers: Iterable[bool | None]) -> bool | None:
    """OR over many: true if any is, else null if any is, else false."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def _items(value: Scalar | tuple[Scalar, ...]) -> tuple[Scalar, ...]:
    return value if isinstance(value, tuple) else (value,)


def _compare_scalars(op: str, left: Scalar, right: Scalar) -> bool | None:
    test = _TESTS[op]
    if isinstance(left, bool) or isinstance(right, bool):
        comparable = isinstance(left, bool) and isinstance(right, bool)
        return test(left, right) if comparable and op in ("=", "==", "!=") else None
    if not (_is_plain(left) and _is_plain(right)):
        one, other = as_number(left), as_number(right)
        if one is not None and other is not None:
            return test(one, other)
    return test(as_text(left), as_text(right))


def _is_plain(value: Scalar) -> bool:
    return isinstance(value, str) and not isinstance(value, NumericText)


@lru_cache(maxsize=1024)
def _like(pattern: str) -> Callable[[str], bool]:
    """The test of a LIKE pattern; each part between two ``%`` takes the first place that fits."""
    parts = pattern.split("%")
    tests = [_part(part) for part in parts]
    first, inner, last = tests[0], tests[1:-1], tests[-1]
    if len(parts) == 1:
        return lambda text: first.fullmatch(text) is not None
    head, tail = len(parts[0]), len(parts[-1])

    def fits(text: str) -> bool:
        start, end = head, len(text) - tail
        if start > end or first.match(text) is None or last.match(text, end) is None:
            return False
        for part in inner:
            found = part.search(text, start, end)
            if found is None:
                return False
            start = found.end()
        return True

    return fits


def _part(text: str) -> re.Pattern[str]:
    return re.compile(".".join(map(re.escape, text.split("_"))), re.DOTALL)
