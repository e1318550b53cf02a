"""The lookups of a session: those of the apps, and above them the tables that the user sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, TypeAlias

from spl.errors import KnowledgeError
from spl.knowledge.knowledge import Knowledge
from spl.knowledge.lookup_files import make_table, match_types
from spl.knowledge.lookups import LookupTable, Row, Rules
from spl.values.value import Value, as_texts

LookupSource: TypeAlias = Sequence[Mapping[str, Any]] | Mapping[str, Any]
"""What a lookup may be set as: its rows, or a mapping with ``rows`` and settings."""

_SETTINGS = frozenset(
    (
        "rows", "columns", "match_type", "case_sensitive_match", "min_matches", "max_matches",
        "default_match", "time_field", "time_format", "min_offset_secs", "max_offset_secs",
    )
)  # fmt: skip
_TRUE = frozenset(("1", "t", "true", "y", "yes"))


class LookupBook(MutableMapping[str, LookupSource]):
    """Lookup tables by name; setting one hides that of the apps.

    A table is set as its rows, or as a mapping with ``rows`` and the settings of transforms.conf
    (``match_type``, ``case_sensitive_match``, ``min_matches``, ``max_matches``, ``default_match``,
    ``time_field``, ``time_format``, ``min_offset_secs``, ``max_offset_secs``), and reads back as
    its rows.

    Attributes:
        knowledge: the knowledge with these lookups in it.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        """Start with what the apps define."""
        self._apps = knowledge
        self.knowledge = knowledge

    def __getitem__(self, name: str) -> list[dict[str, str]]:
        if name not in self.knowledge.lookups:
            raise KeyError(name)
        return [dict(row) for row in self.knowledge.lookup(name).rows]

    def __setitem__(self, name: str, value: LookupSource) -> None:
        """Define a lookup; KnowledgeError SPL608 where the settings make no sense."""
        self.knowledge = self.knowledge.with_lookup(_table(name, value))

    def __delitem__(self, name: str) -> None:
        """Remove a table of the user; one of the apps comes back."""
        if self.knowledge.lookups.get(name) is self._apps.lookups.get(name):
            raise KeyError(name)
        kept = [
            table
            for key, table in self.knowledge.lookups.items()
            if isinstance(table, LookupTable)
            and key != name
            and table is not self._apps.lookups.get(key)
        ]
        self.knowledge = self._apps
        for table in kept:
            self.knowledge = self.knowledge.with_lookup(table)

    def __iter__(self) -> Iterator[str]:
        return iter(self.knowledge.lookups)

    def __len__(self) -> int:
        return len(self.knowledge.lookups)

    def save(self, name: str, rows: Iterable[Mapping[str, Value]], *, append: bool) -> None:
        """Keep *rows* as the lookup *name*, behind its own rows or in their place.

        A multivalue is kept as its values on a line each, as Splunk does in a CSV file.
        """
        new = [_cells(row) for row in rows]
        old = self.knowledge.lookups.get(name)
        if old is None:
            self[name] = new
            return
        table = self.knowledge.lookup(name)
        rows_then = [*table.rows, *new] if append else new
        columns = _columns(rows_then) if not append else (*table.columns, *_columns(new))
        made = make_table(name, tuple(dict.fromkeys(columns)), rows_then, table.rules)
        self.knowledge = self.knowledge.with_lookup(made)


def _table(name: str, value: LookupSource) -> LookupTable:
    settings: Mapping[str, Any] = value if isinstance(value, Mapping) else {"rows": value}
    unknown = [key for key in settings if key not in _SETTINGS]
    if unknown or "rows" not in settings:
        raise KnowledgeError(
            f"The lookup '{name}' cannot be read: "
            + (f"there is no setting '{unknown[0]}'." if unknown else "it has no rows."),
            code="SPL608",
            hint=f"Settings: {', '.join(sorted(_SETTINGS))}.",
        )
    try:
        rows = [_cells(row) for row in settings["rows"]]
        rules = _rules(settings)
    except (ValueError, TypeError, AttributeError) as error:
        raise KnowledgeError(
            f"The lookup '{name}' cannot be read: {error}", code="SPL608"
        ) from None
    columns = tuple(settings.get("columns") or _columns(rows))
    return make_table(name, columns, rows, rules, str(settings.get("time_format", "%s.%Q")))


def _rules(settings: Mapping[str, Any]) -> Rules:
    plain = Rules()
    most = settings.get("max_matches")
    default = settings.get("default_match")
    return Rules(
        match_types(_match_type(settings.get("match_type", ""))),
        _flag(settings.get("case_sensitive_match", True)),
        int(settings.get("min_matches", 0)),
        None if most is None else int(most),
        None if default is None else str(default),
        settings.get("time_field"),
        float(settings.get("min_offset_secs", plain.min_offset)),
        float(settings.get("max_offset_secs", plain.max_offset)),
    )


def _match_type(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _flag(value: Any) -> bool:
    return str(value).strip().lower() in _TRUE


def _cells(row: Mapping[str, Any]) -> Row:
    """The cells of a row as text; null is an empty cell."""
    return {
        str(name): "\n".join(as_texts(tuple(value) if isinstance(value, list) else _plain(value)))
        for name, value in row.items()
    }


def _plain(value: Any) -> Any:
    """A value as given rows hold it: true and false are the words of JSON."""
    return str(value).lower() if isinstance(value, bool) else value


def _columns(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in row))
