"""Times as logs write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.events.timestamps import read_epoch, read_iso, recognise

NEAR = datetime(2023, 3, 1, tzinfo=UTC).timestamp()
NOON = datetime(2023, 1, 2, 12, 30, 45, tzinfo=UTC).timestamp()

KNOWN = {
    "2023-01-02T12:30:45Z x": NOON,
    "2023-01-02 12:30:45,250 x": NOON + 0.25,
    "2023-01-02T14:30:45+02:00": NOON,
    "2023-01-02T14:30:45.000+0200": NOON,
    "2023/01/02 12:30:45": NOON,
    "2023-01-02 12:30": NOON - 45,
    "x [02/Jan/2023:12:30:45 +0000] GET": NOON,
    "Mon, 02 Jan 2023 13:30:45 +0100": NOON,
    "02-Jan-2023 12:30:45": NOON,
    "Jan  2 12:30:45 host": NOON,
    "Mon Jan  2 12:30:45 2023": NOON,
    "Mon Jan 2 12:30:45 UTC 2023": NOON,
    "January 2, 2023 12:30:45": NOON,
    "Dec 31 12:00:00 last year": datetime(2022, 12, 31, 12, tzinfo=UTC).timestamp(),
    "Feb 29 12:00:00 of 2020": datetime(2020, 2, 29, 12, tzinfo=UTC).timestamp(),
    "01/02/2023 12:30:45 PM": NOON,
    "1/2/2023 12:30:45": NOON,
    "1672662645.5 x": NOON + 0.5,
    "1672662645500": NOON + 0.5,
    "msg=audit(1672662645.500:99)": NOON + 0.5,
    "1672662645 before 2020-01-01 00:00:00": NOON,
    "at 2023-01-02 12:30:45 or 1572662645": NOON,
    "abc1672662645": None,
    "2023-13-45 12:30:45": None,
    "31/Feb/2023:12:30:45": None,
    "12:30:45": None,
    "": None,
}


@pytest.mark.parametrize(("text", "want"), KNOWN.items())
def test_known_shapes(text, want):
    found = recognise(text, UTC, NEAR)
    assert found == (want if want is None else pytest.approx(want, abs=1e-6))


def test_a_time_without_a_zone_is_in_that_of_the_user():
    east = timezone(timedelta(hours=2))
    assert recognise("2023-01-02 14:30:45", east, NEAR) == NOON
    assert recognise("2023-01-02 12:30:45Z", east, NEAR) == NOON


def test_iso():
    assert read_iso("2022-03-25T17:46:37.653084200Z") == pytest.approx(1648230397.653084)
    assert read_iso("2022-03-25 17:46:37.638") == pytest.approx(1648230397.638)
    bad = ["", "-", "2022-03-25", "２０２２-03-25 17:46:37", "x" * 40]
    assert [read_iso(text) for text in bad] == [None] * 5


@given(st.text(max_size=60) | st.text("0123456789-/:. JanTZ+", max_size=60))
def test_any_text_has_a_time_or_none(text):
    for found in (recognise(text, UTC, NEAR), read_iso(text), read_epoch(text)):
        assert found is None or isinstance(found, float)


@given(st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1)))
def test_iso_is_read_alike_everywhere(moment):
    text = moment.isoformat(" ", "milliseconds")
    assert read_iso(text) == pytest.approx(recognise(text, UTC, NEAR), abs=1e-5)
