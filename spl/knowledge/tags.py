"""Tags: words that stand for values of fields, ``[eventtype=logon] authentication = enabled``.

Splunk, tags.conf.spec. Choices: a tagged value is compared without regard to case, as the search
that ``tag=x`` stands for would compare it; the values of the field `tag` are sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from spl.errors import KnowledgeError
from spl.knowledge.conf import Setting, Settings
from spl.values.wildcard import fold


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as it is written: the field, the folded value, and the setting."""

    field: str
    value: str
    setting: Setting


@dataclass(frozen=True, slots=True)
class Tags:
    """All tags, by field and value.

    Attributes:
        written: where each is written.
    """

    by_field: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    written: tuple[Tag, ...] = ()

    @property
    def settings(self) -> tuple[tuple[str, Setting], ...]:
        """Where each tag is written, with the field that it is about."""
        return tuple((tag.field, tag.setting) for tag in self.written)

    def of(self, name: str, values: Iterable[str]) -> frozenset[str]:
        """The tags that *values* of the field *name* have."""
        known = self.by_field.get(name, {})
        return frozenset().union(*(known.get(fold(value), frozenset()) for value in values))


def read_tags(stanzas: Mapping[str, Settings], problems: list[KnowledgeError]) -> Tags:
    """The tags of tags.conf; a stanza that is not ``[field=value]`` is reported."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    written: list[Tag] = []
    for stanza, settings in stanzas.items():
        name, equals, value = stanza.partition("=")
        if not equals or not name.strip():
            problems += (
                s.error("a stanza of tags.conf is [field=value]")
                for s in list(settings.values())[:1]
            )
            continue
        on = frozenset(
            k for k, s in settings.items() if s.value.lower() in ("enabled", "1", "true")
        )
        values = found.setdefault(name.strip(), {})
        key = fold(unquote(value.strip()))
        written.extend(Tag(name.strip(), key, settings[tag]) for tag in sorted(on))
        values[key] = values.get(key, frozenset()) | on
    return Tags(found, tuple(written))
