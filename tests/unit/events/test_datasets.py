"""The shipped logs are what their README says."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spl.events.load import load
from spl.knowledge import Knowledge
from spl.values.environment import Environment

FOLDER = Path(__file__).parents[3] / "datasets"
README = (FOLDER / "README.md").read_text()
FILES = re.findall(r"^\| `([^`]+)` \| (\d+) \| (\d+) \|", README, re.MULTILINE)
WRITTEN = re.compile(r"<Computer>[^<]*written-for-test\.example<|\"id\":\"written-for-test")


def read(name):
    return load(FOLDER / name, knowledge=Knowledge(), env=Environment(now=0.0))


def times_of_written(name):
    for part in read(name).partitions:
        raws, times = (part.table.column(field).to_list() for field in ("_raw", "_time"))
        for raw, time in zip(raws, times, strict=True):
            if WRITTEN.search(raw):
                yield datetime.fromtimestamp(round(time, 3), UTC).strftime("%H:%M:%S.%f")[:-3]


@pytest.mark.parametrize(("name", "events", "written"), FILES, ids=[name for name, *_ in FILES])
def test_counts(name, events, written):
    loaded = read(name)
    assert loaded.report.warnings() == []
    assert loaded.report.events == int(events)
    assert len(list(times_of_written(name))) == int(written)


def test_every_file_is_in_the_readme():
    logs = {p for p in FOLDER.rglob("*") if p.is_file() and p.suffix in (".log", ".xml")}
    assert logs == {FOLDER / name for name, *_ in FILES}


def test_every_written_event_is_explained():
    told = re.findall(r"\| (\d\d:\d\d:\d\d\.\d{3}) \|", README)
    assert sorted(told) == sorted(t for name, *_ in FILES for t in times_of_written(name))


def test_real_events_are_in_the_shape_that_splunk_indexes():
    for name, *_ in FILES:
        for part in read(name).partitions:
            if part.sourcetype == "XmlWinEventLog":
                assert part.source.startswith("XmlWinEventLog:")
                assert part.table.column("EventCode").present().all()
                assert all(
                    '="' not in raw.split(">")[0] for raw in part.table.column("_raw").to_list()
                )


def test_the_logs_are_small():
    assert sum(p.stat().st_size for p in FOLDER.rglob("*") if p.is_file()) < 2_000_000
