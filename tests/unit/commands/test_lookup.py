"""lookup, inputlookup, outputlookup and iplocation, with tables that the session is given."""

from typing import Any

import pytest

from spl.errors import BindError, RunError
from spl.session import Session

USERS = [
    {"uid": "1", "name": "Al", "dept": "IT"},
    {"uid": "2", "name": "Bo", "dept": "HR"},
    {"uid": "2", "name": "Bob", "dept": ""},
]


@pytest.fixture
def session() -> Session:
    session = Session(now=1_700_000_000)
    session.lookups["users"] = USERS
    session.lookups["places"] = {
        "rows": [{"ip": "10.0.0.0/8", "zone": "inside"}],
        "match_type": "CIDR(ip)",
    }
    return session


def answer(session: Session, search: str, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in session.search(search, rows=list(rows))]


def test_all_other_columns_are_taken_where_none_is_named(session: Session) -> None:
    found = answer(session, "lookup users uid", {"uid": "1"})
    assert found == [{"uid": "1", "name": "Al", "dept": "IT"}]


def test_several_rows_make_a_multivalue_and_an_empty_cell_is_no_value(session: Session) -> None:
    [row] = answer(session, "lookup users uid OUTPUT name dept", {"uid": "2"})
    assert row == {"uid": "2", "name": ["Bo", "Bob"], "dept": "HR"}


def test_output_overwrites_and_empties(session: Session) -> None:
    events = [{"uid": "1", "name": "old"}, {"uid": "9", "name": "old"}]
    found = answer(session, "lookup users uid OUTPUT name", *events)
    assert found == [{"uid": "1", "name": "Al"}, {"uid": "9"}]


def test_outputnew_fills_only_what_is_absent(session: Session) -> None:
    events = [{"uid": "1", "name": "old"}, {"uid": "1"}]
    found = answer(session, "lookup users uid OUTPUTNEW name", *events)
    assert [row["name"] for row in found] == ["old", "Al"]


def test_an_event_without_the_key_matches_nothing(session: Session) -> None:
    assert answer(session, "lookup users uid OUTPUT name", {"x": "1"}) == [{"x": "1"}]


def test_each_value_of_a_multivalue_key_is_looked_up(session: Session) -> None:
    [row] = answer(session, "lookup users uid OUTPUT name", {"uid": ["1", "2"]})
    assert row["name"] == ["Al", "Bo", "Bob"]


def test_the_definition_says_how_keys_match(session: Session) -> None:
    found = answer(session, "lookup places ip OUTPUT zone", {"ip": "10.1.2.3"}, {"ip": "8.8.8.8"})
    assert found == [{"ip": "10.1.2.3", "zone": "inside"}, {"ip": "8.8.8.8"}]


def test_a_column_that_is_not_there_is_named(session: Session) -> None:
    with pytest.raises(BindError) as caught:
        answer(session, "lookup users nosuch")
    assert caught.value.code == "SPL358"
    assert "nosuch" in (caught.value.hint or "")


def test_inputlookup_reads_filters_and_cuts(session: Session) -> None:
    assert [row["name"] for row in session.search("| inputlookup users where uid=2")] == [
        "Bo",
        "Bob",
    ]
    assert [row["name"] for row in session.search("| inputlookup users start=1 max=1")] == ["Bo"]


def test_inputlookup_in_the_middle_needs_append(session: Session) -> None:
    found = answer(session, "inputlookup append=t users | table x name", {"x": "1"})
    assert found == [{"x": "1"}, {"name": "Al"}, {"name": "Bo"}, {"name": "Bob"}]
    with pytest.raises(BindError, match="must be the first command"):
        answer(session, "stats count | inputlookup users")


def test_outputlookup_keeps_rows_for_the_next_search(session: Session) -> None:
    answer(session, "outputlookup kept", {"a": "1", "_time": "5"})
    answer(session, "outputlookup append=t kept", {"a": "2"})
    assert [dict(row) for row in session.search("| inputlookup kept")] == [{"a": "1"}, {"a": "2"}]


def test_iplocation_reads_the_table_that_the_user_gives(session: Session) -> None:
    with pytest.raises(RunError, match="no places are known"):
        answer(session, "iplocation ip", {"ip": "8.8.8.8"})
    session.lookups["iplocation"] = {
        "rows": [{"ip": "8.8.8.0/24", "Country": "United States", "lat": "37"}],
        "match_type": "CIDR(ip)",
    }
    [row] = answer(session, "iplocation prefix=x_ ip", {"ip": "8.8.8.8"})
    assert row == {"ip": "8.8.8.8", "x_Country": "United States", "x_lat": "37"}
