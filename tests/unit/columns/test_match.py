"""What a search expression finds."""

import pytest

from spl.columns.column import Column
from spl.columns.match import matches
from spl.columns.table import Table
from spl.errors import BindError
from spl.language import ast
from spl.language.parser import parse_search_expression
from spl.values.environment import Environment

ENV = Environment(now=0.0)

PONIES = Table.of(
    [
        {"name": "Bob", "n": "1", "ip": "10.1.2.3", "mv": ("a", "b")},
        {"name": "bob", "n": "1.0", "ip": "192.168.0.1", "mv": "b"},
        {"name": "Al", "n": "10", "user name": "x y"},
        {"n": "abc", "name": "", "src.user{}": "Eve"},
    ]
)


def found(search: str, table: Table = PONIES) -> list[int]:
    mask = matches(parse_search_expression(search), table, ENV)
    return [row for row, hit in enumerate(mask.tolist()) if hit]


@pytest.mark.parametrize(
    ("search", "rows"),
    [
        ("name=bob", [0, 1]),
        ("name=CASE(bob)", [1]),
        ("name!=bob", [2, 3]),
        ("NOT name=bob", [2, 3]),
        ("mv!=a", [0, 1]),
        ("NOT mv=a", [1, 2, 3]),
        ("mv=a", [0]),
        ('name=""', [3]),
        ("n=1", [0]),
        ("n<2", [0, 1]),
        ("n>=10", [2, 3]),
        ("ip=*", [0, 1]),
        ("NOT ip=*", [2, 3]),
        ("ip!=*", []),
        ("ip=10.0.0.0/8", [0]),
        ('ip IN ("10.*", 192.168.0.0/16)', [0, 1]),
        ("NOT name IN (bob, al)", [3]),
        ("name=b* n=1", [0]),
        ("name=al OR name=bob n=1", [0]),
        ("(name=al) OR (name=bob n=1)", [0, 2]),
        ('"user name"="x y"', [2]),
        ("src.user{}=eve", [3]),
        ("*ame=al", [2]),
        ("nosuch=1", []),
        ("NOT nosuch=1", [0, 1, 2, 3]),
        ("bob", []),
        ("*", [0, 1, 2, 3]),
        ("NOT *", []),
    ],
)
def test_fields(search: str, rows: list[int]) -> None:
    assert found(search) == rows


RAW = [
    "Failed password for root from 10.0.0.1 port=22",
    "failed PASSWORD for invalid user admin",
    "a failedlogin,user=root;x",
    'path="C:\\Windows\\system32\\cmd.exe" %20end',
    "error: disk",
]
LOGS = Table({"_raw": Column.plain(RAW)}, len(RAW))
MANY = Table({"_raw": Column.plain(RAW + [f"filler x{n}" for n in range(200)])}, len(RAW) + 200)


@pytest.mark.parametrize(
    ("search", "rows"),
    [
        ("failed", [0, 1]),
        ("failed*", [0, 1, 2]),
        ("*login", [2]),
        ("CASE(failed)", [1]),
        ("root", [0, 2]),
        ("root NOT failed", [2]),
        ('"failed password"', [0, 1]),
        ('"password failed"', []),
        ('"error disk"', []),
        ("22", [0]),
        ("10.0.0.1", [0]),
        ("10.0", [0]),
        ("0.0.1", [0]),
        ("TERM(10.0.0.1)", [0]),
        ("TERM(10.0)", []),
        ("TERM(root)", [0]),
        ("cmd.exe", [3]),
        ("system32", [3]),
        ("end", [3]),
        ("f*d", [0, 1]),
        ("fa*in", [2]),
        ("fa*root", []),
        ("*il*log*", [2]),
        ("nothing", []),
    ],
)
@pytest.mark.parametrize("table", [LOGS, MANY], ids=["few", "many"])
def test_keywords(search: str, rows: list[int], table: Table) -> None:
    assert found(search, table) == rows


def test_time_is_compared_as_a_number() -> None:
    table = Table.of([{"_time": 1700000000.5}, {"_time": 1700000001.0}])
    assert found("_time=1700000001.000", table) == [1]
    assert found("_time<1700000000.75", table) == [0]


def test_many_values_are_swept_as_few_are_asked() -> None:
    rows = [{"p": f"C:\\dir{n}\\Cmd.exe"} for n in range(300)] + [{"p": ("x", "CMD.EXE")}, {}]
    table = Table.of(rows)
    for pattern in (
        "*cmd.exe",
        "c:\\\\dir7*",
        "*dir2*.exe",
        "*",
        "c:\\\\dir9\\\\cmd.exe",
        "*zz*",
        "x",
    ):
        search = parse_search_expression(f'p="{pattern}"')
        whole = matches(search, table, ENV).tolist()
        single = [bool(matches(search, Table.of([row]), ENV)[0]) for row in rows]
        assert whole == single, pattern


def test_a_subsearch_that_was_not_run_is_refused() -> None:
    with pytest.raises(BindError):
        matches(ast.Subsearch(ast.Pipeline(()), ""), PONIES, ENV)


def test_a_long_run_before_a_wildcard_takes_no_long_time() -> None:
    table = Table.of([{"_raw": "b " + "a" * 200_000 + " b"}])
    assert found("a*b*c", table) == []
    assert found("a*b", table) == []
