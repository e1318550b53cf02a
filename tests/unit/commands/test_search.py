"""search at the head of a search: what is read, and in which order."""

import pytest

import spl
from spl.columns.concat import concat
from spl.columns.table import Table
from spl.commands import Job, Scope
from spl.commands._batches import newest_first
from spl.commands._events import Selection, event_batches
from spl.events.partition import Partition
from spl.knowledge import Knowledge
from spl.language.parser import parse_search_expression
from spl.values.environment import Environment

ENV = Environment(now=1_700_000_000)


def partition(index: str, source: str, *events: tuple[float, str]) -> Partition:
    rows = [
        {"_time": time, "_raw": raw, "index": index, "source": source, "sourcetype": "st"}
        for time, raw in events
    ]
    return Partition(index, source, "st", Table.of(rows))


PARTITIONS = (
    partition("main", "a.log", (10.0, "one"), (30.0, "three"), (30.0, "four")),
    partition("main", "b.log", (20.0, "two")),
    partition("_internal", "splunkd.log", (25.0, "inside")),
)


def job(**given) -> Job:
    arguments = {"earliest": None, "latest": None, "given": None, "partitions": PARTITIONS}
    return Job(environment=ENV, knowledge=Knowledge(), **(arguments | given))


def read(search: str, **given) -> list[object]:
    selection = Selection.bind(parse_search_expression(search), Scope(ENV, first=True))
    batches = list(event_batches(selection, job(**given)))
    return concat(batches).column("_raw").to_list()


def test_newest_come_first_and_ties_turn_round():
    assert read("*") == ["four", "three", "two", "one"]


@pytest.mark.parametrize(
    ("search", "events"),
    [
        ("source=b.log", ["two"]),
        ("source!=b.log", ["four", "three", "one"]),
        ("NOT source=b.log", ["four", "three", "one"]),
        ("source IN (b*, c*)", ["two"]),
        ("source=b.log OR three", ["three", "two"]),
        ("index=nothing", []),
        ("index=*", ["four", "three", "two", "one"]),
        ("index=_internal", ["inside"]),
        ("index=_*", ["inside"]),
        ("index IN (main, _internal) source=*d.log", ["inside"]),
    ],
)
def test_partitions(search: str, events: list[str]):
    assert read(search) == events


@pytest.mark.parametrize(
    ("search", "events"),
    [
        ("earliest=20", ["four", "three", "two"]),
        ("earliest=20 latest=30", ["two"]),
        ("earliest=0", ["four", "three", "two", "one"]),
        ("(earliest=30) OR (latest=15)", ["four", "three", "one"]),
        ("starthoursago=1", []),
        ("endhoursago=1", ["four", "three", "two", "one"]),
        ("starttimeu=15 endtimeu=25", ["two"]),
        (
            'starttime="1970-01-01 00:00:20" timeformat="%Y-%m-%d %H:%M:%S"',
            ["four", "three", "two"],
        ),
    ],
)
def test_time_modifiers(search: str, events: list[str]):
    assert read(search) == events


def test_the_range_of_the_caller_holds_unless_the_search_sets_its_own():
    assert read("*", earliest=15, latest=30) == ["two"]
    assert read("earliest=5", earliest=15, latest=30) == ["two", "one"]


@pytest.mark.parametrize("search", ["earliest=-1x", "latest=soon", "earliest=5 latest=3"])
def test_a_time_that_means_nothing_is_refused(search: str):
    with pytest.raises(spl.BindError) as caught:
        read(search)
    assert caught.value.code == "SPL305"
    assert caught.value.span is not None


def test_rows_without_a_time_come_last():
    tables = [Table.of([{"n": "1"}, {"n": "2", "_time": 5.0}, {"n": "3", "_time": 7.0}])]
    assert newest_first(tables).column("n").to_list() == ["3", "2", "1"]


def test_given_rows_keep_their_order():
    given = Table.of([{"_raw": "x", "_time": "1"}, {"_raw": "y", "_time": "9"}])
    assert read("*", given=given) == ["x", "y"]
    assert read("*", given=given, latest=5) == ["x"]
