"""Which stanza of props.conf speaks about an event, and which one is heard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spl.knowledge import Knowledge
from spl.knowledge.patterns import as_regex

WriteApp = Callable[..., Path]


def heard(knowledge: Knowledge, source: str, sourcetype: str = "st", host: str = "h") -> str | None:
    setting = knowledge.props_for(source, sourcetype, host).settings.get("X")
    return None if setting is None else setting.value


@pytest.mark.parametrize(
    ("stanzas", "source", "expected"),
    [
        ("[st]\nX = sourcetype\n", "s", "sourcetype"),
        ("[ST]\nX = any case\n", "s", "any case"),
        ("[ST]\nX = other case\n[st]\nX = same case\n", "s", "same case"),
        ("[host::h]\nX = host\n[st]\nX = sourcetype\n", "s", "host"),
        ("[host::H*]\nX = host in any case\n", "s", "host in any case"),
        ("[source::s]\nX = source\n[host::h]\nX = host\n[st]\nX = 1\n", "s", "source"),
        ("[source::S]\nX = another source\n", "s", None),
        ("[source::s]\nX = 1\npriority = 0\n[st]\nX = 2\npriority = 900\n", "s", "1"),
        ("[default]\nX = default\n[other]\nX = other\n", "s", "default"),
        ("[default]\nX = default\n[st]\nY = 1\n", "s", "default"),
        ("[source::...]\nX = pattern\n[source::s]\nX = literal\n", "s", "literal"),
        ("[source::s*]\nX = pattern\npriority = 200\n[source::s]\nX = literal\n", "s", "pattern"),
        ("[source::...b]\nX = b\n[source::...a...]\nX = a\n", "ab", "a"),
        ("[source::/var/*/x]\nX = 1\n", "/var/log/x", "1"),
        ("[source::/var/*/x]\nX = 1\n", "/var/log/deep/x", None),
        ("[source::/var/.../x]\nX = 1\n", "/var/log/deep/x", "1"),
        ("[source::a.b]\nX = 1\n", "axb", None),
        ("[source::(Xml)?Log:A]\nX = 1\n", "Log:A", "1"),
        ("[(?::){0}s*]\nX = 1\n", "s", "1"),
        ("[s*]\nX = 1\n", "s", None),
    ],
)
def test_precedence(write_app: WriteApp, stanzas: str, source: str, expected: str | None) -> None:
    knowledge = Knowledge.read([write_app({"default/props.conf": stanzas})])
    assert heard(knowledge, source) == expected


def test_settings_of_several_stanzas_are_merged_one_by_one(write_app: WriteApp) -> None:
    conf = "[st]\nX = 1\nY = 1\n[source::s]\nX = 2\n"
    knowledge = Knowledge.read([write_app({"default/props.conf": conf})])
    settings = knowledge.props_for("s", "st", "h").settings
    assert (settings["X"].value, settings["Y"].value) == ("2", "1")


def test_rename_takes_the_other_sourcetypes_settings_only(write_app: WriteApp) -> None:
    conf = "[old]\nrename = new\nX = old\n[new]\nY = new\n"
    knowledge = Knowledge.read([write_app({"default/props.conf": conf})])
    props = knowledge.props_for("s", "old", "h")
    assert props.sourcetype == "new"
    assert props.rename is not None
    assert "X" not in props.settings
    assert props.settings["Y"].value == "new"


def test_a_pattern_that_is_none_is_told(write_app: WriteApp) -> None:
    conf = "[source::a(b]\nX = 1\n[st]\nX = 2\n"
    knowledge = Knowledge.read([write_app({"default/props.conf": conf})])
    assert heard(knowledge, "s") == "2"
    assert "source::a(b" in knowledge.problems[0].render()


def test_a_priority_that_is_no_number_is_told(write_app: WriteApp) -> None:
    knowledge = Knowledge.read([write_app({"default/props.conf": "[st]\npriority = high\n"})])
    assert "[st] priority: must be a whole number" in knowledge.problems[0].render()


@pytest.mark.parametrize(
    ("pattern", "regex"),
    [
        ("a.b", r"a\.b"),
        ("...x", ".*x"),
        ("a*", r"a[^/\\]*"),
        (r"a\.b", r"a\.b"),
        ("(a|b)", "(a|b)"),
    ],
)
def test_pattern_as_regex(pattern: str, regex: str) -> None:
    assert as_regex(pattern) == regex
