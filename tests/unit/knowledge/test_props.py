"""What props.conf, eventtypes.conf and tags.conf say, and what is wrong with what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spl.knowledge import Knowledge
from spl.knowledge.props import Alias, Props

WriteApp = Callable[..., Path]


def props(write_app: WriteApp, stanza: str, transforms: str = "") -> Props:
    app = write_app(
        {"default/props.conf": f"[st]\n{stanza}", "default/transforms.conf": transforms}
    )
    return Knowledge.read([app]).props_for("s", "st", "h")


def test_extract_with_a_source_field(write_app: WriteApp) -> None:
    (plain, inside) = props(
        write_app, "EXTRACT-a = (?<x>a in b)\nEXTRACT-b = (?<y>.*) in some_field\n"
    ).extracts
    assert (plain.source, plain.regex.pattern) == ("_raw", "(?ms)(?<x>a in b)")
    assert (inside.source, inside.regex.pattern) == ("some_field", "(?ms)(?<y>.*)")


def test_aliases(write_app: WriteApp) -> None:
    text = "FIELDALIAS-a = x AS y, \"a b\" as 'c d' u asnew v\n"
    found = props(write_app, text).aliases
    assert [(a.source, a.target, a.only_new) for a in found] == [
        ("x", "y", False),
        ("a b", "c d", False),
        ("u", "v", True),
    ]
    assert all(isinstance(alias, Alias) for alias in found)


def test_lookups(write_app: WriteApp) -> None:
    text = (
        "LOOKUP-1 = users id AS user_id OUTPUTNEW name AS user, mail\n"
        "lookup_2 = hosts ip\nLOOKUP-3 = t a b OUTPUT c\n"
    )
    found = props(write_app, text).lookups
    assert [(x.lookup, x.keys, x.outputs, x.only_new) for x in found] == [
        ("users", (("id", "user_id"),), (("name", "user"), ("mail", "mail")), True),
        ("t", (("a", "a"), ("b", "b")), (("c", "c"),), False),
        ("hosts", (("ip", "ip"),), None, False),
    ]


def test_classes_run_in_the_order_of_their_names(write_app: WriteApp) -> None:
    text = "FIELDALIAS-b = b AS x\nFIELDALIAS-a = a AS x\nFIELDALIAS-0 = 0 AS x\n"
    assert [alias.source for alias in props(write_app, text).aliases] == ["0", "a", "b"]


def test_reports_run_from_left_to_right(write_app: WriteApp) -> None:
    transforms = "[one]\nREGEX = (?<a>1)\n[two]\nREGEX = (?<a>2)\n"
    found = props(write_app, "REPORT-x = two, one\n", transforms).reports
    assert [report.transform.name for report in found] == ["two", "one"]


@pytest.mark.parametrize(
    ("stanza", "message"),
    [
        ("EXTRACT-a = (", "EXTRACT-a: Encountered the following error"),
        ("EXTRACT-a = abc", "EXTRACT-a: no group has a name"),
        ("REPORT-a = nowhere", "REPORT-a: there is no transform 'nowhere'"),
        ("FIELDALIAS-a = x y", "FIELDALIAS-a: must be pairs of names"),
        ("EVAL-a = if(", "EVAL-a: "),
        ("LOOKUP-a = users", "LOOKUP-a: must be a lookup, its key fields"),
        ("LOOKUP-a = users id AS", "LOOKUP-a: a name is missing after AS"),
        ("KV_MODE = yaml", "KV_MODE: unknown mode"),
    ],
)
def test_a_bad_setting_is_told_and_the_rest_stands(
    write_app: WriteApp, stanza: str, message: str
) -> None:
    found = props(write_app, f"{stanza}\nFIELDALIAS-z = x AS y\n")
    assert len(found.aliases) == 1
    (problem,) = found.problems
    assert f"[st] {message}" in problem.render()
    assert "props.conf, line 2" in problem.render()


EVENT_TYPES = """
[logon]
search = EventCode IN (4624, 4625)
[any_logon]
search = eventtype=logon* source=x
[circle_a]
search = eventtype=circle_b
[circle_b]
search = eventtype=circle_a
[tagged]
search = tag=logon
[bad]
search = (((
[off]
search = a=1
disabled = 1
"""


def test_event_types(write_app: WriteApp) -> None:
    knowledge = Knowledge.read([write_app({"default/eventtypes.conf": EVENT_TYPES})])
    names = {each.name for each in knowledge.eventtypes}
    assert {"logon", "any_logon"} <= names
    assert not names & {"circle_a", "circle_b", "tagged", "bad", "off"}
    told = "\n".join(problem.render() for problem in knowledge.problems)
    assert told.count("event types name each other in a circle") == 2
    assert "[tagged] search: an event type cannot search for tags" in told
    assert "[bad] search" in told


def test_event_types_that_double_each_time_are_stopped(write_app: WriteApp) -> None:
    conf = "[e0]\nsearch = a=1\n" + "".join(
        f"[e{i}]\nsearch = eventtype=e{i - 1} OR eventtype=e{i - 1}\n" for i in range(1, 40)
    )
    knowledge = Knowledge.read([write_app({"default/eventtypes.conf": conf})])
    assert "more than 5000 times" in knowledge.check()[0].render()
    assert "e3" in {each.name for each in knowledge.eventtypes}


def test_tags(write_app: WriteApp) -> None:
    app = write_app(
        {
            "default/tags.conf": "[eventtype=logon]\nauthentication = enabled\nold = enabled\n"
            "[file=C%3A%5Cx]\nodd = enabled\n[nonsense]\na = enabled\n",
            "local/tags.conf": "[eventtype=logon]\nold = disabled\n",
        }
    )
    knowledge = Knowledge.read([app])
    assert knowledge.tags.of("eventtype", ["Logon", "other"]) == {"authentication"}
    assert knowledge.tags.of("file", ["C:\\x"]) == {"odd"}
    assert "[nonsense] a: a stanza of tags.conf is [field=value]" in knowledge.problems[0].render()


def test_what_ships_is_in_order() -> None:
    knowledge = Knowledge.read()
    assert [problem.render() for problem in knowledge.check()] == []
