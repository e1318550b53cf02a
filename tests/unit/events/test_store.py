"""Logs in a store: the same events as from the logs, whatever happens on the way."""

import io
import itertools
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import spl
from spl.errors import DataError
from spl.events.intake import Settings
from spl.events.store import open_store
from spl.events.store_changes import Limits
from spl.events.store_manifest import NAME, PARTS
from spl.events.store_writer import index_logs
from spl.knowledge import Knowledge
from spl.values.environment import Environment

DATASETS = Path(__file__).parents[3] / "datasets"
LOGS = sorted(path for path in DATASETS.rglob("*") if path.suffix in (".log", ".xml"))
ENV = Environment(now=1_700_000_000.0)
SMALL = Limits(part=50_000, commit=1)
LONG_AGO = 1_600_000_000


def put(store, *logs, limits=SMALL, knowledge=None, **said):
    settings = Settings(**said)
    known = knowledge or Knowledge.read()
    return index_logs(list(logs), store, settings=settings, knowledge=known, env=ENV, limits=limits)


def written(path: Path, text: str) -> Path:
    """A log that was last changed long ago."""
    path.write_text(text)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def events(*paths, search="index=* | table *") -> list[dict]:
    session = spl.Session(now=1_700_000_000.0)
    for path in paths:
        session.load(path)
    return list(session.search(search))


def texts(store) -> list[str]:
    return [row["_raw"] for row in events(store, search="index=* | table _raw")]


def test_a_store_holds_what_the_logs_hold(tmp_path):
    put(tmp_path / "s", *LOGS)
    search = "index=* | table *, _time, _raw"
    assert events(tmp_path / "s", search=search) == events(*LOGS, search=search)


@pytest.mark.parametrize("search", [
    "index=* | stats count by source, sourcetype, host, EventCode",
    "EventData_Xml=* | stats count, dc(EventData_Xml)",
    "tag=process | stats count by dest, process_name",
    "| tstats count from datamodel=Endpoint.Processes by Processes.process_name",
])  # fmt: skip
def test_searches_give_the_same(tmp_path, search):
    put(tmp_path / "s", DATASETS)
    assert events(tmp_path / "s", search=search) == events(DATASETS, search=search)


def test_values_of_all_kinds_come_back(tmp_path):
    (tmp_path / "app" / "default").mkdir(parents=True)
    (tmp_path / "app" / "default" / "props.conf").write_text("[t]\nTRANSFORMS-a = a\n")
    (tmp_path / "app" / "default" / "transforms.conf").write_text(
        "[a]\nREGEX = (\\w)=(\\S)\nFORMAT = $1::$2\nWRITE_META = true\nREPEAT_MATCH = true\n"
    )
    log = written(tmp_path / "a.txt", "a=1 a=2\na=1\nb=é\n\nx")
    knowledge = Knowledge.read([tmp_path / "app"])
    put(tmp_path / "s", log, knowledge=knowledge, sourcetype="t")
    found = [part.table() for part in open_store(tmp_path / "s").parts]
    rows = [row for table in found for row in table.select(["a", "b", "_raw"]).rows()]
    assert rows == [
        {"a": ("1", "2"), "_raw": "a=1 a=2"}, {"a": "1", "_raw": "a=1"},
        {"b": "é", "_raw": "b=é"}, {"_raw": "x"},
    ]  # fmt: skip


def test_half_a_character_is_replaced(tmp_path):
    log = written(tmp_path / "a.json", '{"_raw": "x \\ud800 y"}\n')
    put(tmp_path / "s", log)
    assert texts(tmp_path / "s") == ["x � y"]


