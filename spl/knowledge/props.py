"""What props.conf says about an event, as the steps that turn its text into fields.

Splunk, props.conf.spec and Knowledge Manager Manual, "The sequence of search-time operations":
EXTRACT, REPORT, KV_MODE, FIELDALIAS, EVAL, LOOKUP; inside a kind the classes run in ASCII order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from spl.errors import KnowledgeError, SplError
from spl.knowledge.conf import Setting, Settings
from spl.knowledge.layers import flag
from spl.knowledge.setting_regex import compiled
from spl.knowledge.transforms import Transform, read_transform
from spl.language import ast
from spl.language.parser import parse_eval_expression
from spl.values.regex import Regex

T = TypeVar("T")

_IN_FIELD = re.compile(r"(?s)(?P<regex>.+)\s+in\s+(?P<field>[A-Za-z_][\w.:{}-]*)\s*")
_NAMES = re.compile(r'"[^"]*"|\'[^\']*\'|[^\s,]+')
_KV_MODES = ("none", "auto", "auto_escaped", "multi", "json", "xml")


@dataclass(frozen=True, slots=True, eq=False)
class Extract:
    """EXTRACT-class: a regular expression whose named groups are fields of `source`."""

    setting: Setting
    regex: Regex
    source: str = "_raw"


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """One transform of a REPORT-class."""

    setting: Setting
    transform: Transform


@dataclass(frozen=True, slots=True)
class Alias:
    """One pair of a FIELDALIAS-class; `only_new` for ASNEW."""

    setting: Setting
    source: str
    target: str
    only_new: bool = False


@dataclass(frozen=True, slots=True)
class CalculatedField:
    """EVAL-name: an expression over the fields as they are before all EVALs."""

    setting: Setting
    name: str

    @property
    def expression(self) -> ast.Expr:
        """The tree of the expression; KnowledgeError SPL602 where it is none."""
        return expression(self.setting, self.setting.value)


@dataclass(frozen=True, slots=True)
class AutomaticLookup:
    """LOOKUP-class: keys and outputs as pairs of table column and event field.

    Attributes:
        outputs: None for all columns that are not keys.
        only_new: OUTPUTNEW: an output is written only where the event has no such field.
    """

    setting: Setting
    lookup: str
    keys: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...] | None
    only_new: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Props:
    """All that props.conf says about the events of one source, sourcetype and host.

    Attributes:
        sourcetype: as searches see it, after `rename`.
        rename: the setting that made it another one than the events came with, or None.
        settings: every setting that counts, index-time ones too, each with its place.
        kv_mode: none, auto, auto_escaped, multi, json or xml; that it is auto where nobody says
            otherwise is a setting of the shipped app `system`.
        auto_json: whether KV_MODE auto reads JSON too.
        problems: settings that make no sense; they are left out.
    """

    sourcetype: str = ""
    settings: Settings = field(default_factory=dict)
    extracts: tuple[Extract, ...] = ()
    reports: tuple[Report, ...] = ()
    kv_mode: str = "none"
    auto_json: bool = True
    aliases: tuple[Alias, ...] = ()
    calculated: tuple[CalculatedField, ...] = ()
    lookups: tuple[AutomaticLookup, ...] = ()
    problems: tuple[KnowledgeError, ...] = ()
    rename: Setting | None = None


def read_props(sourcetype: str, settings: Settings, transforms: Mapping[str, Settings]) -> Props:
    """Make the steps that *settings* ask for; what makes no sense goes to `problems`."""
    problems: list[KnowledgeError] = []

    def each(prefix: str, read: Callable[[str, Setting], list[T]]) -> tuple[T, ...]:
        return tuple(_read_all(prefix, settings, read, problems))

    def reports(_: str, setting: Setting) -> list[Report]:
        return _reports(setting, transforms, problems)

    return Props(
        sourcetype,
        settings,
        each(r"EXTRACT[-_]", _extract),
        each(r"REPORT[-_]", reports),
        _kv_mode(settings.get("KV_MODE"), problems),
        flag(settings.get("AUTO_KV_JSON"), default=True),
        each(r"FIELDALIAS[-_]", _aliases),
        each(r"EVAL-", _calculated),
        each(r"(?i:LOOKUP)[-_]?", _lookup),
        tuple(problems),
    )


def _read_all(
    prefix: str,
    settings: Settings,
    read: Callable[[str, Setting], list[T]],
    problems: list[KnowledgeError],
) -> Iterator[T]:
    pattern = re.compile(rf"{prefix}(?P<name>.+)")
    for key in sorted(settings):
        found = pattern.fullmatch(key)
        if found is None:
            continue
        try:
            yield from read(found["name"], settings[key])
        except KnowledgeError as error:
            problems.append(error)


def _extract(_: str, setting: Setting) -> list[Extract]:
    inside = _IN_FIELD.fullmatch(setting.value)
    pattern, source = (
        (setting.value, "_raw") if inside is None else (inside["regex"], inside["field"])
    )
    regex = compiled(f"(?ms){pattern}", setting)
    if not regex.names:
        raise setting.error("no group has a name", hint="Name a group: (?<user>...).")
    return [Extract(setting, regex, source)]


def _reports(
    setting: Setting, transforms: Mapping[str, Settings], problems: list[KnowledgeError]
) -> list[Report]:
    reports = []
    for name in (part.strip() for part in setting.value.split(",")):
        if not name:
            continue
        if name not in transforms:
            problems.append(setting.error(f"there is no transform '{name}'"))
            continue
        try:
            reports.append(Report(setting, read_transform(name, transforms)))
        except KnowledgeError as error:
            problems.append(error)
    return reports


def _kv_mode(setting: Setting | None, problems: list[KnowledgeError]) -> str:
    if setting is None:
        return "none"
    mode = setting.value.lower()
    mode = "multi" if mode.startswith("multi") else mode
    if mode not in _KV_MODES:
        problems.append(setting.error("unknown mode", hint=f"One of {', '.join(_KV_MODES)}."))
        return "auto"
    return mode


def _aliases(_: str, setting: Setting) -> list[Alias]:
    names = [_bare(name) for name in _NAMES.findall(setting.value)]
    words = [name.upper() for name in names]
    if len(names) % 3 or any(word not in ("AS", "ASNEW") for word in words[1::3]):
        raise setting.error("must be pairs of names", hint="For example: src_ip AS src.")
    return [
        Alias(setting, source, target, word == "ASNEW")
        for source, word, target in zip(names[::3], words[1::3], names[2::3], strict=True)
    ]


def _calculated(name: str, setting: Setting) -> list[CalculatedField]:
    field = CalculatedField(setting, _bare(name))
    if not setting.ships:
        _ = field.expression  # what is wrong with it is told at once
    return [field]


def expression(setting: Setting, text: str) -> ast.Expr:
    """Parse an eval expression of a .conf file; what is wrong with it is the setting's error."""
    try:
        return parse_eval_expression(text)
    except SplError as error:
        raise setting.error(error.message, hint=error.hint) from None


