"""Where events of all formats arrive: they get default fields and find their partition."""

from __future__ import annotations

from dataclasses import dataclass, field

from spl.events.draft import Draft
from spl.events.found import Found
from spl.events.indexing import Indexing
from spl.events.report import Report
from spl.knowledge.index_time import IndexTime


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
        indexing: what apps say about events while they are loaded.
        path: the file that is being read.
        time: time of the last event, or of the file.
        file_time: when the file was last changed.
        kind: sourcetype of events that tell none.
        assigned: sourcetype of the file where an app says so, above what its events tell.
        drafts: the partitions so far, by index, source, sourcetype and group.
    """

    settings: Settings
    report: Report
    indexing: Indexing
    path: str = ""
    time: float = 0.0
    file_time: float = 0.0
    kind: str = "unknown"
    assigned: str | None = None
    drafts: dict[tuple[str, str, str, str], Draft] = field(default_factory=dict)

    def open(self, path: str, time: float, kind: str, assigned: str | None = None) -> None:
        """Go on with the file *path*, last changed at *time*."""
        self.path, self.kind, self.assigned = path, kind, assigned
        self.time = self.file_time = time
        self.report.files += 1

    def file_rules(self, form: str) -> IndexTime:
        """What apps say about the file, which has the *form* xml, json or text."""
        settings = self.settings
        own = "_json" if form == "json" else self.kind
        sourcetype = settings.sourcetype or self.assigned or own
        return self.indexing.rules(
            settings.source or self.path, sourcetype, settings.host or "localhost"
        )

    def add(self, found: Found) -> None:
        """Keep an event."""
        self._keep(found)

    def add_malformed(self, found: Found, line: int, reason: str) -> None:
        """Keep what is not well-formed, and say so; *found* has no fields."""
        draft = self._keep(found)
        if draft is not None:
            draft.malformed.append(len(draft) - 1)
        self.report.note(self.path, line, reason, found.raw)

    def _keep(self, found: Found) -> Draft | None:
        """Put an event where it belongs; None where it is dropped."""
        settings = self.settings
        source = settings.source or found.source or self.path
        sourcetype = settings.sourcetype or self.assigned or found.sourcetype or self.kind
        host = settings.host or found.host or "localhost"
        index = settings.index
        if not self.indexing.rules(source, sourcetype, host).idle:
            event = found._replace(source=source, sourcetype=sourcetype, host=host)
            kept = self.indexing.process(event, index, self.file_time)
            if kept is None:
                return None
            found = kept
            source, sourcetype = kept.source or source, kept.sourcetype or sourcetype
            host, index = kept.host or host, kept.home or index
        key = (index, source, sourcetype, found.group)
        draft = self.drafts.get(key)
        if draft is None:
            draft = self.drafts[key] = Draft(source, sourcetype, index)
        if found.time is None:
            self.report.times_guessed += 1
        else:
            self.time = found.time
        draft.blocks.update(found.blocks)
        draft.add(found.raw, self.time, host, found.fields)
        self.report.events += 1
        return draft
