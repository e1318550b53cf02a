"""Transforms: what a stanza of transforms.conf takes out of a text."""

from __future__ import annotations

import pytest

from spl.errors import KnowledgeError
from spl.knowledge.conf import parse_conf
from spl.knowledge.transforms import read_transform


def pairs(stanza: str, text: str, more: str = "") -> list[tuple[str, str]]:
    stanzas = parse_conf(f"[t]\n{stanza}\n{more}", "transforms.conf").stanzas
    return list(read_transform("t", stanzas).extract(text))


@pytest.mark.parametrize(
    ("stanza", "text", "expected"),
    [
        (r"REGEX = (?<user>\w+)@(?<host>\w+)", "a@b c@d", [("user", "a"), ("host", "b")]),
        ("REGEX = (\\w+)@(\\w+)\nFORMAT = u::$1 h::$2", "a@b c@d", [("u", "a"), ("h", "b")]),
        ('REGEX = (\\w+)\nFORMAT = dest::"$1"', "a", [("dest", "a")]),
        ("REGEX = (\\w+)\nFORMAT = kind::fixed", "a", [("kind", "fixed")]),
        ("REGEX = (\\w+)\nFORMAT = all::$0", "a", []),
        ("REGEX = (a)|(b)\nFORMAT = x::$1 y::$2", "b", [("y", "b")]),
        ("REGEX = (\\w+)=(\\w*)\nFORMAT = $1::$2", "a=1 b= c=3", [("a", "1"), ("c", "3")]),
        ("REGEX = ([^=;]+)=(\\w+)\nFORMAT = $1::$2", "1 a-b=1", [("a_b", "1")]),
        ("REGEX = ([^=;]+)=(\\w+)\nFORMAT = $1::$2\nCLEAN_KEYS = false", "a-b=1", [("a-b", "1")]),
        (r"REGEX = (?<_KEY_1>\w+):(?<_VAL_1>\w+)", "a:1 b:2", [("a", "1"), ("b", "2")]),
        ('DELIMS = "|"\nFIELDS = "a", "b", c', "1||3|4", [("a", "1"), ("c", "3")]),
        ('DELIMS = ";", "="', 'a=1; b="2 3";c', [("a", "1"), ("b", "2 3")]),
        ('DELIMS = ","\nFIELDS = a b c', '1,"2,\\",3", ', [("a", "1"), ("b", '2,\\",3')]),
        ('DELIMS = ","\nFIELDS = a b c', '"1,2"3,', [("a", '"1'), ("b", '2"3')]),
        (r'DELIMS = "\t"' + "\nFIELDS = a b", "1\t2", [("a", "1"), ("b", "2")]),
    ],
)
def test_extracts(stanza: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(stanza, text) == expected


def test_a_regex_may_name_others() -> None:
    more = "[ip]\nREGEX = (?<ip>[\\d.]+)\n"
    assert pairs("REGEX = from [[ip:src_]]$", "from 1.2.3.4", more) == [("src_ip", "1.2.3.4")]


@pytest.mark.parametrize(
    ("stanza", "message"),
    [
        ("FORMAT = a::$1", "a transform needs REGEX or DELIMS"),
        ("REGEX = (", "Regex:"),
        ("REGEX = (a)\nFORMAT = nonsense", "must be pairs of name::value"),
        ('DELIMS = ","', "one set of DELIMS needs FIELDS"),
        ("DELIMS = ,", "must be one or two strings in quotes"),
        ("REGEX = [[nowhere]]", "there is no transform 'nowhere'"),
        ("REGEX = [[t]]", "name each other without end"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(stanza: str, message: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        pairs(stanza, "")
    assert message in caught.value.render()
    assert "[t]" in caught.value.render()
    assert "transforms.conf, line" in caught.value.render()
