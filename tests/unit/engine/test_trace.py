"""A run told stage by stage gives what the run itself gives, and says what lay in between."""

import pytest

import spl
from spl.engine.trace import Run

ROWS = [{"a": "x", "n": "3"}, {"a": "y", "n": "1"}, {"a": "x", "n": "5"}, {"n": "7"}]


@pytest.fixture
def session() -> spl.Session:
    session = spl.Session(now=1_700_000_000)
    session.macros["big"] = "where n>2 | eval m=n*2"
    session.macros["shown(1)"] = "table $field$"
    return session


def counts(run: Run) -> list[tuple[str, int | None, int | None]]:
    return [(stage.text, stage.rows_in, stage.rows_out) for stage in run.stages]


def test_stages_are_told_as_they_were_typed(session: spl.Session):
    text = "search n<7 ```all but one```\n  | `big`\n | stats count by a | `shown(count)`"
    found = session.trace(text, rows=ROWS)
    assert counts(found.run) == [
        ("search n<7", 4, 3),
        ("`big` where n > 2", 3, 2),
        ("`big` eval m=n * 2", 2, 2),
        ("stats count by a", 2, 1),
        ("`shown(count)`", 1, 1),
    ]
    assert found.table.rows() == [{"count": 2}]
    assert found.error is None
    assert all(stage.seconds >= 0 for stage in found.run.stages)


def test_a_subsearch_stands_in_the_stage_that_its_brackets_are_in(session: spl.Session):
    text = 'search [| makeresults | eval a="x" | table a] | append [| makeresults | eval a=1]'
    first, second = session.trace(text, rows=ROWS).run.stages
    assert [counts(run) for run in first.inner] == [
        [("makeresults", None, 1), ('eval a="x"', 1, 1), ("table a", 1, 1), ("format", 1, 1)]
    ]
    assert [counts(run) for run in second.inner] == [[("makeresults", None, 1), ("eval a=1", 1, 1)]]
    assert (first.rows_out, second.rows_out) == (2, 3)


def test_searches_that_a_command_writes_are_counted(session: spl.Session):
    text = 'map maxsearches=100 search="| makeresults | eval b=\\"$n$\\" | where b>3"'
    (stage,) = session.trace(text, rows=[{"n": n} for n in range(40)]).run.stages
    assert (stage.count, len(stage.inner)) == (40, 20)
    assert counts(stage.inner[0]) == [
        ("makeresults", None, 1),
        ('eval b="0"', 1, 1),
        ("where b>3", 1, 0),
    ]


def test_what_cannot_go_on_says_how_far_it_came(session: spl.Session):
    found = session.trace('search a=* | require | map search="| nothing"', rows=ROWS)
    assert counts(found.run)[-1] == ('map search="| nothing"', 3, None)
    assert found.error is not None
    assert found.error.code == "SPL301"


def test_what_means_nothing_is_refused_as_ever(session: spl.Session):
    with pytest.raises(spl.SplError) as caught:
        session.trace("search a=* | statz", rows=ROWS)
    assert caught.value.code == "SPL301"


SEARCHES = [
    "search a=x | stats count by n | sort - n",
    "eval a=coalesce(a, n) | eventstats count by a | dedup a | head 2",
    "foreach a n [eval <<FIELD>>_=<<FIELD>>] | appendpipe [stats count] | reverse",
    'join type=left a [| makeresults | eval a="y", z=1]',
    "where n>1 | top a",
]


@pytest.mark.parametrize("text", SEARCHES)
def test_a_trace_ends_with_the_rows_of_the_search(session: spl.Session, text: str):
    assert list(spl.Results(session.trace(text, rows=ROWS).table)) == list(
        session.search(text, rows=ROWS)
    )
