"""What a check says: the flaw that it sees, and the finding that is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from spl.errors import Span, SplError

Severity: TypeAlias = Literal["info", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the mildest: a matter of style; most likely a mistake; it cannot work."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a check sees in one place of a file.

    Attributes:
        message: one sentence.
        span: where it stands, in the text of the file.
        hint: what to write instead, or None.
    """

    message: str
    span: Span
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw as it is reported.

    Attributes:
        code: the check's code, or that of the error which the search would give.
        severity: how bad it is.
        message: one sentence.
        path: the file.
        span: where it stands in the file.
        line: its line, from 1.
        column: its column, from 1.
        hint: what to write instead, or None.
        text: the text of the file.
    """

    code: str
    severity: Severity
    message: str
    path: Path
    span: Span
    line: int
    column: int
    hint: str | None = None
    text: str = field(default="", repr=False, compare=False)

    def render(self) -> str:
        """The finding with the line it is about and a caret, as errors are shown."""
        return SplError(
            self.message,
            code=self.code,
            span=self.span,
            hint=self.hint,
            text=self.text,
            origin=str(self.path),
        ).render()
