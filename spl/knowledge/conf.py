"""The .conf file: stanzas of ``key = value``, and where each value stands."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spl.errors import KnowledgeError, Span

SHIPPED_APPS = Path(__file__).parent / "apps"

DEFAULT = "default"
_SHIPPED = f"{SHIPPED_APPS}{os.sep}"
_MOST_PROBLEMS = 1000  # of one file: what is not a .conf file at all would have one per line


@dataclass(frozen=True, slots=True)
class ConfText:
    """Text of one file and the name that errors call it by.

    Attributes:
        late: what turned out to be wrong with its settings while they were at work.
    """

    origin: str
    text: str = field(repr=False)
    late: list[KnowledgeError] = field(default_factory=list, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Setting:
    """One ``key = value`` of one stanza.

    Attributes:
        stanza: the stanza's name; ``default`` for settings before the first one.
        value: with surrounding blanks trimmed and continuation lines joined by a line break.
        span: where the setting stands in `source`.
    """

    stanza: str
    key: str
    value: str
    source: ConfText
    span: Span

    @property
    def ships(self) -> bool:
        """Whether it stands in an app of this package."""
        return self.source.origin.startswith(_SHIPPED)

    @property
    def line(self) -> int:
        """Number of the line that the setting starts on, from 1."""
        return self.source.text.count("\n", 0, self.span.start) + 1

    def whole_number(self) -> int:
        """The value as a whole number; the setting's error where it is none."""
        try:
            return int(self.value)
        except ValueError:
            raise self.error("must be a whole number") from None

    def error(
        self, message: str, *, hint: str | None = None, code: str = "SPL602"
    ) -> KnowledgeError:
        """Return the error that *message* says about this setting."""
        return KnowledgeError(
            f"[{self.stanza}] {self.key}: {message}",
            code=code,
            span=self.span,
            text=self.source.text,
            origin=self.source.origin,
            hint=hint,
        )

    def tell(self, problem: KnowledgeError) -> None:
        """Note what turned out to be wrong with this setting while it was at work."""
        self.source.late.append(problem)


Settings = Mapping[str, Setting]


def own_setting(stanza: str, settings: Settings) -> Setting | None:
    """A setting that stands in the stanza itself, for errors about the stanza."""
    return next((each for each in settings.values() if each.stanza == stanza), None)


@dataclass(frozen=True, slots=True)
class Conf:
    """One parsed file.

    Attributes:
        stanzas: settings by stanza, in the order of first appearance; a stanza or key that stands
            twice is merged, and the last one counts.
        source: the file.
        problems: lines that are neither a stanza, a setting, a comment nor blank.
    """

    stanzas: Mapping[str, Settings]
    source: ConfText
    problems: tuple[KnowledgeError, ...] = ()


def decode(data: bytes) -> str:
    """Decode a file: by its byte order mark, else as UTF-8, else as Windows-1252."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def parse_conf(text: str, origin: str) -> Conf:
    """Read the text of a .conf file.

    A ``#`` opens a comment only at the start of a line; the first ``=`` splits; a trailing
    backslash joins the next line; settings before any stanza are defaults for the whole file
    (Splunk, Admin Manual: "Configuration file structure").

    Deviations: a header that never closes spoils its own settings only; they are left out and
    the header is reported.
    """
    source = ConfText(origin, text.replace("\r\n", "\n"))
    stanzas: dict[str, dict[str, Setting]] = {}
    problems: list[KnowledgeError] = []
    stanza: str | None = DEFAULT
    for start, line in _logical_lines(source.text):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        if content.startswith("["):
            stanza = _stanza_name(content)
            if stanza is None:
                problems.append(_problem(source, start, line, "the stanza header has no ]"))
            else:
                stanzas.setdefault(stanza, {})
            continue
        setting = _setting(stanza or "", content, source, Span(start, start + len(line)))
        if setting is None:
            problems.append(
                _problem(source, start, line, "a line is neither [stanza] nor key = value")
            )
        elif stanza is not None:
            stanzas.setdefault(stanza, {})[setting.key] = setting
    return Conf(stanzas, source, tuple(problems[:_MOST_PROBLEMS]))


_CONTINUED = re.compile(r"\\[ \t]*\n")


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with its offset; a line that ends in a backslash goes on in the next."""
    start, size = 0, len(text)
    while start < size:
        end = _line_end(text, start)
        line = text[start:end]
        comment = line.lstrip().startswith("#")
        while not comment and end < size and line.rstrip(" \t").endswith("\\"):
            begin, end = end + 1, _line_end(text, end + 1)
            line = text[begin:end]
        yield start, text[start:end]
        start = end + 1


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _stanza_name(content: str) -> str | None:
    """The name between the brackets; it may itself hold brackets, so the last one closes."""
    end = content.rfind("]")
    return content[1:end] if end > 0 else None


def _setting(stanza: str, content: str, source: ConfText, span: Span) -> Setting | None:
    key, equals, value = content.partition("=")
    if not equals or not key.strip():
        return None
    joined = _CONTINUED.sub("\n", value.strip() + "\n").rstrip("\n")
    return Setting(stanza, key.strip(), joined.removesuffix("\\").strip(), source, span)


def _problem(source: ConfText, start: int, line: str, message: str) -> KnowledgeError:
    return KnowledgeError(
        message,
        code="SPL601",
        span=Span(start, start + len(line)),
        text=source.text,
        origin=source.origin,
    )
