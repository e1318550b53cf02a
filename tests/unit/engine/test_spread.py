"""The engine that spreads searches: what it reads, refuses and tells."""

from dataclasses import replace
from pathlib import Path

import pytest

import spl
from spl.engine.spread import Spread
from spl.engine.spread.message import Message
from spl.engine.spread.worker import Worker
from spl.events.intake import Settings
from spl.events.store_writer import index_logs
from spl.knowledge import Knowledge
from spl.knowledge.snapshot import freeze, frozen_apps, thaw
from tests.spec.rehearsed import Rehearsed

EVENT = (
    '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>'
    '<Provider Name="Microsoft-Windows-Sysmon"/><EventID>{id}</EventID>'
    '<TimeCreated SystemTime="2024-11-13T10:00:0{id}.000Z"/>'
    "<Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>{host}</Computer></System>"
    '<EventData><Data Name="User">{user}</Data></EventData></Event>\n'
)
ROWS = [{"_time": float(n), "n": str(n), "h": f"h{n % 3}"} for n in range(12)]


def spread(**options: object) -> Spread:
    return Spread(Rehearsed(), unit_rows=5, **options)


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    folder.mkdir()
    for name, host in (("a.xml", "alpha"), ("b.xml", "beta")):
        events = [EVENT.format(id=n, host=host, user=f"u{n % 2}") for n in range(1, 6)]
        (folder / name).write_text("".join(events))
    (folder / "c.json").write_text('{"_time": "1731492000", "user": "u1"}\n{"broken\n')
    (folder / "empty.log").write_text("")
    return folder


SEARCHES = [
    "index=main | stats count values(host) by User",
    "index=main | table _time host EventCode user sourcetype",
    "index=main | head 3 | table host EventCode",
    "index=main sourcetype=XmlWinEventLog | stats list(EventCode) by host",
    "| tstats count where index=main by host",
]


@pytest.mark.parametrize("search", SEARCHES)
def test_logs_are_read_where_they_are_searched(logs: Path, search: str):
    here, there = spl.Session(now=2e9), spl.Session(now=2e9, engine=spread())
    told = [session.load(logs) for session in (here, there)]
    assert told[0].warnings() == told[1].warnings()
    assert told[0].malformed == told[1].malformed == 1
    assert list(there.search(search)) == list(here.search(search))


def test_the_events_of_logs_stay_where_they_are(logs: Path, monkeypatch: pytest.MonkeyPatch):
    session = spl.Session(now=2e9, engine=spread())
    session.load(logs)
    monkeypatch.setattr("spl.engine.spread.stock.load", None)
    assert len(session.search("index=main | stats count by host"))


def test_a_store_is_opened_by_path(logs: Path, tmp_path: Path):
    here = spl.Session(now=2e9)
    index_logs(
        [logs / "a.xml", logs / "b.xml"],
        tmp_path / "store",
        settings=Settings(),
        knowledge=here.knowledge,
        env=here.environment(),
    )
    there = spl.Session(now=2e9, engine=spread())
    here.load(tmp_path / "store")
    there.load(tmp_path / "store")
    for search in SEARCHES:
        assert list(there.search(search)) == list(here.search(search))


def test_what_is_not_there_is_told_before_anything_runs(tmp_path: Path):
    session = spl.Session(engine=spread())
    with pytest.raises(spl.DataError) as caught:
        session.load(tmp_path / "nothing.xml")
    assert caught.value.code == "SPL501"
    with pytest.raises(spl.DataError) as caught:
        session.load(tmp_path)
    assert caught.value.code == "SPL503"


def test_a_log_that_went_away_is_an_error_of_the_cluster(logs: Path):
    session = spl.Session(now=2e9, engine=spread())
    session.load(logs)
    (logs / "a.xml").unlink()
    with pytest.raises(spl.RunError) as caught:
        session.search("index=main | stats count")
    assert caught.value.code == "SPL462"


