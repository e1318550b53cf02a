"""Lookup tables: exact, wildcard, network and temporal matches."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.errors import BindError, DataError, KnowledgeError
from spl.knowledge import Knowledge
from spl.knowledge.lookups import LookupTable, Rules, read_csv
from spl.values.wildcard import wildcard

WriteApp = Callable[..., Path]
ROWS = [
    {"name": "cmd*", "kind": "shell", "note": ""},
    {"name": "*.exe", "kind": "program", "note": "any"},
    {"name": "CMD.exe", "kind": "upper", "note": ""},
    {"name": "*", "kind": "all", "note": ""},
]


def table(rules: Rules, rows: list[dict[str, str]] = ROWS) -> LookupTable:
    return LookupTable("t", list(rows[0]), rows, rules)


def kinds(rules: Rules, name: str) -> list[str]:
    return [row["kind"] for row in table(rules).find({"name": name})]


WILD = {"name": "WILDCARD"}


@pytest.mark.parametrize(
    ("rules", "name", "expected"),
    [
        (Rules(), "CMD.exe", ["upper"]),
        (Rules(), "cmd.exe", []),
        (Rules(case_sensitive=False), "cmd.EXE", ["upper"]),
        (Rules(WILD), "cmd.exe", ["shell", "program", "all"]),
        (Rules(WILD, case_sensitive=False), "cmd.exe", ["shell", "program", "upper", "all"]),
        (Rules(WILD, max_matches=1), "cmd.exe", ["shell"]),
        (Rules(min_matches=1, default_match="none"), "x", ["none"]),
        (Rules(min_matches=2, default_match="none"), "CMD.exe", ["upper", "none"]),
        (Rules(min_matches=1), "x", []),
        (Rules(default_match="none"), "x", []),
    ],
)
def test_matches_in_the_order_of_the_table(rules: Rules, name: str, expected: list[str]) -> None:
    assert kinds(rules, name) == expected


def test_an_empty_cell_is_no_value() -> None:
    assert table(Rules()).find({"name": "CMD.exe"}) == [{"name": "CMD.exe", "kind": "upper"}]


def test_all_keys_must_match() -> None:
    assert table(Rules(WILD)).find({"name": "cmd.exe", "kind": "all"}) == [
        {"name": "*", "kind": "all"}
    ]


def test_networks() -> None:
    rows = [{"net": "10.0.0.0/8", "kind": "inner"}, {"net": "::/0", "kind": "six"}]
    found = table(Rules({"net": "CIDR"}), rows)
    assert found.find({"net": "10.1.2.3"})[0]["kind"] == "inner"
    assert found.find({"net": "11.1.2.3"}) == []
    assert found.find({"net": "fe80::1"})[0]["kind"] == "six"


def test_a_temporal_lookup_takes_the_latest_row_before_the_event() -> None:
    rows = [{"ip": "1", "t": "100", "who": "a"}, {"ip": "1", "t": "200", "who": "b"}]
    rules = Rules(time_field="t", max_offset=1000)
    found = LookupTable("t", ["ip", "t", "who"], rows, rules, [100.0, 200.0])
    assert [row["who"] for row in found.find({"ip": "1"}, 150)] == ["a"]
    assert [row["who"] for row in found.find({"ip": "1"}, 250)] == ["b"]
    assert found.find({"ip": "1"}, 50) == []
    assert found.find({"ip": "1"}, 5000) == []


@settings(max_examples=100)
@given(
    st.lists(st.text("ab*", max_size=12), max_size=8),
    st.text("ab", max_size=14),
)
def test_patterns_are_found_as_if_each_were_tried(patterns: list[str], text: str) -> None:
    rows = [{"p": pattern, "n": str(i)} for i, pattern in enumerate(patterns)]
    found = LookupTable("t", ["p", "n"], rows, Rules({"p": "WILDCARD"})).find({"p": text})
    assert [row["n"] for row in found] == [
        str(i) for i, pattern in enumerate(patterns) if wildcard(pattern)(text)
    ]


def test_csv_plain_and_packed() -> None:
    data = b'\xef\xbb\xbfa,b,__mv_b\n1,"x\ny",z\n2\n\n'
    columns, rows = read_csv(data, "t.csv")
    assert columns == ["a", "b"]
    assert rows == [{"a": "1", "b": "x\ny"}, {"a": "2", "b": ""}]
    assert read_csv(gzip.compress(data), "t.csv.gz") == (columns, rows)


def test_a_broken_gzip_is_an_error() -> None:
    with pytest.raises(DataError, match="is not gzip"):
        read_csv(b"\x1f\x8bnonsense", "t.csv.gz")


def test_definitions_of_an_app(write_app: WriteApp) -> None:
    app = write_app(
        {
            "default/transforms.conf": "[procs]\nfilename = procs.csv\n"
            "match_type = WILDCARD(name)\ncase_sensitive_match = 0\n"
            "min_matches = 1\ndefault_match = false\n",
            "lookups/procs.csv": "name,bad\nmimi*,true\n",
        }
    )
    knowledge = Knowledge.read([app])
    assert knowledge.lookup("procs").find({"name": "MIMIKATZ"}) == [
        {"name": "mimi*", "bad": "true"}
    ]
    assert knowledge.lookup("procs").find({"name": "x"}) == [{"name": "x", "bad": "false"}]
    assert knowledge.lookup("procs.csv").find({"name": "mimi*"})[0]["bad"] == "true"


def test_published_yaml(write_app: WriteApp) -> None:
    app = write_app(
        {
            "lookups/tools.yml": "name: tools\nfilename: tools.csv\nmatch_type: WILDCARD(tool)\n"
            "min_matches: 1\ndefault_match: 'false'\ncase_sensitive_match: 'false'\n",
            "lookups/tools.csv": "tool,is_tool\n*nmap*,true\n",
        }
    )
    assert Knowledge.read([app]).lookup("tools").find({"tool": "/NMAP"})[0]["is_tool"] == "true"


def test_a_collection_is_an_empty_table(write_app: WriteApp) -> None:
    conf = "[seen]\nexternal_type = kvstore\ncollection = seen\nfields_list = _key, user\n"
    knowledge = Knowledge.read([write_app({"default/transforms.conf": conf})])
    assert knowledge.lookup("seen").columns == ("_key", "user")


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ("[x]\nexternal_cmd = run.py a b\nfields_list = a,b\n", "scripts are never run here"),
        ("[x]\nexternal_type = geo\nfilename = x.kmz\n", "lookups of type 'geo'"),
        ("[x]\nfilename = missing.csv\n", "there is no missing.csv"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    write_app: WriteApp, conf: str, message: str
) -> None:
    knowledge = Knowledge.read([write_app({"default/transforms.conf": conf})])
    with pytest.raises(KnowledgeError, match=message):
        knowledge.lookup("x")
    assert any(message in problem.render() for problem in knowledge.check())


def test_an_unknown_lookup(write_app: WriteApp) -> None:
    app = write_app({"lookups/assets.csv": "a\n1\n"})
    with pytest.raises(BindError) as caught:
        Knowledge.read([app]).lookup("asets.csv")
    assert "Did you mean 'assets.csv'?" in caught.value.render()


def test_blanks_after_a_comma_are_not_part_of_the_cell() -> None:
    columns, rows = read_csv(b'name, status\n*.exe, True\nb, "x, y"\n', "t.csv")
    assert columns == ["name", "status"]
    assert rows == [{"name": "*.exe", "status": "True"}, {"name": "b", "status": "x, y"}]


@pytest.mark.parametrize(
    ("word", "bits"), [("", "0.0"), ("aaaa", "0.0"), ("abab", "1.0"), ("abcd", "2.0")]
)
def test_the_entropy_of_a_word_is_worked_out(word: str, bits: str) -> None:
    found = Knowledge.read().lookup("ut_shannon_lookup").find({"word": word})
    assert found == [{"word": word, "ut_shannon": bits}]


def test_an_apps_script_for_the_entropy_is_not_needed(write_app: WriteApp) -> None:
    stanzas = "[ut_shannon_lookup]\nexternal_cmd = ut_shannon.py word ut_shannon\n"
    app = write_app({"default/transforms.conf": stanzas})
    assert Knowledge.read([app]).lookup("ut_shannon_lookup").find({"word": "ab"}) == [
        {"word": "ab", "ut_shannon": "1.0"}
    ]
