"""Apps that mean harm: nothing hangs, nothing runs, all is told, and the rest of the app stands."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from spl.errors import SplError
from spl.events.check_knowledge import check_knowledge
from spl.events.load import Loaded, load
from spl.knowledge import Knowledge, setting_regex, transforms
from spl.session import Session
from spl.values.environment import Environment

ENV = Environment(now=1_700_000_000.0)
EVIL = "a" * 40 + "!"  # what ^(a+)+$ runs away on
Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write one file of the app, and return the app's folder."""

    def one(path: str, content: str | bytes) -> Path:
        target = tmp_path / "app" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / "app"

    return one


def told(app: Path) -> str:
    return "\n".join(p.render() for p in check_knowledge(Knowledge.read([app]), ENV))


def loaded(app: Path, log: str, source: str = "s") -> tuple[Loaded, Knowledge]:
    knowledge = Knowledge.read([app])
    stream = io.BytesIO(log.encode())
    read = load(stream, source=source, sourcetype="st", knowledge=knowledge, env=ENV)
    return read, knowledge


RUNAWAYS = [
    "EXTRACT-x = ^(?<x>(a+)+)$",
    "REPORT-x = named",
    "REPORT-x = pairs",
    "REPORT-x = keys",
    "EVAL-x = if(match(_raw, \"^(a+)+$\"), \"yes\", \"no\")",
    "SEDCMD-x = s/^(a+)+$/x/",
    "SEDCMD-x = s/^(a+)+$/x/g",
    "TRANSFORMS-x = index",
    "TRANSFORMS-x = repeated",
    "TIME_PREFIX = ^(a+)+$",
    "LINE_BREAKER = (\\n)(?=(a+)+$)",
    "BREAK_ONLY_BEFORE = ^(a+)+$",
    "MUST_BREAK_AFTER = ^(a+)+$",
]  # fmt: skip
RUNAWAY_TRANSFORMS = r"""
[named]
REGEX = ^(?<x>(a+)+)$
[pairs]
REGEX = ^((a+)+)$
FORMAT = $1::$2
[keys]
REGEX = ^(?<_KEY_1>(?<_VAL_1>a+)+)$
[index]
REGEX = ^(a+)+$
DEST_KEY = MetaData:Host
FORMAT = host::x
[repeated]
REGEX = ^(a+)+$
FORMAT = y::$1
WRITE_META = true
REPEAT_MATCH = true
"""


@pytest.mark.parametrize("setting", RUNAWAYS)
def test_a_regex_that_runs_away_finds_nothing_and_is_told_once(write: Write, setting: str) -> None:
    write("default/transforms.conf", RUNAWAY_TRANSFORMS)
    app = write("default/props.conf", f"[st]\n{setting}\nEXTRACT-good = (?<n>\\d+)\n")
    read, knowledge = loaded(app, f"{EVIL} 1\n{EVIL} 2\n")
    rows = [row for part in read.partitions for row in part.table.rows()]
    assert "1" in rows[0]["n"]
    problems = [p.render() for p in knowledge.problems]
    assert len(problems) == 1
    assert "has exceeded the match_limit" in problems[0]
    assert "transforms.conf, line" in problems[0] or f"[st] {setting.split(' ')[0]}" in problems[0]


def test_a_stanza_whose_name_runs_away_does_not_match(write: Write) -> None:
    app = write("default/props.conf", "[source::(a+)+]\nEVAL-x = 1\n[st]\nEVAL-y = 1\n")
    read, knowledge = loaded(app, "x\n", source=EVIL)
    (row,) = read.partitions[0].table.rows()
    assert ("x" in row, row["y"]) == (False, 1)
    assert "has exceeded the match_limit" in knowledge.problems[0].render()


def test_a_rule_that_runs_away_does_not_fit(write: Write) -> None:
    app = write("default/props.conf", "[rule::r]\nsourcetype = x\nMORE_THAN_1 = ^(a+)+$\n")
    knowledge = Knowledge.read([app])
    assert knowledge.at_index_time.sourcetype_of("s", f"{EVIL}\n{EVIL}\n") is None
    assert "[rule::r] MORE_THAN_1" in knowledge.problems[0].render()


