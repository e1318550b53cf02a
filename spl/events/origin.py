"""Where a field comes from: the settings of .conf files that gave it its values, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from spl.columns.column import Column, Rows
from spl.columns.dictionary import Mask
from spl.events.chain import Before
from spl.knowledge.conf import Setting
from spl.values.value import Value


@dataclass(frozen=True, slots=True)
class Change:
    """What one step did to one field.

    Attributes:
        name: the field.
        rows: the events in which it changed it.
        values: what it gave them, row by row.
        before: the fields as they were before the step.
    """

    name: str
    rows: Rows
    values: Sequence[Value]
    before: Before


@runtime_checkable
class Said(Protocol):
    """A step that a setting asks for."""

    def said(self, change: Change) -> Iterable[Setting]:
        """The settings that make this step do *change*."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One step that changed a field.

    Attributes:
        settings: what asks for it, the one of props.conf first; none for what the log or the
            package itself gives.
        rows: in how many events it changed the field.
        example: the field's value after it, in the first of them; None where it was removed.
    """

    settings: tuple[Setting, ...]
    rows: int
    example: Value

    def places(self) -> list[str]:
        """``[stanza] key = value`` and the file and line of each setting."""
        return [
            f"[{s.stanza}] {s.key} = {' '.join(s.value.split())}\n{s.source.origin}, line {s.line}"
            for s in self.settings
        ]


@dataclass(frozen=True, slots=True)
class FieldOrigins:
    """Where a field of the events of one source and sourcetype comes from.

    Attributes:
        events: how many events were looked at.
        steps: what gave them the field, in order.
    """

    source: str
    sourcetype: str
    events: int
    steps: tuple[Origin, ...]


def step_origin(
    columns: tuple[Column | None, Column | None],
    row: int | Rows | Mask | None,
    said: Callable[[Rows, Sequence[Value]], Iterable[Setting]],
) -> Origin | None:
    """What a step did to a field in some events; None where it changed nothing.

    Args:
        columns: the field before the step and after it.
        row: which events are looked at: one, positions, a mask, or None for all.
        said: the settings that made the step give these rows these values.
    """
    before, after = columns
    if after is None and before is not None:
        after = Column.constant(None, len(before))
    if after is None:
        return None
    changed = _changed(before, after)
    if row is not None:
        looked_at = np.zeros(len(changed), np.bool_)
        looked_at[row] = True
        changed &= looked_at
    found = np.flatnonzero(changed)
    if not len(found):
        return None
    values = [after[int(at)] for at in found]
    return Origin(tuple(dict.fromkeys(said(found, values))), len(found), values[0])


def _changed(before: Column | None, after: Column) -> Mask:
    if before is None:
        return after.present()
    if before is after:
        return np.zeros(len(after), np.bool_)
    pairs = zip(before.to_list(), after.to_list(), strict=True)
    return np.fromiter((a != b for a, b in pairs), np.bool_, len(after))
