"""Where events of all formats arrive: they get default fields and find their partition."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from spl.events.draft import Block, Draft
from spl.events.found import Found
from spl.events.indexing import Indexing
from spl.events.report import Report
from spl.events.trail import Trail
from spl.knowledge.conf import Setting
from spl.knowledge.index_time import IndexTime

MAIN = "main"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user says about the events; None leaves it to them.

    Attributes:
        source: their source.
        sourcetype: their sourcetype.
        index: index that they go to; None is the one that an export names, else main.
        host: their host.
    """

    source: str | None = None
    sourcetype: str | None = None
    index: str | None = None
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """The sourcetype of a file, and the setting that says so, if one does."""

    sourcetype: str
    trail: Trail = ()

    @classmethod
    def said(cls, setting: Setting) -> Kind:
        """What a setting `sourcetype` says."""
        return cls(setting.value, ((("sourcetype",), (setting,)),))


@dataclass(slots=True)
class Intake:
    """Collects the events of one call of load(), in the order of the files.

    An event without a time of its own gets that of the event before it in the file, the first one
    that of the file, as Splunk does; it is counted.

    Attributes:
        settings: what the user says.
        report: where oddities are counted.
        indexing: what apps say about events while they are loaded.
        spill: takes over what is there so far when it becomes too much; None keeps everything.
        most: bytes of texts that are too much.
        path: the file that is being read.
        time: time of the last event, or of the file.
        file_time: when the file was last changed.
        kind: sourcetype of events that tell none.
        assigned: sourcetype of the file where an app says so, above what its events tell.
        stamp: the number of the next event; numbers grow along the log.
        held: about how many bytes the texts of the events have that were not spilt yet.
        drafts: the partitions so far, by index, source, sourcetype and group.
    """

    settings: Settings
    report: Report
    indexing: Indexing
    spill: Callable[[list[Draft]], None] | None = None
    most: int = 0
    path: str = ""
    time: float = 0.0
    file_time: float = 0.0
    kind: Kind = field(default_factory=lambda: Kind("unknown"))
    assigned: Kind | None = None
    stamp: int = 0
    held: int = 0
    drafts: dict[tuple[str, str, str, str], Draft] = field(default_factory=dict)

    def open(self, path: str, time: float, kind: Kind, assigned: Kind | None = None) -> None:
        """Go on with the file *path*, last changed at *time*."""
        self.path, self.kind, self.assigned = path, kind, assigned
        self.time = self.file_time = time
        self.report.files += 1

    def file_rules(self, form: str) -> IndexTime:
        """What apps say about the file, which has the *form* xml, json or text."""
        settings = self.settings
        own = "_json" if form == "json" else self.kind.sourcetype
        sourcetype = settings.sourcetype or (self.assigned.sourcetype if self.assigned else own)
        return self.indexing.rules(
            settings.source or self.path, sourcetype, settings.host or "localhost"
        )

    def add(self, found: Found) -> None:
        """Keep an event."""
        self._keep(found)
        self.relieve()

    def take(self, found: Found, line: int, reason: str | None) -> None:
        """Keep what starts on *line*; it is not well-formed where there is a *reason*."""
        if reason is None:
            self._keep(found)
        else:
            self.add_malformed(found, line, reason)

    def add_malformed(self, found: Found, line: int, reason: str) -> None:
        """Keep what is not well-formed, and say so; *found* has no fields."""
        draft = self._keep(found)
        if draft is not None:
            draft.add_malformed()
        self.report.note(self.path, line, reason, found.raw)

    def is_idle(self, like: Found, host: str) -> bool:
        """Whether no app changes such events of *host* while they are loaded."""
        source, sourcetype, _ = self._names(like)
        return self.indexing.rules(source, sourcetype, self.settings.host or host).idle

    def add_block(self, like: Found, blocks: Iterable[str], block: Block) -> None:
        """Keep events that no app changes, of the source, sourcetype and group of *like*."""
        source, sourcetype, trail = self._names(like)
        draft = self.draft(self.settings.index or MAIN, source, sourcetype, like.group)
        draft.blocks.update(blocks)
        draft.add_block(block, trail)
        self.report.events += len(block.stamps)
        self.held += block.raw.nbytes

    def _names(self, found: Found) -> tuple[str, str, Trail]:
        """Source and sourcetype that an event comes with, and its trail so far."""
        source = self.settings.source or found.source or self.path
        if self.settings.sourcetype:
            return source, self.settings.sourcetype, found.trail
        if self.assigned is None and found.sourcetype:
            return source, found.sourcetype, found.trail
        kind = self.assigned or self.kind
        return source, kind.sourcetype, kind.trail + found.trail

    def _keep(self, found: Found) -> Draft | None:
        """Put an event where it belongs; None where it is dropped."""
        settings = self.settings
        source, sourcetype, trail = self._names(found)
        host = settings.host or found.host or "localhost"
        index = settings.index or found.home or MAIN
        if not self.indexing.rules(source, sourcetype, host).idle:
            event = found._replace(source=source, sourcetype=sourcetype, host=host, trail=trail)
            event = event._replace(home=None)  # what it said is in *index* now
            kept = self.indexing.process(event, index, self.file_time)
            if kept is None:
                return None
            found, trail = kept, kept.trail
            source, sourcetype = kept.source or source, kept.sourcetype or sourcetype
            host, index = kept.host or host, kept.home or index
        if found.time is None:
            self.report.times_guessed += 1
        else:
            self.time = found.time
        draft = self.draft(index, source, sourcetype, found.group)
        draft.blocks.update(found.blocks)
        draft.add(found.raw, self.time, host, found.fields, self.stamp, trail)
        self.stamp += 1
        self.report.events += 1
        self.held += len(found.raw)
        return draft

    def draft(self, index: str, source: str, sourcetype: str, group: str) -> Draft:
        """The partition of such events."""
        key = (index, source, sourcetype, group)
        draft = self.drafts.get(key)
        if draft is None:
            draft = self.drafts[key] = Draft(source, sourcetype, index)
        return draft

    def relieve(self) -> None:
        """Spill the events where they have become too much; called between two of them."""
        if self.spill is not None and self.held > self.most:
            self.spill(self.take_drafts())

    def take_drafts(self) -> list[Draft]:
        """The partitions so far, in the order of their first events; the next ones are new."""
        drafts = sorted(self.drafts.values(), key=lambda draft: draft.first)
        self.drafts, self.held = {}, 0
        return drafts
