"""Spans as bin and sparkline take them: where buckets begin, what has none, what is refused."""

import pytest

import spl

TIMES = [{"_time": str(1715780727 + 3600 * hour), "x": str(hour)} for hour in (0, 1, 3)]
MARK = "##__SPARKLINE__##"


def run(search, rows=TIMES, tz="America/New_York"):
    return [dict(row) for row in spl.Session(tz=tz).search(search, rows=rows)]


BINS = [
    ("bin _time span=4h", "1715774400"),
    ("bin _time span=4h aligntime=1715767200", "1715767200"),
    ("bin _time span=4h@d", "1715774400"),
    ("bin _time span=1d", "1715745600"),
    ("bin _time span=1D aligntime=1715767200", "1715745600"),
    ("bin _time span=1w@w1", "1715572800"),
    ("bin _time span=300", "1715780700"),
    ("bin _time minspan=1h", "1715778000"),
]


@pytest.mark.parametrize(("search", "start"), BINS)
def test_bin_of_a_time(search, start):
    assert run(search)[0]["_time"] == start


@pytest.mark.parametrize("time", ["1e300", "-1e300", "soon", ""])
def test_what_is_no_time_stays(time):
    assert run("bin _time span=1h", [{"_time": time}]) == [{"_time": time}]
    assert run("bin _time span=1d", [{"_time": time}]) == [{"_time": time}]


SPARKLINES = [
    ("stats sparkline(count, 1h) AS s", [MARK, "1", "1", "0", "1"]),
    ("stats sparkline(avg(x), 2h) AS s", [MARK, "0", "1", "3"]),
    ("eventstats sparkline(max(x), 1d) AS s", [MARK, "3"]),
    ("stats sparkline(perc50(x), 1h) AS s", [MARK, "0", "1", "0", "3"]),
]


@pytest.mark.parametrize(("search", "points"), SPARKLINES)
def test_sparkline(search, points):
    assert run(search, tz="UTC")[0]["s"] == points


def test_sparkline_alone_counts_over_time():
    (row,) = run("stats sparkline count")
    assert row["sparkline"][0] == MARK
    assert row["sparkline"].count("1") == 3


REFUSED = [
    "stats sparkline(x) AS s",
    "stats sparkline(nosuch(x)) AS s",
    "stats sparkline(sparkline(x)) AS s",
    "stats sparkline(per_hour(x)) AS s",
    "stats sparkline(avg(x), 7x) AS s",
    "bin _time span=9999y",
    "bin _time span=0",
    "bin x span=1log1",
]


@pytest.mark.parametrize("search", REFUSED)
def test_refused(search):
    with pytest.raises(spl.SplError):
        run(search)
