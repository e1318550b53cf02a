"""What props.conf says about events while they are loaded.

Splunk, "Configuration parameters and the data pipeline": a log is cut into lines, lines are merged
to events, an event gets its time, SEDCMD changes its text, TRANSFORMS change it or send it
elsewhere. Which stanzas speak is settled by the source, sourcetype and host that the event came
with; `rename` plays no part yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from spl.errors import KnowledgeError
from spl.knowledge.conf import Setting, Settings
from spl.knowledge.index_transforms import IndexTransform, read_index_transforms
from spl.knowledge.line_breaking import LineBreaking, read_line_breaking, whole
from spl.knowledge.scripts import refused_unpacking
from spl.knowledge.setting_regex import SettingRegex
from spl.knowledge.structure import Structure, read_structure
from spl.knowledge.time_rules import TimeRules, read_time_rules
from spl.values.regex import BadRegex
from spl.values.sed import BadEdit, Edit, Substitution, read_edits

_READ_ANYWAY = ("utf-8", "utf8", "ascii", "us-ascii", "auto", "utf-16le", "utf-16be", "utf-16")


@dataclass(frozen=True, slots=True, eq=False)
class IndexTime:
    """All index-time settings for one source, sourcetype and host.

    Attributes:
        breaking: how text becomes events; None leaves that to the format of the log.
        structure: the columns of a structured log, or None.
        times: where times stand, or None for wherever the format has them.
        truncate: bytes of a line at the most, 0 for any number.
        truncation: the setting that says so.
        edits: SEDCMD-classes in order, each with its setting.
        transforms: TRANSFORMS-classes in order.
        problems: settings that make no sense; they are left out.
    """

    breaking: LineBreaking | None = None
    structure: Structure | None = None
    times: TimeRules | None = None
    truncate: int = 0
    truncation: Setting | None = None
    edits: tuple[tuple[Setting, Edit], ...] = ()
    transforms: tuple[IndexTransform, ...] = ()
    problems: tuple[KnowledgeError, ...] = ()

    @property
    def idle(self) -> bool:
        """Whether a single event is left as its reader found it."""
        changes = self.edits or self.transforms or self.truncate
        return not changes and self.times is None and self.structure is None


def read_index_time(settings: Settings, transforms: Mapping[str, Settings]) -> IndexTime:
    """Read the index-time settings among *settings*."""
    problems: list[KnowledgeError] = [*refused_unpacking(settings), *_refused_charset(settings)]
    return IndexTime(
        read_line_breaking(settings, problems),
        read_structure(settings, problems),
        read_time_rules(settings, problems),
        max(0, whole(settings, "TRUNCATE", 0, problems)),
        settings.get("TRUNCATE"),
        tuple(edit for key in sorted(settings) for edit in _edits(key, settings[key], problems)),
        read_index_transforms(settings, transforms, problems),
        tuple(problems),
    )


def _refused_charset(settings: Settings) -> Iterator[KnowledgeError]:
    setting = settings.get("CHARSET")
    if setting is not None and setting.value.lower() not in _READ_ANYWAY:
        hint = "Logs are read by their byte order mark, else as UTF-8; convert this one first."
        yield setting.error(f"'{setting.value}' is not supported", hint=hint, code="SPL605")


def _edits(
    key: str, setting: Setting, problems: list[KnowledgeError]
) -> tuple[tuple[Setting, Edit], ...]:
    if not key.startswith("SEDCMD-"):
        return ()
    try:
        return tuple((setting, _guarded(edit, setting)) for edit in read_edits(setting.value))
    except (BadEdit, BadRegex) as error:
        problems.append(setting.error(error.message))
        return ()


def _guarded(edit: Edit, setting: Setting) -> Edit:
    """The edit, whose pattern tells *setting* where it runs away."""
    if isinstance(edit, Substitution):
        return replace(edit, regex=SettingRegex(edit.regex, setting))
    return edit
