"""linecount, punct, date_* and the other fields that every event has."""

from __future__ import annotations

import io
from zoneinfo import ZoneInfo

import pytest

from spl.events.default_fields import linecount, punct
from spl.events.load import load
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from spl.values.value import Value

DATES = ("year", "month", "mday", "wday", "hour", "minute", "second", "zone")


def row(log: str, zone: str = "UTC") -> dict[str, Value]:
    env = Environment(1_700_000_000.0, ZoneInfo(zone))
    loaded = load(io.BytesIO(log.encode()), knowledge=Knowledge.read(), env=env)
    (found,) = loaded.partitions[0].table.rows()
    return found


def dates(found: dict[str, Value]) -> tuple[Value, ...] | None:
    values = tuple(found.get(f"date_{name}") for name in DATES)
    return values if any(value is not None for value in values) else None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<a b='1'><c/></a>", "<_=''></></>"),
        ('10.0.0.1 - - "GET /x?y=1 HTTP/1.1" 200', '..._-_-_"_/?=_/."_'),
        (". " * 40, "._" * 15),
        ("a\tb-c", "t-"),
        ("one, two\nthree!", ",_"),
        ("word", None),
        ("", None),
    ],
)
def test_punct(raw: str, expected: str | None) -> None:
    assert punct(raw) == expected


@pytest.mark.parametrize(("raw", "lines"), [("a", 1), ("a\nb", 2), ("a\r\nb\r\n", 2), ("", 1)])
def test_linecount(raw: str, lines: int) -> None:
    assert linecount(raw) == lines


@pytest.mark.parametrize(
    ("log", "zone", "expected"),
    [
        (
            "x 2024-01-02 03:04:05 y",
            "Europe/Berlin",
            (2024, "january", 2, "tuesday", 3, 4, 5, "local"),
        ),
        ("2024-01-02T03:04:05Z", "Europe/Berlin", (2024, "january", 2, "tuesday", 3, 4, 5, 0)),
        (
            "[31/Dec/2023:23:59:58 -0730] GET",
            "UTC",
            (2023, "december", 31, "sunday", 23, 59, 58, -450),
        ),
        (
            '{"eventTime": "2024-02-29T00:00:01Z"}',
            "UTC",
            (2024, "february", 29, "thursday", 0, 0, 1, 0),
        ),
        ('{"ts": 1700000000.5}', "UTC", None),
        ("no time at all", "UTC", None),
    ],
)
def test_dates_are_as_written(log: str, zone: str, expected: tuple[Value, ...] | None) -> None:
    assert dates(row(log, zone)) == expected


def test_the_place_of_the_time() -> None:
    log = "first 2020-01-01 00:00:00"
    found = row(log)
    start, end = found["timestartpos"], found["timeendpos"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert log[start:end] == "2020-01-01 00:00:00"


def test_of_several_times_the_one_that_counts() -> None:
    found = row('{"created": "1999-01-01T00:00:00Z", "eventTime": "2024-01-02T03:04:05.678Z"}')
    assert (found["date_year"], found["date_second"]) == (2024, 5)


def test_sysmon_time_is_universal_whatever_the_zone_of_the_user() -> None:
    log = (
        "<Event><System><Provider Name='Microsoft-Windows-Sysmon'/><EventID>1</EventID>"
        "<TimeCreated SystemTime='2024-01-02T03:04:05.9990000Z'/>"
        "<Channel>Microsoft-Windows-Sysmon/Operational</Channel></System><EventData>"
        "<Data Name='UtcTime'>2024-01-02 03:04:05.001</Data></EventData></Event>"
    )
    found = row(log, "Asia/Tokyo")
    assert (found["date_hour"], found["date_zone"]) == (3, "local")
