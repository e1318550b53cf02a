"""The law of stretches: a log read in stretches gives the store that reading it whole gives."""

import os
import pickle
from collections import defaultdict
from concurrent.futures import Future
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.events import log_reader
from spl.events.intake import Settings
from spl.events.mould_book import MouldBook
from spl.events.store import open_store
from spl.events.store_changes import Limits
from spl.events.store_manifest import PARTS
from spl.events.store_writer import index_logs
from spl.events.stretches import big_files, cut, reading
from spl.events.stretches.stretch import read_stretch
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from tests.property.test_rigid_xml import DATASETS, REAL, logs, mutated

ENV = Environment(now=1_700_000_000.0)


class Here:
    """Reads stretches in this process; what goes in and out is what pipes can carry."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._book = MouldBook()

    def read(self, stretch, told) -> Future:
        done: Future = Future()
        taken = read_stretch(pickle.loads(pickle.dumps(stretch)), self._book, told)
        done.set_result(pickle.loads(pickle.dumps(taken)))
        return done

    def close(self) -> None:
        pass


def stored(path: Path, store: Path, limits: Limits, knowledge: Knowledge) -> tuple:
    """The events that come of a log, by what tells partitions apart, and the report."""
    done = index_logs(
        [path], store, settings=Settings(), knowledge=knowledge, env=ENV, limits=limits
    )
    rows = defaultdict(list)
    for part in open_store(store).parts:
        info = part.info
        assert info.logs == ((str(path), info.rows),)
        rows[info.index, info.source, info.sourcetype] += part.table().rows()
    return dict(rows), asdict(done.report)


def check(log: bytes, size: int, window: int, knowledge: Knowledge | None = None) -> None:
    """Read a log in both ways."""
    knowledge = knowledge or Knowledge()
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path, store = Path(folder) / "a.log", Path(folder) / "store"
        path.write_bytes(log)
        os.utime(path, (1_600_000_000, 1_600_000_000))
        patch.setattr(log_reader, "LEAST", 0)
        patch.setattr(cut, "_WINDOW", window)
        patch.setattr(big_files, "Processes", Here)
        limits = Limits(stretch=size, processes=2)
        found = stored(path, store, limits, knowledge)
        assert len(list((store / PARTS).iterdir())) == len(open_store(store).parts)
        assert found == stored(path, Path(folder) / "whole", Limits(processes=1), knowledge)


@given(logs(), st.sampled_from([20, 700, 2000]), st.sampled_from([16, 1000]))
def test_made_up_logs(log, size, window):
    check(log, size, window)


@given(mutated(), st.sampled_from([100, 3000]), st.sampled_from([64, 5000]))
def test_mutated_logs(log, size, window):
    check(log, size, window)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[-40:])
def test_real_logs(path):
    check(path.read_bytes(), 10_000, 1000)


APP = """
[source::XmlWinEventLog:Security]
SEDCMD-x = s/2024/2025/g
"""


@cache
def app() -> Knowledge:
    """An app that changes some events while they are loaded."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "app" / "default"
        path.mkdir(parents=True)
        (path / "props.conf").write_text(APP)
        return Knowledge.read([path.parent])


@given(logs(), st.sampled_from([20, 700]))
def test_logs_that_an_app_changes(log, size):
    check(log, size, 16, app())


def test_stretches_are_taken_as_they_are():
    """Without this the law could hold because every stretch is read twice."""
    log = (DATASETS / "malware/azorult/sysmon.log").read_bytes()
    again = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading.StretchReading, "_read_again", lambda *_: again.append(1) or [])
        check(log, 10_000, 1000)
    assert not again
