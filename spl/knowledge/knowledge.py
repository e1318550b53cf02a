"""Everything that apps say, in one immutable object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spl.errors import KnowledgeError
from spl.knowledge.app import App, find_apps
from spl.knowledge.layers import in_order, layer
from spl.knowledge.macros import conf_macros, file_macros, read_macros
from spl.language.expand import Macro

SHIPPED = Path(__file__).parent / "apps"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The knowledge objects of a session.

    Attributes:
        macros: by name, or ``name(2)`` for one with arguments.
        problems: what could not be read; all the rest stands.
    """

    macros: Mapping[str, Macro] = field(default_factory=dict)
    problems: tuple[KnowledgeError, ...] = ()

    @classmethod
    def read(cls, apps: Sequence[Path] = (), macros: Sequence[Path] = ()) -> Knowledge:
        """Read the shipped apps, then *apps* above them, then *macros* above all.

        Args:
            apps: folders of apps, single apps, or packed apps; a later one stands above an earlier.
            macros: files and folders of macros.conf or YAML macros.

        Raises:
            KnowledgeError: SPL603 where a path is not there. What is wrong inside a file does not
                raise: it is left out and told in `problems`.
        """
        found = in_order(find_apps(path) for path in (SHIPPED, *apps))
        problems: list[KnowledgeError] = []
        return cls(_macros(found, macros, problems), tuple(problems))


def _macros(
    apps: Sequence[App], paths: Sequence[Path], problems: list[KnowledgeError]
) -> dict[str, Macro]:
    stanzas = layer(apps, "macros")
    problems.extend(stanzas.problems)
    macros = conf_macros(stanzas.stanzas, problems)
    for app in apps:
        for path in app.inside("macros", ".yml"):
            data = app.read(path) or b""
            macros.update(file_macros(path, app.place(path), data, problems))
    return macros | read_macros(paths, problems)
