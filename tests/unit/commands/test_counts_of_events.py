"""metadata and eventcount: what the indexes hold, without reading the events' fields."""

import pytest

import spl


@pytest.fixture(scope="module")
def session():
    session = spl.Session(now=1_000)
    session.collect([{"_time": 10}, {"_time": 30}], index="a", host="pc1", sourcetype="st1")
    session.collect([{"_time": 20}], index="b", host="pc2", source="s2")
    session.collect([{"_time": 40}], index="_internal", host="pc3")
    return session


def rows(results):
    return [dict(row) for row in results]


_HOSTS = "| metadata type=hosts index=* | fields host firstTime lastTime totalCount"


def test_metadata_of_hosts(session):
    found = rows(session.search(_HOSTS))
    assert found == [
        {"host": "pc1", "firstTime": "10", "lastTime": "30", "totalCount": "2"},
        {"host": "pc2", "firstTime": "20", "lastTime": "20", "totalCount": "1"},
    ]


@pytest.mark.parametrize(
    ("search", "values"),
    [
        ("type=sourcetypes index=a", ["st1"]),
        ("type=sources index=b", ["s2"]),
        ("type=hosts index=_internal", ["pc3"]),
        ("type=hosts index=nothing", []),
    ],
)
def test_metadata_of_an_index(session, search, values):
    field = search.split()[0].removeprefix("type=").removesuffix("s")
    assert [row[field] for row in session.search(f"| metadata {search}")] == values


def test_metadata_needs_a_type(session):
    with pytest.raises(spl.SplError) as caught:
        session.search("| metadata index=a")
    assert caught.value.code == "SPL352"


@pytest.mark.parametrize(
    ("search", "count"),
    [("", "3"), ("index=a", "2"), ("index=*", "3"), ("index=_*", "1"), ("index=nothing", "0")],
)
def test_eventcount(session, search, count):
    assert rows(session.search(f"| eventcount {search}")) == [{"count": count}]


def test_eventcount_of_each_index(session):
    found = session.search("| eventcount summarize=f index=a index=b | table index count")
    assert rows(found) == [{"index": "a", "count": "2"}, {"index": "b", "count": "1"}]
