"""Spans: what is one, and where the buckets begin."""

from __future__ import annotations

from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.values.environment import Environment
from spl.values.span import (
    LogSpan,
    NumberSpan,
    Span,
    SpanError,
    TimeSpan,
    bucket_label,
    number_span_for,
    read_span,
    read_time_span,
    time_span_for,
)
from spl.values.strftime import strftime
from spl.values.time_modifier import time_modifier

NEW_YORK = ZoneInfo("America/New_York")
UTC = ZoneInfo("UTC")

READ: list[tuple[str, Span]] = [
    ("5m", TimeSpan(5, "m")),
    ("1mon", TimeSpan(1, "mon")),
    ("day", TimeSpan(1, "d")),
    ("100ms", TimeSpan(100, "ms")),
    ("2hrs", TimeSpan(2, "h")),
    ("1w@w1", TimeSpan(1, "w", "w", 1)),
    ("4h@d", TimeSpan(4, "h", "d")),
    ("10", NumberSpan(Fraction(10))),
    ("0.5", NumberSpan(Fraction(1, 2))),
    ("log", LogSpan(1, 10)),
    ("log2", LogSpan(1, 2)),
    ("2log10", LogSpan(2, 10)),
    ("1.5log3", LogSpan(1.5, 3)),
]


@pytest.mark.parametrize(("text", "span"), READ)
def test_read(text: str, span: Span) -> None:
    assert read_span(text) == span


def test_a_bare_number_is_seconds_of_time() -> None:
    assert read_time_span("300") == TimeSpan(300, "s")


WRONG = [
    "",
    "0",
    "-5",
    "0m",
    "5x",
    "1d@d2",
    "1d@x",
    "log1",
    "11log10",
    "0.5log2",
    "9999999y",
    "1.5m",
]


@pytest.mark.parametrize("text", WRONG)
def test_not_a_span(text: str) -> None:
    with pytest.raises(SpanError):
        read_span(text)


BUCKETS = [
    ("15m", "2024-05-15 09:45:27 EDT", "2024-05-15 09:45:00 EDT", "2024-05-15 10:00:00 EDT"),
    ("1h", "2024-05-15 09:45:27 EDT", "2024-05-15 09:00:00 EDT", "2024-05-15 10:00:00 EDT"),
    ("4h", "2024-05-15 09:45:27 EDT", "2024-05-15 08:00:00 EDT", "2024-05-15 12:00:00 EDT"),
    ("12h", "2024-05-15 09:45:27 EDT", "2024-05-15 08:00:00 EDT", "2024-05-15 20:00:00 EDT"),
    ("6h@d", "2024-05-15 09:45:27 EDT", "2024-05-15 06:00:00 EDT", "2024-05-15 12:00:00 EDT"),
    ("6h@d", "2024-03-10 22:00:00 EDT", "2024-03-10 19:00:00 EDT", "2024-03-11 00:00:00 EDT"),
    ("1d", "2024-03-10 09:45:27 EDT", "2024-03-10 00:00:00 EST", "2024-03-11 00:00:00 EDT"),
    ("2d", "2024-05-15 09:45:27 EDT", "2024-05-15 00:00:00 EDT", "2024-05-17 00:00:00 EDT"),
    ("1w", "2024-05-15 09:45:27 EDT", "2024-05-12 00:00:00 EDT", "2024-05-19 00:00:00 EDT"),
    ("1w@w1", "2024-05-15 09:45:27 EDT", "2024-05-13 00:00:00 EDT", "2024-05-20 00:00:00 EDT"),
    ("1mon", "2024-03-31 09:45:27 EDT", "2024-03-01 00:00:00 EST", "2024-04-01 00:00:00 EDT"),
    ("1q", "2024-05-15 09:45:27 EDT", "2024-04-01 00:00:00 EDT", "2024-07-01 00:00:00 EDT"),
    ("6mon", "2024-08-15 09:45:27 EDT", "2024-07-01 00:00:00 EDT", "2025-01-01 00:00:00 EST"),
    ("1y", "2024-08-15 09:45:27 EDT", "2024-01-01 00:00:00 EST", "2025-01-01 00:00:00 EST"),
]