def test_a_regex_that_always_runs_away_is_left_out(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting_regex, "_PATIENCE", 3)
    app = write("default/props.conf", "[st]\nEXTRACT-x = ^(?<x>(a+)+)$\n")
    log = "".join(f"{EVIL}{n}\n" for n in range(9)) + "aaa\n"
    read, knowledge = loaded(app, log)
    assert read.partitions[0].table.find("x") is None
    first, last = (problem.render() for problem in knowledge.problems)
    assert "match_limit" in first
    assert "it has run away in 3 texts and is left out from now on" in last


def test_a_search_tells_what_ran_away_while_it_ran(write: Write) -> None:
    session = Session([write("default/props.conf", "[st]\nEXTRACT-x = ^(?<x>(a+)+)$\n")])
    session.load(io.BytesIO(EVIL.encode()), sourcetype="st")
    found = session.search("* | table x")
    assert any("EXTRACT-x" in warning for warning in found.warnings)
    assert session.search("* | table x").warnings == []


@pytest.mark.parametrize(
    "setting",
    [
        f"EXTRACT-x = (?<x>{'(' * 20_000}a{')' * 20_000})",
        f"EXTRACT-x = (?<x>{'|'.join(map(str, range(50_000)))})",
        f"EVAL-x = {'+'.join(['1'] * 20_000)}",
        f"EVAL-x = {'-' * 20_000}1",
        f"SEDCMD-x = s/{'(' * 20_000}//",
        f"INGEST = 1\nTRANSFORMS-x = {', '.join(['nowhere'] * 3)}",
        f"FIELDALIAS-x = {'a AS b ' * 3}c",
    ],
)
def test_what_is_far_too_large_is_told_in_few_words(write: Write, setting: str) -> None:
    app = write("default/props.conf", f"[st]\n{setting}\nEVAL-good = 1\n")
    problems = told(app)
    assert setting.partition("\n")[2].partition(" ")[0] or setting.partition(" ")[0] in problems
    assert len(problems) < 3000
    read, _ = loaded(app, "x\n")
    assert read.partitions[0].table.rows()[0]["good"] == 1


def test_modular_regexes_that_multiply_or_go_round_are_stopped(write: Write) -> None:
    doubling = "".join(f"[d{i}]\nREGEX = {f'[[d{i - 1}]]' * 10}\n" for i in range(1, 9))
    text = f"[d0]\nREGEX = aaaaaaaaaa\n{doubling}[a]\nREGEX = [[b]]\n[b]\nREGEX = [[a]]\n"
    write("default/transforms.conf", text + "[good]\nREGEX = (?<n>\\d)\n")
    app = write("default/props.conf", "[st]\nREPORT-x = d8, a, good\n")
    problems = told(app)
    assert f"[d8] REGEX: [[transforms]] make a regex of more than {transforms._LONGEST}" in problems
    assert problems.count("REGEX: [[transforms]] name each other without end") == 2
    read, _ = loaded(app, "7\n")
    assert read.partitions[0].table.rows()[0]["n"] == "7"


def test_macros_that_go_round_or_multiply_are_told(write: Write) -> None:
    many = "".join(f"[x{i}]\ndefinition = {f'`x{i + 1}` ' * 4}\n" for i in range(30))
    round_ = (
        "[me]\ndefinition = `me`\n[a]\ndefinition = `b(7)`\n[b(1)]\nargs = q\ndefinition = `a`\n"
    )
    lost = "[lost]\ndefinition = `nowhere`\n[good]\ndefinition = `x29`\n[x30]\ndefinition = x\n"
    app = write("default/macros.conf", many + round_ + lost)
    problems = told(app)
    assert "[me] definition: Error in 'SearchParser': Reached maximum recursion depth" in problems
    for name in ("a", "b(1)", "x0"):
        assert f"[{name}] definition: macros call each other without end" in problems
    assert "[lost] definition: Error in 'SearchParser': The search specifies a macro" in problems
    assert "[good]" not in problems
    with pytest.raises(SplError):
        Session([app]).search("search `x0`")


