"""The law of batches: events that are read stretch by stretch are those that are read at once."""

from hypothesis import given
from hypothesis import strategies as st

import spl
from spl.columns.table import Table
from spl.commands._batches import newest_first

TIMES = st.integers(0, 12).map(float)
SEARCHES = [
    "index=* | table _time, n",
    "index=* | stats count, sum(n), list(n), first(n), last(n), dc(m) by m",
    "index=* m=b | head 3 | table n",
    "index=* earliest=4 latest=9 | table n",
    "index=* | dedup m | table n",
    "index=* | streamstats count by m | table n, count",
    "index=* | eventstats max(n) as most by m | table n, most",
    "index=nothing | table n",
    "index=* | stats count",
    "| tstats count where index=* by host",
]


@given(
    st.lists(
        st.lists(st.tuples(TIMES, st.sampled_from("abc")), min_size=1, max_size=6), max_size=5
    ),
    st.sampled_from(SEARCHES),
)
def test_batches_give_what_one_table_gives(parts, search):
    answers = []
    for memory in (None, 1, 2048):
        session = spl.Session(now=100.0, memory=memory)
        number = 0
        for part in parts:
            rows = [{"_time": time, "m": m, "n": number + k} for k, (time, m) in enumerate(part)]
            number += len(rows)
            session.collect(rows)
        answers.append(list(session.search(search)))
    assert answers[1:] == answers[:1] * 2


def test_rows_without_a_time_come_last():
    table = newest_first(
        [Table.of([{"n": "1"}, {"_time": 2.0, "n": "2"}, {"_time": 3.0, "n": "3"}])]
    )
    assert table.column("n").to_list() == ["3", "2", "1"]