@pytest.mark.parametrize(("text", "time", "start", "end"), BUCKETS)
def test_bucket(text: str, time: str, start: str, end: str) -> None:
    span = read_time_span(text)
    epoch = time_modifier(time, Environment(now=0, zone=NEW_YORK), "%F %T %Z")
    begin = span.floor(epoch, NEW_YORK)
    assert strftime(begin, "%F %T %Z", NEW_YORK) == start
    assert strftime(span.following(begin, NEW_YORK), "%F %T %Z", NEW_YORK) == end


def test_below_a_second() -> None:
    assert read_time_span("100ms").floor(12.3456, UTC) == 12.3
    assert read_time_span("100ms").following(12.3, UTC) == 12.4
    assert isinstance(read_time_span("1000ms").floor(12.3456, UTC), int)


def test_aligntime_moves_hours_and_not_days() -> None:
    assert read_time_span("1h").floor(10_000, UTC, aligntime=1_000) == 8_200
    assert read_time_span("1d").floor(100_000, UTC, aligntime=1_000) == 86_400


LABELS = [
    ("10", 7, "0-10"),
    ("10", 10, "10-20"),
    ("10", -1, "-10-0"),
    ("0.1", 0.3, "0.3-0.4"),
    ("2.5", 6, "5-7.5"),
    ("log10", 1, "1-10"),
    ("log10", 1000, "1000-10000"),
    ("2log10", 5, "2-20"),
    ("2log10", 1, "0.2-2"),
    ("log1.1", 1.15, "1.1-1.21"),
    ("log10", 0, None),
]


@pytest.mark.parametrize(("text", "number", "label"), LABELS)
def test_label(text: str, number: float, label: str | None) -> None:
    span = read_span(text)
    assert not isinstance(span, TimeSpan)
    assert bucket_label(span, number) == label


RANGES = [
    (900, "10s"), (3_600, "1m"), (14_400, "5m"), (86_400, "30m"), (7 * 86_400, "1d"),
    (30 * 86_400, "1d"), (365 * 86_400, "1mon"), (0, "1s"),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "span"), RANGES)
def test_automatic_time_span(seconds: float, span: str) -> None:
    assert time_span_for(seconds, 100) == read_span(span)


def test_automatic_number_span() -> None:
    assert number_span_for(0, 99, 100).width == 1
    assert number_span_for(0, 100, 100).width == 10
    assert number_span_for(3, 3, 10).width == 1
    assert number_span_for(-1e308, 1e308, 1).width > 1e307
    assert number_span_for(0, 5, 100, least=2).width == 10


TIME_SPANS = "1s 7s 15m 1h 4h 4h@d 24h 1d 3d 1w 2w@w3 1mon 5mon 1q 1y 100ms"
spans = st.sampled_from(TIME_SPANS.split())
zones = st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])


@given(spans, st.integers(0, 4 * 10**9), zones)
def test_a_bucket_holds_its_time(text: str, epoch: int, zone_name: str) -> None:
    span, zone = read_time_span(text), ZoneInfo(zone_name)
    start = span.floor(epoch, zone)
    assert start <= epoch < span.following(start, zone)
    assert span.floor(start, zone) == start


@given(st.sampled_from(["1", "10", "0.1", "log", "2log5"]), st.floats(1e-6, 1e9))
def test_a_bucket_holds_its_number(text: str, number: float) -> None:
    span = read_span(text)
    assert not isinstance(span, TimeSpan)
    bounds = span.bounds(number)
    assert bounds is not None
    assert bounds[0] <= number < bounds[1]


def test_units_in_any_case_but_a_lone_m() -> None:
    assert read_time_span("2H") == TimeSpan(2, "h")
    assert read_time_span("1Mon") == TimeSpan(1, "mon")
    with pytest.raises(SpanError):
        read_time_span("1M")