@pytest.mark.parametrize(
    ("search", "word"),
    [
        ("index=main | reverse", "'reverse'"),
        ("index=main | table n", "ends with"),
        ("index=main | sort 0 n", "'sort'"),
    ],
)
def test_too_many_rows_for_one_place_are_refused(search: str, word: str):
    session = spl.Session(now=99.0, engine=spread(most_rows=6))
    session.collect(ROWS)
    with pytest.raises(spl.RunError, match=word) as caught:
        session.search(search)
    assert caught.value.code == "SPL463"
    assert len(session.search("index=main | head 2 | table n")) == 2
    assert len(session.search("index=main | stats count by n | where n=1 | table n")) == 1


def test_rows_in_several_groups_meet_in_one_place():
    rows = [{"_time": 1.0, "k": ["a", "b"], "n": "1"}, {"_time": 2.0, "k": "a", "n": "2"}]
    here, there = spl.Session(now=9.0), spl.Session(now=9.0, engine=spread())
    for session in (here, there):
        session.collect(rows)
    search = "index=main | eventstats count by k | table n count"
    assert list(there.search(search)) == list(here.search(search))


def test_an_error_on_the_way_is_the_error_of_the_search():
    session = spl.Session(now=9.0, engine=spread())
    session.collect(ROWS)
    with pytest.raises(spl.SplError) as caught:
        session.search("index=main | lookup nowhere n | stats count")
    assert caught.value.code == "SPL341"


def test_warnings_come_back():
    session = spl.Session(now=99.0, engine=Spread(Rehearsed(), unit_rows=20_000))
    session.collect([{"_time": 1.0, "n": str(n)} for n in range(10_001)])
    results = session.search("index=main | sort n | stats count")
    assert any("10,000" in sentence for sentence in results.warnings)


def test_what_a_session_has_set_travels():
    here = spl.Session(now=9.0)
    here.macros["twice(1)"] = "eval m=2*$x$"
    here.lookups["people"] = {"rows": [{"n": "1*", "who": "al"}], "match_type": "WILDCARD(n)"}
    here.savedsearches["mine"] = "index=main | stats count"
    there = thaw(freeze(here.knowledge))
    assert there.macros == here.knowledge.macros
    assert there.savedsearches["mine"] == "index=main | stats count"
    assert there.lookup("people").find({"n": "12"}) == [{"n": "1*", "who": "al"}]
    assert there.at_index_time.digest() == here.knowledge.at_index_time.digest()
    assert sorted(there.lookups) == sorted(here.knowledge.lookups)
    assert [e.name for e in there.eventtypes] == [e.name for e in here.knowledge.eventtypes]


def test_the_same_apps_freeze_to_the_same_bytes():
    assert frozen_apps(Knowledge.read()) == frozen_apps(Knowledge.read())


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch):
    snapshot = freeze(Knowledge.read())
    monkeypatch.setattr("spl.knowledge.snapshot.VERSION", 99)
    with pytest.raises(spl.RunError) as caught:
        thaw(snapshot)
    assert caught.value.code == "SPL461"


def test_another_plan_is_refused():
    message = Message(
        "| search index=main | stats count", ("search",), (), (), True, False, 0.0, "UTC",
        None, None, None, 2, 10, {}, 1, (),
    )  # fmt: skip
    with pytest.raises(spl.RunError) as caught:
        Worker(message, Knowledge.read(), ())
    assert caught.value.code == "SPL461"
    assert Worker(replace(message, steps=("search", "stats")), Knowledge.read(), ())


@pytest.mark.parametrize("pattern", ["logs/*.xml", "**/[ab].xml", "logs/*"])
def test_logs_that_a_pattern_fits(logs: Path, pattern: str):
    here, there = spl.Session(now=2e9), spl.Session(now=2e9, engine=spread())
    told = [session.load(logs.parent / pattern) for session in (here, there)]
    assert told[0].warnings() == told[1].warnings()
    assert told[0].files == told[1].files > 1
    assert list(there.search(SEARCHES[1])) == list(here.search(SEARCHES[1]))


def test_a_pattern_that_no_log_fits(logs: Path):
    for session in (spl.Session(), spl.Session(engine=spread())):
        for pattern, code in (("*.none", "SPL501"), ("e*.log", "SPL503")):
            with pytest.raises(spl.DataError) as caught:
                session.load(logs / pattern)
            assert caught.value.code == code
