"""Where events of all formats arrive: they get default fields and find their partition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from spl.events.draft import Draft, Fields
from spl.events.report import Report

_NONE: Fields = {}


class Found(NamedTuple):
    """An event as a reader found it; what it does not tell is None."""

    raw: str
    time: float | None = None
    host: str | None = None
    source: str | None = None
    sourcetype: str | None = None
    fields: Fields = _NONE
    blocks: tuple[str, ...] = ()
    group: str = ""  # events of different groups are kept apart, say one per channel


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user says about the events; None leaves it to them.

    Attributes:
        source: their source.
        sourcetype: their sourcetype.
        index: index that they go to.
        host: their host.
    """

    source: str | None = None
    sourcetype: str | None = None
    index: str = "main"
    host: str | None = None


@dataclass(slots=True)
class Intake:
    """Collects the events of one call of load(), in the order of the files.

    An event without a time of its own gets that of the event before it in the file, the first one
    that of the file, as Splunk does; it is counted.

    Attributes:
        settings: what the user says.
        report: where oddities are counted.
        path: the file that is being read.
        time: time of the last event, or of the file.
        file_time: when the file was last changed.
        kind: sourcetype of events that tell none.
        drafts: the partitions so far, by source, sourcetype and group.
    """

    settings: Settings
    report: Report
    path: str = ""
    time: float = 0.0
    file_time: float = 0.0
    kind: str = "unknown"
    drafts: dict[tuple[str, str, str], Draft] = field(default_factory=dict)

    def open(self, path: str, time: float, kind: str) -> None:
        """Go on with the file *path*, last changed at *time*."""
        self.path, self.kind = path, kind
        self.time = self.file_time = time
        self.report.files += 1

    def add(self, found: Found) -> None:
        """Keep an event."""
        self._keep(found)

    def add_malformed(self, found: Found, line: int, reason: str) -> None:
        """Keep what is not well-formed, and say so; *found* has no fields."""
        draft = self._keep(found)
        draft.malformed.append(len(draft) - 1)
        self.report.note(self.path, line, reason, found.raw)

    def _keep(self, found: Found) -> Draft:
        settings = self.settings
        source = settings.source or found.source or self.path
        sourcetype = settings.sourcetype or found.sourcetype or self.kind
        key = (source, sourcetype, found.group)
        draft = self.drafts.get(key)
        if draft is None:
            draft = self.drafts[key] = Draft(source, sourcetype)
        if found.time is None:
            self.report.times_guessed += 1
        else:
            self.time = found.time
        draft.blocks.update(found.blocks)
        host = settings.host or found.host or "localhost"
        draft.add(found.raw, self.time, host, found.fields)
        self.report.events += 1
        return draft