@pytest.mark.skipif(os.name != "posix", reason="names are bytes there only")
def test_a_log_whose_name_is_no_text(tmp_path):
    log = written(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")), "a\n")
    put(tmp_path / "s", log)
    assert put(tmp_path / "s", log).unchanged == 1
    assert texts(tmp_path / "s") == ["a"]


def test_malformed_events_stay_what_they_are(tmp_path):
    event = "<Event><System><EventID>1</EventID></System><EventData>x</EventData></Event>"
    log = written(tmp_path / "a.xml", f"{event}\n<Event><EventData>y</EventData\n{event}")
    put(tmp_path / "s", log)
    rows = events(tmp_path / "s", search="index=* | stats count(EventData_Xml) AS x, count")
    assert rows == [{"x": "2", "count": "3"}]


def test_opening_reads_the_manifest_only(tmp_path):
    put(tmp_path / "s", *LOGS)
    for part in (tmp_path / "s" / PARTS).iterdir():
        part.unlink()
    session = spl.Session()
    assert session.load(tmp_path / "s").events > 500


def test_other_engines_read_a_part(tmp_path):
    put(tmp_path / "s", LOGS[-1])
    (part, *_) = open_store(tmp_path / "s").parts
    table = pq.read_table(part.path)
    assert {"_time", "_raw", "host", "source", "Image"} <= set(table.schema.names)
    assert part.raw().to_pylist() == table.column("_raw").to_pylist()


def test_parts_tell_their_times(tmp_path):
    put(tmp_path / "s", *LOGS)
    for part in open_store(tmp_path / "s").parts:
        times = part.table().column("_time").to_list()
        assert (part.info.earliest, part.info.latest) == (min(times), max(times))
        assert part.info.rows == len(times)


class TestAgain:
    """The second run."""

    def test_unchanged_logs_are_passed_over(self, tmp_path):
        one, two = (written(tmp_path / name, f"{name}\n") for name in ("one.txt", "two.txt"))
        assert put(tmp_path / "s", one).report.events == 1
        before = open_store(tmp_path / "s").manifest.parts
        again = put(tmp_path / "s", one, two)
        assert (again.report.events, again.unchanged) == (1, 1)
        assert open_store(tmp_path / "s").manifest.parts[:1] == before
        assert sorted(texts(tmp_path / "s")) == ["one.txt", "two.txt"]

    @pytest.mark.parametrize("text", ["new\nmore\n", "0ld\n"], ids=["longer", "as long"])
    def test_a_changed_log_replaces_its_events(self, tmp_path, text):
        one, two = written(tmp_path / "1.txt", "old\n"), written(tmp_path / "2.txt", "stays\n")
        put(tmp_path / "s", one, two, limits=Limits())
        (part,) = {row["source"] for row in events(tmp_path / "s")} and [1]
        written(one, text)
        assert put(tmp_path / "s", one, two).unchanged == part
        assert sorted(texts(tmp_path / "s")) == sorted([*text.split(), "stays"])

    def test_of_logs_that_share_a_part_only_the_changed_one_goes(self, tmp_path):
        logs = [written(tmp_path / f"{n}.txt", f"{n} a\n{n} b\n") for n in range(3)]
        put(tmp_path / "s", *logs, limits=Limits(), source="all")
        assert len(open_store(tmp_path / "s").parts) == 1
        written(logs[1], "1 new\n")
        put(tmp_path / "s", *logs, limits=Limits(), source="all")
        assert sorted(texts(tmp_path / "s")) == ["0 a", "0 b", "1 new", "2 a", "2 b"]
        assert sum(part.info.rows for part in open_store(tmp_path / "s").parts) == 5

    def test_a_log_that_is_gone_keeps_its_events(self, tmp_path):
        (tmp_path / "logs").mkdir()
        one, two = (written(tmp_path / "logs" / n, f"{n}\n") for n in ("1.txt", "2.txt"))
        put(tmp_path / "s", tmp_path / "logs")
        one.unlink()
        written(two, "new\n")
        put(tmp_path / "s", tmp_path / "logs")
        assert sorted(texts(tmp_path / "s")) == ["1.txt", "new"]

    def test_a_log_that_changed_just_now_is_not_trusted(self, tmp_path):
        log = tmp_path / "a.txt"
        log.write_text("a\n")
        put(tmp_path / "s", log)
        assert put(tmp_path / "s", log).unchanged == 0
        assert texts(tmp_path / "s") == ["a"]

    def test_other_settings_read_it_anew(self, tmp_path):
        log = written(tmp_path / "a.txt", "a\n")
        put(tmp_path / "s", log)
        assert put(tmp_path / "s", log, index="other").unchanged == 0
        assert [row["index"] for row in events(tmp_path / "s")] == ["other"]

    def test_other_index_time_knowledge_reads_it_anew_and_is_told(self, tmp_path):
        (tmp_path / "app" / "default").mkdir(parents=True)
        (tmp_path / "app" / "default" / "props.conf").write_text("[txt]\nSEDCMD-a = s/a/b/\n")
        log = written(tmp_path / "a.txt", "a\n")
        put(tmp_path / "s", log)
        session = spl.Session(apps=[tmp_path / "app"])
        assert "other index-time settings" in session.load(tmp_path / "s").warnings()[0]
        knowledge = Knowledge.read([tmp_path / "app"])
        assert put(tmp_path / "s", log, knowledge=knowledge).unchanged == 0
        assert texts(tmp_path / "s") == ["b"]
        assert session.load(tmp_path / "s").warnings() == []

    def test_search_time_knowledge_leaves_it_alone(self, tmp_path):
        (tmp_path / "app" / "default").mkdir(parents=True)
        (tmp_path / "app" / "default" / "props.conf").write_text("[txt]\nEVAL-x = 1\n")
        log = written(tmp_path / "a.txt", "a\n")
        put(tmp_path / "s", log)
        session = spl.Session(apps=[tmp_path / "app"])
        assert session.load(tmp_path / "s").warnings() == []
        assert [row["x"] for row in session.search("index=*")] == ["1"]


class TestWhatGoesWrong:
    """Each is one clear error, and the store stays as it was."""

    def test_a_log_that_is_not_there(self, tmp_path):
        with pytest.raises(DataError, match="SPL501"):
            put(tmp_path / "s", tmp_path / "no.txt")
        assert not (tmp_path / "s").exists()

    def test_a_log_that_cannot_be_read(self, tmp_path):
        good, bad = written(tmp_path / "a.txt", "a\n"), tmp_path / "b.gz"
        put(tmp_path / "s", good)
        bad.write_bytes(b"\x1f\x8b\x08broken")
        with pytest.raises(DataError, match="SPL505"):
            put(tmp_path / "s", bad)
        assert texts(tmp_path / "s") == ["a"]
        assert put(tmp_path / "s", tmp_path).report.skipped != []

    def test_a_folder_with_other_files(self, tmp_path):
        log = written(tmp_path / "a.txt", "a\n")
        with pytest.raises(DataError, match="SPL508"):
            put(tmp_path, log)
        assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]

    def test_a_store_within_the_folder_of_logs_is_no_log(self, tmp_path):
        written(tmp_path / "a.txt", "a\n")
        put(tmp_path / "s", tmp_path)
        assert put(tmp_path / "s", tmp_path).report.skipped == []
        assert texts(tmp_path / "s") == ["a"]
        assert [row["_raw"] for row in events(tmp_path)] == ["a"]

    @pytest.mark.parametrize(
        "text",
        ["", "{", "[]", "{}", '{"format": "other"}', '{"format": "spl store", "version": 99}',
         '{"format": "spl store", "version": 1, "following": 1, "logs": {}, "parts": [{}]}',
         '{"format": "spl store", "version": 1, "following": 1, "logs": [], "parts": []}'],
    )  # fmt: skip
    def test_a_manifest_that_is_none(self, tmp_path, text):
        (tmp_path / NAME).write_text(text)
        with pytest.raises(DataError, match="SPL506"):
            spl.Session().load(tmp_path)

    def test_a_part_outside_of_the_store_is_not_read(self, tmp_path):
        log = written(tmp_path / "a.txt", "a\n")
        put(tmp_path / "s", log)
        manifest = json.loads((tmp_path / "s" / NAME).read_text())
        manifest["parts"][0]["name"] = "../../etc/passwd"
        (tmp_path / "s" / NAME).write_text(json.dumps(manifest))
        with pytest.raises(DataError, match="SPL506"):
            spl.Session().load(tmp_path / "s")

    @pytest.mark.parametrize("data", [None, b"", b"PAR1", b"x" * 5000], ids=str)
    def test_a_part_that_is_broken(self, tmp_path, data):
        put(tmp_path / "s", written(tmp_path / "a.txt", "a\n"))
        (part,) = (tmp_path / "s" / PARTS).iterdir()
        if data is None:
            part.unlink()
        else:
            part.write_bytes(data)
        with pytest.raises(DataError, match="SPL506"):
            texts(tmp_path / "s")

    def test_a_part_with_broken_pages(self, tmp_path):
        put(tmp_path / "s", written(tmp_path / "a.txt", "a b c d e\n" * 500))
        (part,) = (tmp_path / "s" / PARTS).iterdir()
        data = bytearray(part.read_bytes())
        data[4:200] = bytes(196)
        part.write_bytes(data)
        with pytest.raises(DataError, match="SPL506"):
            texts(tmp_path / "s")

    def test_two_writers(self, tmp_path):
        log = written(tmp_path / "a.txt", "a\n")
        put(tmp_path / "s", log)
        code = (
            "import sys; from filelock import FileLock\n"
            "with FileLock(sys.argv[1]):\n print('locked', flush=True); sys.stdin.read()"
        )
        other = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "s" / "lock")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert other.stdout.readline() == "locked\n"
            with pytest.raises(DataError, match="SPL507"):
                put(tmp_path / "s", log)
        finally:
            other.communicate("")
        assert put(tmp_path / "s", log).unchanged == 1

    def test_what_is_said_about_a_store(self, tmp_path):
        put(tmp_path / "s", written(tmp_path / "a.txt", "a\n"))
        with pytest.raises(DataError, match="SPL509"):
            spl.Session().load(tmp_path / "s", sourcetype="x")


