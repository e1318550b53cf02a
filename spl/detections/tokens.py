"""Filling ``$field$`` tokens of messages and drill-downs from a result row."""

from __future__ import annotations

import re
from collections.abc import Mapping

Row = Mapping[str, str | list[str]]

_TOKEN = re.compile(r"\$([^$\s]+)\$")


def fill_message(template: str, row: Row) -> str:
    """Replace every ``$field$`` by the row's value; several values are joined by a comma.

    A field that the row lacks leaves its token as it stands, as Splunk does, so that the mistake
    can be seen.
    """

    def value(match: re.Match[str]) -> str:
        found = row.get(match[1])
        if found is None:
            return match[0]
        return ", ".join(found) if isinstance(found, list) else found

    return _TOKEN.sub(value, template)


def fill_search(template: str, row: Row) -> str:
    r"""Replace every ``$field$`` inside a search by the row's value, escaped for quotes.

    Splunk puts the bare value there, which breaks on a quote and on a trailing backslash; ``\\``
    and ``\"`` mean the same value and never break. Of several values, each becomes a quoted value
    of its own, so that ``IN ("$user$")`` finds all of them.
    """

    def value(match: re.Match[str]) -> str:
        found = row.get(match[1])
        if found is None:
            return match[0]
        values = found if isinstance(found, list) else [found]
        return '", "'.join(item.replace("\\", "\\\\").replace('"', '\\"') for item in values)

    return _TOKEN.sub(value, template)
