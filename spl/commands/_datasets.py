"""The rows of a data set of a data model: of the loaded events, or as the caller gave them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spl.columns.table import Table
from spl.commands._batches import Read, newest_batches
from spl.commands._book import Scope
from spl.commands._events import Selection, event_batches
from spl.commands._job import Job
from spl.commands._prefixed import DEFAULT_FIELDS, prefixed
from spl.errors import SplError
from spl.events.datasets import dataset_table
from spl.knowledge import Knowledge
from spl.knowledge.datamodels import DataSet
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


def dataset_batches(source: str, selection: Selection, job: Job) -> Iterator[Table]:
    """The rows of the data set ``M.D`` that are selected, with the names that tstats gives.

    A bare ``M`` is all root data sets of the model.
    """
    if job.given is not None:
        yield selection.keep(given_rows(source, job), job)
        return
    known = frozenset(job.knowledge.dataset(source)[0].objects)

    def keep(table: Table, dataset: DataSet) -> Table | None:
        if not table.size:
            return None
        kept = selection.keep(prefixed(table, dataset.lineage, known), job)
        return kept if kept.size else None

    yield from _batches(source, selection, job, keep)


def given_rows(source: str | None, job: Job) -> Table:
    """The rows of the caller, with the names that tstats gives to those of the data set."""
    assert job.given is not None
    if source is None:
        return job.given
    lineage, known = _given_names(source, job.knowledge)
    return prefixed(job.given, lineage, known)


def plain_batches(source: str, job: Job) -> Iterator[Table]:
    """The rows of the data set ``M.D``, newest first, with plain names."""
    if job.given is not None:
        yield EVERYTHING.keep(job.given, job)
        return
    yield from _batches(source, EVERYTHING, job, lambda table, _: EVERYTHING.keep(table, job))


def _batches(
    source: str,
    selection: Selection,
    job: Job,
    keep: Callable[[Table, DataSet], Table | None],
) -> Iterator[Table]:
    """What *keep* leaves of the rows of the data set, or of all root data sets of the model."""
    model, dataset = job.knowledge.dataset(source)

    def reader(each: DataSet) -> Read:
        return lambda part: keep(dataset_table(part, model, each, job.environment), each)

    readers = [reader(each) for each in ([dataset] if dataset is not None else model.roots())]
    held = [each for each in job.partitions if selection.may_hold(each, job)]
    yield from newest_batches([(part, read) for read in readers for part in held], job)


def index_batches(selection: Selection, job: Job) -> Iterator[Table]:
    """The events that are selected, with the fields that an index keeps and no others."""
    for table in event_batches(selection, job):
        if job.given is not None:
            yield table
        else:
            yield table.select(name for name in table.names() if name in DEFAULT_FIELDS)


def _given_names(source: str, knowledge: Knowledge) -> tuple[tuple[str, ...], frozenset[str]]:
    """The lineage of the data set, and the data sets that may be named; rows need no model."""
    try:
        model, dataset = knowledge.dataset(source)
    except SplError:
        return (source.rpartition(".")[2],), frozenset()
    lineage = dataset.lineage if dataset is not None else (model.roots()[0].name,)
    return lineage, frozenset(model.objects)
