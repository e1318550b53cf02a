"""streamstats: running aggregates, event by event."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from spl.columns.check import check_expression
from spl.columns.column import Column
from spl.columns.evaluate import evaluate, holds
from spl.columns.group import group
from spl.columns.running import running
from spl.columns.table import Table
from spl.columns.thin import Ids
from spl.commands._aggregation import Summary, bind_summaries
from spl.commands._arguments import Options, arguments_of, complaint
from spl.commands._book import Scope, command
from spl.commands._duration import bind_duration
from spl.commands._job import Job
from spl.commands._parted import PartedRows
from spl.commands.stats import bind_by
from spl.events.merge import choose
from spl.language import ast
from spl.language.eval_tree import field_names
from spl.language.parser import parse_eval_expression
from spl.values.book import Aggregate
from spl.values.value import Value, as_number

_LARGEST_WINDOW = 10_000
State = dict[str, Aggregate]
Reset = Callable[[int, dict[str, Value]], bool]


@command(
    "streamstats [current=bool] [window=n] [global=bool] [time_window=span] "
    "[reset_on_change=bool] [reset_before=(expr)] [reset_after=(expr)] [allnum=bool] "
    "function(field) [AS name] ... [BY field, ...]",
    shape="stats",
    category="Aggregate",
)
@dataclass(frozen=True)
class Streamstats:
    """Adds to every event the aggregates of its group up to and including this event.

    Options: `current`, count the event itself, default true; `window`, only so many events back,
    default 0 for all, at most 10,000; `global`, one window over all groups, default true, else one
    for each; `time_window`, only events closer in time than this; `reset_on_change`, start anew
    when the BY fields change from one event to the next; `reset_before` and `reset_after`, start
    anew before or after an event for which an expression is true; `allnum` as in stats. An event
    that lacks a BY field is passed by (Splunk, Search Reference: streamstats).

    Choices: a multivalue BY field counts by its last value. An expression of `reset_after` may
    name the fields that streamstats makes.

    [{"n": "1"}, {"n": "2"}, {"n": "3"}] | streamstats sum(n) AS s -> [{"n": "1", "s": "1"}, {"n": "2", "s": "3"}, {"n": "3", "s": "6"}]
    [{"n": "1"}, {"n": "2"}] | streamstats current=f last(n) AS p -> [{"n": "1"}, {"n": "2", "p": "1"}]
    [{"n": "1"}, {"n": "2"}, {"n": "3"}] | streamstats window=2 sum(n) AS s -> [{"n": "1", "s": "1"}, {"n": "2", "s": "3"}, {"n": "3", "s": "5"}]
    [{"s": "a"}, {"s": "end"}, {"s": "b"}] | streamstats reset_after=(s=="end") count AS c -> [{"s": "a", "c": "1"}, {"s": "end", "c": "2"}, {"s": "b", "c": "1"}]
    """  # noqa: E501 - an example stands on one line

    summaries: tuple[Summary, ...]
    by: tuple[str, ...] = ()
    current: bool = True
    window: int = 0
    one_window: bool = True
    seconds: float | None = None
    reset_on_change: bool = False
    reset_before: ast.Expr | None = None
    reset_after: ast.Expr | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read aggregates, BY fields and options."""
        arguments = arguments_of(node, ast.StatsArguments)
        options = Options(node, arguments.options)
        allnum, current = options.flag("allnum"), options.flag("current", True)
        window = options.whole("window", 0)
        one_window, change = options.flag("global", True), options.flag("reset_on_change")
        seconds = bind_duration(node, options, "time_window")
        before = _condition(node, options.given("reset_before"))
        after = _condition(node, options.given("reset_after"))
        options.close()
        if window > _LARGEST_WINDOW:
            sentence = f"The window must not be larger than {_LARGEST_WINDOW}."
            raise complaint(node, sentence, code="SPL351")
        by = bind_by(node, arguments)
        summaries = bind_summaries(
            node, arguments.aggregates, by, allnum=allnum, zone=scope.environment.zone
        )
        return cls(summaries, by, current, window, one_window, seconds, change, before, after)

    def parted(self, job: Job) -> PartedRows | None:
        """Events of other groups need not meet, unless one group has to do with another."""
        plain = replace(self, summaries=(), by=(), current=True, one_window=True)
        stars = any("*" in (one.field or "") for one in self.summaries)
        apart = self.by and not stars and plain == Streamstats(())
        return PartedRows(lambda table: self.run(table, job), keys=self.by) if apart else None

    def run(self, table: Table, job: Job) -> Table:
        """Go through the events in order."""
        summaries = [one for pattern in self.summaries for one in pattern.resolve(table, self.by)]
        groups = _groups(table, self.by)
        columns = self._at_once(summaries, table, groups, job)
        walked = [summary for summary in summaries if summary.name not in columns]
        if walked:
            columns |= self._walked(walked, table, groups, job)
        return table.with_columns({one.name: columns[one.name] for one in summaries})

    def _at_once(
        self, summaries: list[Summary], table: Table, groups: Ids, job: Job
    ) -> dict[str, Column]:
        """The aggregates that kernels can tell, where every event counts up to the last one."""
        if self.window or self.seconds is not None or self.reset_on_change:
            return {}
        if self.reset_before is not None or self.reset_after is not None:
            return {}
        found = {}
        for one in summaries:
            values = one.column(table, job.environment)
            made = (
                None if one.allnum else running(one.function, groups, values, current=self.current)
            )
            if made is not None:
                old = table.find(one.name)
                found[one.name] = made if old is None else choose(groups >= 0, made, old)
        return found

    def _walked(
        self, summaries: list[Summary], table: Table, groups: Ids, job: Job
    ) -> dict[str, Column]:
        """The aggregates event by event."""
        walk = _Walk(self, summaries, table, groups, job)
        results = walk.results()
        columns = {}
        for summary in summaries:
            made = [row.get(summary.name) for row in results]
            old = table.find(summary.name)
            if old is not None:
                kept = old.to_list()
                made = [
                    new if i >= 0 else was
                    for new, was, i in zip(made, kept, walk.groups, strict=True)
                ]
            columns[summary.name] = Column.of(made)
        return columns


