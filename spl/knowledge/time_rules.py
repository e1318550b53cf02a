"""Where the time of an event stands and how it is written: TIME_PREFIX, TIME_FORMAT and the rest.

Splunk, props.conf.spec: "Timestamp extraction configuration".

Choices: MAX_DAYS_AGO and its relatives do not count: a log may be as old as it likes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from spl.errors import KnowledgeError
from spl.knowledge.conf import Setting, Settings
from spl.knowledge.line_breaking import regex_of, whole
from spl.values.regex import Regex

LOOKAHEAD = 128

_KEYS = (
    "TIME_PREFIX", "TIME_FORMAT", "MAX_TIMESTAMP_LOOKAHEAD", "TZ", "DATETIME_CONFIG",
    "TIMESTAMP_FIELDS",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class TimeRules:
    """How the times of one kind of event are read.

    Attributes:
        prefix: the time follows what this matches.
        form: how the time is written, as strptime has it; None for any usual form.
        lookahead: characters after the prefix that are looked at, None for all.
        zone: zone of a time that names none, or None for the user's.
        fixed: ``CURRENT`` for the present, ``NONE`` for the time of the file, or None.
        fields: fields of a structured event that hold its time.
        only_zone: whether nothing but the zone is said.
        settings: what says all this.
    """

    prefix: Regex | None
    form: str | None
    lookahead: int | None
    zone: tzinfo | None
    fixed: str | None
    fields: tuple[str, ...]
    only_zone: bool
    settings: tuple[Setting, ...] = ()


def read_time_rules(settings: Settings, problems: list[KnowledgeError]) -> TimeRules | None:
    """Read the settings; None where they say nothing. What makes no sense goes to *problems*."""
    said = [key for key in _KEYS if key in settings]
    if not said:
        return None
    lookahead = whole(settings, "MAX_TIMESTAMP_LOOKAHEAD", LOOKAHEAD, problems)
    form = settings.get("TIME_FORMAT")
    fields = settings.get("TIMESTAMP_FIELDS")
    return TimeRules(
        regex_of(settings, "TIME_PREFIX", problems),
        None if form is None else form.value,
        lookahead if lookahead > 0 else None,
        _zone(settings, problems),
        _fixed(settings, problems),
        () if fields is None else tuple(n.strip() for n in fields.value.split(",") if n.strip()),
        said == ["TZ"],
        tuple(settings[key] for key in said),
    )


def _zone(settings: Settings, problems: list[KnowledgeError]) -> tzinfo | None:
    setting = settings.get("TZ")
    if setting is None:
        return None
    try:
        return ZoneInfo(setting.value)
    except (KeyError, ValueError, OSError):
        hint = "Use a name such as UTC or Europe/Berlin."
        problems.append(setting.error("there is no such time zone", hint=hint))
        return None


def _fixed(settings: Settings, problems: list[KnowledgeError]) -> str | None:
    setting = settings.get("DATETIME_CONFIG")
    if setting is None:
        return None
    word = setting.value.upper()
    if word in ("CURRENT", "NONE"):
        return word
    if not setting.value.replace("\\", "/").endswith("/datetime.xml"):
        message = "only CURRENT and NONE are supported, not a file of patterns"
        problems.append(setting.error(message, code="SPL605"))
    return None
