"""What lifting saves: expressions, comparisons and aggregates over columns against row by row.

Run: python benchmarks/columns.py [rows]
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable

from spl.columns.column import Column
from spl.columns.evaluate import bind_function, evaluate, holds
from spl.columns.group import group
from spl.columns.match import matches
from spl.columns.table import Table
from spl.commands._aggregation import Groups, Summary
from spl.language import ast
from spl.language.parser import parse_eval_expression, parse_search_expression
from spl.values.aggregate_names import find_aggregate
from spl.values.arithmetic import concatenate
from spl.values.environment import Environment
from spl.values.search_compare import search_predicate
from spl.values.value import as_field

ENV = Environment(now=0.0)
EXPRESSIONS = [
    "len(command)",
    "command.user",
    "computer.user",
    'if(len(command)>40 AND user="user7", 1, 0)',
    'case(match(command, "(?i)enc"), "e", user="user1", "u", true(), "x")',
    "len(_raw)",
    "_raw.command",
]
SEARCHES = ["command=*exe99*", "user=user7 command=*foo*", "exe1234*", "foo user=user9"]
AGGREGATES = [
    ("user", "count"), ("command", "count"), ("user", "values(command)"), ("user", "dc(command)"),
    ("user", "avg(size)"), ("user", "max(_time)"), ("command", "latest(user)"),
]  # fmt: skip


def table_of(size: int) -> Table:
    chance = random.Random(1)
    commands = [
        f"C:\\Windows\\System32\\exe{chance.randrange(size // 3)}.exe /c foo" for _ in range(size)
    ]
    return Table(
        {
            "command": Column.of(commands),
            "user": Column.of(f"user{chance.randrange(300)}" for _ in range(size)),
            "computer": Column.of(f"host{chance.randrange(50)}" for _ in range(size)),
            "size": Column.of(str(chance.randrange(5000)) for _ in range(size)),
            "_raw": Column.plain([f"{n} EventCode=1 {c}" for n, c in enumerate(commands)]),
            "_time": Column.plain([1.7e9 + n for n in range(size)]),
        },
        size,
    )


def timed(name: str, work: Callable[[], object]) -> None:
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    print(f"{name:75} {seconds[0]:8.3f} s {seconds[1]:8.3f} s again")


def main() -> None:
    table = table_of(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
    for text in EXPRESSIONS:
        expr = parse_eval_expression(text)
        timed(text, lambda expr=expr: evaluate(expr, table, ENV))  # type: ignore[misc]
    condition = parse_eval_expression('command LIKE "%exe9%"')
    timed("where", lambda: holds(condition, table, ENV))
    for text in SEARCHES:
        search = parse_search_expression(text)
        timed(text, lambda search=search: matches(search, table, ENV))  # type: ignore[misc]
    for by, text in AGGREGATES:
        timed(f"stats {text} by {by}", lambda by=by, text=text: _stats(table, by, text))  # type: ignore[misc]
    _row_by_row(table)


def _stats(table: Table, by: str, text: str) -> Table:
    function, _, field = text.rstrip(")").partition("(")
    found = find_aggregate(function)
    assert found is not None
    summary = Summary(text, found[0].name, found[1], field or None)
    groups = Groups([summary], [by], ENV)
    groups.add(table, group(table, [by]))
    return groups.table()


def _row_by_row(table: Table) -> None:
    commands, users = table.column("command").to_list(), table.column("user").to_list()
    raws = table.column("_raw").to_list()
    length = bind_function(ast.Call("len", ()), ENV)
    test = search_predicate("=", "*exe99*")
    timed("row by row: len(command)", lambda: [length(as_field(c)) for c in commands])
    timed("row by row: len(_raw)", lambda: [length(as_field(c)) for c in raws])
    pairs = list(zip(commands, users, strict=True))
    timed(
        "row by row: command.user",
        lambda: [concatenate(as_field(c), as_field(u)) for c, u in pairs],
    )
    timed("row by row: command=*exe99*", lambda: [test(c) for c in commands])


if __name__ == "__main__":
    main()