_LINES = 500
_TOUCHES = frozenset((io.open, os.open, os.mkdir, os.replace, os.unlink, os.fsync))


def _index(store: Path, logs: list[Path], knowledge: Knowledge, last: int | None = None) -> None:
    """Put *logs* into the store; die before the touch of the disk that is numbered *last*."""
    touches = itertools.count()

    def die(frame, event, called) -> None:
        if event != "c_call" or (called not in _TOUCHES and called.__name__ != "flush"):
            return
        if next(touches) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    if last is not None:
        sys.setprofile(die)
        threading.setprofile(die)
    put(store, *logs, limits=Limits(part=3_000, commit=1), knowledge=knowledge)


def _killed(*what: object, after: float | None = None) -> int | None:
    """The exit code of an `_index` that is killed at a touch, or after so many seconds."""
    process = multiprocessing.get_context("fork").Process(target=_index, args=what)
    process.start()
    if after is not None:
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    return process.exitcode


def _logs_there(store: Path) -> int:
    """How many logs the store has; all events of each are there, and no others."""
    if not (store / NAME).exists():
        return 0
    whole = open_store(store)
    counts = {}
    for part in whole.parts:
        assert part.table().column("_raw").to_list() == part.raw().to_pylist()
        for log, rows in part.info.logs:
            counts[log] = counts.get(log, 0) + rows
    assert counts == dict.fromkeys(whole.manifest.logs, _LINES)
    return len(counts)


