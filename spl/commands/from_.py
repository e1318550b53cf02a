"""from: reads a data set, a lookup table or a saved search by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spl.columns.table import Table
from spl.commands._arguments import arguments_of, complaint
from spl.commands._book import Bound, Scope, bind_command, command
from spl.commands._datasets import EVERYTHING, check_dataset, plain_batches
from spl.commands._events import Reads
from spl.commands._job import Job
from spl.commands.savedsearch import Savedsearch, check_saved
from spl.language import ast

_LOOKUPS = frozenset(("lookup", "inputlookup"))


@command(
    "from datamodel:M.D | lookup:<name> | inputlookup:<name> | savedsearch:<name>",
    shape="from",
    category="Generate",
)
@dataclass(frozen=True)
class From:
    """Reads a data set under its plain names, a lookup table, or the results of a saved search.

    ``datamodel:M.D`` and ``datamodel M.D`` mean the same (Splunk, Search Reference: from).

    [{"u": "al"}, {"u": "bo"}] | from datamodel:M.D | stats count -> [{"count": "2"}]
    """

    dataset: str

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Find out what is read."""
        arguments = arguments_of(node, ast.FromArguments)
        kind = arguments.kind.lower()
        if kind in _LOOKUPS:
            table = ast.InputlookupArguments(arguments.name, span=arguments.span)
            return bind_command(ast.Command("inputlookup", table, span=node.span), scope)
        if kind == "savedsearch":
            check_saved(node, arguments.name, scope)
            return Savedsearch(arguments.name)
        if kind != "datamodel":
            raise complaint(
                node,
                f"Reading from '{kind}' is not supported.",
                code="SPL302",
                span=arguments.span,
                hint="It reads datamodel:M.D, lookup:name, inputlookup:name and savedsearch:name.",
            )
        check_dataset(node, arguments.name, scope)
        return cls(arguments.name)

    @property
    def reads(self) -> Reads:
        """The rows of the data set."""
        return Reads(EVERYTHING, self.dataset, prefixed=False)

    def read(self, job: Job) -> Iterator[Table]:
        """Yield the rows of the data set."""
        yield from plain_batches(self.dataset, job)
