"""The .conf file: what is a stanza, a setting, a comment; and where it stands."""

from __future__ import annotations

import pytest

from spl.knowledge.conf import decode, parse_conf


def values(text: str) -> dict[str, dict[str, str]]:
    conf = parse_conf(text, "props.conf")
    return {name: {k: s.value for k, s in found.items()} for name, found in conf.stanzas.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a]\nkey = value\n", {"a": {"key": "value"}}),
        ("[a]\r\nkey=value\r\n", {"a": {"key": "value"}}),
        ("[a]\nkey = x = y\n", {"a": {"key": "x = y"}}),
        ("[a]\n  # note\nkey = value # no comment\n", {"a": {"key": "value # no comment"}}),
        ("[a]\nkey = one\\\n  two\n", {"a": {"key": "one\n  two"}}),
        ("[a]\nkey = one\\\n# two\n", {"a": {"key": "one\n# two"}}),
        ("[a]\n# note \\\nkey = value\n", {"a": {"key": "value"}}),
        ("[a]\nk = 1\n[b]\nk = 2\n[a]\nk = 3\nl = 4", {"a": {"k": "3", "l": "4"}, "b": {"k": "2"}}),
        ("k = 1\n[default]\nl = 2\n", {"default": {"k": "1", "l": "2"}}),
        ("[source::...[ab].log]\nk = 1\n", {"source::...[ab].log": {"k": "1"}}),
        ("[a]\nk =\n", {"a": {"k": ""}}),
        ("[a]\n", {"a": {}}),
    ],
)
def test_reads(text: str, expected: dict[str, dict[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbf[a]", "[a]"),
        ("[ä]".encode(), "[ä]"),
        ("[ä]".encode("cp1252"), "[ä]"),
        ("[ä]".encode("utf-16"), "[ä]"),
    ],
)
def test_decodes(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_a_line_that_is_nothing_is_told_and_the_rest_stands() -> None:
    conf = parse_conf("[a]\nk = 1\nnonsense\nl = 2\n", "app/default/props.conf")
    assert set(conf.stanzas["a"]) == {"k", "l"}
    (problem,) = conf.problems
    assert "app/default/props.conf, line 3" in problem.render()


def test_a_broken_header_spoils_its_own_settings_only() -> None:
    conf = parse_conf("[a]\nk = 1\n[b\nk = 2\n[c]\nk = 3\n", "x.conf")
    assert {name: s["k"].value for name, s in conf.stanzas.items()} == {"a": "1", "c": "3"}
    assert len(conf.problems) == 1


def test_a_setting_knows_its_place() -> None:
    setting = parse_conf("[a]\n\nk = 1\n", "x.conf").stanzas["a"]["k"]
    error = setting.error("makes no sense", hint="Try 2.")
    assert setting.line == 3
    assert "[a] k: makes no sense" in error.render()
    assert "x.conf, line 3" in error.render()
    assert "hint: Try 2." in error.render()
