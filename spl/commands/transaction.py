"""transaction: events that belong together as one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np

from spl.columns.check import check_expression
from spl.columns.evaluate import holds
from spl.columns.group import text_column
from spl.columns.match import matches
from spl.columns.places import Places
from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._duration import bind_duration
from spl.commands._job import Job
from spl.commands._parted import PartedRows
from spl.commands._transactions import Limits, Transaction, gathered
from spl.commands._wildcards import is_internal
from spl.language import ast
from spl.language.parser import parse_eval_expression, parse_search_expression
from spl.values.environment import Environment
from spl.values.value import Value, as_number, as_texts, multivalue

_MAXEVENTS = 1_000
_OPEN = 5_000
_TRUE = ("t", "true", "1")
_FALSE = ("f", "false", "0")


@dataclass(frozen=True, slots=True)
class Condition:
    """What starts or ends a transaction: ``eval(…)`` or a search expression."""

    expression: ast.Expr | ast.SearchExpr
    is_eval: bool

    def mask(self, table: Table, environment: Environment) -> list[bool]:
        """Which events satisfy it."""
        if self.is_eval:
            found = holds(self.expression, table, environment)  # type: ignore[arg-type]
        else:
            found = matches(self.expression, table, environment)  # type: ignore[arg-type]
        answers: list[bool] = found.tolist()
        return answers


Edge: TypeAlias = Condition | None


@command(
    "transaction [field ...] [startswith=x] [endswith=x] [maxspan=s] [maxpause=s] [maxevents=n] "
    "[connected=bool] [keepevicted=bool] [keeporphans=bool] [mvlist=bool|fields] [delim=s] "
    "[nullstr=s]",
    shape="options",
    category="Aggregate",
)
@dataclass(frozen=True)
class TransactionCommand:
    """Makes one event of events that belong together.

    Events belong together that have the same values of the named fields. Looking back in time, one
    that satisfies `endswith` begins a transaction and one that satisfies `startswith` completes it;
    both are a search expression, quoted or in parentheses, or ``eval(…)``. `maxspan` is the most
    time from first to last, `maxpause` between two, `maxevents` (default 1,000) how many there may
    be. `connected`, default true: an event that shares no field with an open transaction opens its
    own. `keepevicted`, default false, keeps transactions that lack their start or end;
    `keeporphans` the events that have none of the fields. `mvlist` lists all values of all or some
    fields in the order of time, with `nullstr` for none; else different values, ordered as text.
    `delim`, `mvraw`, `maxopentxn`, `maxopenevents`, `unifyends`, `name` are understood and change
    nothing (Splunk, Search Reference: transaction).

    Added fields: duration in seconds, eventcount, linecount, closed_txn (1 where something closed
    the transaction). _time is that of the first event, _raw all events in order of time.

    Choices: transactions are ordered by _time, the newest first. Events of equal time keep their
    order. An event without _time counts as time 0.

    [{"_time": "9", "u": "a", "s": "y"}, {"_time": "4", "u": "a", "s": "x"}] | transaction u | table u s duration eventcount -> [{"u": "a", "s": ["x", "y"], "duration": "5", "eventcount": "2"}]
    [{"_time": "9", "u": "a"}, {"_time": "4", "u": "a"}] | transaction u maxpause=3s | table _time -> [{"_time": "9"}, {"_time": "4"}]
    [{"_time": "9", "s": "out"}, {"_time": "4", "s": "in"}, {"_time": "1", "s": "x"}] | transaction startswith=(s="in") endswith=eval(s="out") | table eventcount -> [{"eventcount": "2"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, ...]
    limits: Limits
    starts: Edge = None
    ends: Edge = None
    keepevicted: bool = False
    keeporphans: bool = False
    listed: tuple[str, ...] | None = ()
    nullstr: str = "NULL"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read fields and options."""
        options, items = options_and_items(node)
        starts = _condition(node, options.given("startswith"))
        ends = _condition(node, options.given("endswith"))
        limits = Limits(
            bind_duration(node, options, "maxspan"),
            bind_duration(node, options, "maxpause"),
            options.whole("maxevents", _MAXEVENTS, least=1),
            options.flag("connected", True),
        )
        evicted, orphans = options.flag("keepevicted"), options.flag("keeporphans")
        listed = _listed(options.text("mvlist", "f"))
        nullstr = options.text("nullstr", "NULL")
        for name in ("delim", "name"):
            options.maybe(name)
        for name in ("mvraw", "unifyends"):
            options.flag(name)
        for name in ("maxopentxn", "maxopenevents"):
            options.whole(name, _OPEN)
        options.close()
        fields = tuple(dict.fromkeys(words_of(node, items)))
        return cls(fields, limits, starts, ends, evicted, orphans, listed, nullstr)

    def parted(self, job: Job) -> PartedRows | None:
        """Events of other values need not meet, where every event has a value of every field."""
        if not self.fields:
            return None
        return PartedRows(lambda table: self.run(table, job), keys=self.fields, linked=True)

    def run(self, table: Table, job: Job) -> Table:
        """Gather the events and make one of each transaction."""
        times = np.nan_to_num(table.column("_time").numbers(as_number, key="number")).tolist()
        columns = {name: text_column(table.column(name)).to_list() for name in self.fields}
        keys = [
            {name: "\n".join(as_texts(v[row])) for name, v in columns.items() if v[row] is not None}
            for row in range(table.size)
        ]
        order = sorted(range(table.size), key=lambda row: -times[row])
        tied = [row for row in order if keys[row] or not self.fields]
        edges = tuple(
            None if edge is None else edge.mask(table, job.environment)
            for edge in (self.starts, self.ends)
        )
        found = gathered(tied, times, keys, self.limits, (edges[0], edges[1]))
        kept = [one for one in found if one.complete or self.keepevicted]
        rows = table.rows()
        merged = [(one.oldest, one.turn, self._merged(one, rows)) for one in kept]
        if self.keeporphans and self.fields:
            merged += [
                (times[row], (2, row), {**rows[row], "_txn_orphan": "1"})
                for row in order
                if not keys[row]
            ]
        merged.sort(key=lambda one: -one[0])
        made = Table.of([row for _, _, row in merged])
        return made.placed(_places(table, times, [(time, turn) for time, turn, _ in merged]))

    def _merged(self, one: Transaction, rows: list[dict[str, Value]]) -> dict[str, Value]:
        """The event that a transaction becomes."""
        events = [rows[row] for row in reversed(one.rows)]
        names = dict.fromkeys(name for event in events for name in event if not is_internal(name))
        raws = [text for event in events for text in as_texts(event.get("_raw"))]
        merged: dict[str, Value] = {"_time": events[0].get("_time")}
        if raws:
            merged["_raw"] = "\n".join(raws)
        for name in names:
            merged[name] = self._values(name, events)
        merged["duration"] = _whole(one.newest - one.oldest)
        merged["eventcount"] = len(events)
        merged["linecount"] = sum(raw.count("\n") + 1 for raw in raws) or None
        merged["closed_txn"] = int(one.closed)
        return merged

    def _values(self, name: str, events: list[dict[str, Value]]) -> Value:
        if self.listed is None or name in self.listed:
            return multivalue(
                text for event in events for text in (as_texts(event.get(name)) or (self.nullstr,))
            )
        return multivalue(sorted({t for event in events for t in as_texts(event.get(name))}))


def _places(
    table: Table, times: Sequence[float], made: Sequence[tuple[float, tuple[int, int]]]
) -> Places | None:
    """Where transactions stand among those of other keys: as in a walk over all events.

    Args:
        table: the events.
        times: their times.
        made: of each transaction its time and its turn.
    """
    if table.places is None:
        return None
    rows = np.array([row for _, (_, row) in made], dtype=np.intp)
    kinds = np.array([kind for _, (kind, _) in made], dtype=np.int64)
    begun = -np.array([time for time, _ in made], dtype=np.float64)
    walked = -np.array([times[row] for row in rows.tolist()], dtype=np.float64)
    return Places([begun, kinds, walked, *table.places.take(rows).keys])


def _whole(seconds: float) -> float:
    return int(seconds) if seconds == int(seconds) else round(seconds, 6)


def _listed(text: str) -> tuple[str, ...] | None:
    """The fields of ``mvlist``; None for all of them."""
    if text.lower() in _TRUE:
        return None
    if text.lower() in _FALSE:
        return ()
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _condition(node: ast.Command, option: ast.Option | None) -> Edge:
    """Read ``startswith=…``."""
    if option is None:
        return None
    match option.value:
        case ast.Call(name="eval", args=(expression,)):
            check_expression(expression, command=node.name)
            return Condition(expression, is_eval=True)
        case ast.Group(raw=text) | ast.Word(raw=text):
            pass
        case ast.Text(value=text):
            pass
        case _:
            raise complaint(
                node,
                f"The option '{option.name}' needs a condition.",
                code="SPL351",
                span=option.span,
            )
    text = text.strip()
    if text.startswith("eval(") and text.endswith(")"):
        expression = parse_eval_expression(text[len("eval(") : -1])
        check_expression(expression, command=node.name)
        return Condition(expression, is_eval=True)
    return Condition(parse_search_expression(text), is_eval=False)
