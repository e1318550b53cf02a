"""Which settings of props.conf can give a field, and what each of them needs for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from spl.errors import SplError
from spl.knowledge.conf import Setting
from spl.knowledge.lookups import LookupTable
from spl.knowledge.props import AutomaticLookup, CalculatedField, Props
from spl.language import ast
from spl.language.eval_tree import field_names

Kind: TypeAlias = Literal["EXTRACT", "REPORT", "FIELDALIAS", "EVAL", "LOOKUP"]
FindLookup: TypeAlias = Callable[[str], LookupTable]


@dataclass(frozen=True, slots=True, eq=False)
class Giver:
    """One setting that can give a field.

    Attributes:
        kind: what the setting is.
        setting: where it stands.
        needs: the fields that it reads.
        expression: of an EVAL, else None.
        lookup: of a LOOKUP, else None.
    """

    kind: Kind
    setting: Setting
    needs: tuple[str, ...]
    expression: ast.Expr | None = None
    lookup: AutomaticLookup | None = None

    def place(self) -> str:
        """``[stanza] key`` with its file, from the app on, and the line that it stands on."""
        file = "/".join(self.setting.source.origin.replace("\\", "/").split("/")[-3:])
        return f"[{self.setting.stanza}] {self.setting.key} ({file}, line {self.setting.line})"


def givers(props: Props, name: str, find_lookup: FindLookup) -> list[Giver]:
    """The settings of *props* that can give the field *name*, in the order in which they run.

    A transform whose data name the fields, and KV_MODE, could give any field: they are left out.
    """
    return list(_givers(props, name, find_lookup))


def _givers(props: Props, name: str, find_lookup: FindLookup) -> Iterator[Giver]:
    yield from _extractions(props, name)
    for alias in props.aliases:
        if alias.target == name:
            yield Giver("FIELDALIAS", alias.setting, (alias.source,))
    for calculated in props.calculated:
        if calculated.name == name:
            yield _calculated(calculated)
    for lookup in props.lookups:
        if name in _outputs(lookup, find_lookup):
            keys = tuple(field for _, field in lookup.keys)
            yield Giver("LOOKUP", lookup.setting, keys, lookup=lookup)


def _extractions(props: Props, name: str) -> Iterator[Giver]:
    for extract in props.extracts:
        if name in extract.regex.names:
            yield Giver("EXTRACT", extract.setting, (extract.source,))
    for report in props.reports:
        if name in (report.transform.names or ()):
            yield Giver("REPORT", report.setting, (report.transform.source_key,))


def _calculated(field: CalculatedField) -> Giver:
    names = tuple(field_names(field.expression))
    return Giver("EVAL", field.setting, names, expression=field.expression)


def _outputs(lookup: AutomaticLookup, find_lookup: FindLookup) -> list[str]:
    """The fields that an automatic lookup writes; none where its table is not there."""
    if lookup.outputs is not None:
        return [field for _, field in lookup.outputs]
    try:
        columns = find_lookup(lookup.lookup).columns
    except SplError:
        return []
    keys = {column for column, _ in lookup.keys}
    return [column for column in columns if column not in keys]
