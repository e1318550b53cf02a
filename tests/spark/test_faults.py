"""A worker that dies changes no answer; Ctrl-C ends the job and leaves the engine usable."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import spl

SLOW = "index=main | eval x=mvrange(0, 3000) | mvexpand x | eval y=md5(x.n) | stats dc(y) as y by n"


@pytest.fixture
def session(engine) -> spl.Session:
    made = spl.Session(now=100.0, engine=engine)
    for part in range(12):
        made.collect([{"_time": float(i), "n": f"{part}-{i}"} for i in range(8)])
    return made


def executors() -> list[int]:
    """The executors that this process, and no other, has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"org.apache.spark.executor.CoarseGrainedExecutorBackend" in words:
            pid = int(folder.name)
            if os.getpid() in ancestors(pid):
                found.append(pid)
    return found


def ancestors(pid: int) -> list[int]:
    """The processes above a process."""
    found = []
    while pid > 1:
        status = Path(f"/proc/{pid}/stat").read_text()
        pid = int(status.rpartition(")")[2].split()[1])
        found.append(pid)
    return found


def while_it_runs(engine, act: Callable[[], None]) -> threading.Thread:
    """Do something as soon as a task of the next job has begun."""
    tracker = engine.spark.sparkContext.statusTracker()

    def wait() -> None:
        for _ in range(3000):
            stages = (tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds())
            if any(stage is not None and stage.numActiveTasks for stage in stages):
                act()
                return
            time.sleep(0.02)

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc")
def test_a_worker_that_is_killed_changes_no_answer(engine, session: spl.Session):
    want = list(session.search(SLOW))
    killed: list[int] = []

    def kill() -> None:
        killed.append(executors()[0])
        os.kill(killed[0], signal.SIGKILL)

    thread = while_it_runs(engine, kill)
    assert list(session.search(SLOW)) == want
    thread.join()
    assert killed


def test_ctrl_c_cancels_the_job(engine, session: spl.Session):
    thread = while_it_runs(engine, lambda: os.kill(os.getpid(), signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        session.search(SLOW.replace("3000", "300000"))
    thread.join()
    tracker = engine.spark.sparkContext.statusTracker()
    for _ in range(500):
        if not tracker.getActiveJobsIds():
            break
        time.sleep(0.02)
    assert not tracker.getActiveJobsIds()
    assert len(session.search("index=main | head 2")) == 2
