"""LINT116: a lookup whose cells hold wildcards that are compared as they stand."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.errors import SplError
from spl.knowledge.lookups import LookupTable
from spl.language import ast

_MANY = 0.5  # the share of cells with a star from which on wildcards are meant


@check("LINT116", "a lookup with wildcards but without match_type", "warning")
def lookup_without_match_type(subject: Subject) -> Iterator[Flaw]:
    """A star in a cell is a wildcard only where match_type says so for its column.

    Without ``match_type = WILDCARD(column)`` in transforms.conf, or in the lookup's YAML, the cell
    ``*evil*`` matches that very text and nothing else.

    Bad:
        lookups:
          tools: [{tool: "*mimikatz*", kind: bad}, {tool: "*psexec*", kind: odd}]
        search: '`sysmon` EventCode=1 | lookup tools tool AS process OUTPUT kind | `example_filter`'

    Good:
        lookups:
          tools: [{tool: "mimikatz.exe", kind: bad}, {tool: "psexec.exe", kind: odd}]
        search: '`sysmon` EventCode=1 | lookup tools tool AS process OUTPUT kind | `example_filter`'
    """
    for passed in subject.passed:
        arguments = passed.node.arguments
        if not isinstance(arguments, ast.LookupArguments):
            continue
        try:
            table = subject.knowledge.lookup(arguments.table)
        except SplError:
            continue
        for pair in arguments.keys:
            if pair.column not in table.rules.match_type and _has_wildcards(table, pair.column):
                yield subject.in_search(
                    f"The cells of '{pair.column}' in the lookup '{table.name}' hold wildcards "
                    "that are compared as they stand.",
                    arguments.span,
                    f"Set match_type = WILDCARD({pair.column}) for the lookup.",
                )


def _has_wildcards(table: LookupTable, column: str) -> bool:
    cells = [row.get(column, "") for row in table.rows]
    stars = sum("*" in cell and cell.strip("*") != "" for cell in cells)
    return bool(cells) and stars / len(cells) >= _MANY
