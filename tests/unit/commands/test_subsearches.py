"""Commands that run searches of their own: map and foreach put values, not text, into a search."""

import pytest

from spl.commands.map import filled
from spl.errors import RunError
from spl.session import Session


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(now=1_700_000_000)


HOSTILE = ['" | delete | eval x="', "a\\", "$n$", "| makeresults", "[ search * ]", "`macro`"]


@pytest.mark.parametrize("value", HOSTILE)
def test_map_keeps_a_value_a_value(session: Session, value: str) -> None:
    search = r'map search="| makeresults | eval v=\"$n$\" | table v"'
    assert [dict(row) for row in session.search(search, rows=[{"n": value}])] == [{"v": value}]


@pytest.mark.parametrize("value", HOSTILE)
def test_foreach_keeps_an_item_a_value(session: Session, value: str) -> None:
    rows = [{"m": value}]
    [row] = session.search("foreach mode=multivalue m [eval v=<<ITEM>>]", rows=rows)
    assert row["v"] == value


def test_a_value_outside_of_quotes_is_quoted_where_it_is_no_plain_word() -> None:
    assert filled("x=$a$ y=$b$", {"a": "plain", "b": "two words"}) == 'x=plain y="two words"'
    assert filled('x="$a$"', {"a": 'say "hi"'}) == r'x="say \"hi\""'
    with pytest.raises(RunError, match="Did not find value for required attribute 'nosuch'"):
        filled("x=$nosuch$", {})


def test_map_runs_for_ten_rows_unless_told(session: Session) -> None:
    rows = [{"n": str(n)} for n in range(12)]
    results = session.search('map search="| makeresults | eval v=$n$ | table v"', rows=rows)
    assert len(results) == 10
    assert "10 of 12" in results.warnings[0]


def test_a_search_that_starts_itself_over_and_over_ends(session: Session) -> None:
    text = "| makeresults"
    for _ in range(25):
        text = f"| makeresults | append [{text}]"
    with pytest.raises(Exception, match="levels deep"):
        session.search(text)
