"""Moments and time zones as a caller gives them: seconds, a time modifier, a name of a zone."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from spl.errors import BindError, Span, sentence_of
from spl.values.environment import Environment
from spl.values.time_modifier import time_modifier

Moment: TypeAlias = str | int | float | datetime | None


def time_zone(name: str) -> ZoneInfo:
    """The time zone *name*; BindError SPL306 where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BindError(
            f"There is no time zone called '{name}'.",
            code="SPL306",
            hint="Use a name such as UTC or Europe/Berlin.",
        ) from None


def moment(value: Moment, what: str, env: Environment) -> float | None:
    """The epoch seconds that *value* means, None for none; BindError SPL305 names it *what*.

    A datetime without a zone is of the zone of *env*.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=env.zone)).timestamp()
    if isinstance(value, int | float):
        return float(value)
    try:
        return time_modifier(value, env)
    except ValueError as error:
        raise BindError(
            f"Invalid value \"{value}\" for time term '{what}'",
            code="SPL305",
            hint=sentence_of(error),
            text=value,
            span=Span(0, len(value)),
        ) from None
