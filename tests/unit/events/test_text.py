"""Lines of any log, one event each."""

from hypothesis import given, settings
from hypothesis import strategies as st

from spl.events.text import lines


def test_one_event_per_line(read):
    loaded = read("May 27 09:28:31 host sshd[1]: a\r\n\r\nMay 27 09:28:36 host sshd[1]: b")
    (part,) = loaded.partitions
    assert part.table.column("_raw").to_list() == [
        "May 27 09:28:31 host sshd[1]: a",
        "May 27 09:28:36 host sshd[1]: b",
    ]
    assert part.table.column("_time").to_list() == [1685179711.0, 1685179716.0]
    assert (part.sourcetype, part.table.column("host")[0]) == ("unknown", "localhost")


def test_a_line_without_time_has_that_of_the_line_before(read):
    loaded = read("x\n2023-01-01 00:00:00 y\nz\n")
    times = loaded.partitions[0].table.column("_time").to_list()
    assert times == [1_700_000_000.0, 1672531200.0, 1672531200.0]
    assert loaded.report.times_guessed == 2


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("ab\r\n", max_size=5), max_size=6))
def test_blocks_do_not_matter(blocks):
    text = "".join(blocks)
    assert list(lines(blocks)) == [line.removesuffix("\r") for line in text.split("\n")]
