"""How props.conf, transforms.conf, eventtypes.conf and tags.conf turn events into fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from spl.columns.column import Column
from spl.columns.table import Table
from spl.events import default_fields, extraction
from spl.events.fields import EventFields, event_partitions
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from spl.values.value import Value

Rows = list[dict[str, Value]]
Fields = Callable[..., Rows]
ENV = Environment(now=1_700_000_000.0)


@pytest.fixture
def fields(tmp_path: Path) -> Fields:
    """The fields of events, by the text of .conf files: ``fields(raw, props, eventtypes=…)``."""

    def of(raw: str | Sequence[Mapping[str, Value]], props: str = "", **confs: str) -> Rows:
        for name, text in {"props": f"[st]\n{props}", **confs}.items():
            folder, suffix = ("lookups", "csv") if name.startswith("csv_") else ("default", "conf")
            target = tmp_path / "app" / folder / f"{name.removeprefix('csv_')}.{suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        knowledge = Knowledge.read([tmp_path / "app"])
        assert not knowledge.problems
        events = [{"_raw": raw}] if isinstance(raw, str) else raw
        rows = []
        for partition in event_partitions(
            Table.of(events),
            index="main",
            source="s",
            sourcetype="st",
            knowledge=knowledge,
            env=ENV,
        ):
            rows += partition.table.rows()
        return [extracted(row) for row in rows]

    return of


def extracted(row: Mapping[str, Value]) -> dict[str, Value]:
    """The row without what every event has."""
    return {k: v for k, v in row.items() if k not in ("_raw", *default_fields.NAMES)}


def one(rows: Rows) -> dict[str, Value]:
    (row,) = rows
    return row


@pytest.mark.parametrize(
    ("props", "raw", "expected"),
    [
        ("EXTRACT-a = user=(?<user>\\w+)\n", "user=bob", {"user": "bob"}),
        ("EXTRACT-a = (?<a>x)?(?<b>y)\n", "y", {"b": "y"}),
        ("EXTRACT-a = (?<a>x*)(?<b>y)\n", "y", {"b": "y"}),
        ("EXTRACT-a = ^(?<a>b)$\n", "a\nb\nc", {"a": "b"}),
        ("EXTRACT-a = (?<a>1)\nEXTRACT-b = (?<a>2)\n", "12", {"a": "1"}),
        ("EXTRACT-a = (?<a>\\w+)\nEXTRACT-b = (?<b>.)$ in a\n", "xyz !", {"a": "xyz", "b": "z"}),
        ("EXTRACT-b = (?<a>\\w+)\nEXTRACT-a = (?<b>.)$ in a\n", "xyz", {"a": "xyz"}),
    ],
)
def test_extract(fields: Fields, props: str, raw: str, expected: dict[str, Value]) -> None:
    assert one(fields(raw, "KV_MODE = none\n" + props)) == expected


TRANSFORMS = r"""
[first]
REGEX = (?<n>\d)
[second]
REGEX = (?<n>[a-z])
[all]
REGEX = (?<n>[a-z])
MV_ADD = true
[pairs]
REGEX = (\w+)=(\w+)
FORMAT = $1::$2
[each_pair]
REGEX = (\w+)=(\w+)
FORMAT = $1::$2
MV_ADD = true
[of_n]
SOURCE_KEY = n
REGEX = (?<m>.)
"""


@pytest.mark.parametrize(
    ("reports", "raw", "expected"),
    [
        ("first", "1a", {"n": "1"}),
        ("first, second", "1a", {"n": "1"}),
        ("second, first", "1a", {"n": "a"}),
        ("first, all", "1a", {"n": ("1", "a")}),
        ("pairs", "a=1 b=2 a=3", {"a": "1", "b": "2"}),
        ("each_pair", "a=1 b=2 a=3", {"a": ("1", "3"), "b": "2"}),
        ("first, of_n", "7", {"n": "7", "m": "7"}),
        ("of_n, first", "7", {"n": "7"}),
    ],
)
def test_report(fields: Fields, reports: str, raw: str, expected: dict[str, Value]) -> None:
    row = one(fields(raw, f"KV_MODE = none\nREPORT-a = {reports}\n", transforms=TRANSFORMS))
    assert row == expected


def test_what_the_reader_found_stands_even_against_mv_add(fields: Fields) -> None:
    events = [{"_raw": "a", "n": "index time"}, {"_raw": "b"}]
    rows = fields(events, "KV_MODE = none\nREPORT-a = all\n", transforms=TRANSFORMS)
    assert rows == [{"n": "index time"}, {"n": "b"}]


def test_very_many_transforms_of_one_field(fields: Fields) -> None:
    transforms = "".join(f"[t{i}]\nREGEX = (?<n>x{i}x)\n" for i in range(700))
    names = ", ".join(f"t{i}" for i in range(700))
    row = one(fields("x699x", f"KV_MODE = none\nREPORT-a = {names}\n", transforms=transforms))
    assert row == {"n": "x699x"}


@pytest.mark.parametrize(
    ("mode", "raw", "expected"),
    [
        ("none", "a=1", {}),
        (
            "auto",
            'a=1 b="two words", c= d-e=4;f=x',
            {"a": "1", "b": "two words", "d_e": "4", "f": "x"},
        ),
        ("auto", '{"a": {"b": 1}}', {"a.b": "1"}),
        ("auto\nAUTO_KV_JSON = false", '{"a": 1}', {}),
        (
            "json",
            '{"a": [1, 2.50, true, null], "b": ""}',
            {"a{}": ("1", "2.50", "true", "null"), "b": ""},
        ),
        ("json", '{"a": [{"b": "x"}, {"b": "y"}]}', {"a{}.b": ("x", "y")}),
        ("json", "not json", {}),
        ("json", "[" * 100_000, {}),
        ("xml", "<a k='v'><b>1</b><b>2</b></a>", {"a{@k}": "v", "a.b": ("1", "2")}),
        ("xml", "<!DOCTYPE a [<!ENTITY e 'x'>]><a><b>&e;</b></a>", {}),
        ("xml", "<a", {}),
    ],
)
def test_kv_mode(fields: Fields, mode: str, raw: str, expected: dict[str, Value]) -> None:
    assert one(fields(raw, f"KV_MODE = {mode}\n")) == expected


@pytest.mark.parametrize(
    ("alias", "event", "expected"),
    [
        ("a AS b", {"a": "1"}, {"a": "1", "b": "1"}),
        ("a AS b", {"a": "1", "b": "2"}, {"a": "1", "b": "1"}),
        ("a AS b", {"b": "2"}, {}),
        ("a ASNEW b", {"a": "1", "b": "2"}, {"a": "1", "b": "2"}),
        ("a ASNEW b", {"a": "1"}, {"a": "1", "b": "1"}),
        ("a AS b\nFIELDALIAS-y = b AS c", {"a": "1"}, {"a": "1", "b": "1", "c": "1"}),
    ],
)
def test_alias(fields: Fields, alias: str, event: dict[str, Value], expected: object) -> None:
    assert one(fields([{"_raw": "", **event}], f"FIELDALIAS-x = {alias}\n")) == expected


def test_calculated_fields_all_see_what_was_before_them(fields: Fields) -> None:
    row = one(fields("a=1 b=2", 'EVAL-a = b\nEVAL-b = a\nEVAL-c = c."x"\n'))
    assert row == {"a": "2", "b": "1"}


def test_a_null_calculated_field_removes_the_field(fields: Fields) -> None:
    assert fields("a=1 b=2", "EVAL-a = if(b=2, null(), a)\n") == [{"b": "2"}]


def test_backslashes_in_a_calculated_field(fields: Fields) -> None:
    props = 'KV_MODE = none\nEVAL-file = mvindex(split(path, "\\\\"), -1)\n'
    event = {"_raw": "", "path": "C:\\a\\b.exe"}
    assert one(fields([event], props))["file"] == "b.exe"


USERS = "id,name,team\n1,ann,red\n2,bob,\n"
LOOKUP = "[users]\nfilename = users.csv\n"


@pytest.mark.parametrize(
    ("lookup", "event", "expected"),
    [
        ("users id OUTPUT name", {"id": "1"}, {"name": "ann"}),
        ("users id AS uid OUTPUT name AS user", {"uid": "1"}, {"user": "ann"}),
        ("users id", {"id": "1"}, {"name": "ann", "team": "red"}),
        ("users id OUTPUT name", {"id": "1", "name": "x"}, {"name": "ann"}),
        ("users id OUTPUT name", {"id": "9", "name": "x"}, {}),
        ("users id OUTPUT name", {"name": "x"}, {"name": "x"}),
        ("users id OUTPUTNEW name", {"id": "1", "name": "x"}, {"name": "x"}),
        ("users id OUTPUTNEW name team", {"id": "1", "name": "x"}, {"name": "x", "team": "red"}),
        ("users id OUTPUT team", {"id": "2"}, {}),
        ("users id OUTPUT name", {"id": ("1", "2")}, {"name": ("ann", "bob")}),
    ],
)
def test_automatic_lookup(
    fields: Fields, lookup: str, event: dict[str, Value], expected: dict[str, Value]
) -> None:
    row = one(
        fields(
            [{"_raw": "", **event}], f"LOOKUP-a = {lookup}\n", transforms=LOOKUP, csv_users=USERS
        )
    )
    assert {k: v for k, v in row.items() if k not in ("id", "uid")} == expected


def test_event_types_and_tags(fields: Fields) -> None:
    rows = fields(
        "code=1 action=ok\ncode=2",
        'KV_MODE = auto\nEVAL-kind = "k".code\n',
        eventtypes="[b]\nsearch = kind=K1\n[a]\nsearch = eventtype=b OR code=7\n"
        "[c]\nsearch = code=7\n",
        tags="[eventtype=a]\nlogon = enabled\nend = enabled\n[action=ok]\nsuccess = enabled\n",
    )
    row = one(rows)
    assert row["eventtype"] == ("a", "b")
    assert row["tag"] == ("end", "logon", "success")
    assert row["tag::eventtype"] == ("end", "logon")
    assert row["tag::action"] == "success"


def test_rename_shows_the_new_sourcetype(tmp_path: Path) -> None:
    target = tmp_path / "app" / "default" / "props.conf"
    target.parent.mkdir(parents=True)
    target.write_text("[old]\nrename = new\n[new]\nKV_MODE = none\nEVAL-x = sourcetype\n")
    events = Table.of([{"_raw": "a=1", "sourcetype": "old"}])
    (partition,) = event_partitions(
        events,
        index="main",
        source="s",
        sourcetype="old",
        knowledge=Knowledge.read([tmp_path / "app"]),
        env=ENV,
    )
    assert partition.sourcetype == "new"
    (row,) = partition.table.rows()
    assert extracted(row) == {"sourcetype": "new", "_sourcetype": "old", "x": "new"}


def test_hosts_that_props_speaks_of_make_partitions_of_their_own(tmp_path: Path) -> None:
    target = tmp_path / "app" / "default" / "props.conf"
    target.parent.mkdir(parents=True)
    target.write_text('[host::web*]\nEVAL-kind = "web"\n')
    events = Table.of([{"_raw": str(i), "host": h} for i, h in enumerate(("web1", "db", "web2"))])
    found = event_partitions(
        events,
        index="main",
        source="s",
        sourcetype="st",
        knowledge=Knowledge.read([tmp_path / "app"]),
        env=ENV,
    )
    kinds = [[row.get("kind") for row in partition.table.rows()] for partition in found]
    assert kinds == [["web", "web"], [None]]


def test_problems_are_kept_and_the_rest_stands(tmp_path: Path) -> None:
    target = tmp_path / "app" / "default" / "props.conf"
    target.parent.mkdir(parents=True)
    target.write_text(
        "[st]\nEVAL-a = nofunction(1)\nEVAL-b = 1+1\nLOOKUP-c = nowhere x OUTPUT y\n"
        "LOOKUP-d = script x OUTPUT y\n"
    )
    (target.parent / "transforms.conf").write_text("[script]\nexternal_cmd = run.py\n")
    knowledge = Knowledge.read([tmp_path / "app"])
    props = knowledge.props_for("s", "st", "h")
    events = EventFields(Table.of([{"_raw": "x"}]), props, knowledge, ENV)
    column = events.column("b")
    assert column is not None
    assert column.to_list() == [2]
    told = "\n".join(problem.render() for problem in events.problems)
    assert "EVAL-a: The 'nofunction' function is unsupported or undefined." in told
    assert "LOOKUP-c: The lookup table 'nowhere' does not exist" in told
    assert "scripts are never run here" in told


@pytest.mark.parametrize(
    ("expression", "said"),
    [("nofunction(1)", "The 'nofunction' function is unsupported"), ("1 +", "EVAL-a: ")],
)
def test_a_broken_field_that_ships_is_told_when_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expression: str, said: str
) -> None:
    monkeypatch.setattr("spl.knowledge.conf._SHIPPED", str(tmp_path))
    target = tmp_path / "app" / "default" / "props.conf"
    target.parent.mkdir(parents=True)
    target.write_text(f"[st]\nEXTRACT-a = a=(?<a>.)\nEVAL-a = {expression}\n")
    knowledge = Knowledge.read([tmp_path / "app"])
    props = knowledge.props_for("s", "st", "h")
    events = EventFields(Table.of([{"_raw": "a=1"}]), props, knowledge, ENV)
    assert (events.problems, knowledge.problems) == ([], ())
    column = events.column("a")
    assert column is not None
    assert column.to_list() == ["1"]
    assert said in knowledge.problems[0].render()


def test_only_what_is_asked_for_is_extracted_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "app" / "default" / "props.conf"
    target.parent.mkdir(parents=True)
    target.write_text(
        "[st]\nKV_MODE = none\nEXTRACT-a = a=(?<a>\\d)\nEXTRACT-b = b=(?<b>\\d)\nEVAL-c = a+1\n"
    )
    knowledge = Knowledge.read([tmp_path / "app"])
    raw = Column.of(["a=1 b=2", "a=2 b=2", "a=1 b=2"])
    events = EventFields(
        Table({"_raw": raw}, 3), knowledge.props_for("s", "st", "h"), knowledge, ENV
    )
    ran: list[str] = []
    run = extraction._run

    def watched(work: Callable[[str], extraction.Found], value: Value) -> extraction.Found:
        ran.append(str(value))
        return run(work, value)

    monkeypatch.setattr(extraction, "_run", watched)
    for _ in range(2):
        column = events.column("c")
        assert column is not None
        assert column.to_list() == [2, 3, 2]
    assert ran == ["a=1 b=2", "a=2 b=2"]
