"""What is odd about stages that ran: lookups without a match, fields that no row has, lost rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from spl.columns.table import Table
from spl.commands.tstats import Tstats
from spl.diagnosis.absence import Absence
from spl.diagnosis.clauses import asked_fields
from spl.diagnosis.fields_there import has, shown, similar
from spl.diagnosis.finding import Finding
from spl.diagnosis.named_fields import by_fields, parts_of_command
from spl.diagnosis.place import Inquiry, Place
from spl.diagnosis.sieve import Rows
from spl.engine.trace import Stage
from spl.language import ast
from spl.language.eval_tree import walk
from spl.language.format import format_eval_expression

_COMPARISONS = frozenset(("=", "==", "!="))


def remarks(inquiry: Inquiry, absence: Absence) -> Iterator[Finding]:
    """What is odd, stage by stage."""
    for at, stage in enumerate(inquiry.run.stages):
        place = inquiry.place(at)
        yield from _wildcards(at, stage)
        if any(rows.table.size for rows in place.tables):
            yield from null_keys(at, stage, place, absence)
            yield from _missing(at, stage, place, absence)
            yield from _no_match(at, stage)
    yield from _idle_clauses(inquiry, absence)


def null_keys(at: int, stage: Stage, place: Place, absence: Absence) -> Iterator[Finding]:
    """Rows that a stage drops because a field that it groups by is null in them."""
    names = by_fields(stage.step.node)
    if isinstance(stage.step.command, Tstats) and stage.step.command.fill is not None:
        yield from _filled_keys(at, names, stage.step.command.fill, place, absence)
        return
    total = sum(rows.table.size for rows in place.tables)
    nulls = {name: sum(_nulls(table, name) for table in place.rows) for name in names}
    dropped = sum(_any_null(table, names) for table in place.rows)
    if not dropped:
        return
    worst = max(nulls, key=lambda name: nulls[name])
    counts = [f"'{name}' in {count:,}" for name, count in nulls.items() if count]
    title = f"{dropped:,} of {total:,} rows are dropped, a BY field is null: {', '.join(counts)}."
    why = absence.of_some if place.has(worst) else absence.of_all
    yield Finding("null", at, title, tuple(why(worst, place)), weight=dropped / total)


def _filled_keys(
    at: int, names: tuple[str, ...], fill: str, place: Place, absence: Absence
) -> Iterator[Finding]:
    """BY fields that no row has and that fillnull_value hides."""
    for name in names:
        if not place.has(name):
            title = f"No row has the BY field '{name}': it is \"{fill}\" in all of them."
            yield Finding("null", at, title, tuple(absence.of_all(name, place)), weight=0.7)


def _missing(at: int, stage: Stage, place: Place, absence: Absence) -> Iterator[Finding]:
    """Fields that a stage reads and no row has; those of filters and BY are told elsewhere."""
    arguments = stage.step.node.arguments
    if isinstance(arguments, ast.SearchArguments | ast.WhereArguments):
        return
    keys = by_fields(stage.step.node)
    for part in parts_of_command(stage.step.node):
        absent = [n for n in part.reads if n not in keys and not place.has(n)]
        gone = [] if stage.after is None else [stage.after]
        if not absent or any(has(gone, name) for name in _results(part.gives, arguments)):
            continue
        if absent[0] not in absence.explained:
            yield _no_field(at, stage, absent[0], place, absence)


def _no_field(at: int, stage: Stage, name: str, place: Place, absence: Absence) -> Finding:
    """A field that no row has; a name that is near to another one is the likelier slip."""
    first, *more = absence.of_all(name, place)
    weight = 0.5 if similar(name, place.rows) else 0.3
    return Finding("field", at, f"{stage.step.node.name}: {first}", tuple(more), weight)


def _idle_clauses(inquiry: Inquiry, absence: Absence) -> Iterator[Finding]:
    """Fields that a filter asks about and no row has, though rows get through."""
    for at, stage in enumerate(inquiry.run.stages):
        sieve = inquiry.sieve_at(at)
        if sieve is None or not stage.rows_out:
            continue
        tables = [part.table for part in sieve.parts if part.table.size]
        place = Place(inquiry.run, at, [Rows(table) for table in tables], inquiry.dataset_at(at))
        for clause in sieve.clauses:
            asked = () if clause.group == "dataset" else asked_fields(clause)
            for name in asked:
                known = name == "_raw" or "*" in name or name in absence.explained
                if not known and not place.has(name):
                    yield _no_field(at, stage, name, place, absence)


def _results(gives: tuple[str, ...], arguments: ast.Arguments) -> tuple[str, ...]:
    """What would show that a field did its part: an eval may read fields that are not there."""
    return gives if isinstance(arguments, ast.EvalArguments) else ()


def _no_match(at: int, stage: Stage) -> Iterator[Finding]:
    """A lookup none of whose rows match."""
    arguments = stage.step.node.arguments
    if not isinstance(arguments, ast.LookupArguments) or stage.after is None or not stage.before:
        return
    outputs = [pair.event_field for pair in arguments.outputs]
    keys = [pair.event_field for pair in arguments.keys if has([stage.before], pair.event_field)]
    if not keys or not outputs or has([stage.after], outputs[0]):
        return
    pairs = [f"{key} {shown(Counter(stage.before.column(key).to_list()), 2)}" for key in keys]
    yield Finding(
        "lookup", at, f"No row of the lookup '{arguments.table}' matches {'; '.join(pairs)}."
    )


def _wildcards(at: int, stage: Stage) -> Iterator[Finding]:
    """Stars in a comparison of where, which are no wildcards."""
    arguments = stage.step.node.arguments
    if not isinstance(arguments, ast.WhereArguments):
        return
    for node in walk(arguments.expression):
        texts: tuple[ast.Expr, ...] = ()
        if isinstance(node, ast.Binary) and node.op in _COMPARISONS:
            texts = (node.left, node.right)
        elif isinstance(node, ast.InList):
            texts = node.items
        if any(isinstance(text, ast.Text) and "*" in text.value for text in texts):
            said = f"{format_eval_expression(node)}: * is no wildcard in where."
            yield Finding("wildcard", at, said, ('Use like(field, "a%"), match() or search.',))


def _nulls(table: Table, name: str) -> int:
    return int(np.count_nonzero(~table.column(name).present()))


def _any_null(table: Table, names: tuple[str, ...]) -> int:
    if not names or not table.size:
        return 0
    masks = [table.column(name).present() for name in names]
    return int(np.count_nonzero(~np.logical_and.reduce(masks)))
