"""A table of events that Splunk exported as CSV: it has a column `_raw`."""

from __future__ import annotations

import csv
import io
import re

from spl.events.exports.clock import Clock
from spl.events.exports.splunk import exported_event
from spl.events.found import Found
from spl.events.intake import Intake

_MOST = (1 << 31) - 1  # characters of a value, as many as the module csv can count
_HEAD = re.compile(r'\ufeff?(?:"[^"\r\n]*"|[\w:. -]+)(?:,(?:"[^"\r\n]*"|[\w:. -]*))+\r?\n')


def is_splunk_csv(head: str) -> bool:
    """Whether a text that begins with *head* is such a table."""
    line = _HEAD.match(head)
    return line is not None and "_raw" in next(csv.reader([line[0].lstrip("\ufeff")]))


def read_splunk_csv(text: str, intake: Intake, clock: Clock, guess: Clock) -> None:
    """Read every row of *text* as an event; one without `_raw` is counted, and is its own text.

    Args:
        text: the table.
        intake: where events go.
        clock: reads a time.
        guess: finds a time in a text.
    """
    csv.field_size_limit(_MOST)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    names = next(reader)
    line = reader.line_num + 1
    for values in reader:
        row = {name: value for name, value in zip(names, values, strict=False) if value}
        if "_raw" in row and len(values) <= len(names):
            intake.add(exported_event(row, clock, guess))
        elif values:
            intake.add_malformed(Found(",".join(values)), line, "Not a row of the table")
        line = reader.line_num + 1
    if text.count('"') % 2:
        intake.report.broken.append(f"{intake.path} ends inside of a quoted value")
