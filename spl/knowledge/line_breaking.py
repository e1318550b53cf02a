"""How the text of a log falls into events: LINE_BREAKER and the settings that merge lines again.

Splunk, props.conf.spec: "Line breaking". The text is cut where LINE_BREAKER matches; with
SHOULD_LINEMERGE, which is on unless said otherwise, the pieces are lines and are put together again
until one starts a new event.

Choices: nothing happens unless an app says at least one of these things, so that a log of one event
per line needs no app. TRUNCATE counts bytes of UTF-8, and its default of 10000 is not applied: only
an app that says so cuts events short.
"""

from __future__ import annotations

from dataclasses import dataclass

from spl.errors import KnowledgeError
from spl.knowledge.conf import Setting, Settings
from spl.knowledge.layers import flag
from spl.knowledge.setting_regex import compiled
from spl.values.regex import Regex, compile_regex

DEFAULT_BREAKER = r"([\r\n]+)"

_CUTS = ("LINE_BREAKER", "BREAK_ONLY_BEFORE", "MUST_BREAK_AFTER")
_MERGES = (
    "SHOULD_LINEMERGE", "BREAK_ONLY_BEFORE_DATE", "MUST_NOT_BREAK_BEFORE", "MUST_NOT_BREAK_AFTER",
    "MAX_EVENTS",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class LineBreaking:
    """How one kind of log falls into events.

    Attributes:
        breaker: its first group is what stands between two pieces.
        merge: whether pieces are lines that are put together again.
        before_date: a line with a time starts an event.
        before: a line that this matches starts an event, and no other one does.
        after: a line that this matches ends an event.
        not_before: a line that this matches never starts an event.
        not_after: after a line that this matches no event ends before one that `after` matches.
        most: lines of an event at the most.
        decided: whether an app cuts in a way of its own, not just line by line.
        settings: what says all this.
    """

    breaker: Regex
    merge: bool
    before_date: bool
    before: Regex | None
    after: Regex | None
    not_before: Regex | None
    not_after: Regex | None
    most: int
    decided: bool
    settings: tuple[Setting, ...] = ()


def read_line_breaking(settings: Settings, problems: list[KnowledgeError]) -> LineBreaking | None:
    """Read the settings; None where they say nothing. What makes no sense goes to *problems*."""
    if settings.keys().isdisjoint((*_CUTS, *_MERGES)):
        return None
    return LineBreaking(
        _breaker(settings, problems),
        flag(settings.get("SHOULD_LINEMERGE"), default=True),
        flag(settings.get("BREAK_ONLY_BEFORE_DATE"), default=True),
        regex_of(settings, "BREAK_ONLY_BEFORE", problems),
        regex_of(settings, "MUST_BREAK_AFTER", problems),
        regex_of(settings, "MUST_NOT_BREAK_BEFORE", problems),
        regex_of(settings, "MUST_NOT_BREAK_AFTER", problems),
        whole(settings, "MAX_EVENTS", 256, problems),
        not settings.keys().isdisjoint(_CUTS),
        tuple(settings[key] for key in (*_CUTS, *_MERGES) if key in settings),
    )


def _breaker(settings: Settings, problems: list[KnowledgeError]) -> Regex:
    found = regex_of(settings, "LINE_BREAKER", problems)
    if found is not None and found.groups:
        return found
    if found is not None:
        message = "no group says what stands between two events"
        hint = r"For example ([\r\n]+)."
        problems.append(settings["LINE_BREAKER"].error(message, hint=hint))
    return compile_regex(DEFAULT_BREAKER)


def regex_of(settings: Settings, key: str, problems: list[KnowledgeError]) -> Regex | None:
    """Compile the pattern of a setting; a bad one is told and counts as not there."""
    setting = settings.get(key)
    if setting is None:
        return None
    try:
        return compiled(setting.value, setting)
    except KnowledgeError as error:
        problems.append(error)
        return None


def whole(settings: Settings, key: str, default: int, problems: list[KnowledgeError]) -> int:
    """Read a whole number; what is none is told and counts as not there."""
    setting = settings.get(key)
    if setting is None:
        return default
    try:
        return setting.whole_number()
    except KnowledgeError as problem:
        problems.append(problem)
        return default
