"""multisearch: the events of several searches together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, subsearches_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import as_number


@command("multisearch [search] [search] ...", shape="options", category="Generate")
@dataclass(frozen=True)
class Multisearch:
    """Reads the events of two or more searches, newest first (Splunk, Search Reference: multisearch).

    Choices: rows without _time come last, in the order of the searches. Splunk allows streaming
    commands only in these searches; here any may be used.

    | multisearch [| makeresults | eval a=1] [| makeresults | eval a=2] | table a -> [{"a": "1"}, {"a": "2"}]
    """  # noqa: E501 - an example stands on one line

    searches: tuple[ast.Subsearch, ...]

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the searches; there must be two."""
        options, items = options_and_items(node)
        options.close()
        searches = subsearches_of(node, items)
        if len(searches) < 2:
            raise complaint(node, "At least two searches must be specified.", code="SPL352")
        if not scope.first:
            sentence = "This command must be the first command of a search."
            raise complaint(node, sentence, code="SPL357")
        return cls(tuple(searches))

    def read(self, job: Job) -> Iterator[Table]:
        """The events in the order of time."""
        table = concat([job.run(search.pipeline, None) for search in self.searches])
        times = table.column("_time").numbers(as_number, key="number")
        yield table.take(np.argsort(-times, kind="stable"))
