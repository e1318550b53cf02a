"""savedsearch: searches by name, of the session and of savedsearches.conf."""

import pytest

import spl


@pytest.fixture
def session():
    session = spl.Session()
    session.savedsearches["Two $rows"] = '| makeresults count=$n$ | eval u="$u$" | table u'
    return session


def rows(results):
    return [dict(row) for row in results]


def test_tokens_are_put_in(session):
    assert rows(session.search('| savedsearch "Two $rows" n=2 u=al')) == [{"u": "al"}] * 2


def test_a_token_that_is_not_given_stays(session):
    assert rows(session.search('| savedsearch "Two $rows" n=1')) == [{"u": "$u$"}]


def test_from_reads_a_saved_search(session):
    session.savedsearches["one"] = "| makeresults | eval u=1 | table u"
    assert rows(session.search("| from savedsearch:one")) == [{"u": "1"}]


def test_a_search_of_an_app(tmp_path):
    (tmp_path / "default").mkdir()
    (tmp_path / "default" / "savedsearches.conf").write_text(
        "[My rule]\nsearch = | makeresults \\\n| eval u=2 | table u\n", "utf-8"
    )
    assert rows(spl.Session(apps=[tmp_path]).search('| savedsearch "My rule"')) == [{"u": "2"}]


@pytest.mark.parametrize("search", ["| savedsearch two", "| from savedsearch:two"])
def test_an_unknown_name_is_told_before_anything_runs(session, search):
    with pytest.raises(spl.SplError) as caught:
        session.search(search)
    assert caught.value.code == "SPL343"
    assert "Unable to find saved search named 'two'." in caught.value.message


def test_a_search_that_calls_itself_ends(session):
    session.savedsearches["loop"] = "| savedsearch loop"
    with pytest.raises(spl.SplError) as caught:
        session.search("| savedsearch loop")
    assert caught.value.code == "SPL402"
