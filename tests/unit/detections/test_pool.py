"""Processes that run rules: what one of them does to itself is the matter of one rule."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spl import Session
from spl.detections import Outcome, Runner, find_rules, load_rule
from spl.detections import pool as pool_module
from spl.detections.batch import batches
from spl.detections.pool import Pool
from spl.detections.task import Task
from tests.unit.detections.small_checkout import EVENTS, LOG, rule, write

PATIENCE = 6.0
"""Seconds: enough for a rule that does no harm on a busy machine."""


class HostileSession(Session):
    """A session whose searches and logs harm the process that runs them, if they say so."""

    def search(self, text: str, *args: Any, **kwargs: Any) -> Any:
        if "hang" in text:
            time.sleep(600)
        if "die" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "interrupt" in text:
            os.kill(os.getpid(), signal.SIGINT)
        if "leave" in text:
            os._exit(7)
        return super().search(text, *args, **kwargs)

    def load(self, path: Any, *args: Any, **kwargs: Any) -> Any:
        with LOADS.open("a") as file:
            file.write(f"{Path(path).name}\n")
        if "bomb" in str(path):
            os._exit(9)
        if "swamp" in str(path):
            time.sleep(600)
        return super().load(path, *args, **kwargs)


LOADS = Path()


@pytest.fixture(autouse=True)
def loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path.with_name(tmp_path.name + ".loads")
    path.touch()
    monkeypatch.setitem(globals(), "LOADS", path)
    return path


def tasks(runner: Runner, root: Path) -> list[Task]:
    found = [each for path in find_rules([root]) for each in runner.tasks(load_rule(path))]
    return [each for each in found if isinstance(each, Task)]


def run(root: Path, jobs: int = 2, timeout: float | None = None) -> dict[str, Outcome]:
    runner = Runner(HostileSession, [root])
    done = Pool(runner, jobs, timeout).run(tasks(runner, root))
    return {task.rule.name: outcome for task, outcome in done}


def told(outcome: Outcome) -> str:
    return outcome.status if outcome.error is None else outcome.error.message


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_rule_that_hangs_or_kills_its_process_is_one_error_and_nothing_else_is_lost(
    tmp_path: Path, jobs: int
) -> None:
    searches = {
        "A": "user=al",
        "Dies": "user=die",
        "Hangs": "user=hang",
        "Interrupted": "user=al | eval interrupt=1",
        "Leaves": "user=leave",
        "Z": "user=bo",
    }
    files = {f"{name}.yml": rule(name, search) for name, search in searches.items()}
    found = run(write(tmp_path, {LOG: EVENTS, **files}), jobs, PATIENCE)
    assert {name: told(outcome) for name, outcome in found.items()} == {
        "A": "passed",
        "Dies": "The process that was running this rule died (signal 9).",
        "Hangs": "This rule took longer than the time limit of 6 s.",
        "Interrupted": "passed",
        "Leaves": "The process that was running this rule died (exit code 7).",
        "Z": "passed",
    }


@pytest.mark.parametrize(
    ("log", "message"),
    [
        ("bomb.json", "The process that was reading the logs of this rule died (exit code 9)."),
        ("swamp.json", "Reading the logs took longer than the time limit of 6 s."),
    ],
)
def test_a_log_that_ends_its_process_is_tried_once_for_all_rules_that_name_it(
    tmp_path: Path, loads: Path, log: str, message: str
) -> None:
    files = {f"{name}.yml": rule(name, "user=al", log=log) for name in "ABC"}
    files["D.yml"] = rule("D", "user=al")
    found = run(write(tmp_path, {LOG: EVENTS, log: EVENTS, **files}), 1, PATIENCE)
    assert {name: told(outcome) for name, outcome in found.items()} == {
        **dict.fromkeys("ABC", message),
        "D": "passed",
    }
    assert loads.read_text().split().count(log) == 1


def test_processes_read_each_log_once(tmp_path: Path, loads: Path) -> None:
    logs = {f"datasets/{number}.json": EVENTS for number in range(4)}
    files = {
        f"{name}{number}.yml": rule(f"{name}{number}", "user=al", log=f"datasets/{number}.json")
        for name in "abc"
        for number in range(4)
    }
    found = run(write(tmp_path, {**logs, **files}))
    assert Counter(outcome.status for outcome in found.values()) == {"passed": 12}
    assert Counter(loads.read_text().split()) == {f"{number}.json": 1 for number in range(4)}


def test_the_same_outcome_as_in_one_process(tmp_path: Path) -> None:
    rba = "rba: {message: $user$ did it, risk_objects: [{field: user, type: user, score: 5}]}"
    files = {f"{name}.yml": rule(name, f"user={name}* | table user", rba) for name in "abz"}
    root = write(tmp_path, {LOG: EVENTS, **files})
    runner = Runner(lambda apps: Session(apps=apps, now=1_700_000_000), [root])
    alone = {task.rule.name: runner.run_task(task) for task in tasks(runner, root)}
    for task, outcome in Pool(runner, 2).run(tasks(runner, root)):
        expected = alone[task.rule.name]
        assert (outcome.status, outcome.reasons) == (expected.status, expected.reasons)
        assert outcome.risk == expected.risk
        assert list(outcome.results or ()) == list(expected.results or ())


def test_processes_that_cannot_be_forked_read_everything_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "FORKS", False)
    root = write(
        tmp_path,
        {
            LOG: EVENTS,
            "macros/al.yml": "name: al\ndefinition: user=al\n",
            "detections/a.yml": rule("A", "`al`"),
        },
    )
    runner = Runner(Session, [root])
    assert [outcome.status for _, outcome in Pool(runner).run(tasks(runner, root))] == ["passed"]


def test_tasks_that_share_a_log_by_way_of_others_stay_together(tmp_path: Path) -> None:
    logs = {f"{name}.json": EVENTS * (1 + (name == "c")) for name in "abcd"}
    files = {
        "1.yml": rule("R1", "x", log="a.json"),
        "2.yml": rule("R2", "x", log="a.json").replace("[{data", "[b.json, {data"),
        "3.yml": rule("R3", "x", log="c.json"),
        "4.yml": rule("R4", "x", log="b.json"),
        "5.yml": rule("R5", "x", log="d.json"),
    }
    root = write(tmp_path, {**logs, **files})
    found = batches(tasks(Runner(Session, [root]), root))
    assert [sorted(task.rule.name for task in batch) for batch in found] == [
        ["R1", "R2", "R4"],
        ["R3"],
        ["R5"],
    ]


def test_stopping_ends_the_processes_and_keeps_what_is_known(tmp_path: Path) -> None:
    files = {
        "a.yml": rule("A", "user=al"),
        "b.yml": rule("B", "user=hang"),
    }
    root = write(tmp_path, {LOG: EVENTS, **files})
    runner = Runner(HostileSession, [root])
    pool = Pool(runner, 1)
    running = pool.run(tasks(runner, root))
    task, outcome = next(running)
    assert (task.rule.name, outcome.status) == ("A", "passed")
    [worker] = pool._workers
    running.close()
    assert worker.process.exitcode == -signal.SIGKILL
    assert pool._workers == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_a_process_ends_with_its_parent(tmp_path: Path) -> None:
    """Also one that is in the middle of a search when the parent is killed."""
    endless = (
        "| makeresults count=900000 | map maxsearches=900000 "
        'search="| makeresults count=20000 | eval x=random() | stats dc(x)"'
    )
    write(tmp_path, {"slow.yml": rule("Slow", endless), LOG: EVENTS})
    command = [sys.executable, "-m", "spl", "test", "slow.yml", "-j", "1"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL) as parent:
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        child = within_a_minute(lambda: children.read_text().split())[0]
        time.sleep(0.5)
        parent.kill()
    assert within_a_minute(lambda: state(child) in ("gone", "Z"))


def state(process: str) -> str:
    """The letter of its state; one that nobody waits for is left as Z, a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "gone"


def within_a_minute(ask: Callable[[], Any]) -> Any:
    end = time.monotonic() + 60
    while not (answer := ask()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return answer
