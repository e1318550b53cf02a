"""The searches that follow a result: tokens filled from the row, run in the rule's session."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spl.detections.rule import DrillDown, Rule
from spl.detections.tokens import Row, fill_message, fill_search

_ORIGINAL = "%original_detection_search%"
# Layout 6.x writes 7d for the seven days before.
_OFFSET = re.compile(r"\d+[a-z]+\d*(@\w+)?")


@dataclass(frozen=True, slots=True)
class FilledDrillDown:
    """A drill-down that is ready to run.

    Attributes:
        name: its title, tokens filled.
        search: its SPL, tokens filled.
        earliest: start of its time range as text, None for all time.
        latest: end of its time range as text, None for all time.
    """

    name: str
    search: str
    earliest: str | None
    latest: str | None


def fill_drilldown(rule: Rule, drilldown: DrillDown, row: Row) -> FilledDrillDown:
    """Fill the tokens of a drill-down from a result row.

    ``%original_detection_search%`` becomes the rule's search as published. ``$info_min_time$`` and
    ``$info_max_time$`` are the time range of the rule's run: all time, unless the row (after
    ``addinfo``) says otherwise.
    """
    row = {"info_min_time": "0", "info_max_time": "+Infinity", **row}
    # The rule's own text is put in last: a "$" in it is not a token of the drill-down.
    search = fill_search(drilldown.search, row).replace(_ORIGINAL, rule.search.strip())
    return FilledDrillDown(
        name=fill_message(drilldown.name, row),
        search=search,
        earliest=_time(drilldown.earliest, row),
        latest=_time(drilldown.latest, row),
    )


def _time(template: str | None, row: Row) -> str | None:
    if template is None:
        return None
    filled = fill_search(template, row).strip()
    if _OFFSET.fullmatch(filled):
        filled = f"-{filled}"
    return None if filled in ("", "0", "+Infinity") else filled
