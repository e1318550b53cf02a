"""What all apps say about logs while they are loaded.

Splunk, "Configuration file precedence", global context: among apps the earlier name in ASCII order
stands above the later one, and local/ of any app above default/ of all; at search time it is the
later name, app by app.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spl.errors import KnowledgeError
from spl.knowledge.conf import Setting, Settings
from spl.knowledge.index_digest import index_digest
from spl.knowledge.index_time import IndexTime, read_index_time
from spl.knowledge.layers import Layered
from spl.knowledge.patterns import PropsMatcher
from spl.knowledge.sourcetype_rules import SourcetypeRule, read_rules, ruled_sourcetype


@dataclass(frozen=True, slots=True, eq=False)
class IndexKnowledge:
    """The index-time settings of props.conf, with the transforms that they name."""

    _props: PropsMatcher = field(default_factory=lambda: PropsMatcher({}, {}, []))
    _transforms: Mapping[str, Settings] = field(default_factory=dict)
    _rules: tuple[SourcetypeRule, ...] = ()
    _memo: dict[tuple[str, str, str], IndexTime] = field(default_factory=dict)

    @classmethod
    def read(
        cls, props: Layered, transforms: Layered, problems: list[KnowledgeError]
    ) -> IndexKnowledge:
        """Sort the stanzas; rules that make no sense go to *problems*."""
        # A stanza that matches nothing is told once, by those who read what holds at search time.
        matcher = PropsMatcher(props.stanzas, props.default, [])
        return cls(matcher, transforms.stanzas, read_rules(props.stanzas, problems))

    @property
    def speaks_of_hosts(self) -> bool:
        """Whether any stanza of props.conf is about a host."""
        return self._props.speaks_of_hosts

    def settings_for(self, source: str, sourcetype: str, host: str) -> IndexTime:
        """What props.conf says about events that come with these default fields."""
        key = (source, sourcetype, host)
        found = self._memo.get(key)
        if found is None:
            settings = self._props.settings(source, sourcetype, host)
            found = self._memo[key] = read_index_time(settings, self._transforms)
        return found

    def digest(self) -> str:
        """What tells whether other index-time settings made events than would make them today."""
        return index_digest(self._props.stanzas(), self._rules, self._transforms)

    def sourcetype_of(self, source: str, text: str) -> Setting | None:
        """The `sourcetype` that a [source::…] or [rule::…] stanza gives to a log, or None.

        *text* is how the log begins.
        """
        setting = self._props.settings(source, "", "").get("sourcetype")
        return setting or ruled_sourcetype(self._rules, text, delayed=False)

    def delayed_sourcetype_of(self, text: str) -> Setting | None:
        """The `sourcetype` that a [delayedrule::…] gives to a log that has no other, or None."""
        return ruled_sourcetype(self._rules, text, delayed=True)

    def each(self) -> Iterator[IndexTime]:
        """What each stanza of props.conf says by itself."""
        for settings in self._props.all_settings():
            yield read_index_time(settings, self._transforms)