def _groups(table: Table, by: tuple[str, ...]) -> Ids:
    """The group of each row, -1 where it lacks a BY field."""
    grouping = group(table, by)
    groups = np.full(table.size, -1, dtype=np.int64)
    groups[grouping.rows] = grouping.ids
    return groups


class _Walk:
    """One pass over the events."""

    def __init__(
        self,
        command: Streamstats,
        summaries: list[Summary],
        table: Table,
        groups: Ids,
        job: Job,
    ) -> None:
        self._command = command
        self._summaries = summaries
        self._table = table
        self._environment = job.environment
        self._values = [one.column(table, job.environment).to_list() for one in summaries]
        self._times = table.column("_time").numbers(as_number, key="number").tolist()
        self.groups: list[int] = groups.tolist()
        self._windowed = bool(command.window) or command.seconds is not None
        self._running: dict[int, State] = {}
        self._recent: deque[int] = deque()
        self._recents: dict[int, deque[int]] = {}

    def results(self) -> list[dict[str, Value]]:
        """What each event gets."""
        before = self._resetter(self._command.reset_before)
        after = self._resetter(self._command.reset_after)
        found: list[dict[str, Value]] = []
        last = -1
        for row, where in enumerate(self.groups):
            if where < 0:
                found.append({})
                continue
            changed = self._command.reset_on_change and last >= 0 and last != where
            last = where
            if changed or before(row, {}):
                self._reset()
            result = self._windowed_row(row, where) if self._windowed else self._row(row, where)
            found.append(result)
            if after(row, result):
                self._reset()
        return found

    def _row(self, row: int, where: int) -> dict[str, Value]:
        """The aggregates of everything so far."""
        state = self._running.get(where)
        if state is None:
            state = self._running[where] = self._fresh()
        if self._command.current:
            self._add(state, row)
            return self._read(state)
        result = self._read(state)
        self._add(state, row)
        return result

    def _windowed_row(self, row: int, where: int) -> dict[str, Value]:
        """The aggregates of the events in the window."""
        recent = self._recent
        if not self._command.one_window:
            recent = self._recents.setdefault(where, deque())
        if self._command.current:
            recent.append(row)
        self._trim(recent, row)
        state = self._fresh()
        for other in recent:
            if self.groups[other] == where:
                self._add(state, other)
        if not self._command.current:
            recent.append(row)
        return self._read(state)

    def _trim(self, recent: deque[int], row: int) -> None:
        """Drop what is out of the window, by number and by time."""
        window, seconds = self._command.window, self._command.seconds
        while window and len(recent) > window:
            recent.popleft()
        if seconds is not None:
            now = self._times[row]
            while recent and not abs(self._times[recent[0]] - now) < seconds:
                recent.popleft()

    def _fresh(self) -> State:
        return {one.name: one.start() for one in self._summaries}

    def _add(self, state: State, row: int) -> None:
        time = self._times[row]
        for one, values in zip(self._summaries, self._values, strict=True):
            if values[row] is not None:
                state[one.name].add(values[row], None if time != time else time)

    def _read(self, state: State) -> dict[str, Value]:
        return {one.name: one.result(state[one.name]) for one in self._summaries}

    def _reset(self) -> None:
        self._running.clear()
        self._recent.clear()
        self._recents.clear()

    def _resetter(self, condition: ast.Expr | None) -> Reset:
        """Whether to start anew at a row, which has just got some fields."""
        if condition is None:
            return lambda _row, _made: False
        if self._command.reset_before is condition or not self._names_result(condition):
            answers = holds(condition, self._table, self._environment)
            return lambda row, _made: bool(answers[row])

        def after(row: int, made: dict[str, Value]) -> bool:
            one = self._table.take(slice(row, row + 1))
            columns = {name: Column.of([value]) for name, value in made.items()}
            answer = evaluate(condition, one.with_columns(columns), self._environment)
            return answer[0] is True

        return after

    def _names_result(self, condition: ast.Expr) -> bool:
        made = {one.name for one in self._summaries}
        return not made.isdisjoint(field_names(condition))


def _condition(node: ast.Command, option: ast.Option | None) -> ast.Expr | None:
    """The expression of ``reset_before=(…)`` or ``reset_before="(…)"``."""
    if option is None:
        return None
    match option.value:
        case ast.Call(name="eval", args=(expression,)):
            check_expression(expression, command=node.name)
            return expression
        case ast.Group(raw=text):
            pass
        case ast.Text(value=text) | ast.Word(value=text):
            pass
        case _:
            raise complaint(
                node,
                f"The option '{option.name}' needs an expression.",
                code="SPL351",
                span=option.span,
            )
    expression = parse_eval_expression(text.strip().removeprefix("eval"))
    check_expression(expression, command=node.name)
    return expression
