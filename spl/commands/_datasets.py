"""The rows of a data set of a data model: of the loaded events, or as the caller gave them."""

from __future__ import annotations

from spl.columns.table import Table
from spl.commands._book import Scope
from spl.commands._events import Selection, newest_first, read_events
from spl.commands._job import Job
from spl.commands._prefixed import DEFAULT_FIELDS, prefixed
from spl.errors import SplError
from spl.events.datasets import dataset_table
from spl.knowledge import Knowledge
from spl.language import ast

EVERYTHING = Selection(ast.Everything())


def check_dataset(node: ast.Command, source: str, scope: Scope) -> None:
    """Tell before a row is read that there is no data set ``M.D``; given rows need no model.

    Raises:
        SplError: the model or the data set is not there, or its file is broken.
    """
    if scope.knowledge is None or scope.given:
        return
    try:
        scope.knowledge.dataset(source)
    except SplError as error:
        where = node.arguments.span
        error.span = error.span or (where if where != ast.NOWHERE else node.span)
        raise


def dataset_rows(source: str, selection: Selection, job: Job) -> Table:
    """The rows of the data set ``M.D`` that are selected, with the names that tstats gives.

    A bare ``M`` is all root data sets of the model.
    """
    if job.given is not None:
        return selection.keep(given_rows(source, job), job)
    model, dataset = job.knowledge.dataset(source)
    known = frozenset(model.objects)
    return newest_first(
        [
            selection.keep(prefixed(table, each.lineage, known), job)
            for each in ([dataset] if dataset is not None else model.roots())
            for partition in job.partitions
            if selection.may_hold(partition)
            and (table := dataset_table(partition, model, each, job.environment)).size
        ]
    )


def given_rows(source: str | None, job: Job) -> Table:
    """The rows of the caller, with the names that tstats gives to those of the data set."""
    assert job.given is not None
    if source is None:
        return job.given
    lineage, known = _given_names(source, job.knowledge)
    return prefixed(job.given, lineage, known)


def plain_rows(source: str, job: Job) -> Table:
    """The rows of the data set ``M.D``, newest first, with plain names."""
    if job.given is not None:
        return EVERYTHING.keep(job.given, job)
    model, dataset = job.knowledge.dataset(source)
    return newest_first(
        [
            EVERYTHING.keep(dataset_table(partition, model, each, job.environment), job)
            for each in ([dataset] if dataset is not None else model.roots())
            for partition in job.partitions
            if EVERYTHING.may_hold(partition)
        ]
    )


def index_rows(selection: Selection, job: Job) -> Table:
    """The events that are selected, with the fields that an index keeps and no others."""
    table = read_events(selection, job)
    if job.given is not None:
        return table
    return table.select(name for name in table.names() if name in DEFAULT_FIELDS)


def _given_names(source: str, knowledge: Knowledge) -> tuple[tuple[str, ...], frozenset[str]]:
    """The lineage of the data set, and the data sets that may be named; rows need no model."""
    try:
        model, dataset = knowledge.dataset(source)
    except SplError:
        return (source.rpartition(".")[2],), frozenset()
    lineage = dataset.lineage if dataset is not None else (model.roots()[0].name,)
    return lineage, frozenset(model.objects)
