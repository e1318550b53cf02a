"""Big logs read by several processes: what becomes of the processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spl.events.intake import Settings
from spl.events.store import open_store
from spl.events.store_changes import Limits
from spl.events.store_manifest import PARTS
from spl.events.store_writer import index_logs
from spl.events.stretches import processes
from spl.knowledge import Knowledge
from spl.values.environment import Environment

DATASETS = Path(__file__).parents[3] / "datasets"
ENV = Environment(now=1_700_000_000.0)
ALONE = Limits(processes=1)
TWO = Limits(processes=2, stretch=400_000)


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    """Some megabytes of events."""
    path = tmp_path_factory.mktemp("logs") / "a.log"
    one = (DATASETS / "malware/azorult/sysmon.log").read_text().rstrip() + "\n"
    path.write_text(one * (3_000_000 // len(one)) + "stray\n" + one)
    return path


def put(log: Path, store: Path, limits: Limits, progress=None):
    return index_logs(
        [log], store, settings=Settings(), knowledge=Knowledge(), env=ENV, limits=limits,
        progress=progress,
    ).report  # fmt: skip


def rows(store: Path) -> list[dict]:
    parts = open_store(store).parts
    assert len(list((store / PARTS).iterdir())) == len(parts)
    assert sum(part.info.rows for part in parts) == sum(
        info.events for info in open_store(store).manifest.logs.values()
    )
    return [row for part in parts for row in part.table().rows()]


def test_processes_give_what_one_gives(log, tmp_path):
    told = []
    report = put(log, tmp_path / "two", TWO, lambda done, total: told.append((done, total)))
    assert report == put(log, tmp_path / "one", ALONE)
    assert rows(tmp_path / "two") == rows(tmp_path / "one")
    assert len(open_store(tmp_path / "two").parts) > 2
    size = log.stat().st_size
    assert told[-1] == (size, size)


def test_a_process_that_dies_is_not_missed(log, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "_CODE", "import os; os._exit(1)  # {path}")
    assert put(log, tmp_path / "two", TWO).events == put(log, tmp_path / "one", ALONE).events
    assert rows(tmp_path / "two") == rows(tmp_path / "one")


def test_a_process_that_cannot_be_started_is_not_missed(log, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert put(log, tmp_path / "two", TWO).events == put(log, tmp_path / "one", ALONE).events


def _children(process: subprocess.Popen) -> list[int]:
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def _is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


_INDEX = """
from pathlib import Path
from tests.unit.events.test_stretches import TWO, put
put(Path({log!r}), Path({store!r}), TWO)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_processes_end_with_their_parent(log, tmp_path, by):
    code = _INDEX.format(log=str(log), store=str(tmp_path / "s"))
    root = Path(__file__).parents[3]
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=root, stderr=subprocess.PIPE)
    while len(children := _children(parent)) < 2:
        assert parent.poll() is None
        time.sleep(0.01)
    os.kill(parent.pid, by)
    _, said = parent.communicate()
    assert parent.returncode != 0
    assert by == signal.SIGKILL or said.count(b"Traceback") == 1
    until = time.monotonic() + 30
    while any(map(_is_running, children)) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(map(_is_running, children))
    put(log, tmp_path / "s", TWO)
    assert len(rows(tmp_path / "s")) == put(log, tmp_path / "one", ALONE).events
