"""The object that users hold: the contract of the Python API."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import spl
from spl.commands import Job
from spl.commands.makeresults import Makeresults
from spl.engine import run
from spl.knowledge import Knowledge
from spl.values.environment import Environment

ROWS = [{"a": "x", "n": "3"}, {"a": "y", "n": "1"}, {"a": "x", "n": "5"}]


@pytest.fixture
def session() -> spl.Session:
    return spl.Session(now=1_700_000_000)


def test_public_names():
    assert sorted(spl.__all__) == spl.__all__
    assert all(hasattr(spl, name) for name in spl.__all__)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("where n>2 | table n", [{"n": "3"}, {"n": "5"}]),
        ("| where n>2 | table n", [{"n": "3"}, {"n": "5"}]),
        ("search a=X | table n", [{"n": "3"}, {"n": "5"}]),
        ("a=Y | table n", [{"n": "1"}]),
        ("a = Y | table n", [{"n": "1"}]),
        ("n IN (1, 3) | table n", [{"n": "3"}, {"n": "1"}]),
        ("```a comment``` where n=1 | table a", [{"a": "y"}]),
        ("`small` | table n", [{"n": "1"}]),
        ("`shown(n)` | search n=1", [{"n": "1"}]),
    ],
)
def test_a_pipeline_over_rows(session: spl.Session, text: str, rows: list[dict]):
    session.macros["small"] = "where n<2"
    session.macros["shown(1)"] = "table $field$"
    assert list(session.search(text, rows=ROWS)) == rows


def test_a_field_that_is_called_like_a_command(session: spl.Session):
    assert list(session.search("table=1", rows=[{"table": "1"}, {}])) == [{"table": "1"}]


def test_columns_keep_their_order(session: spl.Session):
    assert session.search("table n a z", rows=ROWS).columns == ["n", "a", "z"]


def test_macros(session: spl.Session):
    session.macros["f(2)"] = "search $x$=$y$"
    session.macros["g"] = {"definition": '"search a=" . "x"', "iseval": True}
    session.macros["h(2)"] = {"definition": "search $b$=$a$", "args": "a, b"}
    assert len(session.search("`f(a, x)`", rows=ROWS)) == 2
    assert len(session.search("`g`", rows=ROWS)) == 2
    assert len(session.search("`h(x, a)`", rows=ROWS)) == 2
    assert "f(2)" in session.macros
    assert session.macros.setdefault("g", "search *") is session.macros["g"]
    del session.macros["g"]
    with pytest.raises(spl.MacroError):
        session.search("`g`", rows=ROWS)


@pytest.mark.parametrize(
    ("name", "value"), [("a b", "x"), ("f(2)", "x"), ("f", {"definition": "x", "args": "a"})]
)
def test_a_macro_that_does_not_fit_its_name(session: spl.Session, name: str, value: object):
    with pytest.raises(spl.MacroError) as caught:
        session.macros[name] = value
    assert caught.value.code == "SPL209"


def test_now_is_fixed(session: spl.Session):
    assert session.now() == 1_700_000_000
    assert list(session.search("| makeresults")) == [{"_time": "1700000000"}]


def test_the_time_range(session: spl.Session):
    rows = [{"_time": 5}, {"_time": "7.5"}, {"_time": 9}]
    found = session.search("search *", earliest=6, latest=9, rows=rows)
    assert list(found) == [{"_time": "7.5"}]
    with pytest.raises(spl.BindError) as caught:
        session.search("search *", earliest="-1x", rows=rows)
    assert caught.value.code == "SPL305"


def test_an_error_shows_its_place(session: spl.Session):
    text = "search a=x\n| where nofunction(a)=1"
    with pytest.raises(spl.SplError) as caught:
        session.search(text, rows=ROWS)
    error = caught.value
    assert text[error.span.start : error.span.end].startswith("nofunction")
    assert "line 2, column 9" in error.render()
    assert "^^^^" in error.render()


def test_the_session_goes_on_after_an_error(session: spl.Session):
    with pytest.raises(spl.SplError):
        session.search("| nosuchcommand")
    assert len(session.search("| makeresults")) == 1


@pytest.mark.parametrize("tz", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_time_zone_that_is_none(tz: str):
    with pytest.raises(spl.BindError) as caught:
        spl.Session(tz=tz)
    assert caught.value.code == "SPL306"


def test_without_pandas_the_error_says_so(session: spl.Session, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(spl.RunError) as caught:
        session.search("| makeresults").to_pandas()
    assert caught.value.code == "SPL403"


def test_parse_prints_what_it_read():
    pipeline = spl.parse("`f` | where n>2", macros={"f": "search a=1"})
    assert str(spl.parse(str(pipeline), macros={})) == str(pipeline)
    assert [command.name for command in pipeline.commands] == ["search", "where"]


def test_lookups(session: spl.Session):
    session.lookups["users"] = [{"id": "1", "name": "Al"}, {"id": "2", "name": None}]
    session.lookups["paths"] = {
        "rows": [{"path": "*\\cmd.exe", "hit": "yes"}],
        "match_type": "WILDCARD(path)",
        "case_sensitive_match": False,
        "min_matches": 1,
        "default_match": "no",
    }
    assert session.lookups["users"] == [{"id": "1", "name": "Al"}, {"id": "2", "name": ""}]
    found = session.search("lookup users id", rows=[{"id": "1"}, {"id": "2"}])
    assert list(found) == [{"id": "1", "name": "Al"}, {"id": "2"}]
    found = session.search("lookup paths path", rows=[{"path": "C:\\CMD.EXE"}, {"path": "x"}])
    assert [row["hit"] for row in found] == ["yes", "no"]
    del session.lookups["users"]
    assert "users" not in session.lookups
    assert "paths" in session.lookups


@pytest.mark.parametrize(
    "value", [{"rows": [], "matchtype": "x"}, {"match_type": ""}, {"rows": [1]}, [1]]
)
def test_a_lookup_that_makes_no_sense(session: spl.Session, value: object):
    with pytest.raises(spl.KnowledgeError) as caught:
        session.lookups["x"] = value
    assert caught.value.code == "SPL608"


def test_load(session: spl.Session, tmp_path):
    log = tmp_path / "app.log"
    log.write_text("2024-05-15 10:00:00 first\n2024-05-15 10:00:05 second\n")
    assert session.load(log, sourcetype="app", index="web").events == 2
    found = session.search("index=web sourcetype=app | table _raw source")
    assert [row["_raw"][20:] for row in found] == ["second", "first"]
    assert found[0]["source"] == str(log)
    with pytest.raises(spl.DataError):
        session.load(tmp_path / "none.log")


def test_collect(session: spl.Session):
    assert session.collect([{"risk_score": 40, "dest": "h"}], index="risk", source="rule") == 1
    rows = list(session.search("index=risk dest=H | table _time source risk_score _raw"))
    assert rows == [
        {
            "_time": "1700000000",
            "source": "rule",
            "risk_score": "40",
            "_raw": '11/14/2023 22:13:20 +0000, risk_score="40", dest="h"',
        }
    ]
    assert "risk_score" in session.field_names()


def test_searches_inside_searches_end(session: spl.Session):
    class Endless:
        """An executor whose every search starts another one."""

        def execute(self, plan, job, rows=None):
            return job.run(spl.parse("| makeresults"), None)

    job = Job(Environment(0.0), Knowledge(), (), None, None, None)
    with pytest.raises(spl.RunError) as caught:
        run(spl.parse("| makeresults"), job, Endless())
    assert caught.value.code == "SPL402"


def test_ctrl_c_leaves_the_session_usable(session: spl.Session, monkeypatch):
    def interrupted(self, job):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Makeresults, "read", interrupted)
        session.search("| makeresults")
    assert len(session.search("| makeresults")) == 1


def test_what_is_wrong_with_an_app_is_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "app" / "default"
    folder.mkdir(parents=True)
    (folder / "props.conf").write_text("[st]\nEVAL-a = nofunction(1)\nnonsense\n")
    log = tmp_path / "x.log"
    log.write_text("a\n")
    session = spl.Session([tmp_path / "app"])
    first = session.load(log, sourcetype="st").warnings()
    assert [w for w in first if "line 3: a line is neither" in w]
    assert [w for w in first if "line 2: [st] EVAL-a: The 'nofunction'" in w]
    assert not [w for w in session.load(log, sourcetype="st").warnings() if "props.conf" in w]
    assert session.search("index=*").warnings == []
    assert [
        w for w in spl.Session([tmp_path / "app"]).search("| makeresults").warnings if "line 3" in w
    ]


def test_one_path_is_a_list_of_one_and_none_is_none(tmp_path):
    (tmp_path / "macros.conf").write_text("[few]\ndefinition = head 1\n")
    for given in (str(tmp_path), tmp_path, [tmp_path], [str(tmp_path)]):
        assert "few" in spl.Session(macros=given).macros
    assert len(spl.Session(apps=None, macros=None).macros) == len(spl.Session().macros)


def test_the_present_may_be_a_datetime():
    assert spl.Session(now=datetime(2024, 1, 1, 12), tz="Europe/Berlin").now() == 1704106800
    assert spl.Session(now=datetime(2024, 1, 1, 12, tzinfo=UTC)).now() == 1704110400


def test_what_cannot_be_a_macro_is_refused(session):
    with pytest.raises(spl.SplError, match=r"The macro 'm' cannot be of type int\."):
        session.macros["m"] = 5


def test_true_is_the_same_word_in_lookups_and_rows(session):
    session.lookups["t"] = [{"a": 1, "b": True}]
    found = session.search("lookup t a OUTPUT b AS c", rows=[{"a": 1, "b": True}])
    assert list(found) == [{"a": "1", "b": "true", "c": "true"}]


def test_a_branch_shares_events_and_keeps_what_is_new_to_itself(
    session: spl.Session, tmp_path: Path
):
    session.macros["m"] = "search a=1"
    session.lookups["l"] = [{"k": "old"}]
    session.collect([{"a": "1"}])
    other = spl.Session(now=1_700_000_000)
    other.collect([{"a": "2"}])
    branch = session.branch(other)
    branch.macros["m"] = "search a=2"
    branch.savedsearches["s"] = "search a=2"
    branch.collect([{"a": "3"}])
    branch.search("| makeresults | eval k=7 | table k | outputlookup l")
    assert [row["a"] for row in branch.search("index=* | table a")] == ["3", "2", "1"]
    assert len(branch.search("index=* | `m`")) == 1
    assert list(branch.search("| inputlookup l")) == [{"k": "7"}]
    assert [row["a"] for row in session.search("index=* | table a")] == ["1"]
    assert list(session.search("| inputlookup l")) == [{"k": "old"}]
    assert "s" not in session.savedsearches
    assert str(session.macros["m"].definition) == "search a=1"


def test_a_branch_works_a_field_out_once_for_all(session: spl.Session):
    session.collect([{"a": "1"}, {"a": "2"}])
    [theirs] = session.branch()._partitions
    [ours] = session.branch()._partitions
    assert theirs.table.column("a").dictionary is ours.table.column("a").dictionary


def test_a_branch_writes_no_file_for_its_session(tmp_path: Path):
    kept, scratch = tmp_path / "kept", tmp_path / "scratch"
    session = spl.Session(write=kept)
    session.branch().search("| makeresults | outputlookup x.csv")
    session.branch(write=scratch).search("| makeresults | outputlookup x.csv")
    assert not kept.exists()
    assert [path.name for path in scratch.iterdir()] == ["x.csv"]
