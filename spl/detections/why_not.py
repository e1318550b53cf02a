"""Why a rule does not fire, or fires without what its risk needs."""

from __future__ import annotations

from spl.detections.rule import Rule
from spl.session import Session

WIDTH = 100
"""Columns of the lines: reports indent them."""


def why_not(session: Session, rule: Rule, width: int = WIDTH) -> tuple[str, ...]:
    """Lines that explain the rows of a rule over the events of *session*, as in `Session.why`.

    A risk or threat object that no row has, or that is "null" in all of them, is explained too.

    Raises:
        SplError: the search cannot be parsed or means nothing here.
    """
    risk = rule.risk
    names = [] if risk is None else [item.field for item in risk.objects]
    names += [] if risk is None else [item.field for item in risk.threats]
    fields = tuple(dict.fromkeys(names))
    return tuple(session.why(rule.search, fields=fields).lines(width))
