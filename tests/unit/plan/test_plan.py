"""Binding, completing, rewriting, splitting."""

import pytest

import spl
from spl.commands import Scope, shapes
from spl.commands.search import Filter, Search
from spl.language.parser import parse
from spl.plan import RULES, Plan, bind, rewrite, split
from spl.plan.rewrites.drop_search_everything import drop_search_everything
from spl.plan.rewrites.merge_filters import merge_filters
from spl.plan.rewrites.push_filter import push_filter
from spl.values.environment import Environment

ENV = Environment(now=0)


def plan(text: str) -> Plan:
    return bind(parse(text, shapes=shapes()), Scope(ENV, first=True))


def kinds(found: Plan) -> list[str]:
    return [type(step.command).__name__ for step in found.steps]


def test_search_reads_at_the_head_and_filters_elsewhere():
    assert kinds(plan("a=1 | search b=2")) == ["Search", "Filter"]
    assert kinds(plan("search a=1 | search b=2")) == ["Search", "Filter"]


def test_a_generating_command_must_come_first():
    with pytest.raises(spl.BindError) as caught:
        plan("a=1 | makeresults")
    assert caught.value.code == "SPL303"


@pytest.mark.parametrize(
    "text",
    [
        "a=1 | kmeans k=3",
        "a=1 | where x=1 | search [search b=1 | kmeans]",
        "a=1 | eval x=[search b=1 | kmeans | return x]",
        "a=1 | append [search b=1 | kmeans]",
    ],
)
def test_a_refused_command_is_told_wherever_it_stands(text: str):
    with pytest.raises(spl.BindError) as caught:
        plan(text)
    assert caught.value.code == "SPL302"
    assert text[caught.value.span.start :].startswith("kmeans")


def test_what_surrounds_a_subsearch_is_checked_before_it_runs():
    with pytest.raises(spl.BindError) as caught:
        plan("a=1 | where nofunction(x)=1 AND y=[search b=1]")
    assert caught.value.code == "SPL310"


def test_a_command_that_a_subsearch_completes_waits():
    found = plan("a=1 [search b=1] | where c=1")
    assert not found.is_complete
    assert found.steps[1].command is not None


def test_search_everything_is_dropped():
    assert kinds(drop_search_everything(plan("a=1 | search * | where b=1 | search *"))) == [
        "Search",
        "Where",
    ]
    assert kinds(drop_search_everything(plan("a=1 | search x*"))) == ["Search", "Filter"]


def test_neighbouring_filters_become_one():
    found = merge_filters(plan("a=1 | where z=1 | search b=1 OR c=1 | search d=1 e=1"))
    assert kinds(found) == ["Search", "Where", "Filter"]
    both = found.steps[2].command
    assert isinstance(both, Filter)
    assert both.expression == plan("x | search (b=1 OR c=1) d=1 e=1").steps[1].command.expression


def test_a_filter_moves_into_the_reading_search():
    found = push_filter(plan("a=1 | search index=_internal earliest=5"))
    assert kinds(found) == ["Search"]
    search = found.steps[0].command
    assert isinstance(search, Search)
    assert search.selection.internal == ()
    assert not search.selection.own_earliest


def test_all_rules_together():
    assert kinds(rewrite(plan("a=1 | search * | search b=1 | search c=1"), RULES)) == ["Search"]
    assert len(rewrite(plan("a=1 | search *"), ()).steps) == 2


def test_split_cuts_where_rows_meet():
    steps = plan("a=1 | where b=1 | fillnull | where c=1").steps[1:]
    cut = split(steps)
    assert [step.node.name for step in cut.mapped] == ["where"]
    assert cut.meeting is not None
    assert cut.meeting.node.name == "fillnull"
    assert [step.node.name for step in cut.rest] == ["where"]
    assert split(cut.rest).meeting is None