def _some_logs(folder: Path, count: int) -> list[Path]:
    return [written(folder / f"{n:02}.txt", f"log {n} line\n" * _LINES) for n in range(count)]


def test_killed_at_any_touch_of_the_disk_the_store_has_its_last_state(tmp_path):
    """Each state is all events of the first so many logs; a later run goes on from there."""
    logs = _some_logs(tmp_path, 2)
    knowledge = Knowledge.read()
    states = []
    for last in itertools.count():
        store = tmp_path / f"store{last}"
        done = _killed(store, logs, knowledge, last)
        states.append(_logs_there(store))
        if done == 0:
            break
        assert done == -signal.SIGKILL
        _index(store, logs, knowledge)
        assert _logs_there(store) == 2
        assert len(list((store / PARTS).iterdir())) == len(open_store(store).parts)
    assert states == sorted(states)
    assert set(states) == {0, 1, 2}


def test_killed_at_any_time_the_store_has_its_last_state(tmp_path):
    """Where a kill hits is the machine's: that all states are met is the other test's to see."""
    logs = _some_logs(tmp_path, 12)
    store = tmp_path / "s"
    knowledge = Knowledge.read()
    there = 0
    for tries in range(12):
        _killed(store, logs, knowledge, after=0.01 + 0.04 * tries)
        assert there <= (there := _logs_there(store))
    _index(store, logs, knowledge)
    assert _logs_there(store) == 12
    assert len(list((store / PARTS).iterdir())) == len(open_store(store).parts)


@pytest.mark.parametrize("search", [
    "index=* | table _time, _raw",
    "index=* | stats count, dc(host), values(EventCode), first(_raw), list(EventCode) by source",
    "EventCode=1 | head 3 | table _raw",
    "tag=process | stats count by dest, process_name",
    "| tstats count min(_time) from datamodel=Endpoint.Processes by Processes.process_name",
    "index=* | dedup EventCode | table EventCode",
    "powershell | stats count by host",
])  # fmt: skip
def test_with_little_memory_the_answer_is_the_same(tmp_path, search):
    put(tmp_path / "s", DATASETS, limits=Limits(part=30_000))
    assert len(open_store(tmp_path / "s").parts) > 20
    little = spl.Session(now=1_700_000_000.0, memory=100_000)
    little.load(tmp_path / "s")
    want = events(tmp_path / "s", search=search)
    assert want
    assert list(little.search(search)) == want
    assert list(little.search(search)) == want


def test_with_little_memory_parts_are_let_go(tmp_path):
    put(tmp_path / "s", DATASETS, limits=Limits(part=30_000))
    session = spl.Session(memory=100_000)
    session.load(tmp_path / "s")
    session.search("index=* | stats count by _raw")
    held = [each.held for each in session._shelf._open.values()]
    assert sum(held) <= 100_000 + max(held)
    assert len(held) < len(open_store(tmp_path / "s").parts)


def test_parts_outside_of_the_time_range_are_not_read(tmp_path):
    put(tmp_path / "s", *LOGS)
    infos = [part.info for part in open_store(tmp_path / "s").parts]
    start = max(info.latest for info in infos)
    session = spl.Session(now=1_700_000_000.0)
    session.load(tmp_path / "s")
    for part in open_store(tmp_path / "s").parts:
        if part.info.latest < start:
            part.path.unlink()
    assert len(session.search("index=* | table _time", earliest=start)) >= 1
    assert len(session.search(f"index=* earliest={start} | table _time")) >= 1
