"""collect: keeps the results as events of an index of the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.errors import RunError
from spl.language import ast

_FIELDS = ("source", "sourcetype", "host")


@command(
    "collect index=i [source=s] [sourcetype=s] [host=s] [testmode=bool]",
    shape="options",
    category="Write",
)
@dataclass(frozen=True)
class Collect:
    """Adds the results to an index of the session as events, and passes them on.

    Options: `source`, `sourcetype` (default stash), `host`, what the events get; `testmode`, with
    true nothing is kept; `addtime`, `file`, `marker`, `output_format`, `run_in_preview`, `spool`
    and `uselb` are understood and change nothing (Splunk, Search Reference: collect).

    Choices: the events are kept in the session alone, unless the user allows a folder (``--write``,
    ``Session(write=…)``): then they are written there too, as JSON lines behind those of
    ``<index>.jsonl``.

    [{"n": "1"}] | collect index=summary | fields n -> [{"n": "1"}]
    """

    index: str
    fields: tuple[tuple[str, str], ...]
    testmode: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the index and the options."""
        options, items = options_and_items(node)
        index = options.maybe("index")
        given = {name: options.maybe(name) for name in _FIELDS}
        testmode = options.flag("testmode")
        for name in ("file", "marker", "output_format"):
            options.maybe(name)
        for name in ("addtime", "run_in_preview", "spool", "uselb"):
            options.flag(name)
        options.close()
        if index is None:
            raise complaint(node, "Must specify a valid index name.", code="SPL352")
        if words_of(node, items):
            raise complaint(node, "Only options are understood here.", code="SPL350")
        given["sourcetype"] = given["sourcetype"] or "stash"
        fields = tuple((name, text) for name, text in given.items() if text is not None)
        return cls(index, fields, testmode)

    def run(self, table: Table, job: Job) -> Table:
        """Keep the events."""
        if self.testmode:
            return table
        if job.collect is None:
            raise RunError(
                f"Error in 'collect' command: nothing may be added to the index '{self.index}'.",
                code="SPL432",
                hint="Nothing is written unless the session is told to.",
            )
        job.collect(self.index, table, dict(self.fields))
        return table
