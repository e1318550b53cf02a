"""The law of spreading: what many processes find of their parts is what one finds of all."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spl
from spl.engine import Local
from spl.engine.spread import Spread
from tests.spec.rehearsed import Rehearsed

TEXTS = st.sampled_from(["a", "b", "B", "1", "1.0", "01", "10", "9", "-2", ""])
VALUES = st.none() | TEXTS | st.lists(TEXTS, min_size=2, max_size=3)
EVENT = st.fixed_dictionaries(
    {"_time": st.sampled_from([5.0, 6.0, 7.5]), "v": VALUES, "k": VALUES, "h": TEXTS}
)
PARTS = st.lists(st.lists(EVENT, min_size=1, max_size=5), min_size=1, max_size=4)
AGGREGATES = (
    "count, count(v), dc(v), values(v), list(v), first(v), last(v), earliest(v), latest(v), "
    "min(v), max(v), mode(v), range(v), earliest_time(v), latest_time(v), rate(v)"
)
SUMS = "sum(v), avg(v), sumsq(v), stdev(v), varp(v), perc50(v), median(v), sparkline(count) AS s"
SEARCHES = [
    "index=* | table _time v k h n",
    "index=* v=1* | mvexpand k | table n k",
    f"index=* | stats {AGGREGATES}",
    f"index=* | stats {AGGREGATES} by k",
    f"index=* | stats {AGGREGATES} by k, h",
    f"index=* | stats {SUMS} by h",
    f"index=* | stats allnum=t {SUMS}, max(v) by k",
    "index=* | stats delim=; values(v) as x by h | nomv x",
    "index=* | stats count(*) max(*) by h",
    "index=* | stats count by h | where count>1 | stats list(h), sum(count) by count",
    "index=* | stats values(k) as k by h | mvexpand k | stats list(h) first(h) by k",
    "| tstats count min(_time) where index=* by host _time span=2s",
    "| tstats count where index=* by sourcetype",
    "index=* | top v by h",
    "index=* | rare limit=2 v showperc=f",
    "index=* | top v by h | stats list(v) by h",
    "index=* | dedup k | table n",
    "index=* | dedup 2 h keepempty=t | table n h",
    "index=* | dedup h consecutive=t | table n",
    "index=* | dedup h sortby -v | table n",
    "index=* | dedup h keepevents=t | table n h",
    "index=* | dedup k | stats list(n) by h",
    "index=* | sort v | table n v",
    "index=* | sort 2 -v h | table n",
    "index=* | head 3 | table n",
    'index=* | head (h!="a") keeplast=t | table n',
    'index=* | head limit=2 (h!="b") | table n',
    "index=* | eventstats count max(v) as m by h | table n count m",
    "index=* | eventstats count by k | table n count",
    "index=* | streamstats count list(n) as l by h | table n count l",
    "index=* | streamstats window=2 count by h | table n count",
    "index=* | streamstats count by h | where count=2 | stats list(n) first(h) by v",
    "index=* | transaction h | table n eventcount",
    "index=* | transaction h keepevicted=t maxpause=1s | table n eventcount h",
    "index=* | transaction k v keeporphans=t | table n eventcount k _txn_orphan",
    "index=* | transaction h startswith=(v=1*) keepevicted=t | stats list(n) list(eventcount) by h",
    "index=* | transaction h maxevents=2 endswith=eval(v>5) | table n closed_txn",
    "index=* | transaction v connected=f | table n v closed_txn",
    "index=* | transaction maxspan=1s | table n eventcount",
    "index=* | chart count by h",
    "index=* | chart limit=2 count list(v) over h by k",
    "index=* | chart limit=bottom1 useother=f max(v) dc(n) over h by v span=2",
    "index=* | chart eval(sum(v)/count) as r first(n) by h",
    "index=* | chart usenull=f count over h by k where max > 1",
    "index=* | chart sum(*) by h",
    "index=* | untable n name value | sort n name | table n name value",
    "index=* | fields n h | rename h as x | append [search index=* | head 1 | table n] | table n x",
    "index=* [search index=* | head 1 | return 2 h] | table n h",
    "index=* | join h max=2 [search index=* v=1* | table h v k] | table n h v k",
    "index=* | join type=left k [search index=* | stats count as c by k] | stats count by k c",
    "index=* | join h usetime=t earlier=f [search index=* | head 3] | table n h v",
    "index=* | join left=L right=R where L.h=R.v [search index=*] | table L.n R.n",
    "index=* | stats count by h | join h [search index=* | dedup h | table h n] | sort h",
    "index=* | join h max=0 [search index=* | join v [search index=* | head 2]] | stats count by h",
    "index=* | join [search index=* | head 2 | table h] | table n h",
    "index=* | eval t=tostring(n) | timechart span=1s count by h",
    "index=* | timechart span=2s count latest(v) as l per_second(v) by k limit=1",
    'index=* | eval _time=if(h="a", null(), _time) | timechart span=1s usenull=f max(v) by k',
    "index=* | timechart span=1s cont=f avg(v) | where _time>5",
    "index=* | timechart bins=3 count",
    "index=* | reverse | table n",
    "index=* | addcoltotals n | table n",
    "index=* | stats count by h | eval x=null()",
    "index=* v=1 | dedup h | eval x=null()",
    "index=nothing | stats count",
    "index=nothing | table n",
]
BASE = spl.Session(now=100.0)
ROUNDED = re.compile(r"-?\d+\.\d{9,}(e-?\d+)?")


def session(parts: list[list[dict[str, object]]], executor: object) -> spl.Session:
    made = BASE.branch()
    made._engine = executor
    number = 0
    for part in parts:
        rows = [{**event, "n": str(number + k)} for k, event in enumerate(part)]
        number += len(rows)
        made.collect(rows, sourcetype=f"s{len(part) % 2}")
    return made


def told(results: spl.Results, search: str) -> list[str]:
    """The rows as text; decimals to nine digits, for parts add up in another order.

    The columns that a star finds are in the order of the parts.
    """
    columns = sorted(results.columns) if "(*)" in search else results.columns
    return [
        repr(columns),
        *(
            ROUNDED.sub(lambda number: f"{float(number[0]):.9g}", repr(sorted(row.items())))
            for row in results
        ),
    ]


def assert_same(parts: list[list[dict[str, object]]], search: str, many: Spread) -> None:
    alone, spread = session(parts, Local()).search(search), session(parts, many).search(search)
    assert told(spread, search) == told(alone, search)


@settings(max_examples=60)
@given(PARTS, st.sampled_from(SEARCHES), st.integers(1, 3), st.integers(1, 3))
def test_parts_give_what_the_whole_gives(parts, search, unit_rows, buckets):
    many = Spread(Rehearsed(buckets), unit_rows=unit_rows)
    assert_same(parts, search, many)


@pytest.mark.parametrize("search", SEARCHES)
def test_each_search_gives_the_same_over_many_events(search):
    parts = [
        [
            {
                "_time": float(i * 7 % 5),
                "v": str(i * 3 % 11),
                "k": ["x", f"y{i % 3}"],
                "h": f"h{i % 4}",
            }
            for i in range(size)
        ]
        for size in (40, 1, 23)
    ]
    many = Spread(Rehearsed(4), unit_rows=9)
    assert_same(parts, search, many)
