"""The time of an event where an app says where it stands and how it is written.

Splunk, props.conf.spec: "Timestamp extraction configuration". Where the prefix is not found, or
what follows it is no such time, the event has none of its own.

Choices: blanks before the time are passed over. A time without a year is in the one that puts it
nearest before the time of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from spl.events.timestamps import read_epoch, recognise
from spl.knowledge.time_rules import TimeRules
from spl.values.strptime import strptime
from spl.values.value import as_texts

_DAY = 86400.0
_YEAR = 365.25 * _DAY


def told_time(
    rules: TimeRules,
    raw: str,
    fields: Mapping[str, str | tuple[str, ...]],
    zone: tzinfo,
    near: float,
) -> float | None:
    """Epoch seconds of the event, None where nothing fits; *near* is the time of the file."""
    zone = rules.zone or zone
    text = raw
    if rules.fields:
        text = " ".join(t for name in rules.fields for t in as_texts(fields.get(name)))
    if rules.prefix is not None and not rules.fields:
        found = rules.prefix.search(raw)
        if found is None:
            return None
        text = raw[found.end() :]
    text = text if rules.lookahead is None else text.lstrip()[: rules.lookahead]
    if rules.form is None:
        epoch = read_epoch(text.strip())
        return recognise(text, zone, near) if epoch is None else epoch
    text = text.lstrip()
    time = strptime(text, rules.form, zone, now=near)
    if time is not None and time > near + _DAY and strptime(text, rules.form, zone) is None:
        earlier = strptime(text, rules.form, zone, now=near - _YEAR)
        return time if earlier is None else earlier
    return time
