"""The linter: every check on every file, without what is silenced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spl.detections.lint._book import Check, checks
from spl.detections.lint._finding import Finding, Flaw, Severity
from spl.detections.lint._read_subject import SubjectReader
from spl.detections.lint._silence import silences
from spl.detections.lint._sources import DataSources
from spl.detections.lint._subject import Subject
from spl.detections.yaml_places import Lines
from spl.errors import Span, SplError
from spl.session import Session


@dataclass(frozen=True, slots=True)
class Linter:
    """Looks at files.

    Attributes:
        reader: reads them.
        select: codes, or beginnings of codes, to look for; without one all.
        ignore: codes, or beginnings of codes, to leave out.
    """

    reader: SubjectReader
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    _chosen: list[Check] = field(default_factory=list, init=False)

    @classmethod
    def of(
        cls,
        session: Session,
        sources: DataSources,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
    ) -> Linter:
        """With what a session knows and the data sources of a checkout."""
        reader = SubjectReader(session.knowledge, session.environment(), sources)
        return cls(reader, tuple(select), tuple(ignore))

    def lint(self, path: Path) -> list[Finding]:
        """The findings in one file, in the order in which they stand there.

        A file that cannot be read or is no rule is a finding itself.
        """
        try:
            subject = self.reader.read(path)
        except SplError as error:
            return [_of_error(error, path)] if self.wants(error.code) else []
        return self.findings(subject)

    def findings(self, subject: Subject) -> list[Finding]:
        """The findings in one subject."""
        quiet, lines = silences(subject), Lines.of(subject.content)
        found = [
            _finding(subject, code, severity, flaw, lines)
            for code, severity, flaw in self._flaws(subject)
            if not any(silence.covers(code, flaw.span) for silence in quiet)
        ]
        return sorted(set(found), key=lambda each: (each.line, each.column, each.code))

    def wants(self, code: str) -> bool:
        """Whether findings of a code are asked for."""
        chosen = not self.select or code.startswith(self.select)
        return chosen and not (self.ignore and code.startswith(self.ignore))

    def _flaws(self, subject: Subject) -> Iterator[tuple[str, Severity, Flaw]]:
        for error in subject.errors:
            if self.wants(error.code):
                span = error.span or Span(0, 1)
                flaw = subject.in_search(error.message, span, error.hint)
                # That a command is refused here says nothing against the rule.
                yield error.code, "info" if error.code == "SPL302" else "error", flaw
        for each in checks():
            if self.wants(each.code):
                yield from ((each.code, each.severity, flaw) for flaw in each.body(subject))


def _finding(subject: Subject, code: str, severity: Severity, flaw: Flaw, lines: Lines) -> Finding:
    line, column = lines.place(flaw.span.start)
    return Finding(
        code,
        severity,
        flaw.message,
        subject.path,
        flaw.span,
        line,
        column,
        flaw.hint,
        subject.content,
    )


def _of_error(error: SplError, path: Path) -> Finding:
    span, text = error.span or Span(0, 1), error.text or ""
    line, column = Lines.of(text).place(span.start)
    return Finding(error.code, "error", error.message, path, span, line, column, error.hint, text)