def test_event_types_that_go_round_are_told(write: Write) -> None:
    app = write(
        "default/eventtypes.conf",
        "[me]\nsearch = eventtype=me\n[a]\nsearch = eventtype=b\n[b]\nsearch = eventtype=a\n"
        f"[deep]\nsearch = {'(' * 5000}x=1{')' * 5000}\n[star]\nsearch = eventtype=*\n"
        "[sub]\nsearch = [search x]\n[pipe]\nsearch = x | delete\n[good]\nsearch = x\n",
    )
    problems = told(app)
    for name in ("me", "a", "b", "star"):
        assert f"[{name}] search: event types name each other in a circle" in problems
    assert "[sub] search" in problems
    assert "[pipe] search" in problems
    read, _ = loaded(app, "x\n")
    assert "good" in read.partitions[0].table.rows()[0]["eventtype"]


MODELS: dict[str, object] = {
    "round": {"objects": [{"objectName": "A", "parentName": "B"},
                          {"objectName": "B", "parentName": "A"},
                          {"objectName": "C", "parentName": "C"},
                          {"objectName": "Good", "parentName": "BaseEvent"}]},
    "types": {"objects": [1, "x", None, [], {"objectName": 1, "parentName": []},
                          {"objectName": "D", "parentName": "BaseEvent", "constraints": [1]},
                          {"objectName": "E", "parentName": "BaseEvent",
                           "constraints": [{"search": 5}]},
                          {"objectName": "F", "parentName": "BaseEvent", "fields": {"a": 1}},
                          {"objectName": "G", "parentName": "BaseEvent",
                           "calculations": [{"calculationType": "Lookup", "outputFields": [7]}]},
                          {"objectName": "H", "parentName": "BaseEvent", "baseSearch": ["x"]},
                          {"objectName": "Good", "parentName": "BaseEvent"}]},
}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_a_data_model_keeps_its_good_data_sets(write: Write, name: str) -> None:
    app = write("default/data/models/M.json", json.dumps(MODELS[name]))
    model = Knowledge.read([app]).datamodel("M")
    assert list(model.objects) == ["Good"]
    assert all("M.json" in problem.render() for problem in model.problems)
    objects = MODELS[name]["objects"]  # type: ignore[index]
    assert len(model.problems) == len(objects) - 1


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", "[" * 100_000, '{"objects": 7}', '{"objects": {"a": 1}}',
             "\0", '{"a": ' * 50_000]
)  # fmt: skip
def test_a_data_model_that_is_none_is_told(write: Write, text: str) -> None:
    assert "SPL606" in told(write("default/data/models/M.json", text))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'a,b\n1,2\n"open,3\n4,5\n', "a quote never closes"),
        (b"a,b\n\0\0\n", "it is not text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "it is not text"),
        (b"\x1f\x8b\x08garbage", "is not gzip"),
    ],
)
def test_a_lookup_file_that_is_no_table_is_told(write: Write, data: bytes, message: str) -> None:
    write("default/props.conf", "[st]\nLOOKUP-x = t a OUTPUT b\nEVAL-good = 1\n")
    write("default/transforms.conf", "[t]\nfilename = t.csv\n")
    app = write("lookups/t.csv", data)
    assert message in told(app)
    assert "t.csv" in told(app)
    read, _ = loaded(app, "a=1\n")
    assert read.partitions[0].table.rows()[0]["good"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_in_any_encoding_are_read(write: Write, encoding: str) -> None:
    write("default/transforms.conf", "[t]\nfilename = t.csv\n".encode("utf-16"))
    write("lookups/t.csv", "a,b\n1,müller\n".encode(encoding))
    app = write("default/props.conf", "[st]\nLOOKUP-ä = t a OUTPUT b\n".encode(encoding))
    read, knowledge = loaded(app, "a=1\n")
    assert read.partitions[0].table.rows()[0]["b"] == "müller"
    assert knowledge.problems == ()


def test_binary_files_instead_of_conf_files_are_told(write: Write) -> None:
    noise = bytes(range(256)) * 40
    for path in ("props", "transforms", "eventtypes", "tags", "macros", "savedsearches", "app"):
        write(f"default/{path}.conf", noise)
    write("macros/m.yml", noise)
    write("lookups/l.yml", noise)
    app = write("local/props.conf", "[st]\nEVAL-good = 1\n")
    assert "SPL601" in told(app)
    assert len(told(app)) < 100_000
    read, _ = loaded(app, "x\n")
    assert read.partitions[0].table.rows()[0]["good"] == 1


def test_yaml_makes_no_objects_and_stays_small(write: Write, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    write("lookups/x.yml", f'a: !!python/object/apply:os.system ["touch {mark}"]\n')
    app = write("macros/list.yml", "- 1\n- 2\n")
    problems = told(app)
    assert "could not determine a constructor" in problems
    assert "This is not a YAML mapping" in problems
    assert not mark.exists()


def test_no_script_of_an_app_runs_and_each_is_refused_by_name(write: Write, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    script = f"#!/bin/sh\ntouch {mark}\n"
    for name in ("evil.py", "evil.sh", "in.sh"):
        (write(f"bin/{name}", script) / "bin" / name).chmod(0o755)
    write("default/commands.conf", "[evil]\nfilename = evil.py\n")
    write("default/inputs.conf", "[script://./bin/in.sh]\ninterval = 1\n[evil://x]\na = 1\n"
          "[monitor:///var/log]\nindex = main\n[script://off]\ndisabled = 1\n")  # fmt: skip
    write("default/transforms.conf", "[t]\nexternal_cmd = evil.py a b\n"
          "[u]\nexternal_type = python\nexternal_cmd = evil.py a\n")  # fmt: skip
    app = write(
        "default/props.conf", "[st]\nLOOKUP-x = t a OUTPUT b\nunarchive_cmd = bin/evil.sh\n"
    )
    problems = told(app)
    for words in (
        "[evil] filename: a custom search command is a script",
        "[script://./bin/in.sh] interval: a scripted input is a script",
        "[evil://x] a: a modular input is a script",
        "[t] external_cmd: this lookup runs a script",
        "[u] external_cmd: this lookup runs a script",
        "[st] unarchive_cmd: 'bin/evil.sh' is a program",
    ):
        assert words in problems
    assert problems.count("SPL605") == 6
    session = Session([app])
    session.load(io.BytesIO(b"a=1\n"), sourcetype="st")
    session.search("* | table *")
    for search in ("* | evil a=1", "* | lookup t a OUTPUT b", "* | script python evil"):
        with pytest.raises(SplError) as error:
            session.search(search)
        assert "evil" in error.value.render() or "script" in error.value.render()
    with pytest.raises(SplError, match="The command 'evil' is not supported") as refused:
        session.search("* | evil a=1")
    assert refused.value.code == "SPL302"
    assert "commands.conf, line 2) defines it as a script" in (refused.value.hint or "")
    assert not mark.exists()


def test_a_line_of_many_megabytes_is_one_event(write: Write) -> None:
    app = write("default/props.conf", "[st]\nEXTRACT-x = (?<x>\\d+)!$\nTRUNCATE = 0\n")
    size = 1_000_000
    read, _ = loaded(app, f"user=bob {'x' * size} key=v {'y' * size} 7!\n")
    (row,) = read.partitions[0].table.rows()
    assert (row["user"], row["key"], row["x"]) == ("bob", "v", "7")
    write("default/props.conf", "[st]\nEVAL-x = 1\n" + "#" * size + "\n" + "y" * size + "\n")
    assert len(told(app)) < 2000
