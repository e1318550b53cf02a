"""datamodel: the rows of a data set, or what the data models are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._datasets import EVERYTHING, check_dataset, dataset_batches, plain_batches
from spl.commands._events import Reads
from spl.commands._job import Job
from spl.language import ast
from spl.values.value import Value

_SEARCH, _FLAT, _FAST = "search", "flat", "acceleration_search"


@command(
    "datamodel [model] [dataset] [search|flat|acceleration_search] [strict_fields=bool]",
    shape="options",
    category="Generate",
)
@dataclass(frozen=True)
class Datamodel:
    """Reads the rows of a data set, or names the data models and data sets there are.

    ``search`` gives the fields as ``Dataset.field``, ``flat`` with plain names;
    ``acceleration_search`` is the same as ``search`` here. Without a mode there is a row for each
    model, or for each data set of the model, as JSON. `strict_fields`, `allow_old_summaries` and
    `summariesonly` are understood and change nothing (Splunk, Search Reference: datamodel).

    Choices: the JSON holds the names and lineages only.

    [{"u": "al"}] | datamodel M D flat | table u -> [{"u": "al"}]
    [{"u": "al"}] | datamodel M D search | table D.u -> [{"D.u": "al"}]
    """

    model: str | None = None
    dataset: str | None = None
    mode: str | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the names; what they name must be there."""
        options, items = options_and_items(node)
        for name in ("strict_fields", "allow_old_summaries", "summariesonly"):
            options.flag(name)
        options.close()
        words = words_of(node, items)
        if len(words) > 3 or (len(words) == 3 and words[2].lower() not in (_SEARCH, _FLAT, _FAST)):
            sentence = f"Invalid argument: '{words[-1]}'"
            raise complaint(node, sentence, code="SPL350", hint="Modes: search, flat.")
        if words:
            check_dataset(node, ".".join(words[:2]), scope)
        return cls(*words[:2], *([None] * (2 - len(words[:2]))), *(w.lower() for w in words[2:]))

    @property
    def reads(self) -> Reads:
        """The rows of the data set; of the model, where it names none."""
        source = ".".join(name for name in (self.model, self.dataset) if name)
        return Reads(EVERYTHING, source or None, prefixed=self.mode != _FLAT)

    def read(self, job: Job) -> Iterator[Table]:
        """The rows of the data set, or those that describe what there is."""
        if self.mode is None:
            yield Table.of(self._described(job))
        elif self.mode == _FLAT:
            yield from plain_batches(f"{self.model}.{self.dataset}", job)
        else:
            yield from dataset_batches(f"{self.model}.{self.dataset}", EVERYTHING, job)

    def _described(self, job: Job) -> list[dict[str, Value]]:
        """One row per model, or per data set of the model that is named."""
        knowledge = job.knowledge
        if self.model is None:
            return [{"data": json.dumps({"modelName": name})} for name in knowledge.datamodels()]
        objects = knowledge.datamodel(self.model).objects
        chosen = [self.dataset] if self.dataset else list(objects)
        return [
            {"data": json.dumps({"objectName": name, "lineage": ".".join(objects[name].lineage)})}
            for name in chosen
        ]
