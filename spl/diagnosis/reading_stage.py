"""The stage that reads, taken apart: index, time range, source, data set, then its expression."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from spl.columns.dictionary import Mask
from spl.commands import Candidates, Job, Reads, candidates
from spl.diagnosis.clauses import Clause, in_order, search_clauses
from spl.diagnosis.sieve import Part, Sieve
from spl.language import ast
from spl.values.value import number_text


def reading_sieve(reads: Reads, job: Job) -> Sieve:
    """All events of the session under everything that a reading command asks of them.

    Clauses stand in this order: index, time range, source and its like, what the data set asks,
    then the others as they are written. Of a bare data model each root is asked by itself, so an
    event counts once for each of them.
    """
    found = list(candidates(reads, job))
    own = [*_range(reads, job), *search_clauses(reads.selection.expression, job.environment.zone)]
    internal = [] if job.given is not None else list(_internal(reads, found))
    asked = in_order([*internal, *own])
    leading = [clause for clause in asked if clause.group != "clause"]
    rest = [clause for clause in asked if clause.group == "clause"]
    constraints, masks = _constraints(found)
    parts = []
    for each, answers in zip(found, masks, strict=True):
        before = [clause.test(each.table, job.environment) for clause in leading]
        after = [clause.test(each.table, job.environment) for clause in rest]
        parts.append(Part(each.table, (*before, *answers, *after), each.partition))
    return Sieve((*leading, *constraints, *rest), tuple(parts))


def _constraints(found: list[Candidates]) -> tuple[list[Clause], list[list[Mask]]]:
    """What the data set asks, as clauses, and the answers of each part.

    Several root data sets ask different things; they make one clause, which is none of them.
    """
    if len({each.dataset for each in found}) > 1:
        model = str(found[0].dataset).partition(".")[0]
        together = [
            [_all([mask for _, mask in each.constraints], each.table.size)] for each in found
        ]
        return [Clause(f"a data set of {model}", "dataset")], together
    asked = [expression for expression, _ in found[0].constraints] if found else []
    whole = [not isinstance(expression, ast.Everything) for expression in asked]
    clauses = [
        clause for expression in asked for clause in search_clauses(expression, group="dataset")
    ]
    answers = [
        [mask for (_, mask), on in zip(each.constraints, whole, strict=True) if on]
        for each in found
    ]
    return clauses, answers


def _all(masks: list[Mask], size: int) -> Mask:
    answer: Mask = np.logical_and.reduce([np.ones(size, np.bool_), *masks])
    return answer


def _range(reads: Reads, job: Job) -> Iterator[Clause]:
    """The time range of the search, as far as the expression sets none of its own."""
    selection = reads.selection
    for op, bound, own in (
        (">=", job.earliest, selection.own_earliest),
        ("<", job.latest, selection.own_latest),
    ):
        if bound is not None and not own:
            pattern = ast.Pattern(number_text(bound))
            compare = ast.Compare(ast.FieldName("_time"), op, pattern)
            yield from search_clauses(compare, job.environment.zone)


def _internal(reads: Reads, found: list[Candidates]) -> Iterator[Clause]:
    """That an index whose name starts with _ is only read where it is named."""
    indexes = {each.partition.index for each in found if each.partition is not None}
    if not any(index.startswith("_") for index in indexes):
        return
    named = [_index(pattern) for pattern in reads.selection.internal]
    yield Clause("no internal index", "index", ast.Or((ast.Not(_index("_*")), *named)))


def _index(pattern: str) -> ast.Compare:
    return ast.Compare(ast.FieldName("index"), "=", ast.Pattern(pattern))
