"""Where commands run on a cluster: the table of the manual."""

import pytest

import spl
from spl.engine.spread import Spread
from tests.spec.rehearsed import Rehearsed

ALONE = "on the workers, each part by itself"
SIDED = f"{ALONE}; the rows of its subsearch travel to them"
SHUFFLED = "on the workers for each part; what the parts leave is shuffled by "
GATHERED = "on the workers for each part; what the parts leave comes here"
ALL = "here; all rows before it come here"
SESSION = spl.Session(engine=Spread(Rehearsed()))


@pytest.mark.parametrize(
    ("search", "places"),
    [
        ("index=a | eval b=1 | where b=1", [ALONE] * 3),
        ("index=a | stats count by h | where count>1", [ALONE, SHUFFLED + "h", ALONE]),
        ("index=a | stats count | eval b=1", [ALONE, GATHERED, "here"]),
        ("index=a | stats count(*) by h", [ALONE, GATHERED]),
        (
            "| tstats count where index=a by host _time | sort 0 host",
            [SHUFFLED + "host, _time", GATHERED],
        ),
        (
            "index=a | dedup h u | streamstats count by h",
            [ALONE, SHUFFLED + "h, u", SHUFFLED + "h"],
        ),
        ("index=a | eventstats count by h | top u", [ALONE, SHUFFLED + "h", GATHERED]),
        ("index=a | top u by h", [ALONE, SHUFFLED + "h"]),
        ("index=a | head 5 | eval b=1", [ALONE, GATHERED, "here"]),
        ("index=a | streamstats window=2 count by h | eval b=1", [ALONE, ALL, "here"]),
        ("index=a | reverse | stats count by h", [ALONE, ALL, "here"]),
        ("index=a | dedup h consecutive=t", [ALONE, ALL]),
        ("index=a | join h [search index=b] | stats count by h", [ALONE, SIDED, SHUFFLED + "h"]),
        ("index=a | join [search index=b] | eval b=1", [ALONE, ALL, "here"]),
        ("index=a | timechart span=1h count by h | eval b=1", [ALONE, GATHERED, "here"]),
        ("index=a | timechart count by h", [ALONE, ALL]),
        ("index=a | chart count over h by u", [ALONE, GATHERED]),
        ("index=a | transaction h u | where duration>5", [ALONE, SHUFFLED + "h, u", ALONE]),
        ("index=a | transaction maxspan=5s", [ALONE, ALL]),
        ("| makeresults | eval a=1", ["here", "here"]),
    ],
)  # fmt: skip
def test_where_each_command_runs(search: str, places: list[str]):
    told = SESSION.explain(search).places
    assert [sentence.split(": ", 1)[1].removesuffix(".") for sentence in told] == places


def test_the_local_engine_has_no_places():
    assert spl.Session().explain("index=a | stats count").places == ()


def test_the_text_of_an_explanation_tells_the_places_and_no_other_meeting():
    told = SESSION.explain("index=a | join h [search index=b] | reverse").lines(120)
    assert f"  2. join: {SIDED}." in told
    assert not any("meet in" in line for line in told)
