"""Tactics and names of ATT&CK techniques, which rule files name by their ids alone.

The list beside this file holds ids, names and tactics of the enterprise matrix, version 17, and two
older ids that published rules still name. MITRE ATT&CK® is a work of The MITRE Corporation,
reproduced with its permission under the terms of use of ATT&CK.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("attack_techniques.csv")


@dataclass(frozen=True, slots=True)
class Tactic:
    """A column of the matrix: its name in data, such as ``initial-access``, and its title."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Technique:
    """A technique or, with a dot in its id, a sub-technique.

    Attributes:
        id: such as ``T1569.002``.
        name: its name, a sub-technique's behind that of its technique.
        tactics: what it serves, in the order of the matrix.
    """

    id: str
    name: str
    tactics: tuple[Tactic, ...]

    @property
    def parent(self) -> str:
        """The id of the technique, without the part of a sub-technique."""
        return self.id.partition(".")[0]


# In the order of an attack.
TACTICS: tuple[Tactic, ...] = tuple(
    Tactic(title.lower().replace(" ", "-"), title)
    for title in (
        "Reconnaissance",
        "Resource Development",
        "Initial Access",
        "Execution",
        "Persistence",
        "Privilege Escalation",
        "Defense Evasion",
        "Credential Access",
        "Discovery",
        "Lateral Movement",
        "Collection",
        "Command and Control",
        "Exfiltration",
        "Impact",
    )
)
# Where an id goes that the list does not know: a newer one, or one of another matrix.
OTHER = Tactic("other", "Other")


def technique(identifier: str) -> Technique:
    """The technique of that id, in any case.

    One that the list lacks has no name; it serves what the technique above it serves, else `OTHER`.
    """
    key = identifier.strip().upper()
    known = techniques()
    if key in known:
        return known[key]
    above = known.get(key.partition(".")[0])
    return Technique(key, "", (OTHER,) if above is None else above.tactics)


def tactics_of(identifiers: Iterable[str]) -> list[Tactic]:
    """The tactics of some techniques, each once, in the order of the matrix."""
    found = {tactic for each in identifiers for tactic in technique(each).tactics}
    return [tactic for tactic in (*TACTICS, OTHER) if tactic in found]


def tactic_names(identifiers: Iterable[str]) -> list[str]:
    """The names in data of the tactics of some techniques; `OTHER` is none."""
    return [tactic.name for tactic in tactics_of(identifiers) if tactic is not OTHER]


@cache
def techniques() -> dict[str, Technique]:
    """Every technique of the list by its id."""
    by_name = {tactic.name: tactic for tactic in TACTICS}
    with _LIST.open(encoding="utf-8", newline="") as file:
        lines = {line["id"]: line for line in csv.DictReader(file)}
    return {
        key: Technique(key, _full_name(key, lines), tuple(map(by_name.__getitem__, names)))
        for key, line in lines.items()
        if (names := line["tactics"].split())
    }


def _full_name(key: str, lines: dict[str, dict[str, str]]) -> str:
    name, parent = lines[key]["name"], lines.get(key.partition(".")[0])
    return f"{parent['name']}: {name}" if parent and "." in key else name
