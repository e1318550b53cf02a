"""Writing and reading times, variable by variable."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.values.strftime import strftime
from spl.values.strptime import strptime

UTC = ZoneInfo("UTC")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
EPOCH = 1562634123.456789  # Monday 2019-07-08 18:02:03 in Los Angeles

VARIABLES = {
    "%a %A": "Mon Monday",
    "%b %B %h": "Jul July Jul",
    "%c": "Mon Jul  8 18:02:03 2019",
    "%+": "Mon Jul  8 18:02:03 PDT 2019",
    "%C %y %Y": "20 19 2019",
    "%d|%e|%-d|%_d|%0e": "08| 8|8| 8|08",
    "%D": "07/08/19",
    "%F": "2019-07-08",
    "%f": "456789",
    "%G-W%V-%u %g": "2019-W28-1 19",
    "%H|%k|%-H": "18|18|18",
    "%I|%l|%p|%P": "06| 6|PM|pm",
    "%j": "189",
    "%m %-m": "07 7",
    "%M %S": "02 03",
    "%N": "456789000",
    "%3N %6N %9N %1N": "456 456789 456789000 4",
    "%Q": "456",
    "%3Q %6Q %9Q": "456 456789 456789000",
    "%r": "06:02:03 PM",
    "%R": "18:02",
    "%s": "1562634123",
    "%T": "18:02:03",
    "%U %W": "27 27",
    "%w": "1",
    "%x %X": "07/08/2019 18:02:03",
    "%z %:z %::z %:::z %Ez": "-0700 -07:00 -07:00:00 -07 -420",
    "%Z": "PDT",
    "%%T %J %": "%T %J %",
    "%^a": "MON",
    "": "",
    "%Y-%m-%dT%H:%M:%S.%3N%z": "2019-07-08T18:02:03.456-0700",
}


@pytest.mark.parametrize(("time_format", "expected"), VARIABLES.items())
def test_variable(time_format: str, expected: str) -> None:
    assert strftime(EPOCH, time_format, LOS_ANGELES) == expected


OTHER_TIMES = [
    (0, "%F %T", "1970-01-01 00:00:00"),
    (-1, "%F %T %s", "1969-12-31 23:59:59 -1"),
    (1.9999999, "%S.%3N", "02.000"),
    (1704067200, "%G-W%V %U %W %j", "2024-W01 00 01 001"),
    (1609459200, "%G-W%V %U %W %u %w", "2020-W53 00 00 5 5"),
    (0, "%I %l %p", "12 12 AM"),
    (43200, "%I %p", "12 PM"),
    (1745970322, "%A, %B %e", "Tuesday, April 29"),
]


@pytest.mark.parametrize(("epoch", "time_format", "expected"), OTHER_TIMES)
def test_other_times(epoch: float, time_format: str, expected: str) -> None:
    assert strftime(epoch, time_format, UTC) == expected


@pytest.mark.parametrize("epoch", [float("inf"), float("nan"), 1e18, -1e18])
def test_no_such_time(epoch: float) -> None:
    with pytest.raises(ValueError, match=r"not a time|outside"):
        strftime(epoch, "%F", UTC)


def test_half_hour_zone() -> None:
    assert strftime(0, "%:::z %z", ZoneInfo("Asia/Kolkata")) == "+05:30 +0530"


READ = [
    ("2018-08-13 11:22:33", "%Y-%m-%d %H:%M:%S", 1534159353),
    ("2018-08-13T11:22:33Z", "%Y-%m-%dT%H:%M:%SZ", 1534159353),
    ("2018-08-13T11:22:33.250Z", "%Y-%m-%dT%H:%M:%S.%QZ", 1534159353.25),
    ("2018-08-13T11:22:33.25", "%FT%T.%6N", 1534159353.25),
    ("08/13/2018:11:22:33", "%m/%d/%Y:%H:%M:%S", 1534159353),
    ("13 Aug 2018 11:22:33 AM", "%d %b %Y %I:%M:%S %p", 1534159353),
    ("13 august 2018 11:22:33 pm", "%d %B %Y %I:%M:%S %p", 1534202553),
    ("Mon Aug 13 11:22:33 2018", "%c", 1534159353),
    ("Mon Aug 13 11:22:33 UTC 2018", "%+", 1534159353),
    ("2018-08-13 11:22:33 +0200", "%Y-%m-%d %H:%M:%S %z", 1534152153),
    ("2018-08-13 11:22:33+02:00", "%Y-%m-%d %H:%M:%S%:z", 1534152153),
    ("2018-08-13 11:22:33 PDT", "%F %T %Z", 1534184553),
    ("2018-08-13", "%Y-%m-%d", 1534118400),
    ("20180813112233", "%Y%m%d%H%M%S", 1534159353),
    ("2018 225", "%Y %j", 1534118400),
    ("2018-W33-1", "%G-W%V-%u", 1534118400),
    ("8/3/18", "%D", 1533254400),
    ("1534159353.5", "%s.%Q", 1534159353.5),
    ("2018-08-13 and more", "%Y-%m-%d", 1534118400),
    ("2018-08-13   11:22", "%Y-%m-%d %H:%M", 1534159320),
    ("100% 2018-08-13", "100%% %F", 1534118400),
    ("2016-12-31 23:59:60", "%F %T", 1483228800),
    ("Aug 13 11:22:33", "%b %d %T", 1723548153),
    ("11:22", "%H:%M", 1715772120),
]


@pytest.mark.parametrize(("text", "time_format", "expected"), READ)
def test_read(text: str, time_format: str, expected: float) -> None:
    assert strptime(text, time_format, UTC, now=1715780727) == expected


UNREADABLE = [
    ("", "%Y"),
    ("soon", "%Y-%m-%d"),
    ("2018-08", "%Y-%m"),
    ("2018-13-01", "%Y-%m-%d"),
    ("2018-02-30", "%Y-%m-%d"),
    ("2018-08-13", "%d/%m/%Y"),
    ("2018-08-13 25:00", "%F %H:%M"),
    ("2018-08-13 13:00 PM", "%F %I:%M %p"),
    ("2018-08-13 11:22:61", "%F %T"),
    ("2018-08-13 11:22 XYZ", "%F %H:%M %Z"),
    ("2018-08-13 11:22 +9999", "%F %H:%M %z"),
    ("0000-01-01", "%F"),
    ("2018-08-13", "%Y-%m-%d %H"),
]


@pytest.mark.parametrize(("text", "time_format"), UNREADABLE)
def test_unreadable(text: str, time_format: str) -> None:
    assert strptime(text, time_format, UTC, now=1715780727) is None


def test_missing_year_needs_now() -> None:
    assert strptime("Aug 13", "%b %d", UTC) is None


def test_time_without_zone_is_local() -> None:
    assert strptime("2019-07-08 18:02:03", "%F %T", LOS_ANGELES) == 1562634123


def test_the_hour_that_comes_twice() -> None:
    zone = ZoneInfo("America/New_York")
    first = strptime("2024-11-03 01:30 EDT", "%F %H:%M %Z", zone)
    second = strptime("2024-11-03 01:30 EST", "%F %H:%M %Z", zone)
    assert first is not None
    assert second == first + 3600


FORMATS = ["%s.%6N", "%F %T.%6N %z", "%Y %j %I:%M:%S %p.%f %:z", "%G-W%V-%u %T.%9N %::z", "%c.%f%z"]


@given(
    st.integers(0, 4 * 10**15), st.sampled_from(FORMATS), st.sampled_from(["UTC", "Asia/Kolkata"])
)
def test_what_is_written_can_be_read(micros: int, time_format: str, zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    text = strftime(micros / 1e6, time_format, zone)
    assert strptime(text, time_format, zone) == pytest.approx(micros / 1e6, abs=1e-6)


@given(st.text(max_size=20), st.text(alphabet="%YmdHMSQNzZjsbpI :-3", max_size=12))
def test_any_text_and_format_end_in_a_number_or_null(text: str, time_format: str) -> None:
    epoch = strptime(text, time_format, UTC)
    assert epoch is None or isinstance(epoch, float)
