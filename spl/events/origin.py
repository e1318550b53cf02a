"""Where a field comes from: the settings of .conf files that gave it its values, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import Mask
from spl.events.chain import Step
from spl.knowledge.conf import Setting
from spl.values.value import Value


@runtime_checkable
class Said(Protocol):
    """A step that a setting asks for."""

    def said(self, name: str, values: Iterable[Value]) -> Iterable[Setting]:
        """The settings that make this step give the field *name* such *values*."""


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
    """Where a field of the events of one source and sourcetype comes from."""

    source: str
    sourcetype: str
    events: int
    steps: tuple[Origin, ...]


def step_origin(
    step: Step | None,
    name: str,
    before: Column | None,
    after: Column | None,
    row: int | None,
    given: Iterable[Setting] = (),
) -> Origin | None:
    """What *step* did to the field, in one *row* or in all; None where it changed nothing."""
    if after is None:
        return None
    mask = _changed(before, after)
    if row is not None:
        mask &= np.arange(len(mask)) == row
    rows = np.flatnonzero(mask)
    if not len(rows):
        return None
    values = [after[int(at)] for at in rows]
    said = step.said(name, values) if isinstance(step, Said) else given
    return Origin(tuple(dict.fromkeys(said)), len(rows), values[0])


def _changed(before: Column | None, after: Column) -> Mask:
    if before is None:
        return after.present()
    if before is after:
        return np.zeros(len(after), np.bool_)
    pairs = zip(before.to_list(), after.to_list(), strict=True)
    return np.fromiter((a != b for a, b in pairs), np.bool_, len(after))
