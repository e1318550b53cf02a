"""The tactics that an ATT&CK technique serves, as risk events name them.

The table holds the techniques of MITRE ATT&CK for Enterprise (version 15) by their ids, with the
short names of their tactics. A sub-technique serves what its technique serves.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("attack_tactics.csv")


def tactics(techniques: Iterable[str]) -> list[str]:
    """The tactics of *techniques* (``T1003.001``), each once, in their order.

    A technique that the table does not know adds none.
    """
    known = _by_technique()
    found = (known.get(each.strip().upper().partition(".")[0], ()) for each in techniques)
    return list(dict.fromkeys(name for names in found for name in names))


@cache
def _by_technique() -> dict[str, tuple[str, ...]]:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["technique"]: tuple(row["tactics"].split()) for row in csv.DictReader(lines)}
