"""Events of any other log: one per line, each with the first time that it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from spl.events.found import Found
from spl.events.intake import Intake
from spl.events.timestamps import LOOKAHEAD, recognise


def read_text(blocks: Iterable[str], intake: Intake, zone: tzinfo) -> None:
    """Read every line that is not blank as an event; times without a zone are in *zone*."""
    for line in lines(blocks):
        if line and not line.isspace():
            intake.add(Found(line, recognise(line[:LOOKAHEAD], zone, intake.file_time)))


def lines(blocks: Iterable[str]) -> Iterator[str]:
    """The lines of a text that arrives in *blocks*, without their ends: LF or CRLF."""
    rest: list[str] = []
    for block in blocks:
        first, *more = block.split("\n")
        rest.append(first)
        for line in more:
            yield "".join(rest).removesuffix("\r")
            rest = [line]
    yield "".join(rest).removesuffix("\r")