def _lookup(_: str, setting: Setting) -> list[AutomaticLookup]:
    names = [_bare(name) for name in _NAMES.findall(setting.value)]
    words = [name.upper() for name in names]
    modes = [i for i, word in enumerate(words) if word in ("OUTPUT", "OUTPUTNEW")]
    end = modes[0] if modes else len(names)
    keys = _pairs(names[1:end], setting)
    if not keys or len(modes) > 1:
        raise setting.error(
            "must be a lookup, its key fields and what to output",
            hint="For example: http_status status OUTPUT description AS status_text.",
        )
    outputs = _pairs(names[end + 1 :], setting) if modes else None
    only_new = bool(modes) and words[end] == "OUTPUTNEW"
    return [AutomaticLookup(setting, names[0], keys, outputs or None, only_new)]


def _pairs(names: list[str], setting: Setting) -> tuple[tuple[str, str], ...]:
    """``column AS field`` or just ``name``, which is both."""
    pairs, rest = [], list(names)
    while rest:
        column = rest.pop(0)
        name = column
        if rest and rest[0].upper() == "AS":
            if len(rest) < 2:
                raise setting.error("a name is missing after AS")
            name = rest[1]
            rest = rest[2:]
        pairs.append((column, name))
    return tuple(pairs)


def _bare(name: str) -> str:
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'" else name
