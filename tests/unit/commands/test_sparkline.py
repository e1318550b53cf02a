"""sparkline in stats: its points go over the time range of the search."""

import spl

ROWS = [{"_time": "7200", "n": "1"}, {"_time": "7300", "n": "2"}]


def points(search, **time_range):
    (row,) = spl.Session().search(search, rows=ROWS, **time_range)
    return row["s"][1:]


def test_the_points_go_over_the_time_range():
    found = points("search * | stats sparkline(count, 1h) AS s", earliest=0, latest=14_400)
    assert found == ["0", "0", "2", "0"]


def test_without_a_time_range_they_go_from_the_first_event_to_the_last():
    assert points("stats sparkline(count, 1h) AS s") == ["2"]
