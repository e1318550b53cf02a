"""mstats and mcatalog over events that a session holds."""

from __future__ import annotations

import pytest

import spl
from spl.errors import SplError

EVENTS = [
    {"_time": "0", "metric_name:cpu.use": 4, "metric_name:cpu.idle": 6, "cpu.kind": "9", "h": "a"},
    {"_time": "5", "metric_name:cpu.use": 8, "cpu.kind": "9", "h": "a"},
    {"_time": "12", "metric_name:cpu.use": 1, "h": "b"},
    {"_time": "13", "metric_name": "mem", "_value": "7", "h": "b"},
    {"_time": "14", "h": "b", "text": "no metric"},
]


@pytest.fixture
def session() -> spl.Session:
    made = spl.Session(now=100)
    made.collect(EVENTS, index="metrics", sourcetype="metric")
    return made


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (
            "| mstats avg(cpu.use) AS use WHERE index=metrics BY h",
            [{"h": "a", "use": "6"}, {"h": "b", "use": "1"}],
        ),
        # a dimension that is called like the metrics is none
        (
            "| mstats sum(cpu.*) AS * WHERE index=metrics h=a",
            [{"use": "12", "idle": "6"}],
        ),
        (
            "| mstats count(_value) AS n WHERE index=metrics BY metric_name",
            [
                {"metric_name": "cpu.idle", "n": "1"},
                {"metric_name": "cpu.use", "n": "3"},
                {"metric_name": "mem", "n": "1"},
            ],
        ),
        (
            "| mstats max(cpu.use) AS m WHERE index=metrics span=10s",
            [{"_time": "0", "m": "8"}, {"_time": "10", "m": "1"}],
        ),
        (
            "| mstats sum(_value) AS s WHERE index=metrics metric_name=cpu.* earliest=2",
            [{"s": "9"}],
        ),
        ("| mstats avg(cpu.use) AS use WHERE index=other BY h", []),
        # a measure without the dimension is in no group
        (
            "| mstats count(_value) AS n WHERE index=metrics BY cpu.kind",
            [{"cpu.kind": "9", "n": "3"}],
        ),
        ("| mcatalog values(metric_name) AS m WHERE h=b", [{"m": ["cpu.use", "mem"]}]),
    ],
)  # fmt: skip
def test_measures(session: spl.Session, search: str, expected: list[dict[str, str]]) -> None:
    assert sorted(map(repr, session.search(search))) == sorted(map(repr, expected))


@pytest.mark.parametrize(
    "search",
    [
        "| mstats count WHERE index=metrics",
        "| mstats avg(eval(a+1)) WHERE index=metrics",
        "| mstats avg(cpu) FROM datamodel=M.D",
        "| mcatalog avg(cpu)",
    ],
)
def test_what_metrics_do_not_take(session: spl.Session, search: str) -> None:
    with pytest.raises(SplError):
        session.search(search)
