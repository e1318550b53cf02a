"""Which events have a tag or an event type is told as the whole field would tell it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.columns.match import compare_column, matches
from spl.columns.table import Table
from spl.errors import Span
from spl.events.chain import FieldChain
from spl.events.tagging import EventTypeStep, TagStep
from spl.knowledge.conf import ConfText, Setting
from spl.knowledge.eventtypes import EventType
from spl.knowledge.tags import read_tags
from spl.language import ast
from spl.language.parser import parse_search_expression
from spl.values.environment import Environment

ENV = Environment(now=0.0)
WORDS = ("red", "Red", "green", "5")
SEARCHES = ("kind=red", "kind!=red", "NOT kind=*", "n>1", "kind=green OR n=2", "*", "tag=red")

value = st.sampled_from([None, *WORDS, ("red", "green"), ("5", "Red")])
event = st.fixed_dictionaries({"kind": value, "n": st.sampled_from([None, "1", "2"]), "tag": value})
named = st.dictionaries(
    st.sampled_from(WORDS), st.sampled_from(SEARCHES).map(parse_search_expression)
)
tagged = st.dictionaries(
    st.tuples(st.sampled_from(("kind", "n", "eventtype", "none")), st.sampled_from((*WORDS, "2"))),
    st.sets(st.sampled_from((*WORDS, "blue"))),
)
question = st.tuples(
    st.sampled_from(("tag", "eventtype", "tag::kind", "tag::eventtype", "tag::none", "kind")),
    st.sampled_from(("=", "==", "!=", "<", ">=")),
    st.sampled_from((*WORDS, "blue", "r*", "*", "", "10")),
)
ENABLED = Setting("", "", "enabled", ConfText("tags.conf", ""), Span(0, 0))


def fresh(events: list[dict], searches: dict, tags: dict) -> Table:
    written = {f"{f}={v}": dict.fromkeys(all_, ENABLED) for (f, v), all_ in tags.items()}
    types = [EventType(name, search) for name, search in sorted(searches.items())]
    steps = [EventTypeStep(lambda: types, ENV), TagStep(read_tags(written, []))]
    return Table({}, len(events), FieldChain(Table.of(events), steps))


@settings(max_examples=300)
@given(
    st.lists(event, min_size=1, max_size=12),
    named,
    tagged,
    st.lists(question, min_size=1, max_size=4),
    st.booleans(),
)
def test_told_as_the_whole_field_tells_it(events, searches, tags, questions, few) -> None:
    events = events * 10 if few else events
    table = fresh(events, searches, tags)
    rows = np.arange(len(events))[:: 10 if few else 1]
    for name, op, literal in questions:
        node = ast.Compare(ast.FieldName(name), op, ast.Pattern(literal))
        column = fresh(events, searches, tags).find(name)
        want = (
            [False] * len(events)
            if column is None
            else compare_column(column, op, literal).tolist()
        )
        assert matches(node, table, ENV).tolist() == want
        assert matches(node, table.take(rows), ENV).tolist() == [want[row] for row in rows]


def test_only_event_types_with_the_tag_are_tried() -> None:
    tried: list[str] = []

    class Watched(FieldChain):
        def mask(self, key, work, *, keep):
            tried.append(key[1])
            return super().mask(key, work, keep=keep)

    known = parse_search_expression("kind=red")
    types = [EventType("apple", known), EventType("brick", known)]
    tags = read_tags({"eventtype=apple": {"fruit": ENABLED}}, [])
    steps = [EventTypeStep(lambda: types, ENV), TagStep(tags)]
    table = Table({}, 1, Watched(Table.of([{"kind": "red"}]), steps))
    assert matches(parse_search_expression("tag=fruit"), table, ENV).tolist() == [True]
    assert tried == ["apple"]
