"""Data models: data sets made of events by a search, with calculated fields, in a tree.

The files are Splunk's own: ``data/models/NAME.json`` in an app's default or local folder (Splunk,
Knowledge Manager Manual: "About data models"; the shape is that of the datamodel REST endpoint).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from spl.errors import BindError, KnowledgeError, SplError, did_you_mean
from spl.knowledge.app import App
from spl.knowledge.conf import decode
from spl.knowledge.lookups import LookupTable
from spl.language import ast
from spl.language.expand import Macro, expand
from spl.language.parser import parse, parse_eval_expression, parse_search_expression
from spl.values.regex import BadRegex, Regex, compile_regex

_BASE_SHAPES = {"search": "search", "eval": "eval", "where": "where", "mvexpand": "fields"}


@dataclass(frozen=True, slots=True, eq=False)
class EvalCalculation:
    """A field that an eval expression gives."""

    name: str
    expression: ast.Expr


@dataclass(frozen=True, slots=True, eq=False)
class RexCalculation:
    """Fields that the named groups of a regular expression give."""

    source: str
    regex: Regex


@dataclass(frozen=True, slots=True)
class LookupCalculation:
    """Fields that a lookup gives; pairs of table column and field of the data set.

    Attributes:
        table: reads the lookup when it is needed.
    """

    table: Callable[[], LookupTable]
    keys: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]


Calculation = EvalCalculation | RexCalculation | LookupCalculation


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """One object of a data model.

    Attributes:
        lineage: names from the root to this data set.
        constraints: what an event must satisfy, beyond what the parent asks.
        base: commands that make the rows of a root whose base is a whole search.
        calculations: calculated fields in order, each seeing those before it.
        fields: the fields that this data set adds to its parent's, in order.
    """

    name: str
    lineage: tuple[str, ...]
    constraints: tuple[ast.SearchExpr, ...] = ()
    base: tuple[ast.Command, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class DataModel:
    """A data model.

    Attributes:
        objects: data sets by name, parents before their children.
        problems: data sets that make no sense; they are left out.
    """

    name: str
    objects: Mapping[str, DataSet] = field(default_factory=dict)
    problems: tuple[KnowledgeError, ...] = ()

    def dataset(self, name: str) -> DataSet:
        """The data set *name*, which may be a lineage ``Root.Child``.

        Raises:
            BindError: SPL340 where the model has no such data set.
        """
        found = self.objects.get(name.rpartition(".")[2])
        if found is None:
            raise BindError(
                f"The data model '{self.name}' has no data set '{name}'.",
                code="SPL340",
                hint=did_you_mean(name.rpartition(".")[2], self.objects)
                or f"It has {', '.join(self.objects)}.",
            )
        return found

    def roots(self) -> list[DataSet]:
        """The data sets that have no parent in the model."""
        return [each for each in self.objects.values() if len(each.lineage) == 1]

    def ancestry(self, dataset: DataSet) -> list[DataSet]:
        """The data sets from the root to *dataset*."""
        return [self.objects[name] for name in dataset.lineage]

    def descendants(self, dataset: DataSet) -> list[DataSet]:
        """The data sets below *dataset*."""
        depth = len(dataset.lineage)
        return [
            each
            for each in self.objects.values()
            if len(each.lineage) > depth and each.lineage[:depth] == dataset.lineage
        ]


def model_files(apps: Sequence[App]) -> dict[str, tuple[App, str]]:
    """The file of each data model; one in a higher layer replaces the whole model."""
    return {
        path.rpartition("/")[2].removesuffix(".json"): (app, path)
        for app in apps
        for folder in ("default", "local")
        for path in app.inside(f"{folder}/data/models", ".json")
    }


def read_datamodel(
    name: str,
    file: tuple[App, str],
    macros: Mapping[str, Macro],
    lookup: Callable[[str], LookupTable],
) -> DataModel:
    """Read the data model *name* from a *file* of an app; *lookup* finds its lookups.

    Raises:
        KnowledgeError: SPL606 where the file as a whole is broken.
    """
    app, path = file
    return _Reader(app.place(path), macros, lookup).model(name, app.read(path) or b"")


class _Reader:
    """Reads one file; an object that makes no sense is reported and left out."""

    def __init__(
        self,
        origin: str,
        macros: Mapping[str, Macro],
        lookup: Callable[[str], LookupTable],
    ) -> None:
        self._origin = origin
        self._macros = macros
        self._find_lookup = lookup

    def model(self, name: str, data: bytes) -> DataModel:
        """Read the text of a model."""
        try:
            content = json.loads(decode(data))
        except (ValueError, RecursionError) as error:
            raise self._error(f"This is not JSON: {error}.") from None
        if not isinstance(content, dict):
            raise self._error("A data model is a JSON object.")
        objects: dict[str, DataSet] = {}
        problems: list[KnowledgeError] = []
        for each in self._array(content, "objects", "the model"):
            try:
                found = self._dataset(each, objects)
            except KnowledgeError as error:
                problems.append(error)
            else:
                objects[found.name] = found
        return DataModel(str(content.get("modelName") or name), objects, tuple(problems))

    def _array(self, content: Mapping[str, Any], key: str, where: str) -> list[Any]:
        """The array *key*, an empty one where it is not there."""
        found = content.get(key) or []
        if not isinstance(found, list):
            raise self._error(f"{where}: '{key}' must be an array.")
        return found

    def _objects(self, content: Mapping[str, Any], key: str, where: str) -> list[dict[str, Any]]:
        """The JSON objects in the array *key*, none where it is not there."""
        found = self._array(content, key, where)
        if any(not isinstance(each, dict) for each in found):
            raise self._error(f"{where}: '{key}' must be an array of objects.")
        return found

    def _text(self, content: Mapping[str, Any], key: str, where: str) -> str:
        """The text *key*, which must be there."""
        found = content.get(key)
        if not isinstance(found, str) or not found:
            raise self._error(f"{where}: '{key}' must be a text.")
        return found

    def _dataset(self, content: object, known: Mapping[str, DataSet]) -> DataSet:
        if not isinstance(content, dict):
            raise self._error("A data set is a JSON object.")
        name = str(content.get("objectName") or "")
        parent = str(content.get("parentName") or "")
        above = known[parent].lineage if parent in known else ()
        if not name or (not above and not parent.startswith("Base")):
            raise self._error(f"Data set '{name}': its parent '{parent}' is not in the model.")
        where = f"data set '{name}'"
        searches = self._objects(content, "constraints", where)
        constraints = [self._search(self._text(c, "search", where), where) for c in searches]
        base = self._text(content, "baseSearch", where) if content.get("baseSearch") else ""
        calculated = self._objects(content, "calculations", where)
        calculations = [one for c in calculated for one in self._calculation(c, where)]
        fields = [*self._objects(content, "fields", where)]
        fields += (o for c in calculated for o in self._objects(c, "outputFields", where))
        return DataSet(
            name,
            (*above, name),
            tuple(constraints),
            self._base(base, where) if base else (),
            tuple(calculations),
            tuple(dict.fromkeys(self._text(each, "fieldName", where) for each in fields)),
        )

    def _search(self, text: str, where: str) -> ast.SearchExpr:
        try:
            return parse_search_expression(expand(text, self._macros)[0])
        except SplError as error:
            raise self._error(f"{where}, constraint: {error.message}") from None

    def _base(self, text: str, where: str) -> tuple[ast.Command, ...]:
        try:
            return parse(text, shapes=_BASE_SHAPES, macros=self._macros).commands
        except SplError as error:
            raise self._error(f"{where}, baseSearch: {error.message}") from None

    def _calculation(self, content: Mapping[str, Any], where: str) -> Iterator[Calculation]:
        kind = content.get("calculationType")
        fields = self._objects(content, "outputFields", where)
        outputs = [self._text(field, "fieldName", where) for field in fields]
        text = str(content.get("expression") or "")
        try:
            if kind == "Eval":
                parsed = parse_eval_expression(expand(text, self._macros)[0])
                yield from (EvalCalculation(name, parsed) for name in outputs)
            elif kind == "Rex":
                yield RexCalculation(str(content.get("inputField")), compile_regex(text))
            elif kind == "Lookup":
                yield self._lookup(content, where)
            else:
                raise self._error(f"{where}: calculations of type '{kind}' are not supported.")
        except SplError as error:
            raise self._error(f"{where}, {', '.join(outputs)}: {error.message}") from None
        except BadRegex as error:
            raise self._error(f"{where}, {', '.join(outputs)}: {error.message}") from None

    def _lookup(self, content: Mapping[str, Any], where: str) -> LookupCalculation:
        outputs = self._objects(content, "outputFields", where)
        names = ("lookupField", "inputField")
        keys = [
            tuple(self._text(each, name, where) for name in names)
            for each in self._objects(content, "lookupInputs", where)
        ]
        return LookupCalculation(
            partial(self._find_lookup, self._text(content, "lookupName", where)),
            tuple((column, field) for column, field in keys),
            tuple(
                (str(o.get("lookupOutputFieldName") or o["fieldName"]), o["fieldName"])
                for o in outputs
            ),
        )

    def _error(self, message: str) -> KnowledgeError:
        return KnowledgeError(message, code="SPL606", origin=self._origin)
