"""What loading found: how much was read, what was odd in it, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from spl.errors import SplError

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all, 0 where nobody knows."""

SHOWN = 10
_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Oddity:
    """One piece of a log that is not what its format asks for; it was kept as an event.

    Attributes:
        file: the file's path.
        line: line that the piece starts on, from 1.
        reason: what is wrong with it, in the parser's words.
        excerpt: how it begins.
    """

    file: str
    line: int
    reason: str
    excerpt: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}: {self.excerpt!r}"


def problem_sentence(problem: SplError) -> str:
    """What is wrong with an app as one sentence, with the file and the line."""
    place = problem.origin or ""
    if problem.text is not None and problem.span is not None:
        place += f", line {problem.text.count(chr(10), 0, problem.span.start) + 1}"
    return f"{place}: {problem.message}" if place else problem.message


@dataclass(slots=True)
class Report:
    """What one call of load() read.

    Attributes:
        files: files read.
        events: events kept, malformed ones included.
        bytes: bytes read, after decompression, and of a binary log those of its XML.
        malformed: events and stray lines that are not well-formed; they have `_raw`, a time, a
            host and a source, and no further field of their own.
        oddities: the first few of them.
        undecodable: bytes that are not text in the file's encoding, read as Latin-1.
        times_guessed: events without a readable time of their own.
        skipped: files of a folder that hold no log, each with the reason.
        dropped: events that an app sends to the nullQueue; they are not among `events`.
        cut: events that an app has cut to TRUNCATE bytes.
        problems: what is wrong with the apps, as far as it concerns these events.
        broken: what could be read in part only: archives and binary logs, each with what is wrong
            and how many events it gave.
        notes: sentences about a store or a log.
    """

    files: int = 0
    events: int = 0
    bytes: int = 0
    malformed: int = 0
    oddities: list[Oddity] = field(default_factory=list)
    undecodable: int = 0
    times_guessed: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    dropped: int = 0
    cut: int = 0
    problems: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, file: str, line: int, reason: str, text: str) -> None:
        """Count a malformed piece and keep the first few for the user to look at."""
        self.malformed += 1
        if len(self.oddities) < SHOWN:
            self.oddities.append(Oddity(file, line, reason, text[:_EXCERPT]))

    def warnings(self) -> list[str]:
        """Sentences about everything that was not as it should be; empty for a clean log."""
        found = list(self.broken)
        if self.malformed:
            found.append(f"{self.malformed} of {self.events} events are not well-formed")
            found.extend(str(oddity) for oddity in self.oddities)
        if self.undecodable:
            found.append(
                f"{self.undecodable} bytes are not in the file's encoding, read as Latin-1"
            )
        if self.times_guessed:
            found.append(
                f"{_events(self.times_guessed)} without a readable time got that of the event "
                "before, or of the file"
            )
        found.extend(f"{path} was skipped: {reason}" for path, reason in self.skipped)
        if self.dropped:
            found.append(f"{_events(self.dropped)} went to the nullQueue, as an app says")
        if self.cut:
            verb = "was" if self.cut == 1 else "were"
            found.append(f"{_events(self.cut)} {verb} cut short by TRUNCATE, as an app says")
        found.extend(self.problems)
        found.extend(self.notes)
        return found


def _events(number: int) -> str:
    return f"{number} event{'' if number == 1 else 's'}"


class Told:
    """What is wrong with the apps of a session, each thing told once."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = set(known)

    def __copy__(self) -> Told:
        return Told(self._known)

    def new(self, general: Iterable[SplError], problems: Iterable[str] = ()) -> list[str]:
        """What has not been told yet, the first few in full."""
        sentences = dict.fromkeys((*map(problem_sentence, general), *problems))
        found = [sentence for sentence in sentences if sentence not in self._known]
        self._known.update(found)
        more = len(found) - SHOWN
        if more <= 0:
            return found
        return [*found[:SHOWN], f"{more} more problems of apps: spl knowledge check lists them"]
