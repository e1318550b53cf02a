"""Date and time functions.

Splunk, Search Reference: Date and Time functions. Times are epoch seconds; a time that Splunk
works out shows six decimals.
"""

from __future__ import annotations

from spl.values import strftime as writing
from spl.values import strptime as reading
from spl.values import time_modifier as modifiers
from spl.values.book import eval_function
from spl.values.environment import Environment
from spl.values.value import NumericText, Value, as_number, as_text

_DATE_TIME = "Date and Time functions"


@eval_function("now()", category=_DATE_TIME)
def now(*, env: Environment) -> Value:
    """The time at which the search started, in whole seconds: the same for every event.

    if(now() = now(), "same", "other") -> same
    if(now() >= 0, "number", "other") -> number
    """
    return int(env.now // 1)


@eval_function("time()", category=_DATE_TIME)
def time(*, env: Environment) -> Value:
    """The time of day at which the event is looked at, to the microsecond.

    if(time() >= 0, "number", "other") -> number
    if(isnull(time()), "null", "set") -> set
    """
    return round(env.clock(), 6)


@eval_function("relative_time(time, modifier)", category=_DATE_TIME)
def relative_time(time: Value, modifier: Value, *, env: Environment) -> Value:
    """The time moved and snapped as a time modifier says, in the zone of the search.

    relative_time(1715780727, "+90m") -> 1715786127.000000
    relative_time(1715780727, "@m-1h") -> 1715777100.000000
    relative_time(1715780727, "sometime") -> null
    """
    epoch = as_number(time)
    if epoch is None or not isinstance(modifier, str):
        return None
    try:
        return _six_decimals(modifiers.relative_time(epoch, modifier, env.zone))
    except ValueError:
        return None


@eval_function("strftime(time, format)", category=_DATE_TIME)
def strftime(time: Value, time_format: Value, *, env: Environment) -> Value:
    """The time written as the format says, on the clock of the zone of the search.

    strftime(1745970322.5, "%s %3N") -> 1745970322 500
    strftime("soon", "%F") -> null
    """
    epoch = as_number(time)
    if epoch is None or not isinstance(time_format, str):
        return None
    try:
        return writing.strftime(epoch, time_format, env.zone)
    except ValueError:
        return None


@eval_function("strptime(text, format)", category=_DATE_TIME)
def strptime(text: Value, time_format: Value, *, env: Environment) -> Value:
    """The time that the text tells, read as the format says; null when it does not fit.

    strptime("2018-08-13T11:22:33.250Z", "%Y-%m-%dT%H:%M:%S.%3N%Z") -> 1534159353.250000
    strptime("2018-08-13 11:22:33 +0200", "%F %T %z") -> 1534152153.000000
    strptime("soon", "%Y-%m-%d") -> null
    """
    if text is None or isinstance(text, tuple | bool) or not isinstance(time_format, str):
        return None
    epoch = reading.strptime(as_text(text), time_format, env.zone, now=env.now)
    return None if epoch is None else _six_decimals(epoch)


def _six_decimals(epoch: float) -> Value:
    """A number that shows microseconds."""
    text = f"{epoch:.6f}"
    return NumericText(text, float(text))
