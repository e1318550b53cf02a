"""What is known of the fields of the rows between two stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from spl.commands import captures, fill, matches_name
from spl.language import ast

# Names that rows may have although no command says so.
_INTERNAL = frozenset({"_time", "_raw"})


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a field is no longer there: the command that took it, and its new name if it has one."""

    command: ast.Command
    renamed: str | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that rows may have.

    Attributes:
        open: whether there may be fields that are not named here.
        names: fields that a command made or kept; with `open` some among others.
        patterns: names with stars: any field that one of them selects may be there.
        gone: fields that are certainly not there, and why.
        closing: the command that left nothing but `names` and `patterns`.
    """

    open: bool = True
    names: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    gone: Mapping[str, Loss] = field(default_factory=dict)
    closing: ast.Command | None = None

    def may_have(self, name: str) -> bool:
        """Whether some row may have a field of this name; a name with stars selects any."""
        if "*" in name:
            return (
                self.open or any(matches_name(name, n) for n in self.names) or bool(self.patterns)
            )
        if name in self.names:
            return True
        if self.open:
            return name not in self.gone
        return any(matches_name(pattern, name) for pattern in self.patterns)

    def loss(self, name: str) -> Loss | None:
        """Why a field is not there, as far as that is known."""
        if name in self.gone:
            return self.gone[name]
        return None if self.closing is None else Loss(self.closing)

    def adding(self, names: Iterable[str]) -> Fields:
        """With fields that a command makes; a name with stars adds all that it selects."""
        made = [*names]
        plain = {name for name in made if "*" not in name}
        stars = tuple(name for name in made if "*" in name)
        gone = {name: loss for name, loss in self.gone.items() if name not in plain}
        return replace(self, names=self.names | plain, patterns=(*self.patterns, *stars), gone=gone)

    def without(self, patterns: Iterable[str], command: ast.Command) -> Fields:
        """Without the fields that a command removes."""
        chosen = [*patterns]
        kept = {n for n in self.names if not any(matches_name(p, n) for p in chosen)}
        gone = {**self.gone, **{p: Loss(command) for p in chosen if "*" not in p}}
        gone.update({n: Loss(command) for n in self.names - kept})
        return replace(self, names=frozenset(kept), gone=gone)

    def keeping(self, patterns: Iterable[str], command: ast.Command) -> Fields:
        """With none but the fields that a command keeps, and the internal ones."""
        chosen = [*patterns]
        names = {n for n in self.names if any(matches_name(p, n) for p in chosen)}
        names |= {p for p in chosen if "*" not in p and self.may_have(p)}
        stars = tuple(p for p in chosen if "*" in p) if self.open or self.patterns else ()
        lost = {p: self.gone[p] for p in chosen if p in self.gone and p not in names}
        return Fields(False, frozenset(names) | _INTERNAL, stars, lost, command)

    def renaming(self, pairs: Iterable[tuple[str, str]], command: ast.Command) -> Fields:
        """With fields under other names, pair by pair; pairs may hold stars."""
        now = self
        for old, new in pairs:
            now = now._renaming(old, new, command)
        return now

    def _renaming(self, old: str, new: str, command: ast.Command) -> Fields:
        if "*" not in old:
            gone = {**self.gone, old: Loss(command, new)}
            gone.pop(new, None)
            return replace(self, names=self.names - {old} | {new}, gone=gone)
        names = set(self.names)
        for name in self.names:
            parts = captures(old, name) if matches_name(old, name) else None
            if parts is not None:
                names.discard(name)
                names.add(fill(new, parts))
        if self.open or self.patterns:
            # Any field may have come under the new name.
            return Fields(names=frozenset(names), closing=None)
        gone = {n: Loss(command) for n in self.names - names}
        gone.update({n: loss for n, loss in self.gone.items() if n not in names})
        return replace(self, names=frozenset(names), gone=gone)

    def merged(self, other: Fields) -> Fields:
        """The fields of rows of two kinds together."""
        gone = {n: loss for n, loss in self.gone.items() if not other.may_have(n)}
        closing = self.closing if self.closing is not None and other.closing is not None else None
        return Fields(
            self.open or other.open,
            self.names | other.names,
            (*self.patterns, *other.patterns),
            gone,
            closing,
        )


def closed(names: Iterable[str], command: ast.Command) -> Fields:
    """Rows that have no fields but *names*, which *command* has made."""
    made = [*names]
    plain = frozenset(n for n in made if "*" not in n)
    return Fields(False, plain, tuple(n for n in made if "*" in n), {}, command)


ANY = Fields()
"""Rows of which nothing is known."""
