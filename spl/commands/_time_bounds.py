"""Time modifiers inside a search expression: earliest, latest and the older forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spl.errors import BindError, sentence_of
from spl.language import ast
from spl.values.environment import Environment
from spl.values.time_modifier import TIME_FORMAT, time_modifier
from spl.values.value import number_text

_UNITS = {"minutes": "m", "hours": "h", "days": "d", "months": "mon"}
_AGO = re.compile(r"(start|end|)(minutes|hours|days|months)ago")
_STARTS = frozenset(("earliest", "starttime", "starttimeu"))
_ENDS = frozenset(("latest", "endtime", "endtimeu"))
_INDEX_TIMES = frozenset(("_index_earliest", "_index_latest"))


@dataclass(frozen=True, slots=True)
class Bounded:
    """A search expression in which time modifiers have become comparisons of _time.

    Attributes:
        expression: the expression; earliest is included in the range, latest is not.
        earliest: it sets the start of the range itself, so the caller's does not count.
        latest: it sets the end itself.
        start: the start that it sets for all events, None for the beginning of time.
        end: the end that it sets for all events, None for no end.
    """

    expression: ast.SearchExpr
    earliest: bool = False
    latest: bool = False
    start: float | None = None
    end: float | None = None


def bounded(expression: ast.SearchExpr, env: Environment) -> Bounded:
    """Resolve the time modifiers of *expression*.

    Splunk, Search Manual: Specify time modifiers in your search; the older ``starthoursago``,
    ``hoursago``, ``starttimeu``, ``timeformat`` … are in the Search Reference under search. A
    modifier holds where it stands, so the two sides of an OR may have ranges of their own.

    Choice: an inline earliest replaces the caller's earliest only, an inline latest the latest.

    Raises:
        BindError: SPL305, a time that cannot be read, or a range that ends before it starts.
    """
    reader = _Reader(env, _time_format(expression))
    found = reader.visit(expression)
    reader.check_order()
    start, end = (reader.range[op][0] if op in reader.range else None for op in (">=", "<"))
    return Bounded(found, reader.starts, reader.ends, start if start and start > 1 else None, end)


class _Reader:
    """Replaces time modifiers by comparisons and remembers which ends they set.

    Attributes:
        starts: a modifier for the start was seen, anywhere.
        ends: the same for the end.
        range: start and end as set outside of OR and NOT.
    """

    def __init__(self, env: Environment, time_format: str) -> None:
        self.env = env
        self.time_format = time_format
        self.starts = self.ends = False
        self.range: dict[str, tuple[float, ast.Compare]] = {}

    def visit(self, expression: ast.SearchExpr, top: bool = True) -> ast.SearchExpr:
        """The expression without time modifiers; *top* outside of OR and NOT."""
        match expression:
            case ast.And():
                items = tuple(self.visit(item, top) for item in expression.items)
                return replace(expression, items=items)
            case ast.Or():
                items = tuple(self.visit(item, top=False) for item in expression.items)
                return replace(expression, items=items)
            case ast.Not():
                return replace(expression, item=self.visit(expression.item, top=False))
            case ast.Compare(value=ast.Pattern() as pattern, op="="):
                return self.comparison(expression, pattern.value, top)
        return expression

    def comparison(self, node: ast.Compare, text: str, top: bool) -> ast.SearchExpr:
        """What a comparison is, were its field a time modifier."""
        name = node.field.name.lower()
        if name in _INDEX_TIMES:
            raise BindError(
                f"The time modifier '{name}' is not supported.",
                code="SPL302",
                span=node.span,
                hint="Events that were never indexed have no index time.",
            )
        if name == "timeformat":
            return ast.Everything()
        ago = _AGO.fullmatch(name)
        if ago is None and name not in _STARTS | _ENDS:
            return node
        is_start = ago[1] != "end" if ago else name in _STARTS
        self.starts |= is_start
        self.ends |= not is_start
        epoch = self.epoch(node, name, f"-{text}{_UNITS[ago[2]]}" if ago else text)
        op = ">=" if is_start else "<"
        if top:
            self.range[op] = (epoch, node)
        if is_start and epoch <= 1:
            return ast.Everything()
        return _time_compare(node, op, epoch)

    def epoch(self, node: ast.Compare, name: str, text: str) -> float:
        """The time that a modifier means."""
        try:
            return time_modifier(text, self.env, self.time_format)
        except ValueError as error:
            raise BindError(
                f"Invalid value \"{text}\" for time term '{name}'",
                code="SPL305",
                span=node.span,
                hint=sentence_of(error),
            ) from None

    def check_order(self) -> None:
        """Refuse a range that ends before it starts, as Splunk does."""
        if len(self.range) < 2 or self.range[">="][0] <= self.range["<"][0]:
            return
        start, end = (number_text(self.range[op][0]) for op in (">=", "<"))
        raise BindError(
            "Error in 'search' command: Unable to parse the search: Invalid time bounds in "
            f"search: start={start} > end={end}.",
            code="SPL305",
            span=self.range["<"][1].span,
        )


def _time_compare(node: ast.Compare, op: str, epoch: float) -> ast.Compare:
    field = ast.FieldName("_time", span=node.field.span)
    return ast.Compare(field, op, ast.Pattern(number_text(epoch)), span=node.span)


def _time_format(expression: ast.SearchExpr) -> str:
    """The format that ``timeformat=`` sets for the whole expression."""
    items = expression.items if isinstance(expression, ast.And) else (expression,)
    for item in items:
        match item:
            case ast.Compare(value=ast.Pattern() as pattern) if item.field.name == "timeformat":
                return pattern.value
    return TIME_FORMAT
