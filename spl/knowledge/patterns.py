"""Which stanzas of props.conf speak about an event: patterns, precedence, priority, rename.

Splunk, props.conf.spec: of the settings that several stanzas make, source beats host, host beats
sourcetype, and sourcetype beats [default]; inside one kind the higher `priority` wins (100 for a
literal stanza and 0 for a pattern unless said otherwise), then the ASCII order of the names.

Choices: sourcetype stanzas are matched without regard to case, because events labelled
``xmlwineventlog`` are known to carry what ``[XmlWinEventLog]`` gives; a stanza in the very same
letters stands above one that differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from spl.errors import KnowledgeError
from spl.knowledge.conf import Setting, Settings, own_setting
from spl.knowledge.setting_regex import compiled
from spl.values.regex import BadRegex, Regex, compile_regex

_HOST, _SOURCE = "host::", "source::"
_OTHER_KINDS = ("rule::", "delayedrule::")
_REGEX_NAME = re.compile(r"\((?:\?:|:):\)\{0\}")  # how Splunk is told that a name is a pattern
_WILD = re.compile(r"\.\.\.|[*|()]")
_PIECE = re.compile(r"\.\.\.|\\.|[.*]")


@dataclass(frozen=True, slots=True)
class Stanza:
    """One stanza of props.conf as a test on an event.

    Attributes:
        kind: 0 sourcetype, 1 host, 2 source: the order of precedence.
        pattern: None for a literal name.
    """

    name: str
    kind: int
    literal: str
    pattern: Regex | None
    priority: int
    settings: Settings

    def matches(self, value: str) -> bool:
        """Whether the stanza speaks about events with this source, host or sourcetype."""
        if self.pattern is not None:
            return self.pattern.fullmatch(value) is not None
        if self.kind == _KINDS["source"]:
            return value == self.literal
        return value.lower() == self.literal.lower()


_KINDS = {"sourcetype": 0, "host": 1, "source": 2}


class PropsMatcher:
    """The stanzas of props.conf, and what they say together about an event."""

    __slots__ = ("_default", "_literals", "_patterns")

    def __init__(
        self, stanzas: Mapping[str, Settings], default: Settings, problems: list[KnowledgeError]
    ) -> None:
        """Sort the stanzas by what they match; those that make no sense go to *problems*."""
        self._default = default
        self._literals: dict[tuple[int, str], list[Stanza]] = {}
        self._patterns: list[Stanza] = []
        for name, settings in stanzas.items():
            if name.startswith(_OTHER_KINDS):
                continue
            try:
                self._add(_stanza(name, settings))
            except KnowledgeError as error:
                problems.append(error)

    def _add(self, stanza: Stanza) -> None:
        if stanza.pattern is None:
            key = (stanza.kind, stanza.literal.lower())
            self._literals.setdefault(key, []).append(stanza)
        else:
            self._patterns.append(stanza)

    @property
    def speaks_of_hosts(self) -> bool:
        """Whether any stanza is about a host."""
        literals = (stanza for stanzas in self._literals.values() for stanza in stanzas)
        return any(stanza.kind == _KINDS["host"] for stanza in chain(literals, self._patterns))

    def all_settings(self) -> Iterator[Settings]:
        """The settings of each stanza by itself."""
        for stanzas in (*self._literals.values(), self._patterns):
            yield from (stanza.settings for stanza in stanzas)

    def stanzas(self) -> Iterator[tuple[str, Settings]]:
        """The name and the settings of each stanza, and of [default]."""
        yield "default", self._default
        for stanzas in (*self._literals.values(), self._patterns):
            yield from ((stanza.name, stanza.settings) for stanza in stanzas)

    def rename(self, sourcetype: str) -> Setting | None:
        """What says that searches see another sourcetype, None where they see the one given."""
        renamed = self.settings("", sourcetype, "").get("rename")
        return None if renamed is None or renamed.value == sourcetype else renamed

    def settings(self, source: str, sourcetype: str, host: str) -> dict[str, Setting]:
        """What all stanzas that match say, each setting from the one that stands highest."""
        merged: dict[str, Setting] = dict(self._default)
        values = (sourcetype, host, source)
        found = [s for s in self._patterns if s.matches(values[s.kind])]
        for kind, value in enumerate(values):
            candidates = self._literals.get((kind, value.lower()), ())
            found.extend(s for s in candidates if s.matches(value))
        for stanza in sorted(found, key=lambda s: _rank(s, values[s.kind])):
            own = {k: v for k, v in stanza.settings.items() if self._default.get(k) is not v}
            merged.update(own)
        return merged


def _rank(stanza: Stanza, value: str) -> tuple[int, int, bool, list[int]]:
    """Rising with precedence; among equals the name that comes first in ASCII order is last."""
    backwards = [-ord(character) for character in stanza.name]
    return stanza.kind, stanza.priority, stanza.literal == value, backwards


def _stanza(name: str, settings: Settings) -> Stanza:
    if name.startswith(_SOURCE):
        kind, literal = _KINDS["source"], name[len(_SOURCE) :]
    elif name.startswith(_HOST):
        kind, literal = _KINDS["host"], name[len(_HOST) :]
    else:
        kind, literal = _KINDS["sourcetype"], name
    wild = _REGEX_NAME.match(literal) if kind == _KINDS["sourcetype"] else _WILD.search(literal)
    pattern = _compile(name, literal, kind, settings) if wild else None
    priority = _priority(settings.get("priority"), 100 if pattern is None else 0)
    return Stanza(name, kind, literal, pattern, priority, settings)


def _priority(setting: Setting | None, default: int) -> int:
    return default if setting is None else setting.whole_number()


def _compile(name: str, literal: str, kind: int, settings: Settings) -> Regex:
    ignore_case = kind != _KINDS["source"]
    some = own_setting(name, settings)
    if some is not None:
        return compiled(as_regex(literal), some, ignore_case=ignore_case)
    try:
        return compile_regex(as_regex(literal), ignore_case=ignore_case)
    except BadRegex as bad:
        raise KnowledgeError(f"[{name}]: {bad.message}", code="SPL602") from None


def as_regex(pattern: str) -> str:
    r"""Write the pattern of a stanza as a regular expression.

    ``...`` is any run of characters, ``*`` any run without a path separator, ``.`` itself; all
    else is PCRE (Splunk, props.conf.spec).
    """

    def piece(found: re.Match[str]) -> str:
        match found[0]:
            case "...":
                return ".*"
            case "*":
                return r"[^/\\]*"
            case ".":
                return r"\."
            case other:
                return other

    return _PIECE.sub(piece, pattern)
