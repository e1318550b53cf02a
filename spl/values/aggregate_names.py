"""From the name of an aggregate as a search writes it, such as ``perc95``, to what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import spl.values.stats  # noqa: F401  # fills the book
from spl.values.book import Aggregate, Entry, aggregates

Factory = Callable[[], Aggregate]
Found = tuple[Entry[Callable[..., Aggregate]], Factory]

TIMECHART_ONLY = frozenset({"per_second", "per_minute", "per_hour", "per_day"})
"""Aggregates that need the length of a bucket; Splunk knows them in timechart alone."""

NUMERIC = frozenset(
    {"avg", "range", "stdev", "stdevp", "sum", "sumsq", "var", "varp", "median",
     "perc<n>", "exactperc<n>", "upperperc<n>", "min", "max", "rate", "rate_avg", "rate_sum"}
)  # fmt: skip
"""Entries of the book that ``allnum=true`` bears on."""

_NUMBERED = re.compile(r"([a-z]+?)([0-9]{1,3}(?:\.[0-9]{1,9})?)")


def find_aggregate(name: str) -> Found | None:
    """Return the entry of *name*, in any case, and what makes a fresh aggregate; None if unknown.

    ``perc95`` is the entry ``perc<n>`` and makes the 95th percentile; a number above 100 names
    no percentile.
    """
    name = name.lower()
    entry = None if "<" in name else aggregates.get(name)
    if entry is not None:
        return entry, entry.body
    found = _NUMBERED.fullmatch(name)
    entry = aggregates.get(f"{found[1]}<n>") if found else None
    if found is None or entry is None:
        return None
    percent = float(found[2])
    if percent > 100:
        return None
    return entry, partial(entry.body, int(percent) if percent.is_integer() else percent)
