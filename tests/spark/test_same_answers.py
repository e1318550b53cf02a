"""What Spark gives is what this process gives: real workers, real shuffles."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

import spl
from spl.engine import Local
from spl.events.intake import Settings
from spl.events.store_writer import index_logs
from tests.property.test_spread import SEARCHES, told
from tests.spec.case import Case, read_cases

CASES = list(read_cases())
OF_EVENTS = [case for case in CASES if "events" in case.data]
FEW = SEARCHES[::3]


def rows(part: int) -> list[dict[str, object]]:
    return [
        {"_time": float(i * 7 % 5), "n": f"{part}-{i}", "v": str(i * 3 % 11), "h": f"h{i % 4}",
         "k": ["x", f"y{i % 3}"] if i % 5 else None}
        for i in range(40)
    ]  # fmt: skip


def sessions(engine: object) -> tuple[spl.Session, spl.Session]:
    here, there = spl.Session(now=100.0, engine=Local()), spl.Session(now=100.0, engine=engine)
    for session in (here, there):
        for part in range(3):
            session.collect(rows(part), sourcetype=f"s{part % 2}")
    return here, there


@pytest.fixture(scope="module")
def both(engine) -> tuple[spl.Session, spl.Session]:
    return sessions(engine)


@pytest.mark.parametrize("search", FEW)
def test_a_search(both, search: str):
    here, there = both
    assert told(there.search(search), search) == told(here.search(search), search)


@pytest.mark.spark
@pytest.mark.parametrize("search", SEARCHES)
def test_every_search(both, search: str):
    here, there = both
    assert told(there.search(search), search) == told(here.search(search), search)


@pytest.mark.parametrize("case", OF_EVENTS[::6], ids=lambda case: case.name)
def test_a_case_of_events(engine, case: Case):
    case.check(case.session(engine=engine))


@pytest.mark.spark
@pytest.mark.parametrize("case", OF_EVENTS, ids=lambda case: case.name)
def test_every_case_of_events(engine, case: Case):
    case.check(case.session(engine=engine))


@pytest.mark.spark
def test_every_case_of_rows(engine):
    """All cases that read the rows that are given, each row a part of its own."""
    session, unit_rows = spl.Session(now=1_700_000_000, engine=engine), engine.unit_rows
    engine.unit_rows = 1
    try:
        for case in CASES:
            if "given" in case.data and "events" not in case.data:
                alone = case.needs_a_session_of_its_own()
                case.check(case.session(engine=engine) if alone else session)
    finally:
        engine.unit_rows = unit_rows


def test_logs_and_stores_are_opened_by_the_workers(engine, tmp_path: Path):
    logs = tmp_path / "logs"
    logs.mkdir()
    for name in ("a", "b"):
        lines = [f'{{"time": {1731492000 + i}, "user": "{name}{i % 3}"}}\n' for i in range(50)]
        (logs / f"{name}.json").write_text("".join(lines) + '{"broken\n')
    here, there = spl.Session(now=2e9), spl.Session(now=2e9, engine=engine)
    reports = [session.load(logs) for session in (here, there)]
    assert reports[0].warnings() == reports[1].warnings()
    assert reports[1].malformed == 2
    store = tmp_path / "store"
    index_logs([logs], store, settings=Settings(), knowledge=here.knowledge, env=here.environment())
    third = spl.Session(now=2e9, engine=engine)
    third.load(store)
    for search in ("index=main | stats count values(source) by user", "index=main | head 3"):
        want = list(here.search(search))
        assert list(there.search(search)) == want
        assert list(third.search(search)) == want


def test_a_table_of_spark_is_searched_by_fields_and_text(engine, tmp_path: Path):
    frame = engine.spark.createDataFrame(
        [
            (datetime(2024, 11, 13, 10, 0, i, tzinfo=UTC), f"user=u{i % 2} n={i}", i, f"h{i}")
            for i in range(6)
        ],
        "ts timestamp, message string, size long, host string",
    )
    path = str(tmp_path / "table")
    frame.write.parquet(path)
    fields = {"_time": "ts", "_raw": "message"}
    session = spl.Session(now=2e9, engine=engine)
    session.load(engine.table(path, fields, format="parquet", index="t", sourcetype="text"))
    found = list(session.search("index=t user=u1 | table _time host user n size"))
    assert [row["n"] for row in found] == ["5", "3", "1"]
    assert found[0] == {"_time": "1731492005", "host": "h5", "user": "u1", "n": "5", "size": "5"}
    (count,) = session.search("| tstats count where index=t")
    assert count == {"count": "6"}
    with pytest.raises(spl.RunError) as caught:
        engine.table(frame, {"_time": "when"})
    assert caught.value.code == "SPL466"
    with pytest.raises(spl.RunError) as caught:
        session.field_names()
    assert caught.value.code == "SPL465"


def real_logs() -> list[tuple[Path, str, str]]:
    """The logs on which published rules must fire, where SPL_EVENTS says that they lie."""
    folder = os.environ.get("SPL_EVENTS")
    if not folder:
        return []
    rules = json.loads(Path(folder, "must_fire.json").read_text("utf-8"))
    logs = [log for rule in rules for log in rule["data"]]
    named = {log["file"]: (log["source"], log["sourcetype"]) for log in logs}
    return [(Path(folder, file), *named[file]) for file in sorted(named)]


@pytest.mark.spark
def test_every_published_rule_gives_the_same_rows(engine):
    checkout = os.environ.get("SPL_SECURITY_CONTENT")
    if not checkout:
        pytest.skip("SPL_SECURITY_CONTENT names no checkout")
    from tests.corpus.published import LOGS, searches, session

    here = session(*LOGS)
    for path, source, sourcetype in real_logs():
        here.load(path, source=source, sourcetype=sourcetype)
    there = here.branch()
    there._engine = engine
    other = []
    for stem, text in searches("detections").items():
        answers = []
        for each in (here, there):
            try:
                answers.append(told(each.search(text), text))
            except spl.SplError as error:
                answers.append([error.code])
        if answers[0] != answers[1]:
            other.append((stem, *answers))
    assert other == []
